// SPDX-License-Identifier: Apache-2.0
// Templates of CloudFormation, as far as the simulated account looks into them. Source: the
// CloudFormation User Guide, "Template reference"; texts of errors as the service gives them where
// they are known.
#include "actions/cloud/cloudformation_template.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "actions/cloud/stack_attributes.h"
#include "actions/cloud/stack_resources.h"
#include "actions/cloud/template_parameters.h"
#include "actions/cloud/template_references.h"
#include "core/base/arn.h"
#include "core/base/base64.h"
#include "core/base/id.h"
#include "core/base/text.h"
#include "core/document/node.h"
#include "core/document/structure_reader.h"

namespace ssm::cloud {
namespace {

constexpr int kDeepestTemplate = 60;
constexpr int kMostTemplateSteps = 100'000;
constexpr std::size_t kMostTemplateResources = 500;    // the service's own limit
constexpr std::int64_t kMostTemplateText = 4'000'000;  // bytes of all values together

tl::unexpected<Error> template_error(std::string message) {
  return failure("ValidationError", std::move(message));
}

tl::unexpected<Error> format_error(std::string_view what) {
  return template_error(fmt::format("Template format error: {}", what));
}

// --- Reading ------------------------------------------------------------------------------------

/// "!Ref" is Ref, "!Sub" is Fn::Sub.
std::string long_form(std::string_view tag) {
  const std::string name(tag.substr(1));
  return name == "Ref" || name == "Condition" ? name : "Fn::" + name;
}

Json without_short_forms(Json value) {
  if (value.is_array())
    for (Json& item : value) item = without_short_forms(std::move(item));
  if (!value.is_object()) return value;
  Json written = Json::object();
  for (const auto& [name, item] : value.items()) {
    Json inner = without_short_forms(std::move(item));
    const bool is_only = value.size() == 1;
    const bool is_short = is_only && name.size() > 1 && name.front() == '!';
    const std::string full = is_short ? long_form(name) : name;
    if (is_only && full == "Fn::GetAtt" && inner.is_string()) {
      const std::string text = inner.get<std::string>();
      const std::size_t dot = std::min(text.find('.'), text.size());
      inner = Json::array({text.substr(0, dot), text.substr(std::min(dot + 1, text.size()))});
    }
    written[full] = std::move(inner);
  }
  return written;
}

/// The only member of a map, which is how functions are written; nullptr: it is no function.
const Json* function_argument(const Json& value, std::string_view name) {
  return value.is_object() && value.size() == 1 ? find_member(value, name) : nullptr;
}

Completed check_sections(const Json& body) {
  constexpr std::array<std::string_view, 10> kSections = {"AWSTemplateFormatVersion",
                                                          "Description",
                                                          "Metadata",
                                                          "Parameters",
                                                          "Rules",
                                                          "Mappings",
                                                          "Conditions",
                                                          "Transform",
                                                          "Resources",
                                                          "Outputs"};
  std::vector<std::string> unknown;
  for (const auto& [name, value] : body.items())
    if (name != "Globals" && name != "Hooks" &&
        std::ranges::find(kSections, name) == kSections.end())
      unknown.push_back(name);
  if (!unknown.empty())
    return template_error(
        fmt::format("Invalid template property or properties [{}]", join(unknown, ", ")));
  for (const std::string_view name : {"Parameters", "Mappings", "Conditions", "Outputs"})
    if (const Json* section = find_member(body, name); section && !section->is_object())
      return format_error(fmt::format("[/{}] must be an object.", name));
  return {};
}

Completed check_resources(const Json& body) {
  const Json& resources = section_of(body, "Resources");
  if (resources.empty()) return format_error("At least one Resources member must be defined.");
  if (resources.size() > kMostTemplateResources)
    return format_error(fmt::format("Number of resources, {}, is greater than maximum allowed, {}",
                                    resources.size(), kMostTemplateResources));
  for (const auto& [name, resource] : resources.items()) {
    if (!resource.is_object())
      return format_error(fmt::format("[/Resources/{}] resource definition is malformed", name));
    if (const Json* properties = find_member(resource, "Properties");
        properties && !properties->is_object() && !properties->is_null())
      return format_error(fmt::format("[/Resources/{}/Properties] must be an object.", name));
    if (string_member(resource, "Type").empty())
      return format_error(
          fmt::format("[/Resources/{}] Every Resources object must contain a Type member.", name));
  }
  return {};
}

// --- Values -------------------------------------------------------------------------------------

/// How ids of a type begin that are no names.
struct IdPrefix {
  std::string_view type;
  std::string_view prefix;
};
constexpr std::array<IdPrefix, 10> kIdPrefixes = {{{"AWS::EC2::Instance", "i-"},
                                                   {"AWS::EC2::InternetGateway", "igw-"},
                                                   {"AWS::EC2::LaunchTemplate", "lt-"},
                                                   {"AWS::EC2::NatGateway", "nat-"},
                                                   {"AWS::EC2::NetworkInterface", "eni-"},
                                                   {"AWS::EC2::RouteTable", "rtb-"},
                                                   {"AWS::EC2::SecurityGroup", "sg-"},
                                                   {"AWS::EC2::Subnet", "subnet-"},
                                                   {"AWS::EC2::Volume", "vol-"},
                                                   {"AWS::EC2::VPC", "vpc-"}}};

/// Ids of types that are longer than the name: {0} partition, {1} Region, {2} account, {3} name.
struct IdForm {
  std::string_view type;
  std::string_view form;
};
constexpr std::array<IdForm, 3> kIdForms = {
    {{"AWS::SNS::Topic", "arn:{0}:sns:{1}:{2}:{3}"},
     {"AWS::SQS::Queue", "https://sqs.{1}.amazonaws.com/{2}/{3}"},
     {"AWS::StepFunctions::StateMachine", "arn:{0}:states:{1}:{2}:stateMachine:{3}"}}};

/// What the values in a template come to.
class TemplateValues {
 public:
  /// `section`: "Resources" or "Outputs", of which the values are.
  TemplateValues(const Json& body, const Json& parameters, const StackIdentity& stack,
                 std::string_view section)
      : body_(body), parameters_(parameters), stack_(stack), section_(section) {}

