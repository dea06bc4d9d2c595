// SPDX-License-Identifier: Apache-2.0
// Runbooks with mistakes: a comment "#~ RULE RULE" at the end of a line names the findings of that
// line, and there are no others. Every rule but those of whole texts has a case.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "actions/api_names.h"
#include "actions/registry.h"
#include "core/base/text.h"
#include "core/lint/lint.h"
#include "tests/support/files.h"

namespace ssm {
namespace {

using Expected = std::vector<std::string>;  // "007 unused-parameter"; sorted

std::string entry(int line, std::string_view rule) {
  return fmt::format("{:03} {}", line, rule);
}

Expected expected_in(const std::string& text) {
  Expected expected;
  int number = 0;
  for (const std::string& line : split(text, '\n')) {
    ++number;
    const std::size_t comment = line.find("#~");
    if (comment == std::string::npos) continue;
    for (const std::string& rule : split(trim(line.substr(comment + 2)), ' '))
      expected.push_back(entry(number, rule));
  }
  std::ranges::sort(expected);
  return expected;
}

Expected found_in(const std::string& text) {
  LintOptions options{.actions = action_catalog(),
                      .fault_of_service = fault_of_service,
                      .fault_of_api = fault_of_api};
  options.is_known_document = [](const std::string& name) { return name == "Known"; };
  Expected found;
  for (const Finding& finding : lint(text, DocumentFormat::kYaml, options).findings)
    found.push_back(entry(finding.problem.at.line, finding.problem.rule));
  std::ranges::sort(found);
  return found;
}

}  // namespace

TEST_CASE("each line has the findings that its comment names") {
  std::set<std::string> seen;
  for (const auto& entry :
       std::filesystem::directory_iterator(SOURCE_DIR "/tests/unit_lint/cases")) {
    INFO(entry.path().filename().string());
    const std::string text = test::read_file(entry.path());
    const Expected expected = expected_in(text);
    CHECK(found_in(text) == expected);
    for (const std::string& each : expected) seen.insert(each.substr(4));
  }
  // Shown elsewhere: the text's own, and what needs Python.
  for (const std::string_view rule :
       {"syntax", "schema-version", "script-syntax", "script-handler", "unknown-rule"})
    seen.insert(std::string(rule));
  for (const LintRule& rule : lint_rules()) {
    INFO(rule.id);
    CHECK(seen.contains(std::string(rule.id)));
  }
}

TEST_CASE("a repeated key names both of its lines") {
  const auto findings =
      lint(
          "schemaVersion: '0.3'\nmainSteps:\n- {name: a, action: 'aws:pause', inputs: {}}\n"
          "description: a\nmainSteps:\n- {name: b, action: 'aws:pause', inputs: {}}\n",
          DocumentFormat::kYaml, {action_catalog()})
          .findings;
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].problem.message ==
        "\"mainSteps\" is written in line 2 and again in line 5: the last one counts.");
}

TEST_CASE("a schema version that JSON writes as a number is an error") {
  const auto findings =
      lint(R"({"schemaVersion":0.3,"mainSteps":[{"name":"a","action":"aws:pause"}]})",
           DocumentFormat::kJson, {action_catalog()})
          .findings;
  REQUIRE(!findings.empty());
  CHECK(findings[0].rule->severity == Severity::kError);
  CHECK(findings[0].problem.message == "schemaVersion should be String");
}

TEST_CASE("text that cannot be read is a finding") {
  const auto only = [](std::string_view text, DocumentFormat format) {
    const auto findings = lint(text, format, {action_catalog()}).findings;
    REQUIRE(findings.size() == 1);
    return std::string(findings.front().problem.rule);
  };
  CHECK(only("a: [", DocumentFormat::kYaml) == "syntax");
  CHECK(only("{", DocumentFormat::kJson) == "syntax");
  CHECK(only("schemaVersion: '2.2'", DocumentFormat::kYaml) == "schema-version");
}

TEST_CASE("rules are silenced in the file and by option") {
  const std::string body =
      "schemaVersion: '0.3'\n"
      "parameters:\n"
      "  P: {type: String}\n"
      "mainSteps: [{name: a, action: 'aws:pause', inputs: {}}]\n";
  const auto count = [](const std::string& text, const LintOptions& options = {action_catalog()}) {
    return lint(text, DocumentFormat::kYaml, options).findings.size();
  };
  CHECK(count(body) == 1);
  CHECK(count("# ssm-local-lint: disable=unused-parameter\n" + body) == 0);
  CHECK(count("# ssm-local-lint: disable=unused-variable\n" + body) == 1);
  std::string at_line = body;
  at_line.insert(at_line.find("\nmainSteps"),
                 "  # ssm-local-lint: disable=cycle, unused-parameter");
  CHECK(count(at_line) == 0);
  std::string above = body;
  above.insert(above.find("  P:"), "  # ssm-local-lint: disable=unused-parameter\n");
  CHECK(count(above) == 0);
  const LintResult misspelt = lint("# ssm-local-lint: disable=unused-parameters\n" + body,
                                   DocumentFormat::kYaml, {action_catalog()});
  REQUIRE(misspelt.findings.size() == 2);
  CHECK(misspelt.findings[0].rule->id == "unknown-rule");
  CHECK(misspelt.findings[0].problem.at == Location{1, 3});
  LintOptions options{.actions = action_catalog()};
  options.ignored = {"unused-parameter"};
  CHECK(count(body, options) == 0);
}

}  // namespace ssm
