// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "core/base/text.h"
#include "core/document/action.h"
#include "core/document/document_keys.h"
#include "core/document/flow.h"
#include "core/document/structure_reader.h"

namespace ssm {
namespace {

constexpr Check kStepCheck = Check::kSteps;

OutputDefinition read_output(StructureReader& reader, const Place& place) {
  OutputDefinition output;
  output.at = place.at;
  if (place.node.kind != Node::Kind::kMap) {
    reader.add(kStepCheck, place, "An output must be a map of Name, Selector and Type.");
    return output;
  }
  reader.refuse_unknown(kStepCheck, place, output_keys());
  for (const std::string_view name : {"Name", "Selector"}) {
    if (place.node.find(name) == nullptr) {
      reader.add(kStepCheck, place, fmt::format("Missing \"{}\" in output definition.", name));
    }
  }
  for (const Node::Member& member : place.node.members) {
    const Place value = place.member(member);
    if (member.name == "Name") output.name = reader.text(kStepCheck, value).value_or("");
    if (member.name == "Selector") output.selector = reader.text(kStepCheck, value).value_or("");
    if (member.name != "Type") continue;
    const auto text = reader.text(kStepCheck, value);
    const auto type = text ? value_type_of(*text) : std::nullopt;
    if (type) output.type = *type;
    if (text && !type) {
      reader.add_unknown_type(kStepCheck, value, fmt::format("Output type: {} is invalid.", *text));
    }
  }
  return output;
}

std::vector<OutputDefinition> read_step_outputs(StructureReader& reader, const Place& place) {
  std::vector<OutputDefinition> outputs;
  if (place.node.kind == Node::Kind::kNull) return outputs;
  if (place.node.kind == Node::Kind::kMap) {
    outputs.push_back(read_output(reader, place));
  } else if (place.node.kind == Node::Kind::kList) {
    for (std::size_t i = 0; i < place.node.items.size(); ++i) {
      outputs.push_back(read_output(reader, place.item(i)));
    }
  } else {
    reader.add(kStepCheck, place, "\"outputs\" of a step must be a list.");
  }
  return outputs;
}

/// An integer, or text with a reference that gives one when the step starts.
std::optional<Json> read_timeout(StructureReader& reader, const Place& place) {
  const bool text = place.node.kind == Node::Kind::kString;
  if (text && place.node.text.find("{{") != std::string::npos) return Json(place.node.text);
  const auto seconds = reader.integer(kStepCheck, place, 1);
  return seconds ? std::optional<Json>(*seconds) : std::nullopt;
}

std::optional<std::string> read_route(StructureReader& reader, const Place& place,
                                      bool may_continue) {
  auto text = reader.text(kStepCheck, place);
  if (!text) return std::nullopt;
  const auto route = parse_route(*text);
  if (route && (may_continue || route->kind != Route::Kind::kContinue)) return text;
  reader.add(kStepCheck, place,
             fmt::format("\"{}\" is not one of Abort, {}step:<name>.", *text,
                         may_continue ? "Continue, " : ""));
  return std::nullopt;
}

void read_inputs(StructureReader& reader, const Place& place, const ActionCatalog& actions,
                 Step& step) {
  if (place.node.kind == Node::Kind::kNull) return;
  if (place.node.kind != Node::Kind::kMap) {
    reader.add(kStepCheck, place, "\"inputs\" must be a map.");
    return;
  }
  step.inputs = to_json(place.node);
  step.inputs_node = place.node;
  if (!step.spec->is(ActionKind::kLoop)) return;
  for (const Node::Member& member : place.node.members) {
    if (member.name == "Steps") step.steps = read_steps(reader, place.member(member), actions);
  }
}

void read_property(StructureReader& reader, const Place& place, std::string_view name,
                   const ActionCatalog& actions, Step& step) {
  if (name == "description") step.description = reader.text(kStepCheck, place).value_or("");
  if (name == "inputs") read_inputs(reader, place, actions, step);
  if (name == "outputs") step.outputs = read_step_outputs(reader, place);
  if (name == "maxAttempts") step.max_attempts = reader.integer(kStepCheck, place, 1);
  if (name == "timeoutSeconds") step.timeout_seconds = read_timeout(reader, place);
  if (name == "onFailure") step.on_failure = read_route(reader, place, true);
  if (name == "onCancel") step.on_cancel = read_route(reader, place, false);
  if (name == "nextStep") step.next_step = reader.text(kStepCheck, place);
  if (name == "isEnd") step.is_end = reader.boolean(kStepCheck, place);
  if (name == "isCritical") step.is_critical = reader.boolean(kStepCheck, place);
}

/// The text of a required property; reports when it is missing.
std::string required_text(StructureReader& reader, const Place& step, std::string_view name) {
  for (const Node::Member& member : step.node.members) {
    if (member.name != name || member.value.kind == Node::Kind::kNull) continue;
    return reader.text(kStepCheck, step.member(member)).value_or("");
  }
  reader.add(kStepCheck, step, fmt::format("Missing \"{}\" in step detail.", name));
  return {};
}

Step read_step(StructureReader& reader, const Place& place, const ActionCatalog& actions) {
  Step step;
  step.at = place.at;
  step.path = place.path;
  if (place.node.kind != Node::Kind::kMap) {
    reader.add(kStepCheck, place, "A step must be a map.");
    return step;
  }
  step.name = required_text(reader, place, "name");
  step.action = required_text(reader, place, "action");
  step.spec = &actions.find(step.action);
  const bool needs_inputs = !step.action.empty() && step.spec->needs_inputs;
  if (needs_inputs && place.node.find("inputs") == nullptr) {
    reader.add(kStepCheck, place, "Missing \"inputs\" in step detail.");
  }
  reader.refuse_unknown(kStepCheck, place, step_keys());
  for (const Node::Member& member : place.node.members) {
    read_property(reader, place.member(member), member.name, actions, step);
  }
  return step;
}

}  // namespace

std::vector<Step> read_steps(StructureReader& reader, const Place& list,
                             const ActionCatalog& actions) {
  std::vector<Step> steps;
  if (list.node.kind != Node::Kind::kList) {
    reader.add(kStepCheck, list, "The steps must be a list.");
    return steps;
  }
  steps.reserve(list.node.items.size());
  for (std::size_t i = 0; i < list.node.items.size(); ++i) {
    steps.push_back(read_step(reader, list.item(i), actions));
  }
  return steps;
}

}  // namespace ssm
