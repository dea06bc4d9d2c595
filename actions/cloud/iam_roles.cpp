// SPDX-License-Identifier: Apache-2.0
// Roles and instance profiles of IAM. Managed policies are known by their ARNs alone. Source: the
// API reference of IAM; texts of errors as the service gives them where they are known.
#include <fmt/format.h>

#include <array>

#include "actions/cloud/account_values.h"
#include "actions/cloud/ec2_tags.h"
#include "actions/cloud/instance.h"
#include "actions/cloud/resource.h"
#include "core/base/arn.h"
#include "core/base/id.h"
#include "core/base/text.h"

namespace ssm::cloud {
namespace {

constexpr std::size_t kMostAttached = 20;
constexpr std::size_t kLongestRoleName = 64;

// --- The file -----------------------------------------------------------------------------------

constexpr AccountMember kRoleMembers[] = {{"RoleName", kNamedValue, true},
                                          {"Arn", kNamedValue},
                                          {"Path", kNamedValue},
                                          {"RoleId", kNamedValue},
                                          {"CreateDate", kTimeValue},
                                          {"AssumeRolePolicyDocument", kJsonValue},
                                          {"Description", kTextValue},
                                          {"MaxSessionDuration", kWholeNumberValue},
                                          {"Tags", kTagsValue},
                                          {"AttachedPolicies", kTextsValue},
                                          {"Policies", kMapValue}};
constexpr AccountMember kProfileMembersOfIam[] = {
    {"InstanceProfileName", kNamedValue, true}, {"Arn", kNamedValue},       {"Path", kNamedValue},
    {"InstanceProfileId", kNamedValue},         {"CreateDate", kTimeValue}, {"Roles", kTextsValue}};

/// Ids of IAM: a prefix and letters and digits.
std::string iam_id(std::string_view prefix, std::string_view seed) {
  std::string digits = sha256_hex(seed).substr(0, 17);
  std::ranges::transform(digits, digits.begin(),
                         [](char c) { return c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c; });
  return std::string(prefix) + digits;
}

void add_iam_members(const AccountSession& session, Json& thing, std::string_view kind,
                     const std::string& name) {
  add_default(thing, "Path", "/");
  add_default(
      thing, "Arn",
      Arn::iam(session.scope, std::string(kind) + string_member(thing, "Path") + name).text());
  add_default(thing, "CreateDate", to_iso8601(session.now));
}

std::string name_of_role(const Json& role) {
  return string_member(role, "RoleName");
}

std::string name_of_profile(const Json& profile) {
  return string_member(profile, "InstanceProfileName");
}

Json stored_role(const AccountSession& session, Json role) {
  const std::string name = name_of_role(role);
  add_iam_members(session, role, "role", name);
  add_default(role, "RoleId", iam_id("AROA", session.scope.account + name));
  add_default(role, "AssumeRolePolicyDocument",
              {{"Version", "2012-10-17"}, {"Statement", Json::array()}});
  add_default(role, "MaxSessionDuration", 3600);
  add_default(role, "AttachedPolicies", Json::array());
  add_default(role, "Policies", Json::object());
  role["Tags"] = tags_as_map(role.value("Tags", Json::object()));
  return role;
}

Json stored_profile(const AccountSession& session, Json profile) {
  const std::string name = name_of_profile(profile);
  add_iam_members(session, profile, "instance-profile", name);
  add_default(profile, "InstanceProfileId", iam_id("AIPA", session.scope.account + name));
  add_default(profile, "Roles", Json::array());
  return profile;
}

}  // namespace

extern constinit const ResourceList kRoleList{
    {"roles", kRoleMembers}, "iam:role", stored_role, name_of_role};
extern constinit const ResourceList kProfileList{{"instanceProfiles", kProfileMembersOfIam},
                                                 "iam:instance-profile",
                                                 stored_profile,
                                                 name_of_profile};

namespace {

Result<Json> role_named(AccountSession& session, const Json& parameters) {
  const std::string name = string_member(parameters, "RoleName");
  TRY_ASSIGN(std::optional<Json> role, find_resource(session, kRoleList, name));
  if (role) return *std::move(role);
  return failure("NoSuchEntity", fmt::format("The role with name {} cannot be found.", name));
}

Result<Json> profile_named(AccountSession& session, const Json& parameters) {
  const std::string name = string_member(parameters, "InstanceProfileName");
  TRY_ASSIGN(std::optional<Json> profile, find_resource(session, kProfileList, name));
  if (profile) return *std::move(profile);
  return failure("NoSuchEntity", fmt::format("Instance Profile {} cannot be found.", name));
}

/// A document as the SDK hands it out: decoded.
Json policy_document(const Json& given) {
  if (!given.is_string()) return given;
  return parse_json(given.get_ref<const std::string&>()).value_or(given);
}

Completed check_policy_document(const std::string& text) {
  const Result<Json> document = parse_json(text);
  if (document && document->is_object()) return {};
  return failure("MalformedPolicyDocument", "This policy contains invalid Json");
}

Json described_role(const Json& role, Time now, bool whole) {
  Json answer = Json::object();
  for (const std::string_view member : {"Path", "RoleName", "RoleId", "Arn"})
    copy_given(answer, role, member);
  answer["CreateDate"] = api_time(time_member(role, "CreateDate", now));
  answer["AssumeRolePolicyDocument"] = policy_document(role["AssumeRolePolicyDocument"]);
  for (const std::string_view member : {"Description", "MaxSessionDuration"})
    copy_given(answer, role, member);
  if (whole && !role["Tags"].empty()) answer["Tags"] = tag_list(role["Tags"]);
  if (whole) answer["RoleLastUsed"] = Json::object();
  return answer;
}

/// With its roles in full.
Result<Json> described_profile(AccountSession& session, const Json& profile) {
  Json answer = Json::object();
  for (const std::string_view member : {"Path", "InstanceProfileName", "InstanceProfileId", "Arn"})
    copy_given(answer, profile, member);
  answer["CreateDate"] = api_time(time_member(profile, "CreateDate", session.now));
  Json roles = Json::array();
  for (const std::string& name : strings_of(profile, "Roles")) {
    TRY_ASSIGN(const std::optional<Json> role, find_resource(session, kRoleList, name));
    if (role) roles.push_back(described_role(*role, session.now, false));
  }
  answer["Roles"] = std::move(roles);
  return answer;
}

// --- Roles --------------------------------------------------------------------------------------

constexpr MemberShape kRoleNameShapes[] = {{"RoleName", &kNonEmpty, true}};
constexpr MemberShape kPathPageShapes[] = {
    {"PathPrefix", &kString}, {"Marker", &kString}, {"MaxItems", &kInteger}};
constexpr MemberShape kCreateRoleShapes[] = {{"Path", &kString},
                                             {"RoleName", &kNonEmpty, true},
                                             {"AssumeRolePolicyDocument", &kNonEmpty, true},
                                             {"Description", &kString},
                                             {"MaxSessionDuration", &kInteger},
                                             {"PermissionsBoundary", &kString},
                                             {"Tags", &kWholeTags}};
constexpr Shape kRoleNameInput = structure(kRoleNameShapes);
constexpr Shape kPathPageInput = structure(kPathPageShapes);
constexpr Shape kCreateRoleInput = structure(kCreateRoleShapes);

Result<Json> get_role(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const Json role, role_named(session, parameters));
  return Json{{"Role", described_role(role, session.now, true)}};
}

/// Lists of IAM say whether there is more.
Result<Json> iam_page(Json items, const Json& parameters, std::string_view member) {
  TRY_ASSIGN(Json answer, page_answer(std::move(items), parameters,
                                      {.most = "MaxItems",
                                       .token = "Marker",
                                       .next = "Marker",
                                       .items = member,
                                       .code = "InvalidInput"}));
  answer["IsTruncated"] = answer.contains("Marker");
  return answer;
}

Result<Json> list_roles(AccountSession& session, const Json& parameters) {
  const std::string prefix = string_member(parameters, "PathPrefix", "/");
  TRY_ASSIGN(const std::vector<Json> all, all_resources(session, kRoleList));
  Json roles = Json::array();
  for (const Json& role : all)
    if (string_member(role, "Path").starts_with(prefix))
      roles.push_back(described_role(role, session.now, false));
  return iam_page(std::move(roles), parameters, "Roles");
}

Completed check_role_name(const std::string& name) {
  constexpr std::string_view kSymbols = "_+=,.@-";
  const bool good =
      !name.empty() && name.size() <= kLongestRoleName && std::ranges::all_of(name, [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) ||
               kSymbols.find(c) != std::string_view::npos;
      });
  if (good) return {};
  return failure("ValidationError",
                 "The specified value for roleName is invalid. It must contain only alphanumeric "
                 "characters and/or the following: +=,.@_-");
}

