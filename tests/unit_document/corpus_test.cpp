// SPDX-License-Identifier: Apache-2.0
// Published runbooks, from the shared folder beside the checkout. Each loads, or is listed in
// corpus_refused.tsv (file, first problem, why that is right) after a person has looked at it.
#include <catch2/catch.hpp>
#include <iostream>
#include <sstream>

#include "actions/registry.h"
#include "core/base/pattern.h"
#include "core/base/text.h"
#include "core/document/convert.h"
#include "tests/unit_document/reading.h"

namespace ssm {
namespace {

std::vector<std::string> lines_of(const std::filesystem::path& path) {
  std::vector<std::string> lines;
  std::istringstream text(test::read_file(path));
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

/// First column of the index, its heading left out; empty when the corpus is not there.
std::vector<std::string> corpus_files() {
  std::vector<std::string> files;
  for (const std::string& line : lines_of(test::kCorpus / "INDEX.tsv")) {
    files.push_back(line.substr(0, line.find('\t')));
  }
  if (!files.empty()) files.erase(files.begin());
  return files;
}

std::map<std::string, std::string> refused_files() {
  std::map<std::string, std::string> refused;
  for (const std::string& line : lines_of(SOURCE_DIR "/tests/unit_document/corpus_refused.tsv")) {
    const std::size_t tab = line.find('\t');
    if (line.starts_with('#') || tab == std::string::npos) continue;
    const std::string rest = line.substr(tab + 1);
    refused.emplace(line.substr(0, tab), rest.substr(0, rest.find('\t')));
  }
  return refused;
}

bool skip_without_corpus(const std::vector<std::string>& files) {
  if (files.empty()) std::cout << "skipped 1 case: no corpus at " << test::kCorpus.string() << "\n";
  return files.empty();
}

TEST_CASE("published runbooks load, but for those that are listed") {
  const auto files = corpus_files();
  if (skip_without_corpus(files)) return;
  auto refused = refused_files();
  for (const std::string& file : files) {
    const auto loaded =
        parse_document(test::read_file(test::kCorpus / file), test::format_of(file),
                       {.actions = action_catalog(), .strictness = Strictness::kChecked});
    const auto listed = refused.find(file);
    INFO(file << "\n" << (loaded ? "loads" : join(test::texts_of(loaded.error(), ""), "\n")));
    if (listed == refused.end()) {
      CHECK(loaded.has_value());
    } else {
      REQUIRE_FALSE(loaded.has_value());
      CHECK(loaded.error().front().message == listed->second);
      refused.erase(listed);
    }
  }
  for (const auto& [file, reason] : refused) FAIL_CHECK("listed but not in the corpus: " << file);
}

TEST_CASE("the patterns of published runbooks can be used") {
  const auto files = corpus_files();
  if (skip_without_corpus(files)) return;
  int count = 0;
  for (const std::string& file : files) {
    const auto loaded =
        parse_document(test::read_file(test::kCorpus / file), test::format_of(file),
                       {.actions = action_catalog(), .strictness = Strictness::kChecked});
    if (!loaded) continue;
    for (const Parameter& parameter : loaded->parameters) {
      if (!parameter.allowed_pattern) continue;
      ++count;
      INFO(file << " " << parameter.name << " " << *parameter.allowed_pattern);
      const auto pattern = Pattern::compile(*parameter.allowed_pattern);
      CHECK((pattern ? "" : pattern.error().message) == "");
    }
  }
  CHECK(count > 100);
}

bool same(const Node& a, const Node& b) {
  if (a.kind != b.kind || a.items.size() != b.items.size() || a.members.size() != b.members.size())
    return false;
  const bool is_text = a.kind == Node::Kind::kString || a.kind == Node::Kind::kInteger;
  if (is_text && a.text != b.text) return false;
  for (std::size_t i = 0; i < a.items.size(); ++i)
    if (!same(a.items[i], b.items[i])) return false;
  for (std::size_t i = 0; i < a.members.size(); ++i)
    if (a.members[i].name != b.members[i].name || !same(a.members[i].value, b.members[i].value))
      return false;
  return true;
}

TEST_CASE("published runbooks mean the same when they are kept as JSON") {
  const auto files = corpus_files();
  if (skip_without_corpus(files)) return;
  for (const std::string& file : files) {
    INFO(file);
    const auto written = read_nodes(test::read_file(test::kCorpus / file), test::format_of(file));
    if (!written) continue;
    DocumentLimits limits;
    limits.max_bytes = 1024 * 1024;
    const auto kept = read_nodes(to_text(to_json(*written)), DocumentFormat::kJson, limits);
    REQUIRE(kept.has_value());
    CHECK(same(*written, *kept));
  }
}

TEST_CASE("published runbooks survive the way to the other format and back") {
  const auto files = corpus_files();
  if (skip_without_corpus(files)) return;
  for (const std::string& file : files) {
    INFO(file);
    const std::string text = test::read_file(test::kCorpus / file);
    const DocumentFormat format = test::format_of(file);
    const DocumentFormat other =
        format == DocumentFormat::kJson ? DocumentFormat::kYaml : DocumentFormat::kJson;
    const auto before = read_nodes(text, format);
    if (!before) continue;  // the other case looks at these
    const auto there = convert_format(text, format, other);
    REQUIRE(there.has_value());
    const auto back = convert_format(*there, other, format);
    REQUIRE(back.has_value());
    DocumentLimits limits;
    limits.max_bytes = 1024 * 1024;
    const auto after_back = read_nodes(*back, format, limits);
    REQUIRE(after_back.has_value());
    CHECK(to_json(*after_back) == to_json(*before));
  }
}

}  // namespace
}  // namespace ssm
