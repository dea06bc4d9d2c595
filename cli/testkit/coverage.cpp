// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/coverage.h"

#include <fmt/format.h>

#include <filesystem>
#include <set>
#include <unordered_map>

#include "cli/testkit/coverage_history.h"
#include "cli/testkit/node_merge.h"
#include "cli/testkit/python_scripts.h"
#include "core/base/text.h"
#include "core/os/files.h"

namespace ssm::testkit {
namespace {

int last_line_of(const Node& node) {
  int line = node.at.line;
  if (node.kind == Node::Kind::kString)
    line += static_cast<int>(std::ranges::count(node.text, '\n'));
  for (const Node& item : node.items) line = std::max(line, last_line_of(item));
  for (const Node::Member& member : node.members) line = std::max(line, last_line_of(member.value));
  return line;
}

int count_lines(std::string_view text) {
  const auto ends = static_cast<int>(std::ranges::count(text, '\n'));
  return ends + (text.empty() || text.ends_with('\n') ? 0 : 1);
}

/// A test file in which documents stand.
struct TestText {
  std::shared_ptr<const std::vector<std::string>> lines;
  std::optional<Node> root;
  std::map<std::pair<int, int>, const Node*> maps;  // by where they begin; of several the outer
};

void list_maps(const Node& node, TestText& text) {
  if (node.kind == Node::Kind::kMap) text.maps.try_emplace({node.at.line, node.at.column}, &node);
  for (const Node& item : node.items) list_maps(item, text);
  for (const Node::Member& member : node.members) list_maps(member.value, text);
}

/// Of the file; of a runbook that has none its own name.
std::string name_of_file(const DocumentSource& source) {
  if (source.path.empty()) return source.name;
  return std::filesystem::path(source.path).lexically_normal().string();
}

/// Brings the runbooks of cases together.
class Collector {
 public:
  void add(const TestFile& file, const TestCase& test, const CaseResult& result) {
    if (!test.document) return;
    for (const auto& further : test.documents)
      if (type_of(*further) == "Automation") coverage_.not_counted.insert(name_of_file(*further));
    const std::size_t index = index_of(file, *test.document);
    if (index == kNone) return;
    for (const Mock& mock : test.mocks.mocks)
      if (mock.is_of_step()) mocked_[index].insert(mock.step);
    for (const ExecutionResult& execution : result.executions) {
      DocumentCoverage& document = coverage_.documents[index];
      count_history(document, execution.state.mode, execution.history, execution.mocked);
      for (CoveredScript& script : document.scripts)
        if (const auto ran = execution.script_lines.find(script.step);
            ran != execution.script_lines.end())
          for (const auto& [line, runs] : ran->second) script.runs[line] += runs;
    }
  }

  /// What a loop would have gone through is left out, when mocks stood in for it and it never ran.
  Coverage take() {
    add_script_lines();
    for (const DocumentCoverage& document : coverage_.documents)
      coverage_.not_counted.erase(document.name);
    for (auto& [index, mocked] : mocked_) {
      std::vector<CoverageItem>& items = coverage_.documents[index].items;
      for (const CoverageItem& item : items)
        if (item.count > 0)
          for (const std::string& loop : item.loops) mocked.erase(loop);
      std::erase_if(items, [&](const CoverageItem& item) {
        return std::ranges::any_of(item.loops,
                                   [&](const auto& loop) { return mocked.contains(loop); });
      });
    }
    return std::move(coverage_);
  }

 private:
  static constexpr std::size_t kNone = SIZE_MAX;

  /// Where there is no Python, nothing is known of lines.
  void add_script_lines() {
    std::vector<std::string> texts;
    for (const DocumentCoverage& document : coverage_.documents)
      for (const CoveredScript& script : document.scripts) texts.push_back(script.text);
    const auto lines = python_lines(texts);
    if (!lines || lines->size() != texts.size()) return;
    auto next = lines->begin();
    for (DocumentCoverage& document : coverage_.documents)
      for (const CoveredScript& script : document.scripts) add_lines(document, script, *next++);
  }

