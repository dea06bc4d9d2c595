// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/mock_skeleton.h"

#include <fmt/format.h>
#include <array>

#include "actions/api_call.h"
#include "core/base/text.h"
#include "core/document/action.h"
#include "core/document/checker.h"
#include "core/document/input_value.h"
#include "core/document/sample_answer.h"
#include "core/document/writers.h"
#include "core/expression/reference.h"

namespace ssm {
namespace {

/// Whether a step calls something that a mock can stand in for. A loop runs; its steps call.
bool can_be_mocked(const ActionSpec& action) {
  return action.is(ActionKind::kCall) || action.is(ActionKind::kScript);
}

struct Entry {
  Json mock;
  std::optional<std::size_t> question;  // its number among those about API shapes
};

/// The value, of one parameter its default, of other references nothing.
Json without_references(const Document& document, const Json& value) {
  if (!value.is_string() || !has_reference(value)) return value;
  const std::vector<FoundReference> found = find_references(value.get_ref<const std::string&>());
  const bool is_parameter =
      found.size() == 1 && found[0].reference.kind == Reference::Kind::kParameter;
  const Parameter* parameter =
      is_parameter ? document.find_parameter(found[0].reference.name) : nullptr;
  if (!parameter || !parameter->default_value) return "";
  const Json& usual = *parameter->default_value;
  return usual.is_primitive() && !has_reference(usual) ? usual : Json("");
}

/// DesiredValues are often text where the API has a boolean: "True".
Json property(const Document& document, const Json& desired) {
  Json value = without_references(document, desired);
  const std::string text = value.is_string() ? value.get<std::string>() : std::string();
  if (equals_ignore_case(text, "true")) return true;
  return equals_ignore_case(text, "false") ? Json(false) : value;
}

std::string text_input(const Step& step, std::string_view name) {
  const std::string text = string_member(step.inputs, name);
  return text.find("{{") == std::string::npos ? text : std::string();
}

/// What the selectors of a step look for, in the action's own shape.
Json wanted_response(const Document& document, const Step& step) {
  Json response = blank_outputs(*step.spec);
  for (const OutputDefinition& output : step.outputs)
    place_in_sample(response, output.selector, blank_value(output.type));
  const Json* desired = find_member(step.inputs, "DesiredValues");
  if (desired && desired->is_array() && !desired->empty())
    place_in_sample(response, string_member(step.inputs, "PropertySelector"),
                    property(document, desired->front()));
  return response;
}

class MockSkeleton {
 public:
  explicit MockSkeleton(const Document& document) : document_(document) {}

  /// What the start asks for the defaults of parameters.
  void add_stored_defaults() {
    Json stored = Json::array();
    for (const Parameter& parameter : document_.parameters) {
      if (!parameter.default_value) continue;
      const bool is_list = parameter.type == ValueType::kStringList;
      for (const Reference& reference : find_references(*parameter.default_value))
        if (reference.kind == Reference::Kind::kParameterStore)
          stored.push_back({{"Name", reference.name},
                            {"Type", is_list ? "StringList" : "String"},
                            {"Value", ""}});
    }
    if (stored.empty()) return;
    Entry entry;
    entry.mock["call"] = "ssm:GetParameters";
    entry.mock["Return"] = {{"Parameters", std::move(stored)},
                            {"InvalidParameters", Json::array()}};
    entries_.push_back(std::move(entry));
  }

  void add(const Step& step) {
    if (!can_be_mocked(*step.spec)) return;
    const std::string service = to_lower(text_input(step, "Service"));
    const std::string api = text_input(step, "Api");
    Entry entry;
    if (step.spec->is_implemented && !service.empty() && !api.empty()) {
      const std::string operation = operation_name(api);
      entry.mock["call"] = service + ":" + operation;
      entry.question = questions_.size();
      questions_.push_back(
          {ApiQuestion::Kind::kSample, service, operation, wanted_response(document_, step)});
    }
    if (const std::string_view other = step.spec->other_cloud;
        !other.empty() && !service.empty() && !api.empty())
      entry.mock["call"] = fmt::format("{}:{}", other, operation_name(service + "/" + api));
    entry.mock["step"] = step.name;
    entry.mock["Return"] = wanted_response(document_, step);
    entries_.push_back(std::move(entry));
  }

  std::string text(
      const std::function<std::vector<ApiOpinion>(const std::vector<ApiQuestion>&)>& ask) {
    const std::vector<ApiOpinion> opinions =
        questions_.empty() ? std::vector<ApiOpinion>() : ask(questions_);
    Json mocks = Json::array();
    for (Entry& entry : entries_) {
      if (entry.question && *entry.question < opinions.size())
        if (const Json& sample = opinions[*entry.question].sample; sample.is_object())
          entry.mock["Return"] = sample;
      mocks.push_back(std::move(entry.mock));
    }
    return to_yaml(to_node({{"strict", false}, {"mocks", std::move(mocks)}}));
  }

 private:
  const Document& document_;
  std::vector<Entry> entries_;
  std::vector<ApiQuestion> questions_;
};

}  // namespace

std::string mock_skeleton(
    const Document& document,
    const std::function<std::vector<ApiOpinion>(const std::vector<ApiQuestion>&)>& ask) {
  MockSkeleton skeleton(document);
  skeleton.add_stored_defaults();
  for_each_step(document.main_steps, [&](const Step& step) { skeleton.add(step); });
  return skeleton.text(ask);
}

}  // namespace ssm
