// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <array>
#include <map>
#include <set>

#include "actions/cloud_failure.h"
#include "actions/inputs.h"
#include "actions/polling.h"
#include "core/base/text.h"
#include "core/document/input_value.h"
#include "core/engine/action.h"

namespace ssm {
namespace {

using Type = InputSpec::Type;

constexpr std::string_view kResourceTypes[] = {"EC2", "ManagedInstance", "MaintenanceWindow",
                                               "Parameter"};
constexpr InputSpec kCreateTagsInputs[] = {
    {"ResourceIds", Type::kStringList, true, "What is tagged"},
    {"Tags", Type::kMapList, true, "Tags as a list of Key and Value"},
    {"ResourceType", Type::kString, false, "What ResourceIds are; else EC2", kResourceTypes},
};

constexpr ActionSpec kCreateTagsSpec = {
    .name = "aws:createTags",
    .doc = "Tags resources.",
    .impact = Impact::kMutating,
    .inputs = kCreateTagsInputs,
    .may_be_on_cancel_target = false,
};

constexpr std::string_view kCreating = "creating the tags";
constexpr Backoff kTagsBackoff{.first = Milliseconds(2000)};
constexpr int kMostPages = 100;

struct TagsRequest {
  std::string resource_type;
  std::vector<std::string> resource_ids;
  Json tags;  // [{Key, Value}]
  bool is_ec2() const { return resource_type == "EC2"; }
};

/// Value may be left out; numbers and Booleans become text. Further members stay, for the check of
/// the call.
Result<Json> read_tags(const Json& inputs) {
  TRY_ASSIGN(const Json maps, map_list_input(inputs, "Tags"));
  Json tags = Json::array();
  for (const Json& map : maps) {
    TRY_ASSIGN(const std::string key, string_input(map, "Key"));
    TRY_ASSIGN(const std::optional<std::string> value, optional_string_input(map, "Value"));
    Json tag = {{"Key", key}, {"Value", value.value_or("")}};
    for (const auto& [name, member] : map.items())
      if (!equals_ignore_case(name, "Key") && !equals_ignore_case(name, "Value"))
        tag[name] = member;
    tags.push_back(std::move(tag));
  }
  return tags;
}

Result<TagsRequest> read_tags_request(const StepCall& step) {
  const ActionSpec& spec = *step.step.spec;
  const Json& inputs = step.inputs;
  TagsRequest request;
  TRY_ASSIGN(const std::optional<std::string> type, optional_string_input(inputs, "ResourceType"));
  request.resource_type =
      declared_spelling(*find_input(spec, "ResourceType"), type.value_or("EC2"));
  TRY_ASSIGN(request.resource_ids, string_list_input(inputs, "ResourceIds"));
  if (!request.is_ec2() && request.resource_ids.size() != 1) {
    return bad_input(
        fmt::format("Input ResourceIds must have exactly one item when ResourceType "
                    "is {}, but it has {}",
                    request.resource_type, request.resource_ids.size()));
  }
  TRY_ASSIGN(request.tags, read_tags(inputs));
  return request;
}

CloudCall create_call(const StepCall& step, const TagsRequest& request) {
  if (request.is_ec2()) {
    return cloud_call(step, "ec2", "CreateTags",
                      {{"Resources", request.resource_ids}, {"Tags", request.tags}});
  }
  return cloud_call(step, "ssm", "AddTagsToResource",
                    {{"ResourceType", request.resource_type},
                     {"ResourceId", request.resource_ids.front()},
                     {"Tags", request.tags}});
}

std::optional<Failed> check_create_tags(const StepCall& step) {
  const Result<TagsRequest> request = read_tags_request(step);
  if (!request) return refuse_inputs(request.error());
  return check_native_call(create_call(step, *request), kCreating, step);
}

CloudCall list_call(const StepCall& step, const TagsRequest& request) {
  if (!request.is_ec2()) {
    return cloud_call(
        step, "ssm", "ListTagsForResource",
        {{"ResourceType", request.resource_type}, {"ResourceId", request.resource_ids.front()}});
  }
  Json keys = Json::array();
  for (const Json& tag : request.tags) keys.push_back(tag["Key"]);
  Json filters = Json::array();
  filters.push_back({{"Name", "resource-id"}, {"Values", request.resource_ids}});
  filters.push_back({{"Name", "key"}, {"Values", keys}});
  return cloud_call(step, "ec2", "DescribeTags", {{"Filters", std::move(filters)}});
}

using TagSet = std::set<std::array<std::string, 3>>;  // resource, key, value

void add_listed(TagSet& set, const TagsRequest& request, const Json& response) {
  const Json* tags = find_member(response, request.is_ec2() ? "Tags" : "TagList");
  if (tags == nullptr || !tags->is_array()) return;
  for (const Json& tag : *tags) {
    set.insert({string_member(tag, "ResourceId", request.resource_ids.front()),
                string_member(tag, "Key"), string_member(tag, "Value")});
  }
}

bool has_all(const TagSet& set, const TagsRequest& request) {
  // A key given twice ends with its last value.
  std::map<std::string, std::string> wanted;
  for (const Json& tag : request.tags) wanted[tag["Key"]] = tag["Value"];
  for (const std::string& id : request.resource_ids) {
    for (const auto& [key, value] : wanted) {
      if (!set.contains({id, key, value})) return false;
    }
  }
  return true;
}

/// The memo tells from the first look on that the tags have been created.
Outcome list_again(const StepCall& step) {
  return poll_again(step, kTagsBackoff);
}

Outcome verify(const StepCall& step, Ports& ports, const TagsRequest& request) {
  CloudCall list = list_call(step, request);
  TagSet listed;
  for (int page = 0; page < kMostPages; ++page) {
    const auto response = ports.cloud.call(list);
    if (!response) {
      if (is_transient(response.error())) return list_again(step);
      return Failed{native_failure(response.error(), kCreating, list, step), nullptr};
    }
    add_listed(listed, request, *response);
    const std::string next = string_member(*response, "NextToken");
    if (next.empty()) break;
    list.parameters["NextToken"] = next;
  }
  if (has_all(listed, request)) return Done{};
  return list_again(step);
}

Outcome advance_create_tags(const StepCall& step, Ports& ports) {
  const TagsRequest request = read_tags_request(step).value();
  if (step.memo.is_null()) {
    const CloudCall create = create_call(step, request);
    const auto answer = ports.cloud.call(create);
    if (!answer) return Failed{native_failure(answer.error(), kCreating, create, step), nullptr};
  }
  return verify(step, ports, request);
}

}  // namespace

extern constinit const Action kCreateTagsAction{kCreateTagsSpec, check_create_tags,
                                                advance_create_tags};

}  // namespace ssm
