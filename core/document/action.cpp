// SPDX-License-Identifier: Apache-2.0
#include "core/document/action.h"

#include "core/document/runtimes.h"

#include <algorithm>

#include "core/base/text.h"

namespace ssm {
namespace {

using Type = InputSpec::Type;
using Format = InputSpec::Format;
using Names = std::string_view;

constexpr Names kStates[] = {"running", "stopped", "terminated"};
constexpr Names kInvocationTypes[] = {"RequestResponse", "Event", "DryRun"};
constexpr Names kLogTypes[] = {"None", "Tail"};
constexpr Names kIteratorTypes[] = {"Boolean", "Integer", "String", "StringMap"};
constexpr Names kShutdowns[] = {"stop", "terminate"};
constexpr Names kHashTypes[] = {"Sha256", "Sha1"};
constexpr auto kRuntimes = script_runtime_names();
constexpr Names kSleepAlternatives[] = {"Duration", "Timestamp"};
constexpr Names kInstants[] = {"Timestamp"};
constexpr std::int64_t kLongestDelay = 604799;  // seconds. Source: spec/actions 21
// Published runbooks give a script outputs of several branches, of which one has run.
constexpr Names kKeptOfScript[] = {"InputPayload"};
// A loop's condition and steps refer to steps inside it.
constexpr Names kKeptOfLoop[] = {"LoopCondition", "Steps"};
constexpr Names kScriptAlternatives[] = {"Script", "Attachment"};

constexpr InputSpec kApproveInputs[] = {
    {"NotificationArn", Type::kString, false, "The SNS topic for the request"},
    {.name = "Message", .type = Type::kString, .doc = "Text for the approvers", .most = 4096},
    {.name = "MinRequiredApprovals",
     .type = Type::kInteger,
     .doc = "How many approvals are needed; else 1",
     .least = 1,
     .most_is_size_of = "Approvers"},
    {.name = "Approvers",
     .type = Type::kStringList,
     .required = true,
     .doc = "Users and roles that may decide, by ARN or user name",
     .least = 1,
     .most = 10},
    {.name = "EnhancedApprovals",
     .doc = "Approvers by kind and name",
     .only_in_change_templates = true},
};
constexpr Names kApproveOutputs[] = {"ApprovalStatus", "ApproverDecisions"};

constexpr InputSpec kPropertyInputs[] = {
    {"Service", Type::kString, true, "The AWS service, as the SDK for Python names it: ec2"},
    {"Api", Type::kString, true, "The operation, as the API reference names it: DescribeInstances"},
    {"PropertySelector", Type::kString, true, "The place in the response, as JSONPath"},
    {"DesiredValues", Type::kAny, true, "Accepted values; any one satisfies the check"},
};

constexpr InputSpec kBranchInputs[] = {
    {.name = "Choices",
     .type = Type::kMapList,
     .required = true,
     .doc = "Conditions, each with the step that follows when it is the first to hold",
     .format = Format::kChoices},
    {"Default", Type::kString, false, "The step that follows when no choice applies"},
};
constexpr Names kBranchOutputs[] = {"NextStep", "OutputPayload"};

constexpr InputSpec kChangeInstanceStateInputs[] = {
    {"InstanceIds", Type::kStringList, true, "Ids of instances"},
    {"DesiredState", Type::kString, true, "Desired state", kStates},
    {"CheckStateOnly", Type::kBoolean, false, "Only wait for the state, change nothing"},
    {"Force", Type::kBoolean, false, "Stop without waiting for the operating system"},
    {"AdditionalInfo", Type::kString, false},
    {"FailOnUnexpectedStopped", Type::kBoolean, false, "Fail when one stops unexpectedly"},
};
constexpr Names kChangeInstanceStateOutputs[] = {"InstanceStates"};

constexpr InputSpec kCopyImageInputs[] = {
    {"SourceRegion", Type::kString, true, "Where the image is"},
    {"SourceImageId", Type::kString, true, "The image that is copied"},
    {"ImageName", Type::kString, true, "The name of the new image"},
    {"ImageDescription", Type::kString, false, "What the image is"},
    {"Encrypted", Type::kBoolean, false, "Encrypt the copy"},
    {"KmsKeyId", Type::kString, false, "The key that encrypts it"},
    {"ClientToken", Type::kString, false,
     "Idempotency token: a repeated call has no further effect"},
};
constexpr Names kImageOutputs[] = {"ImageId", "ImageState", "OutputPayload"};

constexpr InputSpec kCreateImageInputs[] = {
    {"InstanceId", Type::kString, true, "The id of an instance"},
    {"ImageName", Type::kString, true, "The name of the new image"},
    {"ImageDescription", Type::kString, false, "What the image is"},
    {"NoReboot", Type::kBoolean, false, "Do not stop the instance meanwhile"},
    {"BlockDeviceMappings", Type::kAny, false, "Volumes of the instance"},
};

constexpr InputSpec kCreateStackInputs[] = {
    {"StackName", Type::kString, true, "The name or id of the stack"},
    {"TemplateBody", Type::kString, false, "The template"},
    {"TemplateURL", Type::kString, false, "Where the template is"},
    {"Capabilities", Type::kStringList, false, "What the template may do: CAPABILITY_IAM"},
    {"ClientRequestToken", Type::kString, false,
     "Idempotency token: a repeated call has no further effect"},
    {"DisableRollback", Type::kBoolean, false, "Keep what was made when it fails"},
    {"OnFailure", Type::kString, false, "What is done when it fails"},
    {"NotificationARNs", Type::kStringList, false, "SNS topics for the events of the stack"},
    {"Parameters", Type::kMapList, false, "Parameters of what is run or made"},
    {"ResourceTypes", Type::kStringList, false, "The only types of resources"},
    {"RoleARN", Type::kString, false, "The role that acts"},
    {"StackPolicyBody", Type::kString, false},
    {"StackPolicyURL", Type::kString, false},
    {"Tags", Type::kMapList, false, "Tags as a list of Key and Value"},
    {"TimeoutInMinutes", Type::kInteger, false, "How long it may take"},
};
constexpr Names kCreateStackOutputs[] = {"StackId", "StackStatus", "StackStatusReason",
                                         "OutputPayload"};

constexpr InputSpec kCreateTagsInputs[] = {
    {"ResourceIds", Type::kStringList, true, "What is tagged"},
    {"Tags", Type::kMapList, true, "Tags as a list of Key and Value"},
    {"ResourceType", Type::kString, false,
     "EC2, ManagedInstance, MaintenanceWindow or Parameter; else EC2"},
};

constexpr InputSpec kDeleteImageInputs[] = {{"ImageId", Type::kString, true, "The id of an image"}};

constexpr InputSpec kDeleteStackInputs[] = {
    {"StackName", Type::kString, true, "The name or id of the stack"},
    {"ClientRequestToken", Type::kString, false,
     "Idempotency token: a repeated call has no further effect"},
    {"RetainResources.member.N", Type::kStringList, false},
    {"RetainResources", Type::kStringList, false, "Resources that stay"},
    {"RoleARN", Type::kString, false, "The role that acts"},
};

constexpr InputSpec kExecuteAutomationInputs[] = {
    {.name = "DocumentName",
     .type = Type::kString,
     .required = true,
     .doc = "The name or ARN of the document",
     .format = Format::kRunbook},
    {"DocumentVersion", Type::kString, false, "Its version"},
    {"RuntimeParameters", Type::kStringMap, false, "Parameters of the child"},
    {"MaxConcurrency", Type::kString, false, "How many at the same time: a number or a percentage"},
    {"MaxErrors", Type::kString, false,
     "How many failures are tolerated: a number or a percentage"},
    {"Tags", Type::kMapList, false, "Tags as a list of Key and Value"},
    {"TargetLocations", Type::kMapList, false, "Accounts and Regions"},
    {"TargetMaps", Type::kMapList, false, "Parameters by target"},
    {"TargetParameterName", Type::kString, false, "The parameter that takes the target"},
    {"Targets", Type::kMapList, false, "Targets as a list of Key and Values"},
};
constexpr Names kExecuteAutomationOutputs[] = {"Output", "ExecutionId", "Status"};

constexpr InputSpec kExecuteAwsApiInputs[] = {
    {"Service", Type::kString, true, "The AWS service, as the SDK for Python names it: ec2"},
    {"Api", Type::kString, true, "The operation, as the API reference names it: DescribeInstances"},
};

constexpr InputSpec kExecuteScriptInputs[] = {
    {.name = "Runtime",
     .type = Type::kString,
     .required = true,
     .doc = "The language and its version",
     .values = kRuntimes,
     .format = Format::kRuntime},
    {"Handler", Type::kString, false, "The function that is called"},
    {"InputPayload", Type::kAny, false, "Input of the function"},
    {"Script", Type::kString, false, "The source of the script"},
    {"Attachment", Type::kString, false, "The attached file with the script"},
};
constexpr Names kExecuteScriptOutputs[] = {"Payload", "OutputPayload"};

constexpr InputSpec kExecuteStateMachineInputs[] = {
    {"stateMachineArn", Type::kString, true, "The state machine"},
    {"name", Type::kString, false, "The name of its execution"},
    {"input", Type::kString, false, "Its input, as JSON text"},
};
constexpr Names kExecuteStateMachineOutputs[] = {"executionArn", "input",     "name",
                                                 "output",       "startDate", "stateMachineArn",
                                                 "status",       "stopDate",  "OutputPayload"};

constexpr InputSpec kInvokeLambdaFunctionInputs[] = {
    {"FunctionName", Type::kString, true, "The name or ARN of the function"},
    {"Qualifier", Type::kString, false, "Its version or alias"},
    {"InvocationType", Type::kString, false, "Whether to wait for the answer", kInvocationTypes},
    {"LogType", Type::kString, false, "Tail: show the end of the log", kLogTypes},
    {"ClientContext", Type::kString, false, "About the client, as Base64"},
    {"InputPayload", Type::kStringMap, false, "Input of the function"},
    {"Payload", Type::kString, false, "Input of the function, as JSON text"},
};
constexpr Names kInvokeLambdaFunctionOutputs[] = {"LogResult", "OutputPayload", "FunctionError",
                                                  "Payload", "StatusCode"};

constexpr InputSpec kInvokeWebhookInputs[] = {
    {"IntegrationName", Type::kString, true, "The name of the webhook integration"},
    {"Body", Type::kString, false, "What is sent"},
};
constexpr Names kInvokeWebhookOutputs[] = {"Response", "ResponseCode", "OutputPayload"};

constexpr InputSpec kLoopInputs[] = {
    {.name = "Steps",
     .type = Type::kMapList,
     .required = true,
     .doc = "The steps that are repeated",
     .format = Format::kSteps},
    {.name = "Iterators", .doc = "One iteration for each of these", .most = 100},
    {"IteratorDataType", Type::kString, false, "The type of an item; else String", kIteratorTypes},
    {.name = "LoopCondition",
     .type = Type::kStringMap,
     .doc = "Another iteration starts while this holds",
     .format = Format::kCondition},
    {.name = "MaxIterations",
     .type = Type::kInteger,
     .doc = "The greatest number of iterations: 1 to 100",
     .least = 1,
     .most = 100},
};
constexpr Names kLoopOutputs[] = {"CurrentIteration", "CurrentIteratorValue"};

// The only closed set that the service checks at creation, in the order in which it prints it.
constexpr InputSpec kRunCommandInputs[] = {
    {"Comment", Type::kString, false, "Comment in the list of commands"},
    {"MaxErrors", Type::kString, false,
     "How many failures are tolerated: a number or a percentage"},
    {"Parameters", Type::kStringMap, false, "Parameters of what is run or made"},
    {"DocumentHashType", Type::kString, false, "The kind of checksum", kHashTypes},
    {"ServiceRoleArn", Type::kString, false, "The role that notifies"},
    {"MaxConcurrency", Type::kString, false, "How many at the same time: a number or a percentage"},
    {"Targets", Type::kMapList, false, "Targets as a list of Key and Values"},
    {"TimeoutSeconds", Type::kInteger, false, "How long to wait for the node to take it"},
    {"OutputS3KeyPrefix", Type::kString, false, "Where in the bucket the output goes"},
    {"CloudWatchOutputConfig", Type::kStringMap, false, "Output to CloudWatch Logs"},
    {"NotificationConfig", Type::kStringMap, false, "Notifications about its status"},
    {"DocumentVersion", Type::kString, false, "Its version"},
    {.name = "InstanceIds", .type = Type::kStringList, .doc = "Ids of instances", .most = 50},
    {"OutputS3BucketName", Type::kString, false, "The bucket for the output"},
    {"DocumentName", Type::kString, true, "The name or ARN of the document"},
    {"DocumentHash", Type::kString, false, "The checksum of the document"},
};
constexpr Names kRunCommandOutputs[] = {"CommandId", "Output", "OutputPayload", "ResponseCode",
                                        "Status"};

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
constexpr Names kRunInstancesOutputs[] = {"InstanceIds", "InstanceStates", "OutputPayload"};

constexpr InputSpec kSleepInputs[] = {
    {.name = "Duration",
     .type = Type::kString,
     .doc = "How long, ISO 8601: PT10M",
     .format = Format::kDuration,
     .most = kLongestDelay,
     .overridden_by = kInstants},
    {.name = "Timestamp",
     .type = Type::kString,
     .doc = "Until when, ISO 8601: 2030-01-01T00:00:00Z",
     .format = Format::kInstant,
     .most = kLongestDelay},
};

constexpr InputSpec kUpdateVariableInputs[] = {
    {.name = "Name",
     .type = Type::kString,
     .required = true,
     .doc = "The variable: variable:NAME",
     .format = Format::kVariable},
    {"Value", Type::kAny, true, "Its new value"},
};

constexpr std::int64_t kWeek = 604800;
constexpr std::int64_t kLongestWaitOfPeople = 2592000;  // thirty days

constexpr ActionSpec kActions[] = {
    {.name = "aws:approve",
     .doc = "Waits until people have approved or rejected.",
     .kind = ActionKind::kPerson,
     .impact = Impact::kNonMutating,
     .inputs = kApproveInputs,
     .outputs = kApproveOutputs,
     .default_timeout_seconds = kWeek,
     .longest_timeout_seconds = kLongestWaitOfPeople,
     .phase = "waiting for approval",
     .takes_signals = Awaits::kDecision,
     .may_be_on_cancel_target = false},
    {.name = "aws:assertAwsResourceProperty",
     .doc = "Fails unless a property of a resource has one of the values.",
     .impact = Impact::kNonMutating,
     .inputs = kPropertyInputs,
     .takes_api_parameters = true},
    {.name = "aws:branch",
     .doc = "Goes on with the step of the first condition that holds.",
     .kind = ActionKind::kBranch,
     .impact = Impact::kNonMutating,
     .inputs = kBranchInputs,
     .missing_reference = MissingReference::kBecomesNull,
     .outputs = kBranchOutputs},
    {.name = "aws:changeInstanceState",
     .doc = "Starts, stops or terminates instances and waits for it.",
     .impact = Impact::kMutating,
     .inputs = kChangeInstanceStateInputs,
     .outputs = kChangeInstanceStateOutputs,
     .fails_without_outputs = true},
    {.name = "aws:copyImage",
     .doc = "Copies an image from another Region.",
     .impact = Impact::kMutating,
     .inputs = kCopyImageInputs,
     .outputs = kImageOutputs,
     .may_be_on_cancel_target = false},
    {.name = "aws:createImage",
     .doc = "Makes an image of an instance.",
     .impact = Impact::kMutating,
     .inputs = kCreateImageInputs,
     .outputs = kImageOutputs,
     .may_be_on_cancel_target = false},
    {.name = "aws:createStack",
     .doc = "Makes a CloudFormation stack.",
     .impact = Impact::kMutating,
     .inputs = kCreateStackInputs,
     .outputs = kCreateStackOutputs,
     .may_be_on_cancel_target = false},
    {.name = "aws:createTags",
     .doc = "Tags resources.",
     .impact = Impact::kMutating,
     .inputs = kCreateTagsInputs,
     .may_be_on_cancel_target = false},
    {.name = "aws:deleteImage",
     .doc = "Deletes an image and its snapshots.",
     .impact = Impact::kMutating,
     .inputs = kDeleteImageInputs},
    {.name = "aws:deleteStack",
     .doc = "Deletes a CloudFormation stack.",
     .impact = Impact::kMutating,
     .inputs = kDeleteStackInputs},
    {.name = "aws:executeAutomation",
     .doc = "Runs another runbook and waits for its end.",
     .inputs = kExecuteAutomationInputs,
     .takes_other_inputs = true,
     .outputs = kExecuteAutomationOutputs,
     .outputs_unknown = true},
    {.name = "aws:executeAwsApi",
     .doc = "Calls an operation of an AWS API; further inputs are its parameters.",
     .inputs = kExecuteAwsApiInputs,
     .takes_api_parameters = true,
     .fails_without_outputs = true},
    {.name = "aws:executeScript",
     .doc = "Runs a Python or PowerShell script.",
     .kind = ActionKind::kScript,
     .inputs = kExecuteScriptInputs,
     .alternatives = kScriptAlternatives,
     .kept_inputs = kKeptOfScript,
     .outputs = kExecuteScriptOutputs,
     .default_timeout_seconds = 600,
     .stops_after_seconds = 600,
     .runs = Runs::kOnWorker},
    {.name = "aws:executeStateMachine",
     .doc = "Runs a Step Functions state machine.",
     .inputs = kExecuteStateMachineInputs,
     .outputs = kExecuteStateMachineOutputs},
    {.name = "aws:invokeLambdaFunction",
     .doc = "Invokes a Lambda function.",
     .inputs = kInvokeLambdaFunctionInputs,
     .outputs = kInvokeLambdaFunctionOutputs,
     .outputs_unknown = true,
     .reserves_outputs = true,
     .default_timeout_seconds = 300},
    {.name = "aws:invokeWebhook",
     .doc = "Calls a webhook integration.",
     .inputs = kInvokeWebhookInputs,
     .outputs = kInvokeWebhookOutputs},
    {.name = "aws:loop",
     .doc = "Repeats steps for each item, or while a condition holds.",
     .kind = ActionKind::kLoop,
     .inputs = kLoopInputs,
     .kept_inputs = kKeptOfLoop,
     .outputs = kLoopOutputs,
     .outputs_unknown = true,
     .takes_on_cancel = false},
    {.name = "aws:installDistributorPackageOnAzure",
     .doc = "Installs a package on virtual machines of Azure.",
     .takes_api_parameters = true,
     .outputs_unknown = true,
     .service_owned = true},
    {.name = "aws:pause",
     .doc = "Waits until it is resumed.",
     .kind = ActionKind::kPerson,
     .impact = Impact::kNonMutating,
     .takes_other_inputs = true,
     .needs_inputs = false,
     .default_timeout_seconds = kWeek,
     .longest_timeout_seconds = kLongestWaitOfPeople,
     .takes_signals = Awaits::kResume,
     .may_be_on_cancel_target = false},
    {.name = "aws:putServerUpgradeMetrics",
     .doc = "Counts upgrades of servers.",
     .takes_api_parameters = true,
     .outputs_unknown = true,
     .service_owned = true},
    {.name = "aws:runCommand",
     .doc = "Runs a command document on managed nodes.",
     .inputs = kRunCommandInputs,
     .inputs_are_closed = true,
     .outputs = kRunCommandOutputs},
    {.name = "aws:runInstances",
     .doc = "Launches instances.",
     .impact = Impact::kMutating,
     .inputs = kRunInstancesInputs,
     .outputs = kRunInstancesOutputs,
     .may_be_on_cancel_target = false},
    {.name = "aws:shareSQLMedia",
     .doc = "Shares installation media of SQL Server.",
     .takes_api_parameters = true,
     .outputs_unknown = true,
     .service_owned = true},
    {.name = "aws:sleep",
     .doc = "Waits for a time, or until a time.",
     .kind = ActionKind::kSleep,
     .impact = Impact::kNonMutating,
     .inputs = kSleepInputs,
     .alternatives = kSleepAlternatives,
     .default_timeout_seconds = 0,
     .phase = "sleeping",
     .wake_is_completion = true},
    {.name = "aws:updateVariable",
     .doc = "Gives a variable a new value.",
     .kind = ActionKind::kVariable,
     .impact = Impact::kMutating,
     .inputs = kUpdateVariableInputs},
    {.name = "aws:waitForAwsResourceProperty",
     .doc = "Waits until a property of a resource has one of the values.",
     .impact = Impact::kNonMutating,
     .inputs = kPropertyInputs,
     .takes_api_parameters = true},
};

}  // namespace

const ActionSpec& unknown_action() {
  static constexpr ActionSpec kUnknown;
  return kUnknown;
}

const ActionSpec* find_action_spec(std::string_view name) {
  for (const ActionSpec& action : kActions) {
    if (action.name == name) return &action;
  }
  return nullptr;
}

const ActionSpec& action_of_kind(ActionKind kind) {
  const auto* const found = std::ranges::find(kActions, kind, &ActionSpec::kind);
  return found == std::end(kActions) ? unknown_action() : *found;
}

std::span<const ActionSpec> action_specs() {
  return kActions;
}

const InputSpec* find_input(const ActionSpec& action, std::string_view name) {
  const auto found =
      std::find_if(action.inputs.begin(), action.inputs.end(),
                   [&](const InputSpec& input) { return equals_ignore_case(input.name, name); });
  return found == action.inputs.end() ? nullptr : &*found;
}

const InputSpec* find_input(const ActionSpec& action, Format format) {
  const auto found = std::ranges::find(action.inputs, format, &InputSpec::format);
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

std::string_view to_text(Impact impact) {
  switch (impact) {
    case Impact::kMutating:
      return "Mutating";
    case Impact::kNonMutating:
      return "NonMutating";
    case Impact::kUndetermined:
      break;
  }
  return "Undetermined";
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
