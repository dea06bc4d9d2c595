// SPDX-License-Identifier: Apache-2.0
// What the parts of a template refer to. Source: the CloudFormation User Guide, "Intrinsic function
// reference" and "DependsOn attribute"; texts of errors as the service gives them where they are
// known.
#include "actions/cloud/template_references.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <vector>

#include "actions/cloud/stack_attributes.h"
#include "core/base/text.h"
#include "core/document/structure_reader.h"

namespace ssm::cloud {

const Json* element_selected(const Json& list, const Json& index) {
  const std::optional<std::int64_t> place = parse_integer(to_embedded_text(index));
  if (!place || *place < 0 || *place >= static_cast<std::int64_t>(list.size())) return nullptr;
  return &list[static_cast<std::size_t>(*place)];
}

std::string selection_fault(const Json& index) {
  return "Template error: Fn::Select cannot select nonexistent value at index " +
         to_embedded_text(index);
}

namespace {

using TemplateNames = std::set<std::string>;

tl::unexpected<Error> reference_error(std::string message) {
  return failure("ValidationError", std::move(message));
}

bool has_in_section(const Json& body, std::string_view section, const std::string& name) {
  const Json* found = find_member(body, section);
  return found != nullptr && found->is_object() && found->contains(name);
}

bool is_variable_name(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' ||
           c == '.' || c == ':';
  });
}

/// Names in DependsOn, which is a text or a list of texts.
std::vector<std::string> names_depended_on(const Json& resource) {
  const Json* names = find_member(resource, "DependsOn");
  if (names == nullptr) return {};
  if (names->is_string()) return {names->get<std::string>()};
  std::vector<std::string> list;
  if (names->is_array())
    for (const Json& name : *names)
      if (name.is_string()) list.push_back(name.get<std::string>());
  return list;
}

Completed check_function(const std::string& name) {
  constexpr std::array<std::string_view, 18> kFunctions = {
      "Fn::And",          "Fn::Base64",    "Fn::Cidr",
      "Fn::Contains",     "Fn::Equals",    "Fn::EachMemberEquals",
      "Fn::EachMemberIn", "Fn::FindInMap", "Fn::GetAZs",
      "Fn::GetAtt",       "Fn::If",        "Fn::ImportValue",
      "Fn::Join",         "Fn::Not",       "Fn::Or",
      "Fn::Select",       "Fn::Split",     "Fn::Sub"};
  const bool is_other = !name.starts_with("Fn::") || name == "Fn::Transform";
  if (is_other || std::ranges::find(kFunctions, name) != kFunctions.end()) return {};
  return reference_error(fmt::format(
      "Template error: Encountered unsupported function: {} Supported functions are: [{}]", name,
      join(std::vector<std::string>(kFunctions.begin(), kFunctions.end()), ", ")));
}

/// The names of conditions that a condition is made of.
void add_conditions_in(const Json& condition, TemplateNames& names) {
  const std::string name = condition.size() == 1 ? string_member(condition, "Condition") : "";
  if (!name.empty()) names.insert(name);
  if (condition.is_structured())
    for (const Json& item : condition) add_conditions_in(item, names);
}

/// Goes through the expressions of one part of a template.
class ReferenceReader {
 public:
  explicit ReferenceReader(const Json& body) : body_(body) {}

  Completed read(const Json& value) {
    if (value.is_object() && value.size() == 1) {
      const Json& argument = value.begin().value();
      TRY(read_function(value.begin().key(), argument));
    }
    if (value.is_structured())
      for (const Json& item : value) TRY(read(item));
    return {};
  }

  void add(const std::string& name) { names_.insert(name); }

  /// Names of parameters, resources and what is neither.
  const TemplateNames& names() const { return names_; }

 private:
  Completed read_function(const std::string& function, const Json& argument) {
    if (function == "Ref" && argument.is_string()) add(argument.get<std::string>());
    if (function == "Fn::GetAtt") return read_attribute(argument);
    if (function == "Fn::Sub") return read_text(argument);
    if (function == "Fn::If") return read_condition(argument);
    if (function == "Fn::Select") return read_selection(argument);
    if (function == "Fn::FindInMap") return read_mapping(argument);
    return check_function(function);
  }

  Completed read_attribute(const Json& argument) {
    const Json& first = argument.is_array() && !argument.empty() ? argument.front() : argument;
    if (!first.is_string()) return {};
    const std::string name = first.get<std::string>();
    if (!has_in_section(body_, "Resources", name))
      return reference_error(fmt::format(
          "Template error: instance of Fn::GetAtt references undefined resource {}", name));
    add(name);
    const Json* attribute = argument.is_array() && argument.size() == 2 ? &argument[1] : nullptr;
    if (!attribute || !attribute->is_string() || has_attribute(name, attribute->get<std::string>()))
      return {};
    return reference_error(
        fmt::format("Template error: resource {} does not support attribute type {} in Fn::GetAtt",
                    name, attribute->get<std::string>()));
  }

  bool has_attribute(const std::string& resource, std::string_view attribute) const {
    return has_stack_attribute(string_member(body_["Resources"][resource], "Type"), attribute);
  }

  Completed read_text(const Json& argument) {
    const bool has_own = argument.is_array() && argument.size() == 2;
    const Json& form = has_own ? argument.front() : argument;
    if (!form.is_string()) return {};
    const auto& text = form.get_ref<const std::string&>();
    for (std::size_t at = 0;;) {
      const SubVariable variable = next_sub_variable(text, at);
      if (variable.begin == std::string::npos) return {};
      at = variable.end;
      const std::string& name = variable.name;
      if (name.starts_with('!') || (has_own && find_member(argument[1], name))) continue;
      if (!is_variable_name(name))
        return reference_error(
            "Template error: variable names in Fn::Sub syntax must contain only alphanumeric "
            "characters, underscores, periods, and colons");
      const std::size_t dot = name.find('.');
      const std::string resource = name.substr(0, dot);
      if (dot != std::string::npos && (!has_in_section(body_, "Resources", resource) ||
                                       !has_attribute(resource, name.substr(dot + 1))))
        return reference_error(fmt::format(
            "Template error: instance of Fn::Sub references invalid resource attribute {}", name));
      add(resource);
    }
  }

