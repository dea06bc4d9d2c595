// SPDX-License-Identifier: Apache-2.0
#include "actions/stack_look.h"

#include <fmt/format.h>

#include "actions/cloud_failure.h"

namespace ssm {

CloudCall stack_look(const StepCall& step, const std::string& name_or_id) {
  return cloud_call(step, "cloudformation", "DescribeStacks", {{"StackName", name_or_id}});
}

bool says_no_such_stack(const AwsError& error) {
  return error.code == "ValidationError" &&
         error.message.find("does not exist") != std::string::npos;
}

tl::expected<std::optional<SeenStack>, AwsError> look_at_stack(const CloudCall& look,
                                                               Cloud& cloud) {
  const CloudAnswer answer = cloud.call(look);
  if (!answer && says_no_such_stack(answer.error())) return std::nullopt;
  if (!answer) return tl::unexpected(answer.error());
  const Json* stacks = find_member(*answer, "Stacks");
  if (stacks == nullptr || !stacks->is_array() || stacks->empty()) return std::nullopt;
  const Json& stack = stacks->front();
  return SeenStack{string_member(stack, "StackId"), string_member(stack, "StackStatus"),
                   string_member(stack, "StackStatusReason")};
}

std::string unexpected_state(const SeenStack& stack) {
  std::string_view reason = stack.reason;
  while (reason.ends_with('.') || reason.ends_with(' ')) reason.remove_suffix(1);
  std::string text = fmt::format("entered unexpected state: {}", stack.status);
  if (!reason.empty()) text += fmt::format(". {}", reason);
  return text;
}

}  // namespace ssm
