// SPDX-License-Identifier: Apache-2.0
#include "cli/operation_catalog.h"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "actions/cloud/operation.h"
#include "actions/cloud/simulated_account.h"
#include "cli/http/aws_service.h"
#include "cli/kebab_case.h"
#include "cli/operation_words.h"

namespace ssm {
namespace {

/// What the members are called by which the services' listings page.
constexpr std::array<std::string_view, 5> kTokenNames = {
    "NextToken", "nextToken", "Marker", "ContinuationToken", "ExclusiveStartTableName"};
constexpr std::array<std::string_view, 8> kLimitNames = {"MaxResults", "maxResults", "MaxRecords",
                                                         "MaxItems",   "Limit",      "limit",
                                                         "MaxBuckets", "PageSize"};

/// The one of `names` that the shape has as a member; empty: none.
std::string_view name_among(const Shape& shape, std::span<const std::string_view> names) {
  for (const MemberShape& member : shape.members)
    if (std::ranges::find(names, member.name) != names.end()) return member.name;
  return {};
}

std::optional<Paging> paging_of(const Shape& input) {
  const std::string_view token = name_among(input, kTokenNames);
  if (token.empty()) return std::nullopt;
  return Paging{
      .input_token = token, .limit_key = name_among(input, kLimitNames), .result_key = {}};
}

class Catalog {
 public:
  Catalog() {
    for (const Operation& operation : operations()) add(operation);
    // What the program's parts ask each other through the account is of no service of AWS.
    for (const cloud::AccountOperation* row : cloud::account_operations())
      if (find_aws_service(row->service) != nullptr && find(row->service, row->name) == nullptr)
        add(made_of(*row));
  }

  std::span<const std::string_view> services() const { return services_; }

  std::span<const Operation* const> of(std::string_view service) const {
    const auto found = by_service_.find(service);
    if (found == by_service_.end()) return {};
    return found->second;
  }

  const Operation* find(std::string_view service, std::string_view name) const {
    for (const Operation* operation : of(service))
      if (operation->name == name || operation->command == name) return operation;
    return nullptr;
  }

 private:
  void add(const Operation& operation) {
    std::vector<const Operation*>& list = by_service_[operation.service];
    if (list.empty()) services_.push_back(operation.service);
    list.push_back(&operation);
  }

  const Operation& made_of(const cloud::AccountOperation& row) {
    Operation operation{.name = row.name,
                        .command = commands_.emplace_back(to_kebab_case(row.name)),
                        .input = row.input,
                        .output = nullptr,
                        .errors = {},
                        .paging = nullptr,
                        .doc = docs_.emplace_back(account_operation_doc(row.name)),
                        .service = row.service,
                        .of_account = true};
    if (const auto paging = paging_of(*row.input))
      operation.paging = &pagings_.emplace_back(*paging);
    return account_.emplace_back(operation);
  }

  // What the operations point to: it stays where it is.
  std::deque<std::string> commands_;
  std::deque<std::string> docs_;
  std::deque<Paging> pagings_;
  std::deque<Operation> account_;
  std::vector<std::string_view> services_;
  std::map<std::string_view, std::vector<const Operation*>> by_service_;
};

const Catalog& catalog() {
  static const Catalog kCatalog;
  return kCatalog;
}

Result<Reply> ask_account(const Operation& operation, Json request, const Caller& caller,
                          ServicePorts& ports) {
  SimulatedAccount account(ports.database);
  const CloudCall call{.service = std::string(operation.service),
                       .operation = std::string(operation.name),
                       .parameters = std::move(request),
                       .scope = caller.scope,
                       .now = ports.clock.now(),
                       .caller = caller.arn};
  TRY_ASSIGN(Json answer, account.answer(call));
  return Reply{std::move(answer)};
}

bool account_has(const Operation& operation) {
  return std::ranges::any_of(cloud::account_operations(), [&](const cloud::AccountOperation* row) {
    return row->service == operation.service && row->name == operation.name;
  });
}

}  // namespace

std::span<const std::string_view> services() {
  return catalog().services();
}

std::string_view command_of(std::string_view service) {
  const AwsService* known = find_aws_service(service);
  return known == nullptr || known->command.empty() ? service : known->command;
}

std::string_view service_named(std::string_view command) {
  const auto found = std::ranges::find(services(), command, command_of);
  return found == services().end() ? std::string_view() : *found;
}

std::span<const Operation* const> operations_of(std::string_view service) {
  return catalog().of(service);
}

const Operation* find_operation(std::string_view service, std::string_view name) {
  return catalog().find(service, name);
}

Result<Reply> answer_call(const Operation& operation, Json request, const Caller& caller,
                          ServicePorts& ports) {
  if (operation.of_account) return ask_account(operation, std::move(request), caller, ports);
  // The tags of parameters and managed nodes are the account's, those of documents are not.
  constexpr std::string_view kOtherKind = "InvalidResourceType";
  Result<Reply> reply = invoke(operation, request, caller, ports);
  if (reply || reply.error().code != kOtherKind || !account_has(operation)) return reply;
  return ask_account(operation, std::move(request), caller, ports);
}

}  // namespace ssm