  /// nullopt: it cannot be told here.
  std::optional<Json> value(const Json& expression, int depth = 0) const {
    if (!may_go_on(depth)) return std::nullopt;
    return within_limit(worked_out(expression, depth));
  }

  /// Whether all values that have been asked for can be what they are. Errors: ValidationError, of
  /// the first that cannot.
  Completed check() const { return problem_ ? template_error(*problem_) : Completed(); }

  /// Whether the condition of a resource or an output holds; true without one.
  bool is_wanted(const Json& thing) const {
    const std::string name = string_member(thing, "Condition");
    return name.empty() || holds_named(name, 0);
  }

  std::string physical_id(const std::string& logical_id, int depth = 0) const {
    const std::string type = string_member(resource_of(logical_id), "Type");
    const std::string name = name_of(logical_id, depth);
    const auto* form = std::ranges::find(kIdForms, type, &IdForm::type);
    if (form == kIdForms.end()) return name;
    return fmt::format(fmt::runtime(form->form), partition_of(stack_.session.scope.region),
                       stack_.session.scope.region, stack_.session.scope.account, name);
  }

  /// The properties of a resource, without what cannot be told.
  Json properties(const Json& resource) const {
    return map(section_of(resource, "Properties"), 0).value_or(Json::object());
  }

 private:
  /// A macro may make something else of it.
  std::nullopt_t note_problem(std::string problem) const {
    if (!problem_ && !body_.contains("Transform")) problem_ = std::move(problem);
    return std::nullopt;
  }

  /// Whether the resource comes into being.
  bool has_resource(const std::string& name) const {
    const Json* resource = find_member(section_of(body_, "Resources"), name);
    if (resource == nullptr) return false;
    if (is_wanted(*resource)) return true;
    note_problem(fmt::format(
        "Template format error: Unresolved resource dependencies [{}] in the {} block of the "
        "template",
        name, section_));
    return false;
  }

  /// Names and conditions lead on to others, by several ways.
  bool may_go_on(int depth) const { return depth <= kDeepestTemplate && --steps_left_ > 0; }

