// SPDX-License-Identifier: Apache-2.0
// StartAutomationExecution. Order of the checks: client token, document, version, type, code for
// every action, parameters, assume role, targets, tags, queue. Source: spec/api 2.
#include "core/api/execution_launch.h"
#include "core/api/handlers.h"
#include "core/api/service_errors.h"
#include "core/api/tags.h"
#include "core/base/id.h"
#include "core/base/pattern.h"
#include "core/base/text.h"
#include "core/document/bind.h"
#include "core/machine/inputs.h"

namespace ssm {
namespace {

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
  TRY_ASSIGN(const Json role, expand(Json(*document.assume_role),
                                     resolver_for(document, state, now), WhenMissing::kNull));
  const std::string arn = role.is_string() ? role.get<std::string>() : std::string();
  if (arn.empty()) return {};
  TRY_ASSIGN(const Pattern shape,
             Pattern::compile("arn:aws[a-z-]*:iam::[0-9]{12}:role/[\\w+=,.@/-]+"));
  TRY_ASSIGN(const bool good, shape.matches(arn));
  if (!good) return invalid_start("The format of the supplied assume role ARN isn't valid.");
  return {};
}

/// The execution as it begins its life, all of the request checked but the room in the queue.
Result<ExecutionState> new_state(const Call& call, const Runbook& runbook) {
  ExecutionState state = initial_state(runbook.document, new_uuid(), new_uuid);
  state.document_name = runbook.record.name;
  state.document_version = std::to_string(runbook.record.version);
  state.mode =
      string_member(call.request, "Mode") == "Interactive" ? Mode::kInteractive : Mode::kAuto;
  state.account = call.caller.scope.account;
  state.region = call.caller.scope.region;
  state.executed_by = call.caller.arn;
  state.request = call.request;
  state.created = call.now;
  const Json* supplied = find_member(call.request, "Parameters");
  TRY_ASSIGN(state.parameters,
             bind_parameters(runbook.document, supplied ? *supplied : Json::object(),
                             global_resolver(state, call.now)));
  state.variables = initial_variables(runbook.document);
  TRY(check_assume_role(runbook.document, state, call.now));
  TRY(check_available(call.request));
  TRY(check_tags(call.request));
  return state;
}

}  // namespace

Result<Reply> start_automation_execution(const Call& call) {
  TRY_ASSIGN(Transaction transaction, Transaction::begin(call.ports.database));
  TRY_ASSIGN(const std::optional<std::string> earlier, started_before(call));
  if (earlier) return Reply{Json{{"AutomationExecutionId", *earlier}}};
  TRY_ASSIGN(const Runbook runbook, find_runbook(call, string_member(call.request, "DocumentName"),
                                                 string_member(call.request, "DocumentVersion")));
  TRY(check_code(runbook.document.main_steps, call.ports));
  TRY_ASSIGN(ExecutionState state, new_state(call, runbook));
  const std::string id = state.id;
  TRY(launch(call, {std::move(state), runbook.document}));
  TRY(transaction.commit());
  return Reply{Json{{"AutomationExecutionId", id}}, true};
}

}  // namespace ssm
