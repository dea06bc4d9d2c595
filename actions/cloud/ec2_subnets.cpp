// SPDX-License-Identifier: Apache-2.0
// Subnets beside those of the default VPC, in it. Source: the API reference of EC2.
#include "actions/cloud/ec2_subnets.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstdint>

#include "actions/cloud/account_values.h"
#include "actions/cloud/default_network.h"
#include "actions/cloud/ec2_resource.h"
#include "actions/cloud/resource.h"
#include "core/base/text.h"

namespace ssm::cloud {
namespace {

constexpr std::uint32_t kLargestSubnet = 16;  // bits of its mask
constexpr std::uint32_t kSmallestSubnet = 28;

constexpr AccountMember kSubnetMembers[] = {{"SubnetId", kNamedValue, true},
                                            {"CidrBlock", kNamedValue},
                                            {"AvailabilityZone", kNamedValue},
                                            {"MapPublicIpOnLaunch", kBooleanValue},
                                            {"Tags", kTagsValue}};

std::string id_of_subnet(const Json& subnet) {
  return string_member(subnet, "SubnetId");
}

Json stored_subnet(const AccountSession& session, Json subnet) {
  add_default(subnet, "CidrBlock", "10.0.192.0/24");
  add_default(subnet, "AvailabilityZone", zone_of(kDefaultSubnets.front(), session.scope));
  add_default(subnet, "MapPublicIpOnLaunch", false);
  subnet["Tags"] = tags_as_map(subnet.value("Tags", Json::object()));
  return subnet;
}

}  // namespace

extern constinit const ResourceList kSubnetList{
    {"subnets", kSubnetMembers}, "ec2:subnet", stored_subnet, id_of_subnet};

namespace {

constexpr MemberShape kCreateSubnetShapes[] = {{"TagSpecifications", &kTagSpecifications},
                                               {"AvailabilityZone", &kString},
                                               {"AvailabilityZoneId", &kString},
                                               {"CidrBlock", &kString},
                                               {"Ipv6CidrBlock", &kString},
                                               {"OutpostArn", &kString},
                                               {"VpcId", &kString, true},
                                               {"Ipv6Native", &kBoolean},
                                               {"Ipv4IpamPoolId", &kString},
                                               {"Ipv4NetmaskLength", &kInteger},
                                               {"Ipv6IpamPoolId", &kString},
                                               {"Ipv6NetmaskLength", &kInteger},
                                               {"DryRun", &kBoolean}};
constexpr MemberShape kDeleteSubnetShapes[] = {{"SubnetId", &kString, true}, {"DryRun", &kBoolean}};
constexpr Shape kCreateSubnetInput = structure(kCreateSubnetShapes);
constexpr Shape kDeleteSubnetInput = structure(kDeleteSubnetShapes);

/// A block of addresses.
struct Cidr {
  std::uint32_t first = 0;
  std::uint32_t bits = 0;  // of its mask

  std::uint32_t mask() const { return bits == 0 ? 0 : ~std::uint32_t{0} << (32 - bits); }
  bool overlaps(const Cidr& other) const {
    const std::uint32_t wider = mask() & other.mask();
    return (first & wider) == (other.first & wider);
  }
};

std::optional<std::uint32_t> small_number(std::string_view text, std::uint32_t most) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_whole = error == std::errc() && end == text.data() + text.size();
  return is_whole && number <= most ? std::optional(number) : std::nullopt;
}

/// "10.0.192.0/24".
std::optional<Cidr> read_cidr(const std::string& text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string::npos) return std::nullopt;
  const auto bits = small_number(std::string_view(text).substr(slash + 1), 32);
  const std::vector<std::string> bytes = split(text.substr(0, slash), '.');
  if (!bits || bytes.size() != 4) return std::nullopt;
  Cidr cidr{0, *bits};
  for (const std::string& byte : bytes) {
    const auto number = small_number(byte, 255);
    if (!number) return std::nullopt;
    cidr.first = cidr.first << 8U | *number;
  }
  cidr.first &= cidr.mask();
  return cidr;
}

