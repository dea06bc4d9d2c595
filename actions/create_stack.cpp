// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "actions/cloud_failure.h"
#include "actions/inputs.h"
#include "actions/stack_look.h"
#include "core/document/input_value.h"
#include "core/engine/action.h"

namespace ssm {
namespace {

using Type = InputSpec::Type;

constexpr std::string_view kOnFailureValues[] = {"DO_NOTHING", "ROLLBACK", "DELETE"};
constexpr std::string_view kTemplates[] = {"TemplateBody", "TemplateURL"};
constexpr InputSpec kCreateStackInputs[] = {
    {.name = "StackName",
     .type = Type::kString,
     .required = true,
     .doc = "The name of the stack",
     .most = 128},
    {.name = "TemplateBody", .type = Type::kString, .doc = "The template", .most = 51'200},
    {.name = "TemplateURL", .type = Type::kString, .doc = "Where the template is", .most = 1024},
    {"Capabilities", Type::kStringList, false, "What the template may do: CAPABILITY_IAM"},
    {.name = "ClientRequestToken",
     .type = Type::kString,
     .doc = "Idempotency token: a repeated call has no further effect",
     .most = 128},
    {"DisableRollback", Type::kBoolean, false, "Keep what was made when it fails"},
    {"OnFailure", Type::kString, false, "What is done when it fails", kOnFailureValues},
    {.name = "NotificationARNs",
     .type = Type::kStringList,
     .doc = "SNS topics for the events of the stack",
     .most = 5},
    {"Parameters", Type::kMapList, false, "Parameters of what is run or made"},
    {"ResourceTypes", Type::kStringList, false, "The only types of resources"},
    {"RoleARN", Type::kString, false, "The role that acts"},
    {"StackPolicyBody", Type::kString, false},
    {"StackPolicyURL", Type::kString, false},
    {.name = "Tags", .type = Type::kMapList, .doc = "Tags as a list of Key and Value", .most = 10},
    {"TimeoutInMinutes", Type::kInteger, false, "How long it may take"},
};
constexpr std::string_view kCreateStackOutputs[] = {"StackId", "StackStatus", "StackStatusReason",
                                                    "OutputPayload"};

constexpr std::string_view kVerifyingNewStack = "verifying the stack has been created";

constexpr ActionSpec kCreateStackSpec = {
    .name = "aws:createStack",
    .doc = "Makes a CloudFormation stack.",
    .impact = Impact::kMutating,
    .inputs = kCreateStackInputs,
    .alternatives = kTemplates,
    .outputs = kCreateStackOutputs,
    .phase = kVerifyingNewStack,
    .may_be_on_cancel_target = false,
};

constexpr std::string_view kCreatingStack = "creating the stack";
constexpr std::string_view kVerifyingNoStack = "verifying the stack does not exist";

// What the memo holds: the stack that is being created, or the old one that is being deleted.
constexpr std::string_view kNewStackId = "StackId";
constexpr std::string_view kOldStackId = "OldStackId";

/// Numbers and Booleans among the values of Parameters and Tags are texts there.
Json with_text_values(Json maps) {
  for (Json& map : maps)
    for (const char* name : {"ParameterValue", "Value"})
      if (const Json* value = find_member(map, name))
        if (value->is_number() || value->is_boolean()) map[name] = to_text(*value);
  return maps;
}

/// With the members that are given, in the type that the API has for each.
Result<CloudCall> create_stack_call(const StepCall& step) {
  Json request = Json::object();
  for (const InputSpec& input : kCreateStackInputs) {
    if (!has_input(step.inputs, input.name)) continue;
    Json& member = request[std::string(input.name)];
    if (input.type == Type::kStringList) {
      TRY_ASSIGN(member, string_list_input(step.inputs, input.name));
    } else if (input.type == Type::kMapList) {
      TRY_ASSIGN(Json maps, map_list_input(step.inputs, input.name));
      member = with_text_values(std::move(maps));
    } else if (input.type == Type::kBoolean) {
      TRY_ASSIGN(const std::optional<bool> value, optional_boolean_input(step.inputs, input.name));
      member = value.value_or(false);
    } else if (input.type == Type::kInteger) {
      TRY_ASSIGN(const std::optional<std::int64_t> value,
                 optional_integer_input(step.inputs, input.name));
      member = value.value_or(0);
    } else {
      TRY_ASSIGN(std::string text, string_input(step.inputs, input.name));
      member = declared_spelling(input, std::move(text));
    }
  }
  if (!request.contains("ClientRequestToken")) request["ClientRequestToken"] = step.client_token();
  return cloud_call(step, "cloudformation", "CreateStack", std::move(request));
}

std::optional<Failed> check_create_stack(const StepCall& step) {
  return check_native_call(create_stack_call(step), kCreatingStack, step);
}

Json outputs_of_stack(const SeenStack& stack) {
  return {
      {"StackId", stack.id}, {"StackStatus", stack.status}, {"StackStatusReason", stack.reason}};
}

Json outputs_at_the_end(const SeenStack& stack) {
  Json outputs = outputs_of_stack(stack);
  outputs["OutputPayload"] = Json(outputs);
  return outputs;
}

Suspended look_at_new_stack_again(const StepCall& step, const std::string& id, Json outputs) {
  Suspended suspended = poll_again(step, kStackBackoff);
  suspended.memo[std::string(kNewStackId)] = id;
  suspended.outputs = std::move(outputs);
  return suspended;
}

/// Nothing was seen: what is known stays, at least the id.
Suspended look_at_unseen_stack_again(const StepCall& step, const std::string& id) {
  const bool is_known = find_member(step.memo, kNewStackId) != nullptr;
  return look_at_new_stack_again(step, id, is_known ? Json() : Json{{"StackId", id}});
}

/// Waits until creation, and what follows on its failure, is over.
Outcome verify_created(const StepCall& step, Ports& ports, const std::string& id) {
  const CloudCall look = stack_look(step, id);
  const auto seen = look_at_stack(look, ports.cloud);
  if (!seen && !is_transient(seen.error()))
    return Failed{native_failure(seen.error(), kVerifyingNewStack, look, step),
                  Json{{"StackId", id}}};
  // A new stack may not be seen at once.
  if (!seen || !*seen) return look_at_unseen_stack_again(step, id);
  const SeenStack& stack = **seen;
  if (stack.status == "CREATE_COMPLETE") {
    Done done;
    done.outputs = outputs_at_the_end(stack);
    return done;
  }
  const bool is_over = !stack.is_on_its_way() || stack.status.starts_with("UPDATE_");
  if (!is_over) return look_at_new_stack_again(step, id, outputs_of_stack(stack));
  return Failed{verification_failure(kVerifyingNewStack,
                                     fmt::format("Stack {} {}", id, unexpected_state(stack))),
                outputs_at_the_end(stack)};
}

Outcome create(const StepCall& step, Ports& ports, const CloudCall& call) {
  const CloudAnswer answer = ports.cloud.call(call);
  if (!answer) return Failed{native_failure(answer.error(), kCreatingStack, call, step), nullptr};
  return verify_created(step, ports, string_member(*answer, "StackId"));
}

Suspended look_for_old_stack_again(const StepCall& step, const std::string& old_id) {
  Suspended suspended = poll_again(step, kStackBackoff);
  suspended.memo[std::string(kOldStackId)] = old_id;
  return suspended;
}

/// A stack whose creation failed before holds its name until it is deleted.
Outcome delete_old(const StepCall& step, Ports& ports, const SeenStack& old) {
  const CloudCall call =
      cloud_call(step, "cloudformation", "DeleteStack",
                 {{"StackName", old.id}, {"ClientRequestToken", "delete-" + step.client_token()}});
  const CloudAnswer answer = ports.cloud.call(call);
  if (!answer)
    return Failed{native_failure(answer.error(), kVerifyingNoStack, call, step), nullptr};
  return look_for_old_stack_again(step, old.id);
}

/// Looks whether the name is free, and makes it free, before anything is created.
Outcome prepare(const StepCall& step, Ports& ports, const CloudCall& creation) {
  const std::string old_id = string_member(step.memo, kOldStackId);
  const CloudCall look = stack_look(step, string_member(creation.parameters, "StackName"));
  const auto seen = look_at_stack(look, ports.cloud);
  if (!seen && is_transient(seen.error())) return look_for_old_stack_again(step, old_id);
  if (!seen) return Failed{native_failure(seen.error(), kVerifyingNoStack, look, step), nullptr};
  if (!*seen) return create(step, ports, creation);
  const SeenStack& stack = **seen;
  // A stack of this name that is being created is this step's own, or the API says that it is not.
  if (stack.status == "CREATE_IN_PROGRESS") return create(step, ports, creation);
  if (stack.is_on_its_way() || stack.id == old_id) return look_for_old_stack_again(step, old_id);
  if (stack.status == "ROLLBACK_COMPLETE") return delete_old(step, ports, stack);
  return create(step, ports, creation);
}

Outcome advance_create_stack(const StepCall& step, Ports& ports) {
  const std::string id = string_member(step.memo, kNewStackId);
  if (!id.empty()) return verify_created(step, ports, id);
  return prepare(step, ports, create_stack_call(step).value());
}

}  // namespace

extern constinit const Action kCreateStackAction{kCreateStackSpec, check_create_stack,
                                                 advance_create_stack};

}  // namespace ssm
