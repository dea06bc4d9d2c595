// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm {

/// Where something stands in a text: 1-based line and column. 0 = unknown.
struct Location {
  int line = 0;
  int column = 0;
  bool operator==(const Location&) const = default;
};

/// One thing wrong with a document.
struct Problem {
  std::string
      code;  // InvalidDocumentContent, InvalidDocumentSchemaVersion, MaxDocumentSizeExceeded
  std::string message;  // the service's wording where it is known
  Location at;
  std::string path;                     // "mainSteps[2].inputs.Duration"; empty for the whole text
  std::string_view rule = "structure";  // the kind of problem: see core/lint/rules.h
  std::string fix = {};                 // what to do; empty: what the rule says
};

/// "runbook.yaml:12:5: mainSteps[2].inputs: Unknown property "x"." (parts that are unknown left
/// out)
std::string to_text(const Problem& problem, std::string_view file);

enum class DocumentFormat { kJson, kYaml };

/// Whether the text begins as an object or a list of JSON does; so do some of YAML.
bool begins_like_json(std::string_view text);

/// Of a text that comes without its format. `file`: its name, whose ending decides (.yaml, .yml;
/// .json where the text begins like it). Else JSON when it begins like that, unless YAML alone
/// reads it.
DocumentFormat guessed_format(std::string_view text, std::string_view file = {});

/// Bounds on document text. Source: CreateDocument's 64 KB; the rest are ours.
struct DocumentLimits {
  std::size_t max_bytes = 65536;
  int max_depth = 100;
  std::size_t max_nodes = 50000;       // aliases count as often as they are used
  bool refuses_repeated_keys = false;  // as our own files do; else the last one wins
  bool reads_own_tags = false;  // of YAML: `!Name value` is a map {"!Name": value}; else refused
};

/// A value and where it was written.
struct Node {
  enum class Kind { kNull, kBoolean, kInteger, kFloat, kString, kList, kMap };
  struct Member;

  Kind kind = Kind::kNull;
  std::string text;  // a scalar's text as written (unescaped)
  std::vector<Node> items;
  std::vector<Member> members;  // in written order, names unique
  Location at;

  const Node* find(std::string_view name) const;
  bool is_scalar() const { return kind != Kind::kList && kind != Kind::kMap; }
};
struct Node::Member {
  std::string name;
  Location at;  // of the name
  Node value;
  Location repeats = {};  // where the same name stood before with a value that is lost; or unknown
};

/// Reads one YAML document or one JSON value. YAML scalars are those of YAML 1.1 as Java reads
/// them: yes, no, on and off are Booleans; 0755, 0x1F, 0b101 and 1_000 are integers. The last of
/// several equal keys wins.
tl::expected<Node, Problem> read_nodes(std::string_view text, DocumentFormat format,
                                       const DocumentLimits& limits = {});

/// A text of its guessed_format(). `file`: its name; empty: it has none.
tl::expected<Node, Problem> read_any_nodes(std::string_view text, std::string_view file,
                                           const DocumentLimits& limits = {});

/// The plain value, locations dropped. An integer of more than 64 bits becomes its decimal digits
/// as text.
Json to_json(const Node& node);

/// A value without places.
Node to_node(const Json& value);

/// A scalar's value as text: "493" of 0755, "false" of NO, "1.1" of 1.10; a text is itself.
std::string value_text(const Node& node);

}  // namespace ssm
