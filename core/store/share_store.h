// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/account_region.h"
#include "core/base/result.h"
#include "core/store/database.h"

namespace ssm {

/// With whom a document is shared, and which version.
struct Share {
  std::string account;  // twelve digits, or "all"
  std::string version;  // "$DEFAULT", "$LATEST" or "$ALL"
};

/// A document of another account that is shared.
struct SharedDocument {
  std::string owner;
  std::string name;
  Share share;
};

/// Who may see whose documents. A share goes with its document. Callers hold a Transaction round
/// every change.
class ShareStore {
 public:
  explicit ShareStore(Database& database) : database_(database) {}

  /// The shares of one document, the oldest first.
  Result<std::vector<Share>> shares(const AccountRegion& owner, std::string_view name);
  /// Adds a share, or changes the version of one.
  Completed add(const AccountRegion& owner, std::string_view name, const Share& share);
  Completed remove(const AccountRegion& owner, std::string_view name, std::string_view account);
  /// How many of the owner's documents are shared with all.
  Result<std::int64_t> count_public(const AccountRegion& owner);
  /// What others share with this account or with all, by owner and name.
  Result<std::vector<SharedDocument>> shared_with(const AccountRegion& scope);

 private:
  Database& database_;
};

}  // namespace ssm
