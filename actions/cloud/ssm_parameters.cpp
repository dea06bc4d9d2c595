// SPDX-License-Identifier: Apache-2.0
// Reading Parameter Store. Source: the API reference of Systems Manager and its User Guide; texts
// as the service gives them where they are known.
#include <fmt/format.h>
#include <array>
#include <ranges>

#include "actions/cloud/instance.h"
#include "actions/cloud/parameter_versions.h"
#include "core/base/arn.h"
#include "core/base/id.h"
#include "core/base/text.h"
#include "core/document/structure_reader.h"

namespace ssm::cloud {
namespace {

constexpr std::size_t kMostOfPage = 10;
constexpr std::size_t kMostOfHistory = 50;

constexpr MemberShape kGetMembers[] = {{"Name", &kNonEmpty, true}, {"WithDecryption", &kBoolean}};
constexpr MemberShape kGetSeveralMembers[] = {{"Names", &kStrings, true},
                                              {"WithDecryption", &kBoolean}};
constexpr MemberShape kStringFilterMembers[] = {
    {"Key", &kNonEmpty, true}, {"Option", &kString}, {"Values", &kStrings}};
constexpr Shape kStringFilter = structure(kStringFilterMembers);
constexpr Shape kStringFilters = list_of(kStringFilter);
constexpr MemberShape kByPathMembers[] = {
    {"Path", &kNonEmpty, true},    {"Recursive", &kBoolean},  {"ParameterFilters", &kStringFilters},
    {"WithDecryption", &kBoolean}, {"MaxResults", &kInteger}, {"NextToken", &kString}};
constexpr MemberShape kHistoryMembers[] = {{"Name", &kNonEmpty, true},
                                           {"WithDecryption", &kBoolean},
                                           {"MaxResults", &kInteger},
                                           {"NextToken", &kString}};
constexpr Shape kGet = structure(kGetMembers);
constexpr Shape kGetSeveral = structure(kGetSeveralMembers);
constexpr Shape kByPath = structure(kByPathMembers);
constexpr Shape kHistory = structure(kHistoryMembers);

tl::unexpected<Error> validation(std::string message) {
  return failure("ValidationException", std::move(message));
}

/// Where a version is: the parameter's name, and ":3", ":label" or nothing.
struct Selection {
  std::string name;
  std::string selector;
};

/// "NAME", "NAME:VERSION", "NAME:LABEL", or the ARN of a parameter with these.
Selection selection_of(std::string_view text, const AccountRegion& scope) {
  std::string rest(text);
  bool is_arn = false;
  if (const std::optional<Arn> arn = Arn::parse(text)) {
    constexpr std::string_view kPrefix = "parameter";
    if (arn->service != "ssm" || arn->account != scope.account || arn->region != scope.region ||
        !arn->resource.starts_with("parameter/"))
      return {rest, {}};
    rest = arn->resource.substr(kPrefix.size());
    is_arn = true;
  }
  const std::size_t colon = std::min(rest.find(':'), rest.size());
  Selection selection{rest.substr(0, colon), rest.substr(colon)};
  // The name of a parameter without levels has no slash, its ARN has.
  if (is_arn && selection.name.find('/', 1) == std::string::npos) selection.name.erase(0, 1);
  return selection;
}

/// A version of a parameter, and how it was asked for.
struct FoundVersion {
  Selection selection;
  ParameterVersion version;
};

/// Errors: ParameterNotFound, ParameterVersionNotFound.
Result<FoundVersion> find_version(AccountSession& session, std::string_view text) {
  Selection selection = selection_of(text, session.scope);
  TRY_ASSIGN(std::vector<ParameterVersion> versions, ParameterVersions(session).of(selection.name));
  if (versions.empty()) return parameter_not_found(text);
  if (selection.selector.empty())
    return FoundVersion{std::move(selection), std::move(versions.back())};
  const std::string wanted = selection.selector.substr(1);
  const std::optional<std::int64_t> number = parse_integer(wanted);
  for (ParameterVersion& version : versions)
    if (number ? version.number == *number
               : std::ranges::find(version.labels, wanted) != version.labels.end())
      return FoundVersion{std::move(selection), std::move(version)};
  return failure("ParameterVersionNotFound",
                 fmt::format("Systems Manager could not find {} {} of {}. Verify the {} and try "
                             "again.",
                             number ? "version" : "label", wanted, selection.name,
                             number ? "version" : "label"));
}

bool is_unreadable(const Error& error) {
  return error.code == "ParameterNotFound" || error.code == "ParameterVersionNotFound";
}

/// What the service shows of a SecureString to those who do not ask for its value.
std::string shown_value(const ParameterVersion& version, bool decrypts) {
  if (version.type != "SecureString" || decrypts) return version.value;
  return "AQICAH" + sha256_hex(version.value);
}

/// The Parameter structure.
Json parameter_answer(const AccountSession& session, const FoundVersion& found, bool decrypts) {
  const ParameterVersion& version = found.version;
  const std::string& name = found.selection.name;
  Json answer{{"Name", name}, {"Type", version.type}, {"Value", shown_value(version, decrypts)}};
  answer["Version"] = version.number;
  if (!found.selection.selector.empty()) answer["Selector"] = found.selection.selector;
  answer["LastModifiedDate"] = api_time(parse_time(version.modified).value_or(Time{}));
  const std::string path = name.starts_with('/') ? name : "/" + name;
  answer["ARN"] = Arn::regional(session.scope, "ssm", "parameter" + path).text();
  answer["DataType"] = version.data_type.empty() ? "text" : version.data_type;
  return answer;
}

Result<Json> get_parameter(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const FoundVersion found, find_version(session, string_member(parameters, "Name")));
  return Json{
      {"Parameter", parameter_answer(session, found, is_set(parameters, "WithDecryption"))}};
}

Result<Json> get_parameters(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const std::vector<std::string> names, parameter_names(parameters));
  Json known = Json::array();
  Json unknown = Json::array();
  for (const std::string& name : names) {
    const Result<FoundVersion> found = find_version(session, name);
    if (found)
      known.push_back(parameter_answer(session, *found, is_set(parameters, "WithDecryption")));
    else if (is_unreadable(found.error()))
      unknown.push_back(name);
    else
      return tl::unexpected(found.error());
  }
  return Json{{"Parameters", std::move(known)}, {"InvalidParameters", std::move(unknown)}};
}

