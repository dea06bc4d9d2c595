// SPDX-License-Identifier: Apache-2.0
// StartChangeRequestExecution. The execution runs one document that is put together here: the
// approvals of the template, a wait for the scheduled time, the steps of the runbook. Order of the
// checks: client token, template, runbook, what the template allows, times, parameters, room.
// Source: spec/documents-and-engine 9.3.
#include <fmt/format.h>

#include "core/api/approval_levels.h"
#include "core/api/handlers.h"
#include "core/api/service_errors.h"
#include "core/document/action.h"
#include "core/document/bind.h"
#include "core/document/check.h"
#include "core/launch/launch.h"
#include "core/launch/start_parameters.h"
#include "core/machine/inputs.h"

namespace ssm {
namespace {

constexpr std::string_view kTemplateType = "Automation.ChangeTemplate";

struct Template {
  DocumentRecord record;
  ChangeTemplate content;
};

Result<Template> find_template(const RequestContext& call) {
  const std::string name = string_member(call.request, "DocumentName");
  TRY_ASSIGN(
      FoundDocument found,
      find_document(call.launching(), name, {string_member(call.request, "DocumentVersion"), {}}));
  if (!found.name_known) return definition_not_found(name);
  if (!found.record) return definition_version_not_found(found.name, found.version);
  const std::optional<DocumentFormat> format = parse_format(found.record->format);
  if (found.record->document_type != kTemplateType || !format)
    return definition_is_no_template(found.name, found.record->document_type);
  auto parsed = parse_document(found.record->content, *format,
                               {.actions = call.ports.actions,
                                .strictness = Strictness::kChecked,
                                .kind = DocumentKind::kChangeTemplate});
  if (!parsed) return internal_error(parsed.error().front().message);
  return Template{std::move(*found.record), change_template_of(std::move(*parsed))};
}

bool is_allowed(const ChangeTemplate::Executable& allowed, const DocumentRecord& runbook) {
  if (allowed.name != runbook.name) return false;
  if (allowed.version.empty()) return true;
  if (allowed.version == "$LATEST") return runbook.version == runbook.latest_version;
  if (allowed.version == "$DEFAULT") return runbook.version == runbook.default_version;
  return allowed.version == std::to_string(runbook.version);
}

Completed check_allowed(const RequestContext& call, const Template& found,
                        const DocumentRecord& runbook) {
  const auto& list = found.content.runbooks;
  if (!list.empty() && std::none_of(list.begin(), list.end(), [&](const auto& allowed) {
        return is_allowed(allowed, runbook);
      }))
    return invalid_start(fmt::format("The change template {} does not allow version {} of {}.",
                                     found.record.name, runbook.version, runbook.name));
  const Json* automatic = find_member(call.request, "AutoApprove");
  if (automatic && *automatic == true && !found.content.auto_approvable)
    return invalid_start(
        fmt::format("The change template {} does not allow AutoApprove.", found.record.name));
  return {};
}

std::optional<Time> time_member(const Json& request, std::string_view name) {
  const Json* value = find_member(request, name);
  if (!value) return std::nullopt;
  constexpr double kMillisecondsInSecond = 1000;
  return from_epoch_ms(std::llround(value->get<double>() * kMillisecondsInSecond));
}

/// Times in the past are refused. (assumed)
Completed check_times(const RequestContext& call) {
  const std::optional<Time> start = time_member(call.request, "ScheduledTime");
  const std::optional<Time> end = time_member(call.request, "ScheduledEndTime");
  if (start && *start < call.now) return invalid_start("ScheduledTime lies in the past.");
  const InputSpec* until =
      find_input(call.ports.actions.of_kind(ActionKind::kSleep), InputSpec::Format::kInstant);
  if (start && until && *start - call.now > std::chrono::seconds(until->most))
    return invalid_start(fmt::format(
        "ScheduledTime lies more than {} seconds ahead, which is not available in this version of "
        "ssm-local.",
        until->most));
  if (end && *end < start.value_or(call.now))
    return invalid_start("ScheduledEndTime lies before the start.");
  return {};
}

/// The state that the template's references are resolved with.
Result<ExecutionState> template_state(const RequestContext& call, const Template& found) {
  ExecutionState state;
  state.account = call.caller.scope.account;
  state.region = call.caller.scope.region;
  const Json* supplied = find_member(call.request, "Parameters");
  MockUseCounts ignored;  // uses count in the runbook's execution
  TRY_ASSIGN(state.parameters, bind_at_start(call.launching(), found.content.document.parameters,
                                             supplied, state, ignored));
  return state;
}

/// A name that no step has.
std::string free_name(const Json& steps, std::string name) {
  const auto is_taken = [&] {
    return std::any_of(steps.begin(), steps.end(),
                       [&](const Json& step) { return string_member(step, "name") == name; });
  };
  while (is_taken()) name += "_";
  return name;
}

/// What is put together.
struct Composition {
  PlannedRunbook planned;
  Json parts{{"approvals", Json::array()}};  // ExecutionState::change_request
};

Result<Composition> compose(const RequestContext& call, const PlanSource& source,
                            const Json& levels) {
  TRY_ASSIGN(const Document runbook, read_accepted(call.ports.actions, source));
  Composition made;
  Json root = to_json(runbook.root);
  Json steps = levels;
  for (const Json& level : levels) {
    const std::string name = string_member(level, "name");
    if (runbook.find_step(name))
      return invalid_start(
          fmt::format("Both the change template and the runbook have a step named {}.", name));
    made.parts["approvals"].push_back(name);
  }
  if (const std::optional<Time> start = time_member(call.request, "ScheduledTime")) {
    Json known = levels;
    for (const Json& step : root["mainSteps"]) known.push_back(step);
    made.parts["schedule"] = free_name(known, "ScheduledTime");
    steps.push_back(Json{{"name", made.parts["schedule"]},
                         {"action", call.ports.actions.of_kind(ActionKind::kSleep).name},
                         {"inputs", Json{{"Timestamp", to_iso8601(*start)}}}});
  }
  for (const Json& step : root["mainSteps"]) steps.push_back(step);
  root["mainSteps"] = std::move(steps);
  TRY_ASSIGN(made.planned, plan_runbook(call.launching(), {to_text(root), DocumentFormat::kJson},
                                        {.max_bytes = std::size_t{1} << 20}));
  return made;
}

/// All of the request checked but the room in the queue.
Result<NewExecution> requested_execution(const RequestContext& call) {
  TRY_ASSIGN(const Template found, find_template(call));
  const Json& settings = find_member(call.request, "Runbooks")->front();
  TRY_ASSIGN(const Runbook runbook,
             find_runbook(call.launching(), string_member(settings, "DocumentName"),
                          string_member(settings, "DocumentVersion")));
  TRY(check_allowed(call, found, runbook.record));
  TRY(check_times(call));
  TRY_ASSIGN(const ExecutionState bound, template_state(call, found));
  TRY_ASSIGN(Json levels, approval_levels(found.content, bound, call.now));
  const Json* automatic = find_member(call.request, "AutoApprove");
  if (automatic && *automatic == true) levels = Json::array();
  TRY_ASSIGN(Composition made, compose(call, runbook.planned.source, levels));
  TRY(check_runnable(call.launching(), *made.planned.plan));
  TRY_ASSIGN(NewExecution execution,
             new_execution(call.launching(), found.record, std::move(made.planned), call.request,
                           settings));
  execution.state.change_request = std::move(made.parts);
  return execution;
}

}  // namespace

Result<Reply> start_change_request_execution(const RequestContext& call) {
  const LaunchContext context = call.launching();
  TRY_ASSIGN(Transaction transaction, Transaction::begin(context.database));
  TRY_ASSIGN(const std::optional<std::string> earlier, started_before(context, call.request));
  if (earlier) return Reply{Json{{"AutomationExecutionId", *earlier}}};
  TRY_ASSIGN(NewExecution execution, requested_execution(call));
  TRY_ASSIGN(const std::string id, launch(context, std::move(execution)));
  TRY(transaction.commit());
  return Reply{Json{{"AutomationExecutionId", id}}, true};
}

}  // namespace ssm