  static void add_lines(DocumentCoverage& document, const CoveredScript& script,
                        const std::vector<int>& lines) {
    const bool is_block = is_block_below(document, script);
    for (const int line : lines) {
      Location at = script.at;
      if (is_block) at = beginning_of_line(document, script.at.line + line);
      const auto runs = script.runs.find(line);
      document.items.push_back({.kind = CoverageItem::Kind::kLine,
                                .step = script.step,
                                .number = static_cast<std::size_t>(line),
                                .what = fmt::format("{}: script line {}", script.step, line),
                                .at = at,
                                .loops = script.loops,
                                .count = runs == script.runs.end() ? 0 : runs->second});
    }
  }

  /// Of its text, behind the blanks.
  static Location beginning_of_line(const DocumentCoverage& document, int line) {
    const std::string& text = (*document.lines)[static_cast<std::size_t>(line) - 1];
    return {line, static_cast<int>(std::min(text.find_first_not_of(' '), text.size())) + 1};
  }

  /// Whether the script is a block of text (`Script: |`), whose lines are lines of the file.
  static bool is_block_below(const DocumentCoverage& document, const CoveredScript& script) {
    const std::vector<std::string> own = split(script.text, '\n');
    for (std::size_t i = 0; i < own.size(); ++i) {
      const std::size_t place = static_cast<std::size_t>(script.at.line) + i;
      if (own[i].empty()) continue;
      if (place >= document.lines->size() || !(*document.lines)[place].ends_with(own[i]))
        return false;
    }
    return own.size() > 1;
  }

  std::size_t index_of(const TestFile& file, const DocumentSource& source) {
    const auto [known, is_new] = by_source_.try_emplace(&source, kNone);
    if (!is_new) return known->second;
    std::optional<DocumentCoverage> document = read(file, source);
    if (!document) return kNone;
    // Inline runbooks of one place can differ: rows of a table override parts of them.
    const std::string key =
        source.at.line > 0 ? document->name + '\n' + source.content : document->name;
    const auto [same, is_first] = by_key_.try_emplace(key, coverage_.documents.size());
    if (is_first) coverage_.documents.push_back(std::move(*document));
    return known->second = same->second;
  }

  /// nullopt: creating it is refused.
  std::optional<DocumentCoverage> read(const TestFile& file, const DocumentSource& source) {
    DocumentCoverage coverage;
    auto document = parsed(source);
    if (!document) return std::nullopt;
    const std::string_view content = content_of(source);
    coverage.last_line = count_lines(content);
    coverage.last_step_line = last_line_of(node_at(document->root, "mainSteps"));
    coverage.name = name_of_file(source);
    if (!source.path.empty()) coverage.file = coverage.name;
    if (source.at.line == 0 || !place_inline(coverage, file, source, *document)) {
      coverage.items = coverage_items(*document, document->root);
      coverage.scripts = covered_scripts(*document, document->root);
      coverage.lines = std::make_shared<const std::vector<std::string>>(split(content, '\n'));
    }
    coverage.document = std::make_shared<const Document>(std::move(*document));
    return coverage;
  }

  /// Written as part of the test file: its lines are that file's. False: nobody can tell which.
  bool place_inline(DocumentCoverage& coverage, const TestFile& file, const DocumentSource& source,
                    const Document& document) {
    const std::string path = std::filesystem::path(file.path).lexically_normal().string();
    coverage.name = fmt::format("{}:{}", path, source.at.line);
    const TestText& text = text_of(file.path);
    const auto found = text.maps.find({source.at.line, source.at.column});
    const Node* node = found == text.maps.end() ? nullptr : found->second;
    if (node == nullptr && !place_block(coverage, *text.lines, source, document)) return false;
    coverage.file = path;
    coverage.lines = text.lines;
    if (node == nullptr) return true;
    // An alias stands where it is used, what is in it where it was written.
    coverage.first_line = node->members.empty() ? node->at.line : node->members.front().at.line;
    coverage.name = fmt::format("{}:{}", path, coverage.first_line);
    coverage.last_line = last_line_of(*node);
    coverage.last_step_line = last_line_of(node_at(*node, "mainSteps"));
    coverage.items = coverage_items(document, *node);
    coverage.scripts = covered_scripts(document, *node);
    return true;
  }

