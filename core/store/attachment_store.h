// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/store/database.h"

namespace ssm {

/// The files that are attached to documents, each once, by the SHA-256 under which a document's
/// "files" name it. Callers hold a Transaction round every change.
class AttachmentStore {
 public:
  explicit AttachmentStore(Database& database) : database_(database) {}

  /// `sha256`: hex; `content`: in base64.
  Completed keep(std::string_view sha256, std::string_view content);
  /// In base64. nullopt: it is not here.
  Result<std::optional<std::string>> find(std::string_view sha256);

 private:
  Database& database_;
};

}  // namespace ssm
