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

constexpr InputSpec kDeleteStackInputs[] = {
    {"StackName", Type::kString, true, "The name or id of the stack"},
    {"ClientRequestToken", Type::kString, false,
     "Idempotency token: a repeated call has no further effect"},
    {"RetainResources.member.N", Type::kStringList, false},
    {"RetainResources", Type::kStringList, false, "Resources that stay"},
    {"RoleARN", Type::kString, false, "The role that acts"},
};

constexpr std::string_view kVerifyingDeletion = "verifying the stack has been deleted";

constexpr ActionSpec kDeleteStackSpec = {
    .name = "aws:deleteStack",
    .doc = "Deletes a CloudFormation stack.",
    .impact = Impact::kMutating,
    .inputs = kDeleteStackInputs,
    .phase = kVerifyingDeletion,
};

constexpr std::string_view kDeletingStack = "deleting the stack";

// What the memo holds. A name says nothing any more once its stack is deleted: the id does.
constexpr std::string_view kDoomedId = "StackId";
constexpr std::string_view kIsAsked = "asked";

struct Deletion {
  std::string name;
  Json request;  // without StackName
};

Result<Deletion> read_deletion(const StepCall& step) {
  Deletion deletion;
  TRY_ASSIGN(deletion.name, string_input(step.inputs, "StackName"));
  TRY_ASSIGN(const std::optional<std::string> token,
             optional_string_input(step.inputs, "ClientRequestToken"));
  deletion.request = {{"ClientRequestToken", token.value_or(step.client_token())}};
  TRY_ASSIGN(const std::optional<std::string> role, optional_string_input(step.inputs, "RoleARN"));
  if (role) deletion.request["RoleARN"] = *role;
  for (const std::string_view name : {"RetainResources", "RetainResources.member.N"})
    if (has_input(step.inputs, name)) {
      TRY_ASSIGN(deletion.request["RetainResources"], string_list_input(step.inputs, name));
      break;
    }
  return deletion;
}

Suspended look_at_doomed_again(const StepCall& step, const std::string& id) {
  Suspended suspended = poll_again(step, kStackBackoff);
  suspended.memo[std::string(kDoomedId)] = id;
  suspended.memo[std::string(kIsAsked)] = true;
  return suspended;
}

/// The id, before anything is changed: called again after a crash, the step still knows it.
Outcome find_doomed(const StepCall& step, Ports& ports, const std::string& name) {
  const CloudCall look = stack_look(step, name);
  const CloudAnswer answer = ports.cloud.call(look);
  if (!answer && is_transient(answer.error())) return poll_again(step, kStackBackoff);
  if (!answer) return Failed{native_failure(answer.error(), kDeletingStack, look, step), nullptr};
  const Json* stacks = find_member(*answer, "Stacks");
  const bool has_one = stacks != nullptr && stacks->is_array() && !stacks->empty();
  const std::string id = has_one ? string_member(stacks->front(), "StackId", name) : name;
  return Suspended{Json{{std::string(kDoomedId), id}}, step.now, Awaits::kNothing, nullptr};
}

Outcome verify_deleted(const StepCall& step, Ports& ports, const std::string& id) {
  const CloudCall look = stack_look(step, id);
  const auto seen = look_at_stack(look, ports.cloud);
  if (!seen && is_transient(seen.error())) return look_at_doomed_again(step, id);
  if (!seen) return Failed{native_failure(seen.error(), kVerifyingDeletion, look, step), nullptr};
  if (!*seen || (*seen)->status == "DELETE_COMPLETE") return Done{};
  const SeenStack& stack = **seen;
  if (stack.status != "DELETE_FAILED") return look_at_doomed_again(step, id);
  return Failed{verification_failure(kVerifyingDeletion,
                                     fmt::format("Stack {} {}", id, unexpected_state(stack))),
                nullptr};
}

Outcome delete_doomed(const StepCall& step, Ports& ports, const std::string& id,
                      const Deletion& deletion) {
  Json parameters{{"StackName", id}};
  parameters.update(deletion.request);
  const CloudCall call = cloud_call(step, "cloudformation", "DeleteStack", std::move(parameters));
  const CloudAnswer answer = ports.cloud.call(call);
  if (!answer && !says_no_such_stack(answer.error()))
    return Failed{native_failure(answer.error(), kDeletingStack, call, step), nullptr};
  return verify_deleted(step, ports, id);
}

Outcome advance_delete_stack(const StepCall& step, Ports& ports) {
  const std::string id = string_member(step.memo, kDoomedId);
  if (find_member(step.memo, kIsAsked)) return verify_deleted(step, ports, id);
  const Deletion deletion = read_deletion(step).value();
  if (id.empty()) return find_doomed(step, ports, deletion.name);
  return delete_doomed(step, ports, id, deletion);
}

}  // namespace

extern constinit const Action kDeleteStackAction{kDeleteStackSpec, can_read<read_deletion>,
                                                 advance_delete_stack};

}  // namespace ssm
