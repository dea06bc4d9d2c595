// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/init/path_search.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <queue>
#include <tuple>
#include <utility>

#include "actions/branch_condition.h"
#include "cli/testkit/init/value_choice.h"
#include "cli/testkit/world.h"
#include "core/base/text.h"
#include "core/document/bind.h"
#include "core/document/input_value.h"
#include "core/document/variable_value.h"
#include "core/expression/reference.h"
#include "core/machine/inputs.h"

namespace ssm::testkit {
namespace {

using GoalKind = PathGoal::Kind;

constexpr int kMostStepsTried = 4000;
constexpr int kMostValueSets = 300;
constexpr std::size_t kMostValuesTried = 10;
constexpr std::size_t kLeastOthers = 2;  // beside the values that are compared: Default takes them
constexpr std::size_t kMostWaysOfChoice = 6;  // of one choice
constexpr int kDeepestComparison = 100;
constexpr int kDeepestVariable = 10;
constexpr int kNoWay = std::numeric_limits<int>::max();
/// A way that needs no failure is taken before one that does.
constexpr int kFailureCost = 1000;

const PlanInput* find_plan_input(const PlanStep& step, std::string_view name) {
  for (const PlanInput& input : step.inputs)
    if (equals_ignore_case(input.name, name)) return &input;
  return nullptr;
}

const PlanInput* find_plan_input(const PlanStep& step, InputSpec::Format format) {
  const InputSpec* spec = find_input(*step.spec, format);
  return spec ? find_plan_input(step, spec->name) : nullptr;
}

bool is_entered(const PlanStep& step) {
  return !step.body.empty() && step.spec->is(ActionKind::kLoop) && step.spec->is_implemented;
}

/// Of a text that is one reference what it is called; empty: there is more, or less.
std::string name_of_whole(const Json& value) {
  const std::optional<Reference> reference = whole_reference(value);
  return reference ? reference->text() : std::string();
}

}  // namespace

PathSearch::PathSearch(const Plan& plan, const Answers& answers, ParameterChoices& parameters)
    : plan_(plan), answers_(answers), parameters_(parameters), edges_(plan.steps.size()) {
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    const PlanStep& step = plan.steps[i];
    const auto add = [&](std::optional<StepIndex> to, int cost) {
      if (to) edges_[i].emplace_back(*to, cost);
    };
    // The end of a loop's list is the way to what follows the loop.
    const auto next = [&] { return step.next || !step.loop ? step.next : plan[*step.loop].next; };
    for (const auto& choice : step.choices) add(choice, 1);
    add(step.otherwise, 1);
    if (!step.otherwise) add(next(), 1);
    if (is_entered(step)) add(step.body.front(), 1);
    if (!step.next) add(step.loop, 1);  // which then decides whether it goes on
    add(step.failure_step, kFailureCost);
    if (step.is_open)
      for (std::size_t j = 0; j < plan.steps.size(); ++j)
        if (plan.steps[j].loop == step.loop) add(StepIndex(j), 1);
  }
}

namespace {

/// By place: what the cheapest way to `goal` costs; kNoWay: there is none.
std::vector<int> distances_to(StepIndex goal,
                              const std::vector<std::vector<std::pair<StepIndex, int>>>& edges) {
  std::vector<std::vector<std::pair<std::size_t, int>>> reverse(edges.size());
  for (std::size_t i = 0; i < edges.size(); ++i)
    for (const auto& [to, cost] : edges[i]) reverse[place_of(to)].emplace_back(i, cost);
  std::vector<int> distance(edges.size(), kNoWay);
  using Entry = std::pair<int, std::size_t>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
  distance[place_of(goal)] = 0;
  open.emplace(0, place_of(goal));
  while (!open.empty()) {
    const auto [known, at] = open.top();
    open.pop();
    if (known > distance[at]) continue;
    for (const auto& [from, cost] : reverse[at])
      if (known + cost < distance[from]) {
        distance[from] = known + cost;
        open.emplace(distance[from], from);
      }
  }
  return distance;
}

}  // namespace

