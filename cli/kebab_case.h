// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace ssm {

/// "TargetLocationsURL" -> "target-locations-url". Source: spec/aws-cli 3.
std::string to_kebab_case(std::string_view name);

}  // namespace ssm
