// SPDX-License-Identifier: Apache-2.0
#include "core/api/document_view.h"

#include "core/base/arn.h"

namespace ssm {
namespace {

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

Result<std::string> owner_of(const RequestContext& call, std::string_view name) {
  TRY_ASSIGN(std::string owner, DocumentStore(call.ports.database).owner(call.caller.scope, name));
  if (owner.empty() && find_predefined(call.ports.predefined, name)) owner = kAmazonOwner;
  return owner;
}

std::string shown_name(const AccountRegion& caller, const DocumentRecord& record) {
  if (record.owner == caller.account || record.owner == kAmazonOwner) return record.name;
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
