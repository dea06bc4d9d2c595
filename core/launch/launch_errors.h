// SPDX-License-Identifier: Apache-2.0
#pragma once
// The errors of starting an execution, and those that any operation may have. The service's wording
// where it is known, short sentences that name the thing where it is not. Source: spec/api 7,
// spec/documents-and-engine 12.

#include <cstdint>
#include <string_view>

#include "core/base/result.h"

namespace ssm {

using ServiceError = tl::unexpected<Error>;

ServiceError definition_not_found(std::string_view name);
ServiceError definition_is_no_runbook(std::string_view name, std::string_view document_type);
ServiceError definition_version_not_found(std::string_view name, std::string_view version);
ServiceError invalid_start(std::string_view message);
ServiceError not_available_at_start(std::string_view member);
ServiceError too_many_executions(std::int64_t running, std::int64_t queued);
ServiceError token_used_otherwise(std::string_view token);
ServiceError too_many_tags();
ServiceError reserved_tag_key(std::string_view key);
ServiceError validation_error(std::string_view message);
ServiceError internal_error(std::string_view message);

}  // namespace ssm
