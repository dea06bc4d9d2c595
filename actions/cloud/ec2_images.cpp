// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <array>

#include "actions/cloud/block_device.h"
#include "actions/cloud/ec2_filters.h"
#include "actions/cloud/image.h"
#include "actions/cloud/permissions.h"
#include "actions/cloud/snapshot.h"
#include "actions/cloud/volume.h"
#include "core/base/text.h"

namespace ssm::cloud {
namespace {

constexpr MemberShape kCreateImageMembers[] = {{"TagSpecifications", &kTagSpecifications},
                                               {"SnapshotLocation", &kString},
                                               {"DryRun", &kBoolean},
                                               {"InstanceId", &kString, true},
                                               {"Name", &kThreeOrMore, true},
                                               {"Description", &kString},
                                               {"NoReboot", &kBoolean},
                                               {"BlockDeviceMappings", &kBlockDevices}};
constexpr MemberShape kCopyImageMembers[] = {{"ClientToken", &kString},
                                             {"Description", &kString},
                                             {"Encrypted", &kBoolean},
                                             {"KmsKeyId", &kString},
                                             {"Name", &kThreeOrMore, true},
                                             {"SourceImageId", &kString, true},
                                             {"SourceRegion", &kString, true},
                                             {"DestinationOutpostArn", &kString},
                                             {"CopyImageTags", &kBoolean},
                                             {"TagSpecifications", &kTagSpecifications},
                                             {"SnapshotCopyCompletionDurationMinutes", &kInteger},
                                             {"DestinationAvailabilityZone", &kString},
                                             {"DestinationAvailabilityZoneId", &kString},
                                             {"DryRun", &kBoolean}};
constexpr MemberShape kRegisterImageMembers[] = {{"ImageLocation", &kString},
                                                 {"BillingProducts", &kStrings},
                                                 {"BootMode", &kString},
                                                 {"TpmSupport", &kString},
                                                 {"UefiData", &kString},
                                                 {"ImdsSupport", &kString},
                                                 {"TagSpecifications", &kTagSpecifications},
                                                 {"DryRun", &kBoolean},
                                                 {"Name", &kThreeOrMore, true},
                                                 {"Description", &kString},
                                                 {"Architecture", &kString},
                                                 {"KernelId", &kString},
                                                 {"RamdiskId", &kString},
                                                 {"RootDeviceName", &kString},
                                                 {"BlockDeviceMappings", &kBlockDevices},
                                                 {"VirtualizationType", &kString},
                                                 {"SriovNetSupport", &kString},
                                                 {"EnaSupport", &kBoolean}};
constexpr MemberShape kDescribeImagesMembers[] = {
    {"ExecutableUsers", &kStrings},   {"ImageIds", &kStrings},        {"Owners", &kStrings},
    {"IncludeDeprecated", &kBoolean}, {"IncludeDisabled", &kBoolean}, {"MaxResults", &kInteger},
    {"NextToken", &kString},          {"DryRun", &kBoolean},          {"Filters", &kFilters}};
constexpr MemberShape kDeregisterImageMembers[] = {
    {"ImageId", &kString, true}, {"DeleteAssociatedSnapshots", &kBoolean}, {"DryRun", &kBoolean}};
constexpr MemberShape kTextAttributeMembers[] = {{"Value", &kString}};
constexpr Shape kTextAttribute = structure(kTextAttributeMembers);
constexpr MemberShape kLaunchPermissionMembers[] = {{"OrganizationArn", &kString},
                                                    {"OrganizationalUnitArn", &kString},
                                                    {"UserId", &kString},
                                                    {"Group", &kString}};
constexpr Shape kLaunchPermission = structure(kLaunchPermissionMembers);
constexpr Shape kLaunchPermissionList = list_of(kLaunchPermission);
constexpr MemberShape kLaunchPermissionChangeMembers[] = {{"Add", &kLaunchPermissionList},
                                                          {"Remove", &kLaunchPermissionList}};
constexpr Shape kLaunchPermissionChange = structure(kLaunchPermissionChangeMembers);
constexpr MemberShape kModifyImageMembers[] = {{"Attribute", &kString},
                                               {"Description", &kTextAttribute},
                                               {"ImageId", &kString, true},
                                               {"LaunchPermission", &kLaunchPermissionChange},
                                               {"OperationType", &kString},
                                               {"ProductCodes", &kStrings},
                                               {"UserGroups", &kStrings},
                                               {"UserIds", &kStrings},
                                               {"Value", &kString},
                                               {"OrganizationArns", &kStrings},
                                               {"OrganizationalUnitArns", &kStrings},
                                               {"ImdsSupport", &kTextAttribute},
                                               {"DryRun", &kBoolean}};
constexpr MemberShape kImageAttributeMembers[] = {
    {"Attribute", &kString, true}, {"ImageId", &kString, true}, {"DryRun", &kBoolean}};
constexpr Shape kCreateImage = structure(kCreateImageMembers);
constexpr Shape kCopyImage = structure(kCopyImageMembers);
constexpr Shape kRegisterImage = structure(kRegisterImageMembers);
constexpr Shape kDescribeImages = structure(kDescribeImagesMembers);
constexpr Shape kDeregisterImage = structure(kDeregisterImageMembers);
constexpr Shape kModifyImage = structure(kModifyImageMembers);
constexpr Shape kImageAttribute = structure(kImageAttributeMembers);

constexpr std::string_view kLaunchPermissions = "LaunchPermissions";

std::string id_of_image(const Json& image) {
  return string_member(image, "ImageId");
}

Result<Json> image_of(AccountSession& session, const Json& parameters) {
  return resource_by_id(session, kImages, id_of_image(parameters));
}

/// Names are unique in an account and Region.
Completed check_image_name(AccountSession& session, const std::string& name) {
  constexpr std::size_t kShortest = 3;
  constexpr std::size_t kLongest = 128;
  constexpr std::string_view kCharacters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789()[] ./-'@_";
  if (name.size() < kShortest || name.size() > kLongest ||
      name.find_first_not_of(kCharacters) != name.npos)
    return failure("InvalidAMIName.Malformed",
                   "AMI names must be between 3 and 128 characters long, and may contain letters, "
                   "numbers, '(', ')', '.', '-', '/' and '_'");
  TRY_ASSIGN(const std::vector<Json> images, all_resources(session, kImages, name));
  for (const Json& image : images)
    if (string_member(image, "Name") == name && check_owner(session, kImages, image))
      return failure(
          "InvalidAMIName.Duplicate",
          fmt::format("AMI name {} is already in use by AMI {}", name, id_of_image(image)));
  return {};
}

/// An image as it begins; what it is made of is added.
Result<Json> new_image(AccountSession& session, const Json& parameters) {
  const std::string name = string_member(parameters, "Name");
  TRY(check_image_name(session, name));
  Json image = {{"ImageId", new_id(kImages.prefix)},
                {"Name", name},
                {"OwnerId", session.scope.account},
                {"CreationDate", to_iso8601(session.now)}};
  if (const std::string text = string_member(parameters, "Description"); !text.empty())
    image["Description"] = text;
  TRY_ASSIGN(image["Tags"], tags_for(parameters, kImages.type));
  image["change"] = change_to("available", session.now);
  return image;
}

Result<Json> store_image(AccountSession& session, Json image) {
  image = kImages.with_defaults(std::move(image), session.scope, session.now);
  TRY(add_resource(session, kImages, image));
  return Json{{"ImageId", image["ImageId"]}};
}

/// The Ebs part of an image's mapping for a snapshot.
Json ebs_of(const Json& snapshot, const Json& like, bool delete_with_it) {
  Json ebs = {{"DeleteOnTermination", delete_with_it}, {"SnapshotId", snapshot["SnapshotId"]}};
  copy_members(ebs, snapshot, {"VolumeSize"});
  ebs["VolumeType"] = string_member(like, "VolumeType", "gp3");
  copy_members(ebs, like, {"Iops", "Throughput"});
  ebs["Encrypted"] = is_set(snapshot, "Encrypted");
  return ebs;
}

/// Snapshots of the instance's volumes, as mappings. The request can leave devices out and add
/// others.
Result<Json> snapshots_of_instance(AccountSession& session, const Json& instance,
                                   const std::string& image_id, const Json& parameters) {
  TRY_ASSIGN(const AttachedVolumes attached, AttachedVolumes::of(session, {instance}));
  const std::string instance_id = string_member(instance, "InstanceId");
  const Json& requested = list_member(parameters, "BlockDeviceMappings");
  const auto is_left_out = [&](const std::string& device) {
    return std::ranges::any_of(requested, [&](const Json& mapping) {
      return mapping.contains("NoDevice") && string_member(mapping, "DeviceName") == device;
    });
  };
  TRY_ASSIGN(const Json tags, tags_for(parameters, kSnapshots.type));
  Json mappings = Json::array();
  for (const Json& volume : attached.volumes(instance)) {
    const Json* attachment = attachment_to(volume, instance_id);
    const std::string device = string_member(*attachment, "Device");
    if (is_left_out(device)) continue;
    TRY_ASSIGN(const Json snapshot,
               make_snapshot(
                   session, volume,
                   fmt::format("Created by CreateImage({}) for {}", instance_id, image_id), tags));
    mappings.push_back(
        {{"DeviceName", device},
         {"Ebs", ebs_of(snapshot, volume, is_set(*attachment, "DeleteOnTermination"))}});
  }
  return merged_mappings(session, mappings, requested);
}

Result<Json> create_image(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const Json instance,
             resource_by_id(session, kInstances, string_member(parameters, "InstanceId")));
  TRY_ASSIGN(const Timing timing, account_timing(session));
  const InstanceState state = snapshot_at(instance, timing, session.now).state;
  if (state != InstanceState::kRunning && state != InstanceState::kStopping &&
      state != InstanceState::kStopped)
    return failure("IncorrectState", fmt::format("Instance '{}' is not 'running' or 'stopped'.",
                                                 string_member(instance, "InstanceId")));
  TRY(check_behaviour(instance, kInstances, "image"));
  TRY_ASSIGN(Json image, new_image(session, parameters));
  copy_members(image, instance, {"Architecture", "Platform"});
  image["RootDeviceName"] = string_member(instance, "RootDeviceName", kRootDevice);
  TRY_ASSIGN(image["BlockDeviceMappings"],
             snapshots_of_instance(session, instance, id_of_image(image), parameters));
  image["SourceInstanceId"] = instance["InstanceId"];
  inherit(image, "image", instance, "image");
  return store_image(session, std::move(image));
}

/// The devices of a copy: each snapshot is copied, also one of an image that is somebody else's.
Result<Json> copied_devices(AccountSession& session, const Json& source, const Json& parameters) {
  TRY_ASSIGN(const Json tags, tags_for(parameters, kSnapshots.type));
  Json mappings = Json::array();
  for (Json mapping : list_member(source, "BlockDeviceMappings")) {
    const Json* ebs = find_member(mapping, "Ebs");
    if (ebs == nullptr) continue;
    SnapshotCopy copy;
    copy.size = integer_member(*ebs, "VolumeSize", copy.size);
    copy.description = fmt::format("Copied for DestinationAmi {} from SourceAmi {}",
                                   string_member(parameters, "Name"), id_of_image(source));
    copy.encrypted = is_set(parameters, "Encrypted") || is_set(*ebs, "Encrypted");
    copy.kms_key = string_member(parameters, "KmsKeyId");
    copy.tags = tags;
    TRY_ASSIGN(const Json snapshot, copy_of_snapshot(session, copy));
    mapping["Ebs"] = ebs_of(snapshot, *ebs, ebs->value("DeleteOnTermination", true));
    mappings.push_back(std::move(mapping));
  }
  return mappings;
}

Result<Json> make_copy(AccountSession& session, const Json& parameters) {
  const std::string id = string_member(parameters, "SourceImageId");
  const std::string region = string_member(parameters, "SourceRegion");
  TRY_ASSIGN(const std::optional<Json> known, source_of_copy(session, kImages, region, id));
  const Json source =
      known ? *known : kImages.with_defaults(Json{{"ImageId", id}}, session.scope, session.now);
  if (known && source["State"] != "available")
    return failure("InvalidAMIID.Unavailable",
                   fmt::format("The image ID '{}' is not available; its state is {}", id,
                               string_member(source, "State")));
  TRY(check_behaviour(source, kImages, "copy"));
  TRY_ASSIGN(Json image, new_image(session, parameters));
  copy_members(image, source, {"Architecture", "Platform", "RootDeviceName"});
  TRY_ASSIGN(image["BlockDeviceMappings"], copied_devices(session, source, parameters));
  if (is_set(parameters, "CopyImageTags")) {
    Json tags = source.value("Tags", Json::object());
    tags.update(image["Tags"]);
    image["Tags"] = std::move(tags);
  }
  image["SourceImageId"] = id;
  image["SourceImageRegion"] = region;
  inherit(image, "image", source, "copy");
  return store_image(session, std::move(image));
}

Result<Json> copy_image(AccountSession& session, const Json& parameters) {
  return answer_once(session, "CopyImage", parameters, make_copy);
}

Result<Json> register_image(AccountSession& session, const Json& parameters) {
  const Json& requested = list_member(parameters, "BlockDeviceMappings");
  const std::string root = string_member(parameters, "RootDeviceName");
  if (root.empty() || requested.empty())
    return failure("MissingParameter",
                   "The request must contain RootDeviceName and BlockDeviceMappings");
  TRY_ASSIGN(Json mappings, merged_mappings(session, Json::array(), requested));
  const bool has_root = std::ranges::any_of(mappings, [&](const Json& mapping) {
    return string_member(mapping, "DeviceName") == root && mapping["Ebs"].contains("SnapshotId");
  });
  if (!has_root)
    return failure("InvalidBlockDeviceMapping", "The root device must have a snapshot");
  for (Json& mapping : mappings) {
    Json& ebs = mapping["Ebs"];
    add_default(ebs, "DeleteOnTermination", true);
    add_default(ebs, "VolumeType", "gp3");
    add_default(ebs, "Encrypted", false);
    const std::string snapshot_id = string_member(ebs, "SnapshotId");
    if (snapshot_id.empty()) continue;
    TRY_ASSIGN(const Json snapshot, resource_by_id(session, kSnapshots, snapshot_id));
    add_default(ebs, "VolumeSize", integer_member(snapshot, "VolumeSize"));
  }
  TRY_ASSIGN(Json image, new_image(session, parameters));
  copy_members(image, parameters, {"Architecture", "RootDeviceName", "BootMode", "EnaSupport"});
  image["BlockDeviceMappings"] = std::move(mappings);
  return store_image(session, std::move(image));
}

/// "self", "amazon" or the account that owns it.
bool has_owner(const Json& described, const std::vector<std::string>& owners,
               std::string_view account) {
  const std::string owner = string_member(described, "OwnerId");
  return owners.empty() || std::ranges::any_of(owners, [&](const std::string& name) {
           return name == owner || name == string_member(described, "ImageOwnerAlias") ||
                  (name == "self" && owner == account);
         });
}

bool is_executable_by(const Json& image, const std::vector<std::string>& users,
                      const std::string& account) {
  const Json& permissions = list_member(image, kLaunchPermissions);
  return users.empty() || std::ranges::any_of(users, [&](const std::string& user) {
           if (user == "all") return is_public(permissions);
           return has_element(permissions, Json{{"UserId", user == "self" ? account : user}});
         });
}

constexpr std::array<MemberFilter, 22> kImageFilters = {
    {{"architecture", "Architecture"},
     {"block-device-mapping.delete-on-termination", "BlockDeviceMappings.Ebs.DeleteOnTermination"},
     {"block-device-mapping.device-name", "BlockDeviceMappings.DeviceName"},
     {"block-device-mapping.encrypted", "BlockDeviceMappings.Ebs.Encrypted"},
     {"block-device-mapping.snapshot-id", "BlockDeviceMappings.Ebs.SnapshotId"},
     {"block-device-mapping.volume-size", "BlockDeviceMappings.Ebs.VolumeSize"},
     {"block-device-mapping.volume-type", "BlockDeviceMappings.Ebs.VolumeType"},
     {"creation-date", "CreationDate"},
     {"description", "Description"},
     {"hypervisor", "Hypervisor"},
     {"image-id", "ImageId"},
     {"image-type", "ImageType"},
     {"is-public", "Public"},
     {"name", "Name"},
     {"owner-alias", "ImageOwnerAlias"},
     {"owner-id", "OwnerId"},
     {"platform", "Platform"},
     {"root-device-name", "RootDeviceName"},
     {"root-device-type", "RootDeviceType"},
     {"source-instance-id", "SourceInstanceId"},
     {"state", "State"},
     {"virtualization-type", "VirtualizationType"}}};

Result<Json> describe_images(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const std::vector<Json> images,
             named_or_all(session, kImages, strings_of(parameters, "ImageIds")));
  const std::vector<std::string> owners = strings_of(parameters, "Owners");
  const std::vector<std::string> users = strings_of(parameters, "ExecutableUsers");
  std::vector<Json> found;
  for (const Json& image : images) {
    Json described = describe_image(image, session.scope);
    TRY_ASSIGN(const bool passes, passes_filters(parameters, described, kImageFilters));
    if (passes && has_owner(described, owners, session.scope.account) &&
        is_executable_by(image, users, session.scope.account))
      found.push_back(std::move(described));
  }
  return paged_answer("Images", std::move(found), parameters, "ImageId");
}

