// SPDX-License-Identifier: Apache-2.0
// DescribeAutomationStepExecutions.
#include "core/api/execution_filters.h"
#include "core/api/execution_view.h"
#include "core/api/handlers.h"
#include "core/api/paging.h"
#include "core/api/shapes.h"
#include "core/api/stored_execution.h"

namespace ssm {
namespace {

Result<bool> matches(const StepState& step, const Filter& filter) {
  if (filter.key == "StepExecutionStatus") {
    TRY(check_values(filter, shapes::kAutomationExecutionStatus));
    return contains(filter.values, to_text(step.status));
  }
  if (filter.key == "StepExecutionId") return contains(filter.values, step.id);
  if (filter.key == "StepName") return contains(filter.values, step.name);
  if (filter.key == "Action") return contains(filter.values, step.action);
  if (filter.key == "ParentStepExecutionId")
    return step.is_inner && contains(filter.values, step.loop_id);
  if (filter.key == "ParentStepIteration")
    return step.is_inner && contains(filter.values, std::to_string(step.iteration));
  if (filter.key == "ParentStepIteratorValue")
    return step.item && contains(filter.values, *step.item);
  TRY_ASSIGN(const Time time, time_of(filter));
  if (!step.started) return false;
  return filter.key == "StartTimeBefore" ? *step.started <= time : *step.started >= time;
}

/// The steps that match all filters. Every filter is looked at, so that a bad value is always seen.
Result<std::vector<const StepState*>> matching_steps(const ExecutionState& state,
                                                     std::span<const StepState> earlier,
                                                     const std::vector<Filter>& filters) {
  std::vector<const StepState*> steps;
  for (const StepState* step : in_listing_order(state, earlier)) {
    bool good = true;
    for (const Filter& filter : filters) {
      TRY_ASSIGN(const bool fits, matches(*step, filter));
      good = good && fits;
    }
    if (good) steps.push_back(step);
  }
  return steps;
}

}  // namespace

Result<Reply> describe_automation_step_executions(const RequestContext& call) {
  const std::string id = string_member(call.request, "AutomationExecutionId");
  TRY_ASSIGN(const Transaction snapshot, Transaction::begin_reading(call.ports.database));
  ExecutionStore store(call.ports.database, call.ports.actions);
  TRY_ASSIGN(const StoredExecution execution, load_execution(call, store, id));
  TRY_ASSIGN(const std::vector<StepState> earlier, store.earlier_runs(execution));
  TRY_ASSIGN(std::vector<const StepState*> steps,
             matching_steps(execution.state, earlier, filters_of(call.request)));
  const Json* reverse = find_member(call.request, "ReverseOrder");
  if (reverse && *reverse == true) std::reverse(steps.begin(), steps.end());

  constexpr std::string_view kPurpose = "DescribeAutomationStepExecutions";
  TRY_ASSIGN(const Page page, requested_page(call.request, kPurpose));
  const auto seen = static_cast<std::size_t>(page.after ? number_in(*page.after, "count") : 0);
  const std::size_t begin = std::min(seen, steps.size());
  const std::size_t end = std::min(begin + static_cast<std::size_t>(page.limit), steps.size());
  Json list = Json::array();
  for (std::size_t i = begin; i < end; ++i) list.push_back(step_view(execution, *steps[i]));
  Json response = Json::object();
  response["StepExecutions"] = std::move(list);
  if (end < steps.size()) set_next_page(response, call.request, kPurpose, Json{{"count", end}});
  return Reply{std::move(response)};
}

}  // namespace ssm
