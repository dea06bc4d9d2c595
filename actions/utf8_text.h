// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace ssm {

/// Text from outside as it may stand in the history: what is not UTF-8 is replaced.
std::string utf8_text(std::string bytes);

/// The same for a text that comes in portions, which may end within a character.
class Utf8Portions {
 public:
  /// What is whole so far.
  std::string add(std::string_view portion);
  /// What is left when no more comes.
  std::string rest() { return utf8_text(std::exchange(begun_, {})); }

 private:
  std::string begun_;  // a character that is not whole
};

}  // namespace ssm
