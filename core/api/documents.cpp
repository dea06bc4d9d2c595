// SPDX-License-Identifier: Apache-2.0
#include "core/api/documents.h"

#include <array>

#include "core/api/document_content.h"
#include "core/base/arn.h"
#include "core/base/id.h"
#include "core/base/text.h"
#include "core/store/share_store.h"

namespace ssm {
namespace {

constexpr std::string_view kAmazon = "Amazon";
// 2020-01-01T00:00:00Z: the predefined documents come with the program, not at a time.
constexpr std::int64_t kPredefinedCreatedMs = 1'577'836'800'000;

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
bool names_only_version(const VersionSelector& selector) {
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
Completed find_shared(const Call& call, const DocumentAddress& address, VersionSelector selector,
                      FoundDocument& found) {
  const AccountRegion owner{address.account, call.caller.scope.region};
  TRY_ASSIGN(const std::vector<Share> shares,
             ShareStore(call.ports.database).shares(owner, address.name));
  for (const Share& share : shares) {
    if (share.account != "all" && share.account != call.caller.scope.account) continue;
    found.name_known = true;
    if (selector.version.empty() && selector.version_name.empty() && share.version == "$LATEST")
      selector.version = share.version;
    TRY_ASSIGN(found.record,
               DocumentStore(call.ports.database).find(owner, address.name, selector));
    if (found.record && !shows(share.version, *found.record)) found.record.reset();
    if (found.record) found.record->tags = Json::array();  // its owner's alone
    break;
  }
  return {};
}

void copy_member(Json& to, const Json& from, std::string_view name) {
  if (const Json* value = find_member(from, name)) to[std::string(name)] = *value;
}

/// What all three views share.
Json common_view(const DocumentRecord& record) {
  Json view = Json::object();
  view["Name"] = record.name;
  view["CreatedDate"] = to_epoch_json(record.created);
  copy_member(view, record.attributes, "DisplayName");
  if (!record.version_name.empty()) view["VersionName"] = record.version_name;
  view["DocumentVersion"] = std::to_string(record.version);
  view["DocumentType"] = record.document_type;
  view["DocumentFormat"] = record.format;
  copy_member(view, record.attributes, "Requires");
  return view;
}

/// A name, or the last part of where the attachment comes from.
std::string attachment_name(const Json& attachment) {
  const std::string name = string_member(attachment, "Name");
  const Json* values = find_member(attachment, "Values");
  if (!name.empty() || !values || values->empty()) return name;
  const std::string source = values->front().get<std::string>();
  return source.substr(source.rfind('/') + 1);
}

}  // namespace

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
  record.content = document.content;
  record.created = from_epoch_ms(kPredefinedCreatedMs);
  record.owner = kAmazon;
  record.description = fixed_description("Automation", "0.3");
  return record;
}

bool is_predefined(const ServicePorts& ports, std::string_view name) {
  return find_predefined(ports.predefined, name) != nullptr;
}

Result<FoundDocument> find_document(const Call& call, std::string_view name_or_arn,
                                    VersionSelector selector) {
  FoundDocument found{std::string(name_or_arn), selector.version, false, std::nullopt};
  const std::optional<DocumentAddress> address = parse_address(name_or_arn, call.caller.scope);
  if (!address) return found;
  found.name = address->name;
  if (selector.version.empty() && selector.version_name.empty())
    selector.version = address->version;
  found.version = selector.version.empty() ? selector.version_name : selector.version;

  if (!address->account.empty()) {
    TRY(find_shared(call, *address, selector, found));
    return found;
  }
  DocumentStore store(call.ports.database);
  TRY_ASSIGN(found.name_known, store.exists(call.caller.scope, found.name));
  if (found.name_known) {
    TRY_ASSIGN(found.record, store.find(call.caller.scope, found.name, selector));
    if (!found.record && !selector.version.empty() && !selector.version_name.empty()) {
      TRY_ASSIGN(const auto by_number,
                 store.find(call.caller.scope, found.name, {selector.version, {}}));
      if (by_number) found.version = selector.version_name;
    }
    return found;
  }
  if (const PredefinedDocument* document = find_predefined(call.ports.predefined, found.name)) {
    found.name_known = true;
    if (names_only_version(selector)) {
      found.record = predefined_record(*document);
      found.record->hash = sha256_hex(document->content);
    }
  }
  return found;
}

std::string shown_name(const AccountRegion& caller, const DocumentRecord& record) {
  if (record.owner == caller.account || record.owner == kAmazon) return record.name;
  return Arn::regional({record.owner, caller.region}, "ssm", "document/" + record.name).text();
}

Json document_description(const DocumentRecord& record, std::string_view status) {
  Json view = common_view(record);
  view["Hash"] = record.hash;
  view["HashType"] = "Sha256";
  view["Owner"] = record.owner;
  view["Status"] = status;
  view["LatestVersion"] = std::to_string(record.latest_version);
  view["DefaultVersion"] = std::to_string(record.default_version);
  for (const auto& [name, value] : record.description.items()) view[name] = value;
  copy_member(view, record.attributes, "TargetType");
  view["Tags"] = record.tags;
  if (const Json* attachments = find_member(record.attributes, "Attachments")) {
    Json& list = view["AttachmentsInformation"] = Json::array();
    for (const Json& attachment : *attachments)
      list.push_back(Json{{"Name", attachment_name(attachment)}});
  }
  return view;
}

Json document_identifier(const DocumentRecord& record) {
  Json view = common_view(record);
  view["Owner"] = record.owner;
  copy_member(view, record.description, "PlatformTypes");
  copy_member(view, record.description, "SchemaVersion");
  copy_member(view, record.attributes, "TargetType");
  view["Tags"] = record.tags;
  return view;
}

Json document_header(const DocumentRecord& record) {
  Json view = common_view(record);
  view["Status"] = "Active";
  return view;
}

}  // namespace ssm
