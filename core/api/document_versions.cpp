// SPDX-License-Identifier: Apache-2.0
// Operations on the versions of a document: a new one, another default, the list of them.
// Source: spec/api 4, spec/documents-and-engine 11.2.
#include "core/api/attachments.h"
#include "core/api/document_content.h"
#include "core/api/document_library.h"
#include "core/api/document_view.h"
#include "core/api/handlers.h"
#include "core/api/paging.h"
#include "core/api/service_errors.h"
#include "core/base/id.h"

namespace ssm {
namespace {

/// Members that a new version takes over from the one before when the request lacks them.
constexpr std::string_view kTakenOver[] = {"DisplayName", "TargetType", "Requires"};
/// And those that belong to one version alone.
constexpr std::string_view kOwnMembers[] = {"DisplayName", "TargetType", "Attachments"};

/// Documents of schema version 1.2 have one version for ever. Source: the service's public
/// CloudFormation handler, which maps this error.
Completed check_schema_has_versions(const DocumentRecord& record) {
  const std::string schema = string_member(record.description, "SchemaVersion");
  if (record.document_type == "Command" && schema == "1.2")
    return schema_without_versions(record.name, schema);
  return {};
}

/// The newest version of one of the account's own documents.
Result<DocumentRecord> find_latest(const RequestContext& call, DocumentStore& store,
                                   const std::string& name) {
  TRY_ASSIGN(const std::string owner, owner_of(call, name));
  if (owner == kAmazonOwner)
    return invalid_document_operation("Document " + name +
                                      " is owned by Amazon and can't be changed.");
  TRY_ASSIGN(std::optional<DocumentRecord> latest,
             store.find(call.caller.scope, name, {"$LATEST", {}}));
  if (!latest) return document_not_found(name);
  return std::move(*latest);
}

/// Only the latest version can be updated; without a version that one is meant.
Completed check_base(const Json& request, const DocumentRecord& latest) {
  const std::string base = string_member(request, "DocumentVersion", "$LATEST");
  const bool is_latest = base == "$LATEST" || base == std::to_string(latest.version) ||
                         (base == "$DEFAULT" && latest.default_version == latest.version);
  if (!is_latest) return not_the_latest_version(latest.name);
  return {};
}

Json new_attributes(const Json& request, const DocumentRecord& latest) {
  Json attributes = Json::object();
  for (const std::string_view member : kTakenOver)
    if (const Json* value = find_member(latest.attributes, member))
      attributes[std::string(member)] = *value;
  for (const std::string_view member : kOwnMembers)
    if (const Json* value = find_member(request, member)) attributes[std::string(member)] = *value;
  return attributes;
}

/// Nothing that a version has of its own differs, but for its name and attachments.
bool is_same(const DocumentRecord& a, const DocumentRecord& b) {
  const auto member = [](const DocumentRecord& record, std::string_view name) {
    return string_member(record.attributes, name);
  };
  return a.content == b.content && a.format == b.format &&
         member(a, "DisplayName") == member(b, "DisplayName") &&
         member(a, "TargetType") == member(b, "TargetType");
}

Completed check_version_name(const RequestContext& call, DocumentStore& store,
                             const DocumentRecord& record) {
  if (record.version_name.empty()) return {};
  TRY_ASSIGN(const std::optional<DocumentRecord> holder,
             store.find(call.caller.scope, record.name, {{}, record.version_name}));
  if (holder) return version_name_taken(record.name, record.version_name);
  return {};
}

/// The version to be, all of the request checked.
Result<DocumentRecord> next_version(const RequestContext& call, DocumentStore& store,
                                    const DocumentRecord& latest) {
  TRY(check_base(call.request, latest));
  DocumentRecord record = latest;
  record.format = string_member(call.request, "DocumentFormat", "JSON");
  record.content = string_member(call.request, "Content");
  TRY_ASSIGN(record.description,
             check_content(record.document_type, record.format, record.content, call.ports.actions,
                           call.ports.allows_retired_runtimes));
  TRY(check_schema_has_versions(latest));
  TRY(check_schema_has_versions(record));
  record.version_name = string_member(call.request, "VersionName");
  record.attributes = new_attributes(call.request, latest);
  record.hash = sha256_hex(record.content);
  record.created = call.now;
  TRY(check_version_name(call, store, record));
  if (is_same(record, latest)) return same_content(latest.name, latest.version);
  TRY_ASSIGN(const std::int64_t count, store.count_versions(call.caller.scope, latest.name));
  if (count >= kMostDocumentVersions) return too_many_versions(latest.name, kMostDocumentVersions);
  TRY_ASSIGN(record.version, store.next_number(call.caller.scope, latest.name));
  record.latest_version = record.version;
  return record;
}

/// The DocumentVersionInfo structure.
Json version_info(const AccountRegion& caller, const DocumentRecord& record) {
  Json info = document_header(record);
  info["Name"] = shown_name(caller, record);
  info["IsDefaultVersion"] = record.version == record.default_version;
  return info;
}

/// Newest first: all of a document of the caller's library; of another one the version that is
/// shown.
/// Errors: InvalidDocument.
Result<std::vector<DocumentRecord>> versions_of(const RequestContext& call) {
  TRY_ASSIGN(FoundDocument found,
             find_document(call.launching(), string_member(call.request, "Name"), {}));
  if (!found.name_known) return document_not_found(found.name);
  const std::string owner = found.record ? found.record->owner : std::string();
  std::vector<DocumentRecord> versions;
  if (owner == call.caller.scope.account || owner == kAmazonOwner) {
    TRY_ASSIGN(versions,
               DocumentStore(call.ports.database).versions(call.caller.scope, found.name));
  }
  if (versions.empty() && found.record) versions.push_back(std::move(*found.record));
  return versions;
}

}  // namespace

Result<Reply> update_document(const RequestContext& call) {
  TRY_ASSIGN(Transaction transaction, Transaction::begin(call.ports.database));
  DocumentStore store(call.ports.database);
  TRY_ASSIGN(const DocumentRecord latest,
             find_latest(call, store, string_member(call.request, "Name")));
  TRY_ASSIGN(const DocumentRecord record, next_version(call, store, latest));
  TRY_ASSIGN(const std::vector<Attachment> attachments, read_attachments(call, record));
  TRY(store.insert_version(call.caller.scope, record));
  TRY(keep_attachments(attachments, call.ports.database));
  TRY(transaction.commit());
  return Reply{.response = Json{{"DocumentDescription", document_description(record, "Updating")}},
               .notice = obstacles_notice(record, call.ports)};
}

Result<Reply> update_document_default_version(const RequestContext& call) {
  const std::string name = string_member(call.request, "Name");
  const std::string version = string_member(call.request, "DocumentVersion");
  TRY_ASSIGN(Transaction transaction, Transaction::begin(call.ports.database));
  DocumentStore store(call.ports.database);
  TRY_ASSIGN(const std::string owner, store.owner(call.caller.scope, name));
  // The operation declares no error for what Amazon owns: its documents are not the caller's.
  if (owner != call.caller.scope.account) return document_not_found(name);
  TRY_ASSIGN(const std::optional<DocumentRecord> record,
             store.find(call.caller.scope, name, {version, {}}));
  if (!record) return document_version_not_found(name, version);
  TRY(check_schema_has_versions(*record));
  TRY(store.set_default(call.caller.scope, name, record->version));
  TRY(transaction.commit());
  Json description{{"Name", name}, {"DefaultVersion", std::to_string(record->version)}};
  if (!record->version_name.empty()) description["DefaultVersionName"] = record->version_name;
  return Reply{Json{{"Description", std::move(description)}}};
}

Result<Reply> list_document_versions(const RequestContext& call) {
  TRY_ASSIGN(const Page page, requested_page(call.request, "ListDocumentVersions"));
  TRY_ASSIGN(const std::vector<DocumentRecord> versions, versions_of(call));
  Json response = Json::object();
  Json list = Json::array();
  std::int64_t last = 0;
  for (const DocumentRecord& record : versions) {
    if (page.after && record.version >= number_in(*page.after, "version")) continue;
    if (static_cast<std::int64_t>(list.size()) == page.limit) {
      set_next_page(response, call.request, "ListDocumentVersions", Json{{"version", last}});
      break;
    }
    list.push_back(version_info(call.caller.scope, record));
    last = record.version;
  }
  response["DocumentVersions"] = std::move(list);
  return Reply{std::move(response)};
}

}  // namespace ssm
