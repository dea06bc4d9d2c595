// SPDX-License-Identifier: Apache-2.0
// DB instances and clusters of RDS. DocumentDB has the same operations on the same resources.
// Source: the API reference of RDS; texts of errors as the service gives them where they are known.
#include <fmt/format.h>

#include <array>

#include "actions/cloud/default_network.h"
#include "actions/cloud/ec2_tags.h"
#include "actions/cloud/rds.h"
#include "core/base/arn.h"

namespace ssm::cloud {
namespace {

// --- The file -----------------------------------------------------------------------------------

constexpr std::string_view kDbChanges[] = {"start", "stop", "reboot", "modify", "delete"};
constexpr AccountValue kDbChangeValue{.values = kDbChanges};

constexpr AccountMember kDbInstanceMembers[] = {
    {"DBInstanceIdentifier", kNamedValue, true},
    {"DBInstanceClass", kTextValue},
    {"Engine", kTextValue},
    {"DBInstanceStatus", kNamedValue},
    {"MasterUsername", kTextValue},
    {"DBName", kTextValue},
    {"Endpoint", kMapValue},
    {"AllocatedStorage", kWholeNumberValue},
    {"InstanceCreateTime", kTimeValue},
    {"PreferredBackupWindow", kTextValue},
    {"BackupRetentionPeriod", kWholeNumberValue},
    {"VpcSecurityGroups", kMapsValue},
    {"DBParameterGroups", kMapsValue},
    {"AvailabilityZone", kTextValue},
    {"DBSubnetGroup", kMapValue},
    {"PreferredMaintenanceWindow", kTextValue},
    {"PendingModifiedValues", kMapValue},
    {"MultiAZ", kBooleanValue},
    {"EngineVersion", kTextValue},
    {"AutoMinorVersionUpgrade", kBooleanValue},
    {"LicenseModel", kTextValue},
    {"Iops", kWholeNumberValue},
    {"OptionGroupMemberships", kMapsValue},
    {"PubliclyAccessible", kBooleanValue},
    {"StorageType", kTextValue},
    {"DBClusterIdentifier", kTextValue},
    {"StorageEncrypted", kBooleanValue},
    {"KmsKeyId", kTextValue},
    {"DbiResourceId", kTextValue},
    {"CACertificateIdentifier", kTextValue},
    {"CopyTagsToSnapshot", kBooleanValue},
    {"MonitoringInterval", kWholeNumberValue},
    {"MonitoringRoleArn", kTextValue},
    {"DBInstanceArn", kNamedValue},
    {"IAMDatabaseAuthenticationEnabled", kBooleanValue},
    {"PerformanceInsightsEnabled", kBooleanValue},
    {"DeletionProtection", kBooleanValue},
    {"ReadReplicaSourceDBInstanceIdentifier", kTextValue},
    {"ReadReplicaDBInstanceIdentifiers", kTextsValue},
    {"Tags", kTagsValue},
    {"change", kMapValue},
    {"timing", kMapValue},
    {"behaviour", kMapValue}};
constexpr AccountMember kDbClusterMembers[] = {{"DBClusterIdentifier", kNamedValue, true},
                                               {"Status", kNamedValue},
                                               {"Engine", kTextValue},
                                               {"EngineVersion", kTextValue},
                                               {"Endpoint", kTextValue},
                                               {"ReaderEndpoint", kTextValue},
                                               {"Port", kWholeNumberValue},
                                               {"MasterUsername", kTextValue},
                                               {"DatabaseName", kTextValue},
                                               {"MultiAZ", kBooleanValue},
                                               {"AvailabilityZones", kTextsValue},
                                               {"BackupRetentionPeriod", kWholeNumberValue},
                                               {"BacktrackWindow", kWholeNumberValue},
                                               {"ClusterCreateTime", kTimeValue},
                                               {"DBClusterMembers", kMapsValue},
                                               {"DBClusterParameterGroup", kTextValue},
                                               {"VpcSecurityGroups", kMapsValue},
                                               {"StorageEncrypted", kBooleanValue},
                                               {"KmsKeyId", kTextValue},
                                               {"DBClusterArn", kNamedValue},
                                               {"PendingModifiedValues", kMapValue},
                                               {"IAMDatabaseAuthenticationEnabled", kBooleanValue},
                                               {"CopyTagsToSnapshot", kBooleanValue},
                                               {"DeletionProtection", kBooleanValue},
                                               {"Tags", kTagsValue},
                                               {"change", kMapValue},
                                               {"timing", kMapValue},
                                               {"behaviour", kMapValue}};
constexpr AccountMember kDbChangeMembers[] = {{"to", kDbChangeValue, true},
                                              {"at", kTimeValue, true}};
constexpr AccountMember kDbTiming[] = {{"start", kSecondsValue},  {"stop", kSecondsValue},
                                       {"reboot", kSecondsValue}, {"modify", kSecondsValue},
                                       {"delete", kSecondsValue}, {"snapshot", kSecondsValue}};
constexpr AccountMember kDbBehaviour[] = {
    {"start", kStatusBehaviourValue},  {"stop", kStatusBehaviourValue},
    {"reboot", kStatusBehaviourValue}, {"modify", kStatusBehaviourValue},
    {"delete", kStatusBehaviourValue}, {"snapshot", kStatusBehaviourValue}};
constexpr AccountPart kDbParts[] = {
    {"change", kDbChangeMembers}, {"timing", kDbTiming}, {"behaviour", kDbBehaviour}};

/// Every database is in one; published scripts read its name.
Json default_subnet_group(const AccountSession& session) {
  Json subnets = Json::array();
  for (const DefaultSubnet& subnet : kDefaultSubnets)
    subnets.push_back({{"SubnetIdentifier", subnet.id},
                       {"SubnetAvailabilityZone", {{"Name", zone_of(subnet, session.scope)}}},
                       {"SubnetStatus", "Active"}});
  return {{"DBSubnetGroupName", "default"},
          {"DBSubnetGroupDescription", "default"},
          {"VpcId", kDefaultVpcId},
          {"SubnetGroupStatus", "Complete"},
          {"Subnets", std::move(subnets)}};
}

Json stored_db_instance(const AccountSession& session, Json instance) {
  const std::string id = string_member(instance, "DBInstanceIdentifier");
  add_default(instance, "DBInstanceClass", "db.t3.micro");
  add_default(instance, "Engine", "mysql");
  add_default(instance, "DBInstanceStatus", "available");
  add_default(instance, "MasterUsername", "admin");
  add_default(instance, "Endpoint",
              {{"Address", fmt::format("{}.local.{}.rds.amazonaws.com", id, session.scope.region)},
               {"Port", 3306},
               {"HostedZoneId", "ZLOCAL"}});
  add_default(instance, "AllocatedStorage", 20);
  add_default(instance, "InstanceCreateTime", to_iso8601(session.now));
  add_default(instance, "BackupRetentionPeriod", 1);
  add_default(instance, "VpcSecurityGroups",
              Json::array({{{"VpcSecurityGroupId", kDefaultGroupId}, {"Status", "active"}}}));
  add_default(instance, "DBSubnetGroup", default_subnet_group(session));
  add_default(instance, "AvailabilityZone", session.scope.region + "a");
  add_default(instance, "PendingModifiedValues", Json::object());
  add_default(instance, "MultiAZ", false);
  add_default(instance, "EngineVersion", "8.0.40");
  add_default(instance, "AutoMinorVersionUpgrade", true);
  add_default(instance, "PubliclyAccessible", false);
  add_default(instance, "StorageType", "gp3");
  add_default(instance, "StorageEncrypted", false);
  add_default(instance, "CopyTagsToSnapshot", false);
  add_default(instance, "DBInstanceArn", db_arn(session, "db", id));
  add_default(instance, "DeletionProtection", false);
  instance["Tags"] = tags_as_map(instance.value("Tags", Json::object()));
  return instance;
}

Json stored_db_cluster(const AccountSession& session, Json cluster) {
  const std::string id = string_member(cluster, "DBClusterIdentifier");
  add_default(cluster, "Status", "available");
  add_default(cluster, "Engine", "aurora-mysql");
  add_default(cluster, "EngineVersion", "8.0.mysql_aurora.3.08.0");
  add_default(cluster, "Endpoint",
              fmt::format("{}.cluster-local.{}.rds.amazonaws.com", id, session.scope.region));
  add_default(cluster, "Port", 3306);
  add_default(cluster, "MasterUsername", "admin");
  add_default(cluster, "MultiAZ", false);
  add_default(cluster, "BackupRetentionPeriod", 1);
  add_default(cluster, "ClusterCreateTime", to_iso8601(session.now));
  add_default(cluster, "DBClusterMembers", Json::array());
  add_default(cluster, "StorageEncrypted", false);
  add_default(cluster, "DBClusterArn", db_arn(session, "cluster", id));
  add_default(cluster, "DeletionProtection", false);
  cluster["Tags"] = tags_as_map(cluster.value("Tags", Json::object()));
  return cluster;
}

std::string id_of_db_instance(const Json& instance) {
  return string_member(instance, "DBInstanceIdentifier");
}
std::string id_of_db_cluster(const Json& cluster) {
  return string_member(cluster, "DBClusterIdentifier");
}

Json shown_db_instance(const AccountSession& session, Json instance);
Json shown_db_cluster(const AccountSession& session, Json cluster);

}  // namespace

extern constinit const ResourceList kDbInstanceList{{"dbInstances", kDbInstanceMembers, kDbParts},
                                                    "rds:instance",
                                                    stored_db_instance,
                                                    id_of_db_instance,
                                                    shown_db_instance};
extern constinit const ResourceList kDbClusterList{{"dbClusters", kDbClusterMembers, kDbParts},
                                                   "rds:cluster",
                                                   stored_db_cluster,
                                                   id_of_db_cluster,
                                                   shown_db_cluster};

namespace {

// --- Instances and clusters ---------------------------------------------------------------------

constexpr StatusChange kDbChangeStates[] = {{"start", "starting", "available"},
                                            {"stop", "stopping", "stopped"},
                                            {"reboot", "rebooting", "available"},
                                            {"modify", "modifying", "available"},
                                            {"delete", "deleting", kGone}};

/// What an instance takes over in its next maintenance window unless it is asked to at once.
constexpr std::array<std::string_view, 6> kDeferred = {
    "DBInstanceClass", "AllocatedStorage", "EngineVersion", "MultiAZ", "StorageType", "Iops"};

constexpr StatusKind kInstanceKindOfDb{.list = kDbInstanceList,
                                       .changes = kDbChangeStates,
                                       .id_member = "DBInstanceIdentifier",
                                       .status = "DBInstanceStatus",
                                       .answer = "DBInstance",
                                       .answers = "DBInstances",
                                       .created = "InstanceCreateTime",
                                       .missing_code = "DBInstanceNotFound",
                                       .missing_text = "DBInstance {} not found.",
                                       .state_code = "InvalidDBInstanceState",
                                       .state_text = "Instance {} is not in {} state.",
                                       .deferred = kDeferred,
                                       .tags = "TagList",
                                       .page = kDbPage};
constexpr StatusKind kClusterKindOfDb{.list = kDbClusterList,
                                      .changes = kDbChangeStates,
                                      .id_member = "DBClusterIdentifier",
                                      .status = "Status",
                                      .answer = "DBCluster",
                                      .answers = "DBClusters",
                                      .created = "ClusterCreateTime",
                                      .missing_code = "DBClusterNotFoundFault",
                                      .missing_text = "DBCluster {} not found.",
                                      .state_code = "InvalidDBClusterStateFault",
                                      .state_text = "DbCluster {} is not in {} state.",
                                      .tags = "TagList",
                                      .page = kDbPage};

Json shown_db_instance(const AccountSession& session, Json instance) {
  return shown_status(kInstanceKindOfDb, std::move(instance), session.now);
}
Json shown_db_cluster(const AccountSession& session, Json cluster) {
  return shown_status(kClusterKindOfDb, std::move(cluster), session.now);
}

/// Filters of both kinds: their ids, and the engine.
Result<bool> passes_db_filters(const Json& thing, const Json& parameters) {
  bool passes_all = true;
  for (const Json& filter : parameters.value("Filters", Json::array())) {
    const std::string name = string_member(filter, "Name");
    const std::vector<std::string> values = strings_of(filter, "Values");
    std::vector<std::string> has;
    if (name == "engine") {
      has = {string_member(thing, "Engine")};
    } else if (name == "db-cluster-id" || name == "db-instance-id") {
      const bool of_cluster = name == "db-cluster-id";
      const std::string id =
          string_member(thing, of_cluster ? "DBClusterIdentifier" : "DBInstanceIdentifier");
      has = {id, string_member(thing, of_cluster ? "DBClusterArn" : "DBInstanceArn")};
    } else if (name == "dbi-resource-id") {
      has = {string_member(thing, "DbiResourceId")};
    } else {
      return failure("InvalidParameterValue", fmt::format("Unrecognized filter name: {}", name));
    }
    const bool passes = std::ranges::any_of(values, [&](const std::string& value) {
      return std::ranges::find(has, value) != has.end();
    });
    passes_all = passes_all && passes;
  }
  return passes_all;
}

Result<Json> modify_db(AccountSession& session, const Json& parameters, const StatusKind& kind) {
  TRY_ASSIGN(Json thing,
             status_resource_named(session, kind, string_member(parameters, kind.id_member)));
  take_over_members(kind, thing, parameters);
  if (find_member(parameters, "VpcSecurityGroupIds")) {
    Json groups = Json::array();
    for (const std::string& id : strings_of(parameters, "VpcSecurityGroupIds"))
      groups.push_back({{"VpcSecurityGroupId", id}, {"Status", "active"}});
    thing["VpcSecurityGroups"] = std::move(groups);
  }
  return change_status(session, kind, std::move(thing), "modify", "available");
}

Result<Json> delete_db_instance(AccountSession& session, const Json& parameters) {
  const std::string id = string_member(parameters, "DBInstanceIdentifier");
  TRY_ASSIGN(Json instance, db_instance_named(session, id));
  if (is_set(instance, "DeletionProtection"))
    return failure("InvalidParameterCombination",
                   "Cannot delete protected DB Instance, please disable deletion protection and "
                   "try again.");
  const bool is_in_cluster = find_member(instance, "DBClusterIdentifier") != nullptr;
  if (!is_set(parameters, "SkipFinalSnapshot") && !is_in_cluster &&
      string_member(parameters, "FinalDBSnapshotIdentifier").empty())
    return failure("InvalidParameterCombination",
                   "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.");
  if (string_member(instance, "DBInstanceStatus") == "deleting")
    return failure("InvalidDBInstanceState",
                   fmt::format("Instance {} is already being deleted.", id));
  return change_status(session, kInstanceKindOfDb, std::move(instance), "delete", {});
}

// --- Operations ---------------------------------------------------------------------------------

constexpr MemberShape kDescribeInstancesOfDbShapes[] = {{"DBInstanceIdentifier", &kString},
                                                        {"Filters", &kDbFilters},
                                                        {"MaxRecords", &kInteger},
                                                        {"Marker", &kString}};
constexpr MemberShape kDescribeClustersOfDbShapes[] = {{"DBClusterIdentifier", &kString},
                                                       {"Filters", &kDbFilters},
                                                       {"MaxRecords", &kInteger},
                                                       {"Marker", &kString},
                                                       {"IncludeShared", &kBoolean}};
constexpr MemberShape kStartDbShapes[] = {{"DBInstanceIdentifier", &kString, true}};
constexpr MemberShape kStopDbShapes[] = {{"DBInstanceIdentifier", &kString, true},
                                         {"DBSnapshotIdentifier", &kString}};
constexpr MemberShape kRebootDbShapes[] = {{"DBInstanceIdentifier", &kString, true},
                                           {"ForceFailover", &kBoolean}};
constexpr MemberShape kClusterOfDbShapes[] = {{"DBClusterIdentifier", &kString, true}};
constexpr MemberShape kDeleteDbShapes[] = {{"DBInstanceIdentifier", &kString, true},
                                           {"SkipFinalSnapshot", &kBoolean},
                                           {"FinalDBSnapshotIdentifier", &kString},
                                           {"DeleteAutomatedBackups", &kBoolean}};
constexpr MemberShape kModifyDbShapes[] = {{"DBInstanceIdentifier", &kString, true},
                                           {"AllocatedStorage", &kInteger},
                                           {"DBInstanceClass", &kString},
                                           {"DBSubnetGroupName", &kString},
                                           {"DBSecurityGroups", &kStrings},
                                           {"VpcSecurityGroupIds", &kStrings},
                                           {"ApplyImmediately", &kBoolean},
                                           {"MasterUserPassword", &kString},
                                           {"DBParameterGroupName", &kString},
                                           {"BackupRetentionPeriod", &kInteger},
                                           {"PreferredBackupWindow", &kString},
                                           {"PreferredMaintenanceWindow", &kString},
                                           {"MultiAZ", &kBoolean},
                                           {"EngineVersion", &kString},
                                           {"AllowMajorVersionUpgrade", &kBoolean},
                                           {"AutoMinorVersionUpgrade", &kBoolean},
                                           {"LicenseModel", &kString},
                                           {"Iops", &kInteger},
                                           {"StorageThroughput", &kInteger},
                                           {"OptionGroupName", &kString},
                                           {"NewDBInstanceIdentifier", &kString},
                                           {"StorageType", &kString},
                                           {"TdeCredentialArn", &kString},
                                           {"TdeCredentialPassword", &kString},
                                           {"CACertificateIdentifier", &kString},
                                           {"Domain", &kString},
                                           {"DomainFqdn", &kString},
                                           {"DomainOu", &kString},
                                           {"DomainAuthSecretArn", &kString},
                                           {"DomainDnsIps", &kStrings},
                                           {"DisableDomain", &kBoolean},
                                           {"CopyTagsToSnapshot", &kBoolean},
                                           {"MonitoringInterval", &kInteger},
                                           {"DBPortNumber", &kInteger},
                                           {"PubliclyAccessible", &kBoolean},
                                           {"MonitoringRoleArn", &kString},
                                           {"DomainIAMRoleName", &kString},
                                           {"PromotionTier", &kInteger},
                                           {"EnableIAMDatabaseAuthentication", &kBoolean},
                                           {"DatabaseInsightsMode", &kString},
                                           {"EnablePerformanceInsights", &kBoolean},
                                           {"PerformanceInsightsKMSKeyId", &kString},
                                           {"PerformanceInsightsRetentionPeriod", &kInteger},
                                           {"CloudwatchLogsExportConfiguration", kAnything},
                                           {"ProcessorFeatures", kAnything},
                                           {"UseDefaultProcessorFeatures", &kBoolean},
                                           {"DeletionProtection", &kBoolean},
                                           {"MaxAllocatedStorage", &kInteger},
                                           {"CertificateRotationRestart", &kBoolean},
                                           {"ReplicaMode", &kString},
                                           {"AutomationMode", &kString},
                                           {"ResumeFullAutomationModeMinutes", &kInteger},
                                           {"EnableCustomerOwnedIp", &kBoolean},
                                           {"NetworkType", &kString},
                                           {"AwsBackupRecoveryPointArn", &kString},
                                           {"ManageMasterUserPassword", &kBoolean},
                                           {"RotateMasterUserPassword", &kBoolean},
                                           {"MasterUserSecretKmsKeyId", &kString},
                                           {"MultiTenant", &kBoolean},
                                           {"DedicatedLogVolume", &kBoolean},
                                           {"Engine", &kString},
                                           {"AdditionalStorageVolumes", kAnything},
                                           {"TagSpecifications", kAnything},
                                           {"MasterUserAuthenticationType", &kString}};
constexpr MemberShape kModifyClusterOfDbShapes[] = {
    {"DBClusterIdentifier", &kString, true},
    {"NewDBClusterIdentifier", &kString},
    {"ApplyImmediately", &kBoolean},
    {"BackupRetentionPeriod", &kInteger},
    {"DBClusterParameterGroupName", &kString},
    {"VpcSecurityGroupIds", &kStrings},
    {"Port", &kInteger},
    {"MasterUserPassword", &kString},
    {"OptionGroupName", &kString},
    {"PreferredBackupWindow", &kString},
    {"PreferredMaintenanceWindow", &kString},
    {"EnableIAMDatabaseAuthentication", &kBoolean},
    {"BacktrackWindow", &kInteger},
    {"CloudwatchLogsExportConfiguration", kAnything},
    {"EngineVersion", &kString},
    {"AllowMajorVersionUpgrade", &kBoolean},
    {"DBInstanceParameterGroupName", &kString},
    {"Domain", &kString},
    {"DomainIAMRoleName", &kString},
    {"ScalingConfiguration", kAnything},
    {"DeletionProtection", &kBoolean},
    {"EnableHttpEndpoint", &kBoolean},
    {"CopyTagsToSnapshot", &kBoolean},
    {"EnableGlobalWriteForwarding", &kBoolean},
    {"DBClusterInstanceClass", &kString},
    {"AllocatedStorage", &kInteger},
    {"StorageType", &kString},
    {"Iops", &kInteger},
    {"AutoMinorVersionUpgrade", &kBoolean},
    {"NetworkType", &kString},
    {"ServerlessV2ScalingConfiguration", kAnything},
    {"MonitoringInterval", &kInteger},
    {"MonitoringRoleArn", &kString},
    {"DatabaseInsightsMode", &kString},
    {"EnablePerformanceInsights", &kBoolean},
    {"PerformanceInsightsKMSKeyId", &kString},
    {"PerformanceInsightsRetentionPeriod", &kInteger},
    {"ManageMasterUserPassword", &kBoolean},
    {"RotateMasterUserPassword", &kBoolean},
    {"EnableLocalWriteForwarding", &kBoolean},
    {"MasterUserSecretKmsKeyId", &kString},
    {"EngineMode", &kString},
    {"AllowEngineModeChange", &kBoolean},
    {"AwsBackupRecoveryPointArn", &kString},
    {"EnableLimitlessDatabase", &kBoolean},
    {"CACertificateIdentifier", &kString},
    {"MasterUserAuthenticationType", &kString}};
constexpr Shape kDescribeInstancesOfDbInput = structure(kDescribeInstancesOfDbShapes);
constexpr Shape kDescribeClustersOfDbInput = structure(kDescribeClustersOfDbShapes);
constexpr Shape kStartDbInput = structure(kStartDbShapes);
constexpr Shape kStopDbInput = structure(kStopDbShapes);
constexpr Shape kRebootDbInput = structure(kRebootDbShapes);
constexpr Shape kClusterOfDbInput = structure(kClusterOfDbShapes);
constexpr Shape kDeleteDbInput = structure(kDeleteDbShapes);
constexpr Shape kModifyDbInput = structure(kModifyDbShapes);
constexpr Shape kModifyClusterOfDbInput = structure(kModifyClusterOfDbShapes);

Result<Json> describe_db_instances(AccountSession& session, const Json& parameters) {
  return describe_status_resources(session, kInstanceKindOfDb, parameters, passes_db_filters);
}
Result<Json> describe_db_clusters(AccountSession& session, const Json& parameters) {
  return describe_status_resources(session, kClusterKindOfDb, parameters, passes_db_filters);
}
Result<Json> modify_db_instance(AccountSession& session, const Json& parameters) {
  return modify_db(session, parameters, kInstanceKindOfDb);
}
Result<Json> modify_db_cluster(AccountSession& session, const Json& parameters) {
  return modify_db(session, parameters, kClusterKindOfDb);
}
Result<Json> start_db_instance(AccountSession& session, const Json& parameters) {
  return change_named_status(session, kInstanceKindOfDb, parameters, "start", "stopped");
}
Result<Json> stop_db_instance(AccountSession& session, const Json& parameters) {
  if (const std::string snapshot = string_member(parameters, "DBSnapshotIdentifier");
      !snapshot.empty())
    TRY(create_db_snapshot(
        session, {{"DBSnapshotIdentifier", snapshot},
                  {"DBInstanceIdentifier", string_member(parameters, "DBInstanceIdentifier")}}));
  return change_named_status(session, kInstanceKindOfDb, parameters, "stop", "available");
}
Result<Json> reboot_db_instance(AccountSession& session, const Json& parameters) {
  return change_named_status(session, kInstanceKindOfDb, parameters, "reboot", "available");
}
Result<Json> start_db_cluster(AccountSession& session, const Json& parameters) {
  return change_named_status(session, kClusterKindOfDb, parameters, "start", "stopped");
}
Result<Json> stop_db_cluster(AccountSession& session, const Json& parameters) {
  return change_named_status(session, kClusterKindOfDb, parameters, "stop", "available");
}

constexpr std::array kDbOperations = {
    AccountOperation{"rds", "DescribeDBInstances", &kDescribeInstancesOfDbInput, false,
                     describe_db_instances},
    AccountOperation{"rds", "ModifyDBInstance", &kModifyDbInput, true, modify_db_instance},
    AccountOperation{"rds", "StartDBInstance", &kStartDbInput, true, start_db_instance},
    AccountOperation{"rds", "StopDBInstance", &kStopDbInput, true, stop_db_instance},
    AccountOperation{"rds", "RebootDBInstance", &kRebootDbInput, true, reboot_db_instance},
    AccountOperation{"rds", "DeleteDBInstance", &kDeleteDbInput, true, delete_db_instance},
    AccountOperation{"rds", "DescribeDBClusters", &kDescribeClustersOfDbInput, false,
                     describe_db_clusters},
    AccountOperation{"rds", "ModifyDBCluster", &kModifyClusterOfDbInput, true, modify_db_cluster},
    AccountOperation{"rds", "StartDBCluster", &kClusterOfDbInput, true, start_db_cluster},
    AccountOperation{"rds", "StopDBCluster", &kClusterOfDbInput, true, stop_db_cluster},
    AccountOperation{"docdb", "DescribeDBInstances", &kDescribeInstancesOfDbInput, false,
                     describe_db_instances},
    AccountOperation{"docdb", "ModifyDBInstance", &kModifyDbInput, true, modify_db_instance},
    AccountOperation{"docdb", "RebootDBInstance", &kRebootDbInput, true, reboot_db_instance},
    AccountOperation{"docdb", "DeleteDBInstance", &kDeleteDbInput, true, delete_db_instance},
    AccountOperation{"docdb", "DescribeDBClusters", &kDescribeClustersOfDbInput, false,
                     describe_db_clusters},
    AccountOperation{"docdb", "ModifyDBCluster", &kModifyClusterOfDbInput, true, modify_db_cluster},
    AccountOperation{"docdb", "StartDBCluster", &kClusterOfDbInput, true, start_db_cluster},
    AccountOperation{"docdb", "StopDBCluster", &kClusterOfDbInput, true, stop_db_cluster},
};

}  // namespace

std::string db_arn(const AccountSession& session, std::string_view kind, const std::string& id) {
  return Arn::regional(session.scope, "rds", fmt::format("{}:{}", kind, id)).text();
}

Result<Json> db_instance_named(AccountSession& session, const std::string& id) {
  return status_resource_named(session, kInstanceKindOfDb, id);
}

std::span<const AccountOperation> db_operations() {
  return kDbOperations;
}

}  // namespace ssm::cloud
