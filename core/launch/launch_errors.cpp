// SPDX-License-Identifier: Apache-2.0
#include "core/launch/launch_errors.h"

#include <fmt/format.h>

namespace ssm {

ServiceError definition_not_found(std::string_view name) {
  return failure("AutomationDefinitionNotFoundException",
                 fmt::format("Document with name {} does not exist.", name));
}

ServiceError definition_is_no_runbook(std::string_view name, std::string_view document_type) {
  return failure(
      "AutomationDefinitionNotFoundException",
      fmt::format("Document with name {} is of type {}, not Automation.", name, document_type));
}

ServiceError definition_version_not_found(std::string_view name, std::string_view version) {
  return failure(
      "AutomationDefinitionVersionNotFoundException",
      fmt::format("Document with name {} and version {} does not exist.", name, version));
}

ServiceError invalid_start(std::string_view message) {
  return failure("InvalidAutomationExecutionParametersException", std::string(message));
}

ServiceError not_available_at_start(std::string_view member) {
  return invalid_start(fmt::format("{} is not available in this version of ssm-local.", member));
}

ServiceError too_many_executions(std::int64_t running, std::int64_t queued) {
  return failure("AutomationExecutionLimitExceededException",
                 fmt::format("Execution quota exceeded: {} running, {} queued.", running, queued));
}

ServiceError token_used_otherwise(std::string_view token) {
  return failure("IdempotentParameterMismatch",
                 fmt::format("The client token {} was used with a different request.", token));
}

ServiceError too_many_tags() {
  return failure("TooManyTagsError", "");
}

ServiceError reserved_tag_key(std::string_view key) {
  return validation_error(
      fmt::format("The tag key {} is refused: keys that begin with aws: are reserved.", key));
}

ServiceError validation_error(std::string_view message) {
  return failure("ValidationException", std::string(message));
}

ServiceError internal_error(std::string_view message) {
  return failure(ErrorKind::kUnreadable, "InternalServerError", std::string(message));
}

}  // namespace ssm
