// SPDX-License-Identifier: Apache-2.0
#include "cli/usage.h"

#include <fmt/format.h>
#include <array>

#include "cli/output/json_output.h"
#include "cli/output/table_output.h"
#include "cli/output/text_output.h"
#include "cli/output/yaml_output.h"
#include "core/base/python_text.h"
#include "core/base/text.h"

namespace ssm {
namespace {

constexpr std::string_view kUsage =
    "usage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]\n";
constexpr std::string_view kWaitUsage = "usage: aws [options] ssm wait <subcommand> [parameters]\n";

struct ErrorClass {
  std::string_view code;  // ours
  int exit_code;
  std::string_view shown_code;  // in "An error occurred (CODE): "; empty = without
};
constexpr std::array kClasses = {
    ErrorClass{"Usage", exit_code::kUsage, "ParamValidation"},
    ErrorClass{"NoCommand", exit_code::kUsage, ""},
    ErrorClass{"WaitUsage", exit_code::kUsage, "ParamValidation"},
    ErrorClass{"UnknownOptions", exit_code::kUsage, ""},
    ErrorClass{"ParamValidation", exit_code::kUsage, "ParamValidation"},
    ErrorClass{"Configuration", exit_code::kConfiguration, "Configuration"},
    ErrorClass{"NoRegion", exit_code::kConfiguration, "NoRegion"},
    ErrorClass{"NoCredentials", exit_code::kConfiguration, "NoCredentials"},
    ErrorClass{"Pager", exit_code::kConfiguration, "Pager"},
    ErrorClass{"Service", exit_code::kService, ""},
};

/// `program`: whose help there is.
std::string usage_text(std::string_view line, std::string_view program) {
  return fmt::format(
      "{0}To see help text, you can run:\n\n  {1} help\n  {1} <command> help\n  {1} <command> "
      "<subcommand> help\n",
      line, program);
}

const ErrorClass* find_class(const Error& error) {
  for (const ErrorClass& row : kClasses)
    if (row.code == error.code) return &row;
  return nullptr;
}

/// What a format for programs shows of an error.
struct ErrorMembers {
  std::string code;
  std::string message;
  bool message_first = false;
};

/// The inverse of service_error(). The code has no parenthesis, the operation's name no blank.
ErrorMembers service_members(const std::string& sentence) {
  std::size_t open = sentence.find('(');
  std::size_t close = sentence.find(')', open);
  std::size_t colon = sentence.find(": ", sentence.find(" operation", close));
  std::string message = colon == std::string::npos ? "" : sentence.substr(colon + 2);
  return {sentence.substr(open + 1, close - open - 1), message, true};
}

/// nullopt: an error without a code, which every format writes as plain text.
std::optional<ErrorMembers> members_of(const Error& error, std::string_view program) {
  if (error.code == "Service") return service_members(error.message);
  const ErrorClass* row = find_class(error);
  if (row == nullptr || row->shown_code.empty()) return std::nullopt;
  std::string message = error.message;
  if (error.code == "Usage") message += "\n\n" + usage_text(kUsage, program);
  if (error.code == "WaitUsage") message += "\n\n" + usage_text(kWaitUsage, program);
  return ErrorMembers{std::string(row->shown_code), std::string(trim(message))};
}

std::string in_format(const ErrorMembers& members, ErrorFormat format) {
  Json value = Json::object();
  if (members.message_first) value["Message"] = members.message;
  value["Code"] = members.code;
  value["Message"] = members.message;
  if (format == ErrorFormat::kJson) return to_json_output(value);
  if (format == ErrorFormat::kYaml) return to_yaml_output(value);
  if (format == ErrorFormat::kText) return to_text_output(value);
  return to_table_output("error", value, {}).value_or("");
}

std::string in_words(const Error& error, bool legacy, std::string_view program) {
  constexpr std::string_view kPrefix = "aws: [ERROR]: ";
  if (error.code == "UnknownOptions")
    return "\n" + usage_text(kUsage, program) + "\n" + std::string(kPrefix) +
           "Unknown options: " + error.message + "\n";
  std::string text = "\n" + std::string(kPrefix);
  const ErrorClass* row = find_class(error);
  if (row != nullptr && !row->shown_code.empty() && !legacy)
    text += "An error occurred (" + std::string(row->shown_code) + "): ";
  if (error.code == "Usage") return text + error.message + "\n\n" + usage_text(kUsage, program);
  if (error.code == "WaitUsage")
    return text + error.message + "\n\n" + usage_text(kWaitUsage, program);
  return text + std::string(trim(error.message)) + "\n";
}

}  // namespace

int exit_code_of(const Error& error) {
  const ErrorClass* row = find_class(error);
  return row == nullptr ? exit_code::kOther : row->exit_code;
}

ErrorFormat error_format_named(std::string_view name) {
  constexpr std::pair<std::string_view, ErrorFormat> kNames[] = {
      {"legacy", ErrorFormat::kLegacy}, {"json", ErrorFormat::kJson},
      {"yaml", ErrorFormat::kYaml},     {"text", ErrorFormat::kText},
      {"table", ErrorFormat::kTable},   {"enhanced", ErrorFormat::kEnhanced}};
  for (const auto& [known, format] : kNames)
    if (known == name) return format;
  return ErrorFormat::kEnhanced;
}

std::string to_aws_error_text(const Error& error, ErrorFormat format, std::string_view program) {
  bool words = format == ErrorFormat::kEnhanced || format == ErrorFormat::kLegacy;
  std::optional<ErrorMembers> members = words ? std::nullopt : members_of(error, program);
  if (members) return in_format(*members, format);
  return in_words(error, format == ErrorFormat::kLegacy, program);
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
  if (error.code == "State" || error.code == "StateDirectory" || error.code == "Mocks")
    return error;
  std::string tried =
      retries ? " (reached max retries: " + std::to_string(*retries) + ")" : std::string();
  return {"Service", "An error occurred (" + error.code + ") when calling the " +
                         std::string(operation) + " operation" + tried + ": " + error.message};
}

std::string code_of_service_error(const Error& error) {
  return service_members(error.message).code;
}

}  // namespace ssm
