// SPDX-License-Identifier: Apache-2.0
// File systems of EFS. Source: the API reference of EFS.
#include <fmt/format.h>

#include <array>

#include "actions/cloud/instance.h"
#include "actions/cloud/status_change.h"
#include "core/base/arn.h"
#include "core/base/id.h"

namespace ssm::cloud {
namespace {

constexpr std::string_view kFileSystemState = "LifeCycleState";

constexpr AccountMember kFileSystemMembers[] = {{"FileSystemId", kNamedValue, true},
                                                {"FileSystemArn", kNamedValue},
                                                {"CreationToken", kTextValue},
                                                {"CreationTime", kTimeValue},
                                                {"LifeCycleState", kNamedValue},
                                                {"NumberOfMountTargets", kWholeNumberValue},
                                                {"PerformanceMode", kTextValue},
                                                {"Encrypted", kBooleanValue},
                                                {"KmsKeyId", kTextValue},
                                                {"ThroughputMode", kTextValue},
                                                {"ProvisionedThroughputInMibps", kJsonValue},
                                                {"Tags", kTagsValue},
                                                {"change", kMapValue},
                                                {"timing", kMapValue},
                                                {"behaviour", kMapValue}};
constexpr std::string_view kFileSystemBehaviours[] = {"stuck", "fail"};
constexpr AccountValue kFileSystemBehaviour{.values = kFileSystemBehaviours, .may_refuse = true};
constexpr AccountMember kFileSystemTiming[] = {{"update", kSecondsValue}};
constexpr AccountMember kFileSystemBehaviourMembers[] = {{"update", kFileSystemBehaviour}};
constexpr AccountPart kFileSystemParts[] = {{"change", kStatusChangeMembers},
                                            {"timing", kFileSystemTiming},
                                            {"behaviour", kFileSystemBehaviourMembers}};

std::string id_of_file_system(const Json& system) {
  return string_member(system, "FileSystemId");
}

Json stored_file_system(const AccountSession& session, Json system) {
  const std::string id = id_of_file_system(system);
  add_default(system, "FileSystemArn",
              Arn::regional(session.scope, "elasticfilesystem", "file-system/" + id).text());
  add_default(system, "CreationToken", derived_uuid(id));
  add_default(system, "CreationTime", to_iso8601(session.now));
  add_default(system, kFileSystemState, "available");
  add_default(system, "NumberOfMountTargets", 0);
  add_default(system, "PerformanceMode", "generalPurpose");
  add_default(system, "Encrypted", false);
  add_default(system, "ThroughputMode", "bursting");
  system["Tags"] = tags_as_map(system.value("Tags", Json::object()));
  return system;
}

Json shown_file_system(const AccountSession& session, Json system) {
  return with_status_at(std::move(system), kFileSystemState, session.now);
}

}  // namespace

extern constinit const ResourceList kFileSystemList{
    {"fileSystems", kFileSystemMembers, kFileSystemParts},
    "efs:filesystem",
    stored_file_system,
    id_of_file_system,
    shown_file_system};

namespace {

constexpr MemberShape kDescribeFileSystemsShapes[] = {{"MaxItems", &kInteger},
                                                      {"Marker", &kString},
                                                      {"CreationToken", &kString},
                                                      {"FileSystemId", &kString}};
constexpr MemberShape kUpdateFileSystemShapes[] = {{"FileSystemId", &kString, true},
                                                   {"ThroughputMode", &kString},
                                                   {"ProvisionedThroughputInMibps", kAnything}};
constexpr Shape kDescribeFileSystemsInput = structure(kDescribeFileSystemsShapes);
constexpr Shape kUpdateFileSystemInput = structure(kUpdateFileSystemShapes);

tl::unexpected<Error> no_file_system(std::string_view id) {
  return failure("FileSystemNotFound", fmt::format("File system '{}' does not exist.", id));
}

Json described_file_system(const AccountSession& session, const Json& system) {
  Json answer{{"OwnerId", session.scope.account}};
  for (const AccountMember& member : kFileSystemMembers)
    if (member.name != "change" && member.name != "timing" && member.name != "behaviour")
      copy_given(answer, system, member.name);
  answer["CreationTime"] = api_time(time_member(system, "CreationTime", session.now));
  answer["SizeInBytes"] = {{"Value", 6144}};
  answer["Tags"] = pairs_of_map(system["Tags"], "Key", "Value");
  return answer;
}

Result<Json> describe_file_systems(AccountSession& session, const Json& parameters) {
  const std::string id = string_member(parameters, "FileSystemId");
  const std::string token = string_member(parameters, "CreationToken");
  TRY_ASSIGN(std::vector<Json> systems, all_resources(session, kFileSystemList));
  Json found = Json::array();
  for (Json& each : systems) {
    const Json system = with_status_now(session, std::move(each), kFileSystemState);
    const bool is_meant = (id.empty() || id == id_of_file_system(system)) &&
                          (token.empty() || token == string_member(system, "CreationToken"));
    if (is_meant) found.push_back(described_file_system(session, system));
  }
  if (!id.empty() && found.empty()) return no_file_system(id);
  return page_answer(std::move(found), parameters,
                     {.most = "MaxItems",
                      .token = "Marker",
                      .next = "NextMarker",
                      .items = "FileSystems",
                      .code = "BadRequest"});
}

Result<Json> update_file_system(AccountSession& session, const Json& parameters) {
  const std::string id = string_member(parameters, "FileSystemId");
  TRY_ASSIGN(std::optional<Json> found, find_resource(session, kFileSystemList, id));
  if (!found) return no_file_system(id);
  Json system = with_status_now(session, *std::move(found), kFileSystemState);
  if (string_member(system, kFileSystemState) != "available")
    return failure("IncorrectFileSystemLifeCycleState",
                   fmt::format("File system '{}' is not available.", id));
  TRY(refuse_as_planned(system, "update", "file system " + id));
  for (const std::string_view member : {"ThroughputMode", "ProvisionedThroughputInMibps"})
    copy_given(system, parameters, member);
  if (system["ThroughputMode"] == "provisioned" && !system.contains("ProvisionedThroughputInMibps"))
    return failure(
        "BadRequest",
        "ProvisionedThroughputInMibps is required with the throughput mode provisioned.");
  begin_change(session, system, kFileSystemState, {"update", "updating", "available", "error"});
  TRY(save_resource(session, kFileSystemList, system));
  return described_file_system(session, system);
}

constexpr std::array kFileSystemOperations = {
    AccountOperation{"efs", "DescribeFileSystems", &kDescribeFileSystemsInput, false,
                     describe_file_systems},
    AccountOperation{"efs", "UpdateFileSystem", &kUpdateFileSystemInput, true, update_file_system},
};

}  // namespace

std::span<const AccountOperation> file_system_operations() {
  return kFileSystemOperations;
}

}  // namespace ssm::cloud
