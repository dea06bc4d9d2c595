// SPDX-License-Identifier: Apache-2.0
// Clusters of Redshift. Source: its API reference; texts of errors as the service gives them where
// they are known.
#include <fmt/format.h>

#include <array>

#include "actions/cloud/instance.h"
#include "actions/cloud/status_resource.h"

namespace ssm::cloud {
namespace {

// --- The file -----------------------------------------------------------------------------------

constexpr StatusChange kWarehouseChanges[] = {{"modify", "modifying", "available"},
                                              {"reboot", "rebooting", "available"},
                                              {"pause", "pausing", "paused"},
                                              {"resume", "resuming", "available"}};
constexpr std::string_view kWarehouseChangeNames[] = {"modify", "reboot", "pause", "resume"};
constexpr AccountValue kWarehouseChangeValue{.values = kWarehouseChangeNames};
constexpr AccountMember kWarehouseChangeMembers[] = {{"to", kWarehouseChangeValue, true},
                                                     {"at", kTimeValue, true}};
constexpr AccountMember kWarehouseTiming[] = {{"modify", kSecondsValue},
                                              {"reboot", kSecondsValue},
                                              {"pause", kSecondsValue},
                                              {"resume", kSecondsValue}};
constexpr AccountMember kWarehouseBehaviour[] = {{"modify", kStatusBehaviourValue},
                                                 {"reboot", kStatusBehaviourValue},
                                                 {"pause", kStatusBehaviourValue},
                                                 {"resume", kStatusBehaviourValue}};
constexpr AccountPart kWarehouseParts[] = {{"change", kWarehouseChangeMembers},
                                           {"timing", kWarehouseTiming},
                                           {"behaviour", kWarehouseBehaviour}};
constexpr AccountMember kWarehouseMembers[] = {
    {"ClusterIdentifier", kNamedValue, true},
    {"ClusterStatus", kNamedValue},
    {"NodeType", kTextValue},
    {"NumberOfNodes", kWholeNumberValue},
    {"MasterUsername", kTextValue},
    {"DBName", kTextValue},
    {"Endpoint", kMapValue},
    {"ClusterCreateTime", kTimeValue},
    {"AutomatedSnapshotRetentionPeriod", kWholeNumberValue},
    {"ManualSnapshotRetentionPeriod", kWholeNumberValue},
    {"VpcSecurityGroups", kMapsValue},
    {"AvailabilityZone", kTextValue},
    {"PreferredMaintenanceWindow", kTextValue},
    {"PendingModifiedValues", kMapValue},
    {"ClusterVersion", kTextValue},
    {"AllowVersionUpgrade", kBooleanValue},
    {"PubliclyAccessible", kBooleanValue},
    {"Encrypted", kBooleanValue},
    {"KmsKeyId", kTextValue},
    {"EnhancedVpcRouting", kBooleanValue},
    {"MaintenanceTrackName", kTextValue},
    {"Tags", kTagsValue},
    {"logging", kMapValue},
    {"change", kMapValue},
    {"timing", kMapValue},
    {"behaviour", kMapValue}};

std::string id_of_warehouse(const Json& cluster) {
  return string_member(cluster, "ClusterIdentifier");
}

Json stored_warehouse(const AccountSession& session, Json cluster) {
  const std::string id = id_of_warehouse(cluster);
  add_default(cluster, "ClusterStatus", "available");
  add_default(cluster, "NodeType", "ra3.large");
  add_default(cluster, "NumberOfNodes", 2);
  add_default(cluster, "MasterUsername", "admin");
  add_default(cluster, "DBName", "dev");
  add_default(
      cluster, "Endpoint",
      {{"Address", fmt::format("{}.local.{}.redshift.amazonaws.com", id, session.scope.region)},
       {"Port", 5439}});
  add_default(cluster, "ClusterCreateTime", to_iso8601(session.now));
  add_default(cluster, "AutomatedSnapshotRetentionPeriod", 1);
  add_default(cluster, "AvailabilityZone", session.scope.region + "a");
  add_default(cluster, "ClusterVersion", "1.0");
  add_default(cluster, "AllowVersionUpgrade", true);
  add_default(cluster, "PubliclyAccessible", false);
  add_default(cluster, "Encrypted", false);
  add_default(cluster, "EnhancedVpcRouting", false);
  cluster["Tags"] = tags_as_map(cluster.value("Tags", Json::object()));
  return cluster;
}

Json shown_warehouse(const AccountSession& session, Json cluster);

}  // namespace

extern constinit const ResourceList kWarehouseList{
    {"redshiftClusters", kWarehouseMembers, kWarehouseParts},
    "redshift:cluster",
    stored_warehouse,
    id_of_warehouse,
    shown_warehouse};

namespace {

constexpr StatusKind kWarehouseKind{.list = kWarehouseList,
                                    .changes = kWarehouseChanges,
                                    .id_member = "ClusterIdentifier",
                                    .status = "ClusterStatus",
                                    .answer = "Cluster",
                                    .answers = "Clusters",
                                    .created = "ClusterCreateTime",
                                    .missing_code = "ClusterNotFound",
                                    .missing_text = "Cluster {} not found.",
                                    .state_code = "InvalidClusterState",
                                    .state_text = "The cluster {} is not in {} state.",
                                    .tags = "Tags",
                                    .page = {.most = "MaxRecords",
                                             .token = "Marker",
                                             .next = "Marker",
                                             .items = {},
                                             .code = "InvalidParameterValue"}};

Json shown_warehouse(const AccountSession& session, Json cluster) {
  return shown_status(kWarehouseKind, std::move(cluster), session.now);
}

// --- Operations ---------------------------------------------------------------------------------

constexpr MemberShape kDescribeWarehousesShapes[] = {{"ClusterIdentifier", &kString},
                                                     {"MaxRecords", &kInteger},
                                                     {"Marker", &kString},
                                                     {"TagKeys", &kStrings},
                                                     {"TagValues", &kStrings}};
constexpr MemberShape kModifyWarehouseShapes[] = {
    {"ClusterIdentifier", &kString, true},
    {"ClusterType", &kString},
    {"NodeType", &kString},
    {"NumberOfNodes", &kInteger},
    {"ClusterSecurityGroups", &kStrings},
    {"VpcSecurityGroupIds", &kStrings},
    {"MasterUserPassword", &kString},
    {"ClusterParameterGroupName", &kString},
    {"AutomatedSnapshotRetentionPeriod", &kInteger},
    {"ManualSnapshotRetentionPeriod", &kInteger},
    {"PreferredMaintenanceWindow", &kString},
    {"ClusterVersion", &kString},
    {"AllowVersionUpgrade", &kBoolean},
    {"HsmClientCertificateIdentifier", &kString},
    {"HsmConfigurationIdentifier", &kString},
    {"NewClusterIdentifier", &kString},
    {"PubliclyAccessible", &kBoolean},
    {"ElasticIp", &kString},
    {"EnhancedVpcRouting", &kBoolean},
    {"MaintenanceTrackName", &kString},
    {"Encrypted", &kBoolean},
    {"KmsKeyId", &kString},
    {"AvailabilityZoneRelocation", &kBoolean},
    {"AvailabilityZone", &kString},
    {"Port", &kInteger},
    {"ManageMasterPassword", &kBoolean},
    {"MasterPasswordSecretKmsKeyId", &kString},
    {"IpAddressType", &kString},
    {"MultiAZ", &kBoolean},
    {"ExtraComputeForAutomaticOptimization", &kBoolean}};
constexpr MemberShape kWarehouseShapes[] = {{"ClusterIdentifier", &kString, true}};
constexpr MemberShape kWarehouseLoggingShapes[] = {{"ClusterIdentifier", &kString, true},
                                                   {"BucketName", &kString},
                                                   {"S3KeyPrefix", &kString},
                                                   {"LogDestinationType", &kString},
                                                   {"LogExports", &kStrings}};
constexpr Shape kDescribeWarehousesInput = structure(kDescribeWarehousesShapes);
constexpr Shape kModifyWarehouseInput = structure(kModifyWarehouseShapes);
constexpr Shape kWarehouseInput = structure(kWarehouseShapes);
constexpr Shape kWarehouseLoggingInput = structure(kWarehouseLoggingShapes);

/// With what is ours alone left out of it.
Json without_logging(Json answer) {
  answer["Cluster"].erase("logging");
  return answer;
}

Result<Json> describe_warehouses(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json answer, describe_status_resources(session, kWarehouseKind, parameters));
  for (Json& cluster : answer["Clusters"]) cluster.erase("logging");
  return answer;
}

Result<Json> modify_warehouse(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json cluster, status_resource_named(session, kWarehouseKind,
                                                 string_member(parameters, "ClusterIdentifier")));
  take_over_members(kWarehouseKind, cluster, parameters);
  return change_status(session, kWarehouseKind, std::move(cluster), "modify", "available")
      .map(without_logging);
}