  /// A few short texts may refer to one another to make a long one.
  std::optional<Json> within_limit(std::optional<Json> found) const {
    const auto length = [](const Json& one) {
      return one.is_string() ? static_cast<std::int64_t>(one.get_ref<const std::string&>().size())
                             : 0;
    };
    if (!found) return found;
    text_left_ -= length(*found);
    if (found->is_array())
      for (const Json& one : *found) text_left_ -= length(one);
    if (text_left_ < 0) return std::nullopt;
    return found;
  }

  std::optional<Json> worked_out(const Json& expression, int depth) const {
    if (!expression.is_structured()) return expression;
    if (expression.is_array()) return list(expression, depth);
    if (const Json* name = function_argument(expression, "Ref")) return reference(*name, depth);
    if (const Json* of = function_argument(expression, "Fn::GetAtt")) return attribute(*of, depth);
    if (const Json* of = function_argument(expression, "Fn::Sub")) return substituted(*of, depth);
    if (const Json* of = function_argument(expression, "Fn::Join")) return joined(*of, depth);
    if (const Json* of = function_argument(expression, "Fn::If")) return chosen(*of, depth);
    if (const Json* of = function_argument(expression, "Fn::Select")) return selected(*of, depth);
    if (const Json* of = function_argument(expression, "Fn::FindInMap")) return mapped(*of, depth);
    if (const Json* of = function_argument(expression, "Fn::Split")) return parts(*of, depth);
    if (const Json* of = function_argument(expression, "Fn::Base64")) return base64(*of, depth);
    if (function_argument(expression, "Fn::GetAZs")) return zones();
    const bool is_function = expression.size() == 1 && expression.begin().key().starts_with("Fn::");
    if (is_function) return std::nullopt;
    return map(expression, depth);
  }

  static bool is_pair(const Json& value) { return value.is_array() && value.size() == 2; }

  const Json& resource_of(const std::string& logical_id) const {
    return section_of(body_, "Resources").at(logical_id);
  }

  std::string name_of(const std::string& logical_id, int depth) const {
    const Json& resource = resource_of(logical_id);
    const std::string type = string_member(resource, "Type");
    std::string seed = stack_.id + "/" + logical_id;
    if (const Json* count = find_member(stack_.replacements, logical_id))
      seed += "/" + to_text(*count);
    const std::string digits = sha256_hex(seed);
    const auto* prefix = std::ranges::find(kIdPrefixes, type, &IdPrefix::type);
    if (prefix != kIdPrefixes.end()) return std::string(prefix->prefix) + digits.substr(0, 17);
    const std::string name = own_name(resource, type, depth);
    if (!name.empty()) return name;
    std::string made_up = fmt::format("{}-{}-{}", stack_.name, logical_id, digits.substr(0, 12));
    return type == "AWS::S3::Bucket" || type.starts_with("AWS::RDS::") ? to_lower(made_up)
                                                                       : made_up;
  }

  /// AWS::IAM::Role has a RoleName, AWS::S3::Bucket a BucketName, AWS::RDS::DBInstance a
  /// DBInstanceIdentifier.
  std::string own_name(const Json& resource, const std::string& type, int depth) const {
    const std::string kind = type.substr(type.rfind(':') + 1);
    const Json& properties = section_of(resource, "Properties");
    for (const std::string& member :
         {kind + "Name", kind + "Identifier", kind + "Id", std::string("Name")}) {
      const Json* given = find_member(properties, member);
      const std::optional<Json> name = given ? value(*given, depth + 1) : std::nullopt;
      if (name && name->is_string()) return name->get<std::string>();
    }
    return {};
  }

  std::optional<Json> list(const Json& expressions, int depth) const {
    Json values = Json::array();
    for (const Json& expression : expressions) {
      std::optional<Json> one = value(expression, depth + 1);
      if (!one) return std::nullopt;
      values.push_back(*std::move(one));
    }
    return values;
  }

  std::optional<Json> map(const Json& expressions, int depth) const {
    Json values = Json::object();
    for (const auto& [name, expression] : expressions.items())
      if (std::optional<Json> one = value(expression, depth + 1)) values[name] = *std::move(one);
    return values;
  }

