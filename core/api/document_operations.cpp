// SPDX-License-Identifier: Apache-2.0
// Operations on one document: create, get, describe, delete.
#include "core/api/attachments.h"
#include "core/api/document_content.h"
#include "core/api/document_library.h"
#include "core/api/document_view.h"
#include "core/api/handlers.h"
#include "core/api/service_errors.h"
#include "core/base/id.h"
#include "core/document/convert.h"
#include "core/launch/tags.h"

namespace ssm {
namespace {

/// Request members that have no effect here: DescribeDocument gives them back.
constexpr std::string_view kEchoedMembers[] = {"DisplayName", "TargetType", "Requires",
                                               "Attachments"};

Completed check_room(const RequestContext& call, const std::string& name) {
  TRY_ASSIGN(const std::string owner, owner_of(call, name));
  if (!owner.empty()) return document_exists(name);
  return check_room_in_library(call.ports.database, call.caller.scope, call.caller.scope.account);
}

Result<DocumentRecord> new_record(const RequestContext& call) {
  DocumentRecord record;
  record.name = string_member(call.request, "Name");
  record.document_type = string_member(call.request, "DocumentType", "Command");
  record.format = string_member(call.request, "DocumentFormat", "JSON");
  record.content = string_member(call.request, "Content");
  TRY_ASSIGN(record.description,
             check_content(record.document_type, record.format, record.content, call.ports.actions,
                           call.ports.allows_retired_runtimes));
  record.version_name = string_member(call.request, "VersionName");
  record.hash = sha256_hex(record.content);
  record.created = call.now;
  record.owner = call.caller.scope.account;
  for (const std::string_view member : kEchoedMembers)
    if (const Json* value = find_member(call.request, member))
      record.attributes[std::string(member)] = *value;
  if (const Json* tags = find_member(call.request, "Tags")) {
    TRY_ASSIGN(record.tags, first_tags(*tags, kMostDocumentTags));
  }
  return record;
}

VersionSelector requested_version(const Json& request) {
  return {string_member(request, "DocumentVersion"), string_member(request, "VersionName")};
}

/// The version that the request names. Errors: InvalidDocument, InvalidDocumentVersion.
Result<DocumentRecord> find_requested(const RequestContext& call) {
  TRY_ASSIGN(FoundDocument found,
             find_document(call.launching(), string_member(call.request, "Name"),
                           requested_version(call.request)));
  if (!found.name_known) return document_not_found(found.name);
  if (!found.record) return document_version_not_found(found.name, found.version);
  return std::move(*found.record);
}

Result<std::string> content_in(const DocumentRecord& record, const std::string& wanted) {
  if (wanted == record.format) return record.content;
  const std::optional<DocumentFormat> from = parse_format(record.format);
  const std::optional<DocumentFormat> to = parse_format(wanted);
  // Text that is no JSON or YAML has no other form; any of them is text.
  if (wanted == "TEXT") return record.content;
  if (!from || !to) return validation_error("Invalid document format " + wanted);
  return convert_format(record.content, *from, *to);
}

Completed remove_version(const RequestContext& call, DocumentStore& store, const std::string& name,
                         const VersionSelector& selector) {
  TRY_ASSIGN(const std::optional<DocumentRecord> record,
             store.find(call.caller.scope, name, selector));
  // DeleteDocument declares no error for versions. (assumed)
  if (!record) {
    const auto error = document_version_not_found(
        name, selector.version.empty() ? selector.version_name : selector.version);
    return failure("InvalidDocument", error.value().message);
  }
  if (record->version == record->default_version)
    return invalid_document_operation("Default version of the document can't be deleted.");
  return store.remove_version(call.caller.scope, name, record->version);
}

/// Versions of a shared document may go one by one, the whole may not. (assumed)
Completed check_not_shared(const RequestContext& call, const std::string& name) {
  DocumentStore shares(call.ports.database);
  TRY_ASSIGN(const std::vector<Share> list, shares.shares(call.caller.scope, name));
  if (list.empty()) return {};
  return invalid_document_operation("Must unshare document first before delete");
}

/// Some types are deleted only by force. Source: DeleteDocument's Force.
Completed check_force(const RequestContext& call, DocumentStore& store, const std::string& name) {
  const Json* force = find_member(call.request, "Force");
  if (force && *force == true) return {};
  TRY_ASSIGN(const std::optional<DocumentRecord> record, store.find(call.caller.scope, name, {}));
  if (record && record->document_type == "ApplicationConfigurationSchema")
    return invalid_document_operation(
        "A document of type ApplicationConfigurationSchema is deleted only with Force.");
  return {};
}

}  // namespace

Result<Reply> create_document(const RequestContext& call) {
  const std::string requested = string_member(call.request, "Name");
  if (is_reserved_name(requested)) return reserved_document_name(requested);
  TRY_ASSIGN(const DocumentRecord record, new_record(call));
  TRY_ASSIGN(const std::vector<Attachment> attachments, read_attachments(call, record));
  TRY_ASSIGN(Transaction transaction, Transaction::begin(call.ports.database));
  DocumentStore store(call.ports.database);
  TRY(check_room(call, record.name));
  TRY(store.insert(call.caller.scope, record));
  TRY(keep_attachments(attachments, call.ports.database));
  TRY(transaction.commit());
  return Reply{.response = Json{{"DocumentDescription", document_description(record, "Creating")}},
               .notice = obstacles_notice(record, call.ports)};
}

Result<Reply> get_document(const RequestContext& call) {
  TRY_ASSIGN(const DocumentRecord record, find_requested(call));
  const std::string format = string_member(call.request, "DocumentFormat", record.format);
  Json response = document_header(record);
  response["Name"] = shown_name(call.caller.scope, record);
  TRY_ASSIGN(response["Content"], content_in(record, format));
  response["DocumentFormat"] = format;
  return Reply{std::move(response)};
}

Result<Reply> describe_document(const RequestContext& call) {
  TRY_ASSIGN(DocumentRecord record, find_requested(call));
  if (record.owner == kAmazonOwner) {
    const auto root = read_nodes(record.content, guessed_format(record.content));
    if (root) record.description = describe_content(record.document_type, *root);
  }
  Json view = document_description(record, "Active");
  view["Name"] = shown_name(call.caller.scope, record);
  return Reply{Json{{"Document", std::move(view)}}};
}

Result<Reply> delete_document(const RequestContext& call) {
  const std::string name = string_member(call.request, "Name");
  const VersionSelector selector = requested_version(call.request);
  TRY_ASSIGN(Transaction transaction, Transaction::begin(call.ports.database));
  DocumentStore store(call.ports.database);
  TRY_ASSIGN(const std::string owner, owner_of(call, name));
  if (owner == kAmazonOwner)
    return invalid_document_operation("Document " + name +
                                      " is owned by Amazon and can't be deleted.");
  if (owner.empty()) return document_not_found(name);
  TRY(check_force(call, store, name));
  if (selector.version.empty() && selector.version_name.empty()) {
    TRY(check_not_shared(call, name));
    TRY(store.remove(call.caller.scope, name));
  } else {
    TRY(remove_version(call, store, name, selector));
  }
  TRY(transaction.commit());
  return Reply{Json::object()};
}

}  // namespace ssm
