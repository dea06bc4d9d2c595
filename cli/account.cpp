// SPDX-License-Identifier: Apache-2.0
#include "cli/account.h"

#include "actions/cloud/cloud_tables.h"
#include "actions/cloud/simulated_account.h"
#include "cli/command_line.h"
#include "cli/configuration.h"
#include "cli/output/json_output.h"
#include "cli/output/print.h"
#include "core/document/node.h"
#include "core/os/clock.h"
#include "core/os/files.h"
#include "core/os/state_directory.h"

namespace ssm {
namespace {

constexpr std::string_view kAccountUsage =
    "usage: ssm-local account show | load FILE | reset [--state-dir DIR] [--region REGION]";

Result<Json> read_account_file(const std::string& path) {
  Result<std::string> text = path == "-" ? read_standard_input() : read_file(path);
  if (!text) return failure("AccountFile", text.error().message);
  constexpr DocumentLimits kLimits{.max_bytes = 4 * 1024 * 1024, .refuses_repeated_keys = true};
  auto nodes = read_nodes(*text, guessed_format(*text), kLimits);
  if (!nodes) return failure("AccountFile", to_text(nodes.error(), path));
  return to_json(*nodes);
}

Completed load_file(SimulatedAccount& account, const AccountRegion& scope,
                    const std::string& path) {
  TRY_ASSIGN(Json content, read_account_file(path));
  Completed loaded = account.load(scope, content, WallClock().now());
  if (!loaded && loaded.error().code == "AccountFile")
    return failure("AccountFile", path + ": " + loaded.error().message);
  return loaded;
}

bool is_valid(const std::vector<std::string>& words) {
  if (words.size() == 1) return words[0] == "show" || words[0] == "reset";
  return words.size() == 2 && words[0] == "load";
}

}  // namespace

Result<int> run_account_command(const GlobalOptions& globals, std::span<const std::string> words) {
  const std::vector<OptionSpec> specs = {{.name = "--state-dir", .takes = OptionSpec::Takes::kPath},
                                         {.name = "--region"}};
  TRY_ASSIGN(ParsedWords parsed, parse_words(specs, words));
  if (parsed.rest == std::vector<std::string>{"help"})
    return print_answer(std::string(kAccountUsage) + "\n");
  if (!is_valid(parsed.rest)) return failure("Usage", std::string(kAccountUsage));

  GlobalOptions options = globals;
  if (parsed.has("--region")) options.region = parsed.value("--region");
  TRY_ASSIGN(Configuration configuration, read_configuration(options));
  const AccountRegion& scope = configuration.caller.scope;
  TRY_ASSIGN(StateDirectory directory,
             open_state_directory(parsed.value("--state-dir").value_or(options.state_dir)));
  TRY_ASSIGN(Database database, Database::open(directory.state_database()));
  TRY(migrate_state(database, cloud_tables()));
  SimulatedAccount account(database);

  if (parsed.rest[0] == "show") {
    TRY_ASSIGN(Json content, account.show(scope, WallClock().now()));
    return print_answer(to_json_output(content));
  }
  if (parsed.rest[0] == "reset") {
    TRY(account.reset(scope, WallClock().now()));
  } else {
    TRY(load_file(account, scope, parsed.rest[1]));
  }
  return 0;
}

}  // namespace ssm
