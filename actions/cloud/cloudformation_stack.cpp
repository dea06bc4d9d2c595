// SPDX-License-Identifier: Apache-2.0
// What a stack is at some moment. Source: the CloudFormation User Guide, "Stack status codes";
// reasons as the service words them where they are known.
#include "actions/cloud/cloudformation_stack.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "actions/cloud/account_values.h"
#include "actions/cloud/cloudformation_events.h"
#include "actions/cloud/instance.h"
#include "core/base/arn.h"
#include "core/base/id.h"
#include "core/base/text.h"

namespace ssm::cloud {
namespace {

constexpr std::size_t kMostStackEvents = 200;
constexpr std::int64_t kMostMinutes = 43'200;

// --- The file -----------------------------------------------------------------------------------

constexpr std::string_view kStackStatuses[] = {"CREATE_COMPLETE",
                                               "CREATE_FAILED",
                                               "CREATE_IN_PROGRESS",
                                               "DELETE_COMPLETE",
                                               "DELETE_FAILED",
                                               "DELETE_IN_PROGRESS",
                                               "IMPORT_COMPLETE",
                                               "IMPORT_ROLLBACK_COMPLETE",
                                               "IMPORT_ROLLBACK_FAILED",
                                               "REVIEW_IN_PROGRESS",
                                               "ROLLBACK_COMPLETE",
                                               "ROLLBACK_FAILED",
                                               "ROLLBACK_IN_PROGRESS",
                                               "UPDATE_COMPLETE",
                                               "UPDATE_FAILED",
                                               "UPDATE_IN_PROGRESS",
                                               "UPDATE_ROLLBACK_COMPLETE",
                                               "UPDATE_ROLLBACK_FAILED",
                                               "UPDATE_ROLLBACK_IN_PROGRESS"};
constexpr std::string_view kStackChanges[] = {"create", "update", "delete"};
constexpr std::string_view kFailOrStuck[] = {"fail", "stuck"};
constexpr std::string_view kFailStuckOrSignal[] = {"fail", "stuck", "signal"};
constexpr std::string_view kOnFailures[] = {"DO_NOTHING", "ROLLBACK", "DELETE"};

constexpr AccountValue kStackStatusValue{.values = kStackStatuses};
constexpr AccountValue kStackChangeValue{.values = kStackChanges};
constexpr AccountValue kOnFailureValue{.values = kOnFailures};
constexpr AccountValue kCreateBehaviourValue{.values = kFailStuckOrSignal, .may_refuse = true};
constexpr AccountValue kChangeBehaviourValue{.values = kFailOrStuck, .may_refuse = true};
constexpr AccountValue kRollbackBehaviourValue{.values = kFailOrStuck};

constexpr AccountMember kStackMembers[] = {{"StackName", kNamedValue, true},
                                           {"StackId", kNamedValue},
                                           {"StackStatus", kStackStatusValue},
                                           {"StackStatusReason", kTextValue},
                                           {"Description", kTextValue},
                                           {"CreationTime", kTimeValue},
                                           {"LastUpdatedTime", kTimeValue},
                                           {"DeletionTime", kTimeValue},
                                           {"Parameters", kTextMapValue},
                                           {"Outputs", kTextMapValue},
                                           {"resolved", kTextMapValue},
                                           {"outputDescriptions", kTextMapValue},
                                           {"exports", kTextMapValue},
                                           {"imports", kTextsValue},
                                           {"Capabilities", kTextsValue},
                                           {"NotificationARNs", kTextsValue},
                                           {"RoleARN", kTextValue},
                                           {"TimeoutInMinutes", kWholeNumberValue},
                                           {"DisableRollback", kBooleanValue},
                                           {"EnableTerminationProtection", kBooleanValue},
                                           {"ClientRequestToken", kTextValue},
                                           {"TemplateBody", kTextValue},
                                           {"Tags", kTagsValue},
                                           {"Resources", kMapsValue},
                                           {"created", kTextsValue},
                                           {"events", kMapsValue},
                                           {"signals", kMapsValue},
                                           {"change", kMapValue},
                                           {"timing", kMapValue},
                                           {"behaviour", kMapValue}};
constexpr AccountMember kStackResourceMembers[] = {{"LogicalResourceId", kNamedValue, true},
                                                   {"ResourceType", kNamedValue, true},
                                                   {"PhysicalResourceId", kTextValue},
                                                   {"DeletionPolicy", kTextValue},
                                                   {"UpdateReplacePolicy", kTextValue},
                                                   {"replacements", kWholeNumberValue},
                                                   {"digest", kTextValue},
                                                   {"element", kMapValue}};
constexpr AccountMember kStackEventMembers[] = {{"LogicalResourceId", kNamedValue, true},
                                                {"PhysicalResourceId", kTextValue},
                                                {"ResourceType", kTextValue},
                                                {"Timestamp", kTimeValue, true},
                                                {"ResourceStatus", kNamedValue, true},
                                                {"ResourceStatusReason", kTextValue}};
constexpr AccountMember kStackChangeMembers[] = {
    {"to", kStackChangeValue, true}, {"at", kTimeValue, true},
    {"OnFailure", kOnFailureValue},  {"retained", kTextsValue},
    {"unapplied", kBooleanValue},    {"failed", kTextValue},
    {"failedResource", kTextValue},  {"signalled", kTimeValue},
    {"signal", kTextValue},          {"before", kMapValue}};
constexpr AccountMember kStackTiming[] = {{"create", kSecondsValue},
                                          {"update", kSecondsValue},
                                          {"delete", kSecondsValue},
                                          {"rollback", kSecondsValue}};
constexpr AccountMember kStackBehaviour[] = {{"create", kCreateBehaviourValue},
                                             {"update", kChangeBehaviourValue},
                                             {"delete", kChangeBehaviourValue},
                                             {"rollback", kRollbackBehaviourValue},
                                             {"reason", kTextValue}};
constexpr AccountPart kStackParts[] = {{"Resources", kStackResourceMembers, kMostInList},
                                       {"events", kStackEventMembers, kMostInList},
                                       {"change", kStackChangeMembers},
                                       {"timing", kStackTiming},
                                       {"behaviour", kStackBehaviour}};

constexpr AccountMember kNewStackMembers[] = {
    {"StackName", kNamedValue, true}, {"Outputs", kTextMapValue}, {"Resources", kMapsValue},
    {"TemplateBody", kTextValue},     {"timing", kMapValue},      {"behaviour", kMapValue}};
constexpr AccountPart kNewStackParts[] = {{"Resources", kStackResourceMembers, kMostInList},
                                          {"timing", kStackTiming},
                                          {"behaviour", kStackBehaviour}};

std::vector<std::string> stack_problems(const Json& stack) {
  const std::string status = string_member(stack, "StackStatus");
  if (!status.ends_with("_IN_PROGRESS") || status.starts_with("REVIEW") || stack.contains("change"))
    return {};
  return {fmt::format(".StackStatus: {} needs a `change` that leads there", status)};
}

Json stored_stack(const AccountSession& session, Json stack) {
  const std::string name = string_member(stack, "StackName");
  add_default(
      stack, "StackId",
      Arn::regional(session.scope, "cloudformation",
                    fmt::format("stack/{}/{}", name,
                                derived_uuid(session.scope.account + session.scope.region + name)))
          .text());
  add_default(stack, "StackStatus", "CREATE_COMPLETE");
  add_default(stack, "CreationTime", to_iso8601(session.now));
  add_default(stack, "Parameters", Json::object());
  add_default(stack, "Outputs", Json::object());
  add_default(stack, "Resources", Json::array());
  stack["Tags"] = tags_as_map(stack.value("Tags", Json::object()));
  return stack;
}

std::string stack_id_of(const Json& stack) {
  return string_member(stack, "StackId");
}

/// A change on its way stays one, with the status that is seen now.
Json shown_stack(const AccountSession& session, Json stack) {
  const std::vector<Phase> phases = stack_phases(stack);
  if (&phase_at(phases, session.now) == &phases.back() &&
      !stack_status(session, stack).ends_with("IN_PROGRESS"))
    return settled_stack(session, std::move(stack));
  stack["StackStatus"] = phase_at(phases, session.now).state;
  return stack;
}

Json stored_new_stack(const AccountSession& /*session*/, Json stack) {
  return stack;
}

std::string name_of_new_stack(const Json& stack) {
  return string_member(stack, "StackName");
}

// --- Time ---------------------------------------------------------------------------------------

std::string failing_resource(const Json& stack) {
  const Json resources = stack.value("Resources", Json::array());
  const std::size_t place = failed_resource(stack, resources);
  return place < resources.size() ? string_member(resources[place], "LogicalResourceId")
                                  : std::string();
}

/// The reason that the file gives, else the service's own for a resource that failed.
std::string failure_reason(const Json& stack, std::string_view verb, std::string_view rest) {
  const std::string planned = planned_behaviour(stack, "reason");
  if (!planned.empty()) return planned;
  const std::string what =
      fmt::format("The following resource(s) failed to {}: [{}].", verb, failing_resource(stack));
  return rest.empty() ? what : fmt::format("{} {}", what, rest);
}

/// What has been asked for, and how it goes on.
class StackChange {
 public:
  explicit StackChange(const Json& stack)
      : stack_(stack),
        change_(*find_member(stack, "change")),
        at_(time_member(change_, "at", {})) {}

