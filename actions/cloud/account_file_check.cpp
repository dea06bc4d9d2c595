// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <functional>
#include <set>

#include "actions/cloud/account_file.h"
#include "actions/cloud/instance.h"
#include "core/base/text.h"

namespace ssm::cloud {
namespace {

constexpr std::size_t kMostInstancesOfFile = 10000;
constexpr double kLongestSeconds = 86400;

using Problems = std::vector<std::string>;
/// What is wrong with one value, or empty.
using Check = std::string (*)(const Json& value);

struct Member {
  std::string_view name;
  Check check;
  bool required = false;
};

std::string text(const Json& value) {
  return value.is_string() ? "" : "must be text";
}
std::string boolean(const Json& value) {
  return value.is_boolean() ? "" : "must be true or false";
}
std::string whole_number(const Json& value) {
  return value.is_number_integer() ? "" : "must be a whole number";
}
std::string time(const Json& value) {
  const bool good = value.is_string() && parse_time(value.get_ref<const std::string&>());
  return good ? "" : "must be an ISO 8601 time";
}
std::string seconds(const Json& value) {
  const bool good =
      value.is_number() && value.get<double>() >= 0.0 && value.get<double>() <= kLongestSeconds;
  return good ? "" : fmt::format("must be seconds between 0 and {}", kLongestSeconds);
}
std::string instance_id(const Json& value) {
  const bool good = value.is_string() && is_resource_id(value.get_ref<const std::string&>(), "i-");
  return good ? "" : "must be \"i-\" and 8 or 17 hexadecimal digits in lower case";
}
std::string state(const Json& value) {
  const bool good = value.is_string() && parse_state(value.get_ref<const std::string&>());
  return good ? "" : "must be running, stopped or terminated";
}
std::string wanted_state(const Json& value) {
  const bool good = value == "running" || value == "stopped" || value == "terminated";
  return good ? "" : "must be running, stopped or terminated";
}
std::string maps(const Json& value) {
  const bool good = value.is_array() && std::ranges::all_of(value, &Json::is_object);
  return good ? "" : "must be a list of maps";
}
std::string map(const Json& value) {
  return value.is_object() ? "" : "must be a map";
}

std::string tags(const Json& value) {
  constexpr std::string_view kSentence = "must be a map of texts, or a list of {Key, Value}";
  if (!value.is_structured()) return std::string(kSentence);
  for (const Json& item : value) {
    const bool good = value.is_object() ? item.is_string()
                                        : item.is_object() && !string_member(item, "Key").empty() &&
                                              text(item.value("Value", Json(""))).empty();
    if (!good) return std::string(kSentence);
  }
  return "";
}

/// A behaviour out of `names`, or "error:CODE" where calls can fail.
std::string behaviour(const Json& value, std::initializer_list<std::string_view> names,
                      bool may_refuse) {
  const std::string wanted = value.is_string() ? value.get<std::string>() : "";
  if (std::ranges::find(names, wanted) != names.end()) return "";
  if (may_refuse && wanted.starts_with("error:") && wanted.size() > 6) return "";
  std::vector<std::string> known(names.begin(), names.end());
  if (may_refuse) known.emplace_back("error:CODE");
  return "must be " + join(known, ", ");
}
std::string start_behaviour(const Json& value) {
  return behaviour(value, {"stuck", "fail-to-stopped", "fail-to-terminated"}, true);
}
std::string stop_behaviour(const Json& value) {
  return behaviour(value, {"stuck"}, true);
}
std::string reboot_behaviour(const Json& value) {
  return behaviour(value, {}, true);
}
std::string checks_behaviour(const Json& value) {
  return behaviour(value, {"stuck", "impaired"}, false);
}

constexpr Member kInstance[] = {{"InstanceId", instance_id, true},
                                {"State", state},
                                {"InstanceType", text},
                                {"ImageId", text},
                                {"SubnetId", text},
                                {"VpcId", text},
                                {"PrivateIpAddress", text},
                                {"PublicIpAddress", text},
                                {"KeyName", text},
                                {"AvailabilityZone", text},
                                {"Platform", text},
                                {"Architecture", text},
                                {"LaunchTime", time},
                                {"ReservationId", text},
                                {"AmiLaunchIndex", whole_number},
                                {"ClientToken", text},
                                {"UserData", text},
                                {"InstanceInitiatedShutdownBehavior", text},
                                {"DisableApiTermination", boolean},
                                {"DisableApiStop", boolean},
                                {"EbsOptimized", boolean},
                                {"SourceDestCheck", boolean},
                                {"SecurityGroups", maps},
                                {"IamInstanceProfile", map},
                                {"Tags", tags},
                                {"change", map},
                                {"timing", map},
                                {"behaviour", map}};
constexpr Member kChange[] = {{"to", wanted_state, true}, {"at", time, true}, {"force", boolean}};
constexpr Member kTiming[] = {
    {"start", seconds}, {"statusChecks", seconds}, {"stop", seconds}, {"terminate", seconds}};
constexpr Member kBehaviour[] = {{"start", start_behaviour},
                                 {"stop", stop_behaviour},
                                 {"terminate", stop_behaviour},
                                 {"reboot", reboot_behaviour},
                                 {"checks", checks_behaviour}};
constexpr Member kTopic[] = {{"TopicArn", text, true}, {"messages", maps}};

void check_members(const Json& value, std::span<const Member> members, const std::string& path,
                   Problems& problems) {
  for (const Member& member : members) {
    if (!member.required || value.contains(member.name)) continue;
    problems.push_back(fmt::format("{}.{}: is missing", path, member.name));
  }
  for (const auto& [name, item] : value.items()) {
    const auto member = std::ranges::find(members, name, &Member::name);
    const std::string problem =
        member == members.end() ? "there is no such member" : member->check(item);
    if (!problem.empty()) problems.push_back(fmt::format("{}.{}: {}", path, name, problem));
  }
}

void check_part(const Json& value, std::string_view name, std::span<const Member> members,
                const std::string& path, Problems& problems) {
  const Json* part = find_member(value, name);
  if (part == nullptr || !part->is_object()) return;
  check_members(*part, members, fmt::format("{}.{}", path, name), problems);
}

void check_instance(const Json& instance, const std::string& path, Problems& problems) {
  check_members(instance, kInstance, path, problems);
  check_part(instance, "change", kChange, path, problems);
  check_part(instance, "timing", kTiming, path, problems);
  check_part(instance, "behaviour", kBehaviour, path, problems);
  const std::string now = string_member(instance, "State", "running");
  if (!instance.contains("change") && parse_state(now) && !wanted_state(now).empty()) {
    problems.push_back(fmt::format("{}.State: {} needs a `change` that leads there", path, now));
  }
}

/// Reports ids that a list has twice.
void check_unique(const Json& list, std::string_view id_member, const std::string& path,
                  Problems& problems) {
  std::set<std::string> seen;
  for (const Json& item : list) {
    const std::string id = string_member(item, id_member);
    if (!id.empty() && !seen.insert(id).second) {
      problems.push_back(fmt::format("{}: {} is there twice", path, id));
    }
  }
}

using ElementCheck = std::function<void(const Json&, const std::string& path, Problems&)>;

void check_list(const Json& list, const std::string& path, std::string_view id_member,
                const ElementCheck& check, Problems& problems) {
  if (!list.is_array()) {
    problems.push_back(path + ": must be a list");
    return;
  }
  if (list.size() > kMostInstancesOfFile) {
    problems.push_back(fmt::format("{}: has more than {} elements", path, kMostInstancesOfFile));
    return;
  }
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string element = fmt::format("{}[{}]", path, i);
    if (list[i].is_object()) {
      check(list[i], element, problems);
    } else {
      problems.push_back(element + ": must be a map");
    }
  }
  check_unique(list, id_member, path, problems);
}

void check_topic(const Json& topic, const std::string& path, Problems& problems) {
  check_members(topic, kTopic, path, problems);
  const std::string arn = string_member(topic, "TopicArn");
  const std::vector<std::string> parts = split(arn, ':');
  const bool is_arn = parts.size() == 6 && parts[0] == "arn" && parts[2] == "sns";
  if (!arn.empty() && !is_arn && parts.size() != 1) {
    problems.push_back(path + ".TopicArn: must be the ARN or the name of an SNS topic");
  }
}

void check_tagged_list(const Json& value, const TaggedList& list, Problems& problems) {
  const Member members[] = {{list.id_member, text, true}, {"Tags", tags}};
  check_list(
      value, std::string(list.member), list.id_member,
      [&](const Json& resource, const std::string& path, Problems& all) {
        check_members(resource, members, path, all);
      },
      problems);
}

void check_top_member(const std::string& name, const Json& value, Problems& problems) {
  const auto* tagged = std::ranges::find(kTaggedLists, name, &TaggedList::member);
  if (tagged != std::end(kTaggedLists)) {
    check_tagged_list(value, *tagged, problems);
  } else if (name == "instances") {
    check_list(value, name, "InstanceId", check_instance, problems);
  } else if (name == "topics") {
    check_list(value, name, "TopicArn", check_topic, problems);
  } else if (name != "timing") {
    problems.push_back(name + ": there is no such member");
  } else if (value.is_object()) {
    check_members(value, kTiming, name, problems);
  } else {
    problems.emplace_back("timing: must be a map");
  }
}

// --- the same as a schema ------------------------------------------------------------------------

/// What a schema can say of each check.
struct CheckSchema {
  Check check;
  std::string_view schema;
};
constexpr CheckSchema kCheckSchemas[] = {
    {text, R"({"type": "string"})"},
    {boolean, R"({"type": "boolean"})"},
    {whole_number, R"({"type": "integer"})"},
    {time, R"({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}"})"},
    {seconds, R"({"type": "number", "minimum": 0, "maximum": 86400})"},
    {instance_id, R"({"type": "string", "pattern": "^i-([0-9a-f]{8}|[0-9a-f]{17})$"})"},
    {state, R"({"enum": ["running", "stopped", "terminated", "pending", "shutting-down",
                         "stopping"]})"},
    {wanted_state, R"({"enum": ["running", "stopped", "terminated"]})"},
    {maps, R"({"type": "array", "items": {"type": "object"}})"},
    {map, R"({"type": "object"})"},
    {tags, R"({"anyOf": [{"type": "object", "additionalProperties": {"type": "string"}},
                         {"type": "array", "items": {"type": "object", "required": ["Key"]}}]})"},
    {start_behaviour, R"({"anyOf": [{"enum": ["stuck", "fail-to-stopped", "fail-to-terminated"]},
                                    {"type": "string", "pattern": "^error:."}]})"},
    {stop_behaviour, R"({"anyOf": [{"enum": ["stuck"]},
                                   {"type": "string", "pattern": "^error:."}]})"},
    {reboot_behaviour, R"({"type": "string", "pattern": "^error:."})"},
    {checks_behaviour, R"({"enum": ["stuck", "impaired"]})"},
};

