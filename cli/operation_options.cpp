// SPDX-License-Identifier: Apache-2.0
#include "cli/operation_options.h"

#include "core/base/text.h"

namespace ssm {
namespace {

using Takes = OptionSpec::Takes;

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

OptionSpec member_option(const MemberShape& member) {
  OptionSpec spec{.name = option_name(member)};
  if (member.shape->kind == Shape::Kind::kList) spec.takes = Takes::kMany;
  if (member.shape->kind == Shape::Kind::kBoolean) {
    spec.takes = Takes::kNothing;
    spec.opposite = "--no-" + spec.name.substr(2);
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
    if (member.required && !options.has(option_name(member)))
      missing.push_back(option_name(member));
  if (missing.empty()) return {};
  return failure("Usage", "the following arguments are required: " + join(missing, ", "));
}

}  // namespace

std::string to_kebab_case(std::string_view name) {
  std::string result;
  for (std::size_t i = 0; i < name.size(); ++i) {
    bool after_lower = i > 0 && is_upper(name[i]) && !is_upper(name[i - 1]);
    bool ends_acronym = i > 0 && is_upper(name[i]) && i + 1 < name.size() && !is_upper(name[i + 1]);
    if (after_lower || ends_acronym) result += '-';
    result += is_upper(name[i]) ? static_cast<char>(name[i] - 'A' + 'a') : name[i];
  }
  return result;
}

std::string option_name(const MemberShape& member) {
  return "--" + to_kebab_case(member.name);
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
  for (const MemberShape& member : operation.input->members) specs.push_back(member_option(member));
  specs.push_back({.name = "--cli-input-json"});
  specs.push_back({.name = "--cli-input-yaml"});
  if (operation.paging != nullptr) {
    specs.push_back({.name = "--starting-token"});
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
  TRY(check_required(call, words));
  if (!call.options.rest.empty())
    return failure("UnknownOptions", join(as_told(call.options.rest), ", "));
  return call;
}

}  // namespace ssm
