// SPDX-License-Identifier: Apache-2.0
// Templates of CloudFormation, as far as the simulated account looks into them. Source: the
// CloudFormation User Guide, "Template reference"; texts of errors as the service gives them where
// they are known.
#include "actions/cloud/cloudformation_template.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "actions/cloud/dynamic_references.h"
#include "actions/cloud/stack_attributes.h"
#include "actions/cloud/stack_resources.h"
#include "actions/cloud/template_loops.h"
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
constexpr int kMostTemplateSteps = 300'000;
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
    if (name != "Globals" && name != "Hooks" && name != "Fn::Transform" &&
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

bool is_alphanumeric(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c);
  });
}

Completed check_format_version(const Json& body) {
  constexpr std::string_view kOnlyVersion = "2010-09-09";
  const Json* version = find_member(body, "AWSTemplateFormatVersion");
  if (version == nullptr || version->is_null() || *version == kOnlyVersion) return {};
  return format_error(fmt::format("{} is not a supported value for AWSTemplateFormatVersion",
                                  to_embedded_text(*version)));
}

Completed check_names(const Json& body) {
  for (const std::string thing : {"Parameter", "Output"})
    for (const auto& [name, value] : section_of(body, thing + "s").items())
      if (!name.starts_with("Fn::") && !is_alphanumeric(name))
        return format_error(fmt::format("{} name {} is non alphanumeric.", thing, name));
  return {};
}

