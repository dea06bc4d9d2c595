// SPDX-License-Identifier: Apache-2.0
#include "core/document/document.h"

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/document/change_template.h"
#include "core/document/check.h"
#include "core/document/document_keys.h"
#include "core/document/structure_reader.h"
#include "core/document/texts.h"

namespace ssm {
namespace {

const Step* find_in(const std::vector<Step>& steps, std::string_view name) {
  for (const Step& step : steps) {
    if (step.name == name) return &step;
    if (const Step* inner = find_in(step.steps, name)) return inner;
  }
  return nullptr;
}

constexpr std::string_view kVersionIsNoText = "schemaVersion should be String";

/// False when the rest of the text need not be looked at: it is something else than a runbook.
bool read_schema_version(StructureReader& reader, const Place& root, Document& document) {
  const Node* version =
      root.node.kind == Node::Kind::kMap ? root.node.find("schemaVersion") : nullptr;
  if (version == nullptr || version->kind == Node::Kind::kNull) {
    reader.add(Check::kSchemaVersion, root, "Missing \"schemaVersion\" in the document.");
    return root.node.kind == Node::Kind::kMap;
  }
  const Place place{.node = *version, .at = version->at, .path = "schemaVersion"};
  if (!version->is_scalar()) {
    reader.add(Check::kSchemaVersion, place, std::string(kVersionIsNoText), "schema-version");
    return false;
  }
  document.schema_version = version->text;
  if (document.schema_version == "0.3") return true;
  if (!is_schema_version(document.schema_version)) {
    reader.add(
        Check::kSchemaVersion, place,
        fmt::format("Document schema version is invalid. Value: {}", document.schema_version),
        "schema-version");
    return false;
  }
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
    document.main_steps = read_steps(reader, root.member(member), *document.actions);
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

bool is_schema_version(std::string_view version) {
  static constexpr std::array<std::string_view, 5> kVersions = {"0.3", "1.0", "1.2", "2.0", "2.2"};
  return std::ranges::find(kVersions, version) != kVersions.end();
}

const Parameter* find_parameter(const std::vector<Parameter>& parameters, std::string_view name) {
  const auto found = std::ranges::find(parameters, name, &Parameter::name);
  return found == parameters.end() ? nullptr : &*found;
}

const Parameter* Document::find_parameter(std::string_view name) const {
  return ssm::find_parameter(parameters, name);
}

const Parameter* Document::find_variable(std::string_view name) const {
  return ssm::find_parameter(variables, name);
}

const Step* Document::find_step(std::string_view name) const {
  return find_in(main_steps, name);
}

namespace {

/// The service refuses a version that JSON writes as a number, and takes one of YAML: published
/// runbooks have it.
std::optional<Problem> find_number_as_version(const Node& root, DocumentFormat format) {
  const Node* version = root.find("schemaVersion");
  const bool is_number =
      version && (version->kind == Node::Kind::kInteger || version->kind == Node::Kind::kFloat);
  if (!is_number || format != DocumentFormat::kJson) return std::nullopt;
  return Problem{.code = "InvalidDocumentContent",
                 .message = std::string(kVersionIsNoText),
                 .at = version->at,
                 .path = "schemaVersion",
                 .rule = "schema-version"};
}

PartialDocument read_root(Node root, DocumentKind kind, const ActionCatalog& actions) {
  Document document;
  document.kind = kind;
  document.actions = &actions;
  document.remarks = keep_written_texts(root);
  for (Problem& repeated : find_repeated_keys(root))
    document.remarks.push_back(std::move(repeated));
  StructureReader reader;
  read_document(reader, root, document);
  PartialDocument reading{std::nullopt, reader.take_problems()};
  document.root = std::move(root);
  if (document.schema_version == "0.3") reading.document = std::move(document);
  return reading;
}

std::vector<Problem> problems_of_level(const Document& document, const ParseOptions& options) {
  if (options.strictness == Strictness::kStructure) return {};
  std::vector<Problem> problems = check(document);
  const auto add = [&](std::vector<Problem> more) {
    problems.insert(problems.end(), std::make_move_iterator(more.begin()),
                    std::make_move_iterator(more.end()));
  };
  if (document.kind == DocumentKind::kChangeTemplate) add(check_change_template(document));
  if (options.strictness != Strictness::kCreation) return problems;
  add(find_creation_problems(document));
  if (!options.allows_retired_runtimes) add(find_retired_runtimes(document));
  return problems;
}

tl::expected<Document, std::vector<Problem>> parse_root(Node root, DocumentFormat format,
                                                        const ParseOptions& options) {
  if (options.strictness == Strictness::kCreation)
    if (auto problem = find_number_as_version(root, format))
      return tl::unexpected(std::vector<Problem>{*std::move(problem)});
  PartialDocument reading = read_root(std::move(root), options.kind, options.actions);
  if (!reading.problems.empty()) return tl::unexpected(std::move(reading.problems));
  std::vector<Problem> problems = problems_of_level(*reading.document, options);
  if (!problems.empty()) return tl::unexpected(std::move(problems));
  return std::move(*reading.document);
}

}  // namespace

PartialDocument parse_leniently(std::string_view text, DocumentFormat format,
                                const ActionCatalog& actions, const DocumentLimits& limits) {
  auto root = read_nodes(text, format, limits);
  if (!root) return {std::nullopt, {std::move(root).error()}};
  const bool has_own_key = std::ranges::any_of(
      change_template_keys(), [&](const DocumentKey& key) { return root->find(key.name); });
  auto version = find_number_as_version(*root, format);
  PartialDocument reading =
      read_root(std::move(*root),
                has_own_key ? DocumentKind::kChangeTemplate : DocumentKind::kRunbook, actions);
  if (version) reading.problems.insert(reading.problems.begin(), *std::move(version));
  return reading;
}

tl::expected<Document, std::vector<Problem>> parse_document(std::string_view text,
                                                            DocumentFormat format,
                                                            const ParseOptions& options) {
  auto root = read_nodes(text, format, options.limits);
  if (!root) return tl::unexpected(std::vector<Problem>{std::move(root).error()});
  return parse_root(std::move(*root), format, options);
}

tl::expected<Document, std::vector<Problem>> parse_document(Node root,
                                                            const ParseOptions& options) {
  return parse_root(std::move(root), DocumentFormat::kYaml, options);
}

}  // namespace ssm
