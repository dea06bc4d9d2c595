// SPDX-License-Identifier: Apache-2.0
// Queues of SQS: their attributes, and the last messages that were sent. Source: the API reference
// of SQS.
#include <fmt/format.h>

#include <array>

#include "actions/cloud/account_values.h"
#include "actions/cloud/resource.h"
#include "core/base/arn.h"
#include "core/base/id.h"
#include "core/base/text.h"

namespace ssm::cloud {
namespace {

constexpr std::size_t kKeptQueueMessages = 20;
constexpr std::size_t kMostMessage = 1024 * 1024;  // bytes
constexpr std::size_t kLongestQueueName = 80;

constexpr AccountMember kQueueMembers[] = {{"QueueName", kNamedValue, true},
                                           {"QueueUrl", kNamedValue},
                                           {"Attributes", kTextMapValue},
                                           {"messages", kMapsValue}};

std::string name_of_queue(const Json& queue) {
  return string_member(queue, "QueueName");
}

Json stored_queue(const AccountSession& session, Json queue) {
  const bool is_china = session.scope.region.starts_with("cn-");
  add_default(queue, "QueueUrl",
              fmt::format("https://sqs.{}.amazonaws.com{}/{}/{}", session.scope.region,
                          is_china ? ".cn" : "", session.scope.account, name_of_queue(queue)));
  add_default(queue, "Attributes", Json::object());
  add_default(queue, "messages", Json::array());
  return queue;
}

}  // namespace

extern constinit const ResourceList kQueueList{
    {"queues", kQueueMembers}, "sqs:queue", stored_queue, name_of_queue};

namespace {

constexpr Shape kStringMap{.kind = Shape::Kind::kMap, .element = &kString, .key = &kString};
constexpr MemberShape kQueueUrlShapes[] = {{"QueueUrl", &kString, true}};
constexpr MemberShape kGetQueueUrlShapes[] = {{"QueueName", &kString, true},
                                              {"QueueOwnerAWSAccountId", &kString}};
constexpr MemberShape kGetAttributesShapes[] = {{"QueueUrl", &kString, true},
                                                {"AttributeNames", &kStrings}};
constexpr MemberShape kSetAttributesShapes[] = {{"QueueUrl", &kString, true},
                                                {"Attributes", &kStringMap, true}};
constexpr MemberShape kListQueuesShapes[] = {
    {"QueueNamePrefix", &kString}, {"NextToken", &kString}, {"MaxResults", &kInteger}};
constexpr MemberShape kSendMessageShapes[] = {{"QueueUrl", &kString, true},
                                              {"MessageBody", &kString, true},
                                              {"DelaySeconds", &kInteger},
                                              {"MessageAttributes", kAnything},
                                              {"MessageSystemAttributes", kAnything},
                                              {"MessageDeduplicationId", &kString},
                                              {"MessageGroupId", &kString}};
constexpr MemberShape kCreateQueueShapes[] = {
    {"QueueName", &kString, true}, {"Attributes", &kStringMap}, {"tags", &kStringMap}};
constexpr Shape kQueueUrlInput = structure(kQueueUrlShapes);
constexpr Shape kGetQueueUrlInput = structure(kGetQueueUrlShapes);
constexpr Shape kGetAttributesInput = structure(kGetAttributesShapes);
constexpr Shape kSetAttributesInput = structure(kSetAttributesShapes);
constexpr Shape kListQueuesInput = structure(kListQueuesShapes);
constexpr Shape kSendMessageInput = structure(kSendMessageShapes);
constexpr Shape kCreateQueueInput = structure(kCreateQueueShapes);

tl::unexpected<Error> no_such_queue() {
  return failure("AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist.");
}

/// By its URL or, as SQS takes it too, by its name.
Result<Json> queue_of(AccountSession& session, const Json& parameters) {
  const std::string url = string_member(parameters, "QueueUrl");
  TRY_ASSIGN(std::vector<Json> queues, all_resources(session, kQueueList));
  for (Json& queue : queues)
    if (string_member(queue, "QueueUrl") == url || name_of_queue(queue) == url)
      return std::move(queue);
  return no_such_queue();
}

/// All attributes of a queue. What nobody has set is as SQS sets it.
Json queue_attributes(const AccountSession& session, const Json& queue) {
  Json attributes{{"QueueArn", Arn::regional(session.scope, "sqs", name_of_queue(queue)).text()},
                  {"ApproximateNumberOfMessages", fmt::to_string(queue["messages"].size())},
                  {"ApproximateNumberOfMessagesNotVisible", "0"},
                  {"ApproximateNumberOfMessagesDelayed", "0"},
                  {"VisibilityTimeout", "30"},
                  {"MaximumMessageSize", fmt::to_string(kMostMessage)},
                  {"MessageRetentionPeriod", "345600"},
                  {"DelaySeconds", "0"},
                  {"ReceiveMessageWaitTimeSeconds", "0"},
                  {"SqsManagedSseEnabled", "true"}};
  attributes.update(queue["Attributes"]);
  return attributes;
}

Result<Json> get_queue_url(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const std::optional<Json> queue,
             find_resource(session, kQueueList, string_member(parameters, "QueueName")));
  if (!queue) return no_such_queue();
  return Json{{"QueueUrl", string_member(*queue, "QueueUrl")}};
}

Result<Json> list_queues(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const std::vector<Json> queues, all_resources(session, kQueueList));
  const std::string prefix = string_member(parameters, "QueueNamePrefix");
  Json urls = Json::array();
  for (const Json& queue : queues)
    if (name_of_queue(queue).starts_with(prefix)) urls.push_back(string_member(queue, "QueueUrl"));
  TRY_ASSIGN(Json answer, page_answer(std::move(urls), parameters,
                                      {.most = "MaxResults",
                                       .token = "NextToken",
                                       .next = "NextToken",
                                       .items = "QueueUrls",
                                       .code = "InvalidParameterValue",
                                       .usual = 1000}));
  if (answer["QueueUrls"].empty()) answer.erase("QueueUrls");
  return answer;
}

