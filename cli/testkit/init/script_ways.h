// SPDX-License-Identifier: Apache-2.0
#pragma once
// What scripts do with answers of their own choice.

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "cli/testkit/init/answers.h"
#include "core/engine/programs.h"
#include "core/plan/plan.h"

namespace ssm::testkit {

/// One way of a script: what its calls are to be answered, and what it does then.
struct ScriptWay {
  Json settings = Json::array();      // what makes it go this way, as wish_calls.py reads it
  Json events = Json::array();        // [names and numbers, value]: what of its events is otherwise
  Json mocks = Json::array();         // of its calls
  Json shaped_mocks = Json::array();  // the same as the APIs' models have them
  std::optional<Json> payload;        // nullopt: it fails
  std::set<int> lines;
  std::string what;  // "ec2:DescribeInstances has no Reservations"; empty: nothing is special
};

/// Tries scripts of Python with answers that take shape as they are read, each way by itself, and
/// then the other ways that their comparisons, lists and calls have. Limits: 40 runs of each script
/// with the same inputs, 16 where some of its ways are known, 5 seconds a run.
class ScriptWays {
 public:
  /// Whether a text of the step's events can have another value. `path`: names and numbers.
  using CanSet = std::function<bool(StepIndex step, const Json& path, const Json& value)>;

  /// All must outlive this.
  ScriptWays(const Plan& plan, Programs& programs, const AskModels& ask, CanSet can_set);

  /// Whether the step runs a script of which ways can be found.
  bool can_run(StepIndex step) const;

  /// `inputs`: of the step, resolved. Each way runs lines that none before it runs. First comes the
  /// plainest that succeeds, if any does. Empty: it cannot be run.
  const std::vector<ScriptWay>& of(StepIndex step, const Json& inputs);

  /// A way whose Payload is as it is wanted, if need be with one of `values` in an answer.
  std::optional<ScriptWay> find(StepIndex step, const Json& inputs,
                                const std::function<bool(const Json& payload)>& is_wanted,
                                const std::vector<Json>& values);

  /// What of a step's script looks like a mistake: "line 7: KeyError - 'Bucket': ...", and what
  /// goes wrong in one that never succeeds.
  std::vector<std::string> mistakes_of(StepIndex step) const;

  /// Lines with statements of the script; empty: it does not compile, or there is no Python.
  const std::set<int>& lines_of(const std::string& script);

 private:
  struct Told;
  struct Candidate;
  class Candidates;
  struct Known {
    std::vector<ScriptWay> ways;
    Json wishes = Json::object();  // of the first way, as wish_calls.py tells them
  };

  Known& explored(StepIndex step, const Json& inputs);
  Known explore(StepIndex step, const Json& inputs, int runs);
  std::optional<Told> run(StepIndex step, const Json& inputs, const Candidate& candidate);
  void add_further(StepIndex step, const Candidate& from, const Told& told, Candidates& open) const;
  void shape(std::vector<ScriptWay>& ways);
  bool learn(const Told& told);
  void note_mistake(StepIndex step, const std::string& text);

  const Plan& plan_;
  Programs& programs_;
  const AskModels& ask_;
  CanSet can_set_;
  std::map<std::pair<std::size_t, std::string>, Known> known_;  // by place and inputs
  std::set<std::size_t> explored_;                              // places
  std::map<std::string, Json> shapes_;                          // by question
  std::map<std::string, std::set<int>> lines_;                  // by script
  Json models_ = Json::object();  // of calls, as wish_calls.py reads them; null: none is known
  std::map<std::size_t, std::vector<std::string>> mistakes_;  // by place
  std::map<std::size_t, std::string> first_errors_;           // the same
  std::set<std::size_t> succeeded_;                           // places
};

}  // namespace ssm::testkit