/// What is made of an image goes on without it.
Result<Json> deregister_image(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const Json image, image_of(session, parameters));
  TRY(check_owner(session, kImages, image));
  TRY(check_behaviour(image, kImages, "deregister"));
  TRY(remove_resource(session, kImages, image));
  Json answer = {{"Return", true}};
  if (!is_set(parameters, "DeleteAssociatedSnapshots")) return answer;
  Json& results = answer["DeleteSnapshotResults"] = Json::array();
  for (const std::string& id : values_at(image, "BlockDeviceMappings.Ebs.SnapshotId")) {
    TRY_ASSIGN(const std::optional<Json> snapshot, find_resource(session, kSnapshots, id));
    if (!snapshot) continue;
    const bool deleted = delete_snapshot(session, *snapshot).has_value();
    results.push_back({{"SnapshotId", id}, {"ReturnCode", deleted ? "success" : "skipped"}});
  }
  return answer;
}

/// The attribute that a request to modify means: by its own member, or by Attribute.
std::string meant_attribute(const Json& parameters) {
  if (parameters.contains("Description")) return "description";
  return string_member(parameters, "Attribute", "launchPermission");
}

tl::unexpected<Error> no_such_attribute(const std::string& attribute) {
  return failure("InvalidParameterValue",
                 fmt::format("Value ({}) for parameter attribute is invalid. Expected: "
                             "'description', 'launchPermission'.",
                             attribute));
}

