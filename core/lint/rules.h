// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace ssm {

enum class Severity { kError, kWarning };

/// One kind of finding. Errors: the service refuses the document, or a run that comes there fails.
/// Warnings: it runs, but probably not as its author wants.
struct LintRule {
  std::string_view id;  // "unknown-step"; also Problem::rule
  Severity severity;
  std::string_view title;
  std::string_view why;  // for --explain: what happens in the service
  std::string_view fix;  // what to do, one sentence
};

/// All rules, by topic.
std::span<const LintRule> lint_rules();
/// nullptr: no such rule.
const LintRule* find_lint_rule(std::string_view id);

/// "error", "warning".
std::string_view to_text(Severity severity);

}  // namespace ssm
