// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/engine/action.h"

namespace ssm {

/// The phase that executeAwsApi, assert and wait name in their failures. Source: recorded outputs
/// b.3.
inline constexpr std::string_view kSdkPhase = "Execute/Cancelling action";

/// Whether the error says "too many requests", or the service broke down: calling again may help.
bool is_throttling(const AwsError& error);
bool is_transient(const AwsError& error);

/// The failure for an error of an API, under a message of its own.
Failure failure_of(const AwsError& error, std::string message);

/// The failure of an action that calls through the Python SDK:
/// "An error occurred (<Code>) when calling the <Operation> operation: <message>".
Failure sdk_failure(const AwsError& error, std::string_view operation);

/// The failure of an action that calls one service itself (EC2, SNS, SSM): "Automation Step
/// Execution fails when it is <doing>. Get Exception from <Operation> API of ...".
/// The request id is derived from the step's client token. Source: recorded outputs b.3.
Failure native_failure(const AwsError& error, std::string_view doing, const CloudCall& call,
                       const StepCall& step);

/// The failure of a call whose parameters the SDK refuses before it sends them: sdk_failure(), or
/// native_failure(); that of inputs which the call cannot be made of. nullopt: there is none.
std::optional<Failed> check_sdk_call(const CloudCall& call);
std::optional<Failed> check_native_call(const Result<CloudCall>& call, std::string_view doing,
                                        const StepCall& step);

/// A final state that is not the wanted one: stage PostVerification.
Failure verification_failure(std::string_view phase, std::string_view cause);

/// A call on behalf of a step.
CloudCall cloud_call(const StepCall& step, std::string_view service, std::string_view operation,
                     Json parameters);

}  // namespace ssm