Completed check_resources(const Json& body) {
  const Json& resources = section_of(body, "Resources");
  if (resources.empty()) return format_error("At least one Resources member must be defined.");
  if (resources.size() > kMostTemplateResources)
    return format_error(fmt::format("Number of resources, {}, is greater than maximum allowed, {}",
                                    resources.size(), kMostTemplateResources));
  for (const auto& [name, resource] : resources.items()) {
    if (name == "Fn::Transform" || is_template_loop(body, name, resource)) continue;
    if (!is_alphanumeric(name))
      return format_error(fmt::format("Resource name {} is non alphanumeric.", name));
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

/// The first blocks of so many addresses (2 to the power of `bits`) in a block of IPv4; empty:
/// there are not so many in it.
std::vector<std::string> address_blocks(std::string_view whole, std::int64_t count,
                                        std::int64_t bits) {
  constexpr std::int64_t kMostBlocks = 256;
  const std::size_t slash = std::min(whole.find('/'), whole.size());
  const std::optional<std::int64_t> prefix =
      parse_integer(whole.substr(std::min(slash + 1, whole.size())));
  const std::vector<std::string> parts = split(std::string(whole.substr(0, slash)), '.');
  if (!prefix || *prefix < 0 || *prefix > 32 || parts.size() != 4) return {};
  std::int64_t address = 0;
  for (const std::string& part : parts) {
    const std::optional<std::int64_t> byte = parse_integer(part);
    if (!byte || *byte < 0 || *byte > 255) return {};
    address = address * 256 + *byte;
  }
  const std::int64_t all = std::int64_t{1} << (32 - *prefix);
  if (count < 1 || count > kMostBlocks || bits < 1 || bits > 32 || count << bits > all) return {};
  address -= address % all;
  std::vector<std::string> found;
  for (std::int64_t i = 0; i < count; ++i, address += std::int64_t{1} << bits)
    found.push_back(fmt::format("{}.{}.{}.{}/{}", address >> 24, (address >> 16) & 255,
                                (address >> 8) & 255, address & 255, 32 - bits));
  return found;
}

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
  TemplateValues(const Json& body, const Json& parameters, StackIdentity& stack,
                 std::string_view section)
      : body_(body),
        parameters_(parameters),
        stack_(stack),
        section_(section),
        makes_up_(section == "Outputs") {}

  /// nullopt: it cannot be told here.
  std::optional<Json> value(const Json& expression, int depth = 0) const {
    if (!may_go_on(depth)) return std::nullopt;
    std::optional<Json> found = within_limit(worked_out(expression, depth));
    if (!found || !found->is_string()) return found;
    const auto& text = found->get_ref<const std::string&>();
    if (text.find(kDynamicReference) == std::string::npos) return found;
    if (std::optional<std::string> resolved = without_dynamic_references(stack_.session, text))
      return within_limit(Json(*std::move(resolved)));
    return makes_up_ ? found : std::nullopt;
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

  /// The properties of a resource, without what cannot be told; but the value of a parameter, which
  /// has to have one, is made up then.
  Json properties(const Json& resource) const {
    const Json& given = section_of(resource, "Properties");
    Json told = map(given, 0).value_or(Json::object());
    const Json* value_given = find_member(given, "Value");
    if (string_member(resource, "Type") != "AWS::SSM::Parameter" || !value_given ||
        told.contains("Value"))
      return told;
    const bool makes_up = std::exchange(makes_up_, true);
    told["Value"] = to_embedded_text(value(*value_given).value_or(*value_given));
    makes_up_ = makes_up;
    for (const char* limit : {"AllowedPattern", "DataType"}) told.erase(limit);
    return told;
  }

  /// Of what a change of which changes the resource.
  std::string digest(const Json& resource) const {
    Json content = Json::array();
    for (const char* member : {"Properties", "Metadata"})
      content.push_back(as_far_as_told(section_of(resource, member)));
    return sha256_hex(to_text(in_order_of_names(content))).substr(0, 16);
  }

  /// What an expression comes to, as it is written where that cannot be told.
  Json as_far_as_told(const Json& expression, int depth = 0) const {
    if (!may_go_on(depth)) return expression;
    const bool is_map = expression.is_object() && !is_function(expression);
    if (!is_map && !expression.is_array()) return value(expression, depth).value_or(expression);
    Json told = expression;
    for (Json& item : told) item = as_far_as_told(item, depth + 1);
    return told;
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
    if (const Json* of = function_argument(expression, "Fn::ImportValue"))
      return imported(*of, depth);
    if (const Json* of = function_argument(expression, "Fn::Cidr")) return blocks(*of, depth);
    if (function_argument(expression, "Fn::GetAZs")) return zones();
    if (is_function(expression)) return std::nullopt;
    return map(expression, depth);
  }

  static bool is_function(const Json& expression) {
    if (expression.size() != 1) return false;
    const std::string& name = expression.begin().key();
    return name == "Ref" || name.starts_with("Fn::");
  }

  static bool is_pair(const Json& value) { return value.is_array() && value.size() == 2; }

  const Json& resource_of(const std::string& logical_id) const {
    return section_of(body_, "Resources").at(logical_id);
  }

  /// What a resource is does not follow from what is made up.
  std::string name_of(const std::string& logical_id, int depth) const {
    const bool makes_up = std::exchange(makes_up_, false);
    std::string name = name_as_told(logical_id, depth);
    makes_up_ = makes_up;
    return name;
  }

  std::string name_as_told(const std::string& logical_id, int depth) const {
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
      if (std::optional<Json> one = expression.is_array() ? known_items(expression, depth + 1)
                                                          : value(expression, depth + 1))
        values[name] = *std::move(one);
    return values;
  }

  /// A list that is a property goes on without what cannot be told, and without AWS::NoValue.
  std::optional<Json> known_items(const Json& expressions, int depth) const {
    if (!may_go_on(depth)) return std::nullopt;
    Json values = Json::array();
    for (const Json& expression : expressions)
      if (std::optional<Json> one = value(expression, depth + 1)) values.push_back(*std::move(one));
    if (values.empty() && !expressions.empty()) return std::nullopt;
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
    if (has_resource(name)) {
      // What a resource is called that has no type of AWS is up to its maker.
      if (!makes_up_ && is_of_own_making(name)) return std::nullopt;
      return Json(physical_id(name, depth));
    }
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

  bool is_of_own_making(const std::string& resource) const {
    const std::string type = string_member(resource_of(resource), "Type");
    return !type.starts_with("AWS::") || type == "AWS::CloudFormation::CustomResource";
  }

  /// Of what becomes a resource of the account.
  std::optional<Json> attribute_of_account(const std::string& resource, const std::string& type,
                                           const std::string& name, const std::string& id,
                                           int depth) const {
    const bool makes_up = std::exchange(makes_up_, false);
    const std::optional<Json> properties =
        map(section_of(resource_of(resource), "Properties"), depth + 1);
    makes_up_ = makes_up;
    const Json element = element_of_stack(type, properties.value_or(Json::object()), id);
    return element.is_null() ? std::nullopt : stack_attribute(stack_.session, type, name, element);
  }

  /// Most attributes that are called like a property are what the property says.
  std::optional<Json> attribute_of_property(const std::string& resource, const std::string& name,
                                            int depth) const {
    const Json* given = find_member(section_of(resource_of(resource), "Properties"), name);
    return given ? value(*given, depth + 1) : std::nullopt;
  }

  /// Made up, but for what the account has and what says whose it is. Of what is made up no more is
  /// told to other resources than names and ARNs, which none can fail by.
  std::optional<Json> attribute_of(const std::string& resource, const std::string& name,
                                   int depth) const {
    if (!has_resource(resource)) return std::nullopt;
    const std::string id = physical_id(resource, depth);
    const std::string type = string_member(resource_of(resource), "Type");
    if (std::optional<Json> known = attribute_of_account(resource, type, name, id, depth))
      return known;
    if (to_lower(name) == to_lower(type.substr(type.rfind(':') + 1)) + "id") return Json(id);
    const bool is_foreign = is_of_own_making(resource) || type == "AWS::CloudFormation::Stack";
    if (is_foreign && !makes_up_) return std::nullopt;
    if (std::optional<Json> same = attribute_of_property(resource, name, depth);
        same && !is_foreign)
      return same;
    if (name == "AvailabilityZone") return zones().front();
    if (name.ends_with("Name") && name != "DBName") return Json(name_of(resource, depth));
    if (name.ends_with("Arn") && id.starts_with("arn:")) return Json(id);
    if (name != "Arn") return makes_up_ ? std::optional<Json>(id + "." + name) : std::nullopt;
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

  /// What no stack of the account exports is not known: it may be somebody else's stack.
  std::optional<Json> imported(const Json& of, int depth) const {
    const std::optional<Json> name = value(of, depth + 1);
    if (!name || !name->is_string()) return std::nullopt;
    stack_.imports.insert(name->get<std::string>());
    const Json* found = find_member(stack_.exports, name->get_ref<const std::string&>());
    return found ? std::optional(*found) : std::nullopt;
  }

  std::optional<Json> blocks(const Json& of, int depth) const {
    if (!of.is_array() || of.size() != 3) return std::nullopt;
    std::vector<std::string> texts;
    for (const Json& expression : of) {
      const std::optional<Json> one = value(expression, depth + 1);
      if (!one || one->is_structured()) return std::nullopt;
      texts.push_back(to_embedded_text(*one));
    }
    const std::vector<std::string> found = address_blocks(
        texts[0], parse_integer(texts[1]).value_or(0), parse_integer(texts[2]).value_or(0));
    return found.empty() ? std::nullopt : std::optional<Json>(found);
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
  StackIdentity& stack_;
  std::string_view section_;
  mutable bool makes_up_;  // what is only looked at may be made up
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
  TRY(check_format_version(body));
  TRY(check_sections(body));
  TRY(check_resources(body));
  TRY(check_names(body));
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

Json in_order_of_names(const Json& value) {
  if (!value.is_structured()) return value;
  Json ordered = value.is_array() ? Json::array() : Json::object();
  if (value.is_array()) {
    for (const Json& item : value) ordered.push_back(in_order_of_names(item));
    return ordered;
  }
  std::vector<std::string> names;
  for (const auto& [name, item] : value.items()) names.push_back(name);
  std::ranges::sort(names);
  for (const std::string& name : names) ordered[name] = in_order_of_names(value[name]);
  return ordered;
}

Result<Json> template_resources(const Json& body, const Json& parameters, StackIdentity& stack) {
  const TemplateValues values(body, parameters, stack, "Resources");
  Json resources = Json::array();
  for (const auto& [name, resource] : section_of(body, "Resources").items()) {
    // A loop or a macro that is left stands for resources that are not known.
    if (name.starts_with("Fn::") || !values.is_wanted(resource)) continue;
    const std::string type = string_member(resource, "Type");
    const std::string id = values.physical_id(name);
    Json one{{"LogicalResourceId", name}, {"ResourceType", type}, {"PhysicalResourceId", id}};
    for (const char* name_of_policy : {"DeletionPolicy", "UpdateReplacePolicy"})
      if (const Json* policy = find_member(resource, name_of_policy); policy && policy->is_string())
        one[name_of_policy] = *policy;
    if (const Json* count = find_member(stack.replacements, name)) one["replacements"] = *count;
    if (Json element = element_of_stack(type, values.properties(resource), id); !element.is_null())
      one["element"] = std::move(element);
    one["digest"] = values.digest(resource);
    resources.push_back(std::move(one));
  }
  TRY(values.check());
  return resources;
}

Result<TemplateOutputs> template_outputs(const Json& body, const Json& parameters,
                                         StackIdentity& stack) {
  const TemplateValues values(body, parameters, stack, "Outputs");
  TemplateOutputs outputs;
  for (const auto& [name, output] : section_of(body, "Outputs").items()) {
    const Json* expression = find_member(output, "Value");
    if (expression == nullptr || !values.is_wanted(output)) continue;
    const std::optional<Json> value = values.value(*expression);
    if (value && value->is_structured())
      return format_error("The Value field of every Outputs member must evaluate to a String.");
    // What cannot be told stays as it is written.
    outputs.values[name] = to_embedded_text(value.value_or(*expression));
    if (const Json* description = find_member(output, "Description"))
      outputs.descriptions[name] = to_embedded_text(*description);
    const Json* exported = find_member(section_of(output, "Export"), "Name");
    const std::optional<Json> export_name = exported ? values.value(*exported) : std::nullopt;
    if (export_name && !export_name->is_structured())
      outputs.exports[name] = to_embedded_text(*export_name);
  }
  TRY(values.check());
  return outputs;
}

}  // namespace ssm::cloud