void PathSearch::restart() {
  state_ = initial_state(plan_, "00000000-0000-4000-8000-000000000000");
  state_.account = "123456789012";
  state_.region = "us-east-1";
  state_.parameters = parameters_.usual();
  state_.variables = initial_variables(plan_.variables);
  path_ = FoundPath();
  fixed_.clear();
  reached_ = false;
  budget_ = kMostStepsTried;
  left_values_out_ = false;
}

Result<FoundPath> PathSearch::find(const PathGoal& goal) {
  goal_ = goal;
  restart();
  const std::optional<StepIndex> first = plan_.first();
  if (goal.kind != GoalKind::kEnd) distance_ = distances_to(goal.step, edges_);
  if (!first || !leads_on(first)) return failure("Path", "no way leads there");
  if (!go(*first)) return failure("Path", why_not_found());
  for (const Parameter& parameter : plan_.parameters)
    if (!parameters_.has_default(parameter.name) || path_.parameters.contains(parameter.name))
      path_.parameters[parameter.name] = state_.parameters[parameter.name];
  return std::move(path_);
}

std::string PathSearch::why_not_found() const {
  if (budget_ <= 0)
    return fmt::format("the search for values that lead there was given up after {} steps",
                       kMostStepsTried);
  std::string why = "no values were found that lead there";
  if (left_values_out_)
    why += fmt::format(
        "; at a branch {} values of a parameter or an answer are tried, and {} sets of them",
        kMostValuesTried, kMostValueSets);
  return why;
}

bool PathSearch::leads_on(std::optional<StepIndex> step) const {
  if (is_reached()) return true;
  return step && distance_[place_of(*step)] != kNoWay;
}

bool PathSearch::go(StepIndex step) {
  if (--budget_ <= 0 || !leads_on(step)) return false;
  const bool is_repeated = state_[step].status != Status::kPending;
  if (is_repeated) return false;
  path_.steps.push_back(step);
  if (pass(step)) return true;
  path_.steps.pop_back();
  path_.values.erase(place_of(step));
  state_[step].status = Status::kPending;
  state_[step].outputs = Json::object();
  return false;
}

bool PathSearch::pass(StepIndex step) {
  const bool is_goal = !is_reached() && goal_.step == step;
  const bool is_decided_later = goal_.kind == GoalKind::kChoice ||
                                goal_.kind == GoalKind::kMostIterations ||
                                goal_.kind == GoalKind::kLoopEnd;
  if (is_goal && !is_decided_later) {
    reached_ = true;
    if (reach(step)) return true;
    reached_ = false;
    return false;
  }
  const std::optional<StepIndex> other = plan_[step].failure_step;
  const bool may_fail = !is_reached() && other && leads_on(other);
  // Where only a failure leads there, the first that does is the plainest.
  const bool fails_first =
      may_fail && distance_[place_of(*other)] + kFailureCost <= distance_[place_of(step)];
  if (fails_first && fail(step)) return true;
  return succeed(step) || (may_fail && !fails_first && fail(step));
}

bool PathSearch::reach(StepIndex step) {
  if (goal_.kind == GoalKind::kCancel) return true;
  if (goal_.kind == GoalKind::kFailure) return fail(step);
  if (goal_.kind == GoalKind::kStep) return succeed(step);
  if (goal_.kind == GoalKind::kOtherValue) {
    const AnsweredStep* answered = answers_.find(step);
    if (answered == nullptr || !answered->property) return false;
    const Json other = other_value(desired_by(*answered));
    if (other.is_null()) return false;
    path_.values[place_of(step)][std::string(kProperty)] = other;
  }
  // It fails by itself.
  const bool found = fail(step);
  path_.failing.erase(place_of(step));
  return found;
}

