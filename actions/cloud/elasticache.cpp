// SPDX-License-Identifier: Apache-2.0
// Replication groups and cache clusters of ElastiCache. Source: its API reference; texts of errors
// as the service gives them where they are known.
#include <fmt/format.h>

#include <array>

#include "actions/cloud/ec2_resource.h"
#include "actions/cloud/status_resource.h"
#include "core/base/arn.h"

namespace ssm::cloud {
namespace {

constexpr std::int64_t kMostReplicas = 5;

// --- The file -----------------------------------------------------------------------------------

constexpr StatusChange kCacheChanges[] = {{"modify", "modifying", "available"},
                                          {"reboot", "rebooting cluster nodes", "available"},
                                          {"delete", "deleting", kGone}};
constexpr std::string_view kCacheChangeNames[] = {"modify", "reboot", "delete"};
constexpr AccountValue kCacheChangeValue{.values = kCacheChangeNames};
constexpr AccountMember kCacheChangeMembers[] = {{"to", kCacheChangeValue, true},
                                                 {"at", kTimeValue, true}};
constexpr AccountMember kCacheTiming[] = {
    {"modify", kSecondsValue}, {"reboot", kSecondsValue}, {"delete", kSecondsValue}};
constexpr AccountMember kCacheBehaviour[] = {{"modify", kStatusBehaviourValue},
                                             {"reboot", kStatusBehaviourValue},
                                             {"delete", kStatusBehaviourValue}};
constexpr AccountPart kCacheParts[] = {
    {"change", kCacheChangeMembers}, {"timing", kCacheTiming}, {"behaviour", kCacheBehaviour}};
constexpr AccountMember kReplicationGroupMembers[] = {{"ReplicationGroupId", kNamedValue, true},
                                                      {"Description", kTextValue},
                                                      {"Status", kNamedValue},
                                                      {"Engine", kTextValue},
                                                      {"MemberClusters", kTextsValue},
                                                      {"NodeGroups", kMapsValue},
                                                      {"SnapshottingClusterId", kTextValue},
                                                      {"AutomaticFailover", kTextValue},
                                                      {"MultiAZ", kTextValue},
                                                      {"ConfigurationEndpoint", kMapValue},
                                                      {"SnapshotRetentionLimit", kWholeNumberValue},
                                                      {"SnapshotWindow", kTextValue},
                                                      {"ClusterEnabled", kBooleanValue},
                                                      {"CacheNodeType", kTextValue},
                                                      {"AuthTokenEnabled", kBooleanValue},
                                                      {"TransitEncryptionEnabled", kBooleanValue},
                                                      {"AtRestEncryptionEnabled", kBooleanValue},
                                                      {"KmsKeyId", kTextValue},
                                                      {"AutoMinorVersionUpgrade", kBooleanValue},
                                                      {"ARN", kNamedValue},
                                                      {"PendingModifiedValues", kMapValue},
                                                      {"Tags", kTagsValue},
                                                      {"change", kMapValue},
                                                      {"timing", kMapValue},
                                                      {"behaviour", kMapValue}};
constexpr AccountMember kCacheClusterMembers[] = {{"CacheClusterId", kNamedValue, true},
                                                  {"CacheClusterStatus", kNamedValue},
                                                  {"CacheNodeType", kTextValue},
                                                  {"Engine", kTextValue},
                                                  {"EngineVersion", kTextValue},
                                                  {"NumCacheNodes", kWholeNumberValue},
                                                  {"PreferredAvailabilityZone", kTextValue},
                                                  {"CacheClusterCreateTime", kTimeValue},
                                                  {"PreferredMaintenanceWindow", kTextValue},
                                                  {"CacheNodes", kMapsValue},
                                                  {"AutoMinorVersionUpgrade", kBooleanValue},
                                                  {"ReplicationGroupId", kTextValue},
                                                  {"SnapshotRetentionLimit", kWholeNumberValue},
                                                  {"SnapshotWindow", kTextValue},
                                                  {"AuthTokenEnabled", kBooleanValue},
                                                  {"TransitEncryptionEnabled", kBooleanValue},
                                                  {"AtRestEncryptionEnabled", kBooleanValue},
                                                  {"ARN", kNamedValue},
                                                  {"PendingModifiedValues", kMapValue},
                                                  {"Tags", kTagsValue},
                                                  {"change", kMapValue},
                                                  {"timing", kMapValue},
                                                  {"behaviour", kMapValue}};

std::string cache_arn(const AccountSession& session, std::string_view kind, const std::string& id) {
  return Arn::regional(session.scope, "elasticache", fmt::format("{}:{}", kind, id)).text();
}

std::string id_of_replication_group(const Json& group) {
  return string_member(group, "ReplicationGroupId");
}
std::string id_of_cache_cluster(const Json& cluster) {
  return string_member(cluster, "CacheClusterId");
}

Json stored_replication_group(const AccountSession& session, Json group) {
  const std::string id = id_of_replication_group(group);
  add_default(group, "Description", id);
  add_default(group, "Status", "available");
  add_default(group, "Engine", "redis");
  add_default(group, "MemberClusters", Json::array({id + "-001", id + "-002"}));
  add_default(group, "AutomaticFailover", "enabled");
  add_default(group, "MultiAZ", "disabled");
  add_default(group, "SnapshotRetentionLimit", 0);
  add_default(group, "ClusterEnabled", false);
  add_default(group, "CacheNodeType", "cache.t3.micro");
  add_default(group, "AuthTokenEnabled", false);
  add_default(group, "TransitEncryptionEnabled", false);
  add_default(group, "AtRestEncryptionEnabled", false);
  add_default(group, "ARN", cache_arn(session, "replicationgroup", id));
  add_default(group, "PendingModifiedValues", Json::object());
  group["Tags"] = tags_as_map(group.value("Tags", Json::object()));
  return group;
}

Json stored_cache_cluster(const AccountSession& session, Json cluster) {
  const std::string id = id_of_cache_cluster(cluster);
  add_default(cluster, "CacheClusterStatus", "available");
  add_default(cluster, "CacheNodeType", "cache.t3.micro");
  add_default(cluster, "Engine", "redis");
  add_default(cluster, "EngineVersion", "7.1.0");
  add_default(cluster, "NumCacheNodes", 1);
  add_default(cluster, "PreferredAvailabilityZone", session.scope.region + "a");
  add_default(cluster, "CacheClusterCreateTime", to_iso8601(session.now));
  add_default(cluster, "SnapshotRetentionLimit", 0);
  add_default(cluster, "AutoMinorVersionUpgrade", true);
  add_default(cluster, "TransitEncryptionEnabled", false);
  add_default(cluster, "AtRestEncryptionEnabled", false);
  add_default(cluster, "ARN", cache_arn(session, "cluster", id));
  add_default(cluster, "PendingModifiedValues", Json::object());
  cluster["Tags"] = tags_as_map(cluster.value("Tags", Json::object()));
  return cluster;
}

Json shown_replication_group(const AccountSession& session, Json group);
Json shown_cache_cluster(const AccountSession& session, Json cluster);

}  // namespace

extern constinit const ResourceList kReplicationGroupList{
    {"replicationGroups", kReplicationGroupMembers, kCacheParts},
    "elasticache:replication-group",
    stored_replication_group,
    id_of_replication_group,
    shown_replication_group};
extern constinit const ResourceList kCacheClusterList{
    {"cacheClusters", kCacheClusterMembers, kCacheParts},
    "elasticache:cluster",
    stored_cache_cluster,
    id_of_cache_cluster,
    shown_cache_cluster};

namespace {

constexpr PageMembers kCachePage{.most = "MaxRecords",
                                 .token = "Marker",
                                 .next = "Marker",
                                 .items = {},
                                 .code = "InvalidParameterValue"};
constexpr StatusKind kReplicationGroupKind{.list = kReplicationGroupList,
                                           .changes = kCacheChanges,
                                           .id_member = "ReplicationGroupId",
                                           .status = "Status",
                                           .answer = "ReplicationGroup",
                                           .answers = "ReplicationGroups",
                                           .created = {},
                                           .missing_code = "ReplicationGroupNotFoundFault",
                                           .missing_text = "ReplicationGroup {} not found.",
                                           .state_code = "InvalidReplicationGroupState",
                                           .state_text = "Replication group {} is not in {} state.",
                                           .page = kCachePage};
constexpr StatusKind kCacheClusterKind{.list = kCacheClusterList,
                                       .changes = kCacheChanges,
                                       .id_member = "CacheClusterId",
                                       .status = "CacheClusterStatus",
                                       .answer = "CacheCluster",
                                       .answers = "CacheClusters",
                                       .created = "CacheClusterCreateTime",
                                       .missing_code = "CacheClusterNotFound",
                                       .missing_text = "CacheCluster {} not found.",
                                       .state_code = "InvalidCacheClusterState",
                                       .state_text = "CacheCluster {} is not in {} state.",
                                       .page = kCachePage};

Json shown_replication_group(const AccountSession& session, Json group) {
  return shown_status(kReplicationGroupKind, std::move(group), session.now);
}
Json shown_cache_cluster(const AccountSession& session, Json cluster) {
  return shown_status(kCacheClusterKind, std::move(cluster), session.now);
}

// --- Operations ---------------------------------------------------------------------------------

constexpr MemberShape kDescribeReplicationGroupsShapes[] = {
    {"ReplicationGroupId", &kString}, {"MaxRecords", &kInteger}, {"Marker", &kString}};
constexpr MemberShape kDescribeCacheClustersShapes[] = {
    {"CacheClusterId", &kString},
    {"MaxRecords", &kInteger},
    {"Marker", &kString},
    {"ShowCacheNodeInfo", &kBoolean},
    {"ShowCacheClustersNotInReplicationGroups", &kBoolean}};
/// What both Modify operations take, in the middle of their own.
constexpr MemberShape kModifiedShapes[] = {{"CacheSecurityGroupNames", &kStrings},
                                           {"SecurityGroupIds", &kStrings},
                                           {"PreferredMaintenanceWindow", &kString},
                                           {"NotificationTopicArn", &kString},
                                           {"CacheParameterGroupName", &kString},
                                           {"NotificationTopicStatus", &kString},
                                           {"ApplyImmediately", &kBoolean},
                                           {"Engine", &kString},
                                           {"EngineVersion", &kString},
                                           {"AutoMinorVersionUpgrade", &kBoolean},
                                           {"SnapshotRetentionLimit", &kInteger},
                                           {"SnapshotWindow", &kString},
                                           {"CacheNodeType", &kString},
                                           {"AuthToken", &kString},
                                           {"AuthTokenUpdateStrategy", &kString}};
constexpr MemberShape kFirstOfReplicationGroup[] = {{"ReplicationGroupId", &kString, true},
                                                    {"ReplicationGroupDescription", &kString},
                                                    {"PrimaryClusterId", &kString},
                                                    {"SnapshottingClusterId", &kString},
                                                    {"AutomaticFailoverEnabled", &kBoolean},
                                                    {"MultiAZEnabled", &kBoolean},
                                                    {"NodeGroupId", &kString}};
constexpr MemberShape kLastOfReplicationGroup[] = {
    {"UserGroupIdsToAdd", &kStrings},    {"UserGroupIdsToRemove", &kStrings},
    {"RemoveUserGroups", &kBoolean},     {"LogDeliveryConfigurations", kAnything},
    {"IpDiscovery", &kString},           {"TransitEncryptionEnabled", &kBoolean},
    {"TransitEncryptionMode", &kString}, {"ClusterMode", &kString}};
constexpr MemberShape kFirstOfCacheCluster[] = {{"CacheClusterId", &kString, true},
                                                {"NumCacheNodes", &kInteger},
                                                {"CacheNodeIdsToRemove", &kStrings},
                                                {"AZMode", &kString},
                                                {"NewAvailabilityZones", &kStrings}};
constexpr MemberShape kLastOfCacheCluster[] = {{"LogDeliveryConfigurations", kAnything},
                                               {"IpDiscovery", &kString},
                                               {"ScaleConfig", kAnything}};
constexpr auto kModifyReplicationGroupShapes =
    joined_members(kFirstOfReplicationGroup, kModifiedShapes, kLastOfReplicationGroup);
constexpr auto kModifyCacheClusterShapes =
    joined_members(kFirstOfCacheCluster, kModifiedShapes, kLastOfCacheCluster);
constexpr MemberShape kReplicaCountShapes[] = {{"ReplicationGroupId", &kString, true},
                                               {"NewReplicaCount", &kInteger},
                                               {"ReplicaConfiguration", kAnything},
                                               {"ApplyImmediately", &kBoolean, true}};
constexpr MemberShape kFewerReplicasShapes[] = {{"ReplicationGroupId", &kString, true},
                                                {"NewReplicaCount", &kInteger},
                                                {"ReplicaConfiguration", kAnything},
                                                {"ReplicasToRemove", &kStrings},
                                                {"ApplyImmediately", &kBoolean, true}};
constexpr MemberShape kRebootCacheShapes[] = {{"CacheClusterId", &kString, true},
                                              {"CacheNodeIdsToReboot", &kStrings, true}};
constexpr Shape kDescribeReplicationGroupsInput = structure(kDescribeReplicationGroupsShapes);
constexpr Shape kDescribeCacheClustersInput = structure(kDescribeCacheClustersShapes);
constexpr Shape kModifyReplicationGroupInput = structure(kModifyReplicationGroupShapes);
constexpr Shape kModifyCacheClusterInput = structure(kModifyCacheClusterShapes);
constexpr Shape kReplicaCountInput = structure(kReplicaCountShapes);
constexpr Shape kFewerReplicasInput = structure(kFewerReplicasShapes);
constexpr Shape kRebootCacheInput = structure(kRebootCacheShapes);

Result<Json> describe_replication_groups(AccountSession& session, const Json& parameters) {
  return describe_status_resources(session, kReplicationGroupKind, parameters);
}

Result<bool> passes_cache_filters(const Json& cluster, const Json& parameters) {
  return !is_set(parameters, "ShowCacheClustersNotInReplicationGroups") ||
         string_member(cluster, "ReplicationGroupId").empty();
}

Result<Json> describe_cache_clusters(AccountSession& session, const Json& parameters) {
  return describe_status_resources(session, kCacheClusterKind, parameters, passes_cache_filters);
}

/// A request says true and false, the group "enabled" and "disabled".
void take_over_switch(Json& group, const Json& parameters, const std::string& asked,
                      const std::string& member) {
  if (find_member(parameters, asked))
    group[member] = is_set(parameters, asked) ? "enabled" : "disabled";
}

/// Of the roles that the file gives the members of a group.
void promote(Json& group, const std::string& primary) {
  for (Json& nodes : group["NodeGroups"])
    for (Json& member : nodes["NodeGroupMembers"])
      member["CurrentRole"] =
          string_member(member, "CacheClusterId") == primary ? "primary" : "replica";
}

Result<Json> modify_replication_group(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json group, status_resource_named(session, kReplicationGroupKind,
                                               string_member(parameters, "ReplicationGroupId")));
  take_over_members(kReplicationGroupKind, group, parameters);
  if (const Json* text = find_member(parameters, "ReplicationGroupDescription"))
    group["Description"] = *text;
  take_over_switch(group, parameters, "AutomaticFailoverEnabled", "AutomaticFailover");
  take_over_switch(group, parameters, "MultiAZEnabled", "MultiAZ");
  const std::string primary = string_member(parameters, "PrimaryClusterId");
  if (!primary.empty() && !has_element(list_member(group, "MemberClusters"), primary))
    return failure("InvalidParameterValue",
                   fmt::format("{} is not a member of the replication group.", primary));
  if (!primary.empty() && find_member(group, "NodeGroups")) promote(group, primary);
  return change_status(session, kReplicationGroupKind, std::move(group), "modify", "available");
}

Result<Json> modify_cache_cluster(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json cluster, status_resource_named(session, kCacheClusterKind,
                                                 string_member(parameters, "CacheClusterId")));
  take_over_members(kCacheClusterKind, cluster, parameters);
  return change_status(session, kCacheClusterKind, std::move(cluster), "modify", "available");
}

