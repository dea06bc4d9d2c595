// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/account_values.h"

#include <fmt/format.h>

#include <vector>

#include "core/base/text.h"
#include "core/base/time.h"

namespace ssm::cloud {
namespace {

constexpr double kLongestSeconds = 86400;

bool is_refusal(std::string_view text) {
  constexpr std::string_view kError = "error:";
  return text.starts_with(kError) && text.size() > kError.size();
}

std::string choice_problem(const Json& value, std::vector<std::string> names, bool may_refuse) {
  const std::string given = value.is_string() ? value.get<std::string>() : "";
  if (std::ranges::find(names, given) != names.end()) return "";
  if (may_refuse && is_refusal(given)) return "";
  if (may_refuse) names.emplace_back("error:CODE");
  if (names.size() < 2) return "must be " + join(names, "");
  const std::string last = std::move(names.back());
  names.pop_back();
  return fmt::format("must be {} or {}", join(names, ", "), last);
}

}  // namespace

std::string text_problem(const Json& value) {
  return value.is_string() ? "" : "must be text";
}
std::string named_problem(const Json& value) {
  return value.is_string() && value != "" ? "" : "must be text that is not empty";
}
std::string boolean_problem(const Json& value) {
  return value.is_boolean() ? "" : "must be true or false";
}
std::string whole_number_problem(const Json& value) {
  return value.is_number_integer() ? "" : "must be a whole number";
}
std::string time_problem(const Json& value) {
  const bool good = value.is_string() && parse_time(value.get_ref<const std::string&>());
  return good ? "" : "must be an ISO 8601 time such as 2030-01-01T00:00:00Z";
}
std::string seconds_problem(const Json& value) {
  const bool good =
      value.is_number() && value.get<double>() >= 0.0 && value.get<double>() <= kLongestSeconds;
  return good ? "" : fmt::format("must be seconds between 0 and {}", kLongestSeconds);
}
std::string maps_problem(const Json& value) {
  const bool good = value.is_array() && std::ranges::all_of(value, &Json::is_object);
  return good ? "" : "must be a list of maps";
}
std::string map_problem(const Json& value) {
  return value.is_object() ? "" : "must be a map";
}
std::string texts_problem(const Json& value) {
  const bool good = value.is_array() && std::ranges::all_of(value, &Json::is_string);
  return good ? "" : "must be a list of texts";
}
std::string text_map_problem(const Json& value) {
  const bool good = value.is_object() && std::ranges::all_of(value, &Json::is_string);
  return good ? "" : "must be a map of texts";
}
std::string json_problem(const Json& /*value*/) {
  return "";
}

std::string tags_problem(const Json& value) {
  constexpr std::string_view kSentence = "must be a map of texts, or a list of {Key, Value}";
  if (!value.is_structured()) return std::string(kSentence);
  for (const Json& item : value) {
    const bool good = value.is_object() ? item.is_string()
                                        : item.is_object() && !string_member(item, "Key").empty() &&
                                              item.value("Value", Json("")).is_string();
    if (!good) return std::string(kSentence);
  }
  return "";
}

std::string behaviour_problem(const Json& value, std::initializer_list<std::string_view> names,
                              bool may_refuse) {
  return choice_problem(value, {names.begin(), names.end()}, may_refuse);
}

std::string AccountValue::problem_with(const Json& value) const {
  if (problem != nullptr) return problem(value);
  return choice_problem(value, {values.begin(), values.end()}, may_refuse);
}

Json AccountValue::json_schema() const {
  if (problem != nullptr) return parse_json(schema).value();
  Json refusal{{"type", "string"}, {"pattern", "^error:."}};
  Json listed{{"enum", Json::array()}};
  for (const std::string_view one : values) listed["enum"].push_back(one);
  if (!may_refuse) return listed;
  if (values.empty()) return refusal;
  Json either = Json::array();
  either.push_back(std::move(listed));
  either.push_back(std::move(refusal));
  return {{"anyOf", std::move(either)}};
}

}  // namespace ssm::cloud