Result<Json> get_queue_attributes(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const Json queue, queue_of(session, parameters));
  const std::vector<std::string> wanted = strings_of(parameters, "AttributeNames");
  const bool all = std::ranges::find(wanted, "All") != wanted.end();
  Json attributes = Json::object();
  const Json known = queue_attributes(session, queue);
  for (const auto& [name, value] : known.items())
    if (all || std::ranges::find(wanted, name) != wanted.end()) attributes[name] = value;
  Json answer = Json::object();
  if (!attributes.empty()) answer["Attributes"] = std::move(attributes);
  return answer;
}

/// SQS writes Booleans in its own way, however they are given: published runbooks set "True" and
/// look for "true".
Json kept_attribute(const Json& value) {
  const std::string text = to_lower(value.get_ref<const std::string&>());
  return text == "true" || text == "false" ? Json(text) : value;
}

/// An attribute that becomes empty (a Policy) is gone.
Result<Json> set_queue_attributes(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json queue, queue_of(session, parameters));
  for (const auto& [name, value] : parameters["Attributes"].items()) {
    if (name == "QueueArn" || name.starts_with("Approximate"))
      return failure("InvalidAttributeName", fmt::format("Unknown Attribute {}.", name));
    if (value == "")
      queue["Attributes"].erase(name);
    else
      queue["Attributes"][name] = kept_attribute(value);
  }
  TRY(save_resource(session, kQueueList, queue));
  return Json::object();
}

Result<Json> send_message(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json queue, queue_of(session, parameters));
  const std::string body = string_member(parameters, "MessageBody");
  if (body.empty())
    return failure("MissingParameter", "The request must contain the parameter MessageBody.");
  if (body.size() > kMostMessage)
    return failure(
        "InvalidParameterValue",
        fmt::format("One or more parameters are invalid. Reason: Message must be shorter "
                    "than {} bytes.",
                    kMostMessage));
  const std::string id = new_uuid();
  queue["messages"].push_back(
      {{"MessageId", id}, {"Time", to_iso8601(session.now)}, {"Body", body}});
  keep_last(queue["messages"], kKeptQueueMessages);
  TRY(save_resource(session, kQueueList, queue));
  return Json{{"MessageId", id}};
}

Result<Json> purge_queue(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json queue, queue_of(session, parameters));
  queue["messages"] = Json::array();
  TRY(save_resource(session, kQueueList, queue));
  return Json::object();
}

bool is_queue_name(std::string_view name) {
  if (name.ends_with(".fifo")) name.remove_suffix(5);
  return !name.empty() && name.size() <= kLongestQueueName && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '-' || c == '_';
  });
}

Result<Json> create_queue(AccountSession& session, const Json& parameters) {
  const std::string name = string_member(parameters, "QueueName");
  if (!is_queue_name(name))
    return failure("InvalidParameterValue",
                   "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in "
                   "length");
  const Json attributes = parameters.value("Attributes", Json::object());
  TRY_ASSIGN(const std::optional<Json> known, find_resource(session, kQueueList, name));
  if (known) {
    const Json has = queue_attributes(session, *known);
    for (const auto& [attribute, value] : attributes.items())
      if (string_member(has, attribute) != value)
        return failure("QueueAlreadyExists",
                       fmt::format("A queue already exists with the same name and a different "
                                   "value for attribute {}",
                                   attribute));
    return Json{{"QueueUrl", string_member(*known, "QueueUrl")}};
  }
  TRY(require_room(session, kQueueList, "OverLimit"));
  const Json queue = stored_queue(session, {{"QueueName", name}, {"Attributes", attributes}});
  TRY(save_resource(session, kQueueList, queue));
  return Json{{"QueueUrl", string_member(queue, "QueueUrl")}};
}

Result<Json> delete_queue(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const Json queue, queue_of(session, parameters));
  TRY(drop_resource(session, kQueueList, name_of_queue(queue)));
  return Json::object();
}

constexpr std::array kQueueOperations = {
    AccountOperation{"sqs", "GetQueueAttributes", &kGetAttributesInput, false,
                     get_queue_attributes},
    AccountOperation{"sqs", "SetQueueAttributes", &kSetAttributesInput, true, set_queue_attributes},
    AccountOperation{"sqs", "GetQueueUrl", &kGetQueueUrlInput, false, get_queue_url},
    AccountOperation{"sqs", "ListQueues", &kListQueuesInput, false, list_queues},
    AccountOperation{"sqs", "SendMessage", &kSendMessageInput, true, send_message},
    AccountOperation{"sqs", "PurgeQueue", &kQueueUrlInput, true, purge_queue},
    AccountOperation{"sqs", "CreateQueue", &kCreateQueueInput, true, create_queue},
    AccountOperation{"sqs", "DeleteQueue", &kQueueUrlInput, true, delete_queue},
};

}  // namespace

std::span<const AccountOperation> queue_operations() {
  return kQueueOperations;
}

}  // namespace ssm::cloud
