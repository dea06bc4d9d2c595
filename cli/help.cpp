// SPDX-License-Identifier: Apache-2.0
#include "cli/help.h"

#include "cli/operation_options.h"

namespace ssm {
namespace {

constexpr std::string_view kOwnCommands =
    "\n"
    "Commands of ssm-local itself:\n"
    "\n"
    "  engine             run the engine in the foreground\n"
    "  engine status      tell whether an engine runs, and its pid\n"
    "  engine stop        ask the engine to end, and wait for it\n"
    "  account show       print what the simulated account holds\n"
    "  account load FILE  replace what it holds (JSON or YAML)\n"
    "  account reset      back to the sample of a fresh state directory\n"
    "  exec COMMAND ...   run a command under which `aws ssm` is ssm-local\n";

constexpr std::string_view kOwnOptions =
    "\n"
    "Options of ssm-local, anywhere on the line:\n"
    "\n"
    "  --state-dir DIR    where everything is kept (default: $SSM_LOCAL_STATE_DIR,\n"
    "                     else $XDG_STATE_HOME/ssm-local, else ~/.local/state/ssm-local)\n"
    "  --caller WHO       an ARN or a user's name: who starts, approves or signals\n"
    "\n"
    "The global options of the AWS CLI (--region, --profile, --output, ...) are accepted too.\n";

std::string_view type_name(const Shape& shape) {
  switch (shape.kind) {
    case Shape::Kind::kString:
      return "string";
    case Shape::Kind::kInteger:
      return "integer";
    case Shape::Kind::kLong:
      return "long";
    case Shape::Kind::kBoolean:
      return "boolean";
    case Shape::Kind::kTimestamp:
      return "timestamp";
    case Shape::Kind::kList:
      return "list";
    case Shape::Kind::kMap:
      return "map";
    case Shape::Kind::kStructure:
      return shape.is_union ? "tagged union structure" : "structure";
  }
  return "";
}

std::string option_line(const std::string& name, std::string_view type, bool required,
                        std::string_view doc) {
  std::string line =
      "  " + name + " (" + std::string(type) + ")" + (required ? " [required]" : "") + "\n";
  return doc.empty() ? line : line + "      " + std::string(doc) + "\n";
}

std::string member_help(const MemberShape& member) {
  std::string name = option_name(member);
  if (member.shape->kind == Shape::Kind::kBoolean) name += " | --no-" + name.substr(2);
  std::string text = option_line(name, type_name(*member.shape), member.required, member.doc);
  if (member.shape->values.empty()) return text;
  text += "      Possible values:";
  for (std::string_view value : member.shape->values) text += " " + std::string(value);
  return text + "\n";
}

}  // namespace

std::string version_text() {
  return "ssm-local/" SSM_LOCAL_VERSION " (aws-cli/2.36 compatible)\n";
}

std::string help_text(bool as_aws) {
  std::string text = as_aws ? "usage: aws ssm OPERATION [options]\n"
                            : "usage: ssm-local [ssm] OPERATION [options]\n"
                              "       ssm-local engine | account | exec ...\n";
  text += "\nOperations (OPERATION help tells more):\n\n";
  for (const Operation& operation : operations()) {
    text += "  " + std::string(operation.command) + "\n";
    if (!operation.doc.empty()) text += "      " + std::string(operation.doc) + "\n";
  }
  if (!as_aws) text += kOwnCommands;
  return text.append(kOwnOptions);
}

std::string operation_help_text(const Operation& operation) {
  std::string text =
      std::string(operation.command) + ": " + std::string(operation.doc) + "\n\nOptions:\n\n";
  for (const MemberShape& member : operation.input->members)
    if (!is_hidden(operation, member)) text += member_help(member);
  text += option_line("--cli-input-json", "string", false,
                      "The whole request as JSON, or file://PATH.");
  text += option_line("--generate-cli-skeleton", "string", false,
                      "Prints an empty request (input) or a sample answer (output) and ends.");
  if (operation.paging != nullptr) {
    text += option_line("--max-items", "integer", false,
                        "Ends after so many items; the answer then has a NextToken.");
    text += option_line("--starting-token", "string", false, "That NextToken: goes on there.");
    text += option_line("--page-size", "integer", false, "How many items are asked for at a time.");
  }
  return text;
}

}  // namespace ssm
