// SPDX-License-Identifier: Apache-2.0
// Instance refreshes and launch configurations of Auto Scaling. A refresh takes its time and
// replaces no instance. Source: the API reference of Auto Scaling.
#include <fmt/format.h>

#include <array>

#include "actions/cloud/instance.h"
#include "actions/cloud/status_change.h"
#include "core/base/arn.h"
#include "core/base/id.h"

namespace ssm::cloud {

extern const ResourceList kGroupList;

namespace {

constexpr std::string_view kRefreshStatus = "Status";

constexpr AccountMember kRefreshMembers[] = {{"InstanceRefreshId", kNamedValue, true},
                                             {"AutoScalingGroupName", kNamedValue, true},
                                             {"Status", kNamedValue},
                                             {"StatusReason", kTextValue},
                                             {"StartTime", kTimeValue},
                                             {"Preferences", kMapValue},
                                             {"DesiredConfiguration", kMapValue},
                                             {"change", kMapValue}};
constexpr AccountPart kRefreshParts[] = {{"change", kStatusChangeMembers}};
constexpr AccountMember kLaunchMembers[] = {{"LaunchConfigurationName", kNamedValue, true},
                                            {"LaunchConfigurationARN", kNamedValue},
                                            {"ImageId", kTextValue},
                                            {"InstanceType", kTextValue},
                                            {"KeyName", kTextValue},
                                            {"SecurityGroups", kTextsValue},
                                            {"UserData", kTextValue},
                                            {"BlockDeviceMappings", kMapsValue},
                                            {"IamInstanceProfile", kTextValue},
                                            {"CreatedTime", kTimeValue},
                                            {"EbsOptimized", kBooleanValue},
                                            {"AssociatePublicIpAddress", kBooleanValue},
                                            {"MetadataOptions", kMapValue}};

std::string id_of_refresh(const Json& refresh) {
  return string_member(refresh, "InstanceRefreshId");
}

Json stored_refresh(const AccountSession& session, Json refresh) {
  add_default(refresh, kRefreshStatus, "Successful");
  add_default(refresh, "StartTime", to_iso8601(session.now));
  return refresh;
}

Json shown_refresh(const AccountSession& session, Json refresh) {
  return with_status_at(std::move(refresh), kRefreshStatus, session.now);
}

std::string name_of_launch(const Json& launch) {
  return string_member(launch, "LaunchConfigurationName");
}

Json stored_launch(const AccountSession& session, Json launch) {
  const std::string name = name_of_launch(launch);
  add_default(launch, "LaunchConfigurationARN",
              Arn::regional(session.scope, "autoscaling",
                            fmt::format("launchConfiguration:{}:launchConfigurationName/{}",
                                        derived_uuid(name), name))
                  .text());
  add_default(launch, "ImageId", "ami-0123456789abcdef0");
  add_default(launch, "InstanceType", "t3.micro");
  add_default(launch, "KeyName", "");
  add_default(launch, "SecurityGroups", Json::array());
  add_default(launch, "UserData", "");
  add_default(launch, "BlockDeviceMappings", Json::array());
  add_default(launch, "CreatedTime", to_iso8601(session.now));
  add_default(launch, "EbsOptimized", false);
  return launch;
}

}  // namespace

extern constinit const ResourceList kRefreshList{
    {"instanceRefreshes", kRefreshMembers, kRefreshParts},
    "autoscaling:refresh",
    stored_refresh,
    id_of_refresh,
    shown_refresh};
extern constinit const ResourceList kLaunchConfigurationList{
    {"launchConfigurations", kLaunchMembers},
    "autoscaling:launch-configuration",
    stored_launch,
    name_of_launch};

namespace {

constexpr MemberShape kStartRefreshShapes[] = {{"AutoScalingGroupName", &kNonEmpty, true},
                                               {"Strategy", &kString},
                                               {"DesiredConfiguration", kAnything},
                                               {"Preferences", kAnything}};
constexpr MemberShape kDescribeRefreshesShapes[] = {{"AutoScalingGroupName", &kNonEmpty, true},
                                                    {"InstanceRefreshIds", &kStrings},
                                                    {"NextToken", &kString},
                                                    {"MaxRecords", &kInteger}};
constexpr MemberShape kDescribeLaunchesShapes[] = {
    {"LaunchConfigurationNames", &kStrings}, {"NextToken", &kString}, {"MaxRecords", &kInteger}};
constexpr MemberShape kDeleteLaunchShapes[] = {{"LaunchConfigurationName", &kNonEmpty, true}};
constexpr MemberShape kCreateLaunchShapes[] = {{"LaunchConfigurationName", &kNonEmpty, true},
                                               {"ImageId", &kString},
                                               {"KeyName", &kString},
                                               {"SecurityGroups", &kStrings},
                                               {"ClassicLinkVPCId", &kString},
                                               {"ClassicLinkVPCSecurityGroups", &kStrings},
                                               {"UserData", &kString},
                                               {"InstanceId", &kString},
                                               {"InstanceType", &kString},
                                               {"KernelId", &kString},
                                               {"RamdiskId", &kString},
                                               {"BlockDeviceMappings", kAnything},
                                               {"InstanceMonitoring", kAnything},
                                               {"SpotPrice", &kString},
                                               {"IamInstanceProfile", &kString},
                                               {"EbsOptimized", &kBoolean},
                                               {"AssociatePublicIpAddress", &kBoolean},
                                               {"PlacementTenancy", &kString},
                                               {"MetadataOptions", kAnything}};
constexpr Shape kStartRefreshInput = structure(kStartRefreshShapes);
constexpr Shape kDescribeRefreshesInput = structure(kDescribeRefreshesShapes);
constexpr Shape kDescribeLaunchesInput = structure(kDescribeLaunchesShapes);
constexpr Shape kDeleteLaunchInput = structure(kDeleteLaunchShapes);
constexpr Shape kCreateLaunchInput = structure(kCreateLaunchShapes);

bool is_named_in(const std::vector<std::string>& names, const std::string& name) {
  return names.empty() || std::ranges::find(names, name) != names.end();
}

Completed require_group(AccountSession& session, const std::string& name) {
  TRY_ASSIGN(const std::optional<Json> group, find_resource(session, kGroupList, name));
  if (group) return {};
  return failure(
      "ValidationError",
      fmt::format("AutoScalingGroup name not found - AutoScalingGroup {} not found", name));
}

/// The refreshes of a group, as they are now, the newest first.
Result<std::vector<Json>> refreshes_of(AccountSession& session, const std::string& group) {
  TRY_ASSIGN(std::vector<Json> all, all_resources(session, kRefreshList));
  std::vector<Json> found;
  for (Json& each : all)
    if (string_member(each, "AutoScalingGroupName") == group)
      found.push_back(with_status_now(session, std::move(each), kRefreshStatus));
  std::ranges::reverse(found);
  return found;
}

Result<Json> start_refresh(AccountSession& session, const Json& parameters) {
  const std::string name = string_member(parameters, "AutoScalingGroupName");
  TRY(require_group(session, name));
  TRY_ASSIGN(const std::vector<Json> known, refreshes_of(session, name));
  if (std::ranges::any_of(known, [](const Json& each) { return each.contains("change"); }))
    return failure("InstanceRefreshInProgress",
                   "An Instance Refresh is already in progress and blocks the execution of this "
                   "Instance Refresh.");
  TRY(require_room(session, kRefreshList, "LimitExceeded"));
  Json refresh{{"InstanceRefreshId", new_uuid()},
               {"AutoScalingGroupName", name},
               {"StartTime", to_iso8601(session.now)}};
  for (const std::string_view member : {"Preferences", "DesiredConfiguration"})
    copy_given(refresh, parameters, member);
  begin_change(session, refresh, kRefreshStatus, {"refresh", "InProgress", "Successful", "Failed"});
  TRY(save_resource(session, kRefreshList, refresh));
  return Json{{"InstanceRefreshId", id_of_refresh(refresh)}};
}

Result<Json> describe_refreshes(AccountSession& session, const Json& parameters) {
  const std::string name = string_member(parameters, "AutoScalingGroupName");
  TRY(require_group(session, name));
  const std::vector<std::string> ids = strings_of(parameters, "InstanceRefreshIds");
  TRY_ASSIGN(const std::vector<Json> refreshes, refreshes_of(session, name));
  Json found = Json::array();
  for (const Json& refresh : refreshes) {
    if (!is_named_in(ids, id_of_refresh(refresh))) continue;
    Json answer = refresh;
    answer.erase("change");
    const bool is_over = !refresh.contains("change");
    answer["PercentageComplete"] = is_over ? 100 : 0;
    answer["StartTime"] = api_time(time_member(refresh, "StartTime", session.now));
    found.push_back(std::move(answer));
  }
  return page_answer(std::move(found), parameters,
                     {.most = "MaxRecords",
                      .token = "NextToken",
                      .next = "NextToken",
                      .items = "InstanceRefreshes",
                      .code = "InvalidNextToken",
                      .usual = 50});
}

Result<Json> describe_launches(AccountSession& session, const Json& parameters) {
  const std::vector<std::string> names = strings_of(parameters, "LaunchConfigurationNames");
  TRY_ASSIGN(const std::vector<Json> all, all_resources(session, kLaunchConfigurationList));
  Json found = Json::array();
  for (const Json& launch : all) {
    if (!is_named_in(names, name_of_launch(launch))) continue;
    Json answer = launch;
    answer["CreatedTime"] = api_time(time_member(launch, "CreatedTime", session.now));
    answer["InstanceMonitoring"] = {{"Enabled", true}};
    found.push_back(std::move(answer));
  }
  return page_answer(std::move(found), parameters,
                     {.most = "MaxRecords",
                      .token = "NextToken",
                      .next = "NextToken",
                      .items = "LaunchConfigurations",
                      .code = "InvalidNextToken",
                      .usual = 50});
}

Result<Json> create_launch(AccountSession& session, const Json& parameters) {
  const std::string name = string_member(parameters, "LaunchConfigurationName");
  TRY_ASSIGN(const std::optional<Json> known,
             find_resource(session, kLaunchConfigurationList, name));
  if (known)
    return failure("AlreadyExists",
                   fmt::format("Launch Configuration by this name already exists - A launch "
                               "configuration already exists with the name {}",
                               name));
  TRY(require_room(session, kLaunchConfigurationList, "LimitExceeded"));
  Json given = Json::object();
  for (const AccountMember& member : kLaunchMembers) copy_given(given, parameters, member.name);
  TRY(save_resource(session, kLaunchConfigurationList, stored_launch(session, std::move(given))));
  return Json::object();
}

Result<Json> delete_launch(AccountSession& session, const Json& parameters) {
  const std::string name = string_member(parameters, "LaunchConfigurationName");
  TRY_ASSIGN(const std::optional<Json> known,
             find_resource(session, kLaunchConfigurationList, name));
  if (!known)
    return failure("ValidationError",
                   fmt::format("Launch configuration name not found - Launch configuration {} not "
                               "found",
                               name));
  TRY(drop_resource(session, kLaunchConfigurationList, name));
  return Json::object();
}

constexpr std::array kRefreshOperations = {
    AccountOperation{"autoscaling", "StartInstanceRefresh", &kStartRefreshInput, true,
                     start_refresh},
    AccountOperation{"autoscaling", "DescribeInstanceRefreshes", &kDescribeRefreshesInput, false,
                     describe_refreshes},
    AccountOperation{"autoscaling", "DescribeLaunchConfigurations", &kDescribeLaunchesInput, false,
                     describe_launches},
    AccountOperation{"autoscaling", "CreateLaunchConfiguration", &kCreateLaunchInput, true,
                     create_launch},
    AccountOperation{"autoscaling", "DeleteLaunchConfiguration", &kDeleteLaunchInput, true,
                     delete_launch},
};

}  // namespace

std::span<const AccountOperation> refresh_operations() {
  return kRefreshOperations;
}

}  // namespace ssm::cloud