Result<Json> create_role(AccountSession& session, const Json& parameters) {
  const std::string name = string_member(parameters, "RoleName");
  TRY(check_role_name(name));
  TRY(check_policy_document(string_member(parameters, "AssumeRolePolicyDocument")));
  TRY_ASSIGN(const std::optional<Json> known, find_resource(session, kRoleList, name));
  if (known)
    return failure("EntityAlreadyExists", fmt::format("Role with name {} already exists.", name));
  TRY(require_room(session, kRoleList, "LimitExceeded"));
  Json role{{"RoleName", name}};
  for (const std::string_view member :
       {"Path", "AssumeRolePolicyDocument", "Description", "MaxSessionDuration"})
    copy_given(role, parameters, member);
  Json tags = Json::object();
  if (const Json* list = find_member(parameters, "Tags")) TRY(put_tags(tags, *list));
  role["Tags"] = std::move(tags);
  role = stored_role(session, std::move(role));
  TRY(save_resource(session, kRoleList, role));
  return Json{{"Role", described_role(role, session.now, true)}};
}

Result<Json> delete_role(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const Json role, role_named(session, parameters));
  const std::string name = name_of_role(role);
  TRY_ASSIGN(const std::vector<Json> profiles, all_resources(session, kProfileList));
  const bool is_used = std::ranges::any_of(profiles, [&](const Json& profile) {
    const std::vector<std::string> roles = strings_of(profile, "Roles");
    return std::ranges::find(roles, name) != roles.end();
  });
  if (is_used)
    return failure("DeleteConflict",
                   "Cannot delete entity, must remove roles from instance profile first.");
  if (!role["AttachedPolicies"].empty())
    return failure("DeleteConflict", "Cannot delete entity, must detach all policies first.");
  if (!role["Policies"].empty())
    return failure("DeleteConflict", "Cannot delete entity, must delete policies first.");
  TRY(drop_resource(session, kRoleList, name));
  return Json::object();
}

