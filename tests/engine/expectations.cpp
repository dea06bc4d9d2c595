// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/expectations.h"

#include <fmt/format.h>

#include <cmath>

namespace ssm::scenario {
namespace {

class Differences {
 public:
  /// `expected` null: the member must be absent. Objects: every member of `expected` must be seen.
  /// Messages: the expected text must be contained. Anything else: equal.
  void compare(const std::string& what, const Json& expected, const Json* seen) {
    if (expected.is_null()) {
      if (seen) add(what, "nothing", *seen);
    } else if (!seen) {
      add(what, to_text(expected), "nothing");
    } else if (expected.is_object() && seen->is_object()) {
      for (const auto& [name, value] : expected.items())
        compare(what + "." + name, value, find_member(*seen, name));
    } else if (what.ends_with("FailureMessage") && seen->is_string()) {
      if (seen->get<std::string>().find(expected.get<std::string>()) == std::string::npos)
        add(what, "..." + expected.get<std::string>() + "...", *seen);
    } else if (expected != *seen) {
      add(what, to_text(expected), *seen);
    }
  }

  std::vector<std::string> lines;

 private:
  void add(const std::string& what, const std::string& expected, const Json& seen) {
    lines.push_back(fmt::format("{}: expected {}, seen {}", what, expected, to_text(seen)));
  }
};

const Json* find_step(const Json& execution, std::string_view name) {
  for (const Json& step : execution.at("StepExecutions"))
    if (step.at("StepName") == name) return &step;
  return nullptr;
}

Json started_steps(const Json& execution) {
  Json names = Json::array();
  for (const Json& step : execution.at("StepExecutions"))
    if (step.contains("ExecutionStartTime")) names.push_back(step.at("StepName"));
  return names;
}

Json duration_ms(const Json& execution) {
  const Json* end = find_member(execution, "ExecutionEndTime");
  if (!end) return "no end";
  const double seconds = end->get<double>() - execution.at("ExecutionStartTime").get<double>();
  return std::llround(seconds * 1000);
}

}  // namespace

std::vector<std::string> differences(const Expectation& expected, const Json& execution) {
  Differences result;
  if (!expected.status.empty())
    result.compare("status", expected.status, find_member(execution, "AutomationExecutionStatus"));
  if (expected.path) {
    const Json path = started_steps(execution);
    result.compare("path", *expected.path, &path);
  }
  for (const auto& [name, wanted] : expected.steps.items()) {
    const Json members = wanted.is_string() ? Json{{"StepStatus", wanted}} : wanted;
    result.compare("steps." + name, members, find_step(execution, name));
  }
  result.compare("outputs", expected.outputs, find_member(execution, "Outputs"));
  result.compare("members", expected.members, &execution);
  if (!expected.failure.empty())
    result.compare("FailureMessage", expected.failure, find_member(execution, "FailureMessage"));
  if (expected.duration) {
    const Json seen = duration_ms(execution);
    result.compare("duration (ms)", expected.duration->count(), &seen);
  }
  return std::move(result.lines);
}

}  // namespace ssm::scenario
