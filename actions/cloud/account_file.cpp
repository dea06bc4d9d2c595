// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/account_file.h"

#include "actions/cloud/account_file_members.h"
#include "actions/cloud/command_record.h"
#include "actions/cloud/default_network.h"
#include "actions/cloud/parameter_versions.h"
#include "actions/cloud/resource.h"
#include "actions/cloud/security_group.h"
#include "actions/cloud/volume.h"
#include "core/base/arn.h"

namespace ssm::cloud {
namespace {

constexpr std::string_view kTopicList = "topics";

std::string topic_arn(const std::string& name_or_arn, const AccountRegion& scope) {
  if (name_or_arn.find(':') != std::string::npos) return name_or_arn;
  return Arn::regional(scope, "sns", name_or_arn).text();
}

/// The same with the id first, by which people and programs tell one from another.
Json with_id_first(const Json& given, std::string_view id_member) {
  Json resource{{std::string(id_member), string_member(given, id_member)}};
  resource.update(given);
  return resource;
}

void add_missing(Json& resource, const Json& given) {
  for (const auto& [name, value] : given.items()) add_default(resource, name, value);
}

/// An instance as it is now: a change that is over leaves only the state it led to.
Json shown_instance(Json instance, const Timing& timing, Time now) {
  const InstanceSnapshot snapshot = snapshot_at(instance, timing, now);
  instance["State"] = state_name(snapshot.state);
  if (snapshot.settled) instance.erase("change");
  return instance;
}

/// The root device of an instance of the file: where it has a volume, of the usual names.
std::optional<std::string> root_in_file(const Json& account, const std::string& instance_id) {
  for (const Json& volume : list_member(account, "volumes"))
    for (const Json& attachment : list_member(volume, "Attachments")) {
      const std::string device = string_member(attachment, "Device", kRootDevice);
      if (string_member(attachment, "InstanceId") == instance_id &&
          (device == kRootDevice || device == "/dev/sda1"))
        return device;
    }
  return std::nullopt;
}

/// Instances get a root volume unless the file says where theirs is, at `root`.
Completed load_instance(AccountSession& session, const Json& given,
                        const std::optional<std::string>& root) {
  Json instance = with_made_up_members(session, kInstances.list, given);
  if (instance.contains("RootDeviceName")) return put_instance(session, instance);
  instance["RootDeviceName"] = root.value_or(std::string(kRootDevice));
  TRY(put_instance(session, instance));
  if (root || instance["State"] == "terminated") return {};
  return add_root_volume(session, instance);
}

const Ec2Kind* ec2_kind_of(std::string_view list) {
  const auto kind = std::ranges::find(ec2_kinds(), list, &Ec2Kind::list);
  return kind == ec2_kinds().end() ? nullptr : *kind;
}

const ResourceList* resource_list_of(std::string_view list) {
  const auto found = std::ranges::find(resource_lists(), list,
                                       [](const ResourceList* one) { return one->file.name; });
  return found == resource_lists().end() ? nullptr : *found;
}

const TaggedList* tagged_list_of(std::string_view list) {
  const auto* found = std::ranges::find(kTaggedLists, list, &TaggedList::member);
  return found == std::end(kTaggedLists) ? nullptr : found;
}

Completed load_topic(AccountSession& session, Json topic) {
  const std::string arn = topic_arn(string_member(topic, "TopicArn"), session.scope);
  topic["TopicArn"] = arn;
  return session.store.put(session.scope, kTopicKind, arn, topic);
}

Completed load_tagged(AccountSession& session, const TaggedList& list, const Json& given) {
  const std::string id = string_member(given, list.id_member);
  Json resource{{std::string(list.id_member), id},
                {"Tags", tags_as_map(given.value("Tags", Json::object()))}};
  if (list.kind == kManagedInstanceKind) add_missing(resource, given);
  TRY(session.store.put(session.scope, list.kind, id, resource));
  return list.kind == kParameterKind ? load_parameter(session, given) : Completed();
}

Json groups_by_default(std::string_view id) {
  return Json::array({{{"GroupId", id}, {"GroupName", kDefaultGroupName}}});
}

/// The id of the file's own default group of the default VPC; empty: there is none.
std::string default_group_in_file(const Json& account) {
  for (const Json& group : list_member(account, kSecurityGroups.list))
    if (string_member(group, "GroupName") == kDefaultGroupName &&
        string_member(group, "VpcId", std::string(kDefaultVpcId)) == kDefaultVpcId)
      return string_member(group, kSecurityGroups.id_member);
  return {};
}

}  // namespace

Json with_instance_defaults(Json instance, const AccountRegion& scope, Time now) {
  const std::string id = string_member(instance, "InstanceId");
  const DefaultSubnet* given = find_default_subnet(string_member(instance, "SubnetId"));
  add_default(instance, "AvailabilityZone",
              given != nullptr ? zone_of(*given, scope) : scope.region + "a");
  const DefaultSubnet& subnet =
      given != nullptr ? *given : default_subnet_in(string_member(instance, "AvailabilityZone"));
  add_default(instance, "State", "running");
  add_default(instance, "InstanceType", "t3.micro");
  add_default(instance, "ImageId", "ami-0123456789abcdef0");
  add_default(instance, "LaunchTime", to_iso8601(now));
  add_default(instance, "SubnetId", subnet.id);
  add_default(instance, "VpcId", kDefaultVpcId);
  add_default(instance, "PrivateIpAddress", made_up_address(subnet, id));
  add_default(instance, "SecurityGroups", groups_by_default(kDefaultGroupId));
  add_default(instance, "ReservationId", made_up_id("r-", id));
  instance["Tags"] = tags_as_map(instance.value("Tags", Json::object()));
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
  for (const Ec2Kind* kind : ec2_kinds()) {
    if (kind == &kInstances) continue;
    TRY_ASSIGN(std::vector<Json> resources, all_resources(session, *kind));
    account[std::string(kind->list)] = std::move(resources);
  }
  for (const ResourceList* list : resource_lists()) {
    TRY_ASSIGN(std::vector<Json> resources, all_resources(session, *list));
    Json shown = Json::array();
    for (Json& resource : resources) {
      if (list->shown) resource = list->shown(session, std::move(resource));
      if (!resource.is_null()) shown.push_back(std::move(resource));
    }
    if (!shown.empty()) account[std::string(list->file.name)] = std::move(shown);
  }
  return account;
}

Json with_made_up_members(const AccountSession& session, std::string_view list, const Json& given) {
  if (const Ec2Kind* kind = ec2_kind_of(list))
    return kind->with_defaults(with_id_first(given, kind->id_member), session.scope, session.now);
  const ResourceList* resources = resource_list_of(list);
  return resources ? resources->stored(session, given) : given;
}

Completed load_element(AccountSession& session, std::string_view list, const Json& given) {
  if (list == kInstances.list) return load_instance(session, given, std::nullopt);
  if (const Ec2Kind* kind = ec2_kind_of(list))
    return store_resource(session, *kind, with_made_up_members(session, list, given));
  if (const TaggedList* tagged = tagged_list_of(list)) return load_tagged(session, *tagged, given);
  if (const ResourceList* resources = resource_list_of(list))
    return save_resource(session, *resources, with_made_up_members(session, list, given));
  return list == kTopicList ? load_topic(session, given) : keep_command(session, given);
}

std::string_view kind_of_list(std::string_view list) {
  if (const Ec2Kind* kind = ec2_kind_of(list)) return kind->kind;
  if (const TaggedList* tagged = tagged_list_of(list)) return tagged->kind;
  if (const ResourceList* resources = resource_list_of(list)) return resources->kind;
  return list == kTopicList ? kTopicKind : kCommandKind;
}

Completed load_account(AccountSession& session, const Json& account) {
  TRY(session.store.clear(session.scope));
  Json timing = {{"start", 1},  {"statusChecks", 1}, {"stop", 1},   {"terminate", 1},
                 {"image", 1},  {"snapshot", 1},     {"volume", 1}, {"attach", 1},
                 {"detach", 1}, {"modify", 1}};
  if (const Json* given = find_member(account, "timing")) timing.update(*given);
  TRY(session.store.put(session.scope, kTimingKind, "timing", timing));
  const std::string default_group_id = default_group_in_file(account);
  for (const AccountList& list : account_lists()) {
    for (Json given : list_member(account, list.name)) {
      if (list.name != kInstances.list) {
        TRY(load_element(session, list.name, given));
        continue;
      }
      if (!default_group_id.empty())
        add_default(given, "SecurityGroups", groups_by_default(default_group_id));
      TRY(load_instance(session, given,
                        root_in_file(account, string_member(given, kInstances.id_member))));
    }
  }
  if (default_group_id.empty())
    TRY(store_resource(session, kSecurityGroups, default_group(session.scope)));
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
  account["images"] = Json::array({{{"ImageId", "ami-0123456789abcdef0"},
                                    {"Name", "al2023-ami-2023.6.20241121.0-kernel-6.1-x86_64"},
                                    {"OwnerId", "137112412989"},
                                    {"ImageOwnerAlias", "amazon"},
                                    {"CreationDate", "2024-11-21T00:00:00Z"},
                                    {"Description", "Amazon Linux 2023"},
                                    {"CreationDate", "2024-11-21T00:00:00Z"},
                                    {"LaunchPermissions", Json::array({{{"Group", "all"}}})}}});
  return account;
}

}  // namespace ssm::cloud
