// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/account_file.h"

#include <fmt/format.h>

#include "actions/cloud/command_record.h"
#include "actions/cloud/instance.h"
#include "actions/cloud/parameter_versions.h"
#include "core/base/arn.h"
#include "core/base/id.h"

namespace ssm::cloud {
namespace {

/// A stable id for something the file leaves out.
std::string made_up_id(std::string_view prefix, std::string_view seed) {
  return std::string(prefix) + sha256_hex(std::string(prefix) + std::string(seed)).substr(0, 17);
}

/// A stable address in 10.0.0.0/16.
std::string made_up_address(std::string_view seed) {
  const std::string digits = sha256_hex(seed);
  return fmt::format("10.0.{}.{}", std::stoi(digits.substr(0, 2), nullptr, 16),
                     std::stoi(digits.substr(2, 2), nullptr, 16));
}

void set_default(Json& instance, std::string_view name, Json value) {
  const std::string key(name);
  if (!instance.contains(key)) instance[key] = std::move(value);
}

Json tag_map(const Json& tags) {
  if (tags.is_object()) return tags;
  Json map = Json::object();
  for (const Json& tag : tags) map[string_member(tag, "Key")] = string_member(tag, "Value");
  return map;
}

std::string topic_arn(const std::string& name_or_arn, const AccountRegion& scope) {
  if (name_or_arn.find(':') != std::string::npos) return name_or_arn;
  return Arn::regional(scope, "sns", name_or_arn).text();
}

const Json& member_list(const Json& account, std::string_view member) {
  static const Json kNone = Json::array();
  const Json* list = find_member(account, member);
  return list == nullptr ? kNone : *list;
}

void add_missing(Json& resource, const Json& given) {
  for (const auto& [name, value] : given.items()) set_default(resource, name, value);
}

/// An instance as it is now: a change that is over leaves only the state it led to.
Json shown_instance(Json instance, const Timing& timing, Time now) {
  const InstanceSnapshot snapshot = snapshot_at(instance, timing, now);
  instance["State"] = state_name(snapshot.state);
  if (snapshot.settled) instance.erase("change");
  return instance;
}

}  // namespace

Json with_instance_defaults(Json instance, const AccountRegion& scope, Time now) {
  const std::string id = string_member(instance, "InstanceId");
  set_default(instance, "State", "running");
  set_default(instance, "InstanceType", "t3.micro");
  set_default(instance, "ImageId", "ami-0123456789abcdef0");
  set_default(instance, "LaunchTime", to_iso8601(now));
  set_default(instance, "AvailabilityZone", scope.region + "a");
  set_default(instance, "SubnetId", "subnet-0123456789abcdef0");
  set_default(instance, "VpcId", "vpc-0123456789abcdef0");
  set_default(instance, "PrivateIpAddress", made_up_address(id));
  set_default(instance, "ReservationId", made_up_id("r-", id));
  instance["Tags"] = tag_map(instance.value("Tags", Json::object()));
  return instance;
}

Result<Json> show_account(AccountSession& session) {
  TRY_ASSIGN(const Timing timing, account_timing(session));
  TRY_ASSIGN(const std::optional<Json> timing_text,
             session.store.find(session.scope, kTimingKind, "timing"));
  Json account = Json::object();
  account["timing"] = timing_text.value_or(Json::object());
  account["instances"] = Json::array();
  TRY_ASSIGN(auto instances, session.store.list(session.scope, kInstanceKind));
  for (auto& [id, body] : instances) {
    account["instances"].push_back(shown_instance(std::move(body), timing, session.now));
  }
  account["topics"] = Json::array();
  TRY_ASSIGN(auto topics, session.store.list(session.scope, kTopicKind));
  for (auto& [id, body] : topics) account["topics"].push_back(std::move(body));
  for (const TaggedList& list : kTaggedLists) {
    Json& shown = account[std::string(list.member)] = Json::array();
    TRY_ASSIGN(auto resources, session.store.list(session.scope, list.kind));
    for (auto& [id, body] : resources) {
      if (list.kind == kParameterKind) {
        TRY_ASSIGN(body, shown_parameter(session, std::move(body)));
      }
      shown.push_back(std::move(body));
    }
  }
  TRY_ASSIGN(std::vector<Json> commands, shown_commands(session));
  account["commands"] = std::move(commands);
  return account;
}

Completed load_account(AccountSession& session, const Json& account) {
  TRY(session.store.clear(session.scope));
  Json timing = {{"start", 1}, {"statusChecks", 1}, {"stop", 1}, {"terminate", 1}};
  if (const Json* given = find_member(account, "timing")) timing.update(*given);
  TRY(session.store.put(session.scope, kTimingKind, "timing", timing));
  for (const Json& instance : member_list(account, "instances")) {
    TRY(put_instance(session, with_instance_defaults(instance, session.scope, session.now)));
  }
  for (Json topic : member_list(account, "topics")) {
    const std::string arn = topic_arn(string_member(topic, "TopicArn"), session.scope);
    topic["TopicArn"] = arn;
    TRY(session.store.put(session.scope, kTopicKind, arn, topic));
  }
  for (const TaggedList& list : kTaggedLists) {
    for (const Json& given : member_list(account, list.member)) {
      const std::string id = string_member(given, list.id_member);
      Json resource{{std::string(list.id_member), id},
                    {"Tags", tag_map(given.value("Tags", Json::object()))}};
      if (list.kind == kManagedInstanceKind) add_missing(resource, given);
      TRY(session.store.put(session.scope, list.kind, id, resource));
      if (list.kind == kParameterKind) TRY(load_parameter(session, given));
    }
  }
  for (const Json& command : member_list(account, "commands")) TRY(keep_command(session, command));
  return session.store.set_initialized(session.scope);
}

Json sample_account() {
  Json account = Json::object();
  Json& instances = account["instances"] = Json::array();
  instances.push_back({{"InstanceId", "i-1234567890abcdef0"},
                       {"State", "running"},
                       {"InstanceType", "t3.micro"},
                       {"Tags", {{"Name", "web-1"}}}});
  instances.push_back({{"InstanceId", "i-0abcdef1234567890"},
                       {"State", "stopped"},
                       {"InstanceType", "t3.small"},
                       {"Tags", {{"Name", "batch-1"}}}});
  instances.push_back({{"InstanceId", "i-0fedcba0987654321"},
                       {"State", "running"},
                       {"InstanceType", "t3.micro"},
                       {"Tags", {{"Name", "test-1"}, {"Environment", "Test"}}}});
  account["topics"] = Json::array({{{"TopicArn", "AutomationApprovals"}}});
  return account;
}

}  // namespace ssm::cloud