Result<Json> reboot_cache_cluster(AccountSession& session, const Json& parameters) {
  return change_named_status(session, kCacheClusterKind, parameters, "reboot", "available");
}

/// One member is the primary, all others are replicas.
Result<Json> set_replica_count(AccountSession& session, const Json& parameters, bool grows) {
  TRY_ASSIGN(Json group, status_resource_named(session, kReplicationGroupKind,
                                               string_member(parameters, "ReplicationGroupId")));
  const Json before = list_member(group, "MemberClusters");
  const auto replicas = static_cast<std::int64_t>(before.size()) - 1;
  const std::int64_t wanted = integer_member(parameters, "NewReplicaCount", replicas);
  if (wanted < 0 || wanted > kMostReplicas || (grows ? wanted <= replicas : wanted >= replicas))
    return failure("InvalidParameterValue",
                   fmt::format("The new replica count {} must be {} than the current one, {}, and "
                               "within 0 and {}.",
                               wanted, grows ? "greater" : "less", replicas, kMostReplicas));
  Json& members = group["MemberClusters"] = Json::array();
  for (std::int64_t i = 0; i <= wanted; ++i)
    members.push_back(i <= replicas
                          ? before[static_cast<std::size_t>(i)]
                          : Json(fmt::format("{}-{:03}", id_of_replication_group(group), i + 1)));
  return change_status(session, kReplicationGroupKind, std::move(group), "modify", "available");
}

