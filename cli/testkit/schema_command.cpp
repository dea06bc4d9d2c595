// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/schema_command.h"

#include "actions/cloud/account_file.h"
#include "actions/cloud/mock_file.h"
#include "cli/output/json_output.h"
#include "cli/output/print.h"
#include "cli/testkit/schema_file.h"
#include "cli/testkit/schema_parts.h"
#include "cli/testkit/schema_runbook.h"
#include "cli/testkit/test_keys.h"

namespace ssm {
namespace {

constexpr std::string_view kSchemaUsage =
    "usage: ssm-local schema [runbook|test|mocks|account]\n"
    "Prints the JSON Schema (draft 2020-12) of runbooks, test files, mock files, or\n"
    "account files.\n";

}  // namespace

Result<int> run_schema_command(const GlobalOptions&, std::span<const std::string> words) {
  const std::string what = words.empty() ? "runbook" : words[0];
  if (words.size() == 1 && what == "help") return print_answer(kSchemaUsage);
  if (words.size() > 1) return failure("Usage", std::string(kSchemaUsage));
  if (what == "runbook") return print_answer(to_json_output(runbook_schema()));
  if (what == "test")
    return print_answer(to_json_output(whole_schema("Tests of runbooks, for ssm-local test",
                                                    file_schema(testkit::kTestFileShape))));
  if (what == "mocks")
    return print_answer(
        to_json_output(whole_schema("Mocks for executions of ssm-local", mock_file_schema())));
  if (what == "account")
    return print_answer(to_json_output(whole_schema("What the simulated account of ssm-local holds",
                                                    cloud::account_file_schema())));
  return failure("Usage", std::string(kSchemaUsage));
}

}  // namespace ssm
