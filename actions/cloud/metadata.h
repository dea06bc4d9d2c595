// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "core/base/json.h"

namespace ssm::cloud {

/// Adds the ResponseMetadata that the SDK puts into each answer of a service.
void add_metadata(Json& answer, std::string_view service);

}  // namespace ssm::cloud