Json PathSearch::desired_by(const AnsweredStep& step) const {
  const Result<Json> desired =
      step.desired.expand(resolver_for(plan_, state_, World::first_moment()), WhenMissing::kNull);
  return desired ? *desired : Json();
}

bool PathSearch::fail(StepIndex step) {
  const PlanStep& planned = plan_[step];
  state_[step].status = Status::kFailed;
  path_.failing.insert(place_of(step));
  bool found = false;
  switch (planned.on_failure) {
    case OnFailure::kAbort:
      found = is_reached();
      break;
    case OnFailure::kContinue:
      found = follow(step, planned.next);
      break;
    case OnFailure::kStep:
      found = planned.failure_step ? go(*planned.failure_step) : is_reached();
      break;
  }
  if (!found) path_.failing.erase(place_of(step));
  return found;
}

bool PathSearch::succeed(StepIndex step) {
  const PlanStep& planned = plan_[step];
  state_[step].status = Status::kSuccess;
  if (planned.spec->is(ActionKind::kBranch)) return choose(step);
  if (is_entered(planned)) return enter_loop(step);
  if (const AnsweredStep* answered = answers_.find(step)) {
    if (answered->property)
      path_.values[place_of(step)][std::string(kProperty)] = desired_value(desired_by(*answered));
    fill_outputs(step);
  }
  if (planned.spec->is(ActionKind::kVariable)) fill_variables();
  return follow(step, planned.next);
}

bool PathSearch::follow(StepIndex from, std::optional<StepIndex> next) {
  if (next) return go(*next);
  if (plan_[from].loop) return end_iteration(*plan_[from].loop);
  return is_reached();
}

bool PathSearch::enter_loop(StepIndex loop) {
  const PlanStep& planned = plan_[loop];
  Json& outputs = state_[loop].outputs;
  outputs["CurrentIteration"] = 1;
  if (const PlanInput* iterators = find_plan_input(planned, "Iterators")) {
    const auto items = iterators->value.expand(resolver_for(plan_, state_, World::first_moment()),
                                               WhenMissing::kNull);
    if (!items || !items->is_array() || items->empty())
      return fill_iterators(loop, iterators->value.written()) || leave_loop(loop);
    outputs["CurrentIteratorValue"] = items->front();
    if (stretch_iterators(loop, iterators->value.written(), *items)) return true;
  }
  return go(planned.body.front());
}

/// Where the goal is in the loop, and a parameter that it goes through has no element.
bool PathSearch::fill_iterators(StepIndex loop, const Json& written) {
  const std::optional<Reference> source = whole_reference(written);
  if (is_reached() || !plan_.is_inside(goal_.step, loop) || !source) return false;
  if (source->kind != Reference::Kind::kParameter || fixed_.contains(source->text())) return false;
  const Symbol symbol{
      .parameter = source->name, .step = {}, .part = nullptr, .text = source->text()};
  for (const Json& value : parameters_.values_of(source->name)) {
    if (!value.is_array() || value.empty()) continue;
    set(symbol, value);
    if (enter_loop(loop)) return true;
    set(symbol, std::nullopt);
  }
  return false;
}

/// Where the goal is that the loop is ended by MaxIterations: more elements than that. `items`: it
/// goes through now.
bool PathSearch::stretch_iterators(StepIndex loop, const Json& written, const Json& items) {
  constexpr std::int64_t kMostItems = 20;
  const PlanInput* most = find_plan_input(plan_[loop], "MaxIterations");
  const bool is_goal = goal_.kind == GoalKind::kMostIterations && goal_.step == loop;
  if (is_reached() || !is_goal || most == nullptr) return false;
  const auto limit =
      most->value.expand(resolver_for(plan_, state_, World::first_moment()), WhenMissing::kNull);
  const std::int64_t count =
      (limit ? integer_of_value(*limit).value_or(kMostItems) : kMostItems) + 1;
  const std::vector<Symbol> symbols = symbols_in(written);
  if (count > kMostItems || symbols.size() != 1 || whole_reference(written) == std::nullopt)
    return false;
  Json longer = items;
  while (static_cast<std::int64_t>(longer.size()) < count) longer.push_back(items.front());
  const bool is_parameter = !symbols.front().parameter.empty();
  if (is_parameter && !parameters_.is_accepted(symbols.front().parameter, longer)) return false;
  set(symbols.front(), longer);
  path_.unending.insert(place_of(loop));
  if (go(plan_[loop].body.front())) return true;
  path_.unending.erase(place_of(loop));
  set(symbols.front(), std::nullopt);
  return false;
}

