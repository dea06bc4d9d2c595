// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/api/handlers.h"
#include "core/store/document_store.h"

namespace ssm {

/// A file that a request attaches, as the document's "files" name it.
struct Attachment {
  std::string sha256;
  std::string content;  // in base64
};

/// Those files of the request's Attachments that lie on the caller's machine (file://); of others
/// nothing is read. `record`: the version to be. Errors: InvalidDocumentContent where "files" does
/// not name one with its checksum, ValidationException where one cannot be read.
Result<std::vector<Attachment>> read_attachments(const RequestContext& call,
                                                 const DocumentRecord& record);

/// Within the transaction that stores the document.
Completed keep_attachments(const std::vector<Attachment>& attachments, Database& database);

}  // namespace ssm
