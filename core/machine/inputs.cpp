// SPDX-License-Identifier: Apache-2.0
#include "core/machine/inputs.h"

#include <fmt/format.h>

#include <charconv>

#include "core/base/arn.h"
#include "core/document/action.h"

namespace ssm {
namespace {

std::optional<Json> global_value(const ExecutionState& state, std::string_view name, Time now) {
  if (name == "ACCOUNT_ID") return state.account;
  if (name == "REGION") return state.region;
  if (name == "AWS_PARTITION") return Json(partition_of(state.region));
  if (name == "DATE") return to_date(now);
  if (name == "DATE_TIME") return to_date_time(now);
  if (name == "TIME") return to_date_time(now).substr(std::string_view("yyyy-MM-dd_").size());
  return std::nullopt;
}

std::optional<Json> member_value(const Json& values, std::string_view name) {
  const Json* found = find_member(values, name);
  if (!found || found->is_null()) return std::nullopt;
  return *found;
}

std::optional<Json> step_output(const Plan& plan, const ExecutionState& state,
                                const Reference& reference) {
  const StepState* step = state.find_step(reference.name);
  if (!step) return std::nullopt;
  const Json* value = find_output(*step, reference.output);
  if (!value) return std::nullopt;
  if (!reference.within_text || !value->is_array() || value->size() != 1) return *value;
  const std::optional<StepIndex> planned = plan.find(reference.name);
  const bool is_element = planned && plan[*planned].spec->list_or_element == reference.output;
  return is_element ? value->front() : *value;
}

std::string unresolved_sentence(const std::string& reference) {
  if (reference.starts_with("variable:"))
    return fmt::format("Failed to resolve input: {0}. {0} has not been set", reference);
  return fmt::format(
      "Failed to resolve input: {0}. {0} has no value: the step it names did not run or did not "
      "produce it",
      reference);
}

}  // namespace

const Json* find_output(const StepState& step, std::string_view output) {
  if (output.empty()) return nullptr;
  const Json* value = find_member(step.outputs, output);
  if (value && !value->is_null()) return value;
  value = &step.outputs;
  while (value && !output.empty()) {
    const std::size_t dot = output.find('.');
    value = find_member(*value, output.substr(0, dot));
    output = dot == std::string_view::npos ? std::string_view() : output.substr(dot + 1);
  }
  return value && !value->is_null() ? value : nullptr;
}

Resolver global_resolver(const ExecutionState& state, Time now) {
  return [&state, now](const Reference& reference) -> std::optional<Json> {
    if (reference.kind == Reference::Kind::kGlobal) return global_value(state, reference.name, now);
    if (reference.kind == Reference::Kind::kAutomation && reference.name == "EXECUTION_ID")
      return state.id;
    return std::nullopt;
  };
}

Resolver resolver_for(const Plan& plan, const ExecutionState& state, Time now) {
  return [&plan, &state, globals = global_resolver(state, now)](
             const Reference& reference) -> std::optional<Json> {
    switch (reference.kind) {
      case Reference::Kind::kParameter:
        return member_value(state.parameters, reference.name);
      case Reference::Kind::kStepOutput:
        return step_output(plan, state, reference);
      case Reference::Kind::kVariable:
        return member_value(state.variables, reference.name);
      case Reference::Kind::kGlobal:
      case Reference::Kind::kAutomation:
      case Reference::Kind::kParameterStore:
        break;
    }
    return globals(reference);
  };
}

Result<Json> resolve_inputs(const Plan& plan, StepIndex step, const ExecutionState& state,
                            Time now) {
  const Resolver resolver = resolver_for(plan, state, now);
  Json inputs = Json::object();
  for (const PlanInput& input : plan[step].inputs) {
    if (is_verbatim(*plan[step].spec, input.name)) continue;
    Result<Json> value = input.value.expand(resolver, input.when_missing);
    if (!value && value.error().code == "UnresolvedReference")
      return failure("UnresolvedReference", unresolved_sentence(value.error().message));
    if (!value) return value;
    inputs[input.name] = *std::move(value);
  }
  return inputs;
}

Result<std::optional<Milliseconds>> timeout_of(const Plan& plan, StepIndex step,
                                               const ExecutionState& state, Time now) {
  const ActionSpec& spec = *plan[step].spec;
  if (!plan[step].timeout) {
    if (spec.default_timeout_seconds == 0) return std::nullopt;
    return std::chrono::seconds(spec.default_timeout_seconds);
  }
  Result<Json> value = plan[step].timeout->expand(resolver_for(plan, state, now));
  if (!value) return failure(value.error().code, unresolved_sentence(value.error().message));
  std::int64_t seconds = 0;
  if (value->is_number_integer()) {
    seconds = value->get<std::int64_t>();
  } else {
    const std::string text = value->is_string() ? value->get<std::string>() : std::string("x");
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc() || end != text.data() + text.size()) seconds = 0;
  }
  if (seconds < 1 || seconds > spec.longest_timeout_seconds)
    return failure("TypeMismatch", fmt::format("timeoutSeconds must be a whole number of seconds "
                                               "from 1 to {}, not {}",
                                               spec.longest_timeout_seconds, to_text(*value)));
  return std::chrono::seconds(seconds);
}

}  // namespace ssm
