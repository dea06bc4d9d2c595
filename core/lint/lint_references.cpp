// SPDX-License-Identifier: Apache-2.0
// References that have no value when the step starts, values of another type, names that are never
// read.
#include <fmt/format.h>

#include "core/base/text.h"
#include "core/document/action.h"
#include "core/document/step_graph.h"
#include "core/expression/reference.h"
#include "core/lint/linter.h"

namespace ssm {
namespace {

std::string_view head_of(std::string_view output) {
  return output.substr(0, output.find_first_of(".["));
}

/// The declared or predefined outputs of a step; every action has OutputPayload.
std::vector<std::string> outputs_of(const Step& step) {
  std::vector<std::string> names = {"OutputPayload"};
  for (const OutputDefinition& output : step.outputs) names.push_back(output.name);
  for (const std::string_view name : step.spec->outputs) names.emplace_back(name);
  return names;
}

/// Where the steps of one list can have run: their own list, and the lists around it.
struct Position {
  const StepGraph& graph;
  std::size_t step;
  const Position* around;  // the loop that holds the list; nullptr: mainSteps
};

/// The step of a list that is, or holds, the one of this name; size: none does.
std::size_t holder_of(const std::vector<Step>& steps, std::string_view name) {
  const auto holds = [&](const Step& step) {
    return step.name == name || holder_of(step.steps, name) < step.steps.size();
  };
  return static_cast<std::size_t>(std::ranges::find_if(steps, holds) - steps.begin());
}

bool can_have_run(const Position& position, std::string_view name) {
  for (const Position* level = &position; level != nullptr; level = level->around) {
    const std::vector<Step>& steps = level->graph.steps();
    const std::size_t holder = holder_of(steps, name);
    if (holder == steps.size()) continue;
    // A loop tells the steps inside it which iteration it is in; they may see the one before.
    if (holder == level->step) return level != &position || !steps[holder].steps.empty();
    if (level->graph.before(level->step)[holder]) return true;
    return level->around != nullptr;  // inside a loop, an earlier iteration may have run it
  }
  return false;
}

/// Whether the step of this name has failed or was cancelled on every path that leads here from it.
/// Only where both are in one list.
bool has_failed_before(const Position& position, std::string_view name) {
  if (position.around != nullptr) return false;  // an earlier iteration may have been better
  const std::size_t step = position.graph.index_of(name);
  return step < position.graph.steps().size() && step != position.step &&
         !position.graph.after_success(step)[position.step];
}

class ReferenceLint {
 public:
  explicit ReferenceLint(Linter& linter) : linter_(linter), document_(linter.document()) {}

  void lint() {
    read_everywhere(document_.root);
    lint_list(document_.main_steps, nullptr);
    for (std::size_t i = 0; i < document_.outputs.size(); ++i) lint_output(i);
    report_unread();
  }

 private:
  /// Notes what is read anywhere, outside the declarations themselves.
  void read_everywhere(const Node& node) {
    if (node.kind == Node::Kind::kString) {
      for (const FoundReference& found : find_references(node.text)) {
        if (found.reference.kind == Reference::Kind::kParameter)
          read_parameters_.insert(found.reference.name);
        if (found.reference.kind == Reference::Kind::kVariable)
          read_variables_.insert(found.reference.name);
      }
    }
    for (const Node& item : node.items) read_everywhere(item);
    for (const Node::Member& member : node.members) read_everywhere(member.value);
  }

  void report_unread() {
    for (const Parameter& parameter : document_.parameters)
      if (!read_parameters_.contains(parameter.name))
        linter_.checker.add("unused-parameter", parameter.at,
                            fmt::format("parameters.{}", parameter.name),
                            fmt::format("Parameter \"{}\" is never used.", parameter.name));
    for (const Parameter& variable : document_.variables)
      if (!read_variables_.contains(variable.name))
        linter_.checker.add("unused-variable", variable.at,
                            fmt::format("variables.{}", variable.name),
                            fmt::format("Variable \"{}\" is never read.", variable.name));
  }

  void lint_list(const std::vector<Step>& steps, const Position* around) {
    const StepGraph graph(steps);
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const Position position{graph, i, around};
      for (const Node::Member& member : steps[i].inputs_node.members) {
        if (steps[i].spec->is(ActionKind::kLoop) && member.name == "Steps") continue;
        lint_node(member.value, fmt::format("{}.inputs.{}", steps[i].path, member.name), position);
        lint_type(steps[i], member);
      }
      lint_list(steps[i].steps, &position);
    }
  }

  void lint_node(const Node& node, const std::string& path, const Position& position) {
    if (node.kind == Node::Kind::kString) lint_text(node, path, position);
    for (std::size_t i = 0; i < node.items.size(); ++i)
      lint_node(node.items[i], fmt::format("{}[{}]", path, i), position);
    for (const Node::Member& member : node.members)
      lint_node(member.value, fmt::format("{}.{}", path, member.name), position);
  }

