// SPDX-License-Identifier: Apache-2.0
// What is written without quotes where text is wanted is the same text in every representation.
#include <catch2/catch.hpp>

#include "actions/registry.h"
#include "core/document/convert.h"
#include "core/document/texts.h"
#include "tests/unit_document/reading.h"

namespace ssm {
namespace {

constexpr std::string_view kTyped = R"(schemaVersion: 0.3
description: 0x1F
parameters:
  1: {type: String, default: 1.10, allowedValues: [1.10, NO, 0755]}
  List: {type: StringList, default: [yes, 1_000]}
  Number: {type: Integer, default: 0755, allowedValues: [0755]}
  Flag: {type: Boolean, default: yes}
mainSteps:
- {name: start, action: aws:sleep, nextStep: True, inputs: {Duration: PT1S}}
- {name: True, action: aws:sleep, nextStep: 12345678901234567890123, onFailure: step:Off, inputs: {Duration: PT1S}}
- name: 12345678901234567890123
  action: aws:executeAwsApi
  inputs: {Service: ec2, Api: DescribeInstances, Max: 12345678901234567890123, Flags: [NO, off]}
  outputs: [{Name: No, Selector: $.a, Type: String}]
- name: decide
  action: aws:branch
  inputs: {Choices: [{NextStep: 0o7, Variable: x, StringEquals: x}], Default: Off}
- {name: 0o7, action: aws:sleep, inputs: {Duration: PT1S}}
- {name: Off, action: aws:sleep, inputs: {Duration: PT1S}}
outputs: [12345678901234567890123.No]
)";

void check_typed(const Document& document) {
  CHECK(document.description == "0x1F");
  const Parameter& first = document.parameters.at(0);
  CHECK(first.name == "1");
  CHECK(*first.default_value == "1.10");
  CHECK(first.allowed_values == std::vector<Json>{"1.10", "NO", "0755"});
  CHECK(*document.parameters.at(1).default_value == Json::array({"yes", "1_000"}));
  CHECK(*document.parameters.at(2).default_value == 493);
  CHECK(document.parameters.at(2).allowed_values == std::vector<Json>{493});
  CHECK(*document.parameters.at(3).default_value == true);
  std::string names;
  for (const Step& step : document.main_steps) names += step.name + " ";
  CHECK(names == "start True 12345678901234567890123 decide 0o7 Off ");
  CHECK(document.main_steps[0].next_step == "True");
  CHECK(document.main_steps[2].outputs.at(0).name == "No");
  CHECK(document.main_steps[2].inputs["Max"] == "12345678901234567890123");
  CHECK(document.main_steps[2].inputs["Flags"] == Json::array({false, false}));
  CHECK(document.main_steps[3].inputs["Default"] == "Off");
}

TEST_CASE("names and texts without quotes are the same in YAML, in JSON and as they are kept") {
  const ParseOptions checked{.actions = action_catalog(), .strictness = Strictness::kChecked};
  const auto document = parse_document(kTyped, DocumentFormat::kYaml, checked);
  if (!document) FAIL(test::texts_of(document.error(), "").front());
  check_typed(*document);
  const auto json = convert_format(kTyped, DocumentFormat::kYaml, DocumentFormat::kJson);
  REQUIRE(json);
  CHECK(json->find("\"default\": \"1.10\"") != std::string::npos);
  CHECK(json->find("\"Max\": 12345678901234567890123") != std::string::npos);
  CHECK(json->find("\"schemaVersion\": \"0.3\"") != std::string::npos);
  const auto yaml = convert_format(*json, DocumentFormat::kJson, DocumentFormat::kYaml);
  REQUIRE(yaml);
  const std::string kept = to_text(to_json(document->root));
  for (const auto& [text, format] :
       {std::pair(*json, DocumentFormat::kJson), std::pair(*yaml, DocumentFormat::kYaml),
        std::pair(kept, DocumentFormat::kJson)}) {
    const auto again = parse_document(text, format, checked);
    REQUIRE(again);
    check_typed(*again);
  }
}

TEST_CASE("a number keeps its text in the other format") {
  const auto yaml = convert_format(R"({"a": [1.10, 1e5, 12345678901234567890123, -0.0]})",
                                   DocumentFormat::kJson, DocumentFormat::kYaml);
  REQUIRE(yaml);
  CHECK(*yaml == "a:\n  - 1.10\n  - 1.0e5\n  - 12345678901234567890123\n  - -0.0\n");
  const auto json = convert_format("[1.10, .5, +7, 0x1F, 1_0.5, yes, 5.]", DocumentFormat::kYaml,
                                   DocumentFormat::kJson);
  REQUIRE(json);
  CHECK(*json == "[\n  1.10,\n  0.5,\n  7,\n  31,\n  10.5,\n  true,\n  5.0\n]");
}

TEST_CASE("schema versions") {
  const auto refusal = [](std::string_view text, DocumentFormat format) {
    const auto document = parse_document(
        text, format, {.actions = action_catalog(), .strictness = Strictness::kCreation});
    return document ? std::string("accepted")
                    : document.error().front().code + ": " + document.error().front().message;
  };
  const std::string steps =
      R"("mainSteps":[{"name":"nap","action":"aws:sleep","inputs":{"Duration":"PT1S"}}]})";
  CHECK(refusal(R"({"schemaVersion":"3.0",)" + steps, DocumentFormat::kJson) ==
        "InvalidDocumentContent: Document schema version is invalid. Value: 3.0");
  CHECK(refusal(R"({"schemaVersion":0.3,)" + steps, DocumentFormat::kJson) ==
        "InvalidDocumentContent: schemaVersion should be String");
  CHECK(refusal(R"({"schemaVersion":["0.3"],)" + steps, DocumentFormat::kJson) ==
        "InvalidDocumentContent: schemaVersion should be String");
  CHECK(refusal(R"({"schemaVersion":"2.0",)" + steps, DocumentFormat::kJson) ==
        "InvalidDocumentSchemaVersion: 2.0 is not a valid schema version for Automation document "
        "type");
  CHECK(refusal("schemaVersion: 0.3\nmainSteps: [{name: a, action: 'aws:pause', inputs: {}}]",
                DocumentFormat::kYaml) == "accepted");
  // An execution of an older program has kept its document so.
  CHECK(
      parse_document(R"({"schemaVersion":0.3,)" + steps, DocumentFormat::kJson, {action_catalog()})
          .has_value());
}

TEST_CASE("what creation accepts although it looks wrong") {
  const auto document = parse_document(
      R"(
schemaVersion: '0.3'
assumeRole: '{{ AutomationAssumeRole }}'
variables:
  v: {type: String, default: x}
mainSteps:
- name: read
  action: aws:executeAwsApi
  onCancel: step:nap
  inputs: {Service: ec2, Api: DescribeInstances}
  outputs: [{Name: Name Of The Host, Selector: $.x, Type: String}]
- {name: nap, action: aws:sleep, isEnd: yes, inputs: {Duration: PT1S}}
outputs: [read.Name Of The Host]
)",
      DocumentFormat::kYaml, {.actions = action_catalog(), .strictness = Strictness::kCreation});
  if (!document) FAIL(test::texts_of(document.error(), "").front());
  CHECK(document->main_steps[1].is_end == true);
}

