// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "actions/cloud_failure.h"
#include "actions/inputs.h"
#include "actions/instance_status.h"
#include "actions/polling.h"
#include "core/base/text.h"
#include "core/document/input_value.h"
#include "core/engine/action.h"

namespace ssm {
namespace {

using Type = InputSpec::Type;

constexpr std::string_view kShutdowns[] = {"stop", "terminate"};
constexpr InputSpec kRunInstancesInputs[] = {
    {"ImageId", Type::kString, true, "The id of an image"},
    {"InstanceType", Type::kString, false, "Like t3.micro"},
    {"MinInstanceCount", Type::kInteger, false, "The least number of instances"},
    {"MaxInstanceCount", Type::kInteger, false, "The greatest number of instances"},
    {"IamInstanceProfileName", Type::kString, false, "The instance profile, by name"},
    {"IamInstanceProfileArn", Type::kString, false, "The instance profile, by ARN"},
    {"KeyName", Type::kString, false, "The key pair"},
    {"KernelId", Type::kString, false},
    {"RamdiskId", Type::kString, false},
    {"SubnetId", Type::kString, false},
    {"PrivateIpAddress", Type::kString, false, "The primary private address"},
    {"AdditionalInfo", Type::kString, false},
    {"InstanceInitiatedShutdownBehavior", Type::kString, false, "What a shutdown from inside does",
     kShutdowns},
    {"SecurityGroupIds", Type::kStringList, false, "Security groups, by id"},
    {"SecurityGroups", Type::kStringList, false, "Security groups, by name"},
    {"SecurityGroup", Type::kStringList, false},
    {"BlockDeviceMappings", Type::kMapList, false, "Volumes of the instance"},
    {"NetworkInterfaces", Type::kMapList, false},
    {"TagSpecifications", Type::kMapList, false, "Tags of what is made"},
    {"Placement", Type::kStringMap, false},
    {"MetadataOptions", Type::kStringMap, false, "Options of the metadata service"},
    {"Monitoring", Type::kAny, false, "Detailed monitoring"},
    {"DisableApiTermination", Type::kBoolean, false, "Protect it from termination"},
    {"EbsOptimized", Type::kBoolean, false, "Optimise for EBS"},
    {"UserData", Type::kString, false, "User data, as Base64"},
    {"ClientToken", Type::kString, false,
     "Idempotency token: a repeated call has no further effect"},
};
constexpr std::string_view kRunInstancesOutputs[] = {"InstanceIds", "InstanceStates",
                                                     "OutputPayload"};

/// The phase of failures and timeouts once instances are launched.
constexpr std::string_view kVerifyingLaunch = "verifying launched instance(s) are ready to be used";

constexpr ActionSpec kRunInstancesSpec = {
    .name = "aws:runInstances",
    .doc = "Launches instances.",
    .impact = Impact::kMutating,
    .inputs = kRunInstancesInputs,
    .outputs = kRunInstancesOutputs,
    .phase = kVerifyingLaunch,
    .may_be_on_cancel_target = false,
};

constexpr std::string_view kLaunching = "launching the instance(s)";
constexpr std::string_view kLaunchedIds = "InstanceIds";  // in the memo

/// Local runs should not wait long for what the simulated account does in a second.
constexpr Backoff kLaunchBackoff{
    .first = Milliseconds(250), .factor = 2, .steep_until = Milliseconds(5000)};

constexpr std::string_view kLaunchTexts[] = {"ImageId",          "InstanceType",   "KeyName",
                                             "KernelId",         "RamdiskId",      "SubnetId",
                                             "PrivateIpAddress", "AdditionalInfo", "UserData"};
constexpr std::string_view kLaunchBooleans[] = {"DisableApiTermination", "EbsOptimized"};
constexpr std::string_view kLaunchMapLists[] = {"BlockDeviceMappings", "NetworkInterfaces",
                                                "TagSpecifications"};
constexpr std::string_view kLaunchMaps[] = {"Placement", "MetadataOptions"};

Completed add_texts(Json& request, const Json& inputs) {
  for (const std::string_view name : kLaunchTexts) {
    TRY_ASSIGN(const std::optional<std::string> text, optional_string_input(inputs, name));
    if (text) request[std::string(name)] = *text;
  }
  TRY_ASSIGN(const std::optional<std::string> shutdown,
             optional_string_input(inputs, "InstanceInitiatedShutdownBehavior"));
  if (shutdown) request["InstanceInitiatedShutdownBehavior"] = to_lower(*shutdown);
  return {};
}

Completed add_counts(Json& request, const Json& inputs) {
  TRY_ASSIGN(const std::optional<std::int64_t> least,
             optional_integer_input(inputs, "MinInstanceCount"));
  TRY_ASSIGN(const std::optional<std::int64_t> most,
             optional_integer_input(inputs, "MaxInstanceCount"));
  request["MinCount"] = least.value_or(1);
  request["MaxCount"] = most.value_or(1);
  return {};
}

Completed add_groups(Json& request, const Json& inputs) {
  for (const std::string_view name : {"SecurityGroupIds", "SecurityGroup", "SecurityGroups"}) {
    if (!has_input(inputs, name)) continue;
    TRY_ASSIGN(const std::vector<std::string> groups, string_list_input(inputs, name));
    request[name == "SecurityGroup" ? "SecurityGroups" : std::string(name)] = groups;
  }
  return {};
}

Completed add_maps(Json& request, const Json& inputs) {
  for (const std::string_view name : kLaunchMapLists) {
    if (!has_input(inputs, name)) continue;
    TRY_ASSIGN(request[std::string(name)], map_list_input(inputs, name));
  }
  for (const std::string_view name : kLaunchMaps)
    if (has_input(inputs, name)) request[std::string(name)] = *find_input_value(inputs, name);
  Json profile = Json::object();
  TRY_ASSIGN(const std::optional<std::string> name,
             optional_string_input(inputs, "IamInstanceProfileName"));
  TRY_ASSIGN(const std::optional<std::string> arn,
             optional_string_input(inputs, "IamInstanceProfileArn"));
  if (name) profile["Name"] = *name;
  if (arn) profile["Arn"] = *arn;
  if (!profile.empty()) request["IamInstanceProfile"] = std::move(profile);
  return {};
}

Completed add_switches(Json& request, const Json& inputs) {
  for (const std::string_view name : kLaunchBooleans) {
    TRY_ASSIGN(const std::optional<bool> on, optional_boolean_input(inputs, name));
    if (on) request[std::string(name)] = *on;
  }
  if (!has_input(inputs, "Monitoring")) return {};
  // {Enabled}, or whether it is.
  const Json& monitoring = *find_input_value(inputs, "Monitoring");
  if (monitoring.is_object()) {
    request["Monitoring"] = monitoring;
    return {};
  }
  TRY_ASSIGN(const std::optional<bool> enabled, optional_boolean_input(inputs, "Monitoring"));
  request["Monitoring"] = {{"Enabled", enabled.value_or(false)}};
  return {};
}

Result<CloudCall> launch_call(const StepCall& step) {
  const Json& inputs = step.inputs;
  Json request = Json::object();
  TRY(add_texts(request, inputs));
  TRY(add_counts(request, inputs));
  TRY(add_groups(request, inputs));
  TRY(add_maps(request, inputs));
  TRY(add_switches(request, inputs));
  TRY_ASSIGN(const std::optional<std::string> token, optional_string_input(inputs, "ClientToken"));
  request["ClientToken"] = token ? *token : step.client_token();
  return cloud_call(step, "ec2", "RunInstances", std::move(request));
}

std::optional<Failed> check_run_instances(const StepCall& step) {
  return check_native_call(launch_call(step), kLaunching, step);
}

Json launch_outputs(const std::vector<std::string>& ids, const std::vector<std::string>& states) {
  const Json both = {{"InstanceIds", ids}, {"InstanceStates", states}};
  Json outputs = both;
  outputs["OutputPayload"] = both;
  return outputs;
}

std::vector<std::string> noted_instances(const StepCall& step) {
  const Json* ids = find_member(step.memo, kLaunchedIds);
  return ids == nullptr ? std::vector<std::string>() : ids->get<std::vector<std::string>>();
}

/// The instances are outputs from now on, whatever becomes of them.
Outcome launch_instances(const StepCall& step, Ports& ports) {
  const CloudCall call = launch_call(step).value();
  const auto answer = ports.cloud.call(call);
  if (!answer) return Failed{native_failure(answer.error(), kLaunching, call, step), nullptr};
  std::vector<std::string> ids;
  if (const Json* instances = find_member(*answer, "Instances"); instances && instances->is_array())
    for (const Json& instance : *instances) ids.push_back(string_member(instance, "InstanceId"));
  if (ids.empty())
    return Failed{verification_failure(kLaunching, "RunInstances launched no instance"), nullptr};
  Suspended suspended = poll_again(step, kLaunchBackoff);
  suspended.memo[std::string(kLaunchedIds)] = ids;
  suspended.outputs = launch_outputs(ids, std::vector<std::string>(ids.size(), "pending"));
  return suspended;
}

/// Why the instance will not become ready; empty: it still may, or is.
std::string obstacle_of(const std::string& id, const InstanceStatus& status) {
  const std::string& state = status.state;
  if (!state.empty() && state != "pending" && state != "running")
    return fmt::format("Instance {} entered unexpected state: {}", id, state);
  if (state == "running" && !status.failed_check.empty())
    return fmt::format("Instance {} failed its status checks: {}", id, status.failed_check);
  return {};
}

Outcome look_at_instances(const StepCall& step, Ports& ports, const std::vector<std::string>& ids) {
  const CloudCall call = instance_status_call(step, ids);
  const auto response = ports.cloud.call(call);
  if (!response) {
    // An instance that has just been launched may not be listed yet.
    if (is_transient(response.error()) || response.error().code == "InvalidInstanceID.NotFound")
      return poll_again(step, kLaunchBackoff);
    return Failed{native_failure(response.error(), kVerifyingLaunch, call, step), nullptr};
  }
  std::vector<std::string> states;
  std::string obstacle;
  bool all_ready = true;
  for (const std::string& id : ids) {
    const InstanceStatus status = instance_status(*response, id);
    states.push_back(status.state.empty() ? "pending" : status.state);
    if (obstacle.empty()) obstacle = obstacle_of(id, status);
    all_ready = all_ready && status.state == "running" && status.is_checked;
  }
  if (!obstacle.empty())
    return Failed{verification_failure(kVerifyingLaunch, obstacle), launch_outputs(ids, states)};
  if (!all_ready) return poll_again(step, kLaunchBackoff);
  Done done;
  done.outputs = launch_outputs(ids, states);
  return done;
}

Outcome advance_run_instances(const StepCall& step, Ports& ports) {
  const std::vector<std::string> ids = noted_instances(step);
  return ids.empty() ? launch_instances(step, ports) : look_at_instances(step, ports, ids);
}

}  // namespace

extern constinit const Action kRunInstancesAction{kRunInstancesSpec, check_run_instances,
                                                  advance_run_instances};

}  // namespace ssm
