// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/lint/lint.h"

namespace ssm {

/// The findings of one file.
struct LintedFile {
  std::string path;  // as given
  std::vector<Finding> findings;
};

enum class LintFormat { kText, kJson, kSarif, kGithub };
/// "text", "json", "sarif", "github".
std::optional<LintFormat> parse_lint_format(std::string_view text);

/// All findings in one of the formats. SARIF is version 2.1.0; github is one workflow command a
/// finding, which shows as an annotation of the line.
std::string lint_report(const std::vector<LintedFile>& files, LintFormat format);

/// One rule in full, or all of them a line each.
std::string explain_rule(const LintRule& rule);
std::string list_rules();

}  // namespace ssm