Result<Json> increase_replica_count(AccountSession& session, const Json& parameters) {
  return set_replica_count(session, parameters, true);
}
Result<Json> decrease_replica_count(AccountSession& session, const Json& parameters) {
  return set_replica_count(session, parameters, false);
}

constexpr std::array kCacheOperations = {
    AccountOperation{"elasticache", "DescribeReplicationGroups", &kDescribeReplicationGroupsInput,
                     false, describe_replication_groups},
    AccountOperation{"elasticache", "ModifyReplicationGroup", &kModifyReplicationGroupInput, true,
                     modify_replication_group},
    AccountOperation{"elasticache", "IncreaseReplicaCount", &kReplicaCountInput, true,
                     increase_replica_count},
    AccountOperation{"elasticache", "DecreaseReplicaCount", &kFewerReplicasInput, true,
                     decrease_replica_count},
    AccountOperation{"elasticache", "DescribeCacheClusters", &kDescribeCacheClustersInput, false,
                     describe_cache_clusters},
    AccountOperation{"elasticache", "ModifyCacheCluster", &kModifyCacheClusterInput, true,
                     modify_cache_cluster},
    AccountOperation{"elasticache", "RebootCacheCluster", &kRebootCacheInput, true,
                     reboot_cache_cluster},
};

}  // namespace

std::span<const AccountOperation> cache_operations() {
  return kCacheOperations;
}

}  // namespace ssm::cloud
