// SPDX-License-Identifier: Apache-2.0
#include "core/document/flow.h"

#include "core/base/text.h"

namespace ssm {
namespace {

Route route_or_abort(const std::optional<std::string>& declared) {
  if (!declared) return {};
  return parse_route(*declared).value_or(Route{});
}

}  // namespace

std::optional<Route> parse_route(std::string_view text) {
  constexpr std::string_view kStep = "step:";
  text = trim(text);
  if (equals_ignore_case(text, "Abort")) return Route{Route::Kind::kAbort, {}};
  if (equals_ignore_case(text, "Continue")) return Route{Route::Kind::kContinue, {}};
  if (text.size() <= kStep.size() || !equals_ignore_case(text.substr(0, kStep.size()), kStep)) {
    return std::nullopt;
  }
  const std::string_view name = trim(text.substr(kStep.size()));
  if (name.empty()) return std::nullopt;
  return Route{Route::Kind::kStep, std::string(name)};
}

Route on_failure_of(const Step& step) {
  return route_or_abort(step.on_failure);
}

Route on_cancel_of(const Step& step) {
  return route_or_abort(step.on_cancel);
}

bool is_critical(const Step& step) {
  return step.is_critical.value_or(on_failure_of(step).kind != Route::Kind::kContinue);
}

const Step* next_in_list(const std::vector<Step>& steps, std::string_view name) {
  const auto found =
      std::find_if(steps.begin(), steps.end(), [&](const Step& step) { return step.name == name; });
  if (found == steps.end() || found + 1 == steps.end()) return nullptr;
  return &*(found + 1);
}

const Step* successor(const std::vector<Step>& steps, const Step& step) {
  if (step.is_end.value_or(false)) return nullptr;
  if (!step.next_step) return next_in_list(steps, step.name);
  const auto found = std::find_if(steps.begin(), steps.end(),
                                  [&](const Step& other) { return other.name == *step.next_step; });
  return found == steps.end() ? nullptr : &*found;
}

std::vector<std::string> branch_targets(const Step& step) {
  std::vector<std::string> targets;
  const Json* choices = find_member(step.inputs, "Choices");
  if (choices != nullptr && choices->is_array()) {
    for (const Json& choice : *choices) {
      std::string target = string_member(choice, "NextStep");
      if (!target.empty()) targets.push_back(std::move(target));
    }
  }
  std::string fallback = string_member(step.inputs, "Default");
  if (!fallback.empty()) targets.push_back(std::move(fallback));
  return targets;
}

}  // namespace ssm
