// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/account_region.h"
#include "core/base/json.h"
#include "core/base/result.h"
#include "core/store/database.h"

namespace ssm {

/// The simulated account: resources by kind and id.
class AccountStore {
 public:
  explicit AccountStore(Database& database) : database_(database) {}

  /// kind: "ec2:instance". nullopt: not there.
  Result<std::optional<Json>> find(const AccountRegion& scope, std::string_view kind,
                                   std::string_view id);
  /// (id, body) of all of a kind, in order of creation.
  /// `holding`: only those in whose text this stands.
  Result<std::vector<std::pair<std::string, Json>>> list(const AccountRegion& scope,
                                                         std::string_view kind,
                                                         std::string_view holding = {});
  /// Their ids, in the same order.
  Result<std::vector<std::string>> ids(const AccountRegion& scope, std::string_view kind);
  Result<std::size_t> count(const AccountRegion& scope, std::string_view kind);
  /// (kind, body) of what may have a member `change`, at any depth.
  Result<std::vector<std::pair<std::string, Json>>> changing(const AccountRegion& scope);
  Completed put(const AccountRegion& scope, std::string_view kind, std::string_view id,
                const Json& body);
  Completed remove(const AccountRegion& scope, std::string_view kind, std::string_view id);
  /// Every resource of the scope is dropped, versions of parameters too.
  Completed clear(const AccountRegion& scope);
  Completed clear_tokens(const AccountRegion& scope);
  /// Kinds present in the scope.
  Result<std::vector<std::string>> kinds(const AccountRegion& scope);

  /// The answer once given to a call with this client token, and the parameters it had.
  struct TokenRecord {
    Json parameters;
    Json response;
  };
  Result<std::optional<TokenRecord>> find_token(const AccountRegion& scope,
                                                std::string_view operation, std::string_view token);
  Completed put_token(const AccountRegion& scope, std::string_view operation,
                      std::string_view token, const TokenRecord& record);

  /// True once the sample was written (or the account was loaded or reset).
  Result<bool> is_initialized(const AccountRegion& scope);
  Completed set_initialized(const AccountRegion& scope);

  /// What the account holds now: the same as long as it is the same. nullopt: the present
  /// transaction has changed it and may be rolled back.
  struct Version {
    std::int64_t own_changes = 0;
    std::int64_t data_version = 0;  // Database::data_version()
    bool operator==(const Version&) const = default;
  };
  Result<std::optional<Version>> version();

  Database& database() { return database_; }
  /// Runs a statement that changes what the account holds, in a table of its own too.
  Completed change(Statement& statement);

 private:
  Database& database_;
  Version version_;
  std::int64_t changed_in_ = -1;  // Database::transactions() of the last change
  std::int64_t looked_in_ = -1;   // of the last look at the data version
};

}  // namespace ssm
