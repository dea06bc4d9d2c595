// SPDX-License-Identifier: Apache-2.0
// Source: the CloudFormation User Guide, "Stack status codes"; reasons as the service words them
// where they are known.
#include "actions/cloud/cloudformation_events.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "actions/cloud/cloudformation_stack.h"
#include "actions/cloud/instance.h"
#include "core/base/id.h"

namespace ssm::cloud {
namespace {

constexpr std::string_view kStackType = "AWS::CloudFormation::Stack";
constexpr const char* kReplacing =
    "Requested update requires the creation of a new physical resource; hence creating one.";

/// What a resource of a stack in this status is. `failed`: it is the one that did.
std::string resource_status(const std::string& status, bool failed) {
  if (status == "ROLLBACK_IN_PROGRESS") return "DELETE_IN_PROGRESS";
  if (status == "ROLLBACK_COMPLETE") return "DELETE_COMPLETE";
  if (status == "ROLLBACK_FAILED") return failed ? "DELETE_FAILED" : "DELETE_COMPLETE";
  if (status == "UPDATE_ROLLBACK_IN_PROGRESS") return "UPDATE_IN_PROGRESS";
  if (status == "UPDATE_ROLLBACK_COMPLETE") return "UPDATE_COMPLETE";
  if (status == "UPDATE_ROLLBACK_FAILED") return failed ? "UPDATE_FAILED" : "UPDATE_COMPLETE";
  constexpr std::string_view kFailed = "_FAILED";
  if (status.ends_with(kFailed) && !failed)
    return status.substr(0, status.size() - kFailed.size()) + "_COMPLETE";
  return status;
}

/// Where the resource with a logical id is in a list of them; nullopt: it is not.
std::optional<std::size_t> place_of(const Json& resources, const std::string& name) {
  for (std::size_t i = 0; i < resources.size(); ++i)
    if (string_member(resources[i], "LogicalResourceId") == name) return i;
  return std::nullopt;
}

/// The resources before an update; nullopt: it is none.
std::optional<Json> resources_before_update(const Json& stack) {
  const Json* change = find_member(stack, "change");
  const Json* before = change ? find_member(*change, "before") : nullptr;
  const Json* resources = before ? find_member(*before, "Resources") : nullptr;
  return resources ? std::optional(*resources) : std::nullopt;
}

/// Whether something is against the change as a whole, and not at one of the resources.
bool fails_as_a_whole(const Json& stack) {
  const Json* change = find_member(stack, "change");
  return change && change->contains("failed") && !change->contains("failedResource");
}

/// Whether the last change lets a resource be. `before`: the resources before an update.
bool is_let_be(const Json& stack, const std::optional<Json>& before, const Json& resource) {
  if (!before) return fails_as_a_whole(stack) && string_member(stack["change"], "to") == "delete";
  const auto place = place_of(*before, string_member(resource, "LogicalResourceId"));
  if (!place) return false;
  const Json& old = (*before)[*place];
  const std::string digest = string_member(resource, "digest");
  return !digest.empty() && digest == string_member(old, "digest") &&
         string_member(old, "PhysicalResourceId") == string_member(resource, "PhysicalResourceId");
}

/// The last that happened to a resource before the last change of its stack; nullptr: not known.
const Json* last_event_before(const Json& stack, const Json& resource) {
  const Json* events = find_member(stack, "events");
  if (events == nullptr) return nullptr;
  const std::string name = string_member(resource, "LogicalResourceId");
  for (std::size_t i = events->size(); i-- > 0;)
    if (string_member((*events)[i], "LogicalResourceId") == name &&
        string_member((*events)[i], "ResourceType") != kStackType)
      return &(*events)[i];
  return nullptr;
}

/// What a resource is that an update brings.
std::string as_new(std::string status, bool goes_back) {
  constexpr std::string_view kUpdate = "UPDATE";
  if (status.starts_with(kUpdate))
    status.replace(0, kUpdate.size(), goes_back ? "DELETE" : "CREATE");
  return status;
}

Json event_of(const Json& thing, Time at, const std::string& status, const std::string& reason) {
  Json event{{"LogicalResourceId", string_member(thing, "LogicalResourceId")},
             {"PhysicalResourceId", string_member(thing, "PhysicalResourceId")},
             {"ResourceType", string_member(thing, "ResourceType")},
             {"Timestamp", to_iso8601(at)},
             {"ResourceStatus", status}};
  if (!reason.empty()) event["ResourceStatusReason"] = reason;
  return event;
}

/// Whether the resource's turn comes before the stack's: it does when something is over.
bool resources_come_first(const std::string& status) {
  return !status.ends_with("_IN_PROGRESS");
}

/// The reason of an event, which is told although the stack shows none.
std::string event_reason(const Phase& phase) {
  const bool is_asked_for = phase.state == "CREATE_IN_PROGRESS" ||
                            phase.state == "UPDATE_IN_PROGRESS" ||
                            phase.state == "DELETE_IN_PROGRESS";
  if (is_asked_for && phase.reason.empty()) return "User Initiated";
  return resources_come_first(phase.state) && !phase.state.ends_with("_FAILED") ? "" : phase.reason;
}

/// What happened since the last change until now, oldest first.
class EventsSinceChange {
 public:
  EventsSinceChange(const Json& stack, Time now)
      : stack_(stack),
        now_(now),
        resources_(stack.value("Resources", Json::array())),
        failed_(failed_resource(stack, resources_)),
        before_(resources_before_update(stack)) {
    if (const Json* change = find_member(stack, "change"))
      reason_ = string_member(*change, "failed");
  }

