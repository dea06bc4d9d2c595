// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/words.h"
#include "core/base/result.h"

namespace ssm {

/// What one parser took from the command line.
class ParsedWords {
 public:
  bool has(std::string_view name) const { return values_.find(name) != values_.end(); }
  /// The last value of an option that takes one.
  std::optional<std::string> value(std::string_view name) const;
  /// The words of the last occurrence of an option that takes several.
  const std::vector<std::string>& words(std::string_view name) const;
  /// The values of all occurrences of an option that takes one text.
  const std::vector<std::string>& every(std::string_view name) const;
  /// A flag: on (--x), off (--no-x) or not given.
  std::optional<bool> flag(std::string_view name) const;
  std::optional<std::int64_t> integer(std::string_view name) const;

  /// Words and options this parser does not know, in order, as typed.
  std::vector<std::string> rest;

 private:
  friend Result<ParsedWords> parse_words(std::span<const OptionSpec>, std::span<const std::string>);
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
  std::map<std::string, std::vector<std::string>, std::less<>> every_;
};

/// Takes the options of `specs` out of `words`. The last occurrence of an option wins.
/// Errors: code "Usage", in argparse's words: an ambiguous prefix, a missing value, a value that is
/// no integer or none of the choices.
Result<ParsedWords> parse_words(std::span<const OptionSpec> specs,
                                std::span<const std::string> words);

}  // namespace ssm
