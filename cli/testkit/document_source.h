// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/document/document.h"

namespace ssm::testkit {

/// The runbook of one or several cases.
struct DocumentSource {
  std::string name;     // under which it is created; of a predefined runbook its own
  std::string path;     // the file it came from; empty: predefined, or inline in the test file
  std::string content;  // empty: predefined
  DocumentFormat format = DocumentFormat::kJson;
  Location at;  // inline: where it stands in the test file
};

/// Its text, also of a predefined one. Lives as long as `source`.
std::string_view content_of(const DocumentSource& source);

/// Of a document that steps run: "Automation", or by its schema version "Command".
std::string_view type_of(const DocumentSource& source);

/// nullopt: it is so wrong that creating it will be refused.
std::optional<Document> parsed(const DocumentSource& source);

}  // namespace ssm::testkit
