// SPDX-License-Identifier: Apache-2.0
// ModifyDocumentPermission and DescribeDocumentPermission. Source: spec/api 4.
#include "core/api/document_view.h"
#include "core/api/handlers.h"
#include "core/api/paging.h"
#include "core/api/service_errors.h"
#include "core/base/text.h"

namespace ssm {
namespace {

constexpr std::string_view kEverybody = "all";
// Source: the error DocumentPermissionLimit.
constexpr std::size_t kMostAccounts = 1000;
constexpr std::int64_t kMostPublic = 5;
constexpr std::int64_t kMostInPage = 200;

/// The accounts of a member, in order; "All" in any spelling becomes "all".
std::vector<std::string> accounts_in(const Json& request, std::string_view member) {
  std::vector<std::string> accounts;
  if (const Json* list = find_member(request, member))
    for (const Json& account : *list) accounts.push_back(to_lower(account.get<std::string>()));
  return accounts;
}

bool has(const std::vector<std::string>& accounts, std::string_view account) {
  return std::find(accounts.begin(), accounts.end(), account) != accounts.end();
}

/// Everybody stands alone.
Completed check_accounts(const std::vector<std::string>& accounts) {
  if (accounts.size() > 1 && has(accounts, kEverybody))
    return permission_limit("Accounts can either be all or a group of AWS accounts");
  return {};
}

/// What a request asks for.
struct Change {
  std::vector<std::string> add;  // without those to be removed
  std::vector<std::string> remove;
};

Result<Change> requested_change(const Json& request) {
  Change change{accounts_in(request, "AccountIdsToAdd"),
                accounts_in(request, "AccountIdsToRemove")};
  if (change.add.empty() && change.remove.empty())
    return validation_error("AccountIdsToAdd or AccountIdsToRemove must be specified.");
  TRY(check_accounts(change.add));
  TRY(check_accounts(change.remove));
  std::erase_if(change.add,
                [&](const std::string& account) { return has(change.remove, account); });
  return change;
}

/// A document is shared with everybody or with some: what is added ends the other. (assumed)
std::vector<std::string> ended_by(const std::vector<Share>& shares, const Change& change) {
  std::vector<std::string> ended = change.remove;
  if (change.add.empty()) return ended;
  const bool everybody = has(change.add, kEverybody);
  for (const Share& share : shares)
    if ((share.account == kEverybody) != everybody) ended.push_back(share.account);
  return ended;
}

Completed check_limits(const RequestContext& call, DocumentStore& store, const std::string& name) {
  TRY_ASSIGN(const std::vector<Share> shares, store.shares(call.caller.scope, name));
  if (shares.size() > kMostAccounts)
    return permission_limit("A document can be shared with at most 1000 accounts.");
  TRY_ASSIGN(const std::int64_t publics, store.count_public(call.caller.scope));
  if (publics > kMostPublic)
    return permission_limit("At most 5 documents of an account can be shared with all.");
  return {};
}

}  // namespace

Result<Reply> modify_document_permission(const RequestContext& call) {
  const std::string name = string_member(call.request, "Name");
  const std::string version = string_member(call.request, "SharedDocumentVersion", "$DEFAULT");
  TRY_ASSIGN(const Change change, requested_change(call.request));
  TRY_ASSIGN(Transaction transaction, Transaction::begin(call.ports.database));
  const AccountRegion& scope = call.caller.scope;
  TRY_ASSIGN(const std::string owner, owner_of(call, name));
  // The operation declares no error for what Amazon owns: its documents are not the caller's.
  if (owner != scope.account) return document_not_found(name);
  DocumentStore store(call.ports.database);
  TRY_ASSIGN(const std::vector<Share> shares, store.shares(scope, name));
  for (const std::string& account : ended_by(shares, change))
    TRY(store.remove_share(scope, name, account));
  for (const std::string& account : change.add)
    TRY(store.add_share(scope, name, {account, version}));
  if (!change.add.empty()) TRY(check_limits(call, store, name));
  TRY(transaction.commit());
  return Reply{Json::object()};
}

Result<Reply> describe_document_permission(const RequestContext& call) {
  const std::string name = string_member(call.request, "Name");
  TRY_ASSIGN(Page page, requested_page(call.request, "DescribeDocumentPermission"));
  if (!find_member(call.request, "MaxResults")) page.limit = kMostInPage;
  TRY_ASSIGN(const std::string owner, owner_of(call, name));
  if (owner == kAmazonOwner)
    return invalid_document_operation("Document " + name +
                                      " is owned by Amazon; only its owner sees its permissions.");
  if (owner.empty()) return document_not_found(name);
  TRY_ASSIGN(const std::vector<Share> shares,
             DocumentStore(call.ports.database).shares(call.caller.scope, name));

  Json response{{"AccountIds", Json::array()}, {"AccountSharingInfoList", Json::array()}};
  const std::int64_t begin = page.after ? number_in(*page.after, "position") : 0;
  for (std::int64_t i = begin; i < static_cast<std::int64_t>(shares.size()); ++i) {
    if (i - begin == page.limit) {
      set_next_page(response, call.request, "DescribeDocumentPermission", Json{{"position", i}});
      break;
    }
    const Share& share = shares[static_cast<std::size_t>(i)];
    response["AccountIds"].push_back(share.account);
    response["AccountSharingInfoList"].push_back(
        Json{{"AccountId", share.account}, {"SharedDocumentVersion", share.version}});
  }
  return Reply{std::move(response)};
}

}  // namespace ssm
