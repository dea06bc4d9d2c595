// SPDX-License-Identifier: Apache-2.0
// What the readers accept the schemas accept, and the mistakes that a schema can see they refuse.
#include <catch2/catch.hpp>
#include <filesystem>
#include <iostream>

#include "actions/cloud/account_file.h"
#include "actions/cloud/mock_file.h"
#include "actions/registry.h"
#include "cli/testkit/schema_file.h"
#include "cli/testkit/schema_parts.h"
#include "cli/testkit/schema_runbook.h"
#include "cli/testkit/test_keys.h"
#include "core/base/text.h"
#include "core/document/check.h"
#include "documents/predefined.h"
#include "tests/support/files.h"
#include "tests/unit_schema/validate.h"

namespace ssm {
namespace {

namespace fs = std::filesystem;

Json value_of(std::string_view yaml) {
  const auto nodes = read_nodes(yaml, DocumentFormat::kYaml, {.max_bytes = 1024 * 1024});
  REQUIRE(nodes);
  return to_json(*nodes);
}

/// Documents of the corpus that our reader accepts, by file.
std::map<std::string, Json> good_documents() {
  const fs::path corpus = SHARED_DIR "/corpus";
  std::map<std::string, Json> documents;
  bool is_heading = true;
  for (const std::string& line : split(test::read_file(corpus / "INDEX.tsv"), '\n')) {
    const std::string file = line.substr(0, line.find('\t'));
    if (std::exchange(is_heading, false) || file.empty()) continue;
    const auto document =
        parse_document(test::read_file(corpus / file), test::format_of(file),
                       {.actions = action_catalog(), .strictness = Strictness::kChecked});
    if (document) documents.emplace(file, to_json(document->root));
  }
  if (documents.empty()) std::cout << "skipped 1 case: no corpus at " << corpus.string() << "\n";
  return documents;
}

void expect_valid(const Json& schema, const std::map<std::string, Json>& values) {
  Json list = Json::array();
  for (const auto& [file, value] : values) list.push_back(value);
  const auto found = test::mistakes(schema, list);
  if (!found) return;
  REQUIRE(found->size() == values.size());
  auto mistake = found->begin();
  for (const auto& [file, value] : values) {
    INFO(file);
    CHECK(*mistake++ == "");
  }
}

/// A runbook with one step, changed by `change`.
Json runbook(const std::function<void(Json& document, Json& step)>& change) {
  Json document = value_of(
      "schemaVersion: '0.3'\n"
      "parameters: {P: {type: String, default: x}}\n"
      "mainSteps:\n"
      "- name: one\n"
      "  action: aws:changeInstanceState\n"
      "  onFailure: step:one\n"
      "  inputs: {InstanceIds: [i-1], DesiredState: '{{ P }}'}\n");
  change(document, document["mainSteps"][0]);
  return document;
}

}  // namespace

TEST_CASE("every good published runbook is valid") {
  expect_valid(runbook_schema(), good_documents());
}

TEST_CASE("the predefined runbooks are valid") {
  std::map<std::string, Json> documents;
  for (const PredefinedDocument& document : predefined_documents())
    documents.emplace(document.name, value_of(document.content));
  expect_valid(runbook_schema(), documents);
}

TEST_CASE("what is wrong with a runbook and shows in its form is refused") {
  using Change = std::function<void(Json&, Json&)>;
  const std::map<std::string, Change> wrong = {
      {"unknown action", [](Json&, Json& step) { step["action"] = "aws:slep"; }},
      {"unknown step key", [](Json&, Json& step) { step["maxAttempt"] = 3; }},
      {"unknown way", [](Json&, Json& step) { step["onFailure"] = "Retry"; }},
      {"Continue after cancel", [](Json&, Json& step) { step["onCancel"] = "Continue"; }},
      {"version as a number", [](Json& document, Json&) { document["schemaVersion"] = 0.3; }},
      {"misspelt input", [](Json&, Json& step) { step["inputs"]["InstanceId"] = "i-1"; }},
      {"missing input", [](Json&, Json& step) { step["inputs"].erase("DesiredState"); }},
      {"input of another type",
       [](Json&, Json& step) {
         step["inputs"]["InstanceIds"] = {{"a", "b"}};
       }},
      {"no such value", [](Json&, Json& step) { step["inputs"]["DesiredState"] = "runing"; }},
      {"no inputs", [](Json&, Json& step) { step.erase("inputs"); }},
      {"nothing for a text",
       [](Json&, Json& step) { step["inputs"]["DesiredState"] = Json::object(); }},
      {"nothing for a list",
       [](Json&, Json& step) { step["inputs"]["InstanceIds"] = Json::object(); }},
      {"an empty list", [](Json&, Json& step) { step["inputs"]["InstanceIds"] = Json::array(); }},
      {"a map for a list of any values",
       [](Json&, Json& step) {
         step["action"] = "aws:assertAwsResourceProperty";
         step["inputs"] = value_of(
             "{Service: ec2, Api: DescribeInstances, PropertySelector: $.a, DesiredValues: {a: "
             "b}}");
       }},
      {"an unknown type of resource",
       [](Json&, Json& step) {
         step["action"] = "aws:createTags";
         step["inputs"] = value_of("{ResourceIds: [v], ResourceType: Volume, Tags: [{Key: k}]}");
       }},
      {"neither of two inputs",
       [](Json&, Json& step) {
         step["action"] = "aws:sleep";
         step["inputs"] = {{"Duraton", "PT1S"}};
       }},
      {"unknown operator",
       [](Json&, Json& step) {
         step["action"] = "aws:branch";
         step["inputs"] = value_of("{Choices: [{Variable: a, StringEqual: b, NextStep: one}]}");
       }},
      {"attempts below one", [](Json&, Json& step) { step["maxAttempts"] = 0; }},
      {"unknown type", [](Json& document, Json&) { document["parameters"]["P"]["type"] = "Text"; }},
      {"unknown key", [](Json& document, Json&) { document["mainStep"] = 1; }},
      {"no steps", [](Json& document, Json&) { document["mainSteps"] = Json::array(); }},
  };
  Json values = Json::array({runbook([](Json&, Json&) {})});
  for (const auto& [what, change] : wrong) values.push_back(runbook(change));
  const auto found = test::mistakes(runbook_schema(), values);
  if (!found) return;
  CHECK(found->front() == "");
  auto mistake = found->begin();
  for (const auto& [what, change] : wrong) {
    INFO(what);
    CHECK(*++mistake != "");
  }
}

TEST_CASE("test files that are run are valid") {
  std::map<std::string, Json> files;
  for (const auto& entry : fs::recursive_directory_iterator(SOURCE_DIR "/tests"))
    if (entry.path().string().ends_with(".test.yaml"))
      files.emplace(entry.path().string(), value_of(test::read_file(entry.path())));
  const Json schema = whole_schema("test", file_schema(testkit::kTestFileShape));
  REQUIRE(!files.empty());
  std::erase_if(files,
                [](const auto& file) { return file.first.find("broken") != std::string::npos; });
  expect_valid(schema, files);
  const auto found = test::mistakes(
      schema,
      value_of("[{}, {cases: [{nam: x}]}, {cases: [{name: x, expect: {status: Sucess}}]}]"));
  if (found)
    for (const std::string& mistake : *found) CHECK(mistake != "");
}

TEST_CASE("the mock file has a schema that says what its reader says") {
  const Json values = value_of(R"(
- {strict: true, mocks: [{call: 'ec2:StopInstances', when: {InstanceIds: [i-1]}, Return: {}}]}
- [{step: one, '0': {Throw: {Error: TimedOut}}, '1-2': {Return: {a: 1}}, '3-': {Return: {}}}]
- {mocks: [{step: one, Return: {}, Throw: {Error: E}}]}
- {mocks: [{call: StopInstances, Return: {}}]}
- {mocks: [{Return: {}}]}
- {mocks: [{step: one}]}
- {mocks: [{step: one, Throw: {Cause: c}}]}
- {mocks: [{step: one, '0': {Retrun: {}}}]}
- {mock: []}
)");
  const auto found = test::mistakes(whole_schema("mocks", mock_file_schema()), values);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::string text = to_text(values[i]);
    INFO(text);
    const bool good = read_mocks(text).has_value();
    CHECK(good == (i < 3));
    if (found) CHECK(good == ((*found)[i] == ""));
  }
}

