// SPDX-License-Identifier: Apache-2.0
#pragma once
// What several actions' descriptors have in common.

#include <cstdint>
#include <string_view>

#include "core/document/action.h"

namespace ssm {

/// Of every action that calls an operation by its name.
inline constexpr InputSpec kServiceInput{"Service", InputSpec::Type::kString, true,
                                         "The AWS service, as the SDK for Python names it: ec2"};
inline constexpr InputSpec kApiInput{
    "Api", InputSpec::Type::kString, true,
    "The operation, as the API reference names it: DescribeInstances"};

/// Of every action that looks at a property of a resource.
inline constexpr InputSpec kPropertySelectorInput{"PropertySelector", InputSpec::Type::kString,
                                                  true, "The place in the response, as JSONPath"};
inline constexpr InputSpec kDesiredValuesInput{"DesiredValues", InputSpec::Type::kList, true,
                                               "Accepted values; any one satisfies the check"};

/// Of actions that make an image.
inline constexpr std::string_view kImageOutputs[] = {"ImageId", "ImageState", "OutputPayload"};

/// Of actions that wait for people, in seconds.
inline constexpr std::int64_t kPeopleTimeout = 604800;          // seven days
inline constexpr std::int64_t kLongestPeopleTimeout = 2592000;  // thirty days

}  // namespace ssm