/// Whether `name` lies below `path` ("/a/" with its last slash), directly or at any depth.
bool is_below(std::string_view name, std::string_view path, bool at_any_depth) {
  return name.starts_with(path) &&
         (at_any_depth || name.find('/', path.size()) == std::string_view::npos);
}

Result<std::size_t> page_size(const Json& parameters, std::size_t most) {
  const Json* given = find_member(parameters, "MaxResults");
  if (!given) return most;
  const auto size = given->get<std::int64_t>();
  if (size >= 1 && std::cmp_less_equal(size, most)) return static_cast<std::size_t>(size);
  return validation(
      fmt::format("1 validation error detected: Value '{}' at 'maxResults' failed to "
                  "satisfy constraint: Member must have value between 1 and {}",
                  size, most));
}

/// What a filter of that key looks at. Errors: InvalidFilterKey.
Result<std::vector<std::string>> filtered_values(const ParameterVersion& version,
                                                 const std::string& key) {
  const bool is_encrypted = version.type == "SecureString";
  if (key == "Type") return std::vector{version.type};
  if (key == "Label") return version.labels;
  if (key == "KeyId")  // the account has no other key
    return is_encrypted ? std::vector<std::string>{"alias/aws/ssm"} : std::vector<std::string>();
  return failure("InvalidFilterKey",
                 fmt::format("The following filter key is not valid: {}. Valid filter keys "
                             "include: [Type, KeyId, Label].",
                             key));
}

/// Errors: InvalidFilterKey, InvalidFilterOption.
Result<bool> passes_parameter_filters(const ParameterVersion& version, const Json& parameters) {
  const Json* filters = find_member(parameters, "ParameterFilters");
  if (!filters) return true;
  for (const Json& filter : *filters) {
    const std::string option = string_member(filter, "Option", "Equals");
    if (option != "Equals" && option != "BeginsWith")
      return failure("InvalidFilterOption",
                     fmt::format("The following filter option is not valid: {}. Valid options "
                                 "include: [BeginsWith, Equals].",
                                 option));
    TRY_ASSIGN(const std::vector<std::string> values,
               filtered_values(version, string_member(filter, "Key")));
    const auto is_wanted = [&](const std::string& wanted) {
      return std::ranges::any_of(values, [&](const std::string& value) {
        return option == "Equals" ? value == wanted : value.starts_with(wanted);
      });
    };
    if (std::ranges::none_of(strings_of(filter, "Values"), is_wanted)) return false;
  }
  return true;
}

