// SPDX-License-Identifier: Apache-2.0
// What {{ references }} name. Source: spec/documents-and-engine 1.4 (13, 20), 3.2, 3.7.
#include <fmt/format.h>
#include <array>
#include <map>

#include "core/document/action.h"
#include "core/document/checker.h"
#include "core/expression/reference.h"

namespace ssm {
namespace {

constexpr std::array<std::string_view, 6> kGlobals = {"ACCOUNT_ID", "REGION",    "AWS_PARTITION",
                                                      "DATE",       "DATE_TIME", "TIME"};
// Filled in by a maintenance window that starts the automation for its targets.
constexpr std::array<std::string_view, 2> kPseudoParameters = {"RESOURCE_ID", "TARGET_ID"};

template <class Names, class Name>
bool holds(const Names& names, const Name& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::vector<std::string> names_of(const std::vector<Parameter>& parameters) {
  std::vector<std::string> names;
  for (const Parameter& parameter : parameters) names.push_back(parameter.name);
  return names;
}

std::vector<std::string> step_names(const Document& document) {
  std::vector<std::string> names;
  for_each_step(document.main_steps, [&](const Step& step) { names.push_back(step.name); });
  return names;
}

/// For a reference to what only the loop around the step has: how to write it.
std::string loop_hint(const Step& loop, const Reference& reference) {
  const std::string output = reference.output.substr(0, reference.output.find_first_of(".["));
  if (!holds(loop.spec->outputs, output)) return {};
  return fmt::format(" The loop around it is \"{0}\": write {{{{ {0}.{1} }}}}.", loop.name,
                     reference.output);
}

/// What is wrong with a reference in a step, or an empty text. `loop`: the innermost around it;
/// nullptr: none.
std::string fault_of(const Document& document, const Reference& reference, const Step* loop) {
  const std::string& name = reference.name;
  switch (reference.kind) {
    case Reference::Kind::kParameter:
      if (document.find_parameter(name) != nullptr || holds(kPseudoParameters, name)) return {};
      return fmt::format("Parameter \"{}\" is not declared.{}", name,
                         did_you_mean(name, names_of(document.parameters)));
    case Reference::Kind::kStepOutput: {
      if (document.find_step(name) != nullptr) return {};
      std::string hint = loop ? loop_hint(*loop, reference) : std::string();
      if (hint.empty()) hint = did_you_mean(name, step_names(document));
      return fmt::format("Unknown step name: \"{}\" in inputs{}{}", name, hint.empty() ? "" : ".",
                         hint);
    }
    case Reference::Kind::kGlobal:
      if (holds(kGlobals, name)) return {};
      return fmt::format("Unknown system variable: {}", reference.text());
    case Reference::Kind::kAutomation:
      if (name == "EXECUTION_ID") return {};
      return fmt::format("Unknown system variable: {}", reference.text());
    case Reference::Kind::kVariable:
      if (document.find_variable(name) != nullptr) return {};
      return fmt::format("Variable \"{}\" is not declared.{}", name,
                         did_you_mean(name, names_of(document.variables)));
    case Reference::Kind::kParameterStore:
      return fmt::format(
          "{} cannot be used here: a Parameter Store parameter may only stand in the default of a "
          "parameter.",
          reference.text());
  }
  return {};
}

bool is_any(Reference::Kind) {
  return true;
}
bool is_parameter(Reference::Kind kind) {
  return kind == Reference::Kind::kParameter;
}
bool is_no_parameter(Reference::Kind kind) {
  return kind != Reference::Kind::kParameter;
}
bool is_global(Reference::Kind kind) {
  return kind == Reference::Kind::kGlobal;
}

class ReferenceCheck {
 public:
  explicit ReferenceCheck(Checker& checker) : checker_(checker) {
    for_each_step(checker.document().main_steps, [this](const Step& step) {
      if (step.spec->is(ActionKind::kLoop)) loops_.emplace(step.path + ".inputs", &step);
    });
  }

  using Which = bool (*)(Reference::Kind);

  void check_text(std::string_view text, Location at, const std::string& path, Which which) {
    std::vector<Reference> seen;
    for (const FoundReference& found : find_references(text)) {
      if (!which(found.reference.kind) || holds(seen, found.reference)) continue;
      seen.push_back(found.reference);
      std::string fault = fault_of(checker_.document(), found.reference, loop_around(path));
      if (!fault.empty()) checker_.add("unknown-reference", at, path, std::move(fault));
    }
  }

  void check_node(const Node& node, const std::string& path, Which which = is_any) {
    if (node.kind == Node::Kind::kString) check_text(node.text, node.at, path, which);
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      check_node(node.items[i], fmt::format("{}[{}]", path, i), which);
    }
    for (const Node::Member& member : node.members) {
      if (which == is_any) check_text(member.name, member.at, path, is_parameter);
      check_node(member.value, fmt::format("{}.{}", path, member.name), which);
    }
  }

  /// Where no reference is expanded, a plain name in braces is refused all the same when it is not
  /// declared. Source: spec/recorded-outputs b.2.
  void check_elsewhere(const Node& node, const std::string& path) {
    if (node.kind == Node::Kind::kString) check_text(node.text, node.at, path, is_parameter);
    for (std::size_t i = 0; i < node.items.size(); ++i)
      check_elsewhere(node.items[i], fmt::format("{}[{}]", path, i));
    for (const Node::Member& member : node.members) {
      const std::string below = path.empty() ? member.name : path + "." + member.name;
      const bool of_step = path.ends_with(']');
      if (of_step && member.name == "inputs") check_loop(member.value, below);
      if (of_step ? member.name == "inputs" || member.name == "timeoutSeconds"
                  : below == "assumeRole")
        continue;
      if (path.starts_with("parameters.") && member.name == "default")
        check_node(member.value, below, is_global);
      else
        check_elsewhere(member.value, below);
    }
  }

  /// The steps of a loop stand among its inputs.
  void check_loop(const Node& inputs, const std::string& path) {
    const Node* steps = inputs.find("Steps");
    if (steps && loops_.contains(path)) check_elsewhere(*steps, path + ".Steps");
  }

  void check_step(const Step& step) {
    for (const Node::Member& member : step.inputs_node.members) {
      // The steps of a loop are visited themselves.
      if (step.spec->is(ActionKind::kLoop) && member.name == "Steps") continue;
      check_text(member.name, member.at, step.path + ".inputs", is_parameter);
      check_node(member.value, fmt::format("{}.inputs.{}", step.path, member.name));
    }
    check_member(step.path, "timeoutSeconds");
  }

  void check_member(const std::string& map_path, std::string_view name, Which which = is_any) {
    const std::string path =
        map_path.empty() ? std::string(name) : fmt::format("{}.{}", map_path, name);
    const Node* node = find_node(checker_.document().root, path);
    if (node != nullptr) check_node(*node, path, which);
  }

 private:
  const Step* loop_around(const std::string& path) const {
    const Step* innermost = nullptr;
    for (const auto& [inputs, loop] : loops_)
      if (path.starts_with(inputs + ".") &&
          (!innermost || loop->path.size() > innermost->path.size()))
        innermost = loop;
    return innermost;
  }

  Checker& checker_;
  std::map<std::string, const Step*> loops_;  // by where their inputs stand
};

}  // namespace

void check_references(Checker& checker) {
  ReferenceCheck references(checker);
  references.check_elsewhere(checker.document().root, "");
  // A parameter that is not declared leaves the role open: the runbook runs as its caller.
  references.check_member("", "assumeRole", is_no_parameter);
  for_each_step(checker.document().main_steps,
                [&](const Step& step) { references.check_step(step); });
}

}  // namespace ssm
