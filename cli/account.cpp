// SPDX-License-Identifier: Apache-2.0
#include "cli/account.h"

#include <fmt/format.h>

#include "actions/cloud/account_edit.h"
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
    "usage: ssm-local account show | load FILE | reset | add KIND JSON|YAML... | remove KIND ID... "
    "| "
    "set KIND ID MEMBER=VALUE... | set timing NAME=SECONDS... [--state-dir DIR] [--region REGION]";

// What `show` prints of an account that is full in one of its lists can be loaded.
constexpr std::size_t kMostAccountBytes = 64 * 1024 * 1024;

constexpr DocumentLimits kAccountLimits{
    .max_bytes = kMostAccountBytes, .max_nodes = 2'000'000, .refuses_repeated_keys = true};

Result<Json> account_json(const tl::expected<Node, Problem>& nodes, const std::string& name) {
  if (!nodes) return failure("AccountFile", to_text(nodes.error(), name));
  return to_json(*nodes);
}

Result<Json> read_account_text(const std::string& text, const std::string& name) {
  return account_json(read_nodes(text, DocumentFormat::kYaml, kAccountLimits), name);
}

Result<Json> read_account_file(const std::string& path) {
  Result<std::string> text =
      path == "-" ? read_standard_input(kMostAccountBytes) : read_file(path, kMostAccountBytes);
  if (!text) return failure("AccountFile", text.error().message);
  return account_json(read_any_nodes(*text, path, kAccountLimits), path);
}

Completed load_file(SimulatedAccount& account, const AccountRegion& scope,
                    const std::string& path) {
  TRY_ASSIGN(Json content, read_account_file(path));
  Completed loaded = account.load(scope, content, WallClock().now());
  if (!loaded && loaded.error().code == "AccountFile")
    return failure("AccountFile", path + ": " + loaded.error().message);
  return loaded;
}

using AccountWords = std::span<const std::string>;

Completed add_resources(Json& content, const std::string& kind, AccountWords texts) {
  for (const std::string& text : texts) {
    TRY_ASSIGN(const Json resource, read_account_text(text, kind));
    TRY(cloud::add_to_account(content, kind, resource));
  }
  return {};
}

Completed remove_resources(Json& content, const std::string& kind, AccountWords ids) {
  for (const std::string& id : ids) TRY(cloud::remove_from_account(content, kind, id));
  return {};
}

/// "MEMBER=VALUE". The value is YAML where that makes more of it than a text; nothing is null.
struct Assignment {
  std::string member;
  std::string text;
  Json value;
};

Json value_of(const std::string& text) {
  if (text.empty()) return nullptr;
  constexpr std::string_view kQuotes = "\"'";
  const Result<Json> whole = read_account_text("value: " + text, text);
  const Json* value = whole && whole->size() == 1 ? find_member(*whole, "value") : nullptr;
  const bool is_plain = kQuotes.find(text.front()) == kQuotes.npos;
  return value == nullptr || (value->is_string() && is_plain) ? Json(text) : *value;
}

Result<Assignment> read_assignment(const std::string& word) {
  const std::size_t equals = word.find('=');
  if (equals == 0 || equals == word.npos)
    return failure("Usage",
                   fmt::format("not MEMBER=VALUE: '{0}' ({0}= takes the member away)", word));
  const std::string text = word.substr(equals + 1);
  return Assignment{word.substr(0, equals), text, value_of(text)};
}

Completed set_members(Json& content, const std::string& kind, const std::string* id,
                      AccountWords words) {
  for (const std::string& word : words) {
    TRY_ASSIGN(const Assignment one, read_assignment(word));
    if (id == nullptr)
      TRY(cloud::set_timing(content, one.member, one.value));
    else
      TRY(cloud::set_in_account(content, kind, *id, one.member, one.text, one.value));
  }
  return {};
}

constexpr std::string_view kTimingWord = "timing";

/// add, remove and set: each with what it needs at least.
bool is_edit(AccountWords words) {
  if (words.size() < 3) return false;
  if (words[0] == "set") return words[1] == kTimingWord || words.size() >= 4;
  return words[0] == "add" || words[0] == "remove";
}

Completed edit_content(Json& content, AccountWords words) {
  const std::string& kind = words[1];
  if (words[0] == "add") return add_resources(content, kind, words.subspan(2));
  if (words[0] == "remove") return remove_resources(content, kind, words.subspan(2));
  if (kind == kTimingWord) return set_members(content, kind, nullptr, words.subspan(2));
  return set_members(content, kind, &words[2], words.subspan(3));
}

bool is_valid(AccountWords words) {
  if (words.size() == 1) return words[0] == "show" || words[0] == "reset";
  return (words.size() == 2 && words[0] == "load") || is_edit(words);
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
  } else if (parsed.rest[0] == "load") {
    TRY(load_file(account, scope, parsed.rest[1]));
  } else {
    TRY(account.edit(scope, WallClock().now(),
                     [&](Json& content) { return edit_content(content, parsed.rest); }));
  }
  return 0;
}

}  // namespace ssm
