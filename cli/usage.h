// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace ssm {

/// Exit codes of the AWS CLI v2. Source: spec/aws-cli 12.1.
namespace exit_code {
constexpr int kUsage = 252;
constexpr int kConfiguration = 253;
constexpr int kService = 254;
constexpr int kOther = 255;
}  // namespace exit_code

/// Which class of failure an error belongs to, by its code. Codes this table does not have (trouble
/// with the state directory, with files, with processes) are kOther.
int exit_code_of(const Error& error);

/// How errors are written: as a sentence with its code (enhanced) or without it (legacy), or the
/// members alone in a format for programs.
enum class ErrorFormat { kEnhanced, kLegacy, kJson, kYaml, kText, kTable };

/// By the name that options and settings give it; unknown names are kEnhanced.
ErrorFormat error_format_named(std::string_view name);

/// The error as the AWS CLI writes it on standard error, the usage text included where it shows it.
/// Errors without a code are sentences in every format. Source: spec/aws-cli 12.2, 12.3.
std::string to_aws_error_text(const Error& error, ErrorFormat format,
                              std::string_view program = "aws");

/// The error of one of our own commands: `ssm-local: message`.
std::string to_own_error_text(const Error& error);

/// "argument command: Found invalid choice 'x'" with up to three likely words. Code "Usage".
Error invalid_choice(std::string_view argument, const std::string& given,
                     std::span<const std::string> choices);

/// A service error as the AWS CLI words it. Code "Service". Trouble with the state directory and
/// with mocks is no answer of a service and stays as it is. `retries`: how often it was tried again
/// before it was given up.
Error service_error(const Error& error, std::string_view operation,
                    std::optional<int> retries = std::nullopt);

/// The service's code in an error that service_error() has worded.
std::string code_of_service_error(const Error& error);

}  // namespace ssm
