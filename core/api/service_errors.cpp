// SPDX-License-Identifier: Apache-2.0
#include "core/api/service_errors.h"

#include <fmt/format.h>

namespace ssm {

ServiceError definition_is_no_template(std::string_view name, std::string_view document_type) {
  return failure("AutomationDefinitionNotFoundException",
                 fmt::format("Document with name {} is of type {}, not Automation.ChangeTemplate.",
                             name, document_type));
}

ServiceError execution_not_found(std::string_view id) {
  return failure("AutomationExecutionNotFoundException",
                 fmt::format("Execution {} does not exist.", id));
}

ServiceError preview_not_found(std::string_view id) {
  return failure("ResourceNotFoundException",
                 fmt::format("Execution preview {} does not exist.", id));
}

ServiceError document_not_found(std::string_view name) {
  return failure("InvalidDocument", fmt::format("Document with name {} does not exist.", name));
}

ServiceError document_version_not_found(std::string_view name, std::string_view version) {
  return failure(
      "InvalidDocumentVersion",
      fmt::format("Document with name {} and version {} does not exist.", name, version));
}

ServiceError document_exists(std::string_view name) {
  return failure("DocumentAlreadyExists",
                 fmt::format("Document with same name {} already exists", name));
}

ServiceError reserved_document_name(std::string_view name) {
  return validation_error(fmt::format(
      "Invalid document {}. Names that begin with aws, amazon or amzn are reserved.", name));
}

ServiceError document_too_large(std::size_t bytes, std::size_t most) {
  return failure("MaxDocumentSizeExceeded",
                 fmt::format("The content has {} bytes, at most {} are allowed.", bytes, most));
}

ServiceError too_many_documents(std::int64_t most) {
  return failure("DocumentLimitExceeded",
                 fmt::format("The account already has {} documents in this Region.", most));
}

ServiceError invalid_content(std::string_view message) {
  return failure("InvalidDocumentContent", std::string(message));
}

ServiceError invalid_schema_version(std::string_view version, std::string_view document_type) {
  return failure(
      "InvalidDocumentSchemaVersion",
      fmt::format("{} is not a valid schema version for {} document type", version, document_type));
}

ServiceError invalid_document_operation(std::string_view message) {
  return failure("InvalidDocumentOperation", std::string(message));
}

ServiceError not_the_latest_version(std::string_view name) {
  return failure("InvalidDocumentVersion",
                 fmt::format("Version provided for document {0} is not latest. Please provide the "
                             "latest version to update document {0}",
                             name));
}

ServiceError too_many_versions(std::string_view name, std::int64_t most) {
  return failure("DocumentVersionLimitExceeded",
                 fmt::format("Document {} already has {} versions.", name, most));
}

ServiceError same_content(std::string_view name, std::int64_t version) {
  return failure("DuplicateDocumentContent",
                 fmt::format("The content is that of version {} of document {}, its latest one.",
                             version, name));
}

ServiceError version_name_taken(std::string_view name, std::string_view version_name) {
  return failure("DuplicateDocumentVersionName",
                 fmt::format("Document {} already has a version named {}.", name, version_name));
}

ServiceError schema_without_versions(std::string_view name, std::string_view schema_version) {
  return failure("InvalidDocumentSchemaVersion",
                 fmt::format("Document {} has schema version {}, which does not support versions.",
                             name, schema_version));
}

ServiceError permission_limit(std::string_view message) {
  return failure("DocumentPermissionLimit", std::string(message));
}

ServiceError invalid_resource_type() {
  return failure("InvalidResourceType", "");
}

ServiceError invalid_resource_id() {
  return failure("InvalidResourceId", "");
}

ServiceError invalid_filter_key() {
  return failure("InvalidFilterKey", "");
}

ServiceError invalid_filter_value(std::string_view key, std::string_view value,
                                  std::string_view remedy) {
  return failure("InvalidFilterValue",
                 fmt::format("\"{}\" is not a valid value of the filter {}.{}{}", value, key,
                             remedy.empty() ? "" : " ", remedy));
}

ServiceError operation_not_available(std::string_view operation) {
  return failure("UnknownOperationException",
                 fmt::format("{} is not available in this version of ssm-local.", operation));
}

}  // namespace ssm
