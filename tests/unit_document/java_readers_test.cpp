// SPDX-License-Identifier: Apache-2.0
// The service is written in Java: java_yaml.tsv and json_stops.tsv say what Java's readers make of
// a text.
#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "core/base/text.h"
#include "tests/unit_document/reading.h"

namespace ssm {
namespace {

struct Row {
  std::string text, expected;
};

std::string unescaped(std::string_view line) {
  std::string text;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 1 < line.size()) {
      constexpr std::string_view kNames = "ntr\\0\"";
      constexpr std::string_view kValues("\n\t\r\\\0\"", 6);
      text += kValues[kNames.find(line[++i])];
    } else if (line.substr(i).starts_with("<U+")) {
      const std::string code(line.substr(i + 3, 4));
      text += Json::parse("\"\\u" + code + "\"").get<std::string>();
      i += 7;
    } else {
      text += line[i];
    }
  }
  return text;
}

std::vector<Row> rows_of(const std::string& file) {
  std::vector<Row> rows;
  for (const std::string& line :
       split(test::read_file(SOURCE_DIR "/tests/unit_document/" + file), '\n')) {
    const std::size_t tab = line.find('\t');
    if (line.starts_with("# ") || tab == std::string::npos) continue;
    rows.push_back({unescaped(line.substr(0, tab)), line.substr(tab + 1)});
  }
  return rows;
}

TEST_CASE("YAML is read as both of Java's readers read it") {
  const std::vector<Row> rows = rows_of("java_yaml.tsv");
  REQUIRE(rows.size() > 150);
  for (const Row& row : rows) {
    INFO(to_text(Json(row.text)));
    const auto node = read_nodes(row.text, DocumentFormat::kYaml);
    const std::string found = node ? to_text(to_json(*node)) : "refused";
    INFO((node ? "" : node.error().message));
    CHECK(found == (row.expected == "refused" ? "refused" : to_text(Json::parse(row.expected))));
  }
}

TEST_CASE("text that is not JSON is refused where Jackson stops") {
  const std::vector<Row> rows = rows_of("json_stops.tsv");
  REQUIRE(rows.size() > 150);
  for (const Row& row : rows) {
    INFO(to_text(Json(row.text)));
    const auto node = read_nodes(row.text, DocumentFormat::kJson);
    REQUIRE_FALSE(node);
    INFO(node.error().message);
    CHECK(fmt::format("{}:{}", node.error().at.line, node.error().at.column) == row.expected);
  }
}

}  // namespace
}  // namespace ssm
