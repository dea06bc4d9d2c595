// SPDX-License-Identifier: Apache-2.0
#pragma once
// A scenario: a document run on the virtual clock and the simulated account, what happens to it
// meanwhile, and what must come of it. tests/engine/README.md describes the file.

#include <optional>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/document/node.h"
#include "core/engine/driver.h"

namespace ssm::scenario {

/// One StartAutomationExecution, or with a template StartChangeRequestExecution.
struct Start {
  std::string name = "main";  // what the scenario calls the execution (first of several: name-1)
  int count = 1;
  std::string mode = "Auto";
  Json parameters = Json::object();       // as the API takes them
  std::string refused;                    // the error code that must come; empty = accepted
  Json change_template;                   // content of a change template; null = none
  Json request = Json::object();          // further members of the change request
  std::optional<Milliseconds> scheduled;  // its ScheduledTime, from now
};

struct Send {
  std::string execution = "main";
  std::string type;
  Json payload = Json::object();  // "step-id:NAME" stands for the step execution's id
  std::string caller;
  std::string refused;
};

struct Stop {
  std::string execution = "main";
  std::string type;
  std::string refused;
};

/// What must be seen. Members that are absent are not looked at.
struct Expectation {
  std::string execution = "main";
  std::string status;
  std::optional<Json> path;       // names of the steps that started, in that order
  Json steps = Json::object();    // name to status, or to members of StepExecution
  Json outputs = Json::object();  // members of Outputs
  Json members = Json::object();  // members of AutomationExecution; null = must be absent
  std::string failure;            // contained in FailureMessage
  std::optional<Milliseconds> duration;
};

/// Something at a virtual time after the beginning.
struct Moment {
  Milliseconds at{};
  std::variant<Start, Send, Stop, Expectation> what;
  Location where;
};

struct Scenario {
  std::string name;
  Location where;
  std::string document_name;  // a predefined runbook, or the name under which `content` is created
  std::string content;        // empty = predefined
  DocumentFormat format = DocumentFormat::kJson;
  std::string document_refused;  // the error code that CreateDocument must answer
  std::string refusal;           // contained in its message
  std::optional<Json> account;
  Quotas quotas;
  std::vector<Moment> moments;            // by time; those at one time in written order
  std::vector<Expectation> expectations;  // when nothing is left to do
};

/// Reads a scenario file. Errors: code "Scenario", message with line and column.
Result<std::vector<Scenario>> read_scenarios(const std::string& text, const std::string& folder);

}  // namespace ssm::scenario