  Completed read_condition(const Json& argument) const {
    if (!argument.is_array() || argument.empty() || !argument.front().is_string()) return {};
    const std::string name = argument.front().get<std::string>();
    if (has_in_section(body_, "Conditions", name)) return {};
    return reference_error(
        fmt::format("Template error: unresolved condition dependency {} in Fn::If", name));
  }

  /// Of a list that stands there.
  static Completed read_selection(const Json& argument) {
    if (!argument.is_array() || argument.size() != 2 || !argument[1].is_array()) return {};
    if (argument[0].is_structured() || element_selected(argument[1], argument[0])) return {};
    return reference_error(selection_fault(argument[0]));
  }

  Completed read_mapping(const Json& argument) const {
    if (!argument.is_array() || argument.empty() || !argument.front().is_string()) return {};
    const std::string name = argument.front().get<std::string>();
    if (has_in_section(body_, "Mappings", name)) return {};
    return reference_error(fmt::format(
        "Template error: Mapping named '{}' is not present in the 'Mappings' section of template.",
        name));
  }

  const Json& body_;
  TemplateNames names_;
};

Completed check_known(const Json& body, std::string_view section, const TemplateNames& names) {
  std::vector<std::string> unknown;
  for (const std::string& name : names)
    if (!name.starts_with("AWS::") && !has_in_section(body, "Parameters", name) &&
        !has_in_section(body, "Resources", name))
      unknown.push_back(name);
  if (unknown.empty()) return {};
  return reference_error(fmt::format(
      "Template format error: Unresolved resource dependencies [{}] in the {} block of the "
      "template",
      join(unknown, ", "), section));
}

/// The condition that a resource or an output is for; empty: none.
Completed check_condition_known(const Json& body, std::string_view section,
                                const std::string& name) {
  if (name.empty() || has_in_section(body, "Conditions", name)) return {};
  return reference_error(fmt::format(
      "Template format error: Unresolved condition dependency {} in the {} block of the template",
      name, section));
}

using DependenciesOfNames = std::map<std::string, TemplateNames>;

/// Takes away, again and again, what depends on nothing that is left.
void take_away_settled(DependenciesOfNames& left) {
  for (bool goes_on = true; goes_on;) {
    const std::size_t before = left.size();
    for (auto& [name, others] : left)
      std::erase_if(others, [&](const std::string& other) { return !left.contains(other); });
    std::erase_if(left, [](const auto& one) { return one.second.empty(); });
    goes_on = left.size() < before;
  }
}

DependenciesOfNames turned_round(const DependenciesOfNames& dependencies) {
  DependenciesOfNames users;
  for (const auto& [name, others] : dependencies)
    for (const std::string& other : others) users[other].insert(name);
  return users;
}

/// `things`: "resources".
Completed check_no_circle(DependenciesOfNames dependencies, std::string_view things) {
  take_away_settled(dependencies);
  DependenciesOfNames users = turned_round(dependencies);  // without those that only use a circle
  take_away_settled(users);
  if (users.empty()) return {};
  std::vector<std::string> names;
  for (const auto& [name, others] : users) names.push_back(name);
  return reference_error(
      fmt::format("Circular dependency between {}: [{}]", things, join(names, ", ")));
}

Completed check_conditions(const Json& body) {
  const Json* conditions = find_member(body, "Conditions");
  if (conditions == nullptr) return {};
  DependenciesOfNames dependencies;
  for (const auto& [name, condition] : conditions->items()) {
    add_conditions_in(condition, dependencies[name]);
    for (const std::string& other : dependencies[name])
      TRY(check_condition_known(body, "Conditions", other));
  }
  return check_no_circle(std::move(dependencies), "conditions");
}

}  // namespace

SubVariable next_sub_variable(std::string_view text, std::size_t at) {
  const std::size_t begin = text.find("${", at);
  const std::size_t end = begin == std::string::npos ? begin : text.find('}', begin);
  if (end == std::string::npos) return {std::string::npos};
  return {begin, end + 1, std::string(text.substr(begin + 2, end - begin - 2))};
}

Completed check_template_references(const Json& body) {
  // A macro may bring more.
  const auto has_macro = [](const Json& part) { return part.contains("Fn::Transform"); };
  if (body.contains("Transform") || has_macro(body) ||
      std::ranges::any_of(body,
                          [&](const Json& part) { return part.is_object() && has_macro(part); }))
    return {};
  TRY(check_conditions(body));
  DependenciesOfNames dependencies;
  for (const std::string_view section : {"Resources", "Outputs"}) {
    const Json* things = find_member(body, section);
    if (things == nullptr) continue;
    TemplateNames all;
    for (const auto& [name, thing] : things->items()) {
      ReferenceReader reader(body);
      for (const std::string& other : names_depended_on(thing)) reader.add(other);
      TRY(reader.read(thing));
      TRY(check_condition_known(body, section, string_member(thing, "Condition")));
      all.insert(reader.names().begin(), reader.names().end());
      if (section == "Resources") dependencies[name] = reader.names();
    }
    TRY(check_known(body, section, all));
  }
  return check_no_circle(std::move(dependencies), "resources");
}

}  // namespace ssm::cloud
