// SPDX-License-Identifier: Apache-2.0
// Sending commands, and cancelling them. Source: the API reference of Systems Manager and its User
// Guide, "Run Command"; texts as the service gives them where they are known.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

#include "actions/cloud/command_document.h"
#include "actions/cloud/command_record.h"
#include "actions/cloud/instance.h"
#include "actions/cloud/managed_nodes.h"
#include "actions/cloud/mock_file.h"
#include "core/base/id.h"
#include "core/base/pattern.h"
#include "core/base/text.h"

namespace ssm::cloud {
namespace {

constexpr std::size_t kMostInstanceIds = 50;
constexpr std::size_t kMostTargets = 5;
constexpr std::size_t kLongestComment = 100;
constexpr std::int64_t kMostDeliverySeconds = 2'592'000;
constexpr std::int64_t kDefaultDelivery = 3600;

constexpr Shape kTextLists{.kind = Shape::Kind::kMap, .element = &kStrings, .key = &kString};
constexpr Shape kDeliverySeconds{.kind = Shape::Kind::kInteger, .min = 30};
constexpr MemberShape kTargetMembers[] = {{"Key", &kString}, {"Values", &kStrings}};
constexpr Shape kTarget = structure(kTargetMembers);
constexpr Shape kTargets = list_of(kTarget);
constexpr MemberShape kNotificationMembers[] = {{"NotificationArn", &kString},
                                                {"NotificationEvents", &kStrings},
                                                {"NotificationType", &kString}};
constexpr Shape kNotification = structure(kNotificationMembers);
constexpr MemberShape kCloudWatchMembers[] = {{"CloudWatchLogGroupName", &kString},
                                              {"CloudWatchOutputEnabled", &kBoolean}};
constexpr Shape kCloudWatch = structure(kCloudWatchMembers);
constexpr MemberShape kSendMembers[] = {{"InstanceIds", &kStrings},
                                        {"Targets", &kTargets},
                                        {"DocumentName", &kString, true},
                                        {"DocumentVersion", &kString},
                                        {"DocumentHash", &kString},
                                        {"DocumentHashType", &kString},
                                        {"TimeoutSeconds", &kDeliverySeconds},
                                        {"Comment", &kString},
                                        {"Parameters", &kTextLists},
                                        {"OutputS3Region", &kString},
                                        {"OutputS3BucketName", &kString},
                                        {"OutputS3KeyPrefix", &kString},
                                        {"MaxConcurrency", &kString},
                                        {"MaxErrors", &kString},
                                        {"ServiceRoleArn", &kString},
                                        {"NotificationConfig", &kNotification},
                                        {"CloudWatchOutputConfig", &kCloudWatch},
                                        {"AlarmConfiguration", kAnything}};
constexpr MemberShape kCancelMembers[] = {{"CommandId", &kUuid, true}, {"InstanceIds", &kStrings}};
constexpr Shape kSend = structure(kSendMembers);
constexpr Shape kCancel = structure(kCancelMembers);

// --- Checks of the request -----------------------------------------------------------------------

tl::unexpected<Error> broken_constraint(std::string_view value, std::string_view member,
                                        std::string_view constraint) {
  return failure("ValidationException",
                 fmt::format("1 validation error detected: Value '{}' at '{}' failed to satisfy "
                             "constraint: {}",
                             value, member, constraint));
}

Completed check_count(const Json& request, std::string_view name, std::string_view member,
                      std::size_t most) {
  const Json* list = find_member(request, name);
  if (list == nullptr || list->size() <= most) return {};
  return broken_constraint(to_text(*list), member,
                           fmt::format("Member must have length less than or equal to {}", most));
}

Completed check_form_of(const Json& request, std::string_view name, std::string_view member,
                        std::string_view form) {
  const Json* value = find_member(request, name);
  if (value == nullptr) return {};
  TRY_ASSIGN(const Pattern pattern, Pattern::compile(form));
  TRY_ASSIGN(const bool matches, pattern.matches(value->get_ref<const std::string&>()));
  if (matches) return {};
  return broken_constraint(value->get<std::string>(), member,
                           fmt::format("Member must satisfy regular expression pattern: {}", form));
}

Completed check_constraints(const Json& request) {
  TRY(check_count(request, "InstanceIds", "instanceIds", kMostInstanceIds));
  TRY(check_count(request, "Targets", "targets", kMostTargets));
  TRY(check_form_of(request, "MaxConcurrency", "maxConcurrency",
                    "^([1-9][0-9]*|[1-9][0-9]%|[1-9]%|100%)$"));
  TRY(check_form_of(request, "MaxErrors", "maxErrors",
                    "^([1-9][0-9]*|[0]|[1-9][0-9]%|[0-9]%|100%)$"));
  if (const std::string comment = string_member(request, "Comment");
      utf8_length(comment) > kLongestComment)
    return broken_constraint(
        comment, "comment",
        fmt::format("Member must have length less than or equal to {}", kLongestComment));
  const std::int64_t seconds = request.value("TimeoutSeconds", kDefaultDelivery);
  if (seconds > kMostDeliverySeconds)
    return broken_constraint(
        std::to_string(seconds), "timeoutSeconds",
        fmt::format("Member must have value less than or equal to {}", kMostDeliverySeconds));
  const bool has_ids = !strings_of(request, "InstanceIds").empty();
  const Json* targets = find_member(request, "Targets");
  const bool has_targets = targets != nullptr && !targets->empty();
  if (has_ids == has_targets)
    return failure("InvalidParameters", "Specify either InstanceIds or Targets.");
  return {};
}

// --- Nodes ---------------------------------------------------------------------------------------

Result<std::vector<ManagedNode>> named_nodes(AccountSession& session,
                                             const std::vector<std::string>& ids) {
  std::vector<ManagedNode> nodes;
  std::vector<std::string> unknown;
  std::set<std::string> seen;
  for (const std::string& id : ids) {
    if (!seen.insert(id).second)
      return failure("DuplicateInstanceId", fmt::format("Instance {} is named twice.", id));
    TRY_ASSIGN(std::optional<ManagedNode> node, find_node(session, id));
    if (node)
      nodes.push_back(*std::move(node));
    else
      unknown.push_back(id);
  }
  if (unknown.empty()) return nodes;
  return failure("InvalidInstanceId",
                 fmt::format("Instances [[{}]] not in a valid state for account {}",
                             join(unknown, ", "), session.scope.account));
}

/// Whether a node is one of those that a target means. Errors: InvalidParameters.
Result<bool> is_targeted(const ManagedNode& node, const Json& target) {
  constexpr std::string_view kTag = "tag:";
  const std::string key = string_member(target, "Key");
  const std::vector<std::string> wanted = strings_of(target, "Values");
  const Json tags = node.body.value("Tags", Json::object());
  std::vector<std::string> have;
  if (equals_ignore_case(key, "InstanceIds")) {
    have = {node.id};
  } else if (key.starts_with(kTag)) {
    const Json* value = find_member(tags, std::string_view(key).substr(kTag.size()));
    if (value != nullptr) have = {value->get<std::string>()};
  } else if (key == "tag-key") {
    for (const auto& [name, value] : tags.items()) have.push_back(name);
  } else {
    return failure("InvalidParameters",
                   fmt::format("The simulated account has no target key {}: it has InstanceIds, "
                               "tag-key and tag:NAME.",
                               key));
  }
  return std::ranges::any_of(have, [&](const std::string& value) {
    return std::ranges::find(wanted, value) != wanted.end();
  });
}

Result<std::vector<ManagedNode>> targeted_nodes(AccountSession& session, const Json& targets) {
  TRY_ASSIGN(const std::vector<ManagedNode> all, managed_nodes(session));
  std::vector<ManagedNode> nodes;
  for (const ManagedNode& node : all) {
    bool is_meant = true;
    for (const Json& target : targets) {
      TRY_ASSIGN(const bool matches, is_targeted(node, target));
      is_meant = is_meant && matches;
    }
    if (is_meant) nodes.push_back(node);
  }
  if (nodes.size() <= kMostNodes) return nodes;
  return failure("InvalidParameters",
                 fmt::format("The targets are {} nodes, and a command goes to {} at most.",
                             nodes.size(), kMostNodes));
}

// --- What a simulated node makes of it -----------------------------------------------------------

/// The first of the node's results that is for this command. nullptr: none is.
const Json* result_for(const ManagedNode& node, const CommandDocument& document,
                       const Json& parameters) {
  const Json* results = find_member(node.body, "commandResults");
  if (results == nullptr || !results->is_array()) return nullptr;
  for (const Json& result : *results) {
    const std::string name = string_member(result, "DocumentName");
    const Json* wanted = find_member(result, "Parameters");
    if ((name.empty() || name == document.name) &&
        (wanted == nullptr || has_members(parameters, *wanted)))
      return &result;
  }
  return nullptr;
}

Milliseconds duration_of(const Json* result, const Timing& timing) {
  const Json* seconds = result ? find_member(*result, "seconds") : nullptr;
  if (seconds == nullptr || !seconds->is_number()) return timing.command;
  return Milliseconds(std::llround(seconds->get<double>() * 1000.0));
}

StepEnd end_by(const Json* result) {
  constexpr int kFailedCode = 1;
  StepEnd end;
  if (result == nullptr) return end;
  const std::string status = string_member(*result, "Status");
  if (status == "Failed") end.exit_code = kFailedCode;
  if (status == "TimedOut" || status == "InProgress") end.how = StepEnd::How::kTimedOut;
  if (const Json* code = find_member(*result, "ResponseCode"); code && code->is_number_integer())
    end.exit_code = code->get<int>();
  end.output = string_member(*result, "StandardOutput");
  end.errors = string_member(*result, "StandardError");
  return end;
}

/// The result is that of the first step that is run; others succeed without a word. One that would
/// run for longer than it may is ended.
Json outcome_of_steps(const std::vector<NodeStep>& steps, const Json* result, Milliseconds after) {
  const bool goes_on = result != nullptr && string_member(*result, "Status") == "InProgress";
  bool is_first = true;
  const std::vector<PluginResult> results = run_node_steps(steps, [&](const NodeStep& step) {
    if (!std::exchange(is_first, false)) return StepEnd{};
    StepEnd end = end_by(result);
    const Milliseconds longest = std::chrono::seconds(step.timeout_seconds);
    if (!goes_on && after < longest) return end;
    after = longest;
    end.how = StepEnd::How::kTimedOut;
    return end;
  });
  Json outcome{{"after", after.count()}, {"plugins", Json::array()}};
  for (const PluginResult& one : results) outcome["plugins"].push_back(one.written());
  return outcome;
}

// --- Sending -------------------------------------------------------------------------------------

/// A command that is being put together.
class NewCommand {
 public:
  NewCommand(AccountSession& session, const Json& request, const CommandDocument& document,
             Json values)
      : session_(session), request_(request), document_(document), values_(std::move(values)) {}

