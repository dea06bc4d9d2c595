// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/parameter_versions.h"

#include <fmt/format.h>

#include "core/base/fields.h"
#include "core/base/text.h"

namespace ssm::cloud {

template <class Visitor, class T>
requires std::same_as<std::remove_const_t<T>, ParameterVersion>
void fields(Visitor& visit, T& version) {
  visit.required("Type", version.type);
  visit.required("Value", version.value);
  visit.required("Version", version.number);
  visit.required("LastModifiedDate", version.modified);
  visit.optional("Labels", version.labels);
  visit.optional("Description", version.description);
  visit.optional("AllowedPattern", version.allowed_pattern);
  visit.optional("DataType", version.data_type);
  visit.optional("Tier", version.tier);
}

namespace {

// Source: PutParameter in the API reference.
constexpr std::size_t kLongestName = 1011;
constexpr std::size_t kMostLevels = 15;
constexpr std::size_t kMostNames = 10;  // of one request

void set_default_of(Json& version, std::string_view name, Json value) {
  if (!version.contains(name)) version[std::string(name)] = std::move(value);
}

/// A version as a file has it, with all that it leaves out.
Result<ParameterVersion> version_of_file(Json version, Time now) {
  set_default_of(version, "Type", "String");
  set_default_of(version, "Version", 1);
  set_default_of(version, "LastModifiedDate", to_iso8601(now));
  return read_parameter_version(version);
}

}  // namespace

Json ParameterVersion::written() const {
  return parse_json(to_text_of(*this)).value();
}

Result<ParameterVersion> read_parameter_version(const Json& json) {
  return read_fields<ParameterVersion>(json, "a version of a parameter");
}

Result<std::vector<ParameterVersion>> ParameterVersions::of(std::string_view name) {
  TRY_ASSIGN(Statement statement,
             store_.database().prepare("SELECT body FROM parameter_versions WHERE account = ? AND "
                                       "region = ? AND name = ? ORDER BY version"));
  statement.bind(scope_.account).bind(scope_.region).bind(name);
  std::vector<ParameterVersion> versions;
  for (;;) {
    TRY_ASSIGN(const bool more, statement.step());
    if (!more) return versions;
    TRY_ASSIGN(const Json body, parse_json(statement.text(0)));
    TRY_ASSIGN(ParameterVersion version, read_parameter_version(body));
    versions.push_back(std::move(version));
  }
}

Completed ParameterVersions::put(std::string_view name, const ParameterVersion& version) {
  TRY_ASSIGN(Statement statement,
             store_.database().prepare("INSERT OR REPLACE INTO parameter_versions (account, "
                                       "region, name, version, body) VALUES (?, ?, ?, ?, ?)"));
  statement.bind(scope_.account).bind(scope_.region).bind(name).bind(version.number);
  statement.bind(to_text_of(version));
  return store_.change(statement);
}

Completed ParameterVersions::remove(std::string_view name, std::int64_t number) {
  TRY_ASSIGN(Statement statement,
             store_.database().prepare("DELETE FROM parameter_versions WHERE account = ? AND "
                                       "region = ? AND name = ? AND version = ?"));
  statement.bind(scope_.account).bind(scope_.region).bind(name).bind(number);
  return store_.change(statement);
}

Completed ParameterVersions::remove_all(std::string_view name) {
  TRY_ASSIGN(Statement statement,
             store_.database().prepare("DELETE FROM parameter_versions WHERE account = ? AND "
                                       "region = ? AND name = ?"));
  statement.bind(scope_.account).bind(scope_.region).bind(name);
  return store_.change(statement);
}

Completed check_parameter_name(std::string_view name) {
  constexpr std::string_view kCharacters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-/";
  const auto refused = [](std::string message) {
    return failure("ValidationException", std::move(message));
  };
  if (name.empty() || name.find_first_not_of(kCharacters) != name.npos)
    return refused("A parameter name consists of letters, digits and the symbols .-_/ only.");
  if (name.size() > kLongestName)
    return refused(fmt::format("A parameter name has at most {} characters.", kLongestName));
  if (name.find('/') != name.npos && name.front() != '/')
    return refused("Parameter name must be a fully qualified name.");
  if (name.find("//") != name.npos || name.back() == '/')
    return refused("A parameter name has no empty levels.");
  if (static_cast<std::size_t>(std::ranges::count(name, '/')) > kMostLevels)
    return failure("HierarchyLevelLimitExceededException",
                   fmt::format("A hierarchy can have a maximum of {} levels.", kMostLevels));
  return {};
}

tl::unexpected<Error> parameter_not_found(std::string_view name) {
  return failure("ParameterNotFound", fmt::format("Parameter {} not found.", name));
}

Result<std::vector<std::string>> parameter_names(const Json& request) {
  std::vector<std::string> names = strings_of(request, "Names");
  if (!names.empty() && names.size() <= kMostNames) return names;
  return failure("ValidationException",
                 fmt::format("1 validation error detected: Value '[{}]' at 'names' failed to "
                             "satisfy constraint: Member must have length between 1 and {}",
                             join(names, ", "), kMostNames));
}

Result<Json> shown_parameter(AccountSession& session, Json resource) {
  TRY_ASSIGN(std::vector<ParameterVersion> versions,
             ParameterVersions(session).of(string_member(resource, "Name")));
  if (versions.empty()) return resource;
  Json shown{{"Name", resource["Name"]}};
  shown.update(versions.back().written());
  shown["Tags"] = resource["Tags"];
  versions.pop_back();
  for (const ParameterVersion& version : versions) shown["earlier"].push_back(version.written());
  return shown;
}

Completed load_parameter(AccountSession& session, const Json& parameter) {
  if (!parameter.contains("Value")) return {};
  const std::string name = string_member(parameter, "Name");
  ParameterVersions versions(session);
  if (const Json* earlier = find_member(parameter, "earlier"))
    for (const Json& version : *earlier) {
      TRY_ASSIGN(const ParameterVersion read, version_of_file(version, session.now));
      TRY(versions.put(name, read));
    }
  TRY_ASSIGN(const ParameterVersion newest, version_of_file(parameter, session.now));
  return versions.put(name, newest);
}

}  // namespace ssm::cloud