  std::optional<Json> parts(const Json& of, int depth) const {
    if (!is_pair(of) || !of[0].is_string() || of[0].get_ref<const std::string&>().size() != 1)
      return std::nullopt;
    const std::optional<Json> text = value(of[1], depth + 1);
    if (!text || !text->is_string()) return std::nullopt;
    return Json(split(text->get<std::string>(), of[0].get_ref<const std::string&>().front()));
  }

  std::optional<Json> base64(const Json& of, int depth) const {
    const std::optional<Json> text = value(of, depth + 1);
    if (!text || !text->is_string()) return std::nullopt;
    return Json(to_base64(text->get_ref<const std::string&>()));
  }

  /// Of the own Region.
  Json zones() const {
    Json zones = Json::array();
    for (const char* letter : {"a", "b", "c"})
      zones.push_back(stack_.session.scope.region + letter);
    return zones;
  }

  std::optional<Json> named(const std::string& name, int depth) const {
    if (const Json* text = find_member(parameters_, name))
      return referred_template_parameter(section_of(body_, "Parameters")[name],
                                         text->get<std::string>());
    if (has_resource(name)) return Json(physical_id(name, depth));
    if (name == "AWS::Region") return Json(stack_.session.scope.region);
    if (name == "AWS::AccountId") return Json(stack_.session.scope.account);
    if (name == "AWS::StackName") return Json(stack_.name);
    if (name == "AWS::StackId") return Json(stack_.id);
    if (name == "AWS::Partition")
      return Json(std::string(partition_of(stack_.session.scope.region)));
    if (name == "AWS::URLSuffix")
      return Json(stack_.session.scope.region.starts_with("cn-") ? "amazonaws.com.cn"
                                                                 : "amazonaws.com");
    return std::nullopt;
  }

  std::optional<Json> reference(const Json& name, int depth) const {
    return name.is_string() ? named(name.get<std::string>(), depth) : std::nullopt;
  }

  /// Of what becomes a resource of the account.
  std::optional<Json> attribute_of_account(const std::string& resource, const std::string& type,
                                           const std::string& name, const std::string& id,
                                           int depth) const {
    const std::optional<Json> properties =
        map(section_of(resource_of(resource), "Properties"), depth + 1);
    const Json element = element_of_stack(type, properties.value_or(Json::object()), id);
    return element.is_null() ? std::nullopt : stack_attribute(stack_.session, type, name, element);
  }

  /// Made up, but for what the account has and what says whose it is.
  std::optional<Json> attribute_of(const std::string& resource, const std::string& name,
                                   int depth) const {
    if (!has_resource(resource)) return std::nullopt;
    const std::string id = physical_id(resource, depth);
    const std::string type = string_member(resource_of(resource), "Type");
    if (std::optional<Json> known = attribute_of_account(resource, type, name, id, depth))
      return known;
    if (to_lower(name) == to_lower(type.substr(type.rfind(':') + 1)) + "id") return Json(id);
    if (name.ends_with("Name") && name != "DBName") return Json(name_of(resource, depth));
    if (name.ends_with("Arn") && id.starts_with("arn:")) return Json(id);
    if (name != "Arn") return Json(id + "." + name);
    const std::vector<std::string> parts = split(type, ':');  // AWS, "", IAM, "", Role
    const std::string service = parts.size() > 2 ? to_lower(parts[2]) : "";
    const std::string kind = parts.size() > 4 ? to_lower(parts[4]) : "";
    if (service == "iam") return Json(Arn::iam(stack_.session.scope, kind + "/" + id).text());
    if (service == "s3")
      return Json(
          Arn{std::string(partition_of(stack_.session.scope.region)), "s3", "", "", id}.text());
    if (service == "sqs")
      return Json(Arn::regional(stack_.session.scope, service, name_of(resource, depth)).text());
    return Json(Arn::regional(stack_.session.scope, service, kind + ":" + id).text());
  }

  std::optional<Json> attribute(const Json& of, int depth) const {
    if (!is_pair(of) || !of[0].is_string() || !of[1].is_string()) return std::nullopt;
    return attribute_of(of[0].get<std::string>(), of[1].get<std::string>(), depth);
  }