  Result<Json> to(const std::vector<ManagedNode>& nodes) {
    TRY_ASSIGN(timing_, account_timing(session_));
    Json command = what_was_asked();
    Json invocations = Json::array();
    for (const ManagedNode& node : nodes) {
      TRY_ASSIGN(Json invocation, invocation_on(node));
      invocations.push_back(std::move(invocation));
    }
    const auto delivery = std::chrono::seconds(request_.value("TimeoutSeconds", kDefaultDelivery));
    command["ExpiresAfter"] =
        to_iso8601(session_.now + delivery + std::chrono::seconds(longest_seconds_));
    command["invocations"] = std::move(invocations);
    keep_back(command);
    if (!steps_.empty()) command["steps"] = std::move(steps_);
    return command;
  }

 private:
  Json what_was_asked() const {
    constexpr std::array<std::string_view, 14> kKept = {"DocumentVersion",
                                                        "Comment",
                                                        "Parameters",
                                                        "InstanceIds",
                                                        "Targets",
                                                        "TimeoutSeconds",
                                                        "OutputS3Region",
                                                        "OutputS3BucketName",
                                                        "OutputS3KeyPrefix",
                                                        "MaxConcurrency",
                                                        "MaxErrors",
                                                        "ServiceRoleArn",
                                                        "NotificationConfig",
                                                        "CloudWatchOutputConfig"};
    Json command{{"CommandId", new_uuid()}, {"DocumentName", document_.name}};
    for (const std::string_view name : kKept)
      if (const Json* value = find_member(request_, name)) command[std::string(name)] = *value;
    command["RequestedDateTime"] = to_iso8601(session_.now);
    return command;
  }

