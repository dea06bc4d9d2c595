// SPDX-License-Identifier: Apache-2.0
#pragma once
// Finds what parameters and answers must be for an execution to take a certain way.

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/testkit/init/answers.h"
#include "cli/testkit/init/samples.h"
#include "core/base/result.h"
#include "core/machine/state.h"
#include "core/plan/plan.h"

namespace ssm::testkit {

/// What a way must show.
struct PathGoal {
  enum class Kind {
    kEnd,             // nothing but that it comes to an end
    kStep,            // the step starts
    kChoice,          // the branch takes the choice; past the last: Default, or that none applies
    kFailure,         // the step fails
    kOtherValue,      // the property that the step looks at has none of the desired values
    kRejection,       // people reject what the step asks
    kCancel,          // the execution is stopped while the step runs
    kMostIterations,  // the loop goes on until MaxIterations
    kLoopEnd,         // the loop comes to its end by itself
    kScript,          // the step's script goes another way
  };
  Kind kind = Kind::kEnd;
  StepIndex step{};
  std::size_t choice = 0;
};

/// A way, and what makes an execution take it.
struct FoundPath {
  std::vector<StepIndex> steps;
  std::map<std::size_t, AnswerValues> values;  // by place of the step
  std::set<std::size_t> failing;               // steps that must be made to fail
  std::set<std::size_t>
      unending;  // loops that only MaxIterations ends, if all answers stay the same
  Json parameters = Json::object();  // typed, those to be supplied
};

/// Walks the plan as the engine would, with the values that it chooses itself: at each branch it
/// tries the values that its conditions compare with, first those of choices that lead to the goal.
/// What it finds is a proposal: only a run shows what happens. Limits: 4,000 steps and 300 sets of
/// values a branch, for each goal.
class PathSearch {
 public:
  /// All must outlive this.
  PathSearch(const Plan& plan, const Answers& answers, ParameterChoices& parameters);

  /// Errors: code "Path", a clause that says why there is none.
  Result<FoundPath> find(const PathGoal& goal);

 private:
  /// A value that the search may choose.
  struct Symbol {
    std::string parameter;  // empty: a step's output
    StepIndex step{};
    const AnswerPart* part = nullptr;
    std::string text;                       // as references name it
    std::vector<std::string> aliases = {};  // variables that have its value
  };
  /// nullopt: it stays as it is.
  using Setting = std::pair<const Symbol*, std::optional<Json>>;
  /// One way on from a branch, and what must be set for it.
  struct Option {
    std::size_t choice = 0;
    std::optional<StepIndex> target;  // nullopt: what follows the branch
    std::vector<Setting> settings;
    bool changes_parameters = false;
  };
  /// A comparison: both sides as written.
  struct Comparison {
    Json variable;
    Json operand;
  };
  std::vector<Comparison> comparisons_of(StepIndex branch, const Json& choices) const;
  void restart();
  bool is_reached() const { return reached_ || goal_.kind == PathGoal::Kind::kEnd; }
  std::string why_not_found() const;
  bool leads_on(std::optional<StepIndex> step) const;

  bool go(StepIndex step);
  bool pass(StepIndex step);
  bool reach(StepIndex step);
  bool fail(StepIndex step);
  bool succeed(StepIndex step);
  bool follow(StepIndex from, std::optional<StepIndex> next);
  bool choose(StepIndex branch);
  bool take(StepIndex branch, const Option& option);
  bool enter_loop(StepIndex loop);
  bool fill_iterators(StepIndex loop, const Json& written);
  bool stretch_iterators(StepIndex loop, const Json& written, const Json& items);
  bool end_iteration(StepIndex loop);
  bool leave_loop(StepIndex loop);

  /// Sets of values and the choice that each leads to. `decide`: the number of the choice.
  using Decide = std::function<std::optional<std::size_t>()>;
  std::vector<Option> options_for(const std::vector<Symbol>& symbols,
                                  const std::vector<Comparison>& comparisons, const Decide& decide);
  void try_values(const std::vector<Symbol>& symbols, const std::vector<Comparison>& comparisons,
                  std::size_t next, const Decide& decide, std::vector<Setting>& settings,
                  std::vector<Option>& options);
  std::vector<Symbol> symbols_in(const Json& value) const;
  void add_symbols(const Reference& reference, std::vector<Symbol>& symbols, int depth) const;
  std::vector<Json> candidates(const Symbol& symbol, const std::vector<Comparison>& comparisons);
  std::optional<Json> as_type_of(const Symbol& symbol, const Json& value) const;
  std::optional<Json> current(const Symbol& symbol) const;
  void set(const Symbol& symbol, const std::optional<Json>& value);
  void fill_outputs(StepIndex step);
  void fill_variables();
  /// The values that a step looks for, references resolved.
  Json desired_by(const AnsweredStep& step) const;
  std::optional<std::size_t> decide_branch(StepIndex branch) const;

  const Plan& plan_;
  const Answers& answers_;
  ParameterChoices& parameters_;
  std::vector<std::vector<std::pair<StepIndex, int>>> edges_;  // with what each costs

  PathGoal goal_;
  std::vector<int> distance_;  // by place: to the goal's step
  ExecutionState state_;
  FoundPath path_;
  std::set<std::string, std::less<>> fixed_;  // symbols that a branch has decided by
  bool reached_ = false;
  bool left_values_out_ = false;  // that are compared, or sets of values
  int budget_ = 0;
  int values_left_ = 0;
};

}  // namespace ssm::testkit
