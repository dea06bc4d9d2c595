// SPDX-License-Identifier: Apache-2.0
#include "cli/usage.h"

#include "core/base/python_text.h"
#include "core/base/text.h"

namespace ssm {
namespace {

constexpr std::string_view kUsage =
    "usage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]\n";
constexpr std::string_view kWaitUsage = "usage: aws [options] ssm wait <subcommand> [parameters]\n";
constexpr std::string_view kWhereHelpIs =
    "To see help text, you can run:\n"
    "\n"
    "  aws help\n"
    "  aws <command> help\n"
    "  aws <command> <subcommand> help\n";

struct ErrorClass {
  std::string_view code;  // ours
  int exit_code;
  std::string_view shown_code;  // in "An error occurred (CODE): "; empty = without
};
constexpr std::array kClasses = {
    ErrorClass{"Usage", exit_code::kUsage, "ParamValidation"},
    ErrorClass{"WaitUsage", exit_code::kUsage, "ParamValidation"},
    ErrorClass{"UnknownOptions", exit_code::kUsage, ""},
    ErrorClass{"ParamValidation", exit_code::kUsage, "ParamValidation"},
    ErrorClass{"Configuration", exit_code::kConfiguration, "Configuration"},
    ErrorClass{"NoRegion", exit_code::kConfiguration, "NoRegion"},
    ErrorClass{"NoCredentials", exit_code::kConfiguration, "NoCredentials"},
    ErrorClass{"Service", exit_code::kService, ""},
};

std::string usage_text(std::string_view line) {
  return std::string(line) + std::string(kWhereHelpIs);
}

const ErrorClass* find_class(const Error& error) {
  for (const ErrorClass& row : kClasses)
    if (row.code == error.code) return &row;
  return nullptr;
}

}  // namespace

int exit_code_of(const Error& error) {
  const ErrorClass* row = find_class(error);
  return row == nullptr ? exit_code::kOther : row->exit_code;
}

std::string to_aws_error_text(const Error& error, bool legacy) {
  constexpr std::string_view kPrefix = "aws: [ERROR]: ";
  if (error.code == "UnknownOptions")
    return "\n" + usage_text(kUsage) + "\n" + std::string(kPrefix) +
           "Unknown options: " + error.message + "\n";
  std::string text = "\n" + std::string(kPrefix);
  const ErrorClass* row = find_class(error);
  if (row != nullptr && !row->shown_code.empty() && !legacy)
    text += "An error occurred (" + std::string(row->shown_code) + "): ";
  if (error.code == "Usage") return text + error.message + "\n\n" + usage_text(kUsage);
  if (error.code == "WaitUsage") return text + error.message + "\n\n" + usage_text(kWaitUsage);
  return text + std::string(trim(error.message)) + "\n";
}

std::string to_own_error_text(const Error& error) {
  return "ssm-local: " + std::string(trim(error.message)) + "\n";
}

Error invalid_choice(std::string_view argument, const std::string& given,
                     std::span<const std::string> choices) {
  std::string message =
      "argument " + std::string(argument) + ": Found invalid choice " + python_repr(given) + "\n";
  std::vector<std::string> likely = closest(given, choices, 3, 0.8);
  if (!likely.empty()) message += "\nMaybe you meant:\n";
  for (const std::string& word : likely) message += "\n  * " + word;
  return {"Usage", message};
}

Error service_error(const Error& error, std::string_view operation, std::optional<int> retries) {
  if (error.code == "State" || error.code == "StateDirectory") return error;
  std::string tried =
      retries ? " (reached max retries: " + std::to_string(*retries) + ")" : std::string();
  return {"Service", "An error occurred (" + error.code + ") when calling the " +
                         std::string(operation) + " operation" + tried + ": " + error.message};
}

}  // namespace ssm
