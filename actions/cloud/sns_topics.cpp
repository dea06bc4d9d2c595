// SPDX-License-Identifier: Apache-2.0
// Topics of SNS and their attributes. Source: the API reference of SNS.
#include <fmt/format.h>

#include <array>

#include "actions/cloud/operation.h"
#include "core/base/arn.h"
#include "core/base/text.h"

namespace ssm::cloud {
namespace {

constexpr std::size_t kLongestTopicName = 256;
constexpr std::size_t kMostTopics = 10'000;

constexpr Shape kTopicAttributes{.kind = Shape::Kind::kMap, .element = &kString, .key = &kString};
constexpr MemberShape kTopicArnShapes[] = {{"TopicArn", &kString, true}};
constexpr MemberShape kSetTopicAttributesShapes[] = {
    {"TopicArn", &kString, true}, {"AttributeName", &kString, true}, {"AttributeValue", &kString}};
constexpr MemberShape kCreateTopicShapes[] = {{"Name", &kString, true},
                                              {"Attributes", &kTopicAttributes},
                                              {"Tags", kAnything},
                                              {"DataProtectionPolicy", &kString}};
constexpr Shape kTopicArnInput = structure(kTopicArnShapes);
constexpr Shape kSetTopicAttributesInput = structure(kSetTopicAttributesShapes);
constexpr Shape kCreateTopicInput = structure(kCreateTopicShapes);

Result<Json> topic_of(AccountSession& session, const std::string& arn) {
  const std::optional<Arn> parsed = Arn::parse(arn);
  if (!parsed || parsed->service != "sns" || parsed->resource.find(':') != std::string::npos)
    return failure("InvalidParameter", "Invalid parameter: TopicArn");
  TRY_ASSIGN(std::optional<Json> topic, session.store.find(session.scope, kTopicKind, arn));
  if (topic) return *std::move(topic);
  return failure("NotFound", "Topic does not exist");
}

Result<Json> get_topic_attributes(AccountSession& session, const Json& parameters) {
  const std::string arn = string_member(parameters, "TopicArn");
  TRY_ASSIGN(const Json topic, topic_of(session, arn));
  Json attributes{{"TopicArn", arn},
                  {"Owner", session.scope.account},
                  {"DisplayName", ""},
                  {"SubscriptionsConfirmed", "0"},
                  {"SubscriptionsPending", "0"},
                  {"SubscriptionsDeleted", "0"}};
  attributes.update(topic.value("Attributes", Json::object()));
  return Json{{"Attributes", std::move(attributes)}};
}

Result<Json> set_topic_attributes(AccountSession& session, const Json& parameters) {
  constexpr std::array<std::string_view, 18> kNames = {"DeliveryPolicy",
                                                       "DisplayName",
                                                       "Policy",
                                                       "TracingConfig",
                                                       "KmsMasterKeyId",
                                                       "SignatureVersion",
                                                       "ArchivePolicy",
                                                       "ContentBasedDeduplication",
                                                       "FifoThroughputScope",
                                                       "HTTPSuccessFeedbackRoleArn",
                                                       "HTTPFailureFeedbackRoleArn",
                                                       "HTTPSuccessFeedbackSampleRate",
                                                       "LambdaSuccessFeedbackRoleArn",
                                                       "LambdaFailureFeedbackRoleArn",
                                                       "LambdaSuccessFeedbackSampleRate",
                                                       "SQSSuccessFeedbackRoleArn",
                                                       "SQSFailureFeedbackRoleArn",
                                                       "SQSSuccessFeedbackSampleRate"};
  const std::string arn = string_member(parameters, "TopicArn");
  const std::string name = string_member(parameters, "AttributeName");
  TRY_ASSIGN(Json topic, topic_of(session, arn));
  if (std::ranges::find(kNames, name) == kNames.end())
    return failure("InvalidParameter", "Invalid parameter: AttributeName");
  topic["Attributes"][name] = string_member(parameters, "AttributeValue");
  TRY(session.store.put(session.scope, kTopicKind, arn, topic));
  return Json::object();
}

/// A topic that is there already is the answer.
Result<Json> create_topic(AccountSession& session, const Json& parameters) {
  const std::string name = string_member(parameters, "Name");
  std::string_view bare = name;
  if (bare.ends_with(".fifo")) bare.remove_suffix(5);
  const bool good =
      !bare.empty() && name.size() <= kLongestTopicName && std::ranges::all_of(bare, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '-' ||
               c == '_';
      });
  if (!good) return failure("InvalidParameter", "Invalid parameter: Topic Name");
  const std::string arn = Arn::regional(session.scope, "sns", name).text();
  TRY_ASSIGN(const std::optional<Json> known, session.store.find(session.scope, kTopicKind, arn));
  if (known) return Json{{"TopicArn", arn}};
  TRY_ASSIGN(const auto topics, session.store.list(session.scope, kTopicKind));
  if (topics.size() >= kMostTopics)
    return failure("TopicLimitExceeded",
                   fmt::format("The simulated account keeps at most {} topics", kMostTopics));
  Json topic{{"TopicArn", arn}};
  if (const Json* attributes = find_member(parameters, "Attributes"))
    topic["Attributes"] = *attributes;
  TRY(session.store.put(session.scope, kTopicKind, arn, topic));
  return Json{{"TopicArn", arn}};
}

Result<Json> delete_topic(AccountSession& session, const Json& parameters) {
  TRY(session.store.remove(session.scope, kTopicKind, string_member(parameters, "TopicArn")));
  return Json::object();
}

constexpr std::array kTopicOperations = {
    AccountOperation{"sns", "GetTopicAttributes", &kTopicArnInput, false, get_topic_attributes},
    AccountOperation{"sns", "SetTopicAttributes", &kSetTopicAttributesInput, true,
                     set_topic_attributes},
    AccountOperation{"sns", "CreateTopic", &kCreateTopicInput, true, create_topic},
    AccountOperation{"sns", "DeleteTopic", &kTopicArnInput, true, delete_topic},
};

}  // namespace

std::span<const AccountOperation> topic_operations() {
  return kTopicOperations;
}

}  // namespace ssm::cloud