// --- Policies -----------------------------------------------------------------------------------

constexpr MemberShape kAttachShapes[] = {{"RoleName", &kNonEmpty, true},
                                         {"PolicyArn", &kArn, true}};
constexpr MemberShape kListAttachedShapes[] = {{"RoleName", &kNonEmpty, true},
                                               {"PathPrefix", &kString},
                                               {"Marker", &kString},
                                               {"MaxItems", &kInteger}};
constexpr MemberShape kRolePageShapes[] = {
    {"RoleName", &kNonEmpty, true}, {"Marker", &kString}, {"MaxItems", &kInteger}};
constexpr MemberShape kPutRolePolicyShapes[] = {{"RoleName", &kNonEmpty, true},
                                                {"PolicyName", &kNonEmpty, true},
                                                {"PolicyDocument", &kNonEmpty, true}};
constexpr MemberShape kRolePolicyShapes[] = {{"RoleName", &kNonEmpty, true},
                                             {"PolicyName", &kNonEmpty, true}};
constexpr Shape kAttachInput = structure(kAttachShapes);
constexpr Shape kListAttachedInput = structure(kListAttachedShapes);
constexpr Shape kRolePageInput = structure(kRolePageShapes);
constexpr Shape kPutRolePolicyInput = structure(kPutRolePolicyShapes);
constexpr Shape kRolePolicyInput = structure(kRolePolicyShapes);

Completed check_policy_arn(const std::string& arn) {
  const std::optional<Arn> parsed = Arn::parse(arn);
  if (parsed && parsed->service == "iam" && parsed->resource.starts_with("policy/")) return {};
  return failure("InvalidInput", fmt::format("ARN {} is not valid.", arn));
}

Result<Json> list_attached_role_policies(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const Json role, role_named(session, parameters));
  Json attached = Json::array();
  for (const std::string& arn : strings_of(role, "AttachedPolicies"))
    attached.push_back({{"PolicyName", arn.substr(arn.rfind('/') + 1)}, {"PolicyArn", arn}});
  return iam_page(std::move(attached), parameters, "AttachedPolicies");
}

Result<Json> attach_role_policy(AccountSession& session, const Json& parameters) {
  const std::string arn = string_member(parameters, "PolicyArn");
  TRY(check_policy_arn(arn));
  TRY_ASSIGN(Json role, role_named(session, parameters));
  const std::vector<std::string> attached = strings_of(role, "AttachedPolicies");
  if (std::ranges::find(attached, arn) != attached.end()) return Json::object();
  if (attached.size() >= kMostAttached)
    return failure("LimitExceeded",
                   fmt::format("Cannot exceed quota for PoliciesPerRole: {}", kMostAttached));
  role["AttachedPolicies"].push_back(arn);
  TRY(save_resource(session, kRoleList, role));
  return Json::object();
}