Result<Json> reboot_warehouse(AccountSession& session, const Json& parameters) {
  return change_named_status(session, kWarehouseKind, parameters, "reboot", "available")
      .map(without_logging);
}
Result<Json> pause_warehouse(AccountSession& session, const Json& parameters) {
  return change_named_status(session, kWarehouseKind, parameters, "pause", "available")
      .map(without_logging);
}
Result<Json> resume_warehouse(AccountSession& session, const Json& parameters) {
  return change_named_status(session, kWarehouseKind, parameters, "resume", "paused")
      .map(without_logging);
}

Json logging_of(const Json& cluster) {
  Json logging{{"LoggingEnabled", false}};
  if (const Json* own = find_member(cluster, "logging")) logging.update(*own);
  return logging;
}

Result<Json> describe_logging_status(AccountSession& session, const Json& parameters) {
  return status_resource_named(session, kWarehouseKind,
                               string_member(parameters, "ClusterIdentifier"))
      .map(logging_of);
}

Result<Json> set_logging(AccountSession& session, const Json& parameters, Json logging) {
  TRY_ASSIGN(Json cluster, status_resource_named(session, kWarehouseKind,
                                                 string_member(parameters, "ClusterIdentifier")));
  cluster["logging"] = std::move(logging);
  TRY(save_resource(session, kWarehouseList, cluster));
  return logging_of(cluster);
}