  Json events() {
    if (!find_member(stack_, "change")) return std::move(events_);
    bool goes_back = false;
    std::string last;
    for (const Phase& phase : stack_phases(stack_)) {
      if (phase.from > now_) break;
      if (is_on_its_way(last) && is_on_its_way(phase.state)) {
        add_outcomes(last.substr(0, last.find('_')), phase);
        goes_back = true;
      }
      const Json of_stack = event_of(itself(), phase.from, phase.state, event_reason(phase));
      if (!resources_come_first(phase.state)) events_.push_back(of_stack);
      add_resources(phase, goes_back);
      if (resources_come_first(phase.state)) events_.push_back(of_stack);
      last = phase.state;
    }
    return std::move(events_);
  }

 private:
  static bool is_on_its_way(const std::string& status) { return !resources_come_first(status); }

  Json itself() const {
    return {{"LogicalResourceId", string_member(stack_, "StackName")},
            {"PhysicalResourceId", string_member(stack_, "StackId")},
            {"ResourceType", kStackType}};
  }

  /// Whether it had been done before another one failed. One that is planned to fail lets the
  /// others be.
  bool is_done(std::size_t i) const { return i < failed_ || (i > failed_ && reason_.empty()); }

  /// The resource before an update; nullptr: it is new, or there is no update.
  const Json* before(const Json& resource) const {
    if (!before_) return nullptr;
    const auto place = place_of(*before_, string_member(resource, "LogicalResourceId"));
    return place ? &(*before_)[*place] : nullptr;
  }

  bool is_new(const Json& resource) const { return before_ && before(resource) == nullptr; }

  bool is_replaced(const Json& resource) const {
    const Json* old = before(resource);
    return old && string_member(*old, "PhysicalResourceId") !=
                      string_member(resource, "PhysicalResourceId");
  }

  void add(const Json& resource, Time at, const std::string& status, const std::string& reason) {
    events_.push_back(event_of(resource, at, status, reason));
  }

  bool is_let_be(const Json& resource) const { return cloud::is_let_be(stack_, before_, resource); }

  /// How far each had come when one failed. `what`: "CREATE", "UPDATE".
  void add_outcomes(const std::string& what, const Phase& phase) {
    for (std::size_t i = 0; i < resources_.size(); ++i) {
      if (is_let_be(resources_[i])) continue;
      const std::string verb = is_new(resources_[i]) ? "CREATE" : what;
      if (is_done(i))
        add(resources_[i], phase.from, verb + "_COMPLETE", "");
      else
        add(resources_[i], phase.from, verb + "_FAILED",
            i == failed_
                ? (reason_.empty() ? phase.reason : reason_)
                : fmt::format("Resource {} cancelled", verb == "CREATE" ? "creation" : "update"));
    }
  }

  /// On the way back only those that had been done are undone.
  void add_resources(const Phase& phase, bool goes_back) {
    bool is_first = true;
    for (std::size_t i = 0; i < resources_.size(); ++i) {
      if (is_let_be(resources_[i]) || (goes_back && !is_done(i))) continue;
      std::string status =
          resource_status(phase.state, goes_back ? std::exchange(is_first, false) : i == failed_);
      if (is_new(resources_[i])) status = as_new(status, goes_back);
      const bool has_failed = status.ends_with("_FAILED");
      const bool has_old = goes_back || status == "UPDATE_IN_PROGRESS";
      add(has_old && is_replaced(resources_[i]) ? *before(resources_[i]) : resources_[i],
          phase.from, status,
          status == "UPDATE_IN_PROGRESS" && !goes_back && is_replaced(resources_[i]) ? kReplacing
          : !has_failed                                                              ? ""
          : goes_back || reason_.empty()                                             ? phase.reason
                                                                                     : reason_);
      if (goes_back && is_replaced(resources_[i]))
        add(resources_[i], phase.from, as_new(status, goes_back), "");
    }
  }

