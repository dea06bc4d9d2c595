// SPDX-License-Identifier: Apache-2.0
// DescribeAutomationExecutions.
#include "core/api/execution_filters.h"
#include "core/api/execution_view.h"
#include "core/api/handlers.h"
#include "core/api/paging.h"
#include "core/api/shapes.h"
#include "core/api/stored_execution.h"

namespace ssm {
namespace {

constexpr std::string_view kPurpose = "DescribeAutomationExecutions";

/// What the filters ask for.
struct Search {
  ExecutionQuery query;
  bool matches_nothing = false;
};

/// Filters on exact values.
struct ExactRow {
  std::string_view key;
  std::vector<std::string> ExecutionQuery::*values;
  const Shape* enumeration;  // nullptr: any text
};
constexpr ExactRow kExactRows[] = {
    {"ExecutionId", &ExecutionQuery::ids, nullptr},
    {"ParentExecutionId", &ExecutionQuery::parents, nullptr},
    {"CurrentAction", &ExecutionQuery::current_actions, nullptr},
    {"ExecutionStatus", &ExecutionQuery::statuses, &shapes::kAutomationExecutionStatus},
    {"AutomationType", &ExecutionQuery::automation_types, &shapes::kAutomationType},
};

/// A second filter with the same key keeps the common values.
Completed add_exact(Search& search, const ExactRow& row, const Filter& filter) {
  if (row.enumeration) TRY(check_values(filter, *row.enumeration));
  std::vector<std::string>& list = search.query.*row.values;
  if (list.empty()) {
    list = filter.values;
    return {};
  }
  std::erase_if(list, [&](const std::string& value) { return !contains(filter.values, value); });
  search.matches_nothing |= list.empty();
  return {};
}

/// Two prefix filters: of each pair the longer one, where it begins with the other.
void add_prefixes(Search& search, const Filter& filter) {
  std::vector<std::string>& list = search.query.name_prefixes;
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

Completed add_time(Search& search, const Filter& filter) {
  TRY_ASSIGN(const Time time, time_of(filter));
  std::optional<Time>& before = search.query.started_before;
  std::optional<Time>& after = search.query.started_after;
  if (filter.key == "StartTimeBefore")
    before = std::min(before.value_or(time), time);
  else
    after = std::max(after.value_or(time), time);
  return {};
}

/// Of the subtypes only change requests are known here.
Completed add_subtype(Search& search, const Filter& filter) {
  TRY(check_values(filter, shapes::kAutomationSubtype));
  search.query.change_requests = true;
  search.matches_nothing |= !contains(filter.values, "ChangeRequest");
  return {};
}

Completed add_filter(Search& search, const Filter& filter) {
  for (const ExactRow& row : kExactRows)
    if (row.key == filter.key) return add_exact(search, row, filter);
  if (filter.key == "StartTimeBefore" || filter.key == "StartTimeAfter")
    return add_time(search, filter);
  if (filter.key == "AutomationSubtype") return add_subtype(search, filter);
  if (filter.key == "DocumentNamePrefix") {
    add_prefixes(search, filter);
  } else if (filter.key == "TagKey") {
    search.query.tag_keys.push_back(filter.values);
  } else {
    // TargetResourceGroup, OpsItemId: no execution here has one.
    search.matches_nothing = true;
  }
  return {};
}

Json metadata_list(const std::vector<StoredExecution>& executions) {
  Json list = Json::array();
  for (const StoredExecution& execution : executions)
    list.push_back(execution_metadata_view(execution));
  return list;
}

}  // namespace

Result<Reply> describe_automation_executions(const RequestContext& call) {
  Search search;
  for (const Filter& filter : filters_of(call.request)) TRY(add_filter(search, filter));
  TRY_ASSIGN(const Page page, requested_page(call.request, kPurpose));
  if (page.after)
    search.query.after = {number_in(*page.after, "created"), string_member(*page.after, "id")};
  const auto most = static_cast<std::size_t>(page.limit);
  search.query.limit = page.limit + 1;  // one more tells whether there is a next page

  TRY_ASSIGN(const Transaction snapshot, Transaction::begin_reading(call.ports.database));
  std::vector<StoredExecution> executions;
  ExecutionStore store(call.ports.database, call.ports.actions);
  if (!search.matches_nothing) {
    TRY_ASSIGN(executions, store.list(call.caller.scope, search.query));
  }
  Json response = Json::object();
  if (executions.size() > most) {
    executions.resize(most);
    const ExecutionState& last = executions.back().state;
    set_next_page(response, call.request, kPurpose,
                  Json{{"created", to_epoch_ms(last.created)}, {"id", last.id}});
  }
  response["AutomationExecutionMetadataList"] = metadata_list(executions);
  return Reply{std::move(response)};
}

}  // namespace ssm
