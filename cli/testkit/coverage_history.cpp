// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/coverage_history.h"

#include <algorithm>

#include "cli/testkit/choice_made.h"
#include "core/document/action.h"
#include "core/document/flow.h"

namespace ssm::testkit {
namespace {

using ItemKind = CoverageItem::Kind;

/// nullptr: none of the steps, and none inside them, is called so.
const Step* find_in(const std::vector<Step>& steps, std::string_view name) {
  for (const Step& step : steps) {
    if (step.name == name) return &step;
    if (const Step* inner = find_in(step.steps, name)) return inner;
  }
  return nullptr;
}

class Walk {
 public:
  Walk(DocumentCoverage& coverage, Mode mode)
      : coverage_(coverage), is_interactive_(mode == Mode::kInteractive) {}

  void operator()(const StepStarted& event) {
    count_way_out(event.step);
    succeeded_.reset();
    current_ = event.step;
    stop_ = Stop::kNone;
    ++steps_[event.step].starts;
    ++steps_[event.step].attempts;
  }

  void operator()(const AttemptFailed& event) { ++steps_[event.step].attempts; }

  void operator()(const StepSucceeded& event) {
    succeeded_.reset();
    if (end_if_stopped(event.step)) return;
    ++coverage_.succeeded[event.step];
    succeeded_ = event;
    if (const Step* step = coverage_.document->find_step(event.step)) {
      if (step->spec->is(ActionKind::kBranch)) count_choice(*step, event);
      if (step->spec->is(ActionKind::kLoop))
        count(ItemKind::kLoopExit, event.step, static_cast<std::size_t>(event.choice.value_or(0)));
    }
    current_.clear();
  }

  void operator()(const StepFailed& event) {
    succeeded_.reset();
    if (end_if_stopped(event.step)) return;
    if (!is_interactive_) count(ItemKind::kFailure, event.step);
    current_.clear();
  }

  void operator()(const StepCancelled& event) {
    succeeded_.reset();
    end_if_stopped(event.step);
    current_.clear();
  }

  void operator()(const SignalAccepted& event) {
    if (event.signal.type == "StopStep" && !current_.empty() && stop_ == Stop::kNone)
      stop_ = Stop::kStep;
  }

  void operator()(const StopAccepted& event) {
    // Once only: a second one does not reach the steps of onCancel.
    if (event.complete || std::exchange(is_stopped_, true)) return;
    if (!current_.empty()) stop_ = Stop::kExecution;
  }

  template <class Other>
  void operator()(const Other&) {}

  /// A step for which mocks alone stood in has not run.
  void count_steps(const std::map<std::string, std::int64_t>& mocked) {
    for (CoverageItem& item : coverage_.items) {
      const auto seen = steps_.find(item.step);
      if (item.kind != ItemKind::kStep || seen == steps_.end()) continue;
      const auto found = mocked.find(item.step);
      const std::int64_t of_mocks = found == mocked.end() ? 0 : found->second;
      const bool ran = of_mocks < seen->second.attempts;
      const std::int64_t mocked_starts = std::min(of_mocks, seen->second.starts - (ran ? 1 : 0));
      item.mocked += mocked_starts;
      item.count += seen->second.starts - mocked_starts;
    }
  }

 private:
  enum class Stop { kNone, kStep, kExecution };
  struct Seen {
    std::int64_t starts = 0;
    std::int64_t attempts = 0;
  };

  void count(ItemKind kind, std::string_view step, std::size_t number = 0) {
    for (CoverageItem& item : coverage_.items)
      if (item.kind == kind && item.step == step && item.number == number) ++item.count;
  }

  /// Whatever a step comes to that is being stopped, the flow goes its cancel path.
  bool end_if_stopped(const std::string& step) {
    if (stop_ == Stop::kNone) return false;
    if (stop_ == Stop::kExecution || !is_interactive_) count(ItemKind::kCancel, step);
    stop_ = Stop::kNone;
    current_.clear();
    return true;
  }

  /// The step that succeeded last leads to this one, out of a loop.
  void count_way_out(const std::string& target) {
    if (succeeded_) count_way_out(coverage_.document->main_steps, target);
  }

  void count_way_out(const std::vector<Step>& steps, const std::string& target) {
    const auto holds = [](const Step& loop, const std::string& name) {
      return find_in(loop.steps, name) != nullptr;
    };
    for (std::size_t i = 0; i < steps.size(); ++i) {
      if (!holds(steps[i], succeeded_->step)) continue;
      if (holds(steps[i], target)) return count_way_out(steps[i].steps, target);
      const StepGraph graph(steps);
      for (const WayOut& way : ways_out_of(graph, i))
        if (way.edge.inner->name == succeeded_->step && steps[way.edge.to].name == target &&
            is_by_choice(way.edge))
          return count(ItemKind::kLoopExit, steps[i].name, way.number);
    }
  }

  /// Whether a branch went this way; of any other step there is one alone.
  bool is_by_choice(const StepGraph::Edge& edge) const {
    const std::int64_t choice = succeeded_->choice.value_or(kNoChoice);
    if (edge.kind != StepGraph::EdgeKind::kChoice) return choice == kNoChoice;
    return choice == static_cast<std::int64_t>(edge.choice);
  }

  void count_choice(const Step& branch, const StepSucceeded& event) {
    const Json* choices = find_member(branch.inputs, "Choices");
    const std::size_t otherwise = choices && choices->is_array() ? choices->size() : 0;
    if (const std::optional<std::int64_t> made = choice_made(branch, event))
      count(ItemKind::kChoice, branch.name,
            *made == kNoChoice ? otherwise : static_cast<std::size_t>(*made));
  }

  DocumentCoverage& coverage_;
  bool is_interactive_;
  bool is_stopped_ = false;
  std::string current_;
  Stop stop_ = Stop::kNone;                 // of the current step
  std::optional<StepSucceeded> succeeded_;  // the last one, when nothing has started since
  std::map<std::string, Seen> steps_;
};

}  // namespace

void count_history(DocumentCoverage& coverage, Mode mode, std::span<const Event> history,
                   const std::map<std::string, std::int64_t>& mocked) {
  Walk walk(coverage, mode);
  for (const Event& event : history) std::visit(walk, event.what);
  walk.count_steps(mocked);
}

}  // namespace ssm::testkit
