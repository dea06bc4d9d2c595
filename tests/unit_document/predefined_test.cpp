// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/unit_document/reading.h"

namespace ssm {
namespace {

/// "name action, name action" of the steps.
std::string steps_of(const Document& document) {
  std::string steps;
  for (const Step& step : document.main_steps) {
    steps += (steps.empty() ? "" : ", ") + step.name + " " + step.action.substr(4);
  }
  return steps;
}

std::string parameters_of(const Document& document) {
  std::string names;
  for (const Parameter& parameter : document.parameters) {
    names += (names.empty() ? "" : " ") + parameter.name + (parameter.is_required() ? "" : "?");
  }
  return names;
}

TEST_CASE("the predefined runbooks are as documented") {
  struct Expected {
    std::string name, parameters, steps;
  };
  const std::string alone = "InstanceId AutomationAssumeRole?";
  const std::string approved = "InstanceId Approvers SNSTopicArn AutomationAssumeRole?";
  const std::string stop =
      "stopInstances changeInstanceState, forceStopInstances changeInstanceState";
  const std::string restart =
      "stopInstances changeInstanceState, startInstances changeInstanceState";
  const std::vector<Expected> expected = {
      {"StartEC2Instance", alone, "startInstances changeInstanceState"},
      {"StopEC2Instance", alone, stop},
      {"RestartEC2Instance", alone, restart},
      {"TerminateEC2Instance", alone, "stopInstances changeInstanceState"},
      {"StopEC2InstanceWithApproval", approved, "approve approve, " + stop},
      {"RestartEC2InstanceWithApproval", approved, "approve approve, " + restart},
      {"TerminateEC2InstanceWithApproval", approved,
       "approve approve, stopInstances changeInstanceState"},
  };
  for (const Expected& each : expected) {
    INFO(each.name);
    const Document document =
        test::load(test::read_file(SOURCE_DIR "/documents/AWS-" + each.name + ".yaml"));
    CHECK(parameters_of(document) == each.parameters);
    CHECK(steps_of(document) == each.steps);
  }
}

TEST_CASE("every predefined runbook says what it does, and is tested") {
  const std::filesystem::path tests = SOURCE_DIR "/tests/runbooks/predefined";
  for (const auto& entry : std::filesystem::directory_iterator(SOURCE_DIR "/documents")) {
    if (entry.path().extension() != ".yaml") continue;
    const std::string name = entry.path().stem().string();
    INFO(name);
    CHECK(std::filesystem::exists(tests / (name + ".test.yaml")));
    const Document document = test::load(test::read_file(entry.path().string()));
    CHECK(document.assume_role == "{{ AutomationAssumeRole }}");
    CHECK_FALSE(document.description.empty());
    for (const Parameter& parameter : document.parameters) {
      INFO(parameter.name);
      CHECK(parameter.description.starts_with(parameter.is_required() ? "(Required) "
                                                                      : "(Optional) "));
    }
  }
}

}  // namespace
}  // namespace ssm
