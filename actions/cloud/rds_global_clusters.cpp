// SPDX-License-Identifier: Apache-2.0
// Global clusters of RDS, and their failover. Source: the API reference of RDS.
#include <fmt/format.h>

#include <array>

#include "actions/cloud/status_change.h"
#include "core/base/arn.h"
#include "core/base/id.h"
#include "core/base/text.h"

namespace ssm::cloud {
namespace {

constexpr std::string_view kGlobalStatus = "Status";

constexpr AccountMember kGlobalMembers[] = {{"GlobalClusterIdentifier", kNamedValue, true},
                                            {"GlobalClusterArn", kNamedValue},
                                            {"GlobalClusterResourceId", kTextValue},
                                            {"Status", kNamedValue},
                                            {"Engine", kTextValue},
                                            {"EngineVersion", kTextValue},
                                            {"StorageEncrypted", kBooleanValue},
                                            {"DeletionProtection", kBooleanValue},
                                            {"GlobalClusterMembers", kMapsValue},
                                            {"change", kMapValue},
                                            {"timing", kMapValue},
                                            {"behaviour", kMapValue}};
constexpr AccountMember kGlobalMemberMembers[] = {
    {"DBClusterArn", kNamedValue, true}, {"Readers", kTextsValue}, {"IsWriter", kBooleanValue}};
constexpr std::string_view kGlobalBehaviours[] = {"stuck", "fail"};
constexpr AccountValue kGlobalBehaviour{.values = kGlobalBehaviours, .may_refuse = true};
constexpr AccountMember kGlobalTiming[] = {{"failover", kSecondsValue}};
constexpr AccountMember kGlobalBehaviourMembers[] = {{"failover", kGlobalBehaviour}};
constexpr AccountPart kGlobalParts[] = {{"GlobalClusterMembers", kGlobalMemberMembers, kMostInList},
                                        {"change", kStatusChangeMembers},
                                        {"timing", kGlobalTiming},
                                        {"behaviour", kGlobalBehaviourMembers}};

std::string id_of_global(const Json& cluster) {
  return string_member(cluster, "GlobalClusterIdentifier");
}

/// Its ARN names no Region.
Json stored_global(const AccountSession& session, Json cluster) {
  const std::string id = id_of_global(cluster);
  add_default(cluster, "GlobalClusterArn",
              fmt::format("arn:{}:rds::{}:global-cluster:{}", partition_of(session.scope.region),
                          session.scope.account, id));
  add_default(cluster, "GlobalClusterResourceId", "cluster-" + derived_uuid(id).substr(0, 8));
  add_default(cluster, kGlobalStatus, "available");
  add_default(cluster, "Engine", "aurora-mysql");
  add_default(cluster, "EngineVersion", "8.0.mysql_aurora.3.08.0");
  add_default(cluster, "StorageEncrypted", false);
  add_default(cluster, "DeletionProtection", false);
  add_default(cluster, "GlobalClusterMembers", Json::array());
  for (Json& member : cluster["GlobalClusterMembers"]) {
    add_default(member, "Readers", Json::array());
    add_default(member, "IsWriter", false);
  }
  return cluster;
}

Json shown_global(const AccountSession& session, Json cluster) {
  return with_status_at(std::move(cluster), kGlobalStatus, session.now);
}

}  // namespace

extern constinit const ResourceList kGlobalClusterList{
    {"globalClusters", kGlobalMembers, kGlobalParts},
    "rds:global-cluster",
    stored_global,
    id_of_global,
    shown_global};

namespace {

constexpr MemberShape kDescribeGlobalShapes[] = {{"GlobalClusterIdentifier", &kString},
                                                 {"Filters", kAnything},
                                                 {"MaxRecords", &kInteger},
                                                 {"Marker", &kString}};
constexpr MemberShape kFailoverGlobalShapes[] = {{"GlobalClusterIdentifier", &kNonEmpty, true},
                                                 {"TargetDbClusterIdentifier", &kNonEmpty, true},
                                                 {"AllowDataLoss", &kBoolean},
                                                 {"Switchover", &kBoolean}};
constexpr Shape kDescribeGlobalInput = structure(kDescribeGlobalShapes);
constexpr Shape kFailoverGlobalInput = structure(kFailoverGlobalShapes);

tl::unexpected<Error> no_global_cluster(std::string_view id) {
  return failure("GlobalClusterNotFoundFault", fmt::format("Global cluster {} not found.", id));
}

Json described_global(Json cluster) {
  for (const char* const own : {"change", "timing", "behaviour"}) cluster.erase(own);
  return cluster;
}

Result<Json> describe_global_clusters(AccountSession& session, const Json& parameters) {
  const std::string id = string_member(parameters, "GlobalClusterIdentifier");
  TRY_ASSIGN(std::vector<Json> all, all_resources(session, kGlobalClusterList));
  Json found = Json::array();
  for (Json& each : all)
    if (id.empty() || id == id_of_global(each))
      found.push_back(described_global(with_status_now(session, std::move(each), kGlobalStatus)));
  if (!id.empty() && found.empty()) return no_global_cluster(id);
  return page_answer(std::move(found), parameters,
                     {.most = "MaxRecords",
                      .token = "Marker",
                      .next = "Marker",
                      .items = "GlobalClusters",
                      .code = "InvalidParameterValue"});
}

/// Whether a member's ARN is the target, or ends with its name.
bool is_target(const Json& member, const std::string& target) {
  const std::string arn = string_member(member, "DBClusterArn");
  return arn == target || arn.ends_with(":" + target);
}

Result<Json> failover_global_cluster(AccountSession& session, const Json& parameters) {
  const std::string id = string_member(parameters, "GlobalClusterIdentifier");
  TRY_ASSIGN(std::optional<Json> found, find_resource(session, kGlobalClusterList, id));
  if (!found) return no_global_cluster(id);
  Json cluster = with_status_now(session, *std::move(found), kGlobalStatus);
  if (string_member(cluster, kGlobalStatus) != "available")
    return failure("InvalidGlobalClusterStateFault",
                   fmt::format("Global cluster {} is not available.", id));
  TRY(refuse_as_planned(cluster, "failover", "global cluster " + id));
  const std::string target = string_member(parameters, "TargetDbClusterIdentifier");
  Json& members = cluster["GlobalClusterMembers"];
  const bool has_target =
      std::ranges::any_of(members, [&](const Json& member) { return is_target(member, target); });
  if (!has_target)
    return failure("DBClusterNotFoundFault", fmt::format("DBCluster {} not found.", target));
  for (Json& member : members) member["IsWriter"] = is_target(member, target);
  begin_change(session, cluster, kGlobalStatus, {"failover", "failing-over", "available"});
  TRY(save_resource(session, kGlobalClusterList, cluster));
  return Json{{"GlobalCluster", described_global(cluster)}};
}

constexpr std::array kGlobalClusterOperations = {
    AccountOperation{"rds", "DescribeGlobalClusters", &kDescribeGlobalInput, false,
                     describe_global_clusters},
    AccountOperation{"rds", "FailoverGlobalCluster", &kFailoverGlobalInput, true,
                     failover_global_cluster},
};

}  // namespace

std::span<const AccountOperation> global_cluster_operations() {
  return kGlobalClusterOperations;
}

}  // namespace ssm::cloud
