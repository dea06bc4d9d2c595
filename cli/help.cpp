// SPDX-License-Identifier: Apache-2.0
#include "cli/help.h"

#include <fmt/format.h>

#include "cli/commands/command_help.h"
#include "cli/commands/command_table.h"
#include "cli/operation_catalog.h"
#include "core/base/text.h"

namespace ssm {
namespace {

constexpr std::string_view kOwnOptions =
    "\n"
    "OPTIONS OF SSM-LOCAL for operations, anywhere on the line\n"
    "  --state-dir DIR    where everything is kept\n"
    "  --caller WHO       an ARN or a user's name: who starts, approves or signals\n"
    "\n"
    "GLOBAL OPTIONS OF THE AWS CLI for operations, anywhere on the line\n";

constexpr std::string_view kVariables =
    "\n"
    "ENVIRONMENT\n"
    "  SSM_LOCAL_STATE_DIR            where everything is kept (else\n"
    "                                 $XDG_STATE_HOME/ssm-local, ~/.local/state/ssm-local)\n"
    "  SSM_LOCAL_CALLER_ARN           the ARN of who calls\n"
    "  SSM_LOCAL_ACCOUNT_ID           the account (else 123456789012)\n"
    "  SSM_LOCAL_QUOTAS               seed (25 executions run, 1,000 wait) or current (100,\n"
    "                                 5,000), in each account and Region\n"
    "  SSM_LOCAL_RETIRED_RUNTIMES     allow: documents with retired script runtimes run\n"
    "  SSM_LOCAL_ENGINE_IDLE_SECONDS  how long an engine stays when nothing is left to do\n"
    "  SSM_LOCAL_PASSTHROUGH          not empty: under exec, other aws commands go to the\n"
    "                                 real aws\n"
    "  AWS_REGION, AWS_PROFILE, AWS_CONFIG_FILE, AWS_ENDPOINT_URL_SSM and their relatives\n"
    "  mean what they mean to the AWS CLI.\n";

std::string row(std::string_view name, std::string_view doc) {
  constexpr std::size_t kColumn = 38;
  std::string line = "  " + std::string(name);
  line += line.size() < kColumn ? std::string(kColumn - line.size(), ' ') : "  ";
  return line + std::string(doc) + "\n";
}

std::string own_commands_help() {
  std::string text = "\nCOMMANDS OF SSM-LOCAL (COMMAND --help tells more)\n";
  for (const Command* command : commands())
    if (!command->is_hidden) text += command_rows(*command);
  return text;
}

std::string operations_help(std::string_view service) {
  std::string text;
  for (const Operation* operation : operations_of(service))
    text += row(operation->command, operation->doc);
  if (!waiters_of(service).empty()) text += row("wait", "Waits until something has happened.");
  return text;
}

std::string other_services_help() {
  std::string text = "\nOTHER SERVICES (SERVICE help tells more)\n";
  for (const std::string_view service : services().subspan(1))
    text += row(command_of(service), operation_count(service));
  return text;
}

std::string global_options_help() {
  std::string text;
  for (const OptionSpec& spec : global_option_specs()) {
    if (spec.exact) continue;
    std::string line = "  " + spec.name;
    if (!spec.choices.empty()) {
      std::vector<std::string> choices(spec.choices.begin(), spec.choices.end());
      line += " " + join(choices, "|");
    } else if (spec.takes != OptionSpec::Takes::kNothing) {
      line += " <value>";
    }
    text += line + "\n";
  }
  return text;
}

}  // namespace

std::string operation_count(std::string_view service) {
  const std::size_t count = operations_of(service).size();
  return fmt::format("{} operation{}", count, count == 1 ? "" : "s");
}

std::string version_text(bool as_aws) {
  if (as_aws) return "aws-cli/2.36.7 ssm-local/" SSM_LOCAL_VERSION "\n";
  return "ssm-local/" SSM_LOCAL_VERSION " (aws-cli/2.36 compatible)\n";
}

std::string service_help_text(std::string_view service) {
  return "AVAILABLE OPERATIONS (OPERATION help tells more)\n" + operations_help(service);
}

std::string help_text(bool as_aws) {
  std::string text = as_aws ? "usage: aws ssm OPERATION [options]\n"
                            : "usage: ssm-local [ssm] OPERATION [options]\n"
                              "       ssm-local COMMAND ...\n";
  if (!as_aws) text += own_commands_help();
  text += "\nAVAILABLE OPERATIONS (OPERATION help tells more)\n";
  text += operations_help("ssm") + other_services_help();
  text.append(kOwnOptions);
  return text + global_options_help() + std::string(kVariables);
}

}  // namespace ssm