  void lint_text(const Node& node, const std::string& path, const Position& position) {
    std::vector<Reference> seen;
    for (const FoundReference& found : find_references(node.text)) {
      const Reference& reference = found.reference;
      if (reference.kind != Reference::Kind::kStepOutput || std::ranges::count(seen, reference))
        continue;
      seen.push_back(reference);
      const Step* step = document_.find_step(reference.name);
      if (step == nullptr) continue;  // unknown-reference has it
      if (!can_have_run(position, reference.name))
        linter_.checker.add(
            "reference-before-run", node.at, path,
            fmt::format("{{{{ {} }}}} has no value here: step \"{}\" cannot have run before.",
                        reference.text(), reference.name));
      else if (needs_success(*step, reference.output) && needs_values(position, path) &&
               has_failed_before(position, reference.name))
        linter_.checker.add(
            "reference-before-run", node.at, path,
            fmt::format("{{{{ {} }}}} has no value here: step \"{}\" did not succeed on any path "
                        "to this one.",
                        reference.text(), reference.name));
      lint_declared(*step, reference.output, node.at, path);
    }
  }

  /// Not where a missing value becomes null, or the reference stays as it is written.
  static bool needs_values(const Position& position, std::string_view path) {
    const Step& step = position.graph.steps()[position.step];
    const auto is_of = [&](std::string_view name) {
      return path.starts_with(fmt::format("{}.inputs.{}", step.path, name));
    };
    return step.spec->missing_reference == MissingReference::kFailsStep &&
           std::ranges::none_of(step.spec->kept_inputs, is_of) &&
           std::ranges::none_of(step.spec->verbatim_inputs, is_of);
  }

  /// An output that a step which failed cannot have: there is no response then. One with further
  /// outputs may have failed for one of these.
  static bool needs_success(const Step& step, std::string_view output) {
    return step.spec->fails_without_outputs && step.outputs.size() == 1 &&
           step.outputs.front().name == head_of(output);
  }

  void lint_declared(const Step& step, std::string_view output, Location at,
                     const std::string& path) {
    const std::vector<std::string> names = outputs_of(step);
    const std::string name(head_of(output));
    if (step.spec->outputs_unknown || std::ranges::count(names, name) > 0) return;
    linter_.checker.add("undeclared-output", at, path,
                        fmt::format("Step \"{}\" has no output \"{}\".{}", step.name, name,
                                    did_you_mean(name, names)));
  }

  void lint_output(std::size_t index) {
    const std::string& entry = document_.outputs[index];
    const std::size_t dot = entry.find('.');
    if (dot == std::string::npos) return;
    const Step* step = document_.find_step(std::string_view(entry).substr(0, dot));
    const std::string path = fmt::format("outputs[{}]", index);
    const Node* node = find_node(document_.root, path);
    if (step) lint_declared(*step, entry.substr(dot + 1), node ? node->at : Location{}, path);
  }

  /// The declared type of what a reference names, when there is one.
  std::optional<ValueType> type_of(const Reference& reference) const {
    const Parameter* declared = nullptr;
    if (reference.kind == Reference::Kind::kParameter)
      declared = document_.find_parameter(reference.name);
    if (reference.kind == Reference::Kind::kVariable)
      declared = document_.find_variable(reference.name);
    if (declared) return declared->type;
    const Step* step = reference.kind == Reference::Kind::kStepOutput
                           ? document_.find_step(reference.name)
                           : nullptr;
    if (!step) return std::nullopt;
    for (const OutputDefinition& output : step->outputs)
      if (output.name == reference.output) return output.type;
    return std::nullopt;
  }

  /// An input that is one reference and nothing else.
  void lint_type(const Step& step, const Node::Member& member) {
    const InputSpec* input = find_input(*step.spec, member.name);
    // The service checks types of closed inputs itself.
    if (!input || member.value.kind != Node::Kind::kString || step.spec->inputs_are_closed) return;
    const std::string_view text = trim(member.value.text);
    const std::vector<FoundReference> found = find_references(text);
    if (found.size() != 1 || found[0].end - found[0].begin != text.size()) return;
    const std::optional<ValueType> type = type_of(found[0].reference);
    if (!type || can_feed(*type, input->type)) return;
    linter_.checker.add_input(
        "reference-type", step, member.name,
        fmt::format("{{{{ {} }}}} is of type {}, but input {} takes {}.", found[0].reference.text(),
                    to_text(*type), member.name, to_text(input->type)));
  }

  Linter& linter_;
  const Document& document_;
  std::set<std::string> read_parameters_;
  std::set<std::string> read_variables_;
};

}  // namespace

void lint_references(Linter& linter) {
  ReferenceLint(linter).lint();
}

}  // namespace ssm