  /// ${Name}, ${Resource.Attribute}; ${!Name} stays as ${Name}.
  std::optional<Json> substituted(const Json& of, int depth) const {
    const bool has_own = is_pair(of) && of[1].is_object();
    const Json& form = has_own ? of[0] : of;
    if (!form.is_string()) return std::nullopt;
    const std::string text = form.get<std::string>();
    std::string result;
    for (std::size_t at = 0;;) {
      const auto [begin, end, name] = next_sub_variable(text, at);
      if (begin == std::string::npos) return Json(result + text.substr(at));
      result += text.substr(at, begin - at);
      at = end;
      if (name.starts_with('!')) {
        result += "${" + name.substr(1) + "}";
        continue;
      }
      const std::optional<Json> one =
          within_limit(within_text(name, has_own ? &of[1] : nullptr, depth));
      if (!one) return std::nullopt;
      if (one->is_array())
        return note_problem(fmt::format(
            "Template error: variable {} in Fn::Sub expression does not resolve to a string",
            name));
      result += to_embedded_text(*one);
    }
  }

  std::optional<Json> within_text(const std::string& name, const Json* own, int depth) const {
    if (own != nullptr)
      if (const Json* expression = find_member(*own, name)) return value(*expression, depth + 1);
    const std::size_t dot = name.find('.');
    if (dot == std::string::npos) return named(name, depth);
    return attribute_of(name.substr(0, dot), name.substr(dot + 1), depth);
  }

  std::optional<Json> joined(const Json& of, int depth) const {
    if (!is_pair(of) || !of[0].is_string()) return std::nullopt;
    const std::optional<Json> values = value(of[1], depth + 1);
    if (!values || !values->is_array()) return std::nullopt;
    std::vector<std::string> texts;
    for (const Json& one : *values) texts.push_back(to_embedded_text(one));
    return Json(join(texts, of[0].get<std::string>()));
  }

  std::optional<Json> chosen(const Json& of, int depth) const {
    if (!of.is_array() || of.size() != 3 || !of[0].is_string()) return std::nullopt;
    return value(of[holds_named(of[0].get<std::string>(), depth) ? 1 : 2], depth + 1);
  }

  std::optional<Json> selected(const Json& of, int depth) const {
    if (!is_pair(of)) return std::nullopt;
    const std::optional<Json> index = value(of[0], depth + 1);
    const std::optional<Json> values = value(of[1], depth + 1);
    if (!index || !values || !values->is_array()) return std::nullopt;
    if (const Json* element = element_selected(*values, *index)) return *element;
    return note_problem(selection_fault(*index));
  }

  std::optional<Json> mapped(const Json& of, int depth) const {
    if (!of.is_array() || of.size() != 3) return std::nullopt;
    const Json* found = &section_of(body_, "Mappings");
    std::vector<std::string> keys;
    for (const Json& expression : of) {
      const std::optional<Json> key = value(expression, depth + 1);
      if (!key) return std::nullopt;
      keys.push_back(to_embedded_text(*key));
      found = found ? find_member(*found, keys.back()) : nullptr;
    }
    if (found != nullptr) return *found;
    return note_problem("Template error: Unable to get mapping for " + join(keys, "::"));
  }

  /// What cannot be told counts as true.
  bool holds_named(const std::string& name, int depth) const {
    const Json* condition = find_member(section_of(body_, "Conditions"), name);
    return condition == nullptr || holds_condition(*condition, depth);
  }

  bool holds_condition(const Json& condition, int depth) const {
    const auto one = [&](const Json& inner) { return holds_condition(inner, depth + 1); };
    if (!may_go_on(depth)) return true;
    if (const Json* name = function_argument(condition, "Condition"); name && name->is_string())
      return holds_named(name->get<std::string>(), depth + 1);
    if (const Json* of = function_argument(condition, "Fn::Equals"); of && is_pair(*of)) {
      const std::optional<Json> left = value((*of)[0], depth + 1);
      const std::optional<Json> right = value((*of)[1], depth + 1);
      return !left || !right || to_embedded_text(*left) == to_embedded_text(*right);
    }
    if (const Json* of = function_argument(condition, "Fn::Not"); of && of->is_array())
      return of->empty() || !one((*of)[0]);
    if (const Json* of = function_argument(condition, "Fn::And"))
      return std::ranges::all_of(*of, one);
    if (const Json* of = function_argument(condition, "Fn::Or"))
      return std::ranges::any_of(*of, one);
    return true;
  }

