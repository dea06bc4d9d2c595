// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/schema_command.h"

#include <array>

#include "actions/cloud/account_file.h"
#include "actions/cloud/mock_file.h"
#include "cli/commands/context.h"
#include "cli/output/json_output.h"
#include "cli/output/print.h"
#include "cli/testkit/schema_file.h"
#include "cli/testkit/schema_parts.h"
#include "cli/testkit/schema_runbook.h"
#include "cli/testkit/test_keys.h"

namespace ssm {
namespace {

constexpr std::array kSchemaForms = {
    CommandForm{"", "print the JSON Schema of runbooks, for editors"},
    CommandForm{"runbook", "the same"},
    CommandForm{"test", "print the one of test files"},
    CommandForm{"mocks", "print the one of mock files"},
    CommandForm{"account", "print the one of account files"},
};

Result<int> run_schema(Context&, const Call& call) {
  const std::string what = call.operands.empty() ? "runbook" : call.operands[0];
  if (what == "runbook") return print_answer(to_json_output(runbook_schema()));
  if (what == "test")
    return print_answer(to_json_output(whole_schema("Tests of runbooks, for ssm-local test",
                                                    file_schema(testkit::kTestFileShape))));
  if (what == "mocks")
    return print_answer(
        to_json_output(whole_schema("Mocks for executions of ssm-local", mock_file_schema())));
  return print_answer(to_json_output(
      whole_schema("What the simulated account of ssm-local holds", cloud::account_file_schema())));
}

}  // namespace

constinit const Command kSchemaCommand{
    .name = "schema",
    .doc = "Prints a JSON Schema (draft 2020-12) that editors check and complete files with.",
    .forms = kSchemaForms,
    .options = {},
    .run = run_schema};

}  // namespace ssm
