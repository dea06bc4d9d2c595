// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace ssm {

/// For terminals: control characters but line ends as "\x1b".
std::string harmless_text(std::string_view text);

/// As part of a line: line ends as well.
std::string harmless_line(std::string_view text);

}  // namespace ssm