Json members_schema(std::span<const Member> members) {
  Json properties = Json::object();
  Json required = Json::array();
  for (const Member& member : members) {
    const auto* found = std::ranges::find(kCheckSchemas, member.check, &CheckSchema::check);
    properties[std::string(member.name)] = parse_json(found->schema).value();
    if (member.required) required.push_back(member.name);
  }
  return {{"type", "object"},
          {"properties", std::move(properties)},
          {"required", std::move(required)},
          {"additionalProperties", false}};
}

Json list_schema(Json items) {
  return {{"type", "array"}, {"maxItems", kMostInstancesOfFile}, {"items", std::move(items)}};
}

}  // namespace

Json account_file_schema() {
  Json instance = members_schema(kInstance);
  instance["properties"]["change"] = members_schema(kChange);
  instance["properties"]["timing"] = members_schema(kTiming);
  instance["properties"]["behaviour"] = members_schema(kBehaviour);
  Json properties = {{"instances", list_schema(std::move(instance))},
                     {"topics", list_schema(members_schema(kTopic))},
                     {"timing", members_schema(kTiming)}};
  for (const TaggedList& list : kTaggedLists) {
    const Member members[] = {{list.id_member, text, true}, {"Tags", tags}};
    properties[std::string(list.member)] = list_schema(members_schema(members));
  }
  return {
      {"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
}

std::vector<std::string> account_file_problems(const Json& account) {
  if (!account.is_object()) return {"the account must be a map"};
  Problems problems;
  for (const auto& [name, value] : account.items()) check_top_member(name, value, problems);
  return problems;
}

}  // namespace ssm::cloud
