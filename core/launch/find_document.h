// SPDX-License-Identifier: Apache-2.0
#pragma once
// The documents a caller sees: the account's own, the predefined ones, and those that other
// accounts share.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/document/node.h"
#include "core/launch/launch_context.h"
#include "core/store/document_store.h"

namespace ssm {

/// Who owns the predefined documents, and those that were loaded under a reserved name.
inline constexpr std::string_view kAmazonOwner = "Amazon";

/// What came of looking for a document. `name` and `version` are what was looked for: the plain
/// name and the selector, also when the caller gave an ARN.
struct FoundDocument {
  std::string name;
  std::string version;
  bool name_known = false;               // there is a document of that name
  std::optional<DocumentRecord> record;  // and it has that version
};

/// By name, or by ARN: "arn:aws:ssm:REGION:ACCOUNT:document/NAME", "...:automation-definition/NAME"
/// with ":VERSION" or without, ACCOUNT empty for those that Amazon owns. A version in `selector`
/// wins over the ARN's. Documents of other accounts are found as far as they are shared with the
/// caller: the version that the share shows, without tags. Those of other Regions are not found.
Result<FoundDocument> find_document(const LaunchContext& context, std::string_view name_or_arn,
                                    VersionSelector selector);
/// The same for whoever starts no execution.
Result<FoundDocument> find_document(Database& database, const AccountRegion& scope,
                                    std::span<const PredefinedDocument> predefined,
                                    std::string_view name_or_arn, VersionSelector selector);

/// The record of a predefined document: version 1, owner Amazon. Without its content and hash,
/// which listings do not show and which cost more than the rest of them.
DocumentRecord predefined_record(const PredefinedDocument& document);

/// What a document's type and schema version decide of its description: PlatformTypes,
/// SchemaVersion.
Json fixed_description(std::string_view document_type, std::string_view schema_version);

/// "JSON" or "YAML"; nullopt for "TEXT".
std::optional<DocumentFormat> parse_format(std::string_view format);

}  // namespace ssm
