// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <array>

#include "actions/cloud/account_file.h"
#include "actions/cloud/ec2_tags.h"
#include "actions/cloud/instance.h"
#include "core/base/arn.h"
#include "core/base/id.h"
#include "core/base/text.h"

namespace ssm::cloud {
namespace {

constexpr std::size_t kKeptMessages = 20;
constexpr std::size_t kLongestSubject = 100;

constexpr MemberShape kPublishMembers[] = {{"TopicArn", &kString},
                                           {"TargetArn", &kString},
                                           {"PhoneNumber", &kString},
                                           {"Message", &kString, true},
                                           {"Subject", &kString},
                                           {"MessageStructure", &kString},
                                           {"MessageAttributes", kAnything},
                                           {"MessageDeduplicationId", &kString},
                                           {"MessageGroupId", &kString}};
constexpr MemberShape kListTopicsMembers[] = {{"NextToken", &kString}};
constexpr MemberShape kAddTagsMembers[] = {
    {"ResourceType", &kString, true}, {"ResourceId", &kString, true}, {"Tags", &kWholeTags, true}};
constexpr MemberShape kListTagsMembers[] = {{"ResourceType", &kString, true},
                                            {"ResourceId", &kString, true}};
constexpr MemberShape kRemoveTagsMembers[] = {
    {"ResourceType", &kString, true}, {"ResourceId", &kString, true}, {"TagKeys", &kStrings, true}};
constexpr Shape kPublish = structure(kPublishMembers);
constexpr Shape kListTopics = structure(kListTopicsMembers);
constexpr Shape kAddTags = structure(kAddTagsMembers);
constexpr Shape kListTags = structure(kListTagsMembers);
constexpr Shape kRemoveTags = structure(kRemoveTagsMembers);

/// A published message stays with its topic for people and tests to look at: the last ones only.
Result<Json> publish(AccountSession& session, const Json& parameters) {
  const std::string arn =
      string_member(parameters, "TopicArn", string_member(parameters, "TargetArn"));
  if (arn.empty()) {
    return failure("InvalidParameter", "Invalid parameter: TopicArn or TargetArn is required");
  }
  const std::optional<Arn> target = Arn::parse(arn);
  if (!target || target->resource.find(':') != std::string::npos) {
    return failure("InvalidParameter", "Invalid parameter: TopicArn");
  }
  const std::string subject = string_member(parameters, "Subject");
  if (utf8_length(subject) > kLongestSubject) {
    return failure("InvalidParameter", "Invalid parameter: Subject");
  }
  if (string_member(parameters, "Message").empty()) {
    return failure("InvalidParameter", "Invalid parameter: Empty message");
  }
  TRY_ASSIGN(std::optional<Json> topic, session.store.find(session.scope, kTopicKind, arn));
  if (!topic) return failure("NotFound", "Topic does not exist");
  const std::string id = new_uuid();
  Json messages = topic->value("messages", Json::array());
  messages.push_back({{"MessageId", id},
                      {"Time", to_iso8601(session.now)},
                      {"Subject", subject},
                      {"Message", parameters["Message"]}});
  while (messages.size() > kKeptMessages) messages.erase(messages.begin());
  (*topic)["messages"] = std::move(messages);
  TRY(session.store.put(session.scope, kTopicKind, arn, *topic));
  return Json{{"MessageId", id}};
}

Result<Json> list_topics(AccountSession& session, const Json& /*parameters*/) {
  TRY_ASSIGN(const auto topics, session.store.list(session.scope, kTopicKind));
  Json list = Json::array();
  for (const auto& [arn, body] : topics) list.push_back({{"TopicArn", arn}});
  return Json{{"Topics", std::move(list)}};
}

/// A resource that Systems Manager tags.
struct Tagged {
  std::string kind;
  std::string id;
  Json body;
};

Result<Tagged> tagged_resource(AccountSession& session, const Json& parameters) {
  struct Type {
    std::string_view name;
    std::string_view kind;
  };
  constexpr std::array<Type, 3> kTypes = {{{"ManagedInstance", kManagedInstanceKind},
                                           {"Parameter", kParameterKind},
                                           {"MaintenanceWindow", kMaintenanceWindowKind}}};
  const std::string name = string_member(parameters, "ResourceType");
  const auto* type = std::ranges::find(kTypes, name, &Type::name);
  if (type == kTypes.end()) {
    return failure("InvalidResourceType",
                   fmt::format("{} is not a resource type that the simulated account tags: "
                               "ManagedInstance, Parameter, MaintenanceWindow",
                               name));
  }
  Tagged resource{std::string(type->kind), string_member(parameters, "ResourceId"), {}};
  TRY_ASSIGN(std::optional<Json> body,
             session.store.find(session.scope, resource.kind, resource.id));
  if (!body) {
    return failure("InvalidResourceId",
                   fmt::format("There is no {} with the ID {}", name, resource.id));
  }
  resource.body = *std::move(body);
  return resource;
}

Result<Json> add_tags_to_resource(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Tagged resource, tagged_resource(session, parameters));
  TRY(put_tags(resource.body["Tags"], parameters["Tags"]));
  TRY(session.store.put(session.scope, resource.kind, resource.id, resource.body));
  return Json::object();
}

Result<Json> list_tags_for_resource(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const Tagged resource, tagged_resource(session, parameters));
  return Json{{"TagList", tag_list(resource.body["Tags"])}};
}

Result<Json> remove_tags_from_resource(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Tagged resource, tagged_resource(session, parameters));
  for (const std::string& key : strings_of(parameters, "TagKeys")) resource.body["Tags"].erase(key);
  TRY(session.store.put(session.scope, resource.kind, resource.id, resource.body));
  return Json::object();
}

constexpr std::array kOtherOperations = {
    AccountOperation{"sns", "Publish", &kPublish, true, publish},
    AccountOperation{"sns", "ListTopics", &kListTopics, false, list_topics},
    AccountOperation{"ssm", "AddTagsToResource", &kAddTags, true, add_tags_to_resource},
    AccountOperation{"ssm", "ListTagsForResource", &kListTags, false, list_tags_for_resource},
    AccountOperation{"ssm", "RemoveTagsFromResource", &kRemoveTags, true,
                     remove_tags_from_resource},
};

}  // namespace

std::span<const AccountOperation> other_operations() {
  return kOtherOperations;
}

}  // namespace ssm::cloud
