// SPDX-License-Identifier: Apache-2.0
#include "core/api/change_template.h"

#include "core/base/text.h"
#include "core/document/check.h"

namespace ssm {
namespace {

constexpr std::size_t kMostLevels = 5;
/// What a template has and a runbook has not.
constexpr std::string_view kOwnMembers[] = {"executableRunBooks", "templateInformation",
                                            "emergencyChange", "autoApprovable"};

Problem problem(std::string message, std::string path, Location at = {}) {
  return {"InvalidDocumentContent", std::move(message), at, std::move(path)};
}

/// true, false, or these words. nullopt: something else.
std::optional<bool> read_flag(const Node& root, std::string_view name) {
  const Node* node = root.find(name);
  if (!node) return false;
  if (node->is_scalar() && equals_ignore_case(node->text, "true")) return true;
  if (node->is_scalar() && equals_ignore_case(node->text, "false")) return false;
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
    if (step.action != "aws:approve")
      problems.push_back(
          problem("The steps of a change template must be aws:approve.", step.path + ".action"));
  if (document.main_steps.size() > kMostLevels)
    problems.push_back(problem("A change template has at most 5 steps of approval.", "mainSteps"));
}

}  // namespace

tl::expected<ChangeTemplate, std::vector<Problem>> parse_change_template(std::string_view text,
                                                                         DocumentFormat format) {
  auto root = read_nodes(text, format);
  if (!root) return tl::unexpected(std::vector<Problem>{std::move(root).error()});
  ChangeTemplate result;
  std::vector<Problem> problems;
  if (root->kind == Node::Kind::kMap) {
    read_flags(*root, result, problems);
    read_runbooks(*root, result, problems);
  }
  std::erase_if(root->members, [](const Node::Member& member) {
    return std::find(std::begin(kOwnMembers), std::end(kOwnMembers), member.name) !=
           std::end(kOwnMembers);
  });
  // Read again as the runbook that is left; places in that text would mislead.
  auto document = load_document(to_text(to_json(*root)), DocumentFormat::kJson);
  if (!document) {
    for (Problem& one : document.error()) one.at = {};
    problems.insert(problems.begin(), document.error().begin(), document.error().end());
  } else {
    check_levels(*document, problems);
  }
  if (!problems.empty()) return tl::unexpected(std::move(problems));
  result.document = std::move(*document);
  return result;
}

}  // namespace ssm
