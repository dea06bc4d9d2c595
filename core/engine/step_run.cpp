// SPDX-License-Identifier: Apache-2.0
#include "core/engine/step_run.h"

#include <fmt/format.h>

#include "core/base/id.h"
#include "core/document/convert.h"
#include "core/expression/jsonpath.h"
#include "core/machine/inputs.h"
#include "core/machine/machine.h"

namespace ssm {
namespace {

/// The same for every call of one attempt of one run of a step, also after a crash.
std::string client_token(const StepState& record) {
  return derived_uuid(fmt::format("{}/{}/{}", record.id, record.run_order, record.attempt));
}

Failed internal_failure(std::string_view what) {
  Failure failure;
  failure.stage = "Invocation";
  failure.type = "Internal";
  failure.message =
      "Internal Server Error. Please refer to Automation Service Troubleshooting Guide for more "
      "diagnosis details.";
  failure.details = {{"ErrorMessage", Json::array({std::string(what)})}};
  return Failed{std::move(failure), {}};
}

Failure selection_failure(std::string cause) {
  Failure failure;
  failure.stage = "PostVerification";
  failure.type = "Verification";
  failure.message = failure_text("verifying the outputs of the step", cause);
  failure.details = {{"VerificationErrorMessage", Json::array({std::move(cause)})}};
  return failure;
}

/// A path that asks for all there are and finds none: an empty list for outputs that are lists,
/// and nothing for the others.
bool is_nothing(const Json& selected, const JsonPath& path, ValueType type) {
  const bool is_list = type == ValueType::kStringList || type == ValueType::kMapList;
  return !is_list && !path.is_definite() && selected.empty();
}

/// The outputs that the step itself declares, selected from the response. Nothing selected: no
/// output, and the step still succeeds. Source: recorded outputs a.1, point 5.
Result<Json> declared_outputs(const Step& step, const Json& response) {
  Json outputs = Json::object();
  for (const OutputDefinition& output : step.outputs) {
    const auto refuse = [&](const std::string& reason) {
      return failure("Selection", fmt::format("Output {} with selector {}: {}", output.name,
                                              output.selector, reason));
    };
    const Result<JsonPath> path = JsonPath::parse(output.selector);
    if (!path) return refuse(path.error().message);
    const Result<std::optional<Json>> selected = path->select(response);
    if (!selected) return refuse(selected.error().message);
    if (!*selected || is_nothing(**selected, *path, output.type)) continue;
    const Result<std::optional<Json>> value = to_declared_type(**selected, output.type);
    if (!value) return refuse(value.error().message);
    if (*value) outputs[output.name] = **value;
  }
  return outputs;
}

Event success_event(const StepRun& run, Done done, const ExecutionState& state, Time now) {
  const Json& response = done.response.is_null() ? done.outputs : done.response;
  const Result<Json> declared = declared_outputs(*run.step, response);
  if (!declared)
    return failure_event(*run.document, state, run.record.name,
                         selection_failure(declared.error().message), now);
  for (const auto& [name, value] : declared->items()) done.outputs[name] = value;
  return {now, StepSucceeded{run.record.name, std::move(done.outputs), std::move(done.next),
                             std::move(done.variables), done.choice}};
}

Event failed_event(const StepRun& run, Failed failed, const ExecutionState& state, Time now) {
  Event event =
      failure_event(*run.document, state, run.record.name, std::move(failed.failure), now);
  if (auto* ended = std::get_if<StepFailed>(&event.what))
    ended->outputs = std::move(failed.outputs);
  return event;
}

/// What a step does while it may time out. Approvals: assumed (spec/documents-and-engine 5.9), the
/// rest as recorded.
std::string_view phase_of(std::string_view action) {
  if (action == "aws:approve") return "waiting for approval";
  if (action == "aws:sleep") return "sleeping";
  return "Poll action status for completion";
}

Failed time_out_failure(std::string_view action) {
  Failure failure;
  failure.stage = "PostVerification";
  failure.type = "Verification";
  failure.message = timeout_text(phase_of(action));
  failure.details = {{"VerificationErrorMessage",
                      Json::array({"The step did not end within its timeoutSeconds."})}};
  failure.timed_out = true;
  return Failed{std::move(failure), {}};
}

StepCall call_of(const StepRun& run, Time now) {
  return StepCall{*run.document,
                  *run.step,
                  run.record.inputs,
                  run.execution_id,
                  run.record.id,
                  run.record.attempt,
                  run.scope,
                  run.record.memo,
                  run.record.signals,
                  run.variables,
                  now,
                  client_token(run.record)};
}

/// The memo of a step that the cloud answers, so that its action never sees it.
constexpr std::string_view kAnsweredByCloud = "answeredByCloud";

/// The cloud as one step sees it: calls carry the step's name; after an answer that ends the
/// execution there are no more calls.
class CloudOfStep final : public Cloud {
 public:
  CloudOfStep(Cloud& cloud, const StepCall& step) : cloud_(cloud), step_(step) {}

