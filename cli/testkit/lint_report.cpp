// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/lint_report.h"

#include <fmt/format.h>

#include "cli/output/json_output.h"

namespace ssm {
namespace {

struct Counts {
  int errors = 0;
  int warnings = 0;
};

Counts count(const std::vector<LintedFile>& files) {
  Counts counts;
  for (const LintedFile& file : files)
    for (const Finding& finding : file.findings)
      ++(finding.rule->severity == Severity::kError ? counts.errors : counts.warnings);
  return counts;
}

std::string number(int count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string place_of(const LintedFile& file, const Location& at) {
  if (at.line == 0) return file.path;
  return fmt::format("{}:{}:{}", file.path, at.line, at.column);
}

std::string text_report(const std::vector<LintedFile>& files) {
  std::string text;
  for (const LintedFile& file : files)
    for (const Finding& finding : file.findings) {
      const Problem& problem = finding.problem;
      text += fmt::format("{}: {}: {}{}{} [{}]\n    {}\n", place_of(file, problem.at),
                          to_text(finding.rule->severity), problem.path,
                          problem.path.empty() ? "" : ": ", problem.message, problem.rule,
                          finding.fix());
    }
  const Counts counts = count(files);
  return text + fmt::format("{}: {}, {}\n", number(static_cast<int>(files.size()), "file"),
                            number(counts.errors, "error"), number(counts.warnings, "warning"));
}

Json to_json(const LintedFile& file, const Finding& finding) {
  return {{"file", file.path},
          {"line", finding.problem.at.line},
          {"column", finding.problem.at.column},
          {"rule", finding.problem.rule},
          {"severity", to_text(finding.rule->severity)},
          {"path", finding.problem.path},
          {"message", finding.problem.message},
          {"fix", finding.fix()}};
}

std::string json_report(const std::vector<LintedFile>& files) {
  Json findings = Json::array();
  for (const LintedFile& file : files)
    for (const Finding& finding : file.findings) findings.push_back(to_json(file, finding));
  const Counts counts = count(files);
  return to_json_output({{"findings", std::move(findings)},
                         {"files", files.size()},
                         {"errors", counts.errors},
                         {"warnings", counts.warnings}});
}

Json sarif_rule(const LintRule& rule) {
  return {{"id", rule.id},
          {"shortDescription", {{"text", rule.title}}},
          {"fullDescription", {{"text", rule.why}}},
          {"help", {{"text", rule.fix}}},
          {"defaultConfiguration", {{"level", to_text(rule.severity)}}}};
}

/// A path as a relative URI reference.
std::string to_uri(std::string_view path) {
  std::string uri;
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    uri += plain ? std::string(1, c)
                 : fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
  return uri;
}

Json sarif_result(const LintedFile& file, const Finding& finding) {
  const Problem& problem = finding.problem;
  Json location = {{"artifactLocation", {{"uri", to_uri(file.path)}}}};
  if (problem.at.line > 0)
    location["region"] = {{"startLine", problem.at.line}, {"startColumn", problem.at.column}};
  return {{"ruleId", problem.rule},
          {"level", to_text(finding.rule->severity)},
          {"message", {{"text", fmt::format("{} {}", problem.message, finding.fix())}}},
          {"locations", Json::array({{{"physicalLocation", std::move(location)}}})}};
}

std::string sarif_report(const std::vector<LintedFile>& files) {
  Json rules = Json::array();
  for (const LintRule& rule : lint_rules()) rules.push_back(sarif_rule(rule));
  Json results = Json::array();
  for (const LintedFile& file : files)
    for (const Finding& finding : file.findings) results.push_back(sarif_result(file, finding));
  const Json driver = {
      {"name", "ssm-local"}, {"version", SSM_LOCAL_VERSION}, {"rules", std::move(rules)}};
  const Json run = {{"tool", {{"driver", driver}}},
                    {"columnKind", "unicodeCodePoints"},
                    {"results", std::move(results)}};
  return to_json_output({{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                         {"version", "2.1.0"},
                         {"runs", Json::array({run})}});
}

/// Workflow commands have escapes of their own; properties some more.
std::string escaped(std::string_view text, bool is_property) {
  std::string result;
  for (const char c : text) {
    const bool special =
        c == '%' || c == '\r' || c == '\n' || (is_property && (c == ':' || c == ','));
    result += special ? fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)))
                      : std::string(1, c);
  }
  return result;
}

std::string github_report(const std::vector<LintedFile>& files) {
  std::string text;
  for (const LintedFile& file : files)
    for (const Finding& finding : file.findings) {
      const Problem& problem = finding.problem;
      text +=
          fmt::format("::{} file={},line={},col={},title={}::{}\n", to_text(finding.rule->severity),
                      escaped(file.path, true), std::max(problem.at.line, 1),
                      std::max(problem.at.column, 1), escaped(problem.rule, true),
                      escaped(fmt::format("{} {}", problem.message, finding.fix()), false));
    }
  return text;
}

}  // namespace

std::optional<LintFormat> parse_lint_format(std::string_view text) {
  if (text == "text") return LintFormat::kText;
  if (text == "json") return LintFormat::kJson;
  if (text == "sarif") return LintFormat::kSarif;
  if (text == "github") return LintFormat::kGithub;
  return std::nullopt;
}

std::string lint_report(const std::vector<LintedFile>& files, LintFormat format) {
  switch (format) {
    case LintFormat::kText:
      return text_report(files);
    case LintFormat::kJson:
      return json_report(files);
    case LintFormat::kSarif:
      return sarif_report(files);
    case LintFormat::kGithub:
      return github_report(files);
  }
  return {};
}

std::string explain_rule(const LintRule& rule) {
  return fmt::format("{} ({})\n{}.\n\n{}\n{}\n", rule.id, to_text(rule.severity), rule.title,
                     rule.why, rule.fix);
}

std::string list_rules() {
  std::string text;
  for (const LintRule& rule : lint_rules())
    text += fmt::format("{:<22} {:<8} {}\n", rule.id, to_text(rule.severity), rule.title);
  return text;
}

}  // namespace ssm