TEST_CASE("the account file has a schema that says what its check says") {
  const Json values = value_of(R"(
- {}
- instances: [{InstanceId: i-0123456789abcdef0, State: stopped, Tags: {a: b}, timing: {stop: 2}}]
  topics: [{TopicArn: 'arn:aws:sns:us-east-1:123456789012:t'}]
  parameters: [{Name: p, Tags: [{Key: a, Value: b}]}]
- parameters: [{Name: /a/b, Value: v, Version: 2, Labels: [l], earlier: [{Version: 1, Value: v}]}]
- stacks: [{StackName: lab, StackStatus: UPDATE_COMPLETE, Resources: [{LogicalResourceId: A, ResourceType: T}]}]
  newStacks: [{StackName: 'x-*', behaviour: {create: 'error:X', rollback: fail}, timing: {create: 1.5}}]
  functions: [{FunctionName: f, answers: [{Payload: {a: 1}}, {FunctionError: E}], Aliases: {live: '3'}}]
  stateMachines: [{stateMachineArn: Fan, results: [{status: FAILED, output: 5}], behaviour: {start: 'error:X'}}]
- alarms: [{AlarmName: a, Threshold: 1.5, changes: [{after: 5, StateValue: ALARM}]}]
  queues: [{QueueName: q, Attributes: {DelaySeconds: '5'}}]
  dbInstances: [{DBInstanceIdentifier: db, behaviour: {stop: stuck}, timing: {start: 9}}]
  autoScalingGroups: [{AutoScalingGroupName: g, Instances: [{InstanceId: i-1}], SuspendedProcesses: [{ProcessName: Launch}]}]
  buckets: [{Name: logs, Encryption: {Rules: []}}]
  roles: [{RoleName: r, AssumeRolePolicyDocument: {Version: '2012-10-17'}, AttachedPolicies: [a]}]
  instanceProfiles: [{InstanceProfileName: p, Roles: [r]}]
  findings: [{Id: f, ProductArn: p, Workflow: {Status: NEW}}]
- images: [{ImageId: ami-00000001, BlockDeviceMappings: [{DeviceName: /dev/xvda}], behaviour: {copy: stuck}}]
  snapshots: [{SnapshotId: snap-00000001, VolumeSize: 3}]
  instances: [{InstanceId: i-00000001}]
  volumes: [{VolumeId: vol-00000001, Attachments: [{InstanceId: i-00000001, Device: /dev/sdf}]}]
  securityGroups: [{GroupId: sg-00000001, IpPermissions: [{IpProtocol: '-1'}]}]
- {instance: []}
- {stacks: [{StackName: lab, StackStatus: DONE}]}
- {alarms: [{AlarmName: a, StateValue: RED}]}
- {dbInstances: [{DBInstanceIdentifier: db, timing: {sleep: 1}}]}
- {autoScalingGroups: [{AutoScalingGroupName: g, Instances: [{Id: i-1}]}]}
- {buckets: [{Name: logs, Encryption: on}]}
- {roles: [{RoleName: r, AttachedPolicies: a}]}
- {findings: [{Id: f}]}
- {newStacks: [{StackName: lab, behaviour: {create: odd}}]}
- {functions: [{FunctionName: f, answers: [{Payloads: 1}]}]}
- {functions: [{FunctionName: f, behaviour: {invoke: fail}}]}
- {stateMachines: [{stateMachineArn: Fan, results: [{status: RUNNING}]}]}
- {volumes: [{VolumeId: vol-1}]}
- {volumes: [{VolumeId: vol-00000001, Attachments: [{Device: /dev/sdf}]}]}
- {images: [{ImageId: ami-00000001, behaviour: {copy: slow}}]}
- {securityGroups: [{GroupId: sg-00000001, IpPermissions: [{}]}]}
- {parameters: [{Name: a/b, Value: v}]}
- {parameters: [{Name: a, Value: v, Type: Text}]}
- {parameters: [{Name: a, Value: v, earlier: [{Value: v}]}]}
- {instances: [{State: running}]}
- {instances: [{InstanceId: i-1}]}
- {instances: [{InstanceId: i-12345678, behaviour: {start: odd}}]}
- {timing: {stop: -1}}
)");
  const auto found = test::mistakes(whole_schema("account", cloud::account_file_schema()), values);
  for (std::size_t i = 0; i < values.size(); ++i) {
    INFO(to_text(values[i]));
    const bool good = cloud::account_file_problems(values[i]).empty();
    CHECK(good == (i < 6));
    if (found) CHECK(good == ((*found)[i] == ""));
  }
}

}  // namespace ssm