Result<Json> enable_logging(AccountSession& session, const Json& parameters) {
  Json logging{{"LoggingEnabled", true}};
  for (const std::string_view name :
       {"BucketName", "S3KeyPrefix", "LogDestinationType", "LogExports"})
    copy_given(logging, parameters, name);
  return set_logging(session, parameters, std::move(logging));
}

Result<Json> disable_logging(AccountSession& session, const Json& parameters) {
  return set_logging(session, parameters, Json::object());
}

constexpr std::array kWarehouseOperations = {
    AccountOperation{"redshift", "DescribeClusters", &kDescribeWarehousesInput, false,
                     describe_warehouses},
    AccountOperation{"redshift", "ModifyCluster", &kModifyWarehouseInput, true, modify_warehouse},
    AccountOperation{"redshift", "RebootCluster", &kWarehouseInput, true, reboot_warehouse},
    AccountOperation{"redshift", "PauseCluster", &kWarehouseInput, true, pause_warehouse},
    AccountOperation{"redshift", "ResumeCluster", &kWarehouseInput, true, resume_warehouse},
    AccountOperation{"redshift", "DescribeLoggingStatus", &kWarehouseInput, false,
                     describe_logging_status},
    AccountOperation{"redshift", "EnableLogging", &kWarehouseLoggingInput, true, enable_logging},
    AccountOperation{"redshift", "DisableLogging", &kWarehouseInput, true, disable_logging},
};

}  // namespace

std::span<const AccountOperation> warehouse_operations() {
  return kWarehouseOperations;
}

}  // namespace ssm::cloud