  std::vector<Phase> phases() {
    const std::string to = string_member(change_, "to");
    if (to == "create") create();
    if (to == "update") update();
    if (to == "delete") remove(at_);
    return std::move(phases_);
  }

 private:
  void add(Time from, std::string_view state, std::string reason = {}) {
    phases_.push_back({from, std::string(state), std::move(reason)});
  }

  /// When it is over that was to take so long, and whether it failed; nullopt: never.
  struct End {
    Time at;
    bool failed = false;
    std::string reason = {};
  };
  std::optional<End> end_of(std::string_view what) const {
    const std::string behaviour = planned_behaviour(stack_, what);
    const Time usual = at_ + duration_of(stack_, what);
    if (find_member(change_, "failed"))
      return End{usual, true, reason_of_failed(was_there_before() ? "update" : "create")};
    if (behaviour == "fail") return End{usual, true};
    if (behaviour == "stuck") return std::nullopt;
    if (behaviour != "signal") return End{usual};
    const std::string signal = string_member(change_, "signal");
    if (signal.empty()) return std::nullopt;
    const Time signalled = time_member(change_, "signalled", at_);
    if (signal == "SUCCESS") return End{std::max(usual, signalled)};
    return End{signalled, true, "Received FAILURE signal. Rollback requested by user."};
  }

