// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/init/samples.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "cli/testkit/init/pattern_example.h"
#include "core/base/pattern.h"
#include "core/base/text.h"
#include "core/document/bind.h"
#include "core/expression/reference.h"

namespace ssm::testkit {
namespace {

constexpr std::size_t kMostValues = 12;  // of a parameter without allowedValues
constexpr std::size_t kMostItems = 100;
constexpr std::size_t kLongestText = 4096;
constexpr std::string_view kAnyText = "example";

struct NamedSample {
  std::string_view ending;  // of a name in lower case, without separators and a plural's s
  std::string_view text;
};

/// The first that fits counts. Instance, image and network are those of the sample account.
constexpr NamedSample kNamedSamples[] = {
    {"dbinstanceid", "example"},
    {"dbclusterid", "example"},
    {"replicationgroupid", "example"},
    {"instanceid", "i-1234567890abcdef0"},
    {"imageid", "ami-0123456789abcdef0"},
    {"amiid", "ami-0123456789abcdef0"},
    {"ami", "ami-0123456789abcdef0"},
    {"volumeid", "vol-1234567890abcdef0"},
    {"dbsnapshotidentifier", "example"},
    {"snapshotid", "snap-1234567890abcdef0"},
    {"subnetid", "subnet-0123456789abcdef0"},
    {"vpcid", "vpc-0123456789abcdef0"},
    {"groupid", "sg-0123456789abcdef0"},
    {"routetableid", "rtb-1234567890abcdef0"},
    {"natgatewayid", "nat-1234567890abcdef0"},
    {"internetgatewayid", "igw-1234567890abcdef0"},
    {"networkinterfaceid", "eni-1234567890abcdef0"},
    {"allocationid", "eipalloc-1234567890abcdef0"},
    {"transitgatewayid", "tgw-1234567890abcdef0"},
    {"directoryid", "d-1234567890"},
    {"filesystemid", "fs-1234567890abcdef0"},
    {"commandid", "12345678-90ab-cdef-1234-567890abcdef"},
    {"executionid", "12345678-90ab-cdef-1234-567890abcdef"},
    {"accountid", "123456789012"},
    {"account", "123456789012"},
    {"topicarn", "arn:aws:sns:us-east-1:123456789012:Automation-example"},
    {"notificationarn", "arn:aws:sns:us-east-1:123456789012:Automation-example"},
    {"functionarn", "arn:aws:lambda:us-east-1:123456789012:function:example"},
    {"lambdaarn", "arn:aws:lambda:us-east-1:123456789012:function:example"},
    {"statemachinearn", "arn:aws:states:us-east-1:123456789012:stateMachine:example"},
    {"queuearn", "arn:aws:sqs:us-east-1:123456789012:example"},
    {"loadbalancerarn",
     "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/example/"
     "1234567890abcdef"},
    {"secretarn", "arn:aws:secretsmanager:us-east-1:123456789012:secret:example"},
    {"keyarn", "arn:aws:kms:us-east-1:123456789012:key/12345678-90ab-cdef-1234-567890abcdef"},
    {"arn", "arn:aws:iam::123456789012:role/example"},
    {"assumerole", "arn:aws:iam::123456789012:role/example"},
    {"approver", "arn:aws:iam::123456789012:user/operator"},
    {"principal", "arn:aws:iam::123456789012:user/operator"},
    {"region", "us-east-1"},
    {"availabilityzone", "us-east-1a"},
    {"bucket", "example-bucket"},
    {"bucketname", "example-bucket"},
    {"queueurl", "https://sqs.us-east-1.amazonaws.com/123456789012/example"},
    {"url", "https://example.com/"},
    {"email", "user@example.com"},
    {"cidr", "10.0.0.0/16"},
    {"cidrblock", "10.0.0.0/16"},
    {"ipaddress", "10.0.0.10"},
    {"instancetype", "t3.micro"},
    {"duration", "PT1S"},
    {"timestamp", "2030-01-02T04:00:00Z"},
    {"datetime", "2030-01-02T04:00:00Z"},
    {"starttime", "2030-01-02T04:00:00Z"},
    {"endtime", "2030-01-02T04:00:00Z"},
};

/// Further texts that patterns may ask for.
constexpr std::string_view kKnownTexts[] = {
    "1",
    "10",
    "60",
    "true",
    "sg-0123456789abcdef0",
    "arn:aws:kms:us-east-1:123456789012:alias/example",
    "arn:aws:rds:us-east-1:123456789012:db:example",
    "arn:aws:rds:us-east-1:123456789012:cluster:example",
    "arn:aws:dynamodb:us-east-1:123456789012:table/example",
    "arn:aws:s3:::example-bucket",
    "arn:aws:sqs:us-east-1:123456789012:example",
    "arn:aws:ec2:us-east-1:123456789012:instance/i-1234567890abcdef0",
};

std::string bare_name(std::string_view name) {
  std::string bare = to_lower(name);
  std::erase_if(bare, [](char c) { return c == '_' || c == '-' || c == '.' || c == ' '; });
  if (bare.ends_with('s') && !bare.ends_with("ss") && !bare.ends_with("us")) bare.pop_back();
  return bare;
}

/// "AWS::EC2::Instance::Id" and a list of it are called InstanceId, "String" says nothing.
std::string name_in_type(std::string_view type) {
  std::vector<std::string> parts = split(type, ':');
  std::erase(parts, std::string());
  if (parts.size() < 3) return {};
  std::string name = parts[parts.size() - 2] + parts.back();
  std::erase(name, '>');
  return name;
}

std::string format_text(InputSpec::Format format) {
  if (format == InputSpec::Format::kDuration) return "PT1S";
  if (format == InputSpec::Format::kInstant) return "2030-01-02T04:00:00Z";
  return format == InputSpec::Format::kTopic ? sample_text("TopicArn") : std::string();
}

/// Texts for one parameter, or for the elements of one that is a list.
class TextChoices {
 public:
  TextChoices(const Parameter& parameter, const ValueUse* use) : parameter_(parameter), use_(use) {
    if (parameter.allowed_pattern) {
      Result<Pattern> pattern = Pattern::compile(*parameter.allowed_pattern);
      if (pattern) pattern_ = *std::move(pattern);
    }
  }