Completed check_cidr(AccountSession& session, const std::string& text) {
  const std::optional<Cidr> cidr = read_cidr(text);
  if (!cidr)
    return failure("InvalidParameterValue",
                   fmt::format("Value ({}) for parameter cidrBlock is invalid. This is not a valid "
                               "CIDR block.",
                               text));
  const Cidr vpc = *read_cidr(std::string(kDefaultVpcCidr));
  if (cidr->bits < kLargestSubnet || cidr->bits > kSmallestSubnet || !cidr->overlaps(vpc))
    return failure("InvalidSubnet.Range", fmt::format("The CIDR '{}' is invalid.", text));
  std::vector<std::string> taken;
  for (const DefaultSubnet& subnet : kDefaultSubnets)
    taken.push_back(fmt::format("10.0.{}.0/18", subnet.third_byte));
  TRY_ASSIGN(const std::vector<Json> made, all_resources(session, kSubnetList));
  for (const Json& subnet : made) taken.push_back(string_member(subnet, "CidrBlock"));
  for (const std::string& other : taken) {
    const std::optional<Cidr> known = read_cidr(other);
    if (known && known->overlaps(*cidr))
      return failure("InvalidSubnet.Conflict",
                     fmt::format("The CIDR '{}' conflicts with another subnet", text));
  }
  return {};
}

Result<Json> create_subnet(AccountSession& session, const Json& parameters) {
  const std::string vpc = string_member(parameters, "VpcId");
  if (vpc != kDefaultVpcId)
    return failure("InvalidVpcID.NotFound", fmt::format("The vpc ID '{}' does not exist", vpc));
  const std::string zone = string_member(parameters, "AvailabilityZone",
                                         zone_of(kDefaultSubnets.front(), session.scope));
  if (!is_zone(zone, session.scope))
    return failure("InvalidParameterValue",
                   fmt::format("Value ({}) for parameter availabilityZone is invalid.", zone));
  const std::string cidr = string_member(parameters, "CidrBlock");
  TRY(check_cidr(session, cidr));
  TRY(require_room(session, kSubnetList, "SubnetLimitExceeded"));
  Json given{{"SubnetId", new_id("subnet-")}, {"CidrBlock", cidr}, {"AvailabilityZone", zone}};
  TRY_ASSIGN(given["Tags"], tags_for(parameters, "subnet"));
  const Json subnet = stored_subnet(session, std::move(given));
  TRY(save_resource(session, kSubnetList, subnet));
  return Json{{"Subnet", described_subnet(session, subnet)}};
}

Result<Json> delete_subnet(AccountSession& session, const Json& parameters) {
  const std::string id = string_member(parameters, "SubnetId");
  if (find_default_subnet(id) != nullptr)
    return failure("DependencyViolation",
                   fmt::format("The subnet '{}' has dependencies and cannot be deleted.", id));
  TRY_ASSIGN(const std::optional<Json> subnet, find_resource(session, kSubnetList, id));
  if (!subnet)
    return failure("InvalidSubnetID.NotFound",
                   fmt::format("The subnet ID '{}' does not exist", id));
  TRY(drop_resource(session, kSubnetList, id));
  return Json::object();
}

constexpr std::array kSubnetOperations = {
    AccountOperation{"ec2", "CreateSubnet", &kCreateSubnetInput, true, create_subnet},
    AccountOperation{"ec2", "DeleteSubnet", &kDeleteSubnetInput, true, delete_subnet},
};

}  // namespace

Json described_subnet(const AccountSession& session, const Json& subnet) {
  const std::string cidr = string_member(subnet, "CidrBlock");
  const Cidr addresses = read_cidr(cidr).value_or(Cidr{0, kSmallestSubnet});
  return subnet_answer(session, {.id = id_of_subnet(subnet),
                                 .zone = string_member(subnet, "AvailabilityZone"),
                                 .cidr = cidr,
                                 .addresses = (std::int64_t{1} << (32 - addresses.bits)) - 5,
                                 .is_default = false,
                                 .maps_public_ip = subnet["MapPublicIpOnLaunch"] == true,
                                 .tags = pairs_of_map(subnet["Tags"], "Key", "Value")});
}

Result<std::vector<Json>> made_subnets(AccountSession& session) {
  TRY_ASSIGN(const std::vector<Json> stored, all_resources(session, kSubnetList));
  std::vector<Json> subnets;
  for (const Json& subnet : stored) subnets.push_back(described_subnet(session, subnet));
  return subnets;
}

std::span<const AccountOperation> ec2_subnet_operations() {
  return kSubnetOperations;
}

}  // namespace ssm::cloud
