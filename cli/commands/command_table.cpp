// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/command_table.h"

#include <array>

#include "cli/account.h"
#include "cli/completion/complete_command.h"
#include "cli/documents.h"
#include "cli/engine.h"
#include "cli/exec.h"
#include "cli/http/serve.h"
#include "cli/isolated_programs.h"
#include "cli/logs.h"
#include "cli/testkit/graph_command.h"
#include "cli/testkit/init/init_command.h"
#include "cli/testkit/lint_command.h"
#include "cli/testkit/mock_command.h"
#include "cli/testkit/schema_command.h"
#include "cli/testkit/test_command.h"

namespace ssm {
namespace {

constexpr std::array kCommands = {
    &kEngineCommand, &kAccountCommand, &kDocumentsCommand, &kLogsCommand,     &kExecCommand,
    &kServeCommand,  &kLintCommand,    &kTestCommand,      &kTestInitCommand, &kGraphCommand,
    &kSchemaCommand, &kMockCommand,    &kCompleteCommand,  &kIsolateCommand,  &kForkServerCommand};

}  // namespace

std::span<const Command* const> commands() {
  return kCommands;
}

const Command* find_command(std::string_view name) {
  for (const Command* command : kCommands)
    if (command->name == name) return command;
  return nullptr;
}

NamedCommand command_at(std::span<const std::string> words) {
  if (words.empty()) return {};
  if (words.size() > 1) {
    if (const Command* longer = find_command(words[0] + " " + words[1])) return {longer, 2};
  }
  return {find_command(words[0]), 1};
}

}  // namespace ssm
