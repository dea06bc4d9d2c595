// SPDX-License-Identifier: Apache-2.0
// Source: the CloudFormation User Guide, "Get exported outputs from a deployed CloudFormation
// stack"; texts of errors as the service gives them where they are known.
#include "actions/cloud/stack_exports.h"

#include <fmt/format.h>

#include <algorithm>

#include "actions/cloud/cloudformation_stack.h"
#include "core/base/text.h"

namespace ssm::cloud {
namespace {

bool has_gone(const std::string& status) {
  return status == "DELETE_COMPLETE" || status.starts_with("ROLLBACK");
}

bool has_exports_in(const std::string& status) {
  return status != "CREATE_IN_PROGRESS" && status != "CREATE_FAILED";
}

/// The stacks of the scope, as they are now. `member`: what they must have, now or before.
Result<std::vector<Json>> stacks_with(AccountSession& session, std::string_view member) {
  TRY_ASSIGN(const auto found,
             session.store.list(session.scope, kStackList.kind, fmt::format("\"{}\":", member)));
  std::vector<Json> stacks;
  for (const auto& [id, stack] : found) {
    if (has_gone(stack_status(session, stack))) continue;
    Json settled = settled_stack(session, stack);
    if (find_member(settled, member)) stacks.push_back(std::move(settled));
  }
  return stacks;
}

/// "A, B and C".
std::string enumerated(const std::vector<std::string>& names) {
  if (names.size() < 2) return join(names, ", ");
  return fmt::format("{} and {}",
                     join(std::vector<std::string>(names.begin(), names.end() - 1), ", "),
                     names.back());
}

/// Of the exports that the stack had before, the first that others use and that is another one now.
Result<std::string> use_of_changed_exports(AccountSession& session, const Json& stack,
                                           const Json& before) {
  const Json old = before.value("exports", Json::object());
  const Json now = stack.value("exports", Json::object());
  for (const auto& [output, name] : old.items()) {
    const auto same = std::ranges::find(now, name);
    const bool is_left = same != now.end();
    if (is_left &&
        string_member(before["Outputs"], output) == string_member(stack["Outputs"], same.key()))
      continue;
    TRY_ASSIGN(const auto users, stacks_that_import(session, name.get<std::string>(),
                                                    string_member(stack, "StackId")));
    if (!users.empty())
      return fmt::format("Export {} cannot be {} as it is in use by {}", name.get<std::string>(),
                         is_left ? "updated" : "deleted", enumerated(users));
  }
  return std::string();
}

}  // namespace

Result<std::vector<StackExport>> stack_exports(AccountSession& session) {
  TRY_ASSIGN(const std::vector<Json> stacks, stacks_with(session, "exports"));
  std::vector<StackExport> exports;
  for (const Json& stack : stacks) {
    const std::string status = string_member(stack, "StackStatus");
    if (status == "CREATE_FAILED") continue;
    for (const auto& [output, name] : stack["exports"].items())
      exports.push_back({string_member(stack, "StackId"), string_member(stack, "StackName"),
                         name.get<std::string>(),
                         string_member(stack.value("Outputs", Json::object()), output),
                         has_exports_in(status)});
  }
  return exports;
}

Result<Json> exports_to_import(AccountSession& session, const std::string& id) {
  TRY_ASSIGN(const std::vector<StackExport> exports, stack_exports(session));
  Json values = Json::object();
  for (const StackExport& one : exports)
    if (one.is_there && one.stack_id != id) values[one.name] = one.value;
  return values;
}

Result<std::vector<std::string>> stacks_that_import(AccountSession& session,
                                                    const std::string& name,
                                                    const std::string& besides) {
  TRY_ASSIGN(const std::vector<Json> stacks, stacks_with(session, "imports"));
  std::vector<std::string> names;
  for (const Json& stack : stacks)
    if (string_member(stack, "StackId") != besides &&
        std::ranges::find(stack["imports"], Json(name)) != stack["imports"].end())
      names.push_back(string_member(stack, "StackName"));
  return names;
}

Result<std::string> conflict_of_exports(AccountSession& session, const Json& stack,
                                        const Json& before) {
  TRY_ASSIGN(const std::vector<StackExport> others, stack_exports(session));
  const Json exports = stack.value("exports", Json::object());
  for (const StackExport& other : others)
    if (other.stack_id != string_member(stack, "StackId") &&
        std::ranges::find(exports, Json(other.name)) != exports.end())
      return fmt::format("Export with name {} is already exported by stack {}", other.name,
                         other.stack_name);
  return use_of_changed_exports(session, stack, before);
}

Result<std::string> use_of_exports(AccountSession& session, const Json& stack) {
  const std::string status = stack_status(session, stack);
  if (has_gone(status) || !has_exports_in(status)) return std::string();
  for (const Json& name : settled_stack(session, stack).value("exports", Json::object())) {
    TRY_ASSIGN(const auto users, stacks_that_import(session, name.get<std::string>(),
                                                    string_member(stack, "StackId")));
    if (!users.empty())
      return fmt::format("Delete canceled. Cannot delete export {} as it is in use by {}.",
                         name.get<std::string>(), enumerated(users));
  }
  return std::string();
}

}  // namespace ssm::cloud
