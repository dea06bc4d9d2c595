// SPDX-License-Identifier: Apache-2.0
#include "core/launch/launch.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "core/base/fields.h"
#include "core/base/id.h"
#include "core/base/pattern.h"
#include "core/document/action.h"
#include "core/document/bind.h"
#include "core/document/check.h"
#include "core/launch/launch_errors.h"
#include "core/launch/start_parameters.h"
#include "core/launch/tags.h"
#include "core/machine/inputs.h"
#include "core/plan/obstacles.h"
#include "core/store/execution_store.h"

namespace ssm {
namespace {

bool same_request(const Json& a, const Json& b) {
  const auto sorted = [](Json request) {
    request.erase("ClientToken");  // equal but for upper and lower case
    return in_canonical_order(request);
  };
  return sorted(a) == sorted(b);
}

/// Whether the execution may begin at once: a slot is free and nobody waits for one.
Result<bool> has_slot(const LaunchContext& context, ExecutionStore& store,
                      const std::optional<Parent>& parent) {
  if (parent && parent->above > 0) return true;
  const Quotas& quotas = context.quotas;
  TRY_ASSIGN(const SlotQueue queue, store.queue(context.scope, parent.has_value()));
  TRY_ASSIGN(const std::int64_t queued, store.count_queued(queue));
  if (queue.running < slots_of(queue, quotas) && queued == 0) return true;
  if (queued >= quotas.queued) return too_many_executions(queue.running, queued);
  return false;
}

/// Members whose effect this version lacks. Empty lists ask for nothing and are no request for it.
constexpr std::string_view kNotAvailable[] = {"Targets",
                                              "TargetMaps",
                                              "TargetLocations",
                                              "TargetLocationsURL",
                                              "TargetParameterName",
                                              "AlarmConfiguration"};

Completed check_available(const Json& request) {
  for (const std::string_view member : kNotAvailable)
    if (const Json* value = find_member(request, member); value && !value->empty())
      return not_available_at_start(member);
  return {};
}

Completed check_tags(const Json& request) {
  if (const Json* tags = find_member(request, "Tags")) TRY(first_tags(*tags, kMostExecutionTags));
  return {};
}

/// The document's assume role, resolved: empty, or an ARN of the right shape. Whether the role can
/// be assumed is not known here. Source: spec/documents-and-engine 2.6.
Completed check_assume_role(const Plan& plan, const ExecutionState& state, Time now) {
  if (!plan.assume_role || undeclared_role_parameter(plan.assume_role, plan.parameters)) return {};
  TRY_ASSIGN(const Json role,
             expand(Json(*plan.assume_role), resolver_for(plan, state, now), WhenMissing::kNull));
  if (role == "") return {};
  TRY_ASSIGN(const Pattern shape,
             Pattern::compile("arn:aws[a-z-]*:iam::[0-9]{12}:role/[\\w+=,.@/-]+"));
  TRY_ASSIGN(const bool good, role.is_string() ? shape.matches(role.get<std::string>()) : false);
  if (!good) return invalid_start("The format of the supplied assume role ARN isn't valid.");
  return {};
}

Completed check_obstacles(const Plan& plan, const LaunchContext& context) {
  const std::vector<Obstacle> obstacles = find_obstacles(
      plan, context.has_program,
      [&](const PlanStep& step) { return context.mocks && context.mocks->stands_in(step); });
  if (obstacles.empty()) return {};
  return invalid_start(context.is_child ? obstacles_text(obstacles, context.calling_step)
                                        : obstacles_text(obstacles));
}

}  // namespace

Result<Runbook> find_runbook(const LaunchContext& context, const std::string& name,
                             const std::string& version) {
  TRY_ASSIGN(FoundDocument found, find_document(context, name, {version, {}}));
  if (!found.name_known) return definition_not_found(name);
  if (!found.record) return definition_version_not_found(found.name, found.version);
  if (found.record->document_type != "Automation")
    return definition_is_no_runbook(found.name, found.record->document_type);
  const std::optional<DocumentFormat> format = parse_format(found.record->format);
  if (!format) return definition_is_no_runbook(found.name, found.record->format);
  TRY_ASSIGN(PlannedRunbook planned,
             plan_runbook(context, {found.record->content, *format, found.record->hash}));
  return Runbook{std::move(*found.record), std::move(planned)};
}

Result<PlannedRunbook> plan_runbook(const LaunchContext& context, PlanSource source,
                                    const DocumentLimits& limits) {
  TRY_ASSIGN(std::optional<PlannedRunbook> kept, context.plans.find(source));
  if (kept) return *std::move(kept);
  TRY_ASSIGN(const Document document, read_accepted(context.actions, source, limits));
  auto plan = std::make_shared<const Plan>(compile(document));
  return PlannedRunbook{std::move(source), std::move(plan)};
}

Result<Document> read_accepted(const ActionCatalog& actions, const PlanSource& source,
                               const DocumentLimits& limits) {
  auto document =
      parse_document(source.text, source.format, {.actions = actions, .limits = limits});
  if (document) return *std::move(document);
  const std::vector<Problem>& problems = document.error();
  return internal_error("A stored document cannot be read any more. " +
                        (problems.empty() ? std::string() : to_text(problems.front(), "")));
}

Completed check_runnable(const LaunchContext& context, const Plan& plan) {
  if (!context.allows_retired_runtimes)
    for (const PlanStep* step : steps_in_order(plan))
      if (const ScriptRuntime* retired = find_retired_runtime(runtime_of(*step)))
        return invalid_start(retired_runtime_refusal(*retired));
  if (context.mocks) TRY(context.mocks->check(plan));
  return check_obstacles(plan, context);
}

Result<NewExecution> new_execution(const LaunchContext& context, const DocumentRecord& record,
                                   PlannedRunbook runbook, const Json& request,
                                   const Json& settings) {
  const Plan& plan = *runbook.plan;
  ExecutionState state = initial_state(plan, new_uuid());
  state.document_name = record.name;
  state.document_version = std::to_string(record.version);
  state.account = context.scope.account;
  state.region = context.scope.region;
  state.executed_by = context.caller;
  state.request = request;
  state.created = context.now;
  // Check this before parameters: Targets supply one of them, so it must not be reported missing.
  TRY(check_available(settings));
  const Json* supplied = find_member(settings, "Parameters");
  MockUseCounts uses;
  TRY_ASSIGN(state.parameters, bind_at_start(context, plan.parameters, supplied, state, uses));
  state.variables = initial_variables(plan.variables);
  TRY(check_assume_role(plan, state, context.now));
  TRY(check_tags(request));
  return NewExecution{std::move(state), std::move(runbook), std::move(uses)};
}

Result<std::optional<std::string>> started_before(const LaunchContext& context,
                                                  const Json& request) {
  const std::string token = string_member(request, "ClientToken");
  if (token.empty()) return std::nullopt;
  ExecutionStore store(context.database, context.actions);
  TRY_ASSIGN(const std::optional<ExecutionStore::TokenHolder> holder,
             store.find_token(context.scope, token));
  if (!holder) return std::nullopt;
  if (!same_request(holder->request, request)) return token_used_otherwise(token);
  return holder->id;
}

Result<NewExecution> prepare(const LaunchContext& context, const Json& request) {
  TRY_ASSIGN(Runbook runbook, find_runbook(context, string_member(request, "DocumentName"),
                                           string_member(request, "DocumentVersion")));
  TRY(check_runnable(context, *runbook.planned.plan));
  TRY_ASSIGN(NewExecution execution,
             new_execution(context, runbook.record, std::move(runbook.planned), request, request));
  if (string_member(request, "Mode") == "Interactive") execution.state.mode = Mode::kInteractive;
  return execution;
}

Completed append_event(Time now, ExecutionStore& store, StoredExecution& execution, Event event) {
  event.time = now;
  const Plan& plan = *execution.plan;
  if (const Completed fits = apply(plan, execution.state, event); !fits)
    return internal_error(fits.error().message);
  return store.append(event, execution.state, due_time(plan, execution.state, now));
}

Completed wake_parent(Time now, ExecutionStore& store, const ExecutionState& child) {
  if (!child.parent || !child.is_terminal()) return {};
  Result<std::optional<StoredExecution>> found = store.load(child.parent->execution_id);
  if (!found && found.error().code != kMalformed) return tl::unexpected(found.error());
  // One that cannot be read ends for that reason, and waits for nobody.
  if (!found || !*found || !(*found)->plan) return {};
  StoredExecution& parent = **found;
  std::string step = child.parent->step;
  if (const auto current = parent.state.current(); step.empty() && current)
    step = parent.state[*current].name;
  const Event event{now, ChildEnded{std::move(step), child.id, child.status}};
  // A step that did not wait for its child, or was stopped meanwhile, is not woken.
  if (!apply(*parent.plan, parent.state, event)) return {};
  return store.append(event, parent.state, due_time(*parent.plan, parent.state, now));
}

Completed stop_execution(Time now, ExecutionStore& store, StoredExecution& execution,
                         StopAccepted stop) {
  TRY(check_stop(execution.state, stop.complete));
  if (execution.plan) return append_event(now, store, execution, {now, std::move(stop)});
  // What cannot be read cannot be stopped step by step: it ends here.
  execution.state.status = Status::kCancelled;
  return store.end_unreadable(execution.state.id, Status::kCancelled, execution.problem, now);
}

Result<std::string> launch(const LaunchContext& context, NewExecution execution) {
  ExecutionStore store(context.database, context.actions);
  TRY_ASSIGN(const bool begins, has_slot(context, store, execution.state.parent));
  TRY(store.insert(execution.state, execution.runbook));
  const std::string id = execution.state.id;
  if (context.mocks) TRY(context.mocks->attach(context.database, id, execution.mock_uses));
  if (!begins) return id;
  StoredExecution stored{std::move(execution.state), std::move(execution.runbook.plan), {}};
  TRY(append_event(context.now, store, stored, {context.now, ExecutionBegan{}}));
  return id;
}

}  // namespace ssm