  /// What the change itself has come upon, when it was carried out, or what is against it as a
  /// whole.
  std::string reason_of_failed(std::string_view verb) const {
    if (!find_member(change_, "failedResource")) return string_member(change_, "failed");
    return fmt::format("The following resource(s) failed to {}: [{}]. {}", verb,
                       string_member(change_, "failedResource"), string_member(change_, "failed"));
  }

  /// The resource that the change has come upon.
  bool was_there_before() const {
    const Json before = change_.value("before", Json::object()).value("Resources", Json::array());
    const std::string failed = string_member(change_, "failedResource");
    return std::ranges::any_of(before, [&](const Json& resource) {
      return string_member(resource, "LogicalResourceId") == failed;
    });
  }

  /// The end of a creation, which may have a limit of its own.
  std::optional<End> end_of_creation() const {
    const std::optional<End> end = end_of("create");
    const Json* minutes = find_member(stack_, "TimeoutInMinutes");
    if (minutes == nullptr || !minutes->is_number_integer()) return end;
    const Time limit = at_ + std::chrono::minutes(std::clamp<std::int64_t>(
                                 minutes->get<std::int64_t>(), 0, kMostMinutes));
    if (end && end->at <= limit) return end;
    return End{limit, true,
               "Stack creation time exceeded the specified timeout. Rollback requested by user."};
  }

  void create() {
    add(at_, "CREATE_IN_PROGRESS");
    const std::optional<End> end = end_of_creation();
    if (!end) return;
    if (!end->failed) return add(end->at, "CREATE_COMPLETE");
    const std::string on_failure = string_member(change_, "OnFailure", "ROLLBACK");
    const std::string reason =
        !end->reason.empty()
            ? end->reason
            : failure_reason(stack_, "create",
                             on_failure == "ROLLBACK" ? "Rollback requested by user."
                             : on_failure == "DELETE" ? "Delete requested by user."
                                                      : "");
    if (on_failure == "DO_NOTHING") return add(end->at, "CREATE_FAILED", reason);
    if (on_failure == "DELETE") return remove(end->at, reason);
    roll_back(end->at, "ROLLBACK", reason);
  }

