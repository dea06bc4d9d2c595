// SPDX-License-Identifier: Apache-2.0
#include "core/engine/step_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/base/id.h"
#include "core/document/convert.h"
#include "core/document/input_value.h"
#include "core/expression/jsonpath.h"
#include "core/machine/failure.h"
#include "core/machine/machine.h"

namespace ssm {

tl::expected<std::variant<CloudReply, Outside>, AwsError> Cloud::route(const CloudCall& call) {
  CloudAnswer answer = this->call(call);
  if (!answer) return tl::unexpected(answer.error());
  return *std::move(answer);
}

namespace {

Failure selection_failure(std::string_view cause) {
  return make_failure(Stage::kPostVerification, FailureType::kVerification,
                      "verifying the outputs of the step", cause);
}

bool is_list_type(ValueType type) {
  return type == ValueType::kStringList || type == ValueType::kMapList;
}

/// The value of one declared output; nullopt: there is none. A path that asks for all there are and
/// finds none gives an empty list to outputs that are lists, and nothing to the others; one that
/// finds exactly one gives that one to them.
Result<std::optional<Json>> declared_output(const PlanOutput& output, const Json& response) {
  TRY_ASSIGN(const JsonPath& path, output.path);
  TRY_ASSIGN(const std::optional<Json> selected, path.select(response));
  if (!selected) return std::nullopt;
  if (path.is_definite() || is_list_type(output.type) || selected->size() > 1)
    return to_declared_type(*selected, output.type);
  if (selected->empty()) return std::nullopt;
  return to_declared_type(selected->front(), output.type);
}

struct DeclaredOutputs {
  Json values = Json::object();
  std::string problem;  // of the first selector that cannot be used; empty = none
};

/// The outputs that the step itself declares, selected from the response, else from `otherwise`.
/// Nothing selected: no output, and the step still succeeds. Source: recorded outputs a.1, point 5.
DeclaredOutputs declared_outputs(const PlanStep& step, const Json& response,
                                 const Json& otherwise = {}) {
  DeclaredOutputs outputs;
  for (const PlanOutput& output : step.outputs) {
    Result<std::optional<Json>> value = declared_output(output, response);
    if (value && !*value && !otherwise.is_null()) value = declared_output(output, otherwise);
    if (!value && outputs.problem.empty())
      outputs.problem = fmt::format("Output {} with selector {}: {}", output.name, output.selector,
                                    value.error().message);
    if (value && *value) outputs.values[output.name] = **std::move(value);
  }
  return outputs;
}

/// What a step has that did not succeed (yet): its outputs and those declared ones whose selector
/// finds something so far. null: it has nothing.
Json outputs_so_far(const PlanStep& step, const Json& outputs, const Json& response) {
  const Json& root = response.is_null() ? outputs : response;
  if (root.is_null()) return nullptr;
  Json all = outputs.is_null() ? Json::object() : outputs;
  all.update(declared_outputs(step, root).values);
  return all;
}

/// A failure, with outputs that stay with the step when no further attempt is left.
Event failure_with(const StepRun& run, Failure failure, Json outputs, const ExecutionState& state,
                   Time now) {
  Event event = failure_event(run.plan, state, run.step, std::move(failure), now);
  auto* ended = std::get_if<StepFailed>(&event.what);
  if (ended == nullptr || outputs.is_null()) return event;
  ended->outputs = run.record.outputs;
  ended->outputs.update(outputs);
  return event;
}

/// The step that a branch goes on with: by its choice where the plan knows its targets.
std::string target_of(const StepRun& run, const Done& done) {
  const PlanStep& step = run.plan[run.step];
  std::optional<StepIndex> target;
  if (done.choice && *done.choice == kNoChoice) target = step.otherwise;
  if (done.choice && *done.choice >= 0 &&
      static_cast<std::size_t>(*done.choice) < step.choices.size())
    target = step.choices[static_cast<std::size_t>(*done.choice)];
  return target ? run.plan[*target].name : done.next;
}

Event success_event(const StepRun& run, Done done, const ExecutionState& state, Time now) {
  const std::string next = target_of(run, done);
  if (!next.empty())
    if (const Completed fits = check_target(run.plan, state, run.step, next); !fits)
      return failure_event(run.plan, state, run.step, input_failure(fits.error().message), now);
  const PlanStep& step = run.plan[run.step];
  DeclaredOutputs declared;
  if (!step.outputs.empty()) {
    declared = declared_outputs(step, done.response.is_null() ? done.outputs : done.response.json(),
                                done.otherwise);
    done.outputs.update(declared.values);
  }
  if (!declared.problem.empty())
    return failure_with(run, selection_failure(std::move(declared.problem)),
                        std::move(done.outputs), state, now);
  return {now, StepSucceeded{run.record.name, std::move(done.outputs), next,
                             std::move(done.variables), done.choice, std::move(done.warning)}};
}

Event failed_event(const StepRun& run, Failed failed, const ExecutionState& state, Time now) {
  Json outputs = outputs_so_far(run.plan[run.step], failed.outputs, failed.response);
  return failure_with(run, std::move(failed.failure), std::move(outputs), state, now);
}

/// When the present attempt began; without a deadline, its step.
Time start_of_attempt(const StepState& record, Time now) {
  if (record.deadline && record.timeout) return *record.deadline - *record.timeout;
  return record.started.value_or(now);
}

StepCall call_of(const StepRun& run, const Json& memo, Time now) {
  const StepState& record = run.record;
  return StepCall{run.plan,
                  run.plan[run.step],
                  record.inputs,
                  run.execution_id,
                  record.id,
                  record.run_order,
                  record.attempt,
                  run.scope,
                  memo,
                  record.signals,
                  run.variables,
                  now,
                  run.stop,
                  record.iterations,
                  record.body_failure ? &*record.body_failure : nullptr,
                  record.timeout,
                  start_of_attempt(record, now),
                  run.attachment ? &*run.attachment : nullptr,
                  run.references};
}

/// The memo of a step that the cloud answers, so that its action never sees it.
constexpr std::string_view kAnsweredByCloud = "answeredByCloud";

/// The cloud as one step sees it: after an answer that ends the execution there are no more calls.
class CloudOfStep final : public Cloud {
 public:
  explicit CloudOfStep(Cloud& cloud) : cloud_(cloud) {}

