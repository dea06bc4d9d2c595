// SPDX-License-Identifier: Apache-2.0
#include "core/api/execution_launch.h"

#include "core/api/service_errors.h"
#include "core/api/tags.h"
#include "core/base/id.h"
#include "core/base/pattern.h"
#include "core/document/bind.h"
#include "core/machine/inputs.h"
#include "core/store/mock_store.h"

namespace ssm {
namespace {

/// Member order does not count. nlohmann::json keeps objects sorted.
bool same_request(const Json& a, const Json& b) {
  const auto sorted = [](Json request) {
    request.erase("ClientToken");  // equal but for upper and lower case
    return nlohmann::json(request);
  };
  return sorted(a) == sorted(b);
}

/// Whether the execution may begin at once: a slot is free and nobody waits for one.
Result<bool> has_slot(const Call& call, ExecutionStore& store) {
  const Quotas& quotas = call.ports.quotas;
  TRY_ASSIGN(const SlotQueue queue, store.queue(call.caller.scope, false));
  if (queue.running < quotas.running && queue.queued == 0) return true;
  if (queue.queued >= quotas.queued) return too_many_executions(queue.running, queue.queued);
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
Completed check_assume_role(const Document& document, const ExecutionState& state, Time now) {
  if (!document.assume_role) return {};
  TRY_ASSIGN(const Json role,
             expand(Json(*document.assume_role), resolver_for(state, now), WhenMissing::kNull));
  if (role == "") return {};
  TRY_ASSIGN(const Pattern shape,
             Pattern::compile("arn:aws[a-z-]*:iam::[0-9]{12}:role/[\\w+=,.@/-]+"));
  TRY_ASSIGN(const bool good, role.is_string() ? shape.matches(role.get<std::string>()) : false);
  if (!good) return invalid_start("The format of the supplied assume role ARN isn't valid.");
  return {};
}

Completed check_code(const std::vector<Step>& steps, const ServicePorts& ports) {
  for (const Step& step : steps) {
    if (ports.mocks && ports.mocks->has_step(step.name)) continue;
    if (!ports.has_action(step.action)) return no_code_for_action(step.action, step.name);
    TRY(check_code(step.steps, ports));
  }
  return {};
}

}  // namespace

Result<Runbook> find_runbook(const Call& call, const std::string& name,
                             const std::string& version) {
  TRY_ASSIGN(FoundDocument found, find_document(call, name, {version, {}}));
  if (!found.name_known) return definition_not_found(name);
  if (!found.record) return definition_version_not_found(found.name, found.version);
  if (found.record->document_type != "Automation")
    return definition_is_no_runbook(found.name, found.record->document_type);
  const std::optional<DocumentFormat> format = parse_format(found.record->format);
  if (!format) return definition_is_no_runbook(found.name, found.record->format);
  TRY_ASSIGN(Document document, parse_stored_document(found.record->content, *format));
  PlanSource source{found.record->content, *format};
  return Runbook{std::move(*found.record), std::move(document), std::move(source)};
}

Completed check_runnable(const Document& document, const ServicePorts& ports) {
  if (ports.mocks) TRY(ports.mocks->check(document));
  return check_code(document.main_steps, ports);
}

Result<NewExecution> new_execution(const Call& call, const DocumentRecord& record,
                                   const Document& document, PlanSource source,
                                   const Json& settings) {
  auto plan = std::make_shared<const Plan>(compile(document));
  ExecutionState state = initial_state(*plan, new_uuid());
  state.document_name = record.name;
  state.document_version = std::to_string(record.version);
  state.account = call.caller.scope.account;
  state.region = call.caller.scope.region;
  state.executed_by = call.caller.arn;
  state.request = call.request;
  state.created = call.now;
  // Before the parameters: targets stand for one, which nobody shall be told to give.
  TRY(check_available(settings));
  const Json* supplied = find_member(settings, "Parameters");
  TRY_ASSIGN(state.parameters, bind_parameters(document, supplied ? *supplied : Json::object(),
                                               global_resolver(state, call.now)));
  state.variables = initial_variables(document);
  TRY(check_assume_role(document, state, call.now));
  TRY(check_tags(call.request));
  return NewExecution{std::move(state), std::move(source), std::move(plan)};
}

Result<std::optional<std::string>> started_before(const Call& call) {
  const std::string token = string_member(call.request, "ClientToken");
  if (token.empty()) return std::nullopt;
  ExecutionStore store(call.ports.database);
  TRY_ASSIGN(const std::optional<ExecutionStore::TokenHolder> holder,
             store.find_token(call.caller.scope, token));
  if (!holder) return std::nullopt;
  if (!same_request(holder->request, call.request)) return token_used_otherwise(token);
  return holder->id;
}

Completed launch(const Call& call, NewExecution execution) {
  ExecutionStore store(call.ports.database);
  TRY_ASSIGN(const bool begins, has_slot(call, store));
  TRY(store.insert(execution.state, execution.source, execution.plan));
  if (const ExecutionMocks* mocks = call.ports.mocks)
    TRY(MockStore(call.ports.database).insert(execution.state.id, mocks->content));
  if (!begins) return {};
  StoredExecution stored{std::move(execution.state), std::move(execution.plan), {}};
  return append_event(call, store, stored, {call.now, ExecutionBegan{}});
}

}  // namespace ssm
