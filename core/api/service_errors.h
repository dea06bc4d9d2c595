// SPDX-License-Identifier: Apache-2.0
#pragma once
// The error answers of the operations, in one place: the service's wording where it is known, short
// sentences that name the thing where it is not. Source: spec/api 7, spec/documents-and-engine 12.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/launch/launch_errors.h"

namespace ssm {

// Automation
ServiceError definition_is_no_template(std::string_view name, std::string_view document_type);
ServiceError execution_not_found(std::string_view id);
ServiceError preview_not_found(std::string_view id);

// Documents
ServiceError document_not_found(std::string_view name);
ServiceError document_version_not_found(std::string_view name, std::string_view version);
ServiceError document_exists(std::string_view name);
ServiceError reserved_document_name(std::string_view name);
ServiceError document_too_large(std::size_t bytes, std::size_t most);
ServiceError too_many_documents(std::int64_t most);
ServiceError invalid_content(std::string_view message);
ServiceError invalid_schema_version(std::string_view version, std::string_view document_type);
ServiceError invalid_document_operation(std::string_view message);
ServiceError not_the_latest_version(std::string_view name);
ServiceError too_many_versions(std::string_view name, std::int64_t most);
ServiceError same_content(std::string_view name, std::int64_t version);
ServiceError version_name_taken(std::string_view name, std::string_view version_name);
ServiceError schema_without_versions(std::string_view name, std::string_view schema_version);

// Sharing
ServiceError permission_limit(std::string_view message);

// Tags; the service sends no message with these three
ServiceError invalid_resource_type();
ServiceError invalid_resource_id();

// Listing
ServiceError invalid_filter_key();  // the service sends no message with it
/// `remedy`: a sentence; empty: there is nothing more to say.
ServiceError invalid_filter_value(std::string_view key, std::string_view value,
                                  std::string_view remedy = {});

// Any operation
ServiceError operation_not_available(std::string_view operation);

}  // namespace ssm
