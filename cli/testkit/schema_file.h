// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/testkit/file_shape.h"
#include "core/base/json.h"

namespace ssm {

/// The JSON Schema of what a FileShape describes.
Json file_schema(const testkit::FileShape& shape);

}  // namespace ssm
