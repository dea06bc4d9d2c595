// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command_line.h"
#include "core/api/model.h"
#include "core/base/result.h"

namespace ssm {

/// "TargetLocationsURL" -> "target-locations-url". Source: spec/aws-cli 3.
std::string to_kebab_case(std::string_view name);

/// The option of a member: "--document-name".
std::string option_name(const MemberShape& member);

/// Whether the option is kept for old scripts only: the raw paging members of operations that page
/// by themselves.
bool is_hidden(const Operation& operation, const MemberShape& member);

/// Whether --mocks, an option of ours, goes with it: it starts an execution.
bool takes_mocks(const Operation& operation);
inline constexpr std::string_view kMocksOption = "--mocks";

/// The options of one operation, all from the model, in the order of its members, then the common
/// ones.
std::vector<OptionSpec> operation_option_specs(const Operation& operation);

/// --generate-cli-skeleton, or nothing.
enum class Skeleton { kNone, kInput, kYamlInput, kOutput };

/// One operation with the options it was given.
struct OperationCall {
  const Operation* operation = nullptr;
  ParsedWords options;
  Skeleton skeleton = Skeleton::kNone;
};

/// Reads the words after the operation's name. `specs`: what may be among them.
/// Errors: code "Usage" (missing options included), "UnknownOptions" (the words, comma-separated),
/// "ParamValidation".
Result<OperationCall> parse_operation(const Operation& operation, std::span<const OptionSpec> specs,
                                      std::span<const std::string> words);
inline Result<OperationCall> parse_operation(const Operation& operation,
                                             std::span<const std::string> words) {
  return parse_operation(operation, operation_option_specs(operation), words);
}

}  // namespace ssm