TEST_CASE("what only creation refuses") {
  const auto at = [](std::string_view step, Strictness strictness, bool allows_retired = false) {
    const std::string text = "schemaVersion: '0.3'\nmainSteps:\n- " + std::string(step);
    const auto document = parse_document(text, DocumentFormat::kYaml,
                                         {.actions = action_catalog(),
                                          .strictness = strictness,
                                          .allows_retired_runtimes = allows_retired});
    return document ? std::string("accepted") : document.error().front().message;
  };
  for (const std::string action : {"aws:putServerUpgradeMetrics", "aws:shareSQLMedia",
                                   "aws:installDistributorPackageOnAzure"}) {
    const std::string step = "{name: a, action: '" + action + "', inputs: {Any: thing}}";
    CHECK(at(step, Strictness::kChecked) == "accepted");
    CHECK(at(step, Strictness::kCreation) ==
          "Only documents that AWS owns may have the action " + action + ".");
  }
  for (const std::string version : {"3.6", "3.7", "3.8", "3.9"}) {
    const std::string step = "{name: a, action: 'aws:executeScript', inputs: {Runtime: python" +
                             version + ", Handler: f, Script: 'def f(a, b): return 1'}}";
    CHECK(at(step, Strictness::kChecked) == "accepted");
    CHECK(at(step, Strictness::kCreation, true) == "accepted");
    CHECK(at(step, Strictness::kCreation)
              .starts_with("python" + version + " is retired since 2025-09-10"));
  }
  for (const std::string runtime : {"python3.10", "python3.11", "python3.12", "PowerShell 7.4"})
    CHECK(at("{name: a, action: 'aws:executeScript', inputs: {Runtime: " + runtime +
                 ", Handler: f, Script: 'def f(a, b): return 1'}}",
             Strictness::kCreation) == "accepted");
}

}  // namespace
}  // namespace ssm