  CloudAnswer call(const CloudCall& call) override {
    if (end_) return tl::unexpected(*end_);
    auto answer = cloud_.call(call);
    if (!answer && answer.error().aborts_execution) end_ = answer.error();
    return answer;
  }
  bool answers_at_once() const override { return cloud_.answers_at_once(); }

  /// The answer that ends the execution, if there was one.
  const std::optional<AwsError>& end() const { return end_; }

 private:
  Cloud& cloud_;
  std::optional<AwsError> end_;
};

Failed ending_failure(const AwsError& error) {
  const Failure failure = make_failure(
      Stage::kInvocation, FailureType::kInternal, {}, {},
      {{"ErrorCode", Json::array({error.code})}, {"ErrorMessage", Json::array({error.message})}});
  return Failed{with_message(failure, error.message), {}, true};
}

/// Whether nothing has been done yet in this attempt.
bool begins_attempt(const StepState& record) {
  return record.memo.is_null() && !record.wake_at && record.awaits == Awaits::kNothing &&
         record.iterations == 0;
}

/// What a function of an action returns. What it throws becomes a failure of type Internal.
template <class Answer>
Answer answer_of_action(const auto& function) {
  try {
    return function();
  } catch (const std::exception& exception) {
    return Failed{internal_failure(exception.what()), {}};
  } catch (...) {
    return Failed{internal_failure("The action failed without a message."), {}};
  }
}

/// What the action itself makes of it.
Outcome outcome_of_action(const StepRun& run, const StepCall& call, Ports ports) {
  return answer_of_action<Outcome>([&]() -> Outcome {
    if (run.purpose == Purpose::kAdvance) return run.action->advance(call, ports);
    if (run.action && run.action->cancel) return run.action->cancel(call, ports);
    return Done{};  // it left nothing to stop
  });
}

Event suspended_event(const StepRun& run, Suspended suspended, Time now) {
  // An action that wants to be called again without a pause would keep others from being served.
  if (suspended.wake_at) suspended.wake_at = std::max(*suspended.wake_at, now + Milliseconds(1));
  return {now, StepSuspended{
                   run.record.name, std::move(suspended.memo), suspended.wake_at, suspended.awaits,
                   outputs_so_far(run.plan[run.step], suspended.outputs, suspended.response),
                   static_cast<std::int64_t>(run.record.signals.size())}};
}

/// A stop that goes on is asked about again, a second later at most.
Event stopping_event(const StepRun& run, Suspended suspended, Time now) {
  constexpr Milliseconds kLongestPause(1000);
  suspended.awaits = Awaits::kNothing;
  suspended.wake_at =
      std::min(suspended.wake_at.value_or(now + kLongestPause), now + kLongestPause);
  Event event = suspended_event(run, std::move(suspended), now);
  // Its status says so of a step that somebody stops.
  std::get<StepSuspended>(event.what).is_stopping = run.record.status != Status::kCancelling;
  return event;
}

Json outputs_of(Outcome& outcome) {
  if (auto* done = std::get_if<Done>(&outcome))
    return done->outputs.empty() ? Json() : std::move(done->outputs);
  if (auto* failed = std::get_if<Failed>(&outcome)) return std::move(failed->outputs);
  if (auto* suspended = std::get_if<Suspended>(&outcome)) return std::move(suspended->outputs);
  return {};
}

}  // namespace

std::string StepCall::client_token() const {
  return derived_uuid(fmt::format("{}/{}/{}", step_execution_id, run_order, attempt));
}

std::optional<Failed> check_inputs(const StepCall& call, const Action* action) {
  const ActionSpec& spec = action ? action->spec : *call.step.spec;
  // Inputs that are kept as they are written only the action can look at.
  if (spec.verbatim_inputs.empty())
    if (const Completed checked = check_input_values(spec, call.inputs); !checked)
      return Failed{input_failure(checked.error().message), nullptr};
  if (!action || !action->check) return std::nullopt;
  return answer_of_action<std::optional<Failed>>([&] { return action->check(call); });
}

Result<std::optional<Outcome>> answer_without_action(const StepRun& run, Time now, Cloud& cloud) {
  const Json* own_memo = find_member(run.record.memo, kAnsweredByCloud);
  if (run.purpose != Purpose::kAdvance) {
    // The action never began: it has nothing to stop.
    if (own_memo) return Outcome(Done{});
    return std::nullopt;
  }
  if (own_memo || begins_attempt(run.record)) {
    const Json memo = own_memo ? *own_memo : Json();
    const StepCall call = call_of(run, memo, now);
    if (!own_memo)
      if (std::optional<Failed> refused = check_inputs(call, run.action))
        return *std::move(refused);
    std::optional<Outcome> outcome = cloud.answer_step(call);
    if (outcome) {
      if (auto* suspended = std::get_if<Suspended>(&*outcome))
        suspended->memo = Json{{std::string(kAnsweredByCloud), std::move(suspended->memo)}};
      return outcome;
    }
  }
  if (!run.action)
    return failure(kActionNotImplemented,
                   fmt::format("This version of ssm-local does not implement action {} of step {}.",
                               run.record.action, run.record.name));
  return std::nullopt;
}

Outcome call_action(const StepRun& run, Time now, const Ports& ports) {
  const bool is_of_cloud = find_member(run.record.memo, kAnsweredByCloud) != nullptr;
  const Json none;
  const StepCall call = call_of(run, is_of_cloud ? none : run.record.memo, now);
  CloudOfStep cloud_of_step(ports.cloud);
  Outcome outcome = outcome_of_action(run, call,
                                      {.cloud = cloud_of_step,
                                       .children = ports.children,
                                       .web = ports.web,
                                       .programs = ports.programs,
                                       .log = ports.log,
                                       .lines = ports.lines});
  if (cloud_of_step.end()) return ending_failure(*cloud_of_step.end());
  return outcome;
}

Event event_of(const StepRun& run, Outcome outcome, const ExecutionState& state, Time now) {
  auto* suspended = std::get_if<Suspended>(&outcome);
  if (run.purpose != Purpose::kAdvance) {
    if (suspended && !state.is_out_of_time(now))
      return stopping_event(run, std::move(*suspended), now);
    if (run.purpose == Purpose::kCancel)
      return {now, StepCancelled{run.record.name, outputs_of(outcome)}};
    Failed failed{timeout_failure(run.plan[run.step].spec->phase), {}};
    // The action may know better what it was doing.
    if (const auto* told = std::get_if<Failed>(&outcome); told && told->failure.timed_out)
      failed.failure = told->failure;
    failed.outputs = outputs_of(outcome);
    return failed_event(run, std::move(failed), state, now);
  }
  if (suspended) return suspended_event(run, std::move(*suspended), now);
  if (auto* done = std::get_if<Done>(&outcome))
    return success_event(run, std::move(*done), state, now);
  if (auto* failed = std::get_if<Failed>(&outcome))
    return failed_event(run, std::move(*failed), state, now);
  auto& iterate = std::get<Iterate>(outcome);
  return {now, IterationBegan{run.record.name, std::move(iterate.memo), std::move(iterate.values),
                              std::move(iterate.item)}};
}

}  // namespace ssm