  tl::expected<Json, AwsError> call(const CloudCall& call) override {
    if (end_) return tl::unexpected(*end_);
    CloudCall named = call;
    named.execution_id = step_.execution_id;
    named.step = step_.step.name;
    auto answer = cloud_.call(named);
    if (!answer && answer.error().ends_execution) end_ = answer.error();
    return answer;
  }
  bool answers_at_once() const override { return cloud_.answers_at_once(); }

  /// The answer that ends the execution, if there was one.
  const std::optional<AwsError>& end() const { return end_; }

 private:
  Cloud& cloud_;
  const StepCall& step_;
  std::optional<AwsError> end_;
};

Failed ending_failure(const AwsError& error) {
  Failure failure;
  failure.stage = "Invocation";
  failure.type = "Internal";
  failure.message = error.message;
  failure.details = {{"ErrorCode", Json::array({error.code})},
                     {"ErrorMessage", Json::array({error.message})}};
  return Failed{std::move(failure), {}, true};
}

/// Whether nothing has been done yet in this attempt.
bool begins_attempt(const StepState& record) {
  return record.memo.is_null() && !record.wake_at && record.awaits == Awaits::kNothing;
}

std::optional<Outcome> answer_of_cloud(const StepRun& run, StepCall& call, Cloud& cloud) {
  const Json* memo = find_member(call.memo, kAnsweredByCloud);
  if (!memo && !begins_attempt(run.record)) return std::nullopt;
  call.memo = memo ? Json(*memo) : Json();
  std::optional<Outcome> outcome = cloud.answer_step(call);
  call.memo = Json();
  if (!outcome) return std::nullopt;
  if (auto* pending = std::get_if<Pending>(&*outcome))
    pending->memo = Json{{std::string(kAnsweredByCloud), std::move(pending->memo)}};
  return outcome;
}

/// What the action itself makes of it; a stop has no outcome of its own.
Outcome call_action(const StepRun& run, const StepCall& call, Cloud& cloud) {
  Ports ports{cloud};
  try {
    if (run.purpose == StepRun::Purpose::kAdvance) return run.action->advance(call, ports);
    if (run.action && run.action->cancel) run.action->cancel(call, ports);
  } catch (const std::exception& exception) {
    return internal_failure(exception.what());
  }
  return time_out_failure(run.step->action);
}

}  // namespace

Result<Outcome> perform(const StepRun& run, Time now, Cloud& cloud) {
  StepCall call = call_of(run, now);
  if (run.purpose == StepRun::Purpose::kAdvance) {
    if (auto answer = answer_of_cloud(run, call, cloud)) return *std::move(answer);
    if (!run.action)
      return failure(kNoCode, fmt::format("no code for step {} of execution {}", run.record.name,
                                          run.execution_id));
  } else if (find_member(call.memo, kAnsweredByCloud)) {
    return time_out_failure(run.step->action);  // the action never began: it has nothing to stop
  }
  CloudOfStep cloud_of_step(cloud, call);
  Outcome outcome = call_action(run, call, cloud_of_step);
  if (cloud_of_step.end()) return ending_failure(*cloud_of_step.end());
  return outcome;
}

Event event_of(const StepRun& run, Outcome outcome, const ExecutionState& state, Time now) {
  if (run.purpose == StepRun::Purpose::kCancel) return {now, StepCancelled{run.record.name}};
  if (auto* done = std::get_if<Done>(&outcome))
    return success_event(run, std::move(*done), state, now);
  if (auto* failed = std::get_if<Failed>(&outcome))
    return failed_event(run, std::move(*failed), state, now);
  auto& pending = std::get<Pending>(outcome);
  // An action that wants to be called again at once would keep everybody else from being served.
  if (pending.wake_at) pending.wake_at = std::max(*pending.wake_at, now + Milliseconds(1));
  return {now, StepSuspended{run.record.name, std::move(pending.memo), pending.wake_at,
                             pending.awaits, std::move(pending.outputs),
                             static_cast<std::int64_t>(run.record.signals.size())}};
}

}  // namespace ssm
