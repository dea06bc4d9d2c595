// SPDX-License-Identifier: Apache-2.0
// DescribeAutomationExecutions and DescribeAutomationStepExecutions. Any value of a filter may
// match, all filters must. Source: spec/api 3.
#include "core/api/execution_view.h"
#include "core/api/handlers.h"
#include "core/api/paging.h"
#include "core/api/service_errors.h"
#include "core/api/stored_execution.h"

namespace ssm {
namespace {

struct Filter {
  std::string key;
  std::vector<std::string> values;
};

std::vector<Filter> filters_of(const Json& request) {
  std::vector<Filter> filters;
  const Json* given = find_member(request, "Filters");
  if (!given) return filters;
  for (const Json& entry : *given)
    filters.push_back({string_member(entry, "Key"), entry.at("Values")});
  return filters;
}

// The values that the model's enumeration has; the front end does not check filter values.
constexpr std::string_view kStatuses[] = {"Pending",
                                          "InProgress",
                                          "Waiting",
                                          "Success",
                                          "TimedOut",
                                          "Cancelling",
                                          "Cancelled",
                                          "Failed",
                                          "PendingApproval",
                                          "Approved",
                                          "Rejected",
                                          "Scheduled",
                                          "RunbookInProgress",
                                          "PendingChangeCalendarOverride",
                                          "ChangeCalendarOverrideApproved",
                                          "ChangeCalendarOverrideRejected",
                                          "CompletedWithSuccess",
                                          "CompletedWithFailure",
                                          "Exited"};
constexpr std::string_view kTypes[] = {"Local", "CrossAccount"};
constexpr std::string_view kSubtypes[] = {"ChangeRequest", "AccessRequest"};

template <class Range>
bool contains(const Range& range, std::string_view value) {
  return std::find(std::begin(range), std::end(range), value) != std::end(range);
}

Completed check_values(const Filter& filter, std::span<const std::string_view> allowed) {
  for (const std::string& value : filter.values)
    if (!contains(allowed, value)) return invalid_filter_value(filter.key, value);
  return {};
}

Result<Time> time_of(const Filter& filter) {
  const std::optional<Time> time =
      filter.values.size() == 1 ? parse_time(filter.values.front()) : std::nullopt;
  if (!time) return invalid_filter_value(filter.key, filter.values.back());
  return *time;
}

/// What DescribeAutomationExecutions asks for.
struct Search {
  ExecutionQuery query;
  bool matches_nothing = false;
  std::vector<std::vector<std::string>> more_tag_keys;  // of TagKey filters after the first
};

/// A filter on a list of exact values: a second one with the same key keeps the common ones.
void narrow(std::vector<std::string>& list, const Filter& filter, Search& search) {
  if (list.empty()) {
    list = filter.values;
    return;
  }
  std::erase_if(list, [&](const std::string& value) { return !contains(filter.values, value); });
  search.matches_nothing |= list.empty();
}

/// Two prefix filters: of each pair the longer one, where it begins with the other.
void narrow_prefixes(std::vector<std::string>& list, const Filter& filter, Search& search) {
  if (list.empty()) {
    list = filter.values;
    return;
  }
  std::vector<std::string> both;
  for (const std::string& a : list)
    for (const std::string& b : filter.values)
      if (a.starts_with(b) || b.starts_with(a)) both.push_back(a.size() < b.size() ? b : a);
  list = std::move(both);
  search.matches_nothing |= list.empty();
}

Completed add_filter(Search& search, const Filter& filter) {
  ExecutionQuery& query = search.query;
  if (filter.key == "DocumentNamePrefix") {
    narrow_prefixes(query.name_prefixes, filter, search);
  } else if (filter.key == "ExecutionId") {
    narrow(query.ids, filter, search);
  } else if (filter.key == "ParentExecutionId") {
    narrow(query.parents, filter, search);
  } else if (filter.key == "CurrentAction") {
    narrow(query.current_actions, filter, search);
  } else if (filter.key == "ExecutionStatus") {
    TRY(check_values(filter, kStatuses));
    narrow(query.statuses, filter, search);
  } else if (filter.key == "AutomationType") {
    TRY(check_values(filter, kTypes));
    narrow(query.automation_types, filter, search);
  } else if (filter.key == "StartTimeBefore") {
    TRY_ASSIGN(const Time time, time_of(filter));
    query.started_before = std::min(query.started_before.value_or(time), time);
  } else if (filter.key == "StartTimeAfter") {
    TRY_ASSIGN(const Time time, time_of(filter));
    query.started_after = std::max(query.started_after.value_or(time), time);
  } else if (filter.key == "TagKey" && query.tag_keys.empty()) {
    query.tag_keys = filter.values;
  } else if (filter.key == "TagKey") {
    search.more_tag_keys.push_back(filter.values);
  } else {
    // TargetResourceGroup, AutomationSubtype, OpsItemId: no execution here has one.
    if (filter.key == "AutomationSubtype") TRY(check_values(filter, kSubtypes));
    search.matches_nothing = true;
  }
  return {};
}

bool has_tag_key(const ExecutionState& state, const std::vector<std::string>& keys) {
  const Json* tags = find_member(state.request, "Tags");
  if (!tags) return false;
  return std::any_of(tags->begin(), tags->end(),
                     [&](const Json& tag) { return contains(keys, string_member(tag, "Key")); });
}

bool has_all_tag_keys(const ExecutionState& state, const Search& search) {
  return std::all_of(search.more_tag_keys.begin(), search.more_tag_keys.end(),
                     [&](const auto& keys) { return has_tag_key(state, keys); });
}

// Steps of a listing: what a filter compares. Steps inside loops are not listed apart, so no step
// has a parent.
constexpr std::string_view kParentKeys[] = {"ParentStepExecutionId", "ParentStepIteration",
                                            "ParentStepIteratorValue"};

Result<bool> matches(const StepState& step, const Filter& filter) {
  if (filter.key == "StepExecutionStatus") {
    TRY(check_values(filter, kStatuses));
    return contains(filter.values, to_text(step.status));
  }
  if (filter.key == "StepExecutionId") return contains(filter.values, step.id);
  if (filter.key == "StepName") return contains(filter.values, step.name);
  if (filter.key == "Action") return contains(filter.values, step.action);
  if (contains(kParentKeys, filter.key)) return false;
  TRY_ASSIGN(const Time time, time_of(filter));
  if (!step.started) return false;
  return filter.key == "StartTimeBefore" ? *step.started <= time : *step.started >= time;
}

/// The steps that match all filters. Every filter is looked at, so that a bad value is always seen.
Result<std::vector<const StepState*>> matching_steps(const ExecutionState& state,
                                                     const std::vector<Filter>& filters) {
  std::vector<const StepState*> steps;
  for (const StepState* step : in_listing_order(state)) {
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

Result<Reply> describe_automation_executions(const Call& call) {
  Search search;
  for (const Filter& filter : filters_of(call.request)) TRY(add_filter(search, filter));
  TRY_ASSIGN(const Page page, requested_page(call.request, "DescribeAutomationExecutions"));
  if (page.after)
    search.query.after = {number_in(*page.after, "created"), string_member(*page.after, "id")};
  const auto most = static_cast<std::size_t>(page.limit);
  search.query.limit = page.limit + 1;  // one more tells whether there is a next page

  TRY_ASSIGN(const Transaction snapshot, Transaction::begin_reading(call.ports.database));
  std::vector<ExecutionState> states;
  ExecutionStore store(call.ports.database);
  if (!search.matches_nothing) {
    TRY_ASSIGN(states, store.list(call.caller.scope, search.query));
  }
  Json response = Json::object();
  if (states.size() > most) {
    states.resize(most);
    const ExecutionState& last = states.back();
    set_next_page(response, call.request, "DescribeAutomationExecutions",
                  Json{{"created", to_epoch_ms(last.created)}, {"id", last.id}});
  }
  Json list = Json::array();
  DocumentReader documents(call.ports.database);
  for (const ExecutionState& state : states) {
    if (!has_all_tag_keys(state, search)) continue;
    TRY_ASSIGN(const Document* document, documents.read(state.id));
    list.push_back(execution_metadata_view(*document, state));
  }
  response["AutomationExecutionMetadataList"] = std::move(list);
  return Reply{std::move(response)};
}

Result<Reply> describe_automation_step_executions(const Call& call) {
  const std::string id = string_member(call.request, "AutomationExecutionId");
  TRY_ASSIGN(const Transaction snapshot, Transaction::begin_reading(call.ports.database));
  TRY_ASSIGN(const StoredExecution execution, load_execution(call, id));
  TRY_ASSIGN(std::vector<const StepState*> steps,
             matching_steps(execution.state, filters_of(call.request)));
  const Json* reverse = find_member(call.request, "ReverseOrder");
  if (reverse && *reverse == true) std::reverse(steps.begin(), steps.end());

  const std::string purpose = "DescribeAutomationStepExecutions " + id;
  TRY_ASSIGN(const Page page, requested_page(call.request, purpose));
  const auto seen = static_cast<std::size_t>(page.after ? number_in(*page.after, "count") : 0);
  const std::size_t begin = std::min(seen, steps.size());
  const std::size_t end = std::min(begin + static_cast<std::size_t>(page.limit), steps.size());
  Json response = Json::object();
  Json& list = response["StepExecutions"] = Json::array();
  for (std::size_t i = begin; i < end; ++i)
    list.push_back(step_view(execution.document, *steps[i]));
  if (end < steps.size()) set_next_page(response, call.request, purpose, Json{{"count", end}});
  return Reply{std::move(response)};
}

}  // namespace ssm
