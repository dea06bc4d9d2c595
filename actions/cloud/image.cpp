// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/image.h"

#include <fmt/format.h>

#include "actions/cloud/permissions.h"
#include "actions/cloud/volume.h"

namespace ssm::cloud {
namespace {

constexpr Passage kMakingImage{"image", &Timing::image, "pending", "available", "failed"};

Result<bool> bring_image_up_to_date(AccountSession& session, const Timing& timing, Json& image) {
  pass(image, image, kMakingImage, timing, session.now);
  return true;
}

Json image_with_defaults(Json image, const AccountRegion& scope, Time now) {
  const std::string id = string_member(image, "ImageId");
  add_default(image, "Name", id);
  add_default(image, "OwnerId", scope.account);
  add_default(image, "CreationDate", to_iso8601(now));
  add_default(image, "Architecture", "x86_64");
  add_default(image, "RootDeviceName", kRootDevice);
  if (!image.contains("BlockDeviceMappings"))
    image["BlockDeviceMappings"] = Json::array({{{"DeviceName", image["RootDeviceName"]},
                                                 {"Ebs",
                                                  {{"DeleteOnTermination", true},
                                                   {"SnapshotId", made_up_id("snap-", id)},
                                                   {"VolumeSize", 8},
                                                   {"VolumeType", "gp3"},
                                                   {"Encrypted", false}}}}});
  add_default(image, "LaunchPermissions", Json::array());
  image["Tags"] = tags_as_map(image.value("Tags", Json::object()));
  return image;
}

/// "2030-01-02T03:04:05.000Z": how images alone have times.
std::string creation_date(std::string_view text) {
  const std::optional<Time> time = parse_time(text);
  if (!time) return {};
  std::string date = to_iso8601(*time);
  if (date.find('.') == date.npos) date.insert(date.size() - 1, ".000");
  return date;
}

}  // namespace

extern constinit const Ec2Kind kImages{
    .kind = kImageKind,
    .list = "images",
    .id_member = "ImageId",
    .prefix = "ami-",
    .type = "image",
    .malformed_code = "InvalidAMIID.Malformed",
    .malformed_text = "Invalid id: \"{}\" (expecting \"ami-...\")",
    .missing_code = "InvalidAMIID.NotFound",
    .missing_text = "The image id '[{}]' does not exist",
    .several_text = "The image ids '[{}]' do not exist",
    .limit_code = "ResourceLimitExceeded",
    .bring_up_to_date = bring_image_up_to_date,
    .with_defaults = image_with_defaults,
};

Json describe_image(const Json& image, const AccountRegion& scope) {
  const bool windows = string_member(image, "Platform") == "windows";
  const std::string owner = string_member(image, "OwnerId", scope.account);
  Json answer = {{"PlatformDetails", windows ? "Windows" : "Linux/UNIX"},
                 {"UsageOperation", windows ? "RunInstances:0002" : "RunInstances"}};
  answer["BlockDeviceMappings"] = list_member(image, "BlockDeviceMappings");
  copy_members(answer, image, {"Description"});
  answer["EnaSupport"] = image.value("EnaSupport", true);
  answer["Hypervisor"] = "xen";
  copy_members(answer, image, {"ImageOwnerAlias"});
  answer["Name"] = image["Name"];
  answer["RootDeviceName"] = string_member(image, "RootDeviceName", kRootDevice);
  answer["RootDeviceType"] = "ebs";
  answer["SriovNetSupport"] = "simple";
  if (image["State"] == "failed")
    answer["StateReason"] = {{"Code", "Client.InvalidSnapshot"},
                             {"Message", "Client.InvalidSnapshot: The image could not be made"}};
  if (const Json tags = tags_of(image); !tags.empty()) answer["Tags"] = tags;
  answer["VirtualizationType"] = "hvm";
  copy_members(answer, image,
               {"BootMode", "DeprecationTime", "ImdsSupport", "SourceInstanceId", "SourceImageId",
                "SourceImageRegion"});
  answer["ImageId"] = image["ImageId"];
  answer["ImageLocation"] = fmt::format("{}/{}", string_member(image, "ImageOwnerAlias", owner),
                                        string_member(image, "Name"));
  answer["State"] = image["State"];
  answer["OwnerId"] = owner;
  answer["CreationDate"] = creation_date(string_member(image, "CreationDate"));
  answer["Public"] = is_public(list_member(image, "LaunchPermissions"));
  answer["Architecture"] = string_member(image, "Architecture", "x86_64");
  answer["ImageType"] = "machine";
  copy_members(answer, image, {"Platform"});
  return answer;
}

Result<std::optional<Json>> image_to_launch(AccountSession& session, const std::string& id) {
  if (!is_resource_id(id, kImages.prefix))
    return failure(std::string(kImages.malformed_code),
                   fmt::format(fmt::runtime(kImages.malformed_text), id));
  TRY_ASSIGN(std::optional<Json> image, find_resource(session, kImages, id));
  if (!image) return std::nullopt;
  if ((*image)["State"] != "available")
    return failure("InvalidAMIID.Unavailable",
                   fmt::format("The image ID '{}' is not available; its state is {}", id,
                               string_member(*image, "State")));
  TRY(check_behaviour(*image, kImages, "launch"));
  return image;
}

}  // namespace ssm::cloud
