// SPDX-License-Identifier: Apache-2.0
#include "cli/account.h"

#include <fmt/format.h>
#include <array>

#include "actions/cloud/account_edit.h"
#include "actions/cloud/simulated_account.h"
#include "cli/commands/context.h"
#include "cli/output/json_output.h"
#include "cli/output/print.h"
#include "core/document/node.h"
#include "core/os/clock.h"
#include "core/os/files.h"

namespace ssm {
namespace {

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

Completed edit_content(Json& content, AccountWords words) {
  const std::string& kind = words[1];
  if (words[0] == "add") return add_resources(content, kind, words.subspan(2));
  if (words[0] == "remove") return remove_resources(content, kind, words.subspan(2));
  if (kind == kTimingWord) return set_members(content, kind, nullptr, words.subspan(2));
  return set_members(content, kind, &words[2], words.subspan(3));
}

constexpr std::array kAccountForms = {
    CommandForm{"show", "print what the simulated account holds"},
    CommandForm{"load FILE", "replace what it holds (JSON or YAML)"},
    CommandForm{"reset", "back to the sample of a fresh state directory"},
    CommandForm{"add KIND JSON|YAML...",
                "add one thing, or several: instances, images, volumes ..."},
    CommandForm{"remove KIND ID...", "take things away"},
    CommandForm{"set timing NAME=SECONDS...", "change how long something takes"},
    CommandForm{"set KIND ID MEMBER=VALUE...",
                "change members of one thing; MEMBER= takes one away"},
};
constexpr std::array kAccountOptions = {kStateDirOption, kRegionOption};

Result<int> run_account(Context& context, const Call& call) {
  const AccountWords words = call.operands;
  TRY_ASSIGN(const Caller caller, context.caller());
  TRY_ASSIGN(Database * database, context.database());
  const AccountRegion& scope = caller.scope;
  SimulatedAccount account(*database);
  if (words[0] == "show") {
    TRY_ASSIGN(Json content, account.show(scope, WallClock().now()));
    return print_answer(to_json_output(content));
  }
  if (words[0] == "reset") {
    TRY(account.reset(scope, WallClock().now()));
  } else if (words[0] == "load") {
    TRY(load_file(account, scope, words[1]));
  } else {
    TRY(account.edit(scope, WallClock().now(),
                     [&](Json& content) { return edit_content(content, words); }));
  }
  return 0;
}

}  // namespace

constinit const Command kAccountCommand{.name = "account",
                                        .doc = "Shows and changes the simulated account.",
                                        .forms = kAccountForms,
                                        .options = kAccountOptions,
                                        .run = run_account};

}  // namespace ssm