namespace {

template <class Add>
void add_comparisons(const Json& condition, const Add& add, int depth = 0) {
  if (!condition.is_object() || depth > kDeepestComparison) return;
  for (const std::string_view name : {"And", "Or"})
    if (const Json* parts = find_member(condition, name); parts && parts->is_array())
      for (const Json& part : *parts) add_comparisons(part, add, depth + 1);
  if (const Json* negated = find_member(condition, "Not"))
    add_comparisons(*negated, add, depth + 1);
  const Json* variable = find_member(condition, "Variable");
  if (variable == nullptr) return;
  for (const auto& [name, operand] : condition.items())
    if (name != "Variable" && name != "NextStep") add(*variable, operand);
}

}  // namespace

/// By itself, or by MaxIterations.
bool PathSearch::leave_loop(StepIndex loop) {
  const bool is_unending = path_.unending.contains(place_of(loop));
  const GoalKind shown = is_unending ? GoalKind::kMostIterations : GoalKind::kLoopEnd;
  const bool is_goal = !is_reached() && goal_.step == loop && goal_.kind == shown;
  reached_ = reached_ || is_goal;
  if (follow(loop, plan_[loop].next)) return true;
  if (is_goal) reached_ = false;
  return false;
}

bool PathSearch::end_iteration(StepIndex loop) {
  const PlanInput* condition = find_plan_input(plan_[loop], InputSpec::Format::kCondition);
  if (condition == nullptr) return leave_loop(loop);
  std::vector<Comparison> comparisons;
  add_comparisons(condition->value.written(), [&](const Json& variable, const Json& operand) {
    comparisons.push_back({variable, operand});
  });
  const auto decide = [&]() -> std::optional<std::size_t> {
    const auto value = condition->value.expand(resolver_for(plan_, state_, World::first_moment()),
                                               WhenMissing::kNull);
    const auto goes_on = value ? holds(*value) : Result<bool>(false);
    if (!goes_on) return std::nullopt;
    return std::size_t{*goes_on ? 1U : 0U};
  };
  const std::vector<Symbol> symbols = symbols_in(condition->value.written());
  std::vector<Option> options = options_for(symbols, comparisons, decide);
  // It ends, if it can.
  std::ranges::stable_sort(options, {}, &Option::choice);
  for (const Option& option : options) {
    for (const auto& [symbol, value] : option.settings) set(*symbol, value);
    fill_variables();
    if (option.choice == 1) path_.unending.insert(place_of(loop));
    if (leave_loop(loop)) return true;
    path_.unending.erase(place_of(loop));
    for (const auto& [symbol, value] : option.settings) set(*symbol, std::nullopt);
    fill_variables();
  }
  return false;
}

std::optional<std::size_t> PathSearch::decide_branch(StepIndex branch) const {
  const Result<Json> inputs = resolve_inputs(plan_, branch, state_, World::first_moment());
  const InputSpec* spec = find_input(*plan_[branch].spec, InputSpec::Format::kChoices);
  const Json* choices = inputs && spec ? find_input_value(*inputs, spec->name) : nullptr;
  if (choices == nullptr || !choices->is_array()) return std::nullopt;
  for (std::size_t i = 0; i < choices->size(); ++i) {
    const Result<bool> chosen = holds((*choices)[i]);
    if (!chosen) return std::nullopt;
    if (*chosen) return i;
  }
  return choices->size();
}

