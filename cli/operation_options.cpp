// SPDX-License-Identifier: Apache-2.0
#include "cli/operation_options.h"

#include "core/base/text.h"

namespace ssm {
namespace {

using Takes = OptionSpec::Takes;

OptionSpec member_option(const MemberShape& member) {
  OptionSpec spec{.name = option_name(member)};
  const Shape::Kind kind = shape_of(member).kind;
  // Nobody knows how many words a value takes of which nothing is known.
  if (kind == Shape::Kind::kList || member.shape == nullptr || is_boolean_attribute(member))
    spec.takes = Takes::kMany;
  if (kind == Shape::Kind::kBoolean) {
    spec.takes = Takes::kNothing;
    spec.opposite = negative_option(member);
  }
  return spec;
}

/// `--generate-cli-skeleton` may stand without a value.
std::vector<std::string> with_skeleton_value(std::span<const std::string> words) {
  constexpr std::string_view kOption = "--generate-cli-skeleton";
  std::vector<std::string> result;
  for (std::size_t i = 0; i < words.size(); ++i) {
    bool prefix = words[i].size() > 3 && kOption.starts_with(words[i]);
    bool alone = i + 1 == words.size() || words[i + 1].starts_with("-");
    result.push_back(prefix && alone ? std::string(kOption) + "=input" : words[i]);
  }
  return result;
}

Skeleton skeleton_of(const ParsedWords& options) {
  std::string kind = options.value("--generate-cli-skeleton").value_or("");
  if (kind.empty()) return Skeleton::kNone;
  if (kind == "yaml-input") return Skeleton::kYamlInput;
  return kind == "input" ? Skeleton::kInput : Skeleton::kOutput;
}

/// A request or a skeleton makes the required options optional, but only when its option is written
/// out, apart from its value: that is what the AWS CLI looks for.
bool needs_no_options(std::span<const std::string> words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--cli-input-json" || words[i] == "--cli-input-yaml") return true;
    bool sample = i + 1 < words.size() && words[i + 1] == "output";
    if (words[i] == "--generate-cli-skeleton" && !sample) return true;
  }
  return false;
}

/// The first word that is no option might have been `help`, and is told last.
std::vector<std::string> as_told(std::vector<std::string> rest) {
  auto word = std::find_if(rest.begin(), rest.end(),
                           [](const std::string& text) { return !text.starts_with("-"); });
  if (word != rest.end()) std::rotate(word, word + 1, rest.end());
  return rest;
}

Completed check_required(const OperationCall& call, std::span<const std::string> words) {
  const ParsedWords& options = call.options;
  if (needs_no_options(words)) return {};
  std::vector<std::string> missing;
  for (const MemberShape& member : call.operation->input->members)
    if (member.required && !is_count(*call.operation, member) && !options.has(option_name(member)))
      missing.push_back(option_name(member));
  if (takes_outfile(*call.operation) && call.outfile.empty()) missing.emplace_back("outfile");
  if (missing.empty()) return {};
  return failure("Usage", "the following arguments are required: " + join(missing, ", "));
}

}  // namespace

std::string option_name(const MemberShape& member) {
  return "--" + to_kebab_case(member.name);
}

bool is_boolean_attribute(const MemberShape& member) {
  const Shape& shape = shape_of(member);
  return shape.kind == Shape::Kind::kStructure && shape.members.size() == 1 &&
         shape.members.front().name == "Value" &&
         shape_of(shape.members.front()).kind == Shape::Kind::kBoolean;
}

std::string negative_option(const MemberShape& member) {
  const std::string name = option_name(member).substr(2);
  // `--reboot` is the opposite of `--no-reboot`.
  return name.starts_with("no-") ? "--" + name.substr(3) : "--no-" + name;
}

bool takes_count(const Operation& operation) {
  return operation.of_account && operation.name == "RunInstances";
}

bool takes_outfile(const Operation& operation) {
  return operation.of_account && operation.service == "lambda" && operation.name == "Invoke";
}

bool is_count(const Operation& operation, const MemberShape& member) {
  return takes_count(operation) && (member.name == "MinCount" || member.name == "MaxCount");
}

bool is_hidden(const Operation& operation, const MemberShape& member) {
  const Paging* paging = operation.paging;
  return paging != nullptr &&
         (member.name == paging->input_token || member.name == paging->limit_key);
}

bool takes_mocks(const Operation& operation) {
  return operation.name == "StartAutomationExecution" ||
         operation.name == "StartChangeRequestExecution";
}

std::vector<OptionSpec> operation_option_specs(const Operation& operation) {
  std::vector<OptionSpec> specs;
  for (const MemberShape& member : operation.input->members) {
    if (is_count(operation, member)) continue;
    specs.push_back(member_option(member));
    if (is_boolean_attribute(member))
      specs.push_back({.name = negative_option(member), .takes = Takes::kNothing});
  }
  if (takes_count(operation)) specs.push_back({.name = std::string(kCountOption)});
  specs.push_back({.name = "--cli-input-json"});
  specs.push_back({.name = "--cli-input-yaml"});
  if (operation.paging != nullptr) {
    specs.push_back({.name = "--starting-token"});
    if (!operation.paging->limit_key.empty())
      specs.push_back({.name = "--page-size", .takes = Takes::kInteger});
    specs.push_back({.name = "--max-items", .takes = Takes::kInteger});
  }
  // Exact: what abbreviates an option of the AWS CLI keeps its meaning.
  if (takes_mocks(operation)) specs.push_back({.name = std::string(kMocksOption), .exact = true});
  specs.push_back(
      {.name = "--generate-cli-skeleton", .choices = {"input", "output", "yaml-input"}});
  return specs;
}

Result<OperationCall> parse_operation(const Operation& operation, std::span<const OptionSpec> specs,
                                      std::span<const std::string> words) {
  OperationCall call;
  call.operation = &operation;
  TRY_ASSIGN(call.options, parse_words(specs, with_skeleton_value(words)));
  call.skeleton = skeleton_of(call.options);
  std::vector<std::string>& rest = call.options.rest;
  if (takes_outfile(operation) && !rest.empty() && !rest.front().starts_with("-")) {
    call.outfile = rest.front();
    rest.erase(rest.begin());
  }
  TRY(check_required(call, words));
  if (!call.options.rest.empty())
    return failure("UnknownOptions", join(as_told(call.options.rest), ", "));
  return call;
}

}  // namespace ssm
