// SPDX-License-Identifier: Apache-2.0
#include "core/document/change_template.h"

#include "core/base/text.h"
#include "core/document/action.h"
#include "core/document/check.h"

namespace ssm {
namespace {

constexpr std::size_t kMostLevels = 5;

Problem problem(std::string message, std::string path, Location at) {
  return {"InvalidDocumentContent", std::move(message), at, std::move(path)};
}

/// true, false, or these words. nullopt: something else.
std::optional<bool> read_flag(const Node& root, std::string_view name) {
  const Node* node = root.find(name);
  if (!node) return false;
  if (node->is_scalar() && equals_ignore_case(value_text(*node), "true")) return true;
  if (node->is_scalar() && equals_ignore_case(value_text(*node), "false")) return false;
  return std::nullopt;
}

void read_flags(const Node& root, ChangeTemplate& result, std::vector<Problem>& problems) {
  for (const std::string_view name : {"autoApprovable", "emergencyChange"}) {
    const std::optional<bool> flag = read_flag(root, name);
    if (!flag)
      problems.push_back(problem("\"" + std::string(name) + "\" must be true or false.",
                                 std::string(name), root.find(name)->at));
    if (flag && name == "autoApprovable") result.auto_approvable = *flag;
  }
}

void read_runbooks(const Node& root, ChangeTemplate& result, std::vector<Problem>& problems) {
  const Node* list = root.find("executableRunBooks");
  if (!list) return;
  bool good = list->kind == Node::Kind::kList;
  for (const Node& entry : list->items) {
    const Node* name = entry.find("name");
    const Node* version = entry.find("version");
    good = good && name && name->is_scalar() && (!version || version->is_scalar());
    if (good) result.runbooks.push_back({name->text, version ? version->text : std::string()});
  }
  if (!good)
    problems.push_back(
        problem("\"executableRunBooks\" must be a list of maps with a name and a "
                "version.",
                "executableRunBooks", list->at));
}

void check_levels(const Document& document, std::vector<Problem>& problems) {
  for (const Step& step : document.main_steps)
    if (step.spec->takes_signals != Awaits::kDecision)
      problems.push_back(problem("The steps of a change template must be aws:approve.",
                                 step.path + ".action", step.at));
  if (document.main_steps.size() > kMostLevels)
    problems.push_back(problem("A change template has at most 5 steps of approval.", "mainSteps",
                               document.root.find("mainSteps")->at));
}

/// Everything but the steps, into `result`.
std::vector<Problem> read_members(const Node& root, ChangeTemplate& result) {
  std::vector<Problem> problems;
  read_flags(root, result, problems);
  read_runbooks(root, result, problems);
  return problems;
}

}  // namespace

std::vector<Problem> check_change_template(const Document& document) {
  ChangeTemplate ignored;
  std::vector<Problem> problems = read_members(document.root, ignored);
  check_levels(document, problems);
  return problems;
}

ChangeTemplate change_template_of(Document document) {
  ChangeTemplate result;
  read_members(document.root, result);
  result.document = std::move(document);
  return result;
}

}  // namespace ssm