Result<Json> detach_role_policy(AccountSession& session, const Json& parameters) {
  const std::string arn = string_member(parameters, "PolicyArn");
  TRY_ASSIGN(Json role, role_named(session, parameters));
  Json left = Json::array();
  for (const std::string& one : strings_of(role, "AttachedPolicies"))
    if (one != arn) left.push_back(one);
  if (left.size() == role["AttachedPolicies"].size())
    return failure("NoSuchEntity", fmt::format("Policy {} was not found.", arn));
  role["AttachedPolicies"] = std::move(left);
  TRY(save_resource(session, kRoleList, role));
  return Json::object();
}

Result<Json> list_role_policies(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const Json role, role_named(session, parameters));
  Json names = Json::array();
  for (const auto& [name, document] : role["Policies"].items()) names.push_back(name);
  return iam_page(std::move(names), parameters, "PolicyNames");
}

Result<Json> put_role_policy(AccountSession& session, const Json& parameters) {
  const std::string document = string_member(parameters, "PolicyDocument");
  TRY(check_policy_document(document));
  TRY_ASSIGN(Json role, role_named(session, parameters));
  role["Policies"][string_member(parameters, "PolicyName")] = parse_json(document).value();
  TRY(save_resource(session, kRoleList, role));
  return Json::object();
}

tl::unexpected<Error> no_such_role_policy(const std::string& name) {
  return failure("NoSuchEntity",
                 fmt::format("The role policy with name {} cannot be found.", name));
}

Result<Json> get_role_policy(AccountSession& session, const Json& parameters) {
  const std::string name = string_member(parameters, "PolicyName");
  TRY_ASSIGN(const Json role, role_named(session, parameters));
  const Json* document = find_member(role["Policies"], name);
  if (document == nullptr) return no_such_role_policy(name);
  return Json{{"RoleName", name_of_role(role)},
              {"PolicyName", name},
              {"PolicyDocument", policy_document(*document)}};
}

Result<Json> delete_role_policy(AccountSession& session, const Json& parameters) {
  const std::string name = string_member(parameters, "PolicyName");
  TRY_ASSIGN(Json role, role_named(session, parameters));
  if (!find_member(role["Policies"], name)) return no_such_role_policy(name);
  role["Policies"].erase(name);
  TRY(save_resource(session, kRoleList, role));
  return Json::object();
}

// --- Instance profiles --------------------------------------------------------------------------

constexpr MemberShape kProfileNameShapes[] = {{"InstanceProfileName", &kNonEmpty, true}};
constexpr MemberShape kCreateProfileShapes[] = {
    {"InstanceProfileName", &kNonEmpty, true}, {"Path", &kString}, {"Tags", &kWholeTags}};
constexpr MemberShape kRoleInProfileShapes[] = {{"InstanceProfileName", &kNonEmpty, true},
                                                {"RoleName", &kNonEmpty, true}};
constexpr Shape kProfileNameInput = structure(kProfileNameShapes);
constexpr Shape kCreateProfileInput = structure(kCreateProfileShapes);
constexpr Shape kRoleInProfileInput = structure(kRoleInProfileShapes);

Result<Json> get_instance_profile(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const Json profile, profile_named(session, parameters));
  TRY_ASSIGN(Json described, described_profile(session, profile));
  return Json{{"InstanceProfile", std::move(described)}};
}

Result<Json> create_instance_profile(AccountSession& session, const Json& parameters) {
  const std::string name = string_member(parameters, "InstanceProfileName");
  TRY_ASSIGN(const std::optional<Json> known, find_resource(session, kProfileList, name));
  if (known)
    return failure("EntityAlreadyExists", fmt::format("Instance Profile {} already exists.", name));
  TRY(require_room(session, kProfileList, "LimitExceeded"));
  Json profile{{"InstanceProfileName", name}};
  copy_given(profile, parameters, "Path");
  profile = stored_profile(session, std::move(profile));
  TRY(save_resource(session, kProfileList, profile));
  TRY_ASSIGN(Json described, described_profile(session, profile));
  return Json{{"InstanceProfile", std::move(described)}};
}

