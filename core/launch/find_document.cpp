// SPDX-License-Identifier: Apache-2.0
#include "core/launch/find_document.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/base/arn.h"
#include "core/base/id.h"

namespace ssm {
namespace {

// 2020-01-01T00:00:00Z: the predefined documents come with the program, not at a time.
constexpr std::int64_t kPredefinedCreatedMs = 1'577'836'800'000;

/// Types whose documents name the platforms they are for.
constexpr std::string_view kTypesWithPlatforms[] = {"Automation", "Automation.ChangeTemplate",
                                                    "Command", "Policy", "Session"};

/// Where a document is: its name, and for one of another account that account.
struct DocumentAddress {
  std::string name;
  std::string version;
  std::string account;  // empty: the caller's, or Amazon
};

/// "NAME" or "NAME:VERSION", as after "automation-definition/".
DocumentAddress split_version(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return {std::string(text), {}, {}};
  return {std::string(text.substr(0, colon)), std::string(text.substr(colon + 1)), {}};
}

/// nullopt: an ARN of something else, or of another Region.
std::optional<DocumentAddress> parse_address(std::string_view text, const AccountRegion& scope) {
  if (!text.starts_with("arn:")) return DocumentAddress{std::string(text), {}, {}};
  const std::optional<Arn> arn = Arn::parse(text);
  if (!arn || arn->service != "ssm" || arn->region != scope.region) return std::nullopt;
  const std::string_view resource = arn->resource;
  constexpr std::string_view kDocument = "document/";
  constexpr std::string_view kDefinition = "automation-definition/";
  DocumentAddress address;
  if (resource.starts_with(kDocument))
    address.name = resource.substr(kDocument.size());
  else if (resource.starts_with(kDefinition))
    address = split_version(resource.substr(kDefinition.size()));
  else
    return std::nullopt;
  if (arn->account != scope.account) address.account = arn->account;
  return address;
}

/// A predefined document has one version, without a name.
bool selects_sole_version(const VersionSelector& selector) {
  const std::string& version = selector.version;
  return selector.version_name.empty() &&
         (version.empty() || version == "1" || version == "$DEFAULT" || version == "$LATEST");
}

/// Whether a share of `kind` shows this version.
bool shows(std::string_view kind, const DocumentRecord& record) {
  if (kind == "$ALL") return true;
  return record.version == (kind == "$LATEST" ? record.latest_version : record.default_version);
}

/// A document of another account, as far as that one shares it with the caller.
Completed find_shared(DocumentStore& store, const AccountRegion& scope,
                      const DocumentAddress& address, VersionSelector selector,
                      FoundDocument& found) {
  const AccountRegion owner{address.account, scope.region};
  TRY_ASSIGN(const std::vector<Share> shares, store.shares(owner, address.name));
  for (const Share& share : shares) {
    if (share.account != "all" && share.account != scope.account) continue;
    found.name_known = true;
    if (selector.version.empty() && selector.version_name.empty() && share.version == "$LATEST")
      selector.version = share.version;
    TRY_ASSIGN(found.record, store.find(owner, address.name, selector));
    if (found.record && !shows(share.version, *found.record)) found.record.reset();
    if (found.record) found.record->tags = Json::array();  // its owner's alone
    break;
  }
  return {};
}

}  // namespace

const PredefinedDocument* find_predefined(std::span<const PredefinedDocument> documents,
                                          std::string_view name) {
  for (const PredefinedDocument& document : documents)
    if (document.name == name) return &document;
  return nullptr;
}

Json fixed_description(std::string_view document_type, std::string_view schema_version) {
  Json description = Json::object();
  if (std::find(std::begin(kTypesWithPlatforms), std::end(kTypesWithPlatforms), document_type) !=
      std::end(kTypesWithPlatforms))
    description["PlatformTypes"] = Json::array({"Windows", "Linux", "MacOS"});
  if (!schema_version.empty()) description["SchemaVersion"] = schema_version;
  return description;
}

std::optional<DocumentFormat> parse_format(std::string_view format) {
  if (format == "JSON") return DocumentFormat::kJson;
  if (format == "YAML") return DocumentFormat::kYaml;
  return std::nullopt;
}

DocumentRecord predefined_record(const PredefinedDocument& document) {
  DocumentRecord record;
  record.name = document.name;
  record.document_type = "Automation";
  record.format = "YAML";
  record.created = from_epoch_ms(kPredefinedCreatedMs);
  record.owner = kAmazonOwner;
  record.description = fixed_description("Automation", "0.3");
  return record;
}

Result<FoundDocument> find_document(const LaunchContext& context, std::string_view name_or_arn,
                                    VersionSelector selector) {
  return find_document(context.database, context.scope, context.predefined, name_or_arn,
                       std::move(selector));
}

Result<FoundDocument> find_document(Database& database, const AccountRegion& scope,
                                    std::span<const PredefinedDocument> predefined,
                                    std::string_view name_or_arn, VersionSelector selector) {
  FoundDocument found{std::string(name_or_arn), selector.version, false, std::nullopt};
  const std::optional<DocumentAddress> address = parse_address(name_or_arn, scope);
  if (!address) return found;
  found.name = address->name;
  if (selector.version.empty() && selector.version_name.empty())
    selector.version = address->version;
  found.version = selector.version.empty() ? selector.version_name : selector.version;

  DocumentStore store(database);
  if (!address->account.empty()) {
    TRY(find_shared(store, scope, *address, selector, found));
    return found;
  }
  TRY_ASSIGN(const std::string owner, store.owner(scope, found.name));
  found.name_known = !owner.empty();
  if (found.name_known) {
    TRY_ASSIGN(found.record, store.find(scope, found.name, selector));
    if (!found.record && !selector.version.empty() && !selector.version_name.empty()) {
      TRY_ASSIGN(const auto by_number, store.find(scope, found.name, {selector.version, {}}));
      if (by_number) found.version = selector.version_name;
    }
    return found;
  }
  if (const PredefinedDocument* document = find_predefined(predefined, found.name)) {
    found.name_known = true;
    if (selects_sole_version(selector)) {
      found.record = predefined_record(*document);
      found.record->content = document->content;
      found.record->hash = sha256_hex(document->content);
    }
  }
  return found;
}

}  // namespace ssm
