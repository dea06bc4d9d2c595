// SPDX-License-Identifier: Apache-2.0
#include "core/document/catalog.h"

namespace ssm {
namespace {

using Type = InputSpec::Type;
using Names = std::string_view;

constexpr InputSpec kApproveInputs[] = {
    {"NotificationArn", Type::kString, false},
    {"Message", Type::kString, false},
    {"MinRequiredApprovals", Type::kInteger, false},
    {"Approvers", Type::kStringList, true},
};
constexpr Names kApproveOutputs[] = {"ApprovalStatus", "ApproverDecisions"};

constexpr InputSpec kPropertyInputs[] = {
    {"Service", Type::kString, true},
    {"Api", Type::kString, true},
    {"PropertySelector", Type::kString, true},
    {"DesiredValues", Type::kAny, true},
};

constexpr InputSpec kBranchInputs[] = {
    {"Choices", Type::kMapList, true},
    {"Default", Type::kString, false},
};
constexpr Names kBranchOutputs[] = {"NextStep", "OutputPayload"};

constexpr InputSpec kChangeInstanceStateInputs[] = {
    {"InstanceIds", Type::kStringList, true},  {"DesiredState", Type::kString, true},
    {"CheckStateOnly", Type::kBoolean, false}, {"Force", Type::kBoolean, false},
    {"AdditionalInfo", Type::kString, false},  {"FailOnUnexpectedStopped", Type::kBoolean, false},
};
constexpr Names kChangeInstanceStateOutputs[] = {"InstanceStates"};

constexpr InputSpec kCopyImageInputs[] = {
    {"SourceRegion", Type::kString, true}, {"SourceImageId", Type::kString, true},
    {"ImageName", Type::kString, true},    {"ImageDescription", Type::kString, false},
    {"Encrypted", Type::kBoolean, false},  {"KmsKeyId", Type::kString, false},
    {"ClientToken", Type::kString, false},
};
constexpr Names kImageOutputs[] = {"ImageId", "ImageState", "OutputPayload"};

constexpr InputSpec kCreateImageInputs[] = {
    {"InstanceId", Type::kString, true},        {"ImageName", Type::kString, true},
    {"ImageDescription", Type::kString, false}, {"NoReboot", Type::kBoolean, false},
    {"BlockDeviceMappings", Type::kAny, false},
};

constexpr InputSpec kCreateStackInputs[] = {
    {"StackName", Type::kString, true},
    {"TemplateBody", Type::kString, false},
    {"TemplateURL", Type::kString, false},
    {"Capabilities", Type::kStringList, false},
    {"ClientRequestToken", Type::kString, false},
    {"DisableRollback", Type::kBoolean, false},
    {"OnFailure", Type::kString, false},
    {"NotificationARNs", Type::kStringList, false},
    {"Parameters", Type::kMapList, false},
    {"ResourceTypes", Type::kStringList, false},
    {"RoleARN", Type::kString, false},
    {"StackPolicyBody", Type::kString, false},
    {"StackPolicyURL", Type::kString, false},
    {"Tags", Type::kMapList, false},
    {"TimeoutInMinutes", Type::kInteger, false},
};
constexpr Names kCreateStackOutputs[] = {"StackId", "StackStatus", "StackStatusReason",
                                         "OutputPayload"};

constexpr InputSpec kCreateTagsInputs[] = {
    {"ResourceIds", Type::kStringList, true},
    {"Tags", Type::kMapList, true},
    {"ResourceType", Type::kString, false},
};

constexpr InputSpec kDeleteImageInputs[] = {{"ImageId", Type::kString, true}};

constexpr InputSpec kDeleteStackInputs[] = {
    {"StackName", Type::kString, true},
    {"ClientRequestToken", Type::kString, false},
    {"RetainResources.member.N", Type::kStringList, false},
    {"RetainResources", Type::kStringList, false},
    {"RoleARN", Type::kString, false},
};

constexpr InputSpec kExecuteAutomationInputs[] = {
    {"DocumentName", Type::kString, true},
    {"DocumentVersion", Type::kString, false},
    {"RuntimeParameters", Type::kStringMap, false},
    {"MaxConcurrency", Type::kString, false},
    {"MaxErrors", Type::kString, false},
    {"Tags", Type::kMapList, false},
    {"TargetLocations", Type::kMapList, false},
    {"TargetMaps", Type::kMapList, false},
    {"TargetParameterName", Type::kString, false},
    {"Targets", Type::kMapList, false},
};
constexpr Names kExecuteAutomationOutputs[] = {"Output", "ExecutionId", "Status"};

constexpr InputSpec kExecuteAwsApiInputs[] = {
    {"Service", Type::kString, true},
    {"Api", Type::kString, true},
};

constexpr InputSpec kExecuteScriptInputs[] = {
    {"Runtime", Type::kString, true},     {"Handler", Type::kString, false},
    {"InputPayload", Type::kAny, false},  {"Script", Type::kString, false},
    {"Attachment", Type::kString, false},
};
constexpr Names kExecuteScriptOutputs[] = {"Payload", "OutputPayload"};

constexpr InputSpec kExecuteStateMachineInputs[] = {
    {"stateMachineArn", Type::kString, true},
    {"name", Type::kString, false},
    {"input", Type::kString, false},
};
constexpr Names kExecuteStateMachineOutputs[] = {"executionArn", "input",     "name",
                                                 "output",       "startDate", "stateMachineArn",
                                                 "status",       "stopDate",  "OutputPayload"};

constexpr InputSpec kInvokeLambdaFunctionInputs[] = {
    {"FunctionName", Type::kString, true},    {"Qualifier", Type::kString, false},
    {"InvocationType", Type::kString, false}, {"LogType", Type::kString, false},
    {"ClientContext", Type::kString, false},  {"InputPayload", Type::kStringMap, false},
    {"Payload", Type::kString, false},
};
constexpr Names kInvokeLambdaFunctionOutputs[] = {"LogResult", "OutputPayload", "FunctionError",
                                                  "Payload", "StatusCode"};

constexpr InputSpec kInvokeWebhookInputs[] = {
    {"IntegrationName", Type::kString, true},
    {"Body", Type::kString, false},
};
constexpr Names kInvokeWebhookOutputs[] = {"Response", "ResponseCode", "OutputPayload"};

constexpr InputSpec kLoopInputs[] = {
    {"Steps", Type::kMapList, true},
    {"Iterators", Type::kAny, false},
    {"IteratorDataType", Type::kString, false},
    {"LoopCondition", Type::kStringMap, false},
    {"MaxIterations", Type::kInteger, false},
};
constexpr Names kLoopOutputs[] = {"CurrentIteration", "CurrentIteratorValue"};

// The only closed set that the service checks at creation, in the order in which it prints it.
constexpr InputSpec kRunCommandInputs[] = {
    {"Comment", Type::kString, false},
    {"MaxErrors", Type::kString, false},
    {"Parameters", Type::kStringMap, false},
    {"DocumentHashType", Type::kString, false},
    {"ServiceRoleArn", Type::kString, false},
    {"MaxConcurrency", Type::kString, false},
    {"Targets", Type::kMapList, false},
    {"TimeoutSeconds", Type::kInteger, false},
    {"OutputS3KeyPrefix", Type::kString, false},
    {"CloudWatchOutputConfig", Type::kStringMap, false},
    {"NotificationConfig", Type::kStringMap, false},
    {"DocumentVersion", Type::kString, false},
    {"InstanceIds", Type::kStringList, false},
    {"OutputS3BucketName", Type::kString, false},
    {"DocumentName", Type::kString, true},
    {"DocumentHash", Type::kString, false},
};
constexpr Names kRunCommandOutputs[] = {"CommandId", "Output", "OutputPayload", "ResponseCode",
                                        "Status"};

constexpr InputSpec kRunInstancesInputs[] = {
    {"ImageId", Type::kString, true},
    {"InstanceType", Type::kString, false},
    {"MinInstanceCount", Type::kInteger, false},
    {"MaxInstanceCount", Type::kInteger, false},
    {"IamInstanceProfileName", Type::kString, false},
    {"IamInstanceProfileArn", Type::kString, false},
    {"KeyName", Type::kString, false},
    {"KernelId", Type::kString, false},
    {"RamdiskId", Type::kString, false},
    {"SubnetId", Type::kString, false},
    {"PrivateIpAddress", Type::kString, false},
    {"AdditionalInfo", Type::kString, false},
    {"InstanceInitiatedShutdownBehavior", Type::kString, false},
    {"SecurityGroupIds", Type::kStringList, false},
    {"SecurityGroups", Type::kStringList, false},
    {"SecurityGroup", Type::kStringList, false},
    {"BlockDeviceMappings", Type::kMapList, false},
    {"NetworkInterfaces", Type::kMapList, false},
    {"TagSpecifications", Type::kMapList, false},
    {"Placement", Type::kStringMap, false},
    {"MetadataOptions", Type::kStringMap, false},
    {"Monitoring", Type::kAny, false},
    {"DisableApiTermination", Type::kBoolean, false},
    {"EbsOptimized", Type::kBoolean, false},
    {"UserData", Type::kString, false},
    {"ClientToken", Type::kString, false},
};
constexpr Names kRunInstancesOutputs[] = {"InstanceIds", "InstanceStates", "OutputPayload"};

constexpr InputSpec kSleepInputs[] = {
    {"Duration", Type::kString, false},
    {"Timestamp", Type::kString, false},
    {"TimeStamp", Type::kString, false},
};

constexpr InputSpec kUpdateVariableInputs[] = {
    {"Name", Type::kString, true},
    {"Value", Type::kAny, true},
};

constexpr std::int64_t kWeek = 604800;

// Members left out: open_inputs false, no outputs, 3,600 seconds, may be on a cancel target.
constexpr ActionSpec kActions[] = {
    {.name = "aws:approve",
     .inputs = kApproveInputs,
     .outputs = kApproveOutputs,
     .default_timeout_seconds = kWeek,
     .may_be_on_cancel_target = false},
    {.name = "aws:assertAwsResourceProperty",
     .inputs = kPropertyInputs,
     .open_inputs = true,
     .outputs = {}},
    {.name = "aws:branch", .inputs = kBranchInputs, .outputs = kBranchOutputs},
    {.name = "aws:changeInstanceState",
     .inputs = kChangeInstanceStateInputs,
     .outputs = kChangeInstanceStateOutputs},
    {.name = "aws:copyImage",
     .inputs = kCopyImageInputs,
     .outputs = kImageOutputs,
     .may_be_on_cancel_target = false},
    {.name = "aws:createImage",
     .inputs = kCreateImageInputs,
     .outputs = kImageOutputs,
     .may_be_on_cancel_target = false},
    {.name = "aws:createStack",
     .inputs = kCreateStackInputs,
     .outputs = kCreateStackOutputs,
     .may_be_on_cancel_target = false},
    {.name = "aws:createTags",
     .inputs = kCreateTagsInputs,
     .outputs = {},
     .may_be_on_cancel_target = false},
    {.name = "aws:deleteImage", .inputs = kDeleteImageInputs, .outputs = {}},
    {.name = "aws:deleteStack", .inputs = kDeleteStackInputs, .outputs = {}},
    {.name = "aws:executeAutomation",
     .inputs = kExecuteAutomationInputs,
     .outputs = kExecuteAutomationOutputs},
    {.name = "aws:executeAwsApi",
     .inputs = kExecuteAwsApiInputs,
     .open_inputs = true,
     .outputs = {}},
    {.name = "aws:executeScript",
     .inputs = kExecuteScriptInputs,
     .outputs = kExecuteScriptOutputs,
     .default_timeout_seconds = 600},
    {.name = "aws:executeStateMachine",
     .inputs = kExecuteStateMachineInputs,
     .outputs = kExecuteStateMachineOutputs},
    {.name = "aws:invokeLambdaFunction",
     .inputs = kInvokeLambdaFunctionInputs,
     .outputs = kInvokeLambdaFunctionOutputs,
     .default_timeout_seconds = 300},
    {.name = "aws:invokeWebhook", .inputs = kInvokeWebhookInputs, .outputs = kInvokeWebhookOutputs},
    {.name = "aws:loop", .inputs = kLoopInputs, .outputs = kLoopOutputs},
    {.name = "aws:pause",
     .inputs = {},
     .outputs = {},
     .default_timeout_seconds = 0,
     .may_be_on_cancel_target = false},
    {.name = "aws:runCommand", .inputs = kRunCommandInputs, .outputs = kRunCommandOutputs},
    {.name = "aws:runInstances",
     .inputs = kRunInstancesInputs,
     .outputs = kRunInstancesOutputs,
     .may_be_on_cancel_target = false},
    {.name = "aws:sleep",
     .inputs = kSleepInputs,
     .outputs = {},
     .default_timeout_seconds = 0,
     .may_be_on_cancel_target = false},
    {.name = "aws:updateVariable", .inputs = kUpdateVariableInputs, .outputs = {}},
    {.name = "aws:waitForAwsResourceProperty",
     .inputs = kPropertyInputs,
     .open_inputs = true,
     .outputs = {}},
};

}  // namespace

const ActionSpec* find_action_spec(std::string_view name) {
  for (const ActionSpec& action : kActions) {
    if (action.name == name) return &action;
  }
  return nullptr;
}

std::span<const ActionSpec> action_specs() {
  return kActions;
}

const InputSpec* find_input(const ActionSpec& action, std::string_view name) {
  const auto found = std::find_if(action.inputs.begin(), action.inputs.end(),
                                  [&](const InputSpec& input) { return input.name == name; });
  return found == action.inputs.end() ? nullptr : &*found;
}

std::string_view to_text(Type type) {
  switch (type) {
    case Type::kString:
      return "String";
    case Type::kStringList:
      return "StringList";
    case Type::kInteger:
      return "Integer";
    case Type::kBoolean:
      return "Boolean";
    case Type::kStringMap:
      return "StringMap";
    case Type::kMapList:
      return "MapList";
    case Type::kAny:
      break;
  }
  return "";
}

bool can_feed(ValueType from, Type to) {
  const bool scalar =
      from == ValueType::kString || from == ValueType::kInteger || from == ValueType::kBoolean;
  switch (to) {
    case Type::kString:
    case Type::kInteger:
    case Type::kBoolean:
      return scalar || from == ValueType::kStringList;
    case Type::kStringList:
      return from == ValueType::kString || from == ValueType::kStringList;
    case Type::kStringMap:
      return from == ValueType::kStringMap;
    case Type::kMapList:
      return from == ValueType::kMapList;
    case Type::kAny:
      break;
  }
  return true;
}

}  // namespace ssm
