// SPDX-License-Identifier: Apache-2.0
// Source: the CloudFormation User Guide, "Parameters"; texts of errors as the service gives them
// where they are known.
#include "actions/cloud/template_parameters.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "actions/cloud/cloudformation_template.h"
#include "actions/cloud/parameter_versions.h"
#include "core/base/pattern.h"
#include "core/base/text.h"

namespace ssm::cloud {
namespace {

tl::unexpected<Error> parameter_error(std::string message) {
  return failure("ValidationError", std::move(message));
}

bool is_known_type(std::string_view type) {
  constexpr std::array<std::string_view, 5> kPlain = {"String", "Number", "CommaDelimitedList",
                                                      "List<String>", "List<Number>"};
  return type.starts_with("AWS::") || type.starts_with("List<AWS::") ||
         std::ranges::find(kPlain, type) != kPlain.end();
}

constexpr std::string_view kStoredValue = "AWS::SSM::Parameter::Value<";

/// Whether what is given is the name of a parameter in the Parameter Store that has the value.
bool is_stored(const Json& declared) {
  return string_member(declared, "Type").starts_with(kStoredValue);
}

bool is_list_type(std::string_view type) {
  return type.starts_with("CommaDelimitedList") || type.starts_with("List<");
}

bool is_list(const Json& declared) {
  return is_list_type(string_member(declared, "Type"));
}

std::vector<std::string> items_in(const std::string& text) {
  std::vector<std::string> items;
  for (const std::string& item : split(text, ',')) items.emplace_back(trim(item));
  return items;
}

std::vector<std::string> items_of(const Json& declared, const std::string& text) {
  return is_list(declared) ? items_in(text) : std::vector<std::string>{text};
}

constexpr const char* kHiddenValue = "****";

bool is_hidden(const Json& declared) {
  const Json* hidden = find_member(declared, "NoEcho");
  return hidden && to_lower(to_embedded_text(*hidden)) == "true";
}

std::optional<double> number_in(std::string_view text) {
  const Result<Json> parsed = parse_json(text);
  return parsed && parsed->is_number() ? std::optional(parsed->get<double>()) : std::nullopt;
}

/// A limit, which a template may write as a text, too.
std::optional<double> limit_of(const Json& declared, std::string_view name) {
  const Json* limit = find_member(declared, name);
  return limit ? number_in(to_embedded_text(*limit)) : std::nullopt;
}

/// What is wrong with an item of a value; empty: nothing.
std::string problem_with_number(const Json& declared, const std::string& item) {
  const std::optional<double> number = number_in(item);
  if (!number) return "must be a number";
  const auto least = limit_of(declared, "MinValue");
  const auto most = limit_of(declared, "MaxValue");
  if (least && *number < *least)
    return "must be a number not less than " + to_embedded_text(declared["MinValue"]);
  if (most && *number > *most)
    return "must be a number not greater than " + to_embedded_text(declared["MaxValue"]);
  return {};
}

std::string problem_with_text(const Json& declared, const std::string& item) {
  const auto length = static_cast<double>(utf8_length(item));
  const auto least = limit_of(declared, "MinLength");
  const auto most = limit_of(declared, "MaxLength");
  if (least && length < *least) return fmt::format("must contain at least {} characters", *least);
  if (most && length > *most) return fmt::format("must contain at most {} characters", *most);
  const std::string expression = string_member(declared, "AllowedPattern");
  const Result<Pattern> pattern = Pattern::compile(expression);
  const Result<bool> matches =
      expression.empty() || !pattern ? Result<bool>(true) : pattern->matches(item);
  return matches && !*matches ? "must match pattern " + expression : "";
}

std::string problem_with_item(const Json& declared, const std::string& item) {
  const Json* allowed = find_member(declared, "AllowedValues");
  if (allowed && allowed->is_array() && std::ranges::none_of(*allowed, [&](const Json& one) {
        return to_embedded_text(one) == item;
      }))
    return "must be one of AllowedValues";
  if (string_member(declared, "Type").ends_with("Number>") || declared["Type"] == "Number")
    return problem_with_number(declared, item);
  return problem_with_text(declared, item);
}

Completed check_value(const std::string& name, const Json& declared, const std::string& value) {
  const std::string described = string_member(declared, "ConstraintDescription");
  for (const std::string& item : items_of(declared, value)) {
    const std::string problem = problem_with_item(declared, item);
    if (problem.empty()) continue;
    return parameter_error(
        described.empty()
            ? fmt::format("Parameter '{}' {}", name, problem)
            : fmt::format("Parameter {} failed to satisfy constraint: {}", name, described));
  }
  return {};
}

Completed check_declared(const std::string& name, const Json& declared) {
  const std::string type = string_member(declared, "Type");
  if (type.empty())
    return parameter_error(
        "Template format error: Every Parameters object must contain a Type member.");
  if (!is_known_type(type))
    return parameter_error(
        fmt::format("Template format error: Unrecognized parameter type: {}", type));
  const std::string expression = string_member(declared, "AllowedPattern");
  if (const auto pattern = Pattern::compile(expression); !expression.empty() && !pattern)
    return parameter_error(fmt::format(
        "Template format error: AllowedPattern of parameter '{}' is not a valid regular "
        "expression: {}",
        name, pattern.error().message));
  const Json* usual = find_member(declared, "Default");
  if (usual == nullptr) return {};
  if (usual->is_structured())
    return parameter_error("Template format error: Every Default member must be a string.");
  return check_value(name, declared, to_embedded_text(*usual));
}

}  // namespace

Completed check_template_parameters(const Json& body) {
  for (const auto& [name, declared] : section_of(body, "Parameters").items())
    TRY(check_declared(name, declared));
  return {};
}

Result<Json> bind_template_parameters(const Json& body, const Json& given) {
  const Json& declared = section_of(body, "Parameters");
  std::vector<std::string> unknown;
  for (const auto& [name, value] : given.items())
    if (!declared.contains(name)) unknown.push_back(name);
  if (!unknown.empty())
    return parameter_error(
        fmt::format("Parameters: [{}] do not exist in the template", join(unknown, ", ")));
  Json values = Json::object();
  std::vector<std::string> missing;
  for (const auto& [name, parameter] : declared.items()) {
    const Json* value = find_member(given, name);
    // A value that was not to be shown is not known any more.
    const bool is_kept = value != nullptr && is_hidden(parameter) && *value == kHiddenValue;
    if (value != nullptr && !is_kept) TRY(check_value(name, parameter, to_embedded_text(*value)));
    if (value == nullptr) value = find_member(parameter, "Default");
    if (value == nullptr)
      missing.push_back(name);
    else
      values[name] = to_embedded_text(*value);
  }
  if (missing.empty()) return values;
  return parameter_error(fmt::format("Parameters: [{}] must have values", join(missing, ", ")));
}

Json shown_template_parameters(const Json& body, Json values) {
  for (const auto& [name, parameter] : section_of(body, "Parameters").items())
    if (is_hidden(parameter) && values.contains(name)) values[name] = kHiddenValue;
  return values;
}

Result<ResolvedParameters> resolve_template_parameters(AccountSession& session, const Json& body,
                                                       Json values) {
  ResolvedParameters resolved;
  std::vector<std::string> missing;
  std::vector<std::string> secret;
  for (const auto& [name, declared] : section_of(body, "Parameters").items()) {
    if (!is_stored(declared)) continue;
    const std::string key = string_member(values, name);
    TRY_ASSIGN(const auto version, parameter_version_named(session, key));
    values.erase(name);
    if (version && version->type == "SecureString")
      secret.push_back(key);
    else if (version)
      values[name] = resolved.stored[name] = version->value;
    else if (!key.starts_with("/aws/service/"))
      missing.push_back(key);
  }
  if (!missing.empty())
    return parameter_error(
        fmt::format("Unable to fetch parameters [{}] from parameter store for this account.",
                    join(missing, ",")));
  if (!secret.empty())
    return parameter_error(fmt::format(
        "Parameters [{}] referenced by template have types not supported by CloudFormation.",
        join(secret, ",")));
  resolved.meant = std::move(values);
  return resolved;
}

Json referred_template_parameter(const Json& declared, const std::string& text) {
  std::string type = string_member(declared, "Type");
  if (is_stored(declared)) type.erase(0, kStoredValue.size());
  return is_list_type(type) ? Json(items_in(text)) : Json(text);
}

}  // namespace ssm::cloud
