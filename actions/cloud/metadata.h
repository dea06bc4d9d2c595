// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/cloud.h"

namespace ssm::cloud {

/// Adds the ResponseMetadata that the SDK puts into each answer.
void add_metadata(Json& answer, const CloudCall& call);

}  // namespace ssm::cloud
