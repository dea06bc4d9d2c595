// SPDX-License-Identifier: Apache-2.0
#include "cli/own_commands.h"

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
#include "cli/testkit/lint_command.h"
#include "cli/testkit/mock_command.h"
#include "cli/testkit/schema_command.h"
#include "cli/testkit/test_command.h"

namespace ssm {
namespace {

using Form = OwnCommand::Form;
using Option = OwnCommand::Option;

constexpr std::array kEngineForms = {
    Form{"", "run the engine in the foreground"},
    Form{"status", "tell whether an engine runs, and its pid"},
    Form{"stop", "ask the engine to end, and wait for it"},
};
constexpr std::array kAccountForms = {
    Form{"show", "print what the simulated account holds"},
    Form{"load FILE", "replace what it holds (JSON or YAML)"},
    Form{"reset", "back to the sample of a fresh state directory"},
    Form{"add KIND JSON|YAML...", "add one thing, or several: instances, images, volumes ..."},
    Form{"remove KIND ID...", "take things away"},
    Form{"set KIND ID MEMBER=VALUE...", "change members of one thing; MEMBER= takes one away"},
};
constexpr std::array kLogsForms = {
    Form{"EXECUTION-ID [STEP]", "print what the scripts of an execution have printed"},
};
constexpr std::array kDocumentsForms = {
    Form{"list", "list the documents of the library and the predefined ones"},
    Form{"load FILE|FOLDER...", "load runbooks under their files' names, AWS-... ones too"},
    Form{"remove NAME...", "remove documents from the library"},
};
constexpr std::array kExecForms = {
    Form{"COMMAND ...", "run a command whose `aws` and SDKs reach the account here"},
};
constexpr std::array kServeForms = {
    Form{"", "answer the AWS CLI and the SDKs over HTTP"},
};

constexpr std::array kLintForms = {
    Form{"DOCUMENT...", "check runbooks before they are created"},
};

constexpr std::array kTestForms = {
    Form{"", "run the tests of runbooks here and below: *.test.yaml files"},
    Form{"init RUNBOOK", "write tests of a runbook that pass as they stand"},
    Form{"FILE|FOLDER...", "run these"},
};
constexpr std::array kGraphForms = {
    Form{"DOCUMENT", "draw the flow of a runbook"},
    Form{"EXECUTION-ID", "draw the way an execution has taken"},
};

constexpr std::array kSchemaForms = {
    Form{"runbook", "print the JSON Schema of runbooks, for editors"},
    Form{"test", "print the one of test files"},
    Form{"mocks", "print the one of mock files"},
    Form{"account", "print the one of account files"},
};

constexpr std::array kMockForms = {
    Form{"skeleton DOCUMENT", "print a mock file to fill in"},
    Form{"check FILE...",
         "check mock files and the mocks of test files, also against the APIs' models"},
};

constexpr std::array kEngineOptions = {Option{"--state-dir"}, Option{"--idle-seconds"}};
constexpr std::array kAccountOptions = {Option{"--state-dir"}, Option{"--region"}};
constexpr std::array kDocumentsOptions = {Option{"--state-dir"}, Option{"--region"}};
constexpr std::array kLogsOptions = {Option{"--follow", true}, Option{"--state-dir"},
                                     Option{"--region"}};
constexpr std::array kExecOptions = {Option{"--passthrough", true}, Option{"--state-dir"}};
constexpr std::array kServeOptions = {Option{"--port"},
                                      Option{"--bind"},
                                      Option{"--require-signature", true},
                                      Option{"--keys"},
                                      Option{"--idle-timeout"},
                                      Option{"--request-timeout"},
                                      Option{"--max-connections"},
                                      Option{"--state-dir"},
                                      Option{"--region"},
                                      Option{"--profile"}};
constexpr std::array<std::string_view, 4> kLintFormats = {"text", "json", "sarif", "github"};
constexpr std::array<std::string_view, 3> kLintFailures = {"error", "warning", "never"};
constexpr std::array kLintOptions = {Option{"--format", false, kLintFormats},
                                     Option{"--fail-on", false, kLintFailures},
                                     Option{"--ignore"},
                                     Option{"--no-python", true},
                                     Option{"--explain"},
                                     Option{"--rules", true},
                                     Option{"--document-version"},
                                     Option{"--state-dir"},
                                     Option{"--region"}};
constexpr std::array<std::string_view, 4> kGraphFormats = {"text", "mermaid", "dot", "svg"};
constexpr std::array<std::string_view, 4> kDirections = {"down", "right", "up", "left"};
constexpr std::array<std::string_view, 3> kColours = {"on", "off", "auto"};
constexpr std::array kGraphOptions = {Option{"--format", false, kGraphFormats},
                                      Option{"--output"},
                                      Option{"--direction", false, kDirections},
                                      Option{"--document-version"},
                                      Option{"--color", false, kColours},
                                      Option{"--state-dir"},
                                      Option{"--region"}};

constexpr std::array<std::string_view, 4> kTestReports = {"terminal", "tap", "junit", "json"};
constexpr std::array kTestOptions = {Option{"--filter"},
                                     Option{"--report", false, kTestReports},
                                     Option{"-j"},
                                     Option{"--fail-fast", true},
                                     Option{"--timeout"},
                                     Option{"--watch", true},
                                     Option{"--verbose", true},
                                     Option{"--coverage", true},
                                     Option{"--fail-under"},
                                     Option{"--fault-sweep"},
                                     Option{"--output"},
                                     Option{"--cases"},
                                     Option{"--no-models", true},
                                     Option{"--no-python", true}};

constexpr std::array<std::string_view, 1> kTestHelps = {"init"};

constexpr std::array kMockOptions = {Option{"--document"}};

constexpr std::array kOwnCommands = {
    OwnCommand{"engine", run_engine_command, kEngineForms, kEngineOptions},
    OwnCommand{"account", run_account_command, kAccountForms, kAccountOptions},
    OwnCommand{"documents", run_documents_command, kDocumentsForms, kDocumentsOptions},
    OwnCommand{"logs", run_logs_command, kLogsForms, kLogsOptions},
    OwnCommand{"exec", run_exec_command, kExecForms, kExecOptions, {}, true},
    OwnCommand{"serve", run_serve_command, kServeForms, kServeOptions},
    OwnCommand{"lint", run_lint_command, kLintForms, kLintOptions},
    OwnCommand{"test", run_test_command, kTestForms, kTestOptions, kTestHelps},
    OwnCommand{"graph", run_graph_command, kGraphForms, kGraphOptions},
    OwnCommand{"schema", run_schema_command, kSchemaForms, {}},
    OwnCommand{"mock", run_mock_command, kMockForms, kMockOptions},
    OwnCommand{"complete", run_complete_command, {}, {}, {}, true},
    OwnCommand{"isolate", run_isolate_command, {}, {}, {}, true},
    OwnCommand{"fork-server", run_fork_server_command, {}, {}, {}, true},
};

}  // namespace

std::span<const OwnCommand> own_commands() {
  return kOwnCommands;
}

const OwnCommand* find_own_command(std::string_view name) {
  for (const OwnCommand& command : kOwnCommands)
    if (command.name == name) return &command;
  return nullptr;
}

}  // namespace ssm
