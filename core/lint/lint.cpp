// SPDX-License-Identifier: Apache-2.0
#include "core/lint/lint.h"

#include <fmt/format.h>

#include <tuple>

#include "core/base/text.h"
#include "core/document/change_template.h"
#include "core/document/check.h"
#include "core/lint/linter.h"

namespace ssm {
namespace {

constexpr std::string_view kDirective = "ssm-local-lint:";

/// The rules that a comment names: "# ssm-local-lint: disable=a,b"; empty: no such comment.
std::vector<std::string> rules_in_comment(std::string_view line) {
  const std::size_t hash = line.find('#');
  if (hash == std::string_view::npos) return {};
  std::string_view rest = trim(line.substr(hash + 1));
  if (!rest.starts_with(kDirective)) return {};
  rest = trim(rest.substr(kDirective.size()));
  constexpr std::string_view kDisable = "disable=";
  if (!rest.starts_with(kDisable)) return {};
  std::vector<std::string> rules = split(rest.substr(kDisable.size()), ',');
  for (std::string& rule : rules) rule = std::string(trim(rule));
  return rules;
}

bool names(std::string_view line, std::string_view rule) {
  const std::vector<std::string> rules = rules_in_comment(line);
  return std::ranges::count(rules, rule) > 0;
}

/// Whether the first # of the line is a comment's, and not within quotes.
bool begins_comment(std::string_view line) {
  const std::string_view before = line.substr(0, line.find('#'));
  return std::ranges::count(before, '\'') % 2 == 0 && std::ranges::count(before, '"') % 2 == 0;
}

void check_comments(std::string_view text, std::vector<Problem>& problems) {
  if (text.find(kDirective) == std::string_view::npos) return;
  int number = 0;
  for (const std::string& line : split(text, '\n')) {
    ++number;
    if (!begins_comment(line)) continue;
    for (const std::string& rule : rules_in_comment(line))
      if (find_lint_rule(rule) == nullptr)
        problems.push_back({"Lint",
                            fmt::format("There is no rule \"{}\" to silence.", rule),
                            {number, static_cast<int>(line.find(kDirective)) + 1},
                            {},
                            "unknown-rule"});
  }
}

bool is_comment(std::string_view line) {
  return trim(line).starts_with('#');
}

void run_rules(const Document& document, const LintOptions& options, LintResult& result,
               std::vector<Problem>& problems) {
  Checker checker(document);
  Linter linter{checker, options, result.scripts};
  lint_flow(linter);
  lint_inputs(linter);
  lint_literals(linter);
  lint_references(linter);
  lint_values(linter);
  lint_scripts(linter);
  lint_children(linter);
  lint_texts(linter);
  const bool is_template = document.kind == DocumentKind::kChangeTemplate;
  for (auto&& group : {check(document), find_creation_problems(document), document.remarks,
                       checker.take_problems(),
                       is_template ? check_change_template(document) : std::vector<Problem>()})
    problems.insert(problems.end(), group.begin(), group.end());
}

}  // namespace

bool is_silenced(std::string_view text, const Finding& finding, const LintOptions& options) {
  const std::string_view rule = finding.problem.rule;
  if (options.ignored.contains(rule)) return true;
  if (text.find(kDirective) == std::string_view::npos) return false;
  const int line_number = finding.problem.at.line;
  int number = 0;
  bool in_heading = true;
  std::string above;
  for (const std::string& line : split(text, '\n')) {
    ++number;
    in_heading = in_heading && (is_comment(line) || trim(line).empty() || trim(line) == "---");
    if (in_heading && names(line, rule)) return true;
    if (number == line_number && (names(line, rule) || (is_comment(above) && names(above, rule))))
      return true;
    if (number >= line_number && !in_heading) return false;
    above = line;
  }
  return false;
}

LintResult lint(std::string_view text, DocumentFormat format, const LintOptions& options) {
  LintResult result;
  PartialDocument reading = parse_leniently(text, format, options.actions);
  std::vector<Problem> problems = std::move(reading.problems);
  if (reading.document) run_rules(*reading.document, options, result, problems);
  check_comments(text, problems);
  std::ranges::stable_sort(problems, {}, [](const Problem& problem) {
    return std::tuple(problem.at.line, problem.at.column);
  });
  for (Problem& problem : problems) {
    Finding finding{std::move(problem), nullptr};
    finding.rule = find_lint_rule(finding.problem.rule);
    const bool is_again = std::ranges::any_of(result.findings, [&](const Finding& other) {
      return other.problem.rule == finding.problem.rule && other.problem.at == finding.problem.at &&
             other.problem.path == finding.problem.path &&
             other.problem.message == finding.problem.message;
    });
    if (!is_again && !is_silenced(text, finding, options))
      result.findings.push_back(std::move(finding));
  }
  return result;
}

}  // namespace ssm