  void update() {
    add(at_, "UPDATE_IN_PROGRESS");
    const std::optional<End> end = end_of("update");
    if (!end) return;
    if (!end->failed) return add(end->at, "UPDATE_COMPLETE");
    const std::string reason =
        end->reason.empty() ? failure_reason(stack_, "update", "") : end->reason;
    if (string_member(change_, "OnFailure") == "DO_NOTHING")
      return add(end->at, "UPDATE_FAILED", reason);
    roll_back(end->at, "UPDATE_ROLLBACK", reason);
  }

  void roll_back(Time from, const std::string& what, const std::string& reason) {
    const std::string behaviour = planned_behaviour(stack_, "rollback");
    add(from, what + "_IN_PROGRESS", reason);
    if (behaviour == "stuck") return;
    const bool fails = behaviour == "fail";
    add(from + duration_of(stack_, "rollback"), what + (fails ? "_FAILED" : "_COMPLETE"), reason);
  }

  void remove(Time from, const std::string& reason = {}) {
    const std::string behaviour = planned_behaviour(stack_, "delete");
    const bool retains = find_member(change_, "retained") != nullptr;
    add(from, "DELETE_IN_PROGRESS", reason);
    if (behaviour == "stuck") return;
    const Time end = from + duration_of(stack_, "delete");
    if (string_member(change_, "to") == "delete" && find_member(change_, "failed"))
      return add(end, "DELETE_FAILED", reason_of_failed("delete"));
    if (behaviour == "fail" && !retains)
      return add(end, "DELETE_FAILED", failure_reason(stack_, "delete", ""));
    add(end, "DELETE_COMPLETE");
  }

  const Json& stack_;
  const Json& change_;
  Time at_;
  std::vector<Phase> phases_;
};

// --- Looking ------------------------------------------------------------------------------------

/// The members that DescribeStacks copies from the stack as it is kept, in its order.
void copy_stack_members(Json& answer, const Json& stack,
                        std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) copy_given(answer, stack, name);
}

/// Items of a list with more members, each out of a map by the item's key.
Json with_more(Json items, std::string_view key,
               std::initializer_list<std::pair<std::string_view, Json>> members) {
  for (Json& item : items)
    for (const auto& [name, values] : members)
      if (const Json* value = find_member(values, string_member(item, key)))
        item[std::string(name)] = *value;
  return items;
}

/// Whether a change of the stack is one of the account, too.
bool has_elements(const Json& stack) {
  return to_text(stack).find("\"element\":") != std::string::npos;
}

}  // namespace

constinit const ResourceList kStackList{
    {"stacks", kStackMembers, kStackParts, stack_problems, /*is_unique=*/false},
    "cloudformation:stack",
    stored_stack,
    stack_id_of,
    shown_stack};

constinit const ResourceList kNewStackList{{"newStacks", kNewStackMembers, kNewStackParts},
                                           "cloudformation:new-stack",
                                           stored_new_stack,
                                           name_of_new_stack};

std::vector<Phase> stack_phases(const Json& stack) {
  if (find_member(stack, "change")) {
    std::vector<Phase> phases = StackChange(stack).phases();
    if (!phases.empty()) return phases;
  }
  return {{time_member(stack, "CreationTime", {}), string_member(stack, "StackStatus"),
           string_member(stack, "StackStatusReason")}};
}

std::string stack_status(const AccountSession& session, const Json& stack) {
  return phase_at(stack_phases(stack), session.now).state;
}

