// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "actions/cloud_failure.h"
#include "actions/inputs.h"
#include "actions/instance_status.h"
#include "actions/polling.h"
#include "core/document/input_value.h"
#include "core/engine/action.h"

namespace ssm {
namespace {

using Type = InputSpec::Type;

constexpr std::string_view kStates[] = {"running", "stopped", "terminated"};
constexpr InputSpec kChangeInstanceStateInputs[] = {
    {"InstanceIds", Type::kStringList, true, "Ids of instances"},
    {"DesiredState", Type::kString, true, "Desired state", kStates},
    {"CheckStateOnly", Type::kBoolean, false, "Only wait for the state, change nothing"},
    {"Force", Type::kBoolean, false, "Stop without waiting for the operating system"},
    {"AdditionalInfo", Type::kString, false},
    {"FailOnUnexpectedStopped", Type::kBoolean, false, "Fail when one stops unexpectedly"},
};
constexpr std::string_view kChangeInstanceStateOutputs[] = {"InstanceStates"};

constexpr ActionSpec kChangeInstanceStateSpec = {
    .name = "aws:changeInstanceState",
    .doc = "Starts, stops or terminates instances and waits for it.",
    .impact = Impact::kMutating,
    .inputs = kChangeInstanceStateInputs,
    .outputs = kChangeInstanceStateOutputs,
    .fails_without_outputs = true,
};

constexpr std::string_view kChanging = "changing the instance state";
constexpr std::string_view kVerifying = "verifying the instance(s) reached the desired state";

/// Local runs should not wait long for what the simulated account does in a second.
constexpr Backoff kStateBackoff{
    .first = Milliseconds(250), .factor = 2, .steep_until = Milliseconds(5000)};

struct StateRequest {
  std::vector<std::string> instance_ids;
  std::string desired_state;
  bool check_state_only = false;
  bool fail_on_unexpected_stopped = false;
  std::optional<bool> force;
  std::optional<std::string> additional_info;
};

Result<StateRequest> read_state_request(const StepCall& step) {
  const ActionSpec& spec = *step.step.spec;
  const Json& inputs = step.inputs;
  StateRequest request;
  TRY_ASSIGN(request.instance_ids, string_list_input(inputs, "InstanceIds"));
  TRY_ASSIGN(std::string state, string_input(inputs, "DesiredState"));
  request.desired_state = declared_spelling(*find_input(spec, "DesiredState"), std::move(state));
  TRY_ASSIGN(const std::optional<bool> check_only,
             optional_boolean_input(inputs, "CheckStateOnly"));
  request.check_state_only = check_only.value_or(false);
  TRY_ASSIGN(const std::optional<bool> fail_on_stopped,
             optional_boolean_input(inputs, "FailOnUnexpectedStopped"));
  request.fail_on_unexpected_stopped = fail_on_stopped.value_or(false);
  TRY_ASSIGN(request.force, optional_boolean_input(inputs, "Force"));
  TRY_ASSIGN(request.additional_info, optional_string_input(inputs, "AdditionalInfo"));
  return request;
}

/// The call that asks for the state. All three are idempotent by nature.
CloudCall change_call(const StepCall& step, const StateRequest& request) {
  Json parameters = {{"InstanceIds", request.instance_ids}};
  if (request.desired_state == "running") {
    if (request.additional_info) parameters["AdditionalInfo"] = *request.additional_info;
    return cloud_call(step, "ec2", "StartInstances", std::move(parameters));
  }
  if (request.desired_state == "stopped") {
    if (request.force) parameters["Force"] = *request.force;
    return cloud_call(step, "ec2", "StopInstances", std::move(parameters));
  }
  return cloud_call(step, "ec2", "TerminateInstances", std::move(parameters));
}

/// How far one instance is.
struct Progress {
  bool reached = false;
  std::string unexpected;  // why it will never get there; empty = it still may
};

Progress progress_of(const StateRequest& request, const std::string& id,
                     const InstanceStatus& status) {
  const std::string& state = status.state;
  const bool gone = state == "shutting-down" || state == "terminated";
  const bool stopped_unasked = request.desired_state == "running" && state == "stopped" &&
                               request.fail_on_unexpected_stopped;
  if ((gone && request.desired_state != "terminated") || stopped_unasked) {
    return {false, fmt::format("Instance {} entered unexpected state: {}", id, state)};
  }
  if (state != request.desired_state) return {};
  if (request.desired_state != "running") return {true, {}};
  if (!status.failed_check.empty()) {
    return {false,
            fmt::format("Instance {} failed its status checks: {}", id, status.failed_check)};
  }
  return {status.is_checked, {}};
}

/// The memo tells from the first look on that the change has been made.
Outcome look_at_state_again(const StepCall& step) {
  Suspended suspended = poll_again(step, kStateBackoff);
  suspended.memo["phase"] = "verify";
  return suspended;
}

Outcome verify(const StepCall& step, Ports& ports, const StateRequest& request) {
  const CloudCall call = instance_status_call(step, request.instance_ids);
  const auto response = ports.cloud.call(call);
  if (!response) {
    if (is_transient(response.error())) return look_at_state_again(step);
    return Failed{native_failure(response.error(), kVerifying, call, step), nullptr};
  }
  bool all_reached = true;
  for (const std::string& id : request.instance_ids) {
    const Progress progress = progress_of(request, id, instance_status(*response, id));
    if (!progress.unexpected.empty()) {
      return Failed{verification_failure(kVerifying, progress.unexpected), nullptr};
    }
    all_reached = all_reached && progress.reached;
  }
  if (!all_reached) return look_at_state_again(step);
  Done done;
  done.outputs["InstanceStates"] =
      Json(std::vector<std::string>(request.instance_ids.size(), request.desired_state));
  return done;
}

Outcome advance_change_instance_state(const StepCall& step, Ports& ports) {
  const StateRequest request = read_state_request(step).value();
  if (step.memo.is_null() && !request.check_state_only) {
    const CloudCall change = change_call(step, request);
    const auto answer = ports.cloud.call(change);
    if (!answer) return Failed{native_failure(answer.error(), kChanging, change, step), nullptr};
  }
  return verify(step, ports, request);
}

}  // namespace

extern constinit const Action kChangeInstanceStateAction{kChangeInstanceStateSpec,
                                                         advance_change_instance_state};

}  // namespace ssm
