// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/account_region.h"
#include "core/base/json.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/store/database.h"

namespace ssm {

/// One version of one document. `attributes` holds the request members that are only shown again
/// (DisplayName, TargetType, Requires, Attachments), `description` what DescribeDocument shows of
/// the content.
struct DocumentRecord {
  std::string name;
  std::int64_t version = 1;
  std::string version_name;
  std::string document_type;    // "Automation"
  std::string format = "JSON";  // "JSON", "YAML" or "TEXT"
  std::string content;          // exactly as submitted
  std::string hash;             // SHA-256 hex of content
  Time created;
  Json attributes = Json::object();
  Json description = Json::object();
  // Of the document as a whole:
  std::string owner;  // account id, or "Amazon" for those with a reserved name
  std::int64_t default_version = 1;
  std::int64_t latest_version = 1;
  Json tags = Json::array();  // [{Key, Value}]
};

/// Which version a caller means.
struct VersionSelector {
  std::string version;  // "", "$DEFAULT", "$LATEST" or a number
  std::string version_name;
};

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

/// The documents of an account's library, its own and those that were loaded under a reserved name,
/// and with whom they are shared. A share goes with its document.
/// Callers hold a Transaction round every change.
class DocumentStore {
 public:
  explicit DocumentStore(Database& database) : database_(database) {}

  /// Whose the document is: the account's id or "Amazon"; empty: there is none.
  Result<std::string> owner(const AccountRegion& scope, std::string_view name);
  /// How many documents this owner has in the library.
  Result<std::int64_t> count(const AccountRegion& scope, std::string_view owner);
  /// Version 1 of a new document.
  Completed insert(const AccountRegion& scope, const DocumentRecord& record);
  /// A further version (record.version: one more than any before, see next_number).
  Completed insert_version(const AccountRegion& scope, const DocumentRecord& record);
  /// The number of the version to come: numbers are never used again.
  Result<std::int64_t> next_number(const AccountRegion& scope, std::string_view name);
  /// How many versions there are now.
  Result<std::int64_t> count_versions(const AccountRegion& scope, std::string_view name);
  /// nullopt: no such document, or no such version of it.
  Result<std::optional<DocumentRecord>> find(const AccountRegion& scope, std::string_view name,
                                             const VersionSelector& version);
  /// The default version of each, by name; content left empty.
  Result<std::vector<DocumentRecord>> list(const AccountRegion& scope);
  /// All versions of one, newest first; content left empty.
  Result<std::vector<DocumentRecord>> versions(const AccountRegion& scope, std::string_view name);
  Completed set_default(const AccountRegion& scope, std::string_view name, std::int64_t version);
  Completed set_tags(const AccountRegion& scope, std::string_view name, const Json& tags);
  Completed remove(const AccountRegion& scope, std::string_view name);
  Completed remove_version(const AccountRegion& scope, std::string_view name, std::int64_t version);

  /// The shares of one document, the oldest first.
  Result<std::vector<Share>> shares(const AccountRegion& owner, std::string_view name);
  /// Adds a share, or changes the version of one.
  Completed add_share(const AccountRegion& owner, std::string_view name, const Share& share);
  Completed remove_share(const AccountRegion& owner, std::string_view name,
                         std::string_view account);
  /// How many of the owner's documents are shared with all.
  Result<std::int64_t> count_public(const AccountRegion& owner);
  /// What others share with this account or with all, by owner and name.
  Result<std::vector<SharedDocument>> shared_with(const AccountRegion& scope);

 private:
  Database& database_;
};

}  // namespace ssm
