// SPDX-License-Identifier: Apache-2.0
#include "actions/command/command_request.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "actions/inputs.h"
#include "core/base/text.h"
#include "core/document/convert.h"
#include "core/document/input_value.h"

namespace ssm {
namespace {

/// Each value as a list of texts, a map as JSON. What is neither a text nor can be one stays, and
/// the check of the call refuses it.
Json texts_of_parameters(const Json& given) {
  const auto is_structured = [](const Json& item) { return item.is_structured(); };
  Json parameters = Json::object();
  for (const auto& [name, value] : given.items()) {
    if (value.is_null()) continue;
    const bool stays = value.is_array() && std::ranges::any_of(value, is_structured);
    parameters[name] = stays ? value : to_string_list(value);
  }
  return parameters;
}

/// A map of the service's own with these members in its spelling, a list of one text as that text;
/// others stay, for the check of the call.
Json service_map(const Json& given, std::initializer_list<std::string_view> members) {
  if (!given.is_object()) return given;
  Json map = Json::object();
  for (const auto& [name, value] : given.items()) {
    if (is_absent(value)) continue;
    const auto* known = std::ranges::find_if(
        members, [&](std::string_view member) { return equals_ignore_case(member, name); });
    const bool is_one = value.is_array() && value.size() == 1 && value.front().is_string();
    map[known == members.end() ? name : std::string(*known)] = is_one ? value.front() : value;
  }
  return map;
}

Result<Json> request_targets(const Json& inputs) {
  TRY_ASSIGN(const Json given, map_list_input(inputs, "Targets"));
  Json targets = Json::array();
  for (const Json& target : given) {
    Json request = service_map(target, {"Key", "Values"});
    TRY_ASSIGN(request["Key"], string_input(target, "Key"));
    TRY_ASSIGN(request["Values"], string_list_input(target, "Values"));
    targets.push_back(std::move(request));
  }
  return targets;
}

/// A text that stands for a Boolean is one, as parameters bring it.
Json request_output_config(const Json& given) {
  Json config = service_map(given, {"CloudWatchLogGroupName", "CloudWatchOutputEnabled"});
  const auto enabled = config.find("CloudWatchOutputEnabled");
  if (enabled != config.end())
    if (const auto value = boolean_of_value(*enabled)) *enabled = *value;
  return config;
}

/// One event stands for a list of it.
Json request_notification(const Json& given) {
  Json config = service_map(given, {"NotificationArn", "NotificationEvents", "NotificationType"});
  const auto events = config.find("NotificationEvents");
  if (events != config.end() && events->is_string()) *events = Json::array({*events});
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
  if (has_input(inputs, "CloudWatchOutputConfig"))
    request["CloudWatchOutputConfig"] =
        request_output_config(*find_input_value(inputs, "CloudWatchOutputConfig"));
  if (has_input(inputs, "NotificationConfig"))
    request["NotificationConfig"] =
        request_notification(*find_input_value(inputs, "NotificationConfig"));
  return request;
}

}  // namespace ssm