/// Those first that lead to the goal: not all values of many choices are tried.
std::vector<PathSearch::Comparison> PathSearch::comparisons_of(StepIndex branch,
                                                               const Json& choices) const {
  const std::vector<std::optional<StepIndex>>& targets = plan_[branch].choices;
  const auto rank = [&](std::size_t choice) {
    if (is_reached()) return 0;
    if (goal_.step == branch) return choice == goal_.choice ? 0 : 1;
    const std::optional<StepIndex> to = choice < targets.size() ? targets[choice] : std::nullopt;
    return to ? distance_[place_of(*to)] : kNoWay;
  };
  std::vector<std::size_t> order(choices.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, rank);
  std::vector<Comparison> comparisons;
  for (const std::size_t choice : order)
    add_comparisons(choices[choice], [&](const Json& variable, const Json& operand) {
      comparisons.push_back({variable, operand});
    });
  return comparisons;
}

bool PathSearch::choose(StepIndex branch) {
  const PlanStep& planned = plan_[branch];
  const PlanInput* choices = find_plan_input(planned, InputSpec::Format::kChoices);
  if (choices == nullptr) return false;
  const std::vector<Symbol> symbols = symbols_in(choices->value.written());
  std::vector<Option> options =
      options_for(symbols, comparisons_of(branch, choices->value.written()),
                  [&] { return decide_branch(branch); });
  const std::size_t count = choices->value.written().size();
  for (Option& option : options) {
    const bool is_listed = option.choice < planned.choices.size() && option.choice < count;
    option.target = is_listed ? planned.choices[option.choice] : planned.otherwise;
  }
  const bool is_goal = !is_reached() && goal_.step == branch;
  if (is_goal)
    std::erase_if(options, [&](const Option& option) { return option.choice != goal_.choice; });
  const auto cost = [&](const Option& option) {
    const std::optional<StepIndex> to = option.target ? option.target : planned.next;
    const int distance = is_reached() || is_goal ? 0 : to ? distance_[place_of(*to)] : kNoWay;
    // At will: what parameters say by themselves, then the choices in their order.
    return std::tuple(distance, (is_reached() || is_goal) && option.changes_parameters,
                      option.choice);
  };
  std::ranges::stable_sort(options, {}, cost);
  for (const Option& option : options) {
    if (is_goal) reached_ = true;
    std::vector<std::string> newly_fixed;
    for (const Symbol& symbol : symbols)
      if (fixed_.insert(symbol.text).second) newly_fixed.push_back(symbol.text);
    if (take(branch, option)) return true;
    for (const std::string& text : newly_fixed) fixed_.erase(text);
    if (is_goal) reached_ = false;
  }
  return false;
}

bool PathSearch::take(StepIndex branch, const Option& option) {
  for (const auto& [symbol, value] : option.settings) set(*symbol, value);
  fill_variables();
  const bool found = option.target ? go(*option.target) : follow(branch, plan_[branch].next);
  if (found) return true;
  for (const auto& [symbol, value] : option.settings) set(*symbol, std::nullopt);
  fill_variables();
  return false;
}

std::vector<PathSearch::Option> PathSearch::options_for(const std::vector<Symbol>& symbols,
                                                        const std::vector<Comparison>& comparisons,
                                                        const Decide& decide) {
  std::vector<Option> options;
  std::vector<Setting> settings;
  values_left_ = kMostValueSets;
  try_values(symbols, comparisons, 0, decide, settings, options);
  return options;
}

