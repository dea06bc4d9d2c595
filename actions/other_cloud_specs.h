// SPDX-License-Identifier: Apache-2.0
#pragma once
// Inputs of the actions that call Azure and Google Cloud.

#include <string_view>

#include "actions/shared_specs.h"
#include "core/base/text.h"
#include "core/document/action.h"

namespace ssm {

/// The clouds beside AWS, as mocks name them.
inline constexpr std::string_view kAzure = "azure";
inline constexpr std::string_view kGoogleCloud = "gcp";

/// Whether a call goes to one of them. `service`: of a CloudCall.
inline bool is_other_cloud(std::string_view service) {
  return service == kAzure || service == kGoogleCloud;
}

inline constexpr InputSpec kAzureServiceInput{"Service", InputSpec::Type::kString, true,
                                              "The service of Azure"};
inline constexpr InputSpec kAzureApiInput{.name = "Api",
                                          .type = InputSpec::Type::kString,
                                          .required = true,
                                          .doc = "The operation: OperationGroup.Method",
                                          .format = InputSpec::Format::kGroupMethod};
inline constexpr InputSpec kSubscriptionInput{"SubscriptionId", InputSpec::Type::kString, false,
                                              "The subscription of Azure"};
inline constexpr InputSpec kNextLinkInput{"NextLink", InputSpec::Type::kString, false,
                                          "Where the next page of the answer is"};

inline constexpr InputSpec kGcpServiceInput{"Service", InputSpec::Type::kString, true,
                                            "The service of Google Cloud"};
inline constexpr InputSpec kGcpApiInput{.name = "Api",
                                        .type = InputSpec::Type::kString,
                                        .required = true,
                                        .doc = "The operation: Service.Method",
                                        .format = InputSpec::Format::kGroupMethod};

inline constexpr InputSpec kPackageInput{"Package", InputSpec::Type::kString, false,
                                         "The package of the SDK that has it"};
inline constexpr InputSpec kCloudConnectorInput{"CloudConnector", InputSpec::Type::kString, false,
                                                "The cloud connector that gives access"};
inline constexpr InputSpec kBodyInput{"Body", InputSpec::Type::kAny, false,
                                      "The body of the request"};

inline constexpr InputSpec kAzurePropertyInputs[] = {
    kAzureServiceInput, kAzureApiInput, kPackageInput,          kCloudConnectorInput,
    kSubscriptionInput, kBodyInput,     kPropertySelectorInput, kDesiredValuesInput};
inline constexpr InputSpec kGcpPropertyInputs[] = {
    kGcpServiceInput, kGcpApiInput,           kPackageInput,      kCloudConnectorInput,
    kBodyInput,       kPropertySelectorInput, kDesiredValuesInput};

}  // namespace ssm