  std::vector<std::string> take() {
    if (!parameter_.allowed_values.empty()) {
      most_ = parameter_.allowed_values.size();
      for (const Json& value : parameter_.allowed_values) add(to_embedded_text(value));
      return std::move(texts_);
    }
    if (use_ != nullptr) {
      for (const std::string& value : use_->values) add(value);
      add(format_text(use_->format));
      if (use_->is_number) add("60");
    }
    if (const std::string named = name_in_type(parameter_.type_text); !named.empty())
      add(sample_text(named));
    if (const std::string text = sample_text(parameter_.name); text != kAnyText) add(text);
    add_by_pattern();
    add_by_size();
    return std::move(texts_);
  }

 private:
  void add(const std::string& text) {
    if (texts_.size() >= most_ || text.empty()) return;
    if (std::ranges::find(texts_, text) != texts_.end()) return;
    if (pattern_ && !pattern_->matches(text).value_or(false)) return;
    const auto length = static_cast<std::int64_t>(utf8_length(text));
    const bool is_text = parameter_.type == ValueType::kString;
    if (is_text && parameter_.min_chars && length < *parameter_.min_chars) return;
    if (is_text && parameter_.max_chars && length > *parameter_.max_chars) return;
    texts_.push_back(text);
  }

  void add_by_pattern() {
    if (!pattern_) return;
    if (texts_.empty()) {
      add(std::string(kAnyText));
      for (const NamedSample& sample : kNamedSamples) add(std::string(sample.text));
      // One of these says more than what the pattern alone gives; two say no more.
      for (const std::string_view text : kKnownTexts) add(std::string(text));
      if (texts_.size() > 1) texts_.resize(1);
    }
    for (const std::string& text : pattern_examples(*parameter_.allowed_pattern, 4)) add(text);
  }