void PathSearch::try_values(const std::vector<Symbol>& symbols,
                            const std::vector<Comparison>& comparisons, std::size_t next,
                            const Decide& decide, std::vector<Setting>& settings,
                            std::vector<Option>& options) {
  if (values_left_ <= 0) {
    left_values_out_ = true;
    return;
  }
  if (next == symbols.size()) {
    --values_left_;
    fill_variables();
    const std::optional<std::size_t> choice = decide();
    if (!choice) return;
    const auto known = std::ranges::count(options, *choice, &Option::choice);
    if (static_cast<std::size_t>(known) >= kMostWaysOfChoice) return;
    const bool changes_parameters = std::ranges::any_of(settings, [&](const Setting& setting) {
      return setting.second && parameters_.has_default(setting.first->parameter);
    });
    options.push_back({*choice, std::nullopt, settings, changes_parameters});
    return;
  }
  const Symbol& symbol = symbols[next];
  settings.emplace_back(&symbol, std::nullopt);
  try_values(symbols, comparisons, next + 1, decide, settings, options);
  for (Json& value : candidates(symbol, comparisons)) {
    set(symbol, value);
    settings.back().second = std::move(value);
    try_values(symbols, comparisons, next + 1, decide, settings, options);
  }
  settings.pop_back();
  set(symbol, std::nullopt);
}

std::vector<PathSearch::Symbol> PathSearch::symbols_in(const Json& value) const {
  std::vector<Symbol> symbols;
  for (const Reference& reference : find_references(value)) add_symbols(reference, symbols, 0);
  std::erase_if(symbols, [&](const Symbol& symbol) { return fixed_.contains(symbol.text); });
  // What answers are compared with is known before them.
  std::ranges::stable_partition(symbols,
                                [](const Symbol& symbol) { return !symbol.parameter.empty(); });
  return symbols;
}

void PathSearch::add_symbols(const Reference& reference, std::vector<Symbol>& symbols,
                             int depth) const {
  const auto add = [&](Symbol symbol) {
    const auto known = std::ranges::find(symbols, symbol.text, &Symbol::text);
    if (known == symbols.end()) symbols.push_back(std::move(symbol));
  };
  if (reference.kind == Reference::Kind::kParameter) {
    if (find_parameter(plan_.parameters, reference.name))
      add({.parameter = reference.name, .text = reference.text()});
  } else if (reference.kind == Reference::Kind::kStepOutput) {
    const std::optional<StepIndex> step = plan_.find(reference.name);
    const AnsweredStep* answered = step ? answers_.find(*step) : nullptr;
    if (!answered || state_[*step].status != Status::kSuccess) return;
    if (const AnswerPart* part = answered->find_part(reference.output))
      add({.parameter = {}, .step = *step, .part = part, .text = reference.text()});
  } else if (reference.kind == Reference::Kind::kVariable && depth < kDeepestVariable) {
    // What the last step that sets it took its value from.
    for (auto step = path_.steps.rbegin(); step != path_.steps.rend(); ++step) {
      const PlanStep& planned = plan_[*step];
      const PlanInput* name = find_plan_input(planned, InputSpec::Format::kVariable);
      const PlanInput* value = find_plan_input(planned, InputSpec::Format::kVariableValue);
      if (!planned.spec->is(ActionKind::kVariable) || !name || !value) continue;
      if (variable_name(name->value.written()) != reference.name) continue;
      std::vector<Symbol> inner;
      for (const Reference& other : find_references(value->value.written()))
        add_symbols(other, inner, depth + 1);
      const bool is_whole = !name_of_whole(value->value.written()).empty();
      for (Symbol& symbol : inner) {
        if (is_whole) symbol.aliases.push_back(reference.text());
        add(std::move(symbol));
      }
      return;
    }
  }
}

