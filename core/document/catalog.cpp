// SPDX-License-Identifier: Apache-2.0
#include "core/document/catalog.h"

namespace ssm {
namespace {

using Type = InputSpec::Type;
using Names = std::string_view;

constexpr Names kStates[] = {"running", "stopped", "terminated"};
constexpr Names kInvocationTypes[] = {"RequestResponse", "Event", "DryRun"};
constexpr Names kLogTypes[] = {"None", "Tail"};
constexpr Names kIteratorTypes[] = {"Boolean", "Integer", "String", "StringMap"};
constexpr Names kShutdowns[] = {"stop", "terminate"};
constexpr Names kHashTypes[] = {"Sha256", "Sha1"};
constexpr Names kRuntimes[] = {
    "python3.11",     "python3.12",          "python3.10", "python3.9", "PowerShell 7.4",
    "PowerShell 7.0", "PowerShell Core 6.0", "python3.8",  "python3.7", "python3.6"};
constexpr Names kSleepAlternatives[] = {"Duration", "Timestamp", "TimeStamp"};
constexpr Names kScriptAlternatives[] = {"Script", "Attachment"};

constexpr InputSpec kApproveInputs[] = {
    {"NotificationArn", Type::kString, false, "The SNS topic that tells the approvers"},
    {"Message", Type::kString, false, "What the approvers are told"},
    {"MinRequiredApprovals", Type::kInteger, false, "How many approvals are needed; else 1"},
    {"Approvers", Type::kStringList, true, "Users and roles that may decide, by ARN or user name"},
};
constexpr Names kApproveOutputs[] = {"ApprovalStatus", "ApproverDecisions"};

constexpr InputSpec kPropertyInputs[] = {
    {"Service", Type::kString, true, "The AWS service, as the SDK for Python names it: ec2"},
    {"Api", Type::kString, true, "The operation, as the API reference names it: DescribeInstances"},
    {"PropertySelector", Type::kString, true, "The place in the response, as JSONPath"},
    {"DesiredValues", Type::kAny, true, "Any of these is right"},
};

constexpr InputSpec kBranchInputs[] = {
    {"Choices", Type::kMapList, true,
     "Conditions, each with the step that follows when it is the first to hold"},
    {"Default", Type::kString, false, "The step that follows when no choice applies"},
};
constexpr Names kBranchOutputs[] = {"NextStep", "OutputPayload"};

constexpr InputSpec kChangeInstanceStateInputs[] = {
    {"InstanceIds", Type::kStringList, true, "Ids of instances"},
    {"DesiredState", Type::kString, true, "The state they shall be in", kStates},
    {"CheckStateOnly", Type::kBoolean, false, "Only wait for the state, change nothing"},
    {"Force", Type::kBoolean, false, "Stop without waiting for the operating system"},
    {"AdditionalInfo", Type::kString, false},
    {"FailOnUnexpectedStopped", Type::kBoolean, false, "Fail at once when they stop unexpectedly"},
};
constexpr Names kChangeInstanceStateOutputs[] = {"InstanceStates"};

constexpr InputSpec kCopyImageInputs[] = {
    {"SourceRegion", Type::kString, true, "Where the image is"},
    {"SourceImageId", Type::kString, true, "The image that is copied"},
    {"ImageName", Type::kString, true, "The name of the new image"},
    {"ImageDescription", Type::kString, false, "What the image is"},
    {"Encrypted", Type::kBoolean, false, "Encrypt the copy"},
    {"KmsKeyId", Type::kString, false, "The key that encrypts it"},
    {"ClientToken", Type::kString, false, "Makes that it is done once"},
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
    {"ClientRequestToken", Type::kString, false, "Makes that it is done once"},
    {"DisableRollback", Type::kBoolean, false, "Keep what was made when it fails"},
    {"OnFailure", Type::kString, false, "What is done when it fails"},
    {"NotificationARNs", Type::kStringList, false, "Topics that are told"},
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
    {"ClientRequestToken", Type::kString, false, "Makes that it is done once"},
    {"RetainResources.member.N", Type::kStringList, false},
    {"RetainResources", Type::kStringList, false, "Resources that stay"},
    {"RoleARN", Type::kString, false, "The role that acts"},
};

constexpr InputSpec kExecuteAutomationInputs[] = {
    {"DocumentName", Type::kString, true, "The name or ARN of the document"},
    {"DocumentVersion", Type::kString, false, "Its version"},
    {"RuntimeParameters", Type::kStringMap, false, "Parameters of the child"},
    {"MaxConcurrency", Type::kString, false, "How many at once: a number or a percentage"},
    {"MaxErrors", Type::kString, false,
     "How many failures are tolerated: a number or a percentage"},
    {"Tags", Type::kMapList, false, "Tags as a list of Key and Value"},
    {"TargetLocations", Type::kMapList, false, "Accounts and Regions"},
    {"TargetMaps", Type::kMapList, false, "Parameters by target"},
    {"TargetParameterName", Type::kString, false, "The parameter that takes the target"},
    {"Targets", Type::kMapList, false, "What it is done to: a list of Key and Values"},
};
constexpr Names kExecuteAutomationOutputs[] = {"Output", "ExecutionId", "Status"};

constexpr InputSpec kExecuteAwsApiInputs[] = {
    {"Service", Type::kString, true, "The AWS service, as the SDK for Python names it: ec2"},
    {"Api", Type::kString, true, "The operation, as the API reference names it: DescribeInstances"},
};

constexpr InputSpec kExecuteScriptInputs[] = {
    {"Runtime", Type::kString, true, "The language and its version", kRuntimes},
    {"Handler", Type::kString, false, "The function that is called"},
    {"InputPayload", Type::kAny, false, "What the function is given"},
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
    {"InputPayload", Type::kStringMap, false, "What the function is given"},
    {"Payload", Type::kString, false, "What the function is given, as JSON text"},
};
constexpr Names kInvokeLambdaFunctionOutputs[] = {"LogResult", "OutputPayload", "FunctionError",
                                                  "Payload", "StatusCode"};

constexpr InputSpec kInvokeWebhookInputs[] = {
    {"IntegrationName", Type::kString, true, "The name of the webhook integration"},
    {"Body", Type::kString, false, "What is sent"},
};
constexpr Names kInvokeWebhookOutputs[] = {"Response", "ResponseCode", "OutputPayload"};

constexpr InputSpec kLoopInputs[] = {
    {"Steps", Type::kMapList, true, "The steps that are repeated"},
    {"Iterators", Type::kAny, false, "One round for each of these"},
    {"IteratorDataType", Type::kString, false, "The type of an item; else String", kIteratorTypes},
    {"LoopCondition", Type::kStringMap, false, "One more round while this holds"},
    {"MaxIterations", Type::kInteger, false, "The greatest number of rounds: 1 to 100"},
};
constexpr Names kLoopOutputs[] = {"CurrentIteration", "CurrentIteratorValue"};

// The only closed set that the service checks at creation, in the order in which it prints it.
constexpr InputSpec kRunCommandInputs[] = {
    {"Comment", Type::kString, false, "Said in the list of commands"},
    {"MaxErrors", Type::kString, false,
     "How many failures are tolerated: a number or a percentage"},
    {"Parameters", Type::kStringMap, false, "Parameters of what is run or made"},
    {"DocumentHashType", Type::kString, false, "The kind of checksum", kHashTypes},
    {"ServiceRoleArn", Type::kString, false, "The role that notifies"},
    {"MaxConcurrency", Type::kString, false, "How many at once: a number or a percentage"},
    {"Targets", Type::kMapList, false, "What it is done to: a list of Key and Values"},
    {"TimeoutSeconds", Type::kInteger, false, "How long to wait for the node to take it"},
    {"OutputS3KeyPrefix", Type::kString, false, "Where in the bucket the output goes"},
    {"CloudWatchOutputConfig", Type::kStringMap, false, "Output to CloudWatch Logs"},
    {"NotificationConfig", Type::kStringMap, false, "Who is told of its status"},
    {"DocumentVersion", Type::kString, false, "Its version"},
    {"InstanceIds", Type::kStringList, false, "Ids of instances"},
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
    {"ClientToken", Type::kString, false, "Makes that it is done once"},
};
constexpr Names kRunInstancesOutputs[] = {"InstanceIds", "InstanceStates", "OutputPayload"};

constexpr InputSpec kSleepInputs[] = {
    {"Duration", Type::kString, false, "How long, ISO 8601: PT10M"},
    {"Timestamp", Type::kString, false, "Until when, ISO 8601: 2030-01-01T00:00:00Z"},
    {"TimeStamp", Type::kString, false},
};

constexpr InputSpec kUpdateVariableInputs[] = {
    {"Name", Type::kString, true, "The variable: variable:NAME"},
    {"Value", Type::kAny, true, "Its new value"},
};

constexpr std::int64_t kWeek = 604800;
constexpr std::int64_t kLongestWaitOfPeople = 2592000;  // thirty days

// Members left out: open_inputs false, no outputs, 3,600 seconds, may be on a cancel target.
constexpr ActionSpec kActions[] = {
    {.name = "aws:approve",
     .inputs = kApproveInputs,
     .outputs = kApproveOutputs,
     .default_timeout_seconds = kWeek,
     .longest_timeout_seconds = kLongestWaitOfPeople,
     .may_be_on_cancel_target = false,
     .doc = "Waits until people have approved or rejected."},
    {.name = "aws:assertAwsResourceProperty",
     .inputs = kPropertyInputs,
     .open_inputs = true,
     .outputs = {},
     .doc = "Fails unless a property of a resource has one of the values."},
    {.name = "aws:branch",
     .inputs = kBranchInputs,
     .outputs = kBranchOutputs,
     .doc = "Goes on with the step of the first condition that holds."},
    {.name = "aws:changeInstanceState",
     .inputs = kChangeInstanceStateInputs,
     .outputs = kChangeInstanceStateOutputs,
     .doc = "Starts, stops or terminates instances and waits for it."},
    {.name = "aws:copyImage",
     .inputs = kCopyImageInputs,
     .outputs = kImageOutputs,
     .may_be_on_cancel_target = false,
     .doc = "Copies an image from another Region."},
    {.name = "aws:createImage",
     .inputs = kCreateImageInputs,
     .outputs = kImageOutputs,
     .may_be_on_cancel_target = false,
     .doc = "Makes an image of an instance."},
    {.name = "aws:createStack",
     .inputs = kCreateStackInputs,
     .outputs = kCreateStackOutputs,
     .may_be_on_cancel_target = false,
     .doc = "Makes a CloudFormation stack."},
    {.name = "aws:createTags",
     .inputs = kCreateTagsInputs,
     .outputs = {},
     .may_be_on_cancel_target = false,
     .doc = "Tags resources."},
    {.name = "aws:deleteImage",
     .inputs = kDeleteImageInputs,
     .outputs = {},
     .doc = "Deletes an image and its snapshots."},
    {.name = "aws:deleteStack",
     .inputs = kDeleteStackInputs,
     .outputs = {},
     .doc = "Deletes a CloudFormation stack."},
    {.name = "aws:executeAutomation",
     .inputs = kExecuteAutomationInputs,
     .outputs = kExecuteAutomationOutputs,
     .doc = "Runs another runbook and waits for its end."},
    {.name = "aws:executeAwsApi",
     .inputs = kExecuteAwsApiInputs,
     .open_inputs = true,
     .outputs = {},
     .doc = "Calls an operation of an AWS API; further inputs are its parameters."},
    {.name = "aws:executeScript",
     .inputs = kExecuteScriptInputs,
     .outputs = kExecuteScriptOutputs,
     .default_timeout_seconds = 600,
     .doc = "Runs a Python or PowerShell script.",
     .alternatives = kScriptAlternatives},
    {.name = "aws:executeStateMachine",
     .inputs = kExecuteStateMachineInputs,
     .outputs = kExecuteStateMachineOutputs,
     .doc = "Runs a Step Functions state machine."},
    {.name = "aws:invokeLambdaFunction",
     .inputs = kInvokeLambdaFunctionInputs,
     .outputs = kInvokeLambdaFunctionOutputs,
     .default_timeout_seconds = 300,
     .doc = "Invokes a Lambda function."},
    {.name = "aws:invokeWebhook",
     .inputs = kInvokeWebhookInputs,
     .outputs = kInvokeWebhookOutputs,
     .doc = "Calls a webhook integration."},
    {.name = "aws:loop",
     .inputs = kLoopInputs,
     .outputs = kLoopOutputs,
     .doc = "Repeats steps for each item, or while a condition holds."},
    {.name = "aws:pause",
     .inputs = {},
     .outputs = {},
     .default_timeout_seconds = kWeek,
     .longest_timeout_seconds = kLongestWaitOfPeople,
     .may_be_on_cancel_target = false,
     .doc = "Waits until it is resumed."},
    {.name = "aws:runCommand",
     .inputs = kRunCommandInputs,
     .outputs = kRunCommandOutputs,
     .doc = "Runs a command document on managed nodes."},
    {.name = "aws:runInstances",
     .inputs = kRunInstancesInputs,
     .outputs = kRunInstancesOutputs,
     .may_be_on_cancel_target = false,
     .doc = "Launches instances."},
    {.name = "aws:sleep",
     .inputs = kSleepInputs,
     .outputs = {},
     .default_timeout_seconds = 0,
     .wakes_when_done = true,
     .may_be_on_cancel_target = false,
     .doc = "Waits for a time, or until a time.",
     .alternatives = kSleepAlternatives},
    {.name = "aws:updateVariable",
     .inputs = kUpdateVariableInputs,
     .outputs = {},
     .doc = "Gives a variable a new value."},
    {.name = "aws:waitForAwsResourceProperty",
     .inputs = kPropertyInputs,
     .open_inputs = true,
     .outputs = {},
     .doc = "Waits until a property of a resource has one of the values."},
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
