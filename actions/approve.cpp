// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <set>

#include "actions/action_functions.h"
#include "actions/cloud_failure.h"
#include "actions/inputs.h"
#include "core/base/arn.h"
#include "core/base/text.h"
#include "core/machine/approval.h"
#include "core/machine/inputs.h"

namespace ssm {
namespace {

constexpr std::string_view kWaiting = "waiting for approval";
constexpr std::size_t kMaxApprovers = 10;
constexpr std::size_t kMaxMessage = 4096;
constexpr std::string_view kTopicPrefix = "Automation";

struct Request {
  std::vector<std::string> approvers;
  std::int64_t min_required = 1;
  std::optional<std::string> notification_arn;
  std::optional<std::string> message;
};

Completed check_topic(const std::string& arn) {
  const std::optional<Arn> topic = Arn::parse(arn);
  if (!topic || topic->service != "sns" || topic->resource.find(':') != std::string::npos) {
    return bad_input(
        fmt::format("Input NotificationArn must be the ARN of an SNS topic, but it is: {}", arn));
  }
  if (!topic->resource.starts_with(kTopicPrefix)) {
    return bad_input(
        fmt::format("The name of the topic in NotificationArn must begin with {}, but it is: {}",
                    kTopicPrefix, topic->resource));
  }
  return {};
}

Result<Request> read_request(const Json& inputs) {
  Request request;
  TRY_ASSIGN(request.approvers, string_list_input(inputs, "Approvers"));
  if (request.approvers.size() > kMaxApprovers) {
    return bad_input(fmt::format("Input Approvers must have at most {} entries, but it has {}",
                                 kMaxApprovers, request.approvers.size()));
  }
  TRY_ASSIGN(const std::optional<std::int64_t> required,
             optional_integer_input(inputs, "MinRequiredApprovals"));
  request.min_required = required.value_or(1);
  if (request.min_required < 1 ||
      request.min_required > static_cast<std::int64_t>(request.approvers.size())) {
    return bad_input(fmt::format(
        "Input MinRequiredApprovals must be between 1 and the number of Approvers ({}), but it is "
        "{}",
        request.approvers.size(), request.min_required));
  }
  TRY_ASSIGN(request.notification_arn, optional_string_input(inputs, "NotificationArn"));
  if (request.notification_arn) TRY(check_topic(*request.notification_arn));
  TRY_ASSIGN(request.message, optional_string_input(inputs, "Message"));
  if (request.message && utf8_length(*request.message) > kMaxMessage) {
    return bad_input(fmt::format("Input Message must have at most {} characters, but it has {}",
                                 kMaxMessage, utf8_length(*request.message)));
  }
  return request;
}

CloudCall notification(const StepCall& step, const Request& request) {
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

/// What the approvers said so far. An entry of Approvers counts once; its first word stands.
struct Tally {
  Json decisions = Json::array();
  std::int64_t approvals = 0;
  std::string rejected_by;
};

std::string comment_of(const Signal& signal) {
  const Json* comment = find_member(signal.payload, "Comment");
  if (comment == nullptr || !comment->is_array() || comment->empty()) return {};
  return to_embedded_text(comment->front());
}

Tally count(const Request& request, const std::vector<Signal>& signals) {
  Tally tally;
  std::set<std::string> decided;
  for (const Signal& signal : signals) {
    const bool approves = signal.type == "Approve";
    if (!approves && signal.type != "Reject") continue;
    const std::string entry = find_approver(Json(request.approvers), signal.caller);
    if (entry.empty() || !decided.insert(entry).second) continue;
    Json decision = {{"Approver", signal.caller},
                     {"ApprovalStatus", signal.type},
                     {"ApprovalDecisionTime", to_iso8601(signal.at)}};
    if (std::string comment = comment_of(signal); !comment.empty()) {
      decision["Comment"] = std::move(comment);
    }
    tally.decisions.push_back(std::move(decision));
    if (!approves) {
      tally.rejected_by = signal.caller;
      return tally;
    }
    ++tally.approvals;
  }
  return tally;
}

Json outputs_of(std::string_view status, const Tally& tally) {
  Json outputs = {{"ApprovalStatus", status}};
  if (!tally.decisions.empty()) outputs["ApproverDecisions"] = tally.decisions;
  return outputs;
}

Failure rejection(const Tally& tally) {
  const std::string cause = fmt::format("Approval denied by {}", tally.rejected_by);
  Failure failed;
  failed.stage = "Invocation";
  failed.type = "Action";
  failed.message = failure_text(kWaiting, cause);
  failed.details = {{"ErrorMessage", Json::array({cause})}};
  failed.may_retry = false;
  return failed;
}

Outcome weigh(const StepCall& step, const Request& request) {
  const Tally tally = count(request, step.signals);
  if (!tally.rejected_by.empty()) return Failed{rejection(tally), outputs_of("Rejected", tally)};
  if (tally.approvals >= request.min_required) {
    Done done;
    done.outputs = outputs_of("Approved", tally);
    return done;
  }
  Pending pending;
  pending.memo = {{"phase", "notified"}};
  pending.awaits = Awaits::kDecision;
  pending.outputs = outputs_of("Waiting", tally);
  return pending;
}

}  // namespace

Outcome advance_approve(const StepCall& step, Ports& ports) {
  const Result<Request> request = read_request(step.inputs);
  if (!request) return refuse_inputs(request.error());
  if (step.memo.is_null() && request->notification_arn) {
    const CloudCall publish = notification(step, *request);
    const auto answer = ports.cloud.call(publish);
    if (!answer) {
      return Failed{native_failure(answer.error(), "sending the approval request", publish, step),
                    nullptr};
    }
  }
  return weigh(step, *request);
}

}  // namespace ssm
