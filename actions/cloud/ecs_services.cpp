// SPDX-License-Identifier: Apache-2.0
// Services of ECS: how many tasks they want, and their network. Source: the API reference of ECS.
#include <fmt/format.h>

#include <array>

#include "actions/cloud/default_network.h"
#include "actions/cloud/instance.h"
#include "actions/cloud/status_change.h"
#include "core/base/arn.h"
#include "core/base/id.h"

namespace ssm::cloud {
namespace {

constexpr AccountMember kEcsServiceMembers[] = {
    {"serviceName", kNamedValue, true},  {"cluster", kNamedValue},
    {"serviceArn", kNamedValue},         {"status", kNamedValue},
    {"desiredCount", kWholeNumberValue}, {"launchType", kTextValue},
    {"taskDefinition", kTextValue},      {"loadBalancers", kMapsValue},
    {"networkConfiguration", kMapValue}, {"createdAt", kTimeValue}};

std::string name_of_ecs_service(const Json& service) {
  return string_member(service, "serviceName");
}

std::string cluster_arn(const AccountSession& session, const Json& service) {
  return Arn::regional(session.scope, "ecs", "cluster/" + string_member(service, "cluster")).text();
}

Json stored_ecs_service(const AccountSession& session, Json service) {
  add_default(service, "cluster", "default");
  add_default(service, "serviceArn",
              Arn::regional(session.scope, "ecs",
                            fmt::format("service/{}/{}", string_member(service, "cluster"),
                                        name_of_ecs_service(service)))
                  .text());
  add_default(service, "status", "ACTIVE");
  add_default(service, "desiredCount", 1);
  add_default(service, "launchType", "FARGATE");
  add_default(service, "taskDefinition",
              Arn::regional(session.scope, "ecs",
                            fmt::format("task-definition/{}:1", name_of_ecs_service(service)))
                  .text());
  add_default(service, "loadBalancers", Json::array());
  Json subnets = Json::array();
  for (const DefaultSubnet& subnet : kDefaultSubnets) subnets.push_back(subnet.id);
  add_default(service, "networkConfiguration",
              {{"awsvpcConfiguration",
                {{"subnets", std::move(subnets)},
                 {"securityGroups", Json::array({kDefaultGroupId})},
                 {"assignPublicIp", "DISABLED"}}}});
  add_default(service, "createdAt", to_iso8601(session.now));
  return service;
}

}  // namespace

extern constinit const ResourceList kEcsServiceList{
    {"ecsServices", kEcsServiceMembers}, "ecs:service", stored_ecs_service, name_of_ecs_service};

namespace {

constexpr MemberShape kDescribeEcsShapes[] = {
    {"cluster", &kString}, {"services", &kStrings, true}, {"include", &kStrings}};
constexpr MemberShape kUpdateEcsShapes[] = {{"cluster", &kString},
                                            {"service", &kString, true},
                                            {"desiredCount", &kInteger},
                                            {"taskDefinition", &kString},
                                            {"capacityProviderStrategy", kAnything},
                                            {"deploymentConfiguration", kAnything},
                                            {"availabilityZoneRebalancing", &kString},
                                            {"networkConfiguration", kAnything},
                                            {"placementConstraints", kAnything},
                                            {"placementStrategy", kAnything},
                                            {"platformVersion", &kString},
                                            {"forceNewDeployment", &kBoolean},
                                            {"healthCheckGracePeriodSeconds", &kInteger},
                                            {"deploymentController", kAnything},
                                            {"enableExecuteCommand", &kBoolean},
                                            {"enableECSManagedTags", &kBoolean},
                                            {"loadBalancers", kAnything},
                                            {"propagateTags", &kString},
                                            {"serviceRegistries", kAnything},
                                            {"serviceConnectConfiguration", kAnything},
                                            {"volumeConfigurations", kAnything},
                                            {"vpcLatticeConfigurations", kAnything}};
constexpr Shape kDescribeEcsInput = structure(kDescribeEcsShapes);
constexpr Shape kUpdateEcsInput = structure(kUpdateEcsShapes);

/// A name, or the end of an ARN.
std::string name_in_ecs_arn(const std::string& text) {
  return text.substr(text.rfind('/') + 1);
}

/// In the cluster that the request names. nullopt: it is not there.
Result<std::optional<Json>> ecs_service_of(AccountSession& session, const Json& parameters,
                                           const std::string& named) {
  TRY_ASSIGN(std::optional<Json> service,
             find_resource(session, kEcsServiceList, name_in_ecs_arn(named)));
  const std::string cluster = name_in_ecs_arn(string_member(parameters, "cluster", "default"));
  if (service && string_member(*service, "cluster") == cluster) return service;
  return std::optional<Json>();
}

/// All its tasks run.
Json described_ecs_service(const AccountSession& session, const Json& service) {
  Json answer = service;
  answer.erase("cluster");
  answer["clusterArn"] = cluster_arn(session, service);
  answer["runningCount"] = service["desiredCount"];
  answer["pendingCount"] = 0;
  answer["createdAt"] = api_time(time_member(service, "createdAt", session.now));
  answer["deployments"] =
      Json::array({{{"id", "ecs-svc/" + derived_uuid(name_of_ecs_service(service)).substr(0, 8)},
                    {"status", "PRIMARY"},
                    {"taskDefinition", service["taskDefinition"]},
                    {"desiredCount", service["desiredCount"]},
                    {"runningCount", service["desiredCount"]},
                    {"pendingCount", 0},
                    {"rolloutState", "COMPLETED"},
                    {"networkConfiguration", service["networkConfiguration"]}}});
  answer["events"] = Json::array();
  return answer;
}

Result<Json> describe_ecs_services(AccountSession& session, const Json& parameters) {
  Json answer{{"services", Json::array()}, {"failures", Json::array()}};
  for (const std::string& named : strings_of(parameters, "services")) {
    TRY_ASSIGN(const std::optional<Json> service, ecs_service_of(session, parameters, named));
    if (service)
      answer["services"].push_back(described_ecs_service(session, *service));
    else
      answer["failures"].push_back({{"arn", named}, {"reason", "MISSING"}});
  }
  return answer;
}

Result<Json> update_ecs_service(AccountSession& session, const Json& parameters) {
  const std::string named = string_member(parameters, "service");
  TRY_ASSIGN(std::optional<Json> service, ecs_service_of(session, parameters, named));
  if (!service) return failure("ServiceNotFoundException", "Service not found.");
  for (const std::string_view member :
       {"desiredCount", "taskDefinition", "networkConfiguration", "loadBalancers"})
    copy_given(*service, parameters, member);
  TRY(save_resource(session, kEcsServiceList, *service));
  return Json{{"service", described_ecs_service(session, *service)}};
}

constexpr std::array kEcsOperations = {
    AccountOperation{"ecs", "DescribeServices", &kDescribeEcsInput, false, describe_ecs_services},
    AccountOperation{"ecs", "UpdateService", &kUpdateEcsInput, true, update_ecs_service},
};

}  // namespace

std::span<const AccountOperation> ecs_operations() {
  return kEcsOperations;
}

}  // namespace ssm::cloud
