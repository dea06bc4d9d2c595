// SPDX-License-Identifier: Apache-2.0
#include "core/api/document_content.h"

#include <fmt/format.h>

#include "core/api/document_view.h"
#include "core/api/service_errors.h"
#include "core/base/text.h"
#include "core/document/texts.h"

namespace ssm {
namespace {

/// Schema versions by document type; types that are not listed are not checked for one.
struct SchemaRow {
  std::string_view document_type;
  std::string_view versions[3];
};
constexpr SchemaRow kSchemas[] = {
    {"Automation", {"0.3"}},
    {"Automation.ChangeTemplate", {"0.3"}},
    {"Command", {"1.2", "2.0", "2.2"}},
    {"Session", {"1.0"}},
};

std::string where(const Problem& problem) {
  std::string text;
  if (problem.at.line > 0) text = fmt::format("{}:{}", problem.at.line, problem.at.column);
  if (!problem.path.empty()) text += (text.empty() ? "" : " ") + problem.path;
  return text;
}

/// A syntax problem says after the service's wording, "... at Line: 1, Column: 3", what is wrong.
std::size_t end_of_wording(const Problem& problem) {
  const std::size_t column =
      problem.rule == "syntax" ? problem.message.find(", Column: ") : std::string::npos;
  return column == std::string::npos ? column : problem.message.find('.', column);
}

/// The service's wording first and alone on its line; then where that is, then the other problems.
tl::unexpected<Error> refusal(const std::vector<Problem>& problems) {
  const Problem& first = problems.front();
  const std::string_view said = first.message;
  const std::string_view wording = said.substr(0, end_of_wording(first));
  std::string message(wording);
  if (const std::string place = where(first); !place.empty()) message += "\n  at " + place;
  if (wording.size() < said.size()) message += fmt::format(":{}", said.substr(wording.size() + 1));
  for (const Problem& problem : std::span(problems).subspan(1)) {
    const std::string place = where(problem);
    message += "\n  " + (place.empty() ? "" : place + ": ") + problem.message;
  }
  return failure(first.code, std::move(message));
}

Completed check_schema_version(std::string_view document_type, const Node& root,
                               DocumentFormat format) {
  const Node* version = root.find("schemaVersion");
  for (const SchemaRow& row : kSchemas) {
    if (row.document_type != document_type) continue;
    if (!version || !version->is_scalar())
      return invalid_content("Missing \"schemaVersion\" in the document.");
    const bool is_number =
        version->kind == Node::Kind::kInteger || version->kind == Node::Kind::kFloat;
    if (is_number && format == DocumentFormat::kJson)
      return invalid_content("schemaVersion should be String");
    if (!is_schema_version(version->text))
      return invalid_content(
          fmt::format("Document schema version is invalid. Value: {}", version->text));
    if (std::find(std::begin(row.versions), std::end(row.versions), version->text) ==
            std::end(row.versions) ||
        version->text.empty())
      return invalid_schema_version(version->text, document_type);
  }
  return {};
}

bool is_map_with_members(const Node* node) {
  return node && node->kind == Node::Kind::kMap && !node->members.empty();
}

/// schemaVersion 1.2 holds runtimeConfig, a map; 2.x holds mainSteps, each with a name and an
/// action.
Completed check_command_outline(const Node& root) {
  if (root.find("schemaVersion")->text == "1.2")
    return is_map_with_members(root.find("runtimeConfig"))
               ? Completed()
               : invalid_content("Missing \"runtimeConfig\" in the document.");
  const Node* steps = root.find("mainSteps");
  if (!steps || steps->kind != Node::Kind::kList || steps->items.empty())
    return invalid_content("Missing \"mainSteps\" in the document.");
  for (const Node& step : steps->items)
    for (const std::string_view member : {"name", "action"})
      if (step.kind != Node::Kind::kMap || !step.find(member))
        return invalid_content(fmt::format("Missing \"{}\" in step detail.", member));
  return {};
}

/// Texts as they are, anything else as compact JSON.
std::string default_text(const Node& value) {
  return value.kind == Node::Kind::kInteger  ? value_text(value)
         : value.kind == Node::Kind::kString ? value.text
                                             : to_text(to_json(value));
}

Json describe_parameters(const Node& parameters) {
  Json list = Json::array();
  for (const Node::Member& member : parameters.members) {
    Json& entry = list.emplace_back(Json{{"Name", member.name}});
    const Node* type = member.value.find("type");
    const Node* description = member.value.find("description");
    const Node* value = member.value.find("default");
    if (type) entry["Type"] = type->text;
    if (description) entry["Description"] = description->text;
    if (value) entry["DefaultValue"] = default_text(*value);
  }
  return list;
}

Result<Json> check_automation(DocumentFormat format, std::string_view content,
                              const ActionCatalog& actions, bool allows_retired_runtimes) {
  const auto document = parse_document(content, format,
                                       {.actions = actions,
                                        .strictness = Strictness::kCreation,
                                        .allows_retired_runtimes = allows_retired_runtimes});
  if (!document) return refusal(document.error());
  return describe_content("Automation", document->root);
}

Result<Json> check_template(DocumentFormat format, std::string_view content,
                            const ActionCatalog& actions) {
  const auto parsed = parse_document(content, format,
                                     {.actions = actions,
                                      .strictness = Strictness::kCreation,
                                      .kind = DocumentKind::kChangeTemplate});
  if (!parsed) return refusal(parsed.error());
  return describe_content("Automation.ChangeTemplate", parsed->root);
}

}  // namespace

Json describe_content(std::string_view document_type, const Node& root) {
  const auto scalar = [&root](std::string_view name) {
    const Node* node = root.kind == Node::Kind::kMap ? root.find(name) : nullptr;
    return node && node->is_scalar() ? node->text : std::string();
  };
  Json view = fixed_description(document_type, scalar("schemaVersion"));
  const std::string description = scalar("description");
  if (!description.empty()) view["Description"] = description;
  if (const Node* parameters = root.kind == Node::Kind::kMap ? root.find("parameters") : nullptr;
      is_map_with_members(parameters))
    view["Parameters"] = describe_parameters(*parameters);
  return view;
}

Result<Json> check_content(std::string_view document_type, std::string_view format,
                           std::string_view content, const ActionCatalog& actions,
                           bool allows_retired_runtimes) {
  const DocumentLimits limits;
  if (content.size() > limits.max_bytes)
    return document_too_large(content.size(), limits.max_bytes);
  const std::optional<DocumentFormat> structured = parse_format(format);
  const bool has_schema =
      std::any_of(std::begin(kSchemas), std::end(kSchemas),
                  [&](const SchemaRow& row) { return row.document_type == document_type; });
  if (!structured && has_schema)
    return invalid_content(fmt::format("Document format {} is not valid for {} document type.",
                                       format, document_type));
  if (!structured)
    return is_valid_utf8(content) ? Result<Json>(fixed_description(document_type, ""))
                                  : invalid_content("The content is not UTF-8 text.");
  if (document_type == "Automation")
    return check_automation(*structured, content, actions, allows_retired_runtimes);
  if (document_type == "Automation.ChangeTemplate")
    return check_template(*structured, content, actions);
  auto root = read_nodes(content, *structured, limits);
  if (!root) return refusal({root.error()});
  if (root->kind != Node::Kind::kMap && has_schema)
    return invalid_content("Missing \"schemaVersion\" in the document.");
  TRY(check_schema_version(document_type, *root, *structured));
  (void)keep_written_texts(*root);
  if (document_type == "Command") TRY(check_command_outline(*root));
  return describe_content(document_type, *root);
}

std::string obstacles_notice(const DocumentRecord& record, const ServicePorts& ports) {
  const std::optional<DocumentFormat> format = parse_format(record.format);
  if (record.document_type != "Automation" || !format) return {};
  const std::string text =
      obstacles_text(obstacles_in(record.content, *format, ports.actions, ports.has_program));
  return text.empty() ? text : fmt::format("{}: {}", record.name, text);
}

}  // namespace ssm
