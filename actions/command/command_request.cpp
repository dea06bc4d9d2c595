// SPDX-License-Identifier: Apache-2.0
#include "actions/command/command_request.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actions/inputs.h"
#include "core/document/convert.h"
#include "core/document/input_value.h"

namespace ssm {
namespace {

/// Each value as a list of texts.
Json texts_of_parameters(const Json& given) {
  Json parameters = Json::object();
  for (const auto& [name, value] : given.items())
    if (!value.is_null()) parameters[name] = to_string_list(value);
  return parameters;
}

Result<Json> request_targets(const Json& inputs) {
  TRY_ASSIGN(const Json given, map_list_input(inputs, "Targets"));
  Json targets = Json::array();
  for (const Json& target : given) {
    TRY_ASSIGN(const std::string key, string_input(target, "Key"));
    TRY_ASSIGN(const std::vector<std::string> values, string_list_input(target, "Values"));
    targets.push_back({{"Key", key}, {"Values", values}});
  }
  return targets;
}

Result<Json> request_output_config(const Json& inputs) {
  const Json& given = *find_input_value(inputs, "CloudWatchOutputConfig");
  Json config = Json::object();
  TRY_ASSIGN(const auto group, optional_string_input(given, "CloudWatchLogGroupName"));
  TRY_ASSIGN(const auto enabled, optional_boolean_input(given, "CloudWatchOutputEnabled"));
  if (group) config["CloudWatchLogGroupName"] = *group;
  if (enabled) config["CloudWatchOutputEnabled"] = *enabled;
  return config;
}

Result<Json> request_notification(const Json& inputs) {
  const Json& given = *find_input_value(inputs, "NotificationConfig");
  Json config = Json::object();
  TRY_ASSIGN(const auto topic, optional_string_input(given, "NotificationArn"));
  TRY_ASSIGN(const auto type, optional_string_input(given, "NotificationType"));
  if (topic) config["NotificationArn"] = *topic;
  if (has_input(given, "NotificationEvents")) {
    TRY_ASSIGN(config["NotificationEvents"], string_list_input(given, "NotificationEvents"));
  }
  if (type) config["NotificationType"] = *type;
  return config;
}

}  // namespace

Result<Json> command_request(const StepCall& step) {
  constexpr std::string_view kTexts[] = {
      "DocumentVersion", "DocumentHash", "DocumentHashType",   "Comment",
      "MaxConcurrency",  "MaxErrors",    "OutputS3BucketName", "OutputS3KeyPrefix",
      "ServiceRoleArn"};
  const Json& inputs = step.inputs;
  Json request = Json::object();
  TRY_ASSIGN(request["DocumentName"], string_input(inputs, "DocumentName"));
  if (has_input(inputs, "InstanceIds")) {
    TRY_ASSIGN(request["InstanceIds"], string_list_input(inputs, "InstanceIds"));
  }
  if (has_input(inputs, "Targets")) {
    TRY_ASSIGN(request["Targets"], request_targets(inputs));
  }
  for (const std::string_view name : kTexts) {
    TRY_ASSIGN(const std::optional<std::string> text, optional_string_input(inputs, name));
    if (text) request[std::string(name)] = *text;
  }
  TRY_ASSIGN(const auto delivery, optional_integer_input(inputs, "TimeoutSeconds"));
  if (delivery) request["TimeoutSeconds"] = *delivery;
  if (const Json* given = find_input_value(inputs, "Parameters"); given && given->is_object())
    request["Parameters"] = texts_of_parameters(*given);
  if (has_input(inputs, "CloudWatchOutputConfig")) {
    TRY_ASSIGN(request["CloudWatchOutputConfig"], request_output_config(inputs));
  }
  if (has_input(inputs, "NotificationConfig")) {
    TRY_ASSIGN(request["NotificationConfig"], request_notification(inputs));
  }
  return request;
}

}  // namespace ssm
