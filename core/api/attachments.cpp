// SPDX-License-Identifier: Apache-2.0
#include "core/api/attachments.h"

#include <fmt/format.h>

#include "core/api/service_errors.h"
#include "core/base/base64.h"
#include "core/base/id.h"
#include "core/base/text.h"
#include "core/document/files.h"
#include "core/store/attachment_store.h"

namespace ssm {
namespace {

constexpr std::size_t kMostAttachments = 5;  // Source: page of aws:executeScript
constexpr std::string_view kFile = "file://";

/// Path and name of each file that is meant.
struct Meant {
  std::string path;
  std::string name;
};

std::vector<Meant> files_meant(const Json& attachment, const Json& files) {
  const Json* values = find_member(attachment, "Values");
  if (!values || values->empty()) return {};
  const std::string value = values->front().get<std::string>();
  if (!value.starts_with(kFile)) return {};
  const std::string path = value.substr(kFile.size());
  std::vector<Meant> meant;
  if (string_member(attachment, "Key") == "SourceUrl") {
    for (const auto& [name, about] : files.items()) meant.push_back({path + "/" + name, name});
    return meant;
  }
  const std::string name = string_member(attachment, "Name", path.substr(path.rfind('/') + 1));
  return {{path, name}};
}

Result<Attachment> read_one(const Meant& file, const Json& files, const ServicePorts& ports) {
  if (!ports.read_file)
    return validation_error(
        fmt::format("Attachment {}: {} names a file of the caller's machine, which is not this one",
                    file.name, kFile));
  Result<std::string> bytes = ports.read_file(file.path);
  if (!bytes)
    return validation_error(fmt::format("Attachment {}: {}", file.name, bytes.error().message));
  const std::string actual = sha256_hex(*bytes);
  const std::string declared = declared_sha256(files, file.name);
  if (declared.empty())
    return invalid_content(fmt::format(
        "Attachment {}: the document has to name it: files: {{{}: {{checksums: {{sha256: {}}}}}}}",
        file.name, file.name, actual));
  if (!equals_ignore_case(declared, actual))
    return invalid_content(
        fmt::format("Attachment {}: its SHA-256 is {}, and the document's \"files\" says {}",
                    file.name, actual, declared));
  return Attachment{actual, to_base64(*bytes)};
}

}  // namespace

Result<std::vector<Attachment>> read_attachments(const RequestContext& call,
                                                 const DocumentRecord& record) {
  std::vector<Attachment> read;
  const Json* attachments = find_member(call.request, "Attachments");
  if (!attachments) return read;
  const Json files = files_in(record.content);
  for (const Json& attachment : *attachments)
    for (const Meant& file : files_meant(attachment, files)) {
      if (read.size() == kMostAttachments)
        return validation_error(
            fmt::format("A document has at most {} attachments", kMostAttachments));
      TRY_ASSIGN(Attachment one, read_one(file, files, call.ports));
      read.push_back(std::move(one));
    }
  return read;
}

Completed keep_attachments(const std::vector<Attachment>& attachments, Database& database) {
  AttachmentStore store(database);
  for (const Attachment& each : attachments) TRY(store.keep(each.sha256, each.content));
  return {};
}

}  // namespace ssm
