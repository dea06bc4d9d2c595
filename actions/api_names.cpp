// SPDX-License-Identifier: Apache-2.0
#include "actions/api_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "actions/api_call.h"
#include "actions/cloud/operation.h"
#include "actions/cloud/simulated_account.h"
#include "core/base/text.h"
#include "core/document/checker.h"

namespace ssm {
namespace {

struct NamedError {
  std::string_view service;
  std::string_view code;
  std::string_view name;
};
constexpr NamedError kNamedErrors[] = {
    {"elb", "DuplicateLoadBalancerName", "DuplicateAccessPointNameException"},
    {"elb", "InvalidInstance", "InvalidEndPointException"},
    {"elb", "LoadBalancerNotFound", "AccessPointNotFoundException"},
    {"elb", "TooManyLoadBalancers", "TooManyAccessPointsException"},
    {"iam", "ReportExpired", "CredentialReportExpiredException"},
    {"iam", "ReportInProgress", "CredentialReportNotReadyException"},
    {"iam", "ReportNotPresent", "CredentialReportNotPresentException"},
    {"sqs", "AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"},
    {"sqs", "QueueAlreadyExists", "QueueNameExists"},
};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_word_character(char c) {
  return is_letter(c) || (c >= '0' && c <= '9') || c == '_';
}

bool is_identifier(std::string_view name) {
  return !name.empty() && is_letter(name.front()) && std::ranges::all_of(name, is_word_character);
}

/// "DescribeInstances" of "describe-instances;".
std::string likely_name(std::string_view api) {
  std::string words(api);
  std::ranges::replace_if(
      words, [](char c) { return !is_word_character(c); }, '_');
  return operation_name(words);
}

std::vector<std::string> account_operations_of(std::string_view service) {
  std::vector<std::string> names;
  for (const cloud::AccountOperation* operation : cloud::account_operations())
    if (operation->service == service) names.emplace_back(operation->name);
  return names;
}

}  // namespace

std::string error_name(std::string_view service, std::string_view code) {
  for (const NamedError& row : kNamedErrors)
    if (row.service == service && row.code == code) return std::string(row.name);
  constexpr std::string_view kQueues = "AWS.SimpleQueueService.";
  const bool has_prefix = service == "sqs" && code.starts_with(kQueues);
  return has_prefix ? std::string(code.substr(kQueues.size())) : std::string();
}

std::string fault_of_service(std::string_view service) {
  const std::string name = to_lower(trim(service));
  const auto names = aws_service_names();
  if (std::ranges::binary_search(names, name)) return {};
  return fmt::format("AWS has no service \"{}\".{}", trim(service),
                     did_you_mean(name, {names.begin(), names.end()}));
}

std::string fault_of_api(std::string_view service, std::string_view api) {
  api = trim(api);
  if (!is_identifier(api)) {
    const std::string likely = likely_name(api);
    const std::string hint =
        is_identifier(likely) ? fmt::format(" Did you mean {}?", likely) : std::string();
    return fmt::format("No operation can be called \"{}\".{}", api, hint);
  }
  const std::string name = operation_name(api);
  const std::string of = to_lower(trim(service));
  const std::vector<std::string> known = account_operations_of(of);
  const auto is_it = [&](const std::string& each) { return equals_ignore_case(each, name); };
  if (std::ranges::any_of(known, is_it)) return {};
  const std::string meant = misspelt_operation(name, known);
  if (meant.empty()) return {};
  return fmt::format("The simulated account does not have {} {}. {}", of, api, trim(meant));
}

}  // namespace ssm