Result<Json> modify_image_attribute(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json image, image_of(session, parameters));
  TRY(check_owner(session, kImages, image));
  const std::string attribute = meant_attribute(parameters);
  if (attribute == "description") {
    const Json* own = find_member(parameters, "Description");
    image["Description"] = string_member(own ? *own : parameters, "Value");
  } else if (attribute == "launchPermission") {
    TRY(change_permissions(image[std::string(kLaunchPermissions)], parameters, "LaunchPermission",
                           "UserGroups"));
  } else {
    return no_such_attribute(attribute);
  }
  TRY(store_resource(session, kImages, image));
  return Json::object();
}

Result<Json> describe_image_attribute(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const Json image, image_of(session, parameters));
  const std::string attribute = string_member(parameters, "Attribute");
  Json answer = {{"ImageId", image["ImageId"]}};
  if (attribute == "description")
    answer["Description"] = {{"Value", string_member(image, "Description")}};
  else if (attribute == "launchPermission")
    answer["LaunchPermissions"] = list_member(image, kLaunchPermissions);
  else if (attribute == "blockDeviceMapping")
    answer["BlockDeviceMappings"] = list_member(image, "BlockDeviceMappings");
  else
    return no_such_attribute(attribute);
  return answer;
}

constexpr std::array kImageOperations = {
    AccountOperation{"ec2", "CreateImage", &kCreateImage, true, create_image},
    AccountOperation{"ec2", "CopyImage", &kCopyImage, true, copy_image},
    AccountOperation{"ec2", "RegisterImage", &kRegisterImage, true, register_image},
    AccountOperation{"ec2", "DescribeImages", &kDescribeImages, false, describe_images},
    AccountOperation{"ec2", "DeregisterImage", &kDeregisterImage, true, deregister_image},
    AccountOperation{"ec2", "ModifyImageAttribute", &kModifyImage, true, modify_image_attribute},
    AccountOperation{"ec2", "DescribeImageAttribute", &kImageAttribute, false,
                     describe_image_attribute},
};

}  // namespace

std::span<const AccountOperation> ec2_image_operations() {
  return kImageOperations;
}

}  // namespace ssm::cloud