Result<Json> delete_instance_profile(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const Json profile, profile_named(session, parameters));
  if (!profile["Roles"].empty())
    return failure("DeleteConflict",
                   "Cannot delete entity, must remove roles from instance profile first.");
  TRY(drop_resource(session, kProfileList, name_of_profile(profile)));
  return Json::object();
}

Result<Json> add_role_to_instance_profile(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json profile, profile_named(session, parameters));
  TRY_ASSIGN(const Json role, role_named(session, parameters));
  if (!profile["Roles"].empty())
    return failure("LimitExceeded",
                   "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1");
  profile["Roles"].push_back(name_of_role(role));
  TRY(save_resource(session, kProfileList, profile));
  return Json::object();
}

Result<Json> remove_role_from_instance_profile(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json profile, profile_named(session, parameters));
  const std::string name = string_member(parameters, "RoleName");
  Json left = Json::array();
  for (const std::string& one : strings_of(profile, "Roles"))
    if (one != name) left.push_back(one);
  if (left.size() == profile["Roles"].size())
    return failure("NoSuchEntity",
                   fmt::format("Role {} in Instance Profile cannot be found.", name));
  profile["Roles"] = std::move(left);
  TRY(save_resource(session, kProfileList, profile));
  return Json::object();
}

/// Those that have the role; all of them when none is named.
Result<Json> listed_profiles(AccountSession& session, const Json& parameters,
                             const std::string& role) {
  TRY_ASSIGN(const std::vector<Json> all, all_resources(session, kProfileList));
  Json profiles = Json::array();
  for (const Json& profile : all) {
    const std::vector<std::string> roles = strings_of(profile, "Roles");
    if (!role.empty() && std::ranges::find(roles, role) == roles.end()) continue;
    TRY_ASSIGN(Json described, described_profile(session, profile));
    profiles.push_back(std::move(described));
  }
  return iam_page(std::move(profiles), parameters, "InstanceProfiles");
}

Result<Json> list_instance_profiles(AccountSession& session, const Json& parameters) {
  return listed_profiles(session, parameters, {});
}

Result<Json> list_instance_profiles_for_role(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const Json role, role_named(session, parameters));
  return listed_profiles(session, parameters, name_of_role(role));
}

constexpr std::array kRoleOperations = {
    AccountOperation{"iam", "GetRole", &kRoleNameInput, false, get_role},
    AccountOperation{"iam", "CreateRole", &kCreateRoleInput, true, create_role},
    AccountOperation{"iam", "DeleteRole", &kRoleNameInput, true, delete_role},
    AccountOperation{"iam", "ListRoles", &kPathPageInput, false, list_roles},
    AccountOperation{"iam", "ListAttachedRolePolicies", &kListAttachedInput, false,
                     list_attached_role_policies},
    AccountOperation{"iam", "AttachRolePolicy", &kAttachInput, true, attach_role_policy},
    AccountOperation{"iam", "DetachRolePolicy", &kAttachInput, true, detach_role_policy},
    AccountOperation{"iam", "ListRolePolicies", &kRolePageInput, false, list_role_policies},
    AccountOperation{"iam", "PutRolePolicy", &kPutRolePolicyInput, true, put_role_policy},
    AccountOperation{"iam", "GetRolePolicy", &kRolePolicyInput, false, get_role_policy},
    AccountOperation{"iam", "DeleteRolePolicy", &kRolePolicyInput, true, delete_role_policy},
    AccountOperation{"iam", "GetInstanceProfile", &kProfileNameInput, false, get_instance_profile},
    AccountOperation{"iam", "CreateInstanceProfile", &kCreateProfileInput, true,
                     create_instance_profile},
    AccountOperation{"iam", "DeleteInstanceProfile", &kProfileNameInput, true,
                     delete_instance_profile},
    AccountOperation{"iam", "AddRoleToInstanceProfile", &kRoleInProfileInput, true,
                     add_role_to_instance_profile},
    AccountOperation{"iam", "RemoveRoleFromInstanceProfile", &kRoleInProfileInput, true,
                     remove_role_from_instance_profile},
    AccountOperation{"iam", "ListInstanceProfiles", &kPathPageInput, false, list_instance_profiles},
    AccountOperation{"iam", "ListInstanceProfilesForRole", &kRolePageInput, false,
                     list_instance_profiles_for_role},
};

}  // namespace

std::span<const AccountOperation> role_operations() {
  return kRoleOperations;
}

}  // namespace ssm::cloud
