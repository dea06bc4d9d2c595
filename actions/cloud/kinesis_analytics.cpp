// SPDX-License-Identifier: Apache-2.0
// Applications of Managed Service for Apache Flink, which start and stop. Source: the API reference
// of kinesisanalyticsv2.
#include <fmt/format.h>

#include <array>

#include "actions/cloud/instance.h"
#include "actions/cloud/status_change.h"
#include "core/base/arn.h"
#include "core/base/id.h"

namespace ssm::cloud {
namespace {

constexpr std::string_view kStreamStatus = "ApplicationStatus";

constexpr AccountMember kStreamMembers[] = {{"ApplicationName", kNamedValue, true},
                                            {"ApplicationARN", kNamedValue},
                                            {"ApplicationDescription", kTextValue},
                                            {"RuntimeEnvironment", kTextValue},
                                            {"ServiceExecutionRole", kTextValue},
                                            {"ApplicationStatus", kNamedValue},
                                            {"ApplicationVersionId", kWholeNumberValue},
                                            {"CreateTimestamp", kTimeValue},
                                            {"LastUpdateTimestamp", kTimeValue},
                                            {"ApplicationConfigurationDescription", kMapValue},
                                            {"CloudWatchLoggingOptionDescriptions", kMapsValue},
                                            {"ApplicationMode", kTextValue},
                                            {"change", kMapValue},
                                            {"timing", kMapValue},
                                            {"behaviour", kMapValue}};
constexpr std::string_view kStreamBehaviours[] = {"stuck"};
constexpr AccountValue kStreamBehaviour{.values = kStreamBehaviours, .may_refuse = true};
constexpr AccountMember kStreamTiming[] = {{"start", kSecondsValue}, {"stop", kSecondsValue}};
constexpr AccountMember kStreamBehaviourMembers[] = {{"start", kStreamBehaviour},
                                                     {"stop", kStreamBehaviour}};
constexpr AccountPart kStreamParts[] = {{"change", kStatusChangeMembers},
                                        {"timing", kStreamTiming},
                                        {"behaviour", kStreamBehaviourMembers}};

std::string name_of_stream(const Json& application) {
  return string_member(application, "ApplicationName");
}

Json stored_stream(const AccountSession& session, Json application) {
  add_default(
      application, "ApplicationARN",
      Arn::regional(session.scope, "kinesisanalytics", "application/" + name_of_stream(application))
          .text());
  add_default(application, "RuntimeEnvironment", "FLINK-1_18");
  add_default(application, "ServiceExecutionRole",
              Arn::iam(session.scope, "role/kinesis-analytics").text());
  add_default(application, kStreamStatus, "READY");
  add_default(application, "ApplicationVersionId", 1);
  add_default(application, "CreateTimestamp", to_iso8601(session.now));
  add_default(application, "LastUpdateTimestamp", to_iso8601(session.now));
  add_default(application, "ApplicationMode", "STREAMING");
  return application;
}

Json shown_stream(const AccountSession& session, Json application) {
  return with_status_at(std::move(application), kStreamStatus, session.now);
}

}  // namespace

extern constinit const ResourceList kStreamApplicationList{
    {"streamApplications", kStreamMembers, kStreamParts},
    "kinesisanalyticsv2:application",
    stored_stream,
    name_of_stream,
    shown_stream};

namespace {

constexpr MemberShape kDescribeStreamShapes[] = {{"ApplicationName", &kNonEmpty, true},
                                                 {"IncludeAdditionalDetails", &kBoolean}};
constexpr MemberShape kStartStreamShapes[] = {{"ApplicationName", &kNonEmpty, true},
                                              {"RunConfiguration", kAnything}};
constexpr MemberShape kStopStreamShapes[] = {{"ApplicationName", &kNonEmpty, true},
                                             {"Force", &kBoolean}};
constexpr Shape kDescribeStreamInput = structure(kDescribeStreamShapes);
constexpr Shape kStartStreamInput = structure(kStartStreamShapes);
constexpr Shape kStopStreamInput = structure(kStopStreamShapes);

/// As it is now. Errors: ResourceNotFoundException.
Result<Json> stream_of(AccountSession& session, const Json& parameters) {
  const std::string name = string_member(parameters, "ApplicationName");
  TRY_ASSIGN(std::optional<Json> found, find_resource(session, kStreamApplicationList, name));
  if (!found)
    return failure("ResourceNotFoundException", fmt::format("Cannot find application {}", name));
  return with_status_now(session, *std::move(found), kStreamStatus);
}

Result<Json> describe_stream(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const Json application, stream_of(session, parameters));
  Json detail = Json::object();
  for (const AccountMember& member : kStreamMembers)
    if (member.name != "change" && member.name != "timing" && member.name != "behaviour")
      copy_given(detail, application, member.name);
  for (const std::string_view time : {"CreateTimestamp", "LastUpdateTimestamp"})
    detail[std::string(time)] = api_time(time_member(application, time, session.now));
  return Json{{"ApplicationDetail", std::move(detail)}};
}

Result<Json> change_stream(AccountSession& session, const Json& parameters, std::string_view from,
                           const TimedStatus& change) {
  TRY_ASSIGN(Json application, stream_of(session, parameters));
  TRY(refuse_as_planned(application, change.what, "application " + name_of_stream(application)));
  const std::string status = string_member(application, kStreamStatus);
  if (status != from)
    return failure("ResourceInUseException",
                   fmt::format("Application {} is in the status {}, and must be in {}",
                               name_of_stream(application), status, from));
  begin_change(session, application, kStreamStatus, change);
  TRY(save_resource(session, kStreamApplicationList, application));
  return Json{{"OperationId", new_uuid()}};
}

Result<Json> start_stream(AccountSession& session, const Json& parameters) {
  return change_stream(session, parameters, "READY", {"start", "STARTING", "RUNNING"});
}

Result<Json> stop_stream(AccountSession& session, const Json& parameters) {
  return change_stream(session, parameters, "RUNNING", {"stop", "STOPPING", "READY"});
}

constexpr std::array kStreamOperations = {
    AccountOperation{"kinesisanalyticsv2", "DescribeApplication", &kDescribeStreamInput, false,
                     describe_stream},
    AccountOperation{"kinesisanalyticsv2", "StartApplication", &kStartStreamInput, true,
                     start_stream},
    AccountOperation{"kinesisanalyticsv2", "StopApplication", &kStopStreamInput, true, stop_stream},
};

}  // namespace

std::span<const AccountOperation> stream_application_operations() {
  return kStreamOperations;
}

}  // namespace ssm::cloud
