// SPDX-License-Identifier: Apache-2.0
#include "core/engine/action.h"

namespace ssm {
namespace {

constexpr ActionSpec kPutServerUpgradeMetricsSpec = {
    .name = "aws:putServerUpgradeMetrics",
    .doc = "Counts upgrades of servers.",
    .takes_api_parameters = true,
    .outputs_unknown = true,
    .service_owned = true,
};

}  // namespace

extern constinit const Action kPutServerUpgradeMetricsAction{kPutServerUpgradeMetricsSpec};

}  // namespace ssm
