// SPDX-License-Identifier: Apache-2.0
#pragma once
// Documents that come into an account's library from files, beside CreateDocument: also under names
// that the service keeps for itself. Those are Amazon's then, as they are on AWS.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/account_region.h"
#include "core/base/json.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/document/action_catalog.h"
#include "core/document/node.h"
#include "core/store/database.h"

namespace ssm {

/// Versions of a document at a time.
inline constexpr std::int64_t kMostDocumentVersions = 1000;

/// Whether only documents that Amazon owns have names like this.
bool is_reserved_name(std::string_view name);

/// Whether one more document of this owner has room. Errors: DocumentLimitExceeded.
Completed check_room_in_library(Database& database, const AccountRegion& scope,
                                std::string_view owner);

/// A document that may be loaded.
struct LibraryDocument {
  std::string name;
  std::string document_type;  // "Automation" or "Command"
  std::string format;         // "JSON" or "YAML"
  std::string content;
  Json description;  // as DocumentRecord has it
};

/// Reads a runbook or a Command document. Everything that is wrong with its name and its text,
/// which are checked as at creation; actions that AWS keeps for itself are good under a reserved
/// name.
tl::expected<LibraryDocument, std::vector<Problem>> read_library_document(
    std::string name, std::string content, DocumentFormat format, const ActionCatalog& actions,
    bool allows_retired_runtimes);

/// What has become of one.
struct LoadedDocument {
  enum class Change { kNew, kNewVersion, kNone };
  std::int64_t version = 1;  // now the default one
  Change change = Change::kNew;
  std::string owner;
};

/// Puts it into the library: a new document, or, unless the latest version has the same text, a
/// further version of the one there is. Either is the default version then. Errors:
/// DocumentLimitExceeded, DocumentVersionLimitExceeded, InvalidDocument: there is one of another
/// type.
Result<LoadedDocument> load_document(Database& database, const AccountRegion& scope,
                                     const LibraryDocument& document, Time now);

/// Takes a document with all its versions out of the library, whoever owns it. Errors:
/// InvalidDocument: there is none; InvalidDocumentOperation: it is shared.
Completed remove_document(Database& database, const AccountRegion& scope, const std::string& name);

}  // namespace ssm