/// The newest that passes the filters; nullopt: none does. Errors: those of the filters.
Result<std::optional<ParameterVersion>> filtered_version(std::vector<ParameterVersion> versions,
                                                         const Json& parameters) {
  for (ParameterVersion& version : versions | std::views::reverse) {
    TRY_ASSIGN(const bool passes, passes_parameter_filters(version, parameters));
    if (passes) return std::move(version);
  }
  return std::nullopt;
}

Result<Json> get_parameters_by_path(AccountSession& session, const Json& parameters) {
  std::string path = string_member(parameters, "Path");
  if (!path.starts_with('/'))
    return validation(
        "The parameter doesn't meet the parameter name requirements. The parameter "
        "name must begin with a forward slash \"/\".");
  if (!path.ends_with('/')) path += '/';
  TRY_ASSIGN(const std::size_t most, page_size(parameters, kMostOfPage));
  TRY_ASSIGN(const auto resources, session.store.list(session.scope, kParameterKind));
  std::vector<std::string> names;
  for (const auto& [name, body] : resources)
    if (is_below(name, path, is_set(parameters, "Recursive"))) names.push_back(name);
  std::ranges::sort(names);
  const std::string after = string_member(parameters, "NextToken");
  Json answer{{"Parameters", Json::array()}};
  for (const std::string& name : names) {
    if (name <= after) continue;
    TRY_ASSIGN(auto versions, ParameterVersions(session).of(name));
    TRY_ASSIGN(const auto version, filtered_version(std::move(versions), parameters));
    if (!version) continue;
    Json& list = answer["Parameters"];
    if (list.size() == most) {
      answer["NextToken"] = string_member(list.back(), "Name");
      break;
    }
    list.push_back(
        parameter_answer(session, {{name, {}}, *version}, is_set(parameters, "WithDecryption")));
  }
  return answer;
}

/// Errors: InvalidNextToken.
Result<std::int64_t> number_in_token(const Json& parameters) {
  const std::string token = string_member(parameters, "NextToken");
  const auto number = token.empty() ? std::optional<std::int64_t>(0) : parse_integer(token);
  if (number) return *number;
  return failure("InvalidNextToken", "The specified token isn't valid.");
}

Result<Json> get_parameter_history(AccountSession& session, const Json& parameters) {
  const std::string name = string_member(parameters, "Name");
  TRY_ASSIGN(const std::size_t most, page_size(parameters, kMostOfHistory));
  TRY_ASSIGN(const std::int64_t after, number_in_token(parameters));
  TRY_ASSIGN(const auto versions, ParameterVersions(session).of(name));
  if (versions.empty()) return parameter_not_found(name);
  Json answer{{"Parameters", Json::array()}};
  for (const ParameterVersion& version : versions) {
    if (version.number <= after) continue;
    Json& list = answer["Parameters"];
    if (list.size() == most) {
      answer["NextToken"] = std::to_string(list.back()["Version"].get<std::int64_t>());
      break;
    }
    Json shown{{"Name", name}};
    shown.update(version.written());
    shown["Value"] = shown_value(version, is_set(parameters, "WithDecryption"));
    shown["LastModifiedDate"] = api_time(parse_time(version.modified).value_or(Time{}));
    shown["LastModifiedUser"] = Arn::iam(session.scope, "user/local").text();
    if (version.data_type.empty()) shown["DataType"] = "text";
    if (version.tier.empty()) shown["Tier"] = "Standard";
    shown["Labels"] = version.labels;
    list.push_back(std::move(shown));
  }
  return answer;
}

constexpr std::array kParameterOperations = {
    AccountOperation{"ssm", "GetParameter", &kGet, false, get_parameter},
    AccountOperation{"ssm", "GetParameters", &kGetSeveral, false, get_parameters},
    AccountOperation{"ssm", "GetParametersByPath", &kByPath, false, get_parameters_by_path},
    AccountOperation{"ssm", "GetParameterHistory", &kHistory, false, get_parameter_history},
};

}  // namespace

Result<std::optional<ParameterVersion>> parameter_version_named(AccountSession& session,
                                                                std::string_view text) {
  Result<FoundVersion> found = find_version(session, text);
  if (found) return std::move(found->version);
  if (is_unreadable(found.error())) return std::nullopt;
  return tl::unexpected(std::move(found.error()));
}

std::span<const AccountOperation> parameter_operations() {
  return kParameterOperations;
}

}  // namespace ssm::cloud
