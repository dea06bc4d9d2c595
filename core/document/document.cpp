// SPDX-License-Identifier: Apache-2.0
#include "core/document/document.h"

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/document/keys.h"
#include "core/document/structure.h"

namespace ssm {
namespace {

const Parameter* find_by_name(const std::vector<Parameter>& parameters, std::string_view name) {
  const auto found = std::find_if(parameters.begin(), parameters.end(),
                                  [&](const Parameter& p) { return p.name == name; });
  return found == parameters.end() ? nullptr : &*found;
}

const Step* find_in(const std::vector<Step>& steps, std::string_view name) {
  for (const Step& step : steps) {
    if (step.name == name) return &step;
    if (const Step* inner = find_in(step.steps, name)) return inner;
  }
  return nullptr;
}

/// False when the rest of the text need not be looked at: it is something else than a runbook.
bool read_schema_version(StructureReader& reader, const Place& root, Document& document) {
  const Node* version =
      root.node.kind == Node::Kind::kMap ? root.node.find("schemaVersion") : nullptr;
  if (version == nullptr || version->kind == Node::Kind::kNull) {
    reader.add(Check::kSchemaVersion, root, "Missing \"schemaVersion\" in the document.");
    return root.node.kind == Node::Kind::kMap;
  }
  const Place place{.node = *version, .at = version->at, .path = "schemaVersion"};
  document.schema_version = version->is_scalar() ? version->text : "";
  if (document.schema_version == "0.3") return true;
  reader.add(Check::kSchemaVersion, place,
             fmt::format("{} is not a valid schema version for Automation document type",
                         document.schema_version),
             "schema-version", "InvalidDocumentSchemaVersion");
  return false;
}

void read_main_steps(StructureReader& reader, const Place& root, Document& document) {
  for (const Node::Member& member : root.node.members) {
    if (member.name != "mainSteps") continue;
    if (member.value.kind != Node::Kind::kList || member.value.items.empty()) break;
    document.main_steps = read_steps(reader, root.member(member));
    return;
  }
  reader.add(Check::kMainSteps, root, "Missing \"mainSteps\" in the document.");
}

std::vector<std::string> read_outputs(StructureReader& reader, const Place& place) {
  std::vector<std::string> outputs;
  if (place.node.kind == Node::Kind::kNull) return outputs;
  if (place.node.kind != Node::Kind::kList) {
    reader.add(Check::kTopLevel, place, "\"outputs\" must be a list.");
    return outputs;
  }
  for (std::size_t i = 0; i < place.node.items.size(); ++i) {
    const auto text = reader.text(Check::kTopLevel, place.item(i));
    if (text) outputs.push_back(*text);
  }
  return outputs;
}

Json read_files(StructureReader& reader, const Place& place) {
  if (place.node.kind == Node::Kind::kNull) return Json::object();
  if (place.node.kind == Node::Kind::kMap) return to_json(place.node);
  reader.add(Check::kTopLevel, place, "\"files\" must be a map.");
  return Json::object();
}

void read_property(StructureReader& reader, const Place& place, std::string_view name,
                   Document& document) {
  if (name == "description") {
    document.description = reader.text(Check::kTopLevel, place).value_or("");
  }
  if (name == "assumeRole") document.assume_role = reader.text(Check::kTopLevel, place);
  if (name == "parameters") document.parameters = read_parameters(reader, place);
  if (name == "variables") document.variables = read_parameters(reader, place);
  if (name == "outputs") document.outputs = read_outputs(reader, place);
  if (name == "files") document.files = read_files(reader, place);
}

void read_document(StructureReader& reader, const Node& root, Document& document) {
  const Place place{.node = root, .at = root.at, .path = {}};
  if (!read_schema_version(reader, place, document)) return;
  std::vector<DocumentKey> keys(document_keys().begin(), document_keys().end());
  if (document.kind == DocumentKind::kChangeTemplate)
    keys.insert(keys.end(), change_template_keys().begin(), change_template_keys().end());
  reader.refuse_unknown(Check::kTopLevel, place, keys);
  read_main_steps(reader, place, document);
  for (const Node::Member& member : root.members) {
    read_property(reader, place.member(member), member.name, document);
  }
}

}  // namespace

const Parameter* Document::find_parameter(std::string_view name) const {
  return find_by_name(parameters, name);
}

const Parameter* Document::find_variable(std::string_view name) const {
  return find_by_name(variables, name);
}

const Step* Document::find_step(std::string_view name) const {
  return find_in(main_steps, name);
}

DocumentReading read_what_there_is(Node root, DocumentKind kind) {
  StructureReader reader;
  Document document;
  document.kind = kind;
  read_document(reader, root, document);
  DocumentReading reading{std::nullopt, reader.take_problems()};
  document.root = std::move(root);
  if (document.schema_version == "0.3") reading.document = std::move(document);
  return reading;
}

DocumentReading read_what_there_is(std::string_view text, DocumentFormat format,
                                   const DocumentLimits& limits) {
  auto root = read_nodes(text, format, limits);
  if (!root) return {std::nullopt, {std::move(root).error()}};
  const bool has_own_key = std::ranges::any_of(
      change_template_keys(), [&](const DocumentKey& key) { return root->find(key.name); });
  return read_what_there_is(std::move(*root),
                            has_own_key ? DocumentKind::kChangeTemplate : DocumentKind::kRunbook);
}

tl::expected<Document, std::vector<Problem>> parse_document(std::string_view text,
                                                            DocumentFormat format,
                                                            const DocumentLimits& limits) {
  auto root = read_nodes(text, format, limits);
  if (!root) return tl::unexpected(std::vector<Problem>{std::move(root).error()});
  DocumentReading reading = read_what_there_is(std::move(*root), DocumentKind::kRunbook);
  if (!reading.problems.empty()) return tl::unexpected(std::move(reading.problems));
  return std::move(*reading.document);
}

}  // namespace ssm
