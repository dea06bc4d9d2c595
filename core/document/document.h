// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/document/action_catalog.h"
#include "core/document/node.h"

namespace ssm {

enum class ValueType { kString, kStringList, kInteger, kBoolean, kStringMap, kMapList };

/// The name the API uses: "StringList".
std::string_view to_text(ValueType type);
/// Parameter type text ("List<AWS::EC2::Instance::Id>") to the type of its value, or nullopt.
std::optional<ValueType> value_type_of(std::string_view type_text);

/// A parameter, or a variable (which has the same properties).
struct Parameter {
  std::string name;
  std::string type_text;  // as declared
  ValueType type = ValueType::kString;
  std::optional<Json> default_value;  // typed; references not yet resolved
  std::string description;
  std::vector<Json> allowed_values;
  std::optional<std::string> allowed_pattern;
  std::optional<std::int64_t> min_items, max_items, min_chars, max_chars;
  Location at;
  bool is_required() const { return !default_value.has_value(); }
};

/// nullptr: none is called so.
const Parameter* find_parameter(const std::vector<Parameter>& parameters, std::string_view name);

/// A step's own output: a selector on the action's response.
struct OutputDefinition {
  std::string name;
  std::string selector;
  ValueType type = ValueType::kString;
  Location at;
};

struct Step {
  std::string name;
  std::string action;                          // "aws:sleep", as written
  const ActionSpec* spec = &unknown_action();  // what is known of the action; never nullptr
  std::string description;
  Json inputs = Json::object();  // as written, references unresolved
  std::vector<OutputDefinition> outputs;
  std::optional<std::int64_t> max_attempts;
  std::optional<Json> timeout_seconds;    // integer, or text with a parameter reference
  std::optional<std::string> on_failure;  // "Abort", "Continue", "step:x", as written
  std::optional<std::string> on_cancel;   // "Abort", "step:x"
  std::optional<std::string> next_step;
  std::optional<bool> is_end;
  std::optional<bool> is_critical;
  std::vector<Step> steps;  // of aws:loop, from inputs.Steps
  Location at;
  std::string path;  // "mainSteps[0]"
  Node inputs_node;  // for the locations of what is inside
};

/// Both have schemaVersion 0.3.
enum class DocumentKind { kRunbook, kChangeTemplate };

/// A runbook, or the steps of approval of a change template.
struct Document {
  DocumentKind kind = DocumentKind::kRunbook;
  const ActionCatalog* actions = &kNoActions;  // that it was read with; never nullptr
  std::string schema_version;
  std::string description;
  std::optional<std::string> assume_role;
  std::vector<Parameter> parameters;  // in document order
  std::vector<Parameter> variables;
  std::vector<Step> main_steps;
  std::vector<std::string> outputs;  // "step.Output"
  Json files = Json::object();
  Node root;                     // with text wherever the schema wants text
  std::vector<Problem> remarks;  // on the text: repeated keys, unquoted text

  const Parameter* find_parameter(std::string_view name) const;
  const Parameter* find_variable(std::string_view name) const;
  /// Looks in loops too.
  const Step* find_step(std::string_view name) const;
};

/// How much a text must satisfy. Each level includes the ones before it.
enum class Strictness {
  kStructure,  // well-formed and of the schema: enough for what was accepted before
  kChecked,    // and nothing that check() finds
  kCreation,   // and nothing that find_creation_problems() finds: what CreateDocument accepts
};

struct ParseOptions {
  const ActionCatalog& actions;
  Strictness strictness = Strictness::kStructure;
  DocumentKind kind = DocumentKind::kRunbook;
  DocumentLimits limits = {};
  bool allows_retired_runtimes = false;  // at creation
};

/// Text to document. All problems of structure, in the order of section 1.4 of the specification
/// and then of the text; when there are none, those of the next level.
tl::expected<Document, std::vector<Problem>> parse_document(std::string_view text,
                                                            DocumentFormat format,
                                                            const ParseOptions& options);
/// The same for text that was read already.
tl::expected<Document, std::vector<Problem>> parse_document(Node root, const ParseOptions& options);

/// Whether documents of any type have this schema version.
bool is_schema_version(std::string_view version);

/// What can be understood of a text, and what is wrong with it. No document: the text is not
/// well-formed or of another schema version. A document with problems lacks the parts they are
/// about.
struct PartialDocument {
  std::optional<Document> document;
  std::vector<Problem> problems;
};
/// For those who show mistakes. A change template when it has a property that only those have.
PartialDocument parse_leniently(std::string_view text, DocumentFormat format,
                                const ActionCatalog& actions, const DocumentLimits& limits = {});

}  // namespace ssm
