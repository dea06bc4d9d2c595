// SPDX-License-Identifier: Apache-2.0
#include "core/machine/state.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "core/base/field_parser.h"
#include "core/base/id.h"
#include "core/machine/state_fields.h"

namespace ssm {
namespace {

/// The places in an execution's text are the names of steps, which a person can read and which
/// stay the same whatever becomes of the plan.
struct ExecutionText {
  std::string next;
  std::string last;
  std::string stopped_by;
  std::vector<std::string> position;
};

std::string name_in(const ExecutionState& state, std::optional<StepIndex> step) {
  return step ? state[*step].name : std::string();
}

Result<std::optional<StepIndex>> place_in(const ExecutionState& state, const std::string& name) {
  if (name.empty()) return std::nullopt;
  const auto found = std::ranges::find(state.steps, name, &StepState::name);
  if (found == state.steps.end())
    return failure(kMalformed, fmt::format("execution {} is at step {}, which its runbook does not "
                                           "have",
                                           state.id, name));
  return StepIndex(found - state.steps.begin());
}

template <class Visitor, class T, class Places>
void execution_fields(Visitor& visit, T& state, Places& places) {
  visit.required("id", state.id);
  visit.required("documentName", state.document_name);
  visit.required("documentVersion", state.document_version);
  visit.required("mode", state.mode);
  visit.required("account", state.account);
  visit.required("region", state.region);
  visit.required("executedBy", state.executed_by);
  visit.required("request", state.request);
  visit.required("parameters", state.parameters);
  visit.required("variables", state.variables);
  visit.required("status", state.status);
  visit.required("created", state.created);
  visit.optional("changeRequest", state.change_request);
  visit.optional("parent", state.parent);
  visit.optional("ended", state.ended);
  visit.optional("failureMessage", state.failure_message);
  visit.optional("position", places.position);
  visit.optional("nextStep", places.next);
  visit.optional("lastStep", places.last);
  visit.optional("stoppedBy", places.stopped_by);
  visit.optional("cancelRequested", state.cancel_requested);
  visit.optional("cancelDeadline", state.cancel_deadline);
  visit.optional("completeRequested", state.complete_requested);
  visit.required("stepsStarted", state.steps_started);
  visit.required("sequence", state.sequence);
}

}  // namespace

const StepState* ExecutionState::find_step(std::string_view name) const {
  const auto found = std::ranges::find(steps, name, &StepState::name);
  return found == steps.end() || name.empty() ? nullptr : &*found;
}

const StepState* ExecutionState::find_step_by_id(std::string_view step_id) const {
  const auto found = std::ranges::find(steps, step_id, &StepState::id);
  return found == steps.end() ? nullptr : &*found;
}

const StepState* ExecutionState::active_step() const {
  if (next) return &(*this)[*next];
  return position.empty() ? nullptr : &(*this)[position.back()];
}

std::optional<Time> ExecutionState::deadline_around() const {
  std::optional<Time> first;
  for (std::size_t i = 0; i + 1 < position.size(); ++i)
    if (const auto& deadline = (*this)[position[i]].deadline;
        deadline && (!first || *deadline < *first))
      first = deadline;
  return first;
}

bool ExecutionState::is_next_out_of_time(Time now) const {
  const auto has_passed = [&](const std::optional<Time>& time) { return time && *time <= now; };
  return is_out_of_time(now) || has_passed(deadline_around()) ||
         (!position.empty() && has_passed((*this)[position.back()].deadline));
}

ExecutionState initial_state(const Plan& plan, std::string execution_id) {
  ExecutionState state;
  state.id = std::move(execution_id);
  state.steps.reserve(plan.steps.size());
  for (const PlanStep& step : plan.steps) {
    StepState added;
    added.id = derived_uuid(state.id + "/" + step.name);
    added.name = step.name;
    added.action = step.action;
    if (step.loop) added = as_new(std::move(added), state[*step.loop]);
    state.steps.push_back(std::move(added));
  }
  return state;
}

StepState as_new(StepState step, const StepState& loop) {
  StepState fresh;
  const std::int64_t rounds_before = loop.rounds_begun() - loop.iterations;
  if (step.round_of_loop() > rounds_before) fresh.outputs = std::move(step.outputs);
  fresh.name = std::move(step.name);
  fresh.action = std::move(step.action);
  fresh.is_inner = true;
  fresh.iteration = loop.iterations;
  if (loop.iterations > 0) fresh.round = loop.rounds_begun();
  fresh.rounds = step.rounds_begun();
  fresh.loop_id = loop.id;
  fresh.item = loop.present_item;
  fresh.id = derived_uuid(fmt::format("{}/{}/{}", loop.id, fresh.name, fresh.round));
  return fresh;
}

std::vector<const StepState*> in_listing_order(const ExecutionState& state,
                                               std::span<const StepState> earlier) {
  std::vector<const StepState*> order;
  for (const StepState& step : earlier) order.push_back(&step);
  for (const StepState& step : state.steps)
    if (!step.is_inner || step.run_order > 0) order.push_back(&step);
  constexpr auto kNever = std::numeric_limits<std::int64_t>::max();
  std::ranges::stable_sort(
      order, {}, [](const StepState* step) { return step->run_order ? step->run_order : kNever; });
  return order;
}

std::string to_text_of(const StepState& step) {
  return to_text_of<StepState>(step);
}

std::string to_text_of(const ExecutionState& state) {
  ExecutionText places{
      name_in(state, state.next), name_in(state, state.last), name_in(state, state.stopped_by), {}};
  for (const StepIndex step : state.position) places.position.push_back(state[step].name);
  std::string text;
  {
    FieldWriter writer(text);
    execution_fields(writer, state, places);
  }
  return text;
}

Result<StepState> read_step(std::string_view text) {
  return read_stored<StepState>(text, "a stored step",
                                [](auto& reader, StepState& step) { fields(reader, step); });
}

Result<ExecutionState> read_execution(std::string_view text, std::vector<StepState> steps) {
  struct Read {
    ExecutionState state;
    ExecutionText places;
  };
  TRY_ASSIGN(Read read, read_stored<Read>(text, "a stored execution", [](auto& reader, Read& to) {
               execution_fields(reader, to.state, to.places);
             }));
  ExecutionState& state = read.state;
  const ExecutionText& places = read.places;
  state.steps = std::move(steps);
  TRY_ASSIGN(state.next, place_in(state, places.next));
  TRY_ASSIGN(state.last, place_in(state, places.last));
  TRY_ASSIGN(state.stopped_by, place_in(state, places.stopped_by));
  for (const std::string& name : places.position) {
    TRY_ASSIGN(const std::optional<StepIndex> step, place_in(state, name));
    if (step) state.position.push_back(*step);
  }
  return std::move(state);
}

}  // namespace ssm
