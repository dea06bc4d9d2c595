// SPDX-License-Identifier: Apache-2.0
#pragma once
// A test case: a document run on the virtual clock and the simulated account, what happens to it
// meanwhile, and what must come of it.

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "actions/cloud/mock_file.h"
#include "cli/testkit/document_source.h"
#include "core/base/json.h"
#include "core/base/quotas.h"
#include "core/base/time.h"

namespace ssm::testkit {

/// A refusal that must come.
struct Refusal {
  std::string code;     // empty = must be accepted
  std::string message;  // a part of the message
  Location at;
};

/// One StartAutomationExecution, or with a template StartChangeRequestExecution.
struct Start {
  std::string name = "main";  // what the case calls the execution (first of several: name-1)
  int count = 1;
  std::string mode = "Auto";
  Json parameters = Json::object();  // as the API takes them
  Refusal refused;
  Json change_template;                   // content of a change template; null = none
  Json request = Json::object();          // further members of the change request
  std::optional<Milliseconds> scheduled;  // its ScheduledTime, from now
};

struct Send {
  std::string execution = "main";
  std::string type;
  Json payload = Json::object();  // "step-id:NAME" stands for the step execution's id
  std::string caller;             // empty = the operator
  Refusal refused;
};

struct Stop {
  std::string execution = "main";
  std::string type;
  Refusal refused;
};

/// What must be seen: a record of test_keys.cpp's `expect`, checked. Keys that are absent are not
/// looked at.
struct Expectation {
  std::string execution = "main";
  Node node;
};

/// Something at a virtual time after the beginning.
struct Moment {
  Milliseconds at{};
  std::variant<Start, Send, Stop, Expectation> what;
  Location where;
};

struct TestCase {
  std::string name;
  Location where;
  std::shared_ptr<const DocumentSource> document;
  std::vector<std::shared_ptr<const DocumentSource>> documents;  // further ones, for its steps
  Refusal document_refused;
  std::shared_ptr<const Json> account;  // as `account load` reads it; nullptr = the sample
  Mocks mocks;                          // of every execution; the case's own come first
  Quotas quotas;
  std::vector<Moment> moments;            // by time; those at one time in written order
  std::vector<Expectation> expectations;  // when nothing is left to do
};

}  // namespace ssm::testkit
