// SPDX-License-Identifier: Apache-2.0
// Changing Parameter Store. Source: the API reference of Systems Manager and its User Guide; texts
// as the service gives them where they are known.
#include <fmt/format.h>
#include <array>

#include "actions/cloud/ec2_tags.h"
#include "actions/cloud/parameter_versions.h"
#include "core/base/pattern.h"
#include "core/base/text.h"

namespace ssm::cloud {
namespace {

constexpr std::size_t kMostParameters = 10'000;
constexpr std::size_t kLongestStandardValue = 4096;
constexpr std::size_t kLongestValue = 8192;
constexpr std::size_t kLongestLabel = 100;
constexpr std::string_view kParameterTypes[] = {"SecureString", "StringList", "String"};

constexpr MemberShape kPutMembers[] = {
    {"Name", &kNonEmpty, true},   {"Description", &kString}, {"Value", &kString, true},
    {"Type", &kString},           {"KeyId", &kString},       {"Overwrite", &kBoolean},
    {"AllowedPattern", &kString}, {"Tags", &kWholeTags},     {"Tier", &kString},
    {"Policies", &kString},       {"DataType", &kString}};
constexpr MemberShape kDeleteParameterMembers[] = {{"Name", &kNonEmpty, true}};
constexpr MemberShape kDeleteSeveralMembers[] = {{"Names", &kStrings, true}};
constexpr MemberShape kLabelMembers[] = {
    {"Name", &kNonEmpty, true}, {"ParameterVersion", &kInteger}, {"Labels", &kStrings, true}};
constexpr Shape kPut = structure(kPutMembers);
constexpr Shape kDeleteParameter = structure(kDeleteParameterMembers);
constexpr Shape kDeleteSeveral = structure(kDeleteSeveralMembers);
constexpr Shape kLabel = structure(kLabelMembers);

tl::unexpected<Error> refused_change(std::string message) {
  return failure("ValidationException", std::move(message));
}

bool is_prefixed(std::string_view text, std::string_view prefix) {
  return equals_ignore_case(text.substr(0, prefix.size()), prefix);
}

/// Names that begin with aws or ssm are the service's own.
Completed check_reserved(std::string_view name) {
  const bool is_path = std::ranges::count(name, '/') > 1;
  const std::string_view first = name.starts_with('/') ? name.substr(1) : name;
  if (!is_prefixed(first, "aws") && !is_prefixed(first, "ssm")) return {};
  if (is_path && is_prefixed(first, "aws"))
    return failure("AccessDeniedException",
                   fmt::format("No access to reserved parameter name: {}.", name));
  if (!is_path)
    return refused_change(
        "Parameter name: can't be prefixed with \"aws\" or \"ssm\" (case-insensitive).");
  return refused_change(
      "Parameter name: can't be prefixed with \"ssm\" (case-insensitive). If formed as a path, it "
      "can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of "
      "letters, numbers and the following 3 symbols .-_");
}

Completed check_parameter_type(const Json& request, const ParameterVersion* before) {
  const std::string type = string_member(request, "Type");
  if (type.empty() && !before)
    return refused_change("A parameter type is required when you create a parameter.");
  if (!type.empty() && std::ranges::find(kParameterTypes, type) == std::end(kParameterTypes))
    return refused_change(
        fmt::format("1 validation error detected: Value '{}' at 'type' failed to satisfy "
                    "constraint: Member must satisfy enum value set: [SecureString, "
                    "StringList, String]",
                    type));
  if (before && !type.empty() && type != before->type)
    return failure("HierarchyTypeMismatchException",
                   "Parameter Store does not support changing a parameter type in a hierarchy. For "
                   "example, you can't change a parameter from a String type to a SecureString "
                   "type. You must create a new, unique parameter.");
  return {};
}

/// The size that its tier allows; Intelligent-Tiering takes the smallest tier that does.
Completed check_size(ParameterVersion& version) {
  const std::size_t size = version.value.size();
  if (size == 0)
    return refused_change(
        "1 validation error detected: Value '' at 'value' failed to satisfy constraint: "
        "Member must have length greater than or equal to 1.");
  if (version.tier == "Intelligent-Tiering")
    version.tier = size > kLongestStandardValue ? "Advanced" : "Standard";
  const bool is_advanced = version.tier == "Advanced";
  if (size <= (is_advanced ? kLongestValue : kLongestStandardValue)) return {};
  return refused_change(
      is_advanced ? "Advanced tier parameters support a maximum parameter value of 8192 "
                    "characters."
                  : "Standard tier parameters support a maximum parameter value of 4096 "
                    "characters. To create a larger parameter value, upgrade the parameter to "
                    "use the advanced-parameter tier. For more information, see "
                    "https://docs.aws.amazon.com/systems-manager/latest/userguide/"
                    "parameter-store-advanced-parameters.html");
}

Completed check_pattern(const ParameterVersion& version) {
  if (version.allowed_pattern.empty()) return {};
  const Result<Pattern> pattern = Pattern::compile(version.allowed_pattern);
  if (!pattern)
    return failure("InvalidAllowedPatternException",
                   "The request does not meet the regular expression requirement.");
  const Result<bool> matches = pattern->matches(version.value);
  if (matches && *matches) return {};
  return failure("ParameterPatternMismatchException",
                 fmt::format("Parameter value, cannot be validated against allowedPattern: {}",
                             version.allowed_pattern));
}

/// Room for one more version: the oldest goes, unless it has a label.
Completed make_room(ParameterVersions& store, const std::string& name,
                    const std::vector<ParameterVersion>& versions) {
  if (versions.size() < kMostParameterVersions) return {};
  const ParameterVersion& oldest = versions.front();
  if (oldest.labels.empty()) return store.remove(name, oldest.number);
  return failure("ParameterMaxVersionLimitExceeded",
                 fmt::format("You attempted to create a new version of {} by calling the "
                             "PutParameter API with the overwrite flag. Version {}, the oldest "
                             "version, can't be deleted because it has a label associated with it. "
                             "Move the label to another version of the parameter, and try again.",
                             name, oldest.number));
}

/// The new version as the request asks for it; what it leaves out stays as it was.
ParameterVersion next_version(const Json& request, const ParameterVersion* before, Time now) {
  ParameterVersion next = before ? *before : ParameterVersion{};
  next.number = before ? before->number + 1 : 1;
  next.labels.clear();
  next.modified = to_iso8601(now);
  next.value = string_member(request, "Value");
  next.type = string_member(request, "Type", next.type);
  next.description = string_member(request, "Description", next.description);
  next.allowed_pattern = string_member(request, "AllowedPattern", next.allowed_pattern);
  next.data_type = string_member(request, "DataType", next.data_type);
  next.tier = string_member(request, "Tier", next.tier);
  return next;
}

/// The resource that holds the tags.
Completed put_resource(AccountSession& session, const std::string& name, const Json& request) {
  TRY_ASSIGN(std::optional<Json> resource, session.store.find(session.scope, kParameterKind, name));
  if (!resource) {
    TRY_ASSIGN(const auto parameters, session.store.list(session.scope, kParameterKind));
    if (parameters.size() >= kMostParameters)
      return failure("ParameterLimitExceeded",
                     "You have exceeded the number of parameters for this AWS account. Delete one "
                     "or more parameters and try again.");
    resource = Json{{"Name", name}, {"Tags", Json::object()}};
  }
  if (const Json* tags = find_member(request, "Tags")) TRY(put_tags((*resource)["Tags"], *tags));
  return session.store.put(session.scope, kParameterKind, name, *resource);
}

Result<Json> put_parameter(AccountSession& session, const Json& request) {
  const std::string name = string_member(request, "Name");
  TRY(check_parameter_name(name));
  TRY(check_reserved(name));
  const bool overwrites = is_set(request, "Overwrite");
  if (overwrites && find_member(request, "Tags"))
    return refused_change(
        "Invalid request: tags and overwrite can't be used together. To create a parameter with "
        "tags, please remove overwrite flag. To update tags for an existing parameter, please use "
        "AddTagsToResource or RemoveTagsFromResource.");
  if (const Json* tags = find_member(request, "Tags"))
    if (const std::string key = repeated_tag_key(*tags); !key.empty())
      return refused_change(
          fmt::format("Invalid request: the tag key {} is there more than once.", key));
  ParameterVersions store(session);
  TRY_ASSIGN(const std::vector<ParameterVersion> versions, store.of(name));
  const ParameterVersion* before = versions.empty() ? nullptr : &versions.back();
  TRY(check_parameter_type(request, before));
  if (before && !overwrites)
    return failure("ParameterAlreadyExists",
                   "The parameter already exists. To overwrite this value, set the overwrite "
                   "option in the request to true.");
  ParameterVersion next = next_version(request, before, session.now);
  TRY(check_size(next));
  TRY(check_pattern(next));
  TRY(make_room(store, name, versions));
  TRY(put_resource(session, name, request));
  TRY(store.put(name, next));
  return Json{{"Version", next.number}, {"Tier", next.tier.empty() ? "Standard" : next.tier}};
}

/// Whether it was there.
Result<bool> remove_parameter(AccountSession& session, const std::string& name) {
  TRY_ASSIGN(const bool is_there,
             session.store.find(session.scope, kParameterKind, name).map([](const auto& resource) {
               return resource.has_value();
             }));
  TRY(ParameterVersions(session).remove_all(name));
  TRY(session.store.remove(session.scope, kParameterKind, name));
  return is_there;
}

Result<Json> delete_parameter(AccountSession& session, const Json& request) {
  const std::string name = string_member(request, "Name");
  TRY_ASSIGN(const bool was_there, remove_parameter(session, name));
  if (!was_there) return parameter_not_found(name);
  return Json::object();
}

Result<Json> delete_parameters(AccountSession& session, const Json& request) {
  TRY_ASSIGN(const std::vector<std::string> names, parameter_names(request));
  Json answer{{"DeletedParameters", Json::array()}, {"InvalidParameters", Json::array()}};
  for (const std::string& name : names) {
    TRY_ASSIGN(const bool was_there, remove_parameter(session, name));
    answer[was_there ? "DeletedParameters" : "InvalidParameters"].push_back(name);
  }
  return answer;
}

bool is_label(std::string_view text) {
  constexpr std::string_view kCharacters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
  return !text.empty() && text.size() <= kLongestLabel &&
         text.find_first_not_of(kCharacters) == text.npos &&
         !(text.front() >= '0' && text.front() <= '9') && !is_prefixed(text, "aws") &&
         !is_prefixed(text, "ssm");
}

Result<Json> label_parameter_version(AccountSession& session, const Json& request) {
  const std::string name = string_member(request, "Name");
  ParameterVersions store(session);
  TRY_ASSIGN(std::vector<ParameterVersion> versions, store.of(name));
  if (versions.empty()) return parameter_not_found(name);
  const Json* given = find_member(request, "ParameterVersion");
  const std::int64_t number = given ? given->get<std::int64_t>() : versions.back().number;
  const auto labelled = std::ranges::find(versions, number, &ParameterVersion::number);
  if (labelled == versions.end())
    return failure("ParameterVersionNotFound",
                   fmt::format("Systems Manager could not find version {} of {}. Verify the "
                               "version and try again.",
                               number, name));
  Json answer{{"InvalidLabels", Json::array()}, {"ParameterVersion", number}};
  for (const std::string& label : strings_of(request, "Labels")) {
    if (!is_label(label)) {
      answer["InvalidLabels"].push_back(label);
      continue;
    }
    for (ParameterVersion& version : versions) std::erase(version.labels, label);
    labelled->labels.push_back(label);
  }
  if (labelled->labels.size() > kMostParameterLabels)
    return failure(
        "ParameterVersionLabelLimitExceeded",
        fmt::format("A parameter version can have a maximum of {} labels.", kMostParameterLabels));
  for (const ParameterVersion& version : versions) TRY(store.put(name, version));
  return answer;
}

constexpr std::array kParameterChanges = {
    AccountOperation{"ssm", "PutParameter", &kPut, true, put_parameter},
    AccountOperation{"ssm", "DeleteParameter", &kDeleteParameter, true, delete_parameter},
    AccountOperation{"ssm", "DeleteParameters", &kDeleteSeveral, true, delete_parameters},
    AccountOperation{"ssm", "LabelParameterVersion", &kLabel, true, label_parameter_version},
};

}  // namespace

std::span<const AccountOperation> parameter_change_operations() {
  return kParameterChanges;
}

}  // namespace ssm::cloud