  Result<Json> invocation_on(const ManagedNode& node) {
    const Json* transport = node.transport();
    Json invocation{{"InstanceId", node.id}};
    if (const std::string name = node.name(); !name.empty()) invocation["InstanceName"] = name;
    set_state(invocation, {"Pending", "Pending"});
    TRY_ASSIGN(const std::vector<NodeStep> steps,
               node_steps(session_, document_, values_, node.platform, transport == nullptr));
    for (const NodeStep& step : steps)
      longest_seconds_ = std::max(longest_seconds_, step.timeout_seconds);
    invocation["plugins"] = waiting_plugins(steps);
    if (!document_.runs_on(node.platform)) {
      end_unrun(invocation, {"Failed", "InvalidPlatform"}, session_.now);
    } else if (transport != nullptr) {
      invocation["work"] = {{"transport", *transport}, {"platform", node.platform}};
      remember(steps, node.platform);
    } else {
      const Json* result =
          result_for(node, document_, request_.value("Parameters", Json::object()));
      const Json* own = find_member(node.body, "timing");
      const Timing timing = own == nullptr ? timing_ : with_timing(timing_, *own);
      invocation["outcome"] = outcome_of_steps(steps, result, duration_of(result, timing));
    }
    return invocation;
  }

  /// What is run is kept back by the step that runs it.
  void keep_back(Json& command) const {
    std::vector<Json*> simulated;
    for (Json& invocation : command["invocations"])
      if (invocation.contains("outcome")) simulated.push_back(&invocation);
    const auto most = static_cast<std::size_t>(concurrency_of(command));
    if (simulated.size() <= most) return;
    for (std::size_t i = 0; i < simulated.size(); ++i)
      if (i < most)
        (*simulated[i])["sent"] = to_iso8601(session_.now);
      else
        (*simulated[i])["waits"] = true;
  }

