// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <set>

#include "actions/cloud_failure.h"
#include "actions/inputs.h"
#include "actions/shared_specs.h"
#include "core/engine/action.h"
#include "core/machine/approval.h"
#include "core/machine/failure.h"

namespace ssm {
namespace {

using Type = InputSpec::Type;

constexpr InputSpec kApproveInputs[] = {
    {.name = "NotificationArn",
     .type = Type::kString,
     .doc = "The SNS topic for the request",
     .format = InputSpec::Format::kTopic},
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
constexpr std::string_view kApproveOutputs[] = {"ApprovalStatus", "ApproverDecisions"};

constexpr ActionSpec kApproveSpec = {
    .name = "aws:approve",
    .doc = "Waits until people have approved or rejected.",
    .kind = ActionKind::kPerson,
    .impact = Impact::kNonMutating,
    .inputs = kApproveInputs,
    .outputs = kApproveOutputs,
    .default_timeout_seconds = kPeopleTimeout,
    .longest_timeout_seconds = kLongestPeopleTimeout,
    .phase = "waiting for approval",
    .takes_signals = Awaits::kDecision,
    .may_be_on_cancel_target = false,
};

struct ApprovalRequest {
  std::optional<std::string> notification_arn;
  std::optional<std::string> message;
};

ApprovalRequest read_approval_request(const StepCall& step) {
  return {optional_string_input(step.inputs, "NotificationArn").value(),
          optional_string_input(step.inputs, "Message").value()};
}

CloudCall notification(const StepCall& step, const ApprovalRequest& request) {
  std::string text = fmt::format("Step {} of automation execution {} waits for approval.",
                                 step.step.name, step.execution_id);
  if (request.message) text += "\n\n" + *request.message;
  text += fmt::format(
      "\n\nTo answer, an approver sends a signal:\n"
      "aws ssm send-automation-signal --automation-execution-id {0} --signal-type Approve\n"
      "aws ssm send-automation-signal --automation-execution-id {0} --signal-type Reject\n",
      step.execution_id);
  return cloud_call(step, "sns", "Publish",
                    {{"TopicArn", *request.notification_arn},
                     {"Subject", "Approval request"},
                     {"Message", text}});
}

std::string comment_of(const Signal& signal) {
  const Json* comment = find_member(signal.payload, "Comment");
  if (comment == nullptr || !comment->is_array() || comment->empty()) return {};
  return to_embedded_text(comment->front());
}

Json outputs_of(std::string_view status, const Approvals& approvals) {
  Json outputs = {{"ApprovalStatus", status}};
  for (const Signal* signal : approvals.decisions) {
    Json decision = {{"Approver", signal->caller},
                     {"ApprovalStatus", signal->type},
                     {"ApprovalDecisionTime", to_iso8601(signal->time)}};
    if (std::string comment = comment_of(*signal); !comment.empty())
      decision["Comment"] = std::move(comment);
    outputs["ApproverDecisions"].push_back(std::move(decision));
  }
  return outputs;
}

Failure rejection_by(const StepCall& step, std::string_view approver) {
  return without_retry(make_failure(Stage::kInvocation, FailureType::kAction, step.step.spec->phase,
                                    fmt::format("Approval denied by {}", approver)));
}

Outcome weigh_decisions(const StepCall& step) {
  const Approvals approvals = count_approvals(step.inputs, step.signals);
  if (approvals.rejection)
    return Failed{rejection_by(step, approvals.rejection->caller),
                  outputs_of("Rejected", approvals)};
  if (approvals.are_enough) {
    Done done;
    done.outputs = outputs_of("Approved", approvals);
    return done;
  }
  Suspended suspended;
  suspended.memo = {{"phase", "notified"}};
  suspended.awaits = Awaits::kDecision;
  suspended.outputs = outputs_of("Waiting", approvals);
  return suspended;
}

Outcome advance_approve(const StepCall& step, Ports& ports) {
  const ApprovalRequest request = read_approval_request(step);
  if (step.memo.is_null() && request.notification_arn) {
    const CloudCall publish = notification(step, request);
    const auto answer = ports.cloud.call(publish);
    if (!answer) {
      return Failed{native_failure(answer.error(), "sending the approval request", publish, step),
                    nullptr};
    }
  }
  return weigh_decisions(step);
}

}  // namespace

extern constinit const Action kApproveAction{kApproveSpec, advance_approve};

}  // namespace ssm
