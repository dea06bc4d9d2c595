// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command_line.h"
#include "cli/kebab_case.h"
#include "core/api/model.h"
#include "core/base/result.h"

namespace ssm {

/// The option of a member: "--document-name".
std::string option_name(const MemberShape& member);

/// Whether the option is kept for old scripts only: the raw paging members of operations that page
/// by themselves.
bool is_hidden(const Operation& operation, const MemberShape& member);

/// Whether a member is an attribute as EC2 has them, a structure of nothing but a Boolean `Value`:
/// --ebs-optimized and --no-ebs-optimized stand for its two values.
bool is_boolean_attribute(const MemberShape& member);
/// The option that says no: "--no-ebs-optimized".
std::string negative_option(const MemberShape& member);

/// Whether the AWS CLI's --count stands for MinCount and MaxCount of the operation.
bool takes_count(const Operation& operation);
bool is_count(const Operation& operation, const MemberShape& member);
inline constexpr std::string_view kCountOption = "--count";

/// Whether the name of a file, for the payload of the answer, stands among the options.
bool takes_outfile(const Operation& operation);

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
  std::string outfile;  // of one that takes_outfile()
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
