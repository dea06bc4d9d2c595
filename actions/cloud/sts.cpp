// SPDX-License-Identifier: Apache-2.0
// Who calls, and credentials for a while. The account takes any credentials, so those that are
// handed out here open nothing. Source: the API reference of STS.
#include <fmt/format.h>

#include <array>

#include "actions/cloud/ec2_tags.h"
#include "actions/cloud/instance.h"
#include "actions/cloud/resource.h"
#include "actions/cloud/session_token.h"
#include "core/base/arn.h"
#include "core/base/id.h"
#include "core/base/text.h"

namespace ssm::cloud {
namespace {

constexpr std::int64_t kLeastSeconds = 900;

struct SessionSeconds {
  std::int64_t usual;
  std::int64_t most;
};
constexpr SessionSeconds kRoleSeconds{3600, 43'200};
constexpr SessionSeconds kTokenSeconds{43'200, 129'600};

constexpr std::string_view kUsualUser = "user/local";

constexpr Shape kNothing{.kind = Shape::Kind::kStructure};
constexpr Shape kSessionSeconds{.kind = Shape::Kind::kInteger, .min = kLeastSeconds};
constexpr Shape kSessionName{.kind = Shape::Kind::kString, .min = 2};
constexpr MemberShape kAssumeRoleShapes[] = {{"RoleArn", &kArn, true},
                                             {"RoleSessionName", &kSessionName, true},
                                             {"PolicyArns", kAnything},
                                             {"Policy", &kString},
                                             {"DurationSeconds", &kSessionSeconds},
                                             {"Tags", &kWholeTags},
                                             {"TransitiveTagKeys", &kStrings},
                                             {"ExternalId", &kString},
                                             {"SerialNumber", &kString},
                                             {"TokenCode", &kString},
                                             {"SourceIdentity", &kString},
                                             {"ProvidedContexts", kAnything}};
constexpr MemberShape kSessionTokenShapes[] = {
    {"DurationSeconds", &kSessionSeconds}, {"SerialNumber", &kString}, {"TokenCode", &kString}};
constexpr Shape kAssumeRoleInput = structure(kAssumeRoleShapes);
constexpr Shape kSessionTokenInput = structure(kSessionTokenShapes);

/// 16 characters as unique ids have them, the same for the same text.
std::string id_characters(std::string_view text) {
  std::string id = sha256_hex(text).substr(0, 16);
  std::ranges::transform(id, id.begin(),
                         [](char c) { return c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c; });
  return id;
}

std::string assumed_role_id(const std::string& account, std::string_view session) {
  return fmt::format("AROA{}LOCAL:{}", account, session);
}

std::string user_id(const Arn& who) {
  if (who.resource == "root") return who.account;
  if (who.resource.starts_with("assumed-role/"))
    return assumed_role_id(who.account, who.resource.substr(who.resource.rfind('/') + 1));
  if (who.resource == kUsualUser) return "AIDA" + who.account + "LOCA";
  return "AIDA" + id_characters(who.text());
}

Result<Json> get_caller_identity(AccountSession& session, const Json& /*parameters*/) {
  session.answer_changes = true;
  const Arn usual = Arn::iam(session.scope, kUsualUser);
  const Arn who = Arn::parse(session.caller).value_or(usual);
  return Json{{"UserId", user_id(who)}, {"Account", who.account}, {"Arn", who.text()}};
}

/// In the form of the service. They open nothing; the token says whom they stand for.
Result<Json> session_credentials(const AccountSession& session, const Json& parameters,
                                 const SessionSeconds& allowed, std::string_view caller_arn = {}) {
  const std::int64_t seconds = parameters.value("DurationSeconds", allowed.usual);
  if (seconds > allowed.most)
    return constraint_error("ValidationError", std::to_string(seconds), "durationSeconds",
                            fmt::format("have value less than or equal to {}", allowed.most));
  return Json{{"AccessKeyId", "ASIA" + id_characters(new_uuid())},
              {"SecretAccessKey", sha256_hex(new_uuid()).substr(0, 40)},
              {"SessionToken", make_session_token(caller_arn)},
              {"Expiration", api_time(session.now + std::chrono::seconds(seconds))}};
}

Completed check_session_name(const std::string& name) {
  constexpr std::string_view kSymbols = "_+=,.@-";
  constexpr std::size_t kLongest = 64;
  const bool good = name.size() <= kLongest && std::ranges::all_of(name, [&](char c) {
                      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) ||
                             kSymbols.find(c) != std::string_view::npos;
                    });
  if (good) return {};
  return constraint_error("ValidationError", name, "roleSessionName",
                          "satisfy regular expression pattern: [\\w+=,.@-]*");
}

/// Roles of other accounts are there: nobody here knows them.
Result<Json> assume_role(AccountSession& session, const Json& parameters) {
  const std::string role = string_member(parameters, "RoleArn");
  const std::string name = string_member(parameters, "RoleSessionName");
  const std::optional<Arn> arn = Arn::parse(role);
  constexpr std::string_view kRole = "role/";
  if (!arn || arn->service != "iam" || !arn->resource.starts_with(kRole))
    return failure("ValidationError", fmt::format("{} is invalid", role));
  TRY(check_session_name(name));
  const std::string bare = arn->resource.substr(arn->resource.rfind('/') + 1);
  const Arn user{arn->partition, "sts", "", arn->account,
                 fmt::format("assumed-role/{}/{}", bare, name)};
  TRY_ASSIGN(Json credentials, session_credentials(session, parameters, kRoleSeconds, user.text()));
  return Json{{"Credentials", std::move(credentials)},
              {"AssumedRoleUser",
               {{"AssumedRoleId", assumed_role_id(arn->account, name)}, {"Arn", user.text()}}}};
}

Result<Json> get_session_token(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json credentials, session_credentials(session, parameters, kTokenSeconds));
  return Json{{"Credentials", std::move(credentials)}};
}

// Each answer is another one: they are asked as what changes something.
constexpr std::array kStsOperations = {
    AccountOperation{"sts", "GetCallerIdentity", &kNothing, false, get_caller_identity},
    AccountOperation{"sts", "AssumeRole", &kAssumeRoleInput, true, assume_role},
    AccountOperation{"sts", "GetSessionToken", &kSessionTokenInput, true, get_session_token},
};

}  // namespace

std::span<const AccountOperation> sts_operations() {
  return kStsOperations;
}

}  // namespace ssm::cloud
