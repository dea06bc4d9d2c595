// SPDX-License-Identifier: Apache-2.0
#include "core/machine/failure.h"

#include <fmt/format.h>

#include <utility>

namespace ssm {
namespace {

constexpr std::string_view kTail =
    "Please refer to Automation Service Troubleshooting Guide for more diagnosis details.";

/// The cause as a sentence of its own; empty stays empty.
std::string sentence(std::string_view cause) {
  return cause.empty() ? std::string() : fmt::format("{}. ", cause);
}

Json details_of(FailureType type, std::string_view cause) {
  const char* name =
      type == FailureType::kVerification ? "VerificationErrorMessage" : "ErrorMessage";
  return {{name, Json::array({std::string(cause)})}};
}

}  // namespace

std::string_view to_text(Stage stage) {
  switch (stage) {
    case Stage::kInputValidation:
      return "InputValidation";
    case Stage::kPreVerification:
      return "PreVerification";
    case Stage::kInvocation:
      return "Invocation";
    case Stage::kPostVerification:
      break;
  }
  return "PostVerification";
}

std::string_view to_text(FailureType type) {
  switch (type) {
    case FailureType::kAction:
      return "Action";
    case FailureType::kPermission:
      return "Permission";
    case FailureType::kThrottling:
      return "Throttling";
    case FailureType::kVerification:
      return "Verification";
    case FailureType::kInternal:
      break;
  }
  return "Internal";
}

std::string failure_text(std::string_view phase, std::string_view cause) {
  return fmt::format("Step fails when it is {}. {}{}", phase, sentence(cause), kTail);
}

std::string timeout_text(std::string_view phase, std::string_view cause) {
  return fmt::format("Step timed out while step is {}. {}{}", phase, sentence(cause), kTail);
}

std::string plain_failure_text(std::string_view cause) {
  return sentence(cause) + std::string(kTail);
}

Failure make_failure(Stage stage, FailureType type, std::string_view phase, std::string_view cause,
                     Json details) {
  Failure failure;
  failure.stage = to_text(stage);
  failure.type = to_text(type);
  failure.message = failure_text(phase, cause);
  failure.details = details.is_null() ? details_of(type, cause) : std::move(details);
  return failure;
}

Failure with_message(Failure failure, std::string message) {
  failure.message = std::move(message);
  return failure;
}

Failure without_retry(Failure failure) {
  failure.may_retry = false;
  return failure;
}

Failure input_failure(std::string_view cause) {
  return without_retry(make_failure(Stage::kInputValidation, FailureType::kVerification,
                                    "validating and resolving the step inputs", cause));
}

Failure timeout_failure(std::string_view phase) {
  Failure failure = make_failure(Stage::kPostVerification, FailureType::kVerification, phase,
                                 "The step did not end within its timeoutSeconds.");
  failure.message = timeout_text(phase);
  failure.timed_out = true;
  return failure;
}

Failure internal_failure(std::string_view cause) {
  return with_message(make_failure(Stage::kInvocation, FailureType::kInternal, {}, cause),
                      plain_failure_text("Internal Server Error"));
}

}  // namespace ssm
