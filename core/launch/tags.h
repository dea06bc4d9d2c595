// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm {

// Source: AddTagsToResource.
constexpr std::size_t kMostDocumentTags = 50;
constexpr std::size_t kMostExecutionTags = 5;

/// Tags given when a resource is made; of two with the same key the last one counts.
/// Errors: ValidationException for reserved keys and for too many.
Result<Json> first_tags(const Json& given, std::size_t most);

/// `tags` with those of `added`: known keys get the new value, others come last.
/// Errors: ValidationException for reserved keys, TooManyTagsError.
Result<Json> with_tags(const Json& tags, const Json& added, std::size_t most);

/// `tags` without those of the `keys`; unknown keys do not matter.
Json without_tags(const Json& tags, const Json& keys);

}  // namespace ssm
