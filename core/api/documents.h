// SPDX-License-Identifier: Apache-2.0
#pragma once
// The documents a caller sees: the account's own, the predefined ones, and those that other
// accounts share.

#include <optional>
#include <string>
#include <string_view>

#include "core/api/handlers.h"
#include "core/document/node.h"
#include "core/store/document_store.h"

namespace ssm {

/// What came of looking for a document. `name` and `version` are what was looked for: the plain
/// name and the selector, also when the caller gave an ARN.
struct FoundDocument {
  std::string name;
  std::string version;
  bool name_known = false;               // there is a document of that name
  std::optional<DocumentRecord> record;  // and it has that version
};

/// By name, or by ARN: "arn:aws:ssm:REGION:ACCOUNT:document/NAME", "...:automation-definition/NAME"
/// with
/// ":VERSION" or without, ACCOUNT empty for those that Amazon owns. A version in `selector` wins
/// over the ARN's. Documents of other accounts are found as far as they are shared with the caller:
/// the version that the share shows, without tags. Those of other Regions are not found.
Result<FoundDocument> find_document(const Call& call, std::string_view name_or_arn,
                                    VersionSelector selector);

/// The record of a predefined document: version 1, owner Amazon. Without its hash, which listings
/// do not show and which costs more than the rest of them.
DocumentRecord predefined_record(const PredefinedDocument& document);
bool is_predefined(const ServicePorts& ports, std::string_view name);

/// How the caller knows a document: by its name, or by its ARN when another account owns it.
std::string shown_name(const AccountRegion& caller, const DocumentRecord& record);

/// "JSON" or "YAML"; nullopt for "TEXT".
std::optional<DocumentFormat> parse_format(std::string_view format);

/// The DocumentDescription structure; `status`: "Active", or "Creating" right after creation.
Json document_description(const DocumentRecord& record, std::string_view status);
/// The DocumentIdentifier structure: one entry of a listing.
Json document_identifier(const DocumentRecord& record);
/// The answer of GetDocument, but for Content and DocumentFormat.
Json document_header(const DocumentRecord& record);

}  // namespace ssm