  void add_by_size() {
    add(std::string(kAnyText));
    add("other");
    const std::int64_t least = parameter_.min_chars.value_or(0);
    const std::int64_t most = parameter_.max_chars.value_or(least);
    const std::size_t size = std::min<std::size_t>(
        kLongestText,
        static_cast<std::size_t>(std::max(std::int64_t{1}, least > 0 ? least : most)));
    std::string text;
    while (text.size() < size) text += kAnyText;
    if (texts_.empty()) add(text.substr(0, size));
  }

  const Parameter& parameter_;
  const ValueUse* use_;
  std::size_t most_ = kMostValues;
  std::optional<Pattern> pattern_;
  std::vector<std::string> texts_;
};

Json list_of(const Parameter& parameter, const ValueUse* use, const std::vector<Json>& items) {
  const auto least = static_cast<std::size_t>(std::max<std::int64_t>(
      1, std::min<std::int64_t>(parameter.min_items.value_or(1), kMostItems)));
  const std::size_t count = std::max(least, use ? use->least_items : 0);
  Json list = Json::array();
  for (std::size_t i = 0; i < count && !items.empty(); ++i) list.push_back(items[i % items.size()]);
  return list;
}

Json sample_map(std::string_view name) {
  const std::string bare = bare_name(name);
  if (bare.ends_with("tag")) return {{"Key", "Name"}, {"Value", "example"}};
  if (bare.ends_with("target"))
    return {{"Key", "InstanceIds"}, {"Values", Json::array({sample_text("InstanceId")})}};
  return {{"Key", "example"}};
}

std::vector<Json> typed_values(const Parameter& parameter, const ValueUse* use) {
  std::vector<Json> values;
  switch (parameter.type) {
    case ValueType::kBoolean:
      return {true, false};
    case ValueType::kInteger:
      for (const Json& allowed : parameter.allowed_values) values.push_back(allowed);
      if (values.empty()) values = {1, 2, 10, 60, 100, 0, 1000};
      return values;
    case ValueType::kStringMap:
      return {sample_map(parameter.name), Json::object()};
    case ValueType::kMapList:
      return {list_of(parameter, use, {sample_map(parameter.name)})};
    case ValueType::kString:
    case ValueType::kStringList:
      break;
  }
  for (std::string& text : TextChoices(parameter, use).take()) values.emplace_back(std::move(text));
  if (parameter.type == ValueType::kString) {
    values.emplace_back("");
    return values;
  }
  std::vector<Json> lists = {list_of(parameter, use, values)};
  for (const Json& value : values) lists.push_back(list_of(parameter, use, {value}));
  lists.push_back(Json::array());
  return lists;
}

bool accepts(const Parameter& parameter, const Json& value) {
  Json texts = Json::array();
  if (!value.is_array()) texts.push_back(to_embedded_text(value));
  for (std::size_t i = 0; value.is_array() && i < value.size(); ++i)
    texts.push_back(to_embedded_text(value[i]));
  const auto nothing = [](const Reference&) { return std::optional<Json>(); };
  // A list of no element cannot be told from a value that is not given.
  if (texts.empty()) return false;
  Json supplied = Json::object();
  supplied[parameter.name] = std::move(texts);
  return bind_parameters({parameter}, supplied, nothing).has_value();
}

}  // namespace

std::string sample_text(std::string_view name) {
  const std::string bare = bare_name(name);
  for (const NamedSample& sample : kNamedSamples)
    if (bare.ends_with(sample.ending)) return std::string(sample.text);
  return std::string(kAnyText);
}

const Json& named_samples() {
  static const Json all = [] {
    Json list = Json::array();
    for (const NamedSample& sample : kNamedSamples)
      list.push_back(Json::array({sample.ending, sample.text}));
    return list;
  }();
  return all;
}

Json sample_value(std::string_view name, ValueType type) {
  switch (type) {
    case ValueType::kString:
      return sample_text(name);
    case ValueType::kStringList:
      return Json::array({sample_text(name)});
    case ValueType::kInteger:
      return 1;
    case ValueType::kBoolean:
      return true;
    case ValueType::kStringMap:
      return sample_map(name);
    case ValueType::kMapList:
      return Json::array({sample_map(name)});
  }
  return nullptr;
}

namespace {

/// What stands in Parameter Store for a default that names it.
std::string stored_text(std::string_view parameter) {
  if (parameter.starts_with("/aws/service/ami-")) return sample_text("ImageId");
  return sample_text(parameter);
}

}  // namespace

Json stored_defaults(const Plan& plan) {
  Json stored = Json::array();
  for (const Parameter& parameter : plan.parameters) {
    if (!parameter.default_value) continue;
    for (const Reference& reference : find_references(*parameter.default_value))
      if (reference.kind == Reference::Kind::kParameterStore)
        stored.push_back(
            {{"Name", reference.name},
             {"Type", parameter.type == ValueType::kStringList ? "StringList" : "String"},
             {"Value", stored_text(reference.name)}});
  }
  return stored;
}

Result<ParameterChoices> ParameterChoices::of(const Plan& plan, const ValueUses& uses) {
  ParameterChoices choices(plan, uses);
  TRY(choices.fill_usual());
  return choices;
}

Completed ParameterChoices::fill_usual() {
  Json supplied = Json::object();
  for (const Parameter& parameter : plan_->parameters) {
    if (!parameter.is_required()) continue;
    const std::vector<Json>& values = values_of(parameter.name);
    if (values.empty())
      return failure(
          "Values",
          fmt::format("Parameter {} has no default, and no value was found that its {} "
                      "allows.",
                      parameter.name, parameter.allowed_pattern ? "allowedPattern" : "limits"));
    supplied[parameter.name] = values.front();
  }
  Json texts = Json::object();
  for (const auto& [name, value] : supplied.items()) {
    texts[name] = Json::array();
    if (!value.is_array()) texts[name].push_back(to_embedded_text(value));
    for (std::size_t i = 0; value.is_array() && i < value.size(); ++i)
      texts[name].push_back(to_embedded_text(value[i]));
  }
  const auto known = [](const Reference& reference) -> std::optional<Json> {
    if (reference.kind == Reference::Kind::kParameterStore) return stored_text(reference.name);
    if (reference.name == "REGION") return "us-east-1";
    if (reference.name == "ACCOUNT_ID") return "123456789012";
    return std::string(kAnyText);
  };
  TRY_ASSIGN(usual_, bind_parameters(plan_->parameters, texts, known));
  supply_role();
  return {};
}

/// A role that nobody could assume ends the start, default or not.
void ParameterChoices::supply_role() {
  if (!plan_->assume_role) return;
  const std::vector<FoundReference> found = find_references(*plan_->assume_role);
  if (found.size() != 1 || found[0].reference.kind != Reference::Kind::kParameter) return;
  const std::string& name = found[0].reference.name;
  const Json* usual = find_member(usual_, name);
  if (usual == nullptr || *usual == "" || to_embedded_text(*usual).starts_with("arn:aws")) return;
  const Json role = sample_text("AssumeRole");
  if (!is_accepted(name, role)) return;
  usual_[name] = role;
  supplied_.insert(name);
}

bool ParameterChoices::has_default(std::string_view name) const {
  const Parameter* parameter = find_parameter(plan_->parameters, name);
  return parameter != nullptr && !parameter->is_required() && !supplied_.contains(name);
}

const std::vector<Json>& ParameterChoices::values_of(std::string_view name) {
  const auto known = values_.find(name);
  if (known != values_.end()) return known->second;
  std::vector<Json> values;
  if (const Parameter* parameter = find_parameter(plan_->parameters, name)) {
    const auto use = uses_->find(name);
    values = typed_values(*parameter, use == uses_->end() ? nullptr : &use->second);
    std::erase_if(values, [&](const Json& value) { return !accepts(*parameter, value); });
  }
  return values_.emplace(std::string(name), std::move(values)).first->second;
}

bool ParameterChoices::is_accepted(std::string_view name, const Json& value) const {
  const Parameter* parameter = find_parameter(plan_->parameters, name);
  return parameter != nullptr && accepts(*parameter, value);
}

}  // namespace ssm::testkit
