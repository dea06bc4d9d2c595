// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

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
    CHECK(document.assume_role == "{{ AutomationAssumeRole }}");
    CHECK_FALSE(document.description.empty());
    for (const Parameter& parameter : document.parameters) {
      CHECK_FALSE(parameter.description.empty());
    }
  }
}

}  // namespace
}  // namespace ssm
