// SPDX-License-Identifier: Apache-2.0
#include "tests/unit_graph/documents.h"

#include <catch2/catch.hpp>
#include <iostream>

#include "actions/registry.h"
#include "core/base/text.h"
#include "core/os/program.h"

namespace ssm::test {

bool has_steps(const std::filesystem::path& path) {
  const auto root = read_nodes(read_file(path), format_of(path));
  const Node* steps = root ? root->find("mainSteps") : nullptr;
  return steps != nullptr && !steps->items.empty();
}

std::optional<FlowGraph> graph_of(const std::filesystem::path& path) {
  const PartialDocument reading =
      parse_leniently(read_file(path), format_of(path), action_catalog());
  if (!reading.document) return std::nullopt;
  return flow_graph(*reading.document, path.filename().string());
}

FlowGraph own_graph(const std::string& name) {
  const auto graph = graph_of(SOURCE_DIR "/tests/unit_graph/documents/" + name + ".yaml");
  REQUIRE(graph);
  return *graph;
}

std::vector<std::filesystem::path> corpus_files() {
  const std::filesystem::path corpus = SHARED_DIR "/corpus";
  std::vector<std::filesystem::path> files;
  for (const std::string& line : split(read_file(corpus / "INDEX.tsv"), '\n'))
    if (!line.empty()) files.push_back(corpus / line.substr(0, line.find('\t')));
  if (files.empty())
    std::cout << "skipped 1 case: no corpus at " << corpus.string() << "\n";
  else
    files.erase(files.begin());
  return files;
}

std::string xml_mistake(const std::string& text) {
  constexpr const char* kRead =
      "import sys, xml.dom.minidom\n"
      "try: xml.dom.minidom.parseString(sys.stdin.buffer.read())\n"
      "except Exception as mistake: print(mistake)\n";
  const auto result = run_program({"python3", "-c", kRead}, text);
  REQUIRE(result);
  return result->output;
}

}  // namespace ssm::test
