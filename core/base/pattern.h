// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace ssm {

/// A regular expression in Java-like syntax (PCRE2, UTF), with limits on matching work.
class Pattern {
 public:
  /// Errors: code "Pattern" with the position when the expression is invalid.
  static Result<Pattern> compile(std::string_view expression);

  /// True when the whole text matches. Exceeding the match limit is an error (code "Pattern").
  Result<bool> matches(std::string_view text) const;

 private:
  struct Compiled;
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace ssm
