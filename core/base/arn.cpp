// SPDX-License-Identifier: Apache-2.0
#include "core/base/arn.h"

#include <fmt/format.h>
#include <array>
#include <cstddef>

namespace ssm {

std::optional<Arn> Arn::parse(std::string_view text) {
  std::array<std::string_view, 5> fields;
  for (std::string_view& field : fields) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    field = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  if (fields[0] != "arn") return std::nullopt;
  return Arn{std::string(fields[1]), std::string(fields[2]), std::string(fields[3]),
             std::string(fields[4]), std::string(text)};
}

Arn Arn::regional(const AccountRegion& owner, std::string_view service, std::string_view resource) {
  return {std::string(partition_of(owner.region)), std::string(service), owner.region,
          owner.account, std::string(resource)};
}

Arn Arn::iam(const AccountRegion& owner, std::string_view resource) {
  Arn arn = regional(owner, "iam", resource);
  arn.region.clear();
  return arn;
}

std::string Arn::text() const {
  return fmt::format("arn:{}:{}:{}:{}:{}", partition, service, region, account, resource);
}

std::string_view partition_of(std::string_view region) {
  if (region.starts_with("cn-")) return "aws-cn";
  return region.starts_with("us-gov-") ? "aws-us-gov" : "aws";
}

}  // namespace ssm
