// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/inline_document.h"

#include "actions/registry.h"
#include "cli/testkit/file_shape.h"
#include "core/base/text.h"
#include "core/document/convert.h"

namespace ssm::testkit {
namespace {

/// From a text to the file it is written in: a block scalar (|) has its lines one by one, deeper
/// in. Nothing of other texts can be found again: their problems are where they begin.
class Placement {
 public:
  Placement(const Node& node, std::span<const std::string> file)
      : begin_(node.at), text_(split(node.text, '\n')), file_(file) {}

  Location operator()(Location in_text) const {
    const auto line = static_cast<std::size_t>(in_text.line);
    const std::size_t in_file = static_cast<std::size_t>(begin_.line) + line;
    if (line == 0 || line > text_.size() || in_file > file_.size()) return begin_;
    std::string_view written = file_[in_file - 1];
    if (written.ends_with('\r')) written.remove_suffix(1);
    const std::string_view wanted = text_[line - 1];
    if (!written.ends_with(wanted)) return begin_;
    const std::size_t indent = written.size() - wanted.size();
    if (written.find_first_not_of(' ') < indent) return begin_;
    return {static_cast<int>(in_file), in_text.column + static_cast<int>(indent)};
  }

 private:
  Location begin_;
  std::vector<std::string> text_;
  std::span<const std::string> file_;
};

Node with_schema_version(Node root) {
  if (root.find("schemaVersion")) return root;
  Node version;
  version.kind = Node::Kind::kString;
  version.text = "0.3";
  version.at = root.at;
  root.members.push_back({"schemaVersion", root.at, std::move(version)});
  return root;
}

}  // namespace

DocumentSource inline_source(const Node& node) {
  DocumentSource source;
  source.name = "Document";
  source.at = node.at;
  if (node.kind == Node::Kind::kMap) {
    source.content = document_text(with_schema_version(node), DocumentFormat::kJson);
  } else {
    source.content = node.text;
    source.format = guessed_format(node.text);
  }
  return source;
}

std::vector<Problem> inline_problems(const Node& node, const std::string& path,
                                     std::span<const std::string> lines) {
  const bool is_map = node.kind == Node::Kind::kMap;
  const ParseOptions options{.actions = action_catalog(), .strictness = Strictness::kChecked};
  auto loaded = is_map ? parse_document(with_schema_version(node), options)
                       : parse_document(node.text, guessed_format(node.text), options);
  if (loaded) return {};
  std::vector<Problem> problems = std::move(loaded).error();
  const Placement placed(node, lines);
  for (Problem& problem : problems) {
    if (!is_map) problem.at = placed(problem.at);
    problem.path = joined_path(path, problem.path);
  }
  return problems;
}

}  // namespace ssm::testkit
