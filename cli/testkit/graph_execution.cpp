// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/graph_execution.h"

#include <fmt/format.h>

#include "cli/testkit/choice_made.h"
#include "cli/testkit/graph_words.h"
#include "core/document/action.h"

namespace ssm {
namespace {

using Kind = FlowEdge::Kind;

Tone tone_of(Status status) {
  switch (status) {
    case Status::kPending:
      return Tone::kFaint;
    case Status::kInProgress:
    case Status::kWaiting:
    case Status::kCancelling:
      return Tone::kActive;
    case Status::kSuccess:
      return Tone::kGood;
    case Status::kTimedOut:
    case Status::kFailed:
      return Tone::kBad;
    case Status::kCancelled:
    case Status::kExited:
      return Tone::kStopped;
  }
  return Tone::kPlain;
}

std::string time_words(std::optional<Time> started, std::optional<Time> ended, Time now) {
  if (!started) return "";
  if (ended) return " · " + duration_words(*ended - *started);
  return " · for " + duration_words(now - *started);
}

std::string_view wish_of(Awaits awaits) {
  switch (awaits) {
    case Awaits::kNothing:
      return "";
    case Awaits::kDecision:
      return " for Approve or Reject";
    case Awaits::kResume:
      return " for Resume";
    case Awaits::kChild:
      return " for the execution it started";
  }
  return "";
}

std::string note_of(const StepState& step, Time now) {
  std::string note(to_text(step.status));
  if (step.status == Status::kWaiting) note += wish_of(step.awaits);
  note += time_words(step.started, step.ended, now);
  if (step.attempt > 1) note += fmt::format(" · {} attempts", step.attempt);
  if (step.iterations > 0)
    note += fmt::format(" · {} round{}", step.iterations, step.iterations == 1 ? "" : "s");
  return note;
}

void show_steps(FlowGraph& graph, const ExecutionState& state, Time now) {
  for (FlowNode& node : graph.nodes) {
    const StepState* step = state.find_step(node.name);
    if (node.shape == FlowNode::Shape::kMissing) continue;
    if (step == nullptr) {
      node.tone = Tone::kFaint;
      continue;
    }
    if (step->status == Status::kPending) {
      const bool to_come = state.next && state[*state.next].name == node.name;
      node.tone = to_come ? Tone::kPlain : Tone::kFaint;
      if (to_come) node.note = "to come";
      continue;
    }
    node.tone = tone_of(step->status);
    node.note = note_of(*step, now);
    if (step->failure) node.message = printable(step->failure->message);
  }
}

/// Walks the history: from each step that came to an end to the one that started then.
class Path {
 public:
  Path(FlowGraph& graph, const Document& document) : graph_(graph), document_(document) {}

  void follow(const Event& event) {
    if (std::holds_alternative<ExecutionEnded>(event.what)) {
      if (outcome_ == Outcome::kSuccess || outcome_ == Outcome::kFailure) go_to(std::nullopt);
      return;
    }
    const std::string_view step = step_of(event);
    if (step.empty()) return;
    const std::size_t node = graph_.index_of(step);
    if (std::holds_alternative<StepStarted>(event.what)) {
      if (from_) go_to(node);
      graph_.has_started = true;
      from_ = node;
      outcome_ = Outcome::kNone;
    }
    come_back_to(node);
    if (const auto* success = std::get_if<StepSucceeded>(&event.what)) {
      outcome_ = Outcome::kSuccess;
      const Step* branch = document_.find_step(step);
      const bool is_branch = branch != nullptr && branch->spec->is(ActionKind::kBranch);
      choice_ = is_branch ? choice_made(*branch, *success) : std::nullopt;
    }
    if (std::holds_alternative<StepFailed>(event.what)) outcome_ = Outcome::kFailure;
    if (std::holds_alternative<StepCancelled>(event.what)) outcome_ = Outcome::kCancel;
  }

 private:
  enum class Outcome { kNone, kSuccess, kFailure, kCancel };

  /// How well an edge explains what happened; 0: not at all.
  int fitness(const FlowEdge& edge) const {
    const Kind kind = edge.kind;
    const bool success = kind == Kind::kNext || kind == Kind::kChoice || kind == Kind::kDefault ||
                         kind == Kind::kAgain;
    if (kind == Kind::kEach) return outcome_ == Outcome::kNone ? 2 : 0;
    if (outcome_ == Outcome::kSuccess) return success && is_chosen(edge) ? 2 : 0;
    if (outcome_ == Outcome::kFailure)
      return kind == Kind::kFailure ? 2 : success && edge.also_on_failure;
    if (outcome_ == Outcome::kCancel) return kind == Kind::kCancel ? 2 : 0;
    return 0;
  }

  /// Whether the edge is the one of the choice that a branch made, as far as that is known.
  bool is_chosen(const FlowEdge& edge) const {
    if (!choice_) return true;
    return edge.kind == Kind::kChoice ? *choice_ == static_cast<std::int64_t>(edge.choice)
                                      : *choice_ == kNoChoice;
  }

  /// What is told of a loop after a step inside it: the round is over.
  void come_back_to(std::size_t loop) {
    if (!from_ || *from_ >= graph_.nodes.size() || !is_inside(*from_, loop)) return;
    go_to(loop);
    from_ = loop;
    outcome_ = Outcome::kNone;
  }

  bool is_inside(std::size_t node, std::size_t loop) const {
    std::optional<std::size_t> around = graph_.nodes[node].loop;
    while (around && around != loop) around = graph_.nodes[*around].loop;
    return around.has_value();
  }

  void go_to(std::optional<std::size_t> target) {
    FlowEdge* best = nullptr;
    for (FlowEdge& edge : graph_.edges) {
      if (edge.from != from_ || edge.to != target || fitness(edge) == 0) continue;
      if (best == nullptr || fitness(edge) > fitness(*best)) best = &edge;
    }
    if (best != nullptr) best->taken = true;
  }

  FlowGraph& graph_;
  const Document& document_;
  std::optional<std::size_t> from_;
  Outcome outcome_ = Outcome::kNone;
  std::optional<std::int64_t> choice_;  // of a branch that succeeded last, where it is known
};

}  // namespace

void show_execution(FlowGraph& graph, const Document& document, const ExecutionState& state,
                    std::span<const Event> history, Time now) {
  graph.is_execution = true;
  graph.title =
      printable(fmt::format("{} version {}", state.document_name, state.document_version));
  graph.subtitle = fmt::format("{}{} · {}", to_text(state.status),
                               time_words(state.created, state.ended, now), state.id);
  show_steps(graph, state, now);
  Path path(graph, document);
  for (const Event& event : history) path.follow(event);
  if (state.is_terminal()) graph.end = tone_of(state.status);
}

}  // namespace ssm