  const Json& body_;
  const Json& parameters_;
  const StackIdentity& stack_;
  std::string_view section_;
  mutable std::optional<std::string> problem_;
  mutable int steps_left_ = kMostTemplateSteps;
  mutable std::int64_t text_left_ = kMostTemplateText;
};

}  // namespace

const Json& section_of(const Json& body, std::string_view name) {
  static const Json kNone = Json::object();
  const Json* section = find_member(body, name);
  return section != nullptr && section->is_object() ? *section : kNone;
}

Result<Json> read_template(std::string_view text) {
  const DocumentFormat format =
      begins_like_json(text) ? DocumentFormat::kJson : DocumentFormat::kYaml;
  const auto nodes = read_nodes(text, format, {.max_bytes = kMostTemplate, .reads_own_tags = true});
  if (!nodes) {
    const Location& at = nodes.error().at;
    return format_error(fmt::format("{} not well-formed. (line {}, column {})",
                                    format == DocumentFormat::kJson ? "JSON" : "YAML", at.line,
                                    at.column));
  }
  Json body = without_short_forms(to_json(*nodes));
  if (!body.is_object()) return format_error("unsupported structure.");
  TRY(check_sections(body));
  TRY(check_resources(body));
  TRY(check_template_parameters(body));
  TRY(check_template_references(body));
  return body;
}

std::vector<std::string> template_capabilities(const Json& body) {
  bool has_iam = false;
  bool has_names = false;
  for (const Json& resource : section_of(body, "Resources")) {
    const std::string type = string_member(resource, "Type");
    if (!type.starts_with("AWS::IAM::")) continue;
    const std::string member = type.substr(type.rfind(':') + 1) + "Name";
    has_iam = true;
    has_names = has_names ||
                (type != "AWS::IAM::Policy" && section_of(resource, "Properties").contains(member));
  }
  std::vector<std::string> capabilities;
  if (has_iam) capabilities.emplace_back(has_names ? "CAPABILITY_NAMED_IAM" : "CAPABILITY_IAM");
  if (body.contains("Transform")) capabilities.emplace_back("CAPABILITY_AUTO_EXPAND");
  return capabilities;
}

Result<Json> template_resources(const Json& body, const Json& parameters,
                                const StackIdentity& stack) {
  const TemplateValues values(body, parameters, stack, "Resources");
  Json resources = Json::array();
  for (const auto& [name, resource] : section_of(body, "Resources").items()) {
    if (!values.is_wanted(resource)) continue;
    const std::string type = string_member(resource, "Type");
    const std::string id = values.physical_id(name);
    Json one{{"LogicalResourceId", name}, {"ResourceType", type}, {"PhysicalResourceId", id}};
    for (const char* name_of_policy : {"DeletionPolicy", "UpdateReplacePolicy"})
      if (const Json* policy = find_member(resource, name_of_policy); policy && policy->is_string())
        one[name_of_policy] = *policy;
    if (const Json* count = find_member(stack.replacements, name)) one["replacements"] = *count;
    if (Json element = element_of_stack(type, values.properties(resource), id); !element.is_null())
      one["element"] = std::move(element);
    resources.push_back(std::move(one));
  }
  TRY(values.check());
  return resources;
}

Result<Json> template_outputs(const Json& body, const Json& parameters,
                              const StackIdentity& stack) {
  const TemplateValues values(body, parameters, stack, "Outputs");
  Json outputs = Json::object();
  for (const auto& [name, output] : section_of(body, "Outputs").items()) {
    const Json* expression = find_member(output, "Value");
    if (expression == nullptr || !values.is_wanted(output)) continue;
    const std::optional<Json> value = values.value(*expression);
    if (value && value->is_structured())
      return format_error("The Value field of every Outputs member must evaluate to a String.");
    // What cannot be told stays as it is written.
    outputs[name] = to_embedded_text(value.value_or(*expression));
  }
  TRY(values.check());
  return outputs;
}

}  // namespace ssm::cloud
