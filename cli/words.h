// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace ssm {

/// One option a parser knows.
struct OptionSpec {
  enum class Takes { kNothing, kOne, kPath, kInteger, kMany };  // kMany: zero or more words
  std::string name;                                             // "--document-name"
  Takes takes = Takes::kOne;
  std::string opposite = {};                   // flags: "--no-force"; empty = none
  std::vector<std::string_view> choices = {};  // empty = any value
  bool exact = false;                          // never matched by a prefix
};

/// A word of the command line as the AWS CLI's parser (Python's argparse) reads it, before anything
/// is matched.
struct Word {
  enum class Kind { kValue, kOption, kUnknownOption };
  Kind kind = Kind::kValue;
  std::string text;                     // as typed
  std::string option = {};              // kOption: the full name that was meant
  std::optional<std::string> attached;  // kOption: what followed "="
  const OptionSpec* spec = nullptr;     // kOption
};

/// Sorts words into values, options (prefixes completed) and options nobody knows. A word with a
/// leading dash is a value when it is a negative number or contains a blank. What follows "--" is
/// neither an option nor the value of one. Errors: code "Usage" for an ambiguous prefix. Source:
/// spec/aws-cli 1.
Result<std::vector<Word>> classify_words(std::span<const OptionSpec> specs,
                                         std::span<const std::string> words);

}  // namespace ssm