  void remember(const std::vector<NodeStep>& steps, const std::string& platform) {
    if (steps_.contains(platform)) return;
    Json& list = steps_[platform] = Json::array();
    for (const NodeStep& step : steps) list.push_back(step.written());
  }

  AccountSession& session_;
  const Json& request_;
  const CommandDocument& document_;
  Json values_;
  Timing timing_;
  Json steps_ = Json::object();  // by platform
  std::int64_t longest_seconds_ = 0;
};

Completed check_hash(const Json& request, const CommandDocument& document) {
  const std::string hash = string_member(request, "DocumentHash");
  const bool is_sha256 = string_member(request, "DocumentHashType", "Sha256") == "Sha256";
  if (hash.empty() || !is_sha256 || document.hash.empty() ||
      equals_ignore_case(hash, document.hash))
    return {};
  return failure(
      "InvalidDocument",
      fmt::format("The hash of document {} is not the one that was given.", document.name));
}

Result<Json> send_command(AccountSession& session, const Json& request) {
  TRY(check_constraints(request));
  TRY_ASSIGN(const CommandDocument document,
             find_command_document(session, string_member(request, "DocumentName"),
                                   string_member(request, "DocumentVersion")));
  TRY(check_hash(request, document));
  TRY_ASSIGN(Json values, bind_command_parameters(session, document,
                                                  request.value("Parameters", Json::object())));
  const std::vector<std::string> ids = strings_of(request, "InstanceIds");
  TRY_ASSIGN(const std::vector<ManagedNode> nodes,
             ids.empty() ? targeted_nodes(session, request["Targets"]) : named_nodes(session, ids));
  const bool fits = ids.empty() || std::ranges::all_of(nodes, [&](const ManagedNode& node) {
                      return document.runs_on(node.platform);
                    });
  if (!fits)
    return failure("UnsupportedPlatformType",
                   "The document doesn't support the platform type of the given managed node IDs.");
  TRY_ASSIGN(const Json command,
             NewCommand(session, request, document, std::move(values)).to(nodes));
  TRY(add_command(session, command));
  return Json{{"Command", command_view(command)}};
}

// --- Cancelling ----------------------------------------------------------------------------------

/// What has not ended ends now. A program that runs is the business of the step that runs it.
Result<Json> cancel_command(AccountSession& session, const Json& request) {
  TRY_ASSIGN(std::optional<Json> command,
             find_command(session, string_member(request, "CommandId")));
  if (!command) return invalid_command_id();
  const std::vector<std::string> ids = strings_of(request, "InstanceIds");
  for (const std::string& id : ids)
    if (find_invocation(*command, id) == nullptr)
      return failure("InvalidInstanceId", fmt::format("The command was not sent to {}.", id));
  for (Json& invocation : (*command)["invocations"]) {
    const std::string id = string_member(invocation, "InstanceId");
    const bool is_meant = ids.empty() || std::ranges::find(ids, id) != ids.end();
    if (is_meant && !has_ended(invocation))
      end_unrun(invocation, {"Cancelled", "Cancelled"}, session.now);
  }
  TRY(settle(session, *command));
  TRY(keep_command(session, *command));
  return Json::object();
}

constexpr std::array kCommandOperations = {
    AccountOperation{"ssm", "SendCommand", &kSend, true, send_command},
    AccountOperation{"ssm", "CancelCommand", &kCancel, true, cancel_command},
};

}  // namespace

std::span<const AccountOperation> command_operations() {
  return kCommandOperations;
}

}  // namespace ssm::cloud