std::vector<Json> PathSearch::candidates(const Symbol& symbol,
                                         const std::vector<Comparison>& comparisons) {
  std::vector<Json> values;
  const std::optional<Json> usual = current(symbol);
  std::size_t most = kMostValuesTried;
  /// False: there is no room for it.
  const auto add = [&](const Json& value) {
    const std::optional<Json> typed = as_type_of(symbol, value);
    if (!typed || typed == usual || std::ranges::find(values, *typed) != values.end()) return true;
    if (!symbol.parameter.empty() && !parameters_.is_accepted(symbol.parameter, *typed))
      return true;
    if (values.size() < most) values.push_back(*typed);
    return values.size() < most || values.back() == *typed;
  };
  const auto is_meant = [&](const Json& side) {
    const std::string text = name_of_whole(side);
    return text == symbol.text ||
           (!text.empty() && std::ranges::find(symbol.aliases, text) != symbol.aliases.end());
  };
  const Resolver resolver = resolver_for(plan_, state_, World::first_moment());
  std::vector<Json> operands;
  for (const Comparison& comparison : comparisons)
    for (const auto& [side, other] : {std::pair(&comparison.variable, &comparison.operand),
                                      std::pair(&comparison.operand, &comparison.variable)}) {
      if (!is_meant(*side)) continue;
      const Result<Json> value = expand(*other, resolver, WhenMissing::kNull);
      if (value && !value->is_null()) operands.push_back(*value);
    }
  for (const Json& operand : operands)
    if (!add(operand)) left_values_out_ = true;
  most = std::max(most, values.size() + kLeastOthers);
  const auto add_other = [&](const Json& value) {
    if (std::ranges::find(operands, value) == operands.end()) add(value);
  };
  for (const Json& operand : operands)
    for (const Json& value : values_near(operand)) add_other(value);
  if (!symbol.parameter.empty())
    for (const Json& value : parameters_.values_of(symbol.parameter)) add_other(value);
  else
    for (const char* const text : {"other", "another"}) add_other(text);
  return values;
}

std::optional<Json> PathSearch::as_type_of(const Symbol& symbol, const Json& value) const {
  std::optional<ValueType> type = symbol.part ? symbol.part->type : std::nullopt;
  if (const Parameter* parameter = find_parameter(plan_.parameters, symbol.parameter))
    type = parameter->type;
  return type ? as_value_of(*type, value) : value;
}

std::optional<Json> PathSearch::current(const Symbol& symbol) const {
  const Json* value = symbol.parameter.empty()
                          ? find_output(state_[symbol.step], symbol.part->output)
                          : find_member(state_.parameters, symbol.parameter);
  return value ? std::optional(*value) : std::nullopt;
}

void PathSearch::set(const Symbol& symbol, const std::optional<Json>& value) {
  if (!symbol.parameter.empty()) {
    state_.parameters[symbol.parameter] = value ? *value : parameters_.usual()[symbol.parameter];
    if (value)
      path_.parameters[symbol.parameter] = *value;
    else
      path_.parameters.erase(symbol.parameter);
    return;
  }
  AnswerValues& values = path_.values[place_of(symbol.step)];
  if (value)
    values[symbol.part->output] = *value;
  else
    values.erase(symbol.part->output);
  fill_outputs(symbol.step);
}

void PathSearch::fill_outputs(StepIndex step) {
  state_[step].outputs =
      answers_.outputs(step, answers_.response(step, path_.values[place_of(step)]));
}

void PathSearch::fill_variables() {
  if (plan_.variables.empty()) return;
  state_.variables = initial_variables(plan_.variables);
  for (const StepIndex step : path_.steps) {
    const PlanStep& planned = plan_[step];
    if (!planned.spec->is(ActionKind::kVariable)) continue;
    const Result<Json> inputs = resolve_inputs(plan_, step, state_, World::first_moment());
    const InputSpec* name = find_input(*planned.spec, InputSpec::Format::kVariable);
    const InputSpec* value = find_input(*planned.spec, InputSpec::Format::kVariableValue);
    if (!inputs || !name || !value) continue;
    const Json* named = find_input_value(*inputs, name->name);
    const Json* given = find_input_value(*inputs, value->name);
    if (named && given) state_.variables[variable_name(*named)] = *given;
  }
}

}  // namespace ssm::testkit
