// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/init/answers.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>

#include "actions/api_call.h"
#include "actions/resource_property.h"
#include "cli/testkit/init/placing.h"
#include "core/base/text.h"
#include "core/document/action.h"
#include "core/document/convert.h"
#include "core/document/input_value.h"
#include "core/document/sample_answer.h"
#include "core/expression/reference.h"

namespace ssm::testkit {
namespace {

constexpr std::size_t kMostAnswerParts = 500;  // of one step

bool is_list(ValueType type) {
  return type == ValueType::kStringList || type == ValueType::kMapList;
}

/// What the part's path finds, as the engine would make an output of it; null: nothing.
Json found_at(const AnswerPart& part, const Json& response) {
  jsonpath::Work work;
  const auto selected = jsonpath::select_from(part.path, response, response, work);
  if (!selected || !*selected) return nullptr;
  if (!part.type) return **selected;
  const bool takes_one =
      !jsonpath::is_definite(part.path) && !is_list(*part.type) && (*selected)->size() <= 1;
  if (takes_one && (*selected)->empty()) return nullptr;
  const auto value = to_declared_type(takes_one ? (*selected)->front() : **selected, *part.type);
  return value && *value ? **value : Json();
}

/// Text of an input that holds no reference; empty: there is none such.
std::string literal_input(const Step& step, std::string_view name) {
  const Json* value = find_input_value(step.inputs, name);
  if (value == nullptr || has_reference(*value)) return {};
  return text_of_value(*value).value_or("");
}

bool is_answered(const ActionSpec& action) {
  return action.is(ActionKind::kCall) || action.is(ActionKind::kScript) ||
         (action.is(ActionKind::kLoop) && !action.is_implemented);
}

bool calls_by_name(const ActionSpec& action) {
  return action.is_implemented && find_input(action, "Service") && find_input(action, "Api");
}

/// Lists that actions bring along are called in the plural.
ValueType guessed_type(const ActionSpec& action, std::string_view output) {
  const bool plural = output.ends_with('s') && !output.ends_with("ss") && !output.ends_with("us");
  return plural || action.list_or_element == output ? ValueType::kStringList : ValueType::kString;
}

/// How many elements a list needs because another input says so.
std::size_t least_items(const Step& step, const InputSpec& list) {
  for (const InputSpec& other : step.spec->inputs) {
    const bool counts = !list.name.empty() && other.most_is_size_of == list.name;
    const Json* number = counts ? find_input_value(step.inputs, other.name) : nullptr;
    if (number)
      return static_cast<std::size_t>(
          std::clamp<std::int64_t>(integer_of_value(*number).value_or(1), 0, 10));
  }
  return 0;
}

/// Nothing that an output could be made of, or a list of that.
bool is_nothing(const Json& found) {
  if (!found.is_array()) return found.is_null();
  return std::ranges::all_of(found, [](const Json& item) { return item.is_null() || item == ""; });
}

Json response_of(const AnsweredStep& step, const AnswerValues& values) {
  std::vector<const AnswerPart*> parts;
  if (step.property) parts.push_back(&*step.property);
  for (const AnswerPart& part : step.parts) parts.push_back(&part);
  // What lies deeper makes the maps that others only read.
  std::ranges::stable_sort(parts, std::greater<>(),
                           [](const AnswerPart* part) { return part->path.size(); });
  Json root = step.shape;
  for (const AnswerPart* part : parts) {
    const auto value = values.find(part->output);
    if (value == values.end()) continue;
    place_value(root, part->path, value->second);
    // The property is compared as text: what the model made of it must still say the same.
    if (part->output != kProperty ||
        compared_text(found_at(*part, root)) == compared_text(value->second))
      continue;
    place_value(root, part->path, nullptr);
    place_value(root, part->path, value->second);
  }
  for (const AnswerPart* part : parts) {
    const bool is_sample = !values.contains(part->output) && part->output != kProperty;
    if (is_sample && is_nothing(found_at(*part, root))) place_value(root, part->path, part->sample);
  }
  return root.is_object() ? root : Json::object();
}

}  // namespace

std::optional<Reference> whole_reference(const Json& value) {
  if (!value.is_string()) return std::nullopt;
  const std::string_view text = trim(value.get_ref<const std::string&>());
  std::vector<FoundReference> found = find_references(text);
  if (found.size() != 1 || found[0].begin != 0 || found[0].end != text.size()) return std::nullopt;
  return std::move(found[0].reference);
}

const AnswerPart* AnsweredStep::find_part(std::string_view output) const {
  const auto found = std::ranges::find(parts, output, &AnswerPart::output);
  return found == parts.end() ? nullptr : &*found;
}

Answers::Answers(const Document& document, const Plan& plan, const AskModels& ask) : plan_(&plan) {
  const auto note = [&](const Json& value) {
    for (const Reference& reference : find_references(value)) {
      if (reference.kind != Reference::Kind::kStepOutput) continue;
      std::vector<std::string>& outputs = read_[reference.name];
      if (std::ranges::find(outputs, reference.output) == outputs.end())
        outputs.push_back(reference.output);
    }
  };
  for (const PlanStep& step : plan.steps) {
    for (const PlanInput& input : step.inputs) note(input.value.written());
    if (step.timeout) note(step.timeout->written());
  }
  for (const std::string& output : plan.outputs) {
    const std::size_t dot = output.find('.');
    if (dot != std::string::npos) note(Json("{{ " + output + " }}"));
  }
  for (const PlanStep& step : plan.steps)
    if (const Step* written = document.find_step(step.name)) read_uses(*written);
  for (std::size_t i = 0; i < plan.steps.size(); ++i)
    if (const Step* step = document.find_step(plan.steps[i].name)) read_step(StepIndex(i), *step);
  std::map<std::string, int> callers;
  for (const auto& [place, step] : steps_) ++callers[step.call()];
  for (auto& [place, step] : steps_) step.shares_call = callers[step.call()] > 1;
  ask_models(ask);
}

void Answers::read_step(StepIndex index, const Step& step) {
  if (!is_answered(*step.spec)) return;
  AnsweredStep answered;
  const Json* selector = find_input_value(step.inputs, "PropertySelector");
  const Json* desired = find_input_value(step.inputs, "DesiredValues");
  const bool looks_at_property = find_input(*step.spec, "PropertySelector") != nullptr;
  const bool can_look = selector && desired && !has_reference(*selector);
  if (calls_by_name(*step.spec) && (!looks_at_property || can_look)) {
    answered.service = to_lower(trim(literal_input(step, "Service")));
    answered.operation = operation_name(trim(literal_input(step, "Api")));
    if (answered.operation.empty()) answered.service.clear();
  }
  if (answered.is_call() && looks_at_property) {
    if (auto path = path_of(text_of_value(*selector).value_or(""))) {
      answered.property = AnswerPart{std::string(kProperty), *std::move(path), std::nullopt, {}};
      answered.desired = ValueTemplate(desired->is_array() ? *desired : Json::array({*desired}));
    }
  }
  for (const OutputDefinition& output : step.outputs) {
    auto path = path_of(output.selector);
    if (!path || answered.parts.size() >= kMostAnswerParts) continue;
    AnswerPart part{output.name, *std::move(path), output.type,
                    sample_value(output.name, output.type)};
    fit_use(part, step);
    answered.parts.push_back(std::move(part));
  }
  if (const auto read = read_.find(step.name); read != read_.end())
    for (const std::string& output : read->second) add_part(answered, step, output);
  steps_.emplace(place_of(index), std::move(answered));
}

void Answers::read_uses(const Step& step) {
  if (step.timeout_seconds)
    if (const auto reference = whole_reference(*step.timeout_seconds))
      uses_[reference->text()].is_number = true;
  if (is_answered(*step.spec)) return;
  for (const auto& [name, value] : step.inputs.items()) {
    const InputSpec* spec = find_input(*step.spec, name);
    if (spec == nullptr) continue;
    ValueUse use;
    use.format = spec->format;
    use.values.assign(spec->values.begin(), spec->values.end());
    use.is_number = spec->type == InputSpec::Type::kInteger;
    use.least_items = least_items(step, *spec);
    if (const auto whole = whole_reference(value)) uses_.emplace(whole->text(), use);
    // PT{{ Seconds }}S
    const bool is_within = use.format == InputSpec::Format::kDuration && !whole_reference(value);
    for (const Reference& reference : is_within ? find_references(value) : std::vector<Reference>())
      uses_[reference.text()].is_number = true;
    for (std::size_t i = 0; value.is_array() && i < value.size(); ++i)
      if (const auto whole = whole_reference(value[i])) uses_.emplace(whole->text(), use);
  }
}

/// `output`: as a reference names it. What the step declares has its part already.
void Answers::add_part(AnsweredStep& answered, const Step& step, const std::string& output) const {
  if (answered.find_part(output) || answered.parts.size() >= kMostAnswerParts) return;
  const std::size_t dot = output.find('.');
  const std::string name = output.substr(0, dot);
  std::vector<std::string> tail;
  if (dot != std::string::npos) tail = split(std::string_view(output).substr(dot + 1), '.');
  const auto declared = std::ranges::find(step.outputs, name, &OutputDefinition::name);
  const bool is_own = std::ranges::find(step.spec->outputs, name) != step.spec->outputs.end();
  AnswerPart part;
  part.output = output;
  if (declared != step.outputs.end()) {
    auto path = path_of(declared->selector, tail);
    if (!path) return;
    part.path = *std::move(path);
    part.sample = sample_text(tail.back());
  } else if (is_own && !answered.is_call()) {
    part.path.push_back({jsonpath::Names{{name}}});
    for (const std::string& each : tail) part.path.push_back({jsonpath::Names{{each}}});
    if (tail.empty()) part.type = guessed_type(*step.spec, name);
    part.sample = tail.empty() ? sample_value(name, *part.type) : Json(sample_text(tail.back()));
  } else {
    return;
  }
  fit_use(part, step);
  answered.parts.push_back(std::move(part));
}

/// A sample that what takes it can use.
void Answers::fit_use(AnswerPart& part, const Step& step) const {
  const auto use = uses_.find(step.name + "." + part.output);
  if (use == uses_.end()) return;
  const bool is_text = part.type == ValueType::kString || !part.type;
  if (use->second.is_number && is_text)
    part.sample = "60";
  else if (use->second.format == InputSpec::Format::kDuration && is_text)
    part.sample = sample_text("Duration");
}

void Answers::ask_models(const AskModels& ask) {
  std::vector<ApiQuestion> questions;
  std::vector<AnsweredStep*> asked;
  for (auto& [place, step] : steps_) {
    if (!step.is_call()) continue;
    AnswerValues values;
    const Json& desired = step.desired.written();
    if (step.property && desired.is_array() && !desired.empty() && !has_reference(desired.front()))
      values.emplace(kProperty, desired.front());
    // Samples that say nothing: the model knows better ones.
    AnsweredStep blank = step;
    for (AnswerPart& part : blank.parts)
      part.sample = blank_value(part.type.value_or(ValueType::kString));
    Json wanted = response_of(blank, values);
    if (wanted.empty()) continue;  // nothing is read of it
    questions.push_back(
        {ApiQuestion::Kind::kSample, step.service, step.operation, std::move(wanted)});
    asked.push_back(&step);
  }
  if (questions.empty() || !ask) return;
  std::vector<ApiOpinion> opinions = ask(questions);
  for (std::size_t i = 0; i < opinions.size() && i < asked.size(); ++i)
    if (opinions[i].sample.is_object()) asked[i]->shape = std::move(opinions[i].sample);
}

const AnsweredStep* Answers::find(StepIndex step) const {
  const auto found = steps_.find(place_of(step));
  return found == steps_.end() ? nullptr : &found->second;
}

Json Answers::response(StepIndex index, const AnswerValues& values) const {
  const AnsweredStep* step = find(index);
  return step ? response_of(*step, values) : Json::object();
}

Json Answers::outputs(StepIndex index, const Json& response) const {
  const AnsweredStep* step = find(index);
  const PlanStep& planned = (*plan_)[index];
  Json outputs = Json::object();
  if (step == nullptr) return outputs;
  if (!step->is_call())
    for (const std::string_view name : planned.spec->outputs)
      if (const Json* value = find_member(response, name)) outputs[std::string(name)] = *value;
  for (const PlanOutput& output : planned.outputs) {
    const AnswerPart* part = step->find_part(output.name);
    Json value = part ? found_at(*part, response) : Json();
    if (!value.is_null()) outputs[output.name] = std::move(value);
  }
  return outputs;
}

}  // namespace ssm::testkit
