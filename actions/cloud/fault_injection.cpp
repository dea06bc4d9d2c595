// SPDX-License-Identifier: Apache-2.0
// Experiments of Fault Injection Service and their templates. An experiment takes its time and
// breaks nothing. Source: the API reference of FIS.
#include <fmt/format.h>

#include <array>

#include "actions/cloud/ec2_resource.h"
#include "actions/cloud/instance.h"
#include "actions/cloud/status_change.h"
#include "core/base/arn.h"
#include "core/base/id.h"

namespace ssm::cloud {
namespace {

constexpr std::string_view kExperimentStatus = "status";

constexpr AccountMember kExperimentMembers[] = {
    {"id", kNamedValue, true}, {"experimentTemplateId", kNamedValue},
    {"status", kNamedValue},   {"startTime", kTimeValue},
    {"tags", kTextMapValue},   {"change", kMapValue}};
constexpr AccountPart kExperimentParts[] = {{"change", kStatusChangeMembers}};
constexpr std::string_view kExperimentBehaviours[] = {"stuck", "fail"};
constexpr AccountValue kExperimentBehaviour{.values = kExperimentBehaviours, .may_refuse = true};
constexpr AccountMember kTemplateMembers[] = {
    {"id", kNamedValue, true}, {"description", kTextValue},  {"roleArn", kTextValue},
    {"actions", kMapValue},    {"targets", kMapValue},       {"stopConditions", kMapsValue},
    {"tags", kTextMapValue},   {"creationTime", kTimeValue}, {"timing", kMapValue},
    {"behaviour", kMapValue}};
constexpr AccountMember kTemplateTiming[] = {{"experiment", kSecondsValue}};
constexpr AccountMember kTemplateBehaviour[] = {{"experiment", kExperimentBehaviour}};
constexpr AccountPart kTemplateParts[] = {{"timing", kTemplateTiming},
                                          {"behaviour", kTemplateBehaviour}};

std::string id_of_experiment(const Json& experiment) {
  return string_member(experiment, "id");
}

Json stored_experiment(const AccountSession& session, Json experiment) {
  add_default(experiment, kExperimentStatus, "completed");
  add_default(experiment, "experimentTemplateId", "EXTunknown");
  add_default(experiment, "startTime", to_iso8601(session.now));
  add_default(experiment, "tags", Json::object());
  return experiment;
}

Json shown_experiment(const AccountSession& session, Json experiment) {
  return with_status_at(std::move(experiment), kExperimentStatus, session.now);
}

Json stored_experiment_template(const AccountSession& session, Json made) {
  add_default(made, "description", "");
  add_default(made, "roleArn", Arn::iam(session.scope, "role/fis").text());
  add_default(made, "actions", Json::object());
  add_default(made, "targets", Json::object());
  add_default(made, "stopConditions", Json::array({{{"source", "none"}}}));
  add_default(made, "tags", Json::object());
  add_default(made, "creationTime", to_iso8601(session.now));
  return made;
}

}  // namespace

extern constinit const ResourceList kExperimentList{
    {"experiments", kExperimentMembers, kExperimentParts},
    "fis:experiment",
    stored_experiment,
    id_of_experiment,
    shown_experiment};
extern constinit const ResourceList kExperimentTemplateList{
    {"experimentTemplates", kTemplateMembers, kTemplateParts},
    "fis:template",
    stored_experiment_template,
    id_of_experiment};

namespace {

constexpr Shape kFisTags{.kind = Shape::Kind::kMap, .element = &kString, .key = &kString};
constexpr MemberShape kCreateTemplateShapes[] = {{"clientToken", &kNonEmpty, true},
                                                 {"description", &kString, true},
                                                 {"stopConditions", kAnything, true},
                                                 {"targets", kAnything},
                                                 {"actions", kAnything, true},
                                                 {"roleArn", &kArn, true},
                                                 {"tags", &kFisTags},
                                                 {"logConfiguration", kAnything},
                                                 {"experimentOptions", kAnything},
                                                 {"experimentReportConfiguration", kAnything}};
constexpr MemberShape kStartExperimentShapes[] = {{"clientToken", &kNonEmpty, true},
                                                  {"experimentTemplateId", &kString, true},
                                                  {"experimentOptions", kAnything},
                                                  {"tags", &kFisTags}};
constexpr MemberShape kFisIdShapes[] = {{"id", &kString, true}};
constexpr Shape kCreateTemplateInput = structure(kCreateTemplateShapes);
constexpr Shape kStartExperimentInput = structure(kStartExperimentShapes);
constexpr Shape kFisIdInput = structure(kFisIdShapes);

/// Of either list.
Result<Json> of_fis(AccountSession& session, const ResourceList& list, const std::string& id,
                    std::string_view what) {
  TRY_ASSIGN(std::optional<Json> found, find_resource(session, list, id));
  if (found) return *std::move(found);
  return failure("ResourceNotFoundException", fmt::format("{} {} not found.", what, id));
}

Json described_template(const AccountSession& session, const Json& made) {
  Json answer = made;
  for (const std::string_view own : {"timing", "behaviour"}) answer.erase(std::string(own));
  answer["arn"] =
      Arn::regional(session.scope, "fis", "experiment-template/" + id_of_experiment(made)).text();
  answer["creationTime"] = api_time(time_member(made, "creationTime", session.now));
  return Json{{"experimentTemplate", std::move(answer)}};
}

Json described_experiment(const AccountSession& session, const Json& experiment) {
  Json answer = experiment;
  for (const std::string_view own : {"timing", "behaviour", "change", "status"})
    answer.erase(std::string(own));
  answer["arn"] =
      Arn::regional(session.scope, "fis", "experiment/" + id_of_experiment(experiment)).text();
  answer["state"] = {{"status", experiment["status"]},
                     {"reason", "Experiment " + string_member(experiment, "status") + "."}};
  answer["startTime"] = api_time(time_member(experiment, "startTime", session.now));
  answer["creationTime"] = answer["startTime"];
  return Json{{"experiment", std::move(answer)}};
}

Result<Json> create_template(AccountSession& session, const Json& parameters) {
  // The same token gives the same template.
  const std::string id = made_up_id("EXT", string_member(parameters, "clientToken"));
  TRY_ASSIGN(const std::optional<Json> known, find_resource(session, kExperimentTemplateList, id));
  if (known) return described_template(session, *known);
  TRY(require_room(session, kExperimentTemplateList, "ServiceQuotaExceededException"));
  Json given{{"id", id}};
  for (const std::string_view member :
       {"description", "roleArn", "actions", "targets", "stopConditions", "tags"})
    copy_given(given, parameters, member);
  const Json made = stored_experiment_template(session, std::move(given));
  TRY(save_resource(session, kExperimentTemplateList, made));
  return described_template(session, made);
}

Result<Json> delete_template(AccountSession& session, const Json& parameters) {
  const std::string id = string_member(parameters, "id");
  TRY_ASSIGN(const Json made, of_fis(session, kExperimentTemplateList, id, "Experiment template"));
  TRY(drop_resource(session, kExperimentTemplateList, id));
  return described_template(session, made);
}

Result<Json> start_experiment(AccountSession& session, const Json& parameters) {
  const std::string template_id = string_member(parameters, "experimentTemplateId");
  TRY_ASSIGN(const Json made,
             of_fis(session, kExperimentTemplateList, template_id, "Experiment template"));
  const std::string id = made_up_id("EXP", string_member(parameters, "clientToken"));
  TRY_ASSIGN(const std::optional<Json> known, find_resource(session, kExperimentList, id));
  if (known)
    return described_experiment(session, with_status_now(session, *known, kExperimentStatus));
  TRY(refuse_as_planned(made, "experiment", "experiment template " + template_id));
  TRY(require_room(session, kExperimentList, "ServiceQuotaExceededException"));
  Json change = made;
  begin_change(session, change, kExperimentStatus,
               {"experiment", "running", "completed", "failed"});
  Json experiment{{"id", id},
                  {"experimentTemplateId", template_id},
                  {"startTime", to_iso8601(session.now)},
                  {"tags", parameters.value("tags", Json::object())}};
  for (const std::string_view member : {"status", "change"}) copy_given(experiment, change, member);
  TRY(save_resource(session, kExperimentList, experiment));
  return described_experiment(session, experiment);
}

Result<Json> get_experiment(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json experiment,
             of_fis(session, kExperimentList, string_member(parameters, "id"), "Experiment"));
  return described_experiment(session,
                              with_status_now(session, std::move(experiment), kExperimentStatus));
}

Result<Json> stop_experiment(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json stored,
             of_fis(session, kExperimentList, string_member(parameters, "id"), "Experiment"));
  Json experiment = with_status_now(session, std::move(stored), kExperimentStatus);
  if (string_member(experiment, kExperimentStatus) != "running")
    return failure("ValidationException", "The experiment is not running.");
  experiment[std::string(kExperimentStatus)] = "stopped";
  experiment.erase("change");
  TRY(save_resource(session, kExperimentList, experiment));
  return described_experiment(session, experiment);
}

constexpr std::array kExperimentOperations = {
    AccountOperation{"fis", "CreateExperimentTemplate", &kCreateTemplateInput, true,
                     create_template},
    AccountOperation{"fis", "DeleteExperimentTemplate", &kFisIdInput, true, delete_template},
    AccountOperation{"fis", "StartExperiment", &kStartExperimentInput, true, start_experiment},
    AccountOperation{"fis", "GetExperiment", &kFisIdInput, false, get_experiment},
    AccountOperation{"fis", "StopExperiment", &kFisIdInput, true, stop_experiment},
};

}  // namespace

std::span<const AccountOperation> experiment_operations() {
  return kExperimentOperations;
}

}  // namespace ssm::cloud
