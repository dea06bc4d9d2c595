// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/document_source.h"

#include "actions/registry.h"
#include "documents/predefined.h"

namespace ssm::testkit {

std::string_view content_of(const DocumentSource& source) {
  if (!source.content.empty()) return source.content;
  const PredefinedDocument* document = find_predefined(predefined_documents(), source.name);
  return document ? document->content : std::string_view();
}

std::string_view type_of(const DocumentSource& source) {
  const auto root = read_nodes(content_of(source), source.format);
  const Node* version =
      root && root->kind == Node::Kind::kMap ? root->find("schemaVersion") : nullptr;
  const bool is_command =
      version && (version->text.starts_with("1.") || version->text.starts_with("2."));
  return is_command ? "Command" : "Automation";
}

std::optional<Document> parsed(const DocumentSource& source) {
  const auto format = source.content.empty() ? DocumentFormat::kYaml : source.format;
  auto document = parse_document(content_of(source), format, {action_catalog()});
  if (!document) return std::nullopt;
  return *std::move(document);
}

}  // namespace ssm::testkit