  /// A block of text (`document: |`) begins in the line below.
  static bool place_block(DocumentCoverage& coverage, const std::vector<std::string>& lines,
                          const DocumentSource& source, const Document& document) {
    const auto above = static_cast<std::size_t>(source.at.line);
    const std::string first = source.content.substr(0, source.content.find('\n'));
    if (above >= lines.size() || first.empty() || !lines[above].ends_with(first)) return false;
    const auto indent = static_cast<int>(lines[above].size() - first.size());
    coverage.first_line = source.at.line + 1;
    coverage.last_line = source.at.line + count_lines(source.content);
    coverage.last_step_line += source.at.line;
    coverage.items = coverage_items(document, document.root);
    for (CoverageItem& item : coverage.items)
      item.at = {item.at.line + source.at.line, item.at.column + indent};
    coverage.scripts = covered_scripts(document, document.root);
    for (CoveredScript& script : coverage.scripts) script.at.line += source.at.line;
    return true;
  }

  /// What cannot be read any more has no lines.
  const TestText& text_of(const std::string& path) {
    const auto [known, is_new] = texts_.try_emplace(path);
    TestText& text = known->second;
    if (!is_new) return text;
    const std::string content = read_file(path).value_or("");
    text.lines = std::make_shared<const std::vector<std::string>>(split(content, '\n'));
    if (auto root = read_any_nodes(content, path, kTestFileLimits)) {
      text.root = std::move(*root);
      list_maps(*text.root, text);
    }
    return text;
  }

  Coverage coverage_;
  std::map<std::string, TestText> texts_;  // by path
  std::unordered_map<const DocumentSource*, std::size_t> by_source_;
  std::map<std::string, std::size_t> by_key_;
  std::map<std::size_t, std::set<std::string>> mocked_;  // by document: steps
};

void add_to(CoverageSum& sum, const DocumentCoverage& document) {
  for (const CoverageItem& item : document.items) {
    sum.kinds[static_cast<std::size_t>(item.kind)].add(item.count > 0);
    sum.all.add(item.count > 0);
    if (item.count == 0 && item.mocked > 0) ++sum.mocked;
  }
}

}  // namespace

std::string_view name_of(CoverageItem::Kind kind) {
  constexpr std::array<std::string_view, kCoverageKinds> kNames = {
      "steps", "choices", "failure paths", "cancel paths", "loop exits", "script lines"};
  return kNames[static_cast<std::size_t>(kind)];
}

const CoverageItem* DocumentCoverage::find(CoverageItem::Kind kind, std::string_view step,
                                           std::size_t number) const {
  for (const CoverageItem& item : items)
    if (item.kind == kind && item.step == step && item.number == number) return &item;
  return nullptr;
}

Coverage coverage_of(const TestRun& run) {
  Collector collector;
  for (const FileRun& file : run.files)
    for (std::size_t i = 0; i < file.results.size(); ++i)
      collector.add(file.file, file.file.cases[i], file.results[i]);
  return collector.take();
}

std::string percent_text(const CoverageCount& count) {
  const std::size_t tenths = count.per_mille();
  return tenths % 10 == 0 ? std::to_string(tenths / 10)
                          : fmt::format("{}.{}", tenths / 10, tenths % 10);
}

CoverageSum sum_of(const DocumentCoverage& document) {
  CoverageSum sum;
  add_to(sum, document);
  return sum;
}

CoverageSum sum_of(const Coverage& coverage) {
  CoverageSum sum;
  for (const DocumentCoverage& document : coverage.documents) add_to(sum, document);
  return sum;
}

}  // namespace ssm::testkit