Json settled_stack(const AccountSession& session, Json stack) {
  const Json* given = find_member(stack, "change");
  if (given == nullptr) return stack;
  const Json change = *given;
  const Phase now = phase_at(stack_phases(stack), session.now);
  Json events = stack.value("events", Json::array());
  for (Json& event : stack_events_since_change(stack, session.now))
    events.push_back(std::move(event));
  keep_last(events, kMostStackEvents);
  stack["events"] = std::move(events);
  stack["StackStatus"] = now.state;
  stack.erase("StackStatusReason");
  if (!now.reason.empty()) stack["StackStatusReason"] = now.reason;
  if (now.state == "DELETE_COMPLETE") stack["DeletionTime"] = to_iso8601(now.from);
  const Json* before = find_member(change, "before");
  if (before && now.state.starts_with("UPDATE_ROLLBACK")) {
    for (const char* member : {"resolved", "outputDescriptions", "exports", "imports"})
      stack.erase(member);  // the stack had none, perhaps
    stack.update(*before);
  }
  // Where an update stops that cannot be carried out, the account has nothing of it; nobody can
  // import what it was not to export.
  if (before && now.state == "UPDATE_FAILED" && find_member(change, "failed"))
    for (const char* member : {"Resources", "exports", "imports"}) {
      stack.erase(member);
      copy_given(stack, *before, member);
    }
  stack.erase("change");
  return stack;
}

void record_stack_change(const AccountSession& session, Json& stack, std::string_view to,
                         Json change) {
  stack = settled_stack(session, std::move(stack));
  Json recorded{{"to", to}, {"at", to_iso8601(session.now)}};
  recorded.update(change);
  if (has_elements(stack) || has_elements(recorded)) recorded["unapplied"] = true;
  stack["change"] = std::move(recorded);
  stack["StackStatus"] = stack_status(session, stack);
  stack.erase("StackStatusReason");
}

Result<std::optional<Json>> stack_if_there(AccountSession& session, const std::string& name) {
  if (name.starts_with("arn:")) return find_resource(session, kStackList, name);
  TRY_ASSIGN(std::vector<Json> stacks, all_resources(session, kStackList));
  for (Json& stack : stacks)
    if (string_member(stack, "StackName") == name &&
        stack_status(session, stack) != "DELETE_COMPLETE")
      return std::move(stack);
  return std::nullopt;
}

Result<Json> stack_named(AccountSession& session, const std::string& name, std::string_view form) {
  TRY_ASSIGN(std::optional<Json> found, stack_if_there(session, name));
  if (found) return *std::move(found);
  return failure("ValidationError", fmt::format(fmt::runtime(form), name));
}

Json described_stack(AccountSession& session, const Json& stack) {
  const Phase now = phase_at(session, stack_phases(stack));
  // Before it is over there are no outputs; a change that was taken back shows the old ones.
  const Json seen = settled_stack(session, stack);
  const bool has_outputs = !now.state.starts_with("CREATE_") || now.state == "CREATE_COMPLETE";
  Json answer = Json::object();
  copy_stack_members(answer, seen, {"StackId", "StackName", "Description"});
  answer["Parameters"] = with_more(
      pairs_of_map(seen.value("Parameters", Json::object()), "ParameterKey", "ParameterValue"),
      "ParameterKey", {{"ResolvedValue", seen.value("resolved", Json::object())}});
  for (const std::string_view name : {"CreationTime", "DeletionTime", "LastUpdatedTime"})
    if (find_member(seen, name))
      answer[std::string(name)] = api_time(time_member(seen, name, session.now));
  answer["RollbackConfiguration"] = Json::object();
  answer["StackStatus"] = now.state;
  if (!now.reason.empty()) answer["StackStatusReason"] = now.reason;
  answer["DisableRollback"] = is_set(seen, "DisableRollback");
  answer["NotificationARNs"] = seen.value("NotificationARNs", Json::array());
  copy_stack_members(answer, seen, {"TimeoutInMinutes", "Capabilities"});
  const Json outputs = seen.value("Outputs", Json::object());
  if (has_outputs && !now.state.starts_with("ROLLBACK") && !outputs.empty())
    answer["Outputs"] =
        with_more(pairs_of_map(outputs, "OutputKey", "OutputValue"), "OutputKey",
                  {{"Description", seen.value("outputDescriptions", Json::object())},
                   {"ExportName", seen.value("exports", Json::object())}});
  copy_stack_members(answer, seen, {"RoleARN"});
  answer["Tags"] = tag_list(seen.value("Tags", Json::object()));
  answer["EnableTerminationProtection"] = is_set(seen, "EnableTerminationProtection");
  answer["DriftInformation"] = {{"StackDriftStatus", "NOT_CHECKED"}};
  return answer;
}

}  // namespace ssm::cloud
