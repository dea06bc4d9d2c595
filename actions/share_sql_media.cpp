// SPDX-License-Identifier: Apache-2.0
#include "core/engine/action.h"

namespace ssm {
namespace {

constexpr ActionSpec kShareSqlMediaSpec = {
    .name = "aws:shareSQLMedia",
    .doc = "Shares installation media of SQL Server.",
    .takes_api_parameters = true,
    .outputs_unknown = true,
    .service_owned = true,
};

}  // namespace

extern constinit const Action kShareSqlMediaAction{kShareSqlMediaSpec};

}  // namespace ssm
