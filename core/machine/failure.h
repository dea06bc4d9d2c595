// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/machine/state.h"

namespace ssm {

/// Where a step failed, and of what kind the failure is: FailureStage and FailureType of a
/// FailureDetails structure.
enum class Stage { kInputValidation, kPreVerification, kInvocation, kPostVerification };
enum class FailureType { kAction, kPermission, kThrottling, kVerification, kInternal };

/// "InputValidation".
std::string_view to_text(Stage stage);
/// "Verification".
std::string_view to_text(FailureType type);

/// "Step fails when it is <phase>. <cause>. Please refer to ... for more diagnosis details."
std::string failure_text(std::string_view phase, std::string_view cause);
/// "Step timed out while step is <phase>. [<cause>. ]Please refer to ...".
std::string timeout_text(std::string_view phase, std::string_view cause = {});

/// "<cause>. Please refer to ..."
std::string plain_failure_text(std::string_view cause);

/// A failure whose message is failure_text(phase, cause). `details`: names to lists of strings;
/// null: the cause, as VerificationErrorMessage of a kVerification and ErrorMessage of any other.
Failure make_failure(Stage stage, FailureType type, std::string_view phase, std::string_view cause,
                     Json details = nullptr);

/// The same with a message of its own.
Failure with_message(Failure failure, std::string message);
/// The same, to which maxAttempts does not apply.
Failure without_retry(Failure failure);

/// The failure of a step whose inputs are bad: stage InputValidation, not retried.
Failure input_failure(std::string_view cause);
/// The failure of a step that did not end within its timeoutSeconds while it was in `phase`.
Failure timeout_failure(std::string_view phase);
/// A fault of ours.
Failure internal_failure(std::string_view cause);

}  // namespace ssm
