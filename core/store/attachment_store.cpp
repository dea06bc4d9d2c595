// SPDX-License-Identifier: Apache-2.0
#include "core/store/attachment_store.h"

#include "core/base/text.h"

namespace ssm {

Completed AttachmentStore::keep(std::string_view sha256, std::string_view content) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("INSERT OR REPLACE INTO attachments (hash, content) VALUES (?, ?)"));
  statement.bind(to_lower(sha256)).bind(content);
  return statement.run();
}

Result<std::optional<std::string>> AttachmentStore::find(std::string_view sha256) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT content FROM attachments WHERE hash = ?"));
  statement.bind(to_lower(sha256));
  TRY_ASSIGN(const bool found, statement.step());
  if (!found) return std::nullopt;
  return statement.text(0);
}

}  // namespace ssm
