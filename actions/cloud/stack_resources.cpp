// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/stack_resources.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "actions/cloud/account_file.h"
#include "actions/cloud/account_file_members.h"
#include "actions/cloud/auto_scaling_group.h"
#include "actions/cloud/cloudformation_stack.h"
#include "actions/cloud/image.h"
#include "actions/cloud/parameter_versions.h"
#include "actions/cloud/stack_updates.h"
#include "actions/cloud/volume.h"
#include "core/base/text.h"
#include "core/document/structure_reader.h"

namespace ssm::cloud {
namespace {

// --- Types --------------------------------------------------------------------------------------

/// A type of CloudFormation, and the list of the account file that has such resources. Properties
/// that the elements of the list have under the same name are taken over.
struct StackType {
  std::string_view type;
  std::string_view list;
};
constexpr std::array<StackType, 17> kStackTypes = {
    {{"AWS::AutoScaling::AutoScalingGroup", "autoScalingGroups"},
     {"AWS::CloudWatch::Alarm", "alarms"},
     {"AWS::DynamoDB::Table", "tables"},
     {"AWS::EC2::Instance", "instances"},
     {"AWS::EC2::SecurityGroup", "securityGroups"},
     {"AWS::EC2::Volume", "volumes"},
     {"AWS::ElastiCache::ReplicationGroup", "replicationGroups"},
     {"AWS::IAM::InstanceProfile", "instanceProfiles"},
     {"AWS::IAM::Role", "roles"},
     {"AWS::RDS::DBCluster", "dbClusters"},
     {"AWS::RDS::DBInstance", "dbInstances"},
     {"AWS::Redshift::Cluster", "redshiftClusters"},
     {"AWS::S3::Bucket", "buckets"},
     {"AWS::SNS::Topic", "topics"},
     {"AWS::SQS::Queue", "queues"},
     {"AWS::SSM::Parameter", "parameters"},
     {"AWS::StepFunctions::StateMachine", "stateMachines"}}};

Json map_of_policies(const Json& policies) {
  Json map = Json::object();
  if (policies.is_array())
    for (const Json& policy : policies)
      if (const Json* document = find_member(policy, "PolicyDocument"))
        map[string_member(policy, "PolicyName")] = *document;
  return map;
}

/// One rule has one peer here, a permission has lists of them.
Json permissions_of_rules(const Json& rules) {
  constexpr std::array<std::array<std::string_view, 3>, 4> kPeers = {
      {{"CidrIp", "IpRanges", "CidrIp"},
       {"CidrIpv6", "Ipv6Ranges", "CidrIpv6"},
       {"SourceSecurityGroupId", "UserIdGroupPairs", "GroupId"},
       {"SourcePrefixListId", "PrefixListIds", "PrefixListId"}}};
  Json permissions = Json::array();
  if (!rules.is_array()) return permissions;
  for (const Json& rule : rules) {
    Json permission{{"IpProtocol", to_embedded_text(rule.value("IpProtocol", Json("-1")))}};
    for (const char* port : {"FromPort", "ToPort"})
      if (const auto number = parse_integer(to_embedded_text(rule.value(port, Json("")))))
        permission[port] = *number;
    for (const auto& [property, list, member] : kPeers) {
      Json peer = Json::object();
      if (const std::string text = string_member(rule, property); !text.empty())
        peer[std::string(member)] = text;
      if (peer.empty()) continue;
      copy_given(peer, rule, "Description");
      permission[std::string(list)] = Json::array({std::move(peer)});
    }
    permissions.push_back(std::move(permission));
  }
  return permissions;
}

Json group_ids(const Json& ids) {
  Json groups = Json::array();
  if (ids.is_array())
    for (const Json& id : ids) groups.push_back({{"GroupId", id}, {"GroupName", id}});
  return groups;
}

Json encryption_of_bucket(const Json& encryption) {
  Json rules = Json::array();
  for (const Json& rule : encryption.value("ServerSideEncryptionConfiguration", Json::array())) {
    Json one = Json::object();
    if (const Json* usual = find_member(rule, "ServerSideEncryptionByDefault"))
      one["ApplyServerSideEncryptionByDefault"] = *usual;
    copy_given(one, rule, "BucketKeyEnabled");
    rules.push_back(std::move(one));
  }
  return {{"Rules", std::move(rules)}};
}

Json named_profile(const Json& name) {
  return {{"Name", name}};
}
Json display_name(const Json& name) {
  return {{"DisplayName", name}};
}
Json tag_set(const Json& tags) {
  return {{"TagSet", tags}};
}

/// A property that the account has under another name, or in another form.
struct StackProperty {
  std::string_view type;
  std::string_view property;
  std::string_view member;
  Json (*form)(const Json& value) = nullptr;
};
constexpr std::array<StackProperty, 15> kStackProperties = {
    {{"AWS::EC2::Instance", "SecurityGroupIds", "SecurityGroups", group_ids},
     {"AWS::EC2::Instance", "IamInstanceProfile", "IamInstanceProfile", named_profile},
     {"AWS::EC2::SecurityGroup", "GroupDescription", "Description"},
     {"AWS::EC2::SecurityGroup", "SecurityGroupIngress", "IpPermissions", permissions_of_rules},
     {"AWS::EC2::SecurityGroup", "SecurityGroupEgress", "IpPermissionsEgress",
      permissions_of_rules},
     {"AWS::ElastiCache::ReplicationGroup", "ReplicationGroupDescription", "Description"},
     {"AWS::IAM::Role", "ManagedPolicyArns", "AttachedPolicies"},
     {"AWS::IAM::Role", "Policies", "Policies", map_of_policies},
     {"AWS::S3::Bucket", "BucketEncryption", "Encryption", encryption_of_bucket},
     {"AWS::S3::Bucket", "PublicAccessBlockConfiguration", "PublicAccessBlock"},
     {"AWS::S3::Bucket", "VersioningConfiguration", "Versioning"},
     {"AWS::S3::Bucket", "Tags", "Tagging", tag_set},
     {"AWS::SNS::Topic", "DisplayName", "Attributes", display_name},
     {"AWS::StepFunctions::StateMachine", "DefinitionString", "definition"},
     {"AWS::StepFunctions::StateMachine", "RoleArn", "roleArn"}}};

/// Templates write numbers and switches as texts, too. nullopt: not what the member is.
std::optional<Json> as_member_value(const AccountMember& member, const Json& value) {
  if (member.value.problem_with(value).empty()) return value;
  const std::string text = to_embedded_text(value);
  if (member.value.problem_with(text).empty()) return Json(text);
  const Result<Json> parsed = parse_json(text);
  if (parsed && member.value.problem_with(*parsed).empty()) return *parsed;
  return std::nullopt;
}

const StackProperty* special_property(std::string_view type, std::string_view name) {
  const auto* found = std::ranges::find_if(kStackProperties, [&](const StackProperty& one) {
    return one.type == type && one.property == name;
  });
  return found == kStackProperties.end() ? nullptr : found;
}

const StackType* stack_type(std::string_view type) {
  const auto* found = std::ranges::find(kStackTypes, type, &StackType::type);
  return found == kStackTypes.end() ? nullptr : found;
}

// --- Coming, changing and going -----------------------------------------------------------------

/// EC2 itself would look into the Parameter Store.
Completed check_image(AccountSession& session, const StackElement& made) {
  const std::string id = string_member(made.element, "ImageId");
  const bool is_told =
      made.list == kInstances.list && !id.empty() && !id.starts_with("resolve:ssm:");
  if (is_told) TRY(image_to_launch(session, id));
  return {};
}

Completed create_element(AccountSession& session, const StackElement& made) {
  const std::string kind(kind_of_list(made.list));
  TRY_ASSIGN(const std::optional<Json> taken, session.store.find(session.scope, kind, made.id));
  if (taken)
    return failure("AlreadyExists",
                   fmt::format("Resource of type '{}' with identifier '{}' already exists.",
                               made.type, made.id));
  TRY(check_element(made));
  TRY(check_image(session, made));
  return load_stack_element(session, made, made.element);
}

/// The one with a physical id; nullptr: there is none.
const Json* find_physical(const Json& resources, const std::string& id) {
  const auto found = std::ranges::find(
      resources, id, [](const Json& one) { return string_member(one, "PhysicalResourceId"); });
  return found == resources.end() ? nullptr : &*found;
}

/// The same resource of the template; nullptr: there is none, or another one has its place.
const Json* find_same(const Json& resources, const Json& one) {
  const Json* found = find_physical(resources, string_member(one, "PhysicalResourceId"));
  const bool is_same = found && string_member(*found, "LogicalResourceId") ==
                                    string_member(one, "LogicalResourceId");
  return is_same ? found : nullptr;
}

/// An instance that goes with the stack lets go of its volumes.
Completed check_free(AccountSession& session, const StackElement& gone, const Json& resources) {
  if (gone.list != kVolumes.list) return {};
  TRY_ASSIGN(Json volume, resource_by_id(session, kVolumes, gone.id));
  Json& attachments = volume["Attachments"];
  std::erase_if(attachments.get_ref<Json::array_t&>(), [&](const Json& one) {
    return find_physical(resources, string_member(one, "InstanceId")) != nullptr;
  });
  return check_unattached(volume);
}

/// Instances are terminated, as everywhere; what somebody else has deleted is gone already.
/// `resources`: what goes with it. Errors: kRefused: something holds it.
Completed delete_element(AccountSession& session, const StackElement& gone, const Json& resources) {
  const std::string kind(kind_of_list(gone.list));
  TRY_ASSIGN(std::optional<Json> there, session.store.find(session.scope, kind, gone.id));
  if (!there) return {};
  TRY(check_free(session, gone, resources));
  if (gone.list == kInstances.list) {
    record_change(*there, "terminated", session.now, false);
    return put_instance(session, *there);
  }
  if (gone.list == kGroupList.file.name)
    for (const Json& instance : list_member(*there, "Instances"))
      TRY(terminate_in_group(session, *there, string_member(instance, "InstanceId")));
  if (kind == kParameterKind) TRY(ParameterVersions(session).remove_all(gone.id));
  return session.store.remove(session.scope, kind, gone.id);
}

/// Notes at which resource the change has come to an end, and why.
void note_failed(Json& stack, const StackElement& at, const Error& why) {
  stack["change"].update({{"failedResource", at.name}, {"failed", why.message}});
}

bool is_among(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

/// Makes what `before` has not, and gives what it has, too, its new properties. Errors: kRefused
/// when one of them cannot be, which is noted; nothing has changed then.
Completed bring_elements(AccountSession& session, Json& stack, const Json& before) {
  TRY_ASSIGN(Transaction transaction, Transaction::begin(session.store.database()));
  const Json resources = stack.value("Resources", Json::array());
  const std::vector<std::string> created = strings_of(stack, "created");
  for (const Json& resource : resources) {
    const std::optional<StackElement> made = element_in(resource);
    if (!made) continue;
    const Json* same = find_same(before, resource);
    const std::optional<StackElement> from = same ? element_in(*same) : std::nullopt;
    Completed done;
    if (same == nullptr)
      done = create_element(session, *made);
    else if (from && is_among(created, string_member(resource, "PhysicalResourceId")))
      done = update_element(session, *from, *made);
    if (!done && done.error().kind == ErrorKind::kRefused) note_failed(stack, *made, done.error());
    TRY(done);
  }
  return transaction.commit();
}

/// Whether another one has taken its place.
bool is_replaced(const Json& resource, const Json& after) {
  return std::ranges::any_of(after, [&](const Json& other) {
    return string_member(other, "LogicalResourceId") ==
           string_member(resource, "LogicalResourceId");
  });
}

/// What `after` has no more, of what the stack itself has created. What something else holds stays:
/// the last of it is noted when nothing of the stack is to be left.
Completed delete_elements(AccountSession& session, Json& stack, const Json& resources,
                          const Json& after, const std::vector<std::string>& retained) {
  const std::vector<std::string> created = strings_of(stack, "created");
  for (const Json& resource : resources) {
    const std::optional<StackElement> gone = element_in(resource);
    const char* policy = is_replaced(resource, after) ? "UpdateReplacePolicy" : "DeletionPolicy";
    const bool stays = find_same(after, resource) != nullptr ||
                       string_member(resource, policy).starts_with("Retain") ||
                       is_among(retained, string_member(resource, "LogicalResourceId")) ||
                       !is_among(created, string_member(resource, "PhysicalResourceId"));
    if (!gone || stays) continue;
    const Completed deleted = delete_element(session, *gone, resources);
    if (!deleted && deleted.error().kind != ErrorKind::kRefused) return deleted;
    if (!deleted && after.empty()) note_failed(stack, *gone, deleted.error());
  }
  return {};
}

/// Notes that all resources of the stack are there by its own doing.
void note_created(Json& stack) {
  Json& created = stack["created"] = Json::array();
  for (const Json& resource : stack.value("Resources", Json::array()))
    if (element_in(resource)) created.push_back(resource["PhysicalResourceId"]);
}

/// Carries out what the stack has come to at the moment of the session.
Completed carry_out(AccountSession& session, Json& stack, const std::string& status) {
  const Json none = Json::array();
  const Json resources = stack.value("Resources", none);
  const Json change = *find_member(stack, "change");
  if (status == "DELETE_COMPLETE" && string_member(change, "to") == "delete")
    return delete_elements(session, stack, resources, none, strings_of(change, "retained"));
  const bool is_update = status == "UPDATE_COMPLETE";
  if (!is_update && status != "CREATE_COMPLETE") return {};
  const Json before = change.value("before", Json::object()).value("Resources", none);
  TRY(bring_elements(session, stack, before));
  if (is_update) TRY(delete_elements(session, stack, before, resources, {}));
  note_created(stack);
  return {};
}

Completed apply_change(AccountSession& session, Json stack) {
  for (const Phase& phase : stack_phases(stack)) {
    if (phase.from > session.now) return {};
    if (phase.state.ends_with("_IN_PROGRESS")) continue;
    AccountSession then{session.store, session.scope, phase.from};
    const Completed done = carry_out(then, stack, phase.state);
    if (!done && done.error().kind != ErrorKind::kRefused) return done;
    // What could not be created makes the creation fail; that has nothing to carry out.
    stack["change"].erase("unapplied");
    return save_resource(session, kStackList, stack);
  }
  return {};
}

}  // namespace

Json element_of_stack(std::string_view type, const Json& properties, const std::string& id) {
  const StackType* known = stack_type(type);
  if (known == nullptr) return nullptr;
  const AccountList& list = *find_account_list(known->list);
  const std::string id_member(list.id_member());
  Json element = Json::object();
  element[id_member] = id.starts_with("https://") ? id.substr(id.rfind('/') + 1) : id;
  for (const auto& [name, value] : properties.items()) {
    const StackProperty* special = special_property(type, name);
    const std::string member(special ? special->member : std::string_view(name));
    const auto found = std::ranges::find(list.members, member, &AccountMember::name);
    if (found == list.members.end() || member == id_member) continue;
    const auto form = special ? special->form : nullptr;
    if (const auto taken = as_member_value(*found, form ? form(value) : value))
      element[member] = *taken;
    else if (form == nullptr && value.is_primitive() && !value.is_null())
      element[member] = value;  // what it cannot be makes the creation fail
  }
  return element;
}

std::string_view list_of_stack_type(std::string_view type) {
  const StackType* known = stack_type(type);
  return known == nullptr ? std::string_view() : known->list;
}

std::optional<StackElement> element_in(const Json& resource) {
  const Json* element = find_member(resource, "element");
  const StackType* type = stack_type(string_member(resource, "ResourceType"));
  if (element == nullptr || type == nullptr) return std::nullopt;
  return StackElement{string_member(resource, "LogicalResourceId"), type->type, type->list,
                      string_member(*element, find_account_list(type->list)->id_member()),
                      *element};
}

Completed check_element(const StackElement& made) {
  std::vector<std::string> problems =
      account_file_problems({{std::string(made.list), Json::array({made.element})}});
  const std::string path = fmt::format("{}[0].", made.list);
  for (std::string& problem : problems)
    if (problem.starts_with(path)) problem.replace(0, path.size(), "#/");
  if (problems.empty()) return {};
  return failure("InvalidProperty",
                 fmt::format("Properties validation failed for resource {} with message: {}",
                             made.name, join(problems, "; ")));
}

Completed load_stack_element(AccountSession& session, const StackElement& made,
                             const Json& element) {
  TRY(load_element(session, made.list, element));
  if (made.list != kGroupList.file.name) return {};
  TRY_ASSIGN(Json group, group_named(session, made.id));
  const std::int64_t least = integer_member(group, "MinSize");
  const std::int64_t most = std::max(least, integer_member(group, "MaxSize"));
  group["DesiredCapacity"] = std::clamp(integer_member(group, "DesiredCapacity"), least, most);
  return reconcile_group(session, group);
}

Completed apply_stack_changes(AccountSession& session) {
  TRY_ASSIGN(const auto due, session.store.list(session.scope, kStackList.kind, "\"unapplied\":"));
  if (due.empty()) return {};
  TRY_ASSIGN(Transaction transaction, Transaction::begin(session.store.database()));
  for (const auto& [id, stack] : due) TRY(apply_change(session, stack));
  return transaction.commit();
}

}  // namespace ssm::cloud
