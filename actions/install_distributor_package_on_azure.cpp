// SPDX-License-Identifier: Apache-2.0
#include "core/engine/action.h"

namespace ssm {
namespace {

constexpr ActionSpec kInstallDistributorPackageOnAzureSpec = {
    .name = "aws:installDistributorPackageOnAzure",
    .doc = "Installs a package on virtual machines of Azure.",
    .takes_api_parameters = true,
    .outputs_unknown = true,
    .service_owned = true,
};

}  // namespace

extern constinit const Action kInstallDistributorPackageOnAzureAction{
    kInstallDistributorPackageOnAzureSpec};

}  // namespace ssm