  const Json& stack_;
  Time now_;
  Json resources_;
  std::size_t failed_;
  std::string reason_;          // why it did, of what was not planned
  std::optional<Json> before_;  // the resources before an update
  Json events_ = Json::array();
};

/// The same of a resource of the stack as it is seen now, when an update may have been taken back.
/// `wanted`: the resources that the update is to bring.
bool was_let_be(const Json& stack, const std::optional<Json>& before, const Json& wanted,
                const Json& seen) {
  if (!before) return is_let_be(stack, before, seen);
  const auto place = place_of(wanted, string_member(seen, "LogicalResourceId"));
  return !place || is_let_be(stack, before, wanted[*place]);
}

/// As it was before the last change of its stack.
Json with_state_before(const AccountSession& session, const Json& stack, const Json& resource,
                       Json one) {
  const Json* event = last_event_before(stack, resource);
  const Time created = time_member(stack, "CreationTime", session.now);
  one["Timestamp"] = api_time(event ? time_member(*event, "Timestamp", created) : created);
  one["ResourceStatus"] = event ? string_member(*event, "ResourceStatus") : "CREATE_COMPLETE";
  one["DriftInformation"] = {{"StackResourceDriftStatus", "NOT_CHECKED"}};
  return one;
}

}  // namespace

std::size_t failed_resource(const Json& stack, const Json& resources) {
  if (fails_as_a_whole(stack)) return resources.size();
  const Json* change = find_member(stack, "change");
  const std::string name = change ? string_member(*change, "failedResource") : std::string();
  if (const auto place = place_of(resources, name)) return *place;
  const std::optional<Json> before = resources_before_update(stack);
  for (std::size_t i = 0; i < resources.size(); ++i)
    if (!is_let_be(stack, before, resources[i])) return i;
  return 0;
}

Json stack_events_since_change(const Json& stack, Time now) {
  return EventsSinceChange(stack, now).events();
}

Json described_stack_events(AccountSession& session, const Json& stack) {
  phase_at(session, stack_phases(stack));
  Json events = stack.value("events", Json::array());
  for (Json& event : stack_events_since_change(stack, session.now))
    events.push_back(std::move(event));
  Json described = Json::array();
  for (std::size_t i = events.size(); i-- > 0;) {
    Json event{{"StackId", string_member(stack, "StackId")},
               {"EventId", derived_uuid(fmt::format("{}/{}", i, to_text(events[i])))},
               {"StackName", string_member(stack, "StackName")}};
    event.update(events[i]);
    event["Timestamp"] = api_time(time_member(event, "Timestamp", session.now));
    described.push_back(std::move(event));
  }
  return described;
}

Json stack_resources_in(const Json& stack, const std::string& status) {
  Json resources = stack.value("Resources", Json::array());
  std::optional<Json> before = resources_before_update(stack);
  if (!before || status == "UPDATE_COMPLETE") return resources;
  Json seen = *before;
  const std::string failed = string_member(*find_member(stack, "change"), "failedResource");
  for (Json& resource : resources) {
    const std::string name = string_member(resource, "LogicalResourceId");
    const bool is_tried =
        status == "UPDATE_IN_PROGRESS" || (status == "UPDATE_FAILED" && name == failed);
    if (!is_tried || place_of(*before, name)) continue;
    resource.erase("PhysicalResourceId");
    seen.push_back(std::move(resource));
  }
  return seen;
}

Json described_stack_resources(AccountSession& session, const Json& stack) {
  const Phase now = phase_at(session, stack_phases(stack));
  const Json resources = stack_resources_in(stack, now.state);
  const std::size_t failed = failed_resource(stack, resources);
  const std::optional<Json> before = resources_before_update(stack);
  const Json wanted = stack.value("Resources", Json::array());
  Json described = Json::array();
  for (const Json& resource : resources) {
    Json one{{"StackName", string_member(stack, "StackName")},
             {"StackId", string_member(stack, "StackId")}};
    one.update(resource);
    for (const char* own :
         {"DeletionPolicy", "UpdateReplacePolicy", "replacements", "digest", "element"})
      one.erase(own);
    if (was_let_be(stack, before, wanted, resource)) {
      described.push_back(with_state_before(session, stack, resource, std::move(one)));
      continue;
    }
    one["Timestamp"] = api_time(now.from);
    std::string status = resource_status(now.state, described.size() == failed);
    if (before && !place_of(*before, string_member(resource, "LogicalResourceId")))
      status = as_new(status, false);
    if (status.ends_with("_FAILED")) one["ResourceStatusReason"] = now.reason;
    one["ResourceStatus"] = std::move(status);
    one["DriftInformation"] = {{"StackResourceDriftStatus", "NOT_CHECKED"}};
    described.push_back(std::move(one));
  }
  return described;
}

}  // namespace ssm::cloud
