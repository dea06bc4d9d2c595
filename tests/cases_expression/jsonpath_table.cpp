// SPDX-License-Identifier: Apache-2.0
// What Jayway JsonPath was observed to select: the recorded cases beside this file, and the whole
// table from the shared folder beside the checkout.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <set>
#include <sstream>

#include "core/base/text.h"
#include "core/expression/jsonpath.h"

using namespace ssm;

namespace {

std::optional<std::string> read(const std::string& path) {
  std::ifstream file(path);
  if (!file) return std::nullopt;
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

/// "invalid", "missing", or "definite <json>" / "indefinite <json>".
std::string observed(const Json& entry) {
  if (const std::string error = string_member(entry, "error"); !error.empty())
    return error == "PathNotFound" ? "missing" : "invalid";
  return (entry.at("definite").get<bool>() ? "definite " : "indefinite ") +
         to_text(entry.at("result"));
}

std::string ours(const std::string& selector, const Json& document) {
  const auto path = JsonPath::parse(selector);
  if (!path) return "invalid";
  const auto selected = path->select(document);
  if (!selected) return "invalid";
  if (!*selected) return "missing";
  return (path->is_definite() ? "definite " : "indefinite ") + to_text(**selected);
}

/// Lines "<selector as JSON> | <reason>"; # starts a comment.
std::map<std::string, std::string> selectors_that_differ() {
  std::map<std::string, std::string> known;
  const auto text = read(SOURCE_DIR "/tests/cases_expression/jsonpath_differences.txt").value();
  for (const std::string& line : split(text, '\n')) {
    if (line.empty() || line.front() == '#') continue;
    const auto bar = line.rfind(" | ");
    REQUIRE(bar != std::string::npos);
    known[parse_json(trim(line.substr(0, bar))).value().get<std::string>()] = line.substr(bar + 3);
  }
  return known;
}

/// Compares cases with what was observed; selectors that the list names may differ, and must.
class Comparison {
 public:
  void add(const std::string& selector, const Json& document, const std::string& observed) {
    tested_.insert(selector);
    const std::string is = ours(selector, document);
    if (is == observed) return;
    differing_.insert(selector);
    if (known_.count(selector) == 0)
      FAIL_CHECK(fmt::format("new difference: {}\n  observed {}\n  ours     {}",
                             to_text(Json(selector)), observed, is));
  }

  void check_list() const {
    for (const auto& [selector, reason] : known_)
      if (tested_.count(selector) != 0 && differing_.count(selector) == 0)
        FAIL_CHECK("listed difference is gone, take it off the list: " << to_text(Json(selector)));
  }

 private:
  const std::map<std::string, std::string> known_ = selectors_that_differ();
  std::set<std::string> tested_;
  std::set<std::string> differing_;
};

}  // namespace

TEST_CASE("jsonpath agrees with the observed table, except for the listed differences") {
  const auto text = read(SHARED_DIR "/conformance/jayway/behaviour-2.9.0.json");
  if (!text) {
    WARN("856 cases skipped: no shared folder beside the checkout");
    return;
  }
  const Json table = parse_json(*text).value();
  REQUIRE(table.at("cases").size() == 856);
  Comparison comparison;
  for (const Json& entry : table.at("cases"))
    comparison.add(entry.at("selector").get<std::string>(),
                   table.at("documents").at(entry.at("document").get<std::size_t>()),
                   observed(entry));
  comparison.check_list();
}

// The first line holds the documents, each other one what was selected from one of them.
TEST_CASE("jsonpath agrees with the recorded cases, except for the listed differences") {
  std::ifstream file(SOURCE_DIR "/tests/cases_expression/jsonpath_cases.jsonl");
  std::string line;
  REQUIRE(std::getline(file, line));
  const Json documents = parse_json(line).value().at("documents");
  Comparison comparison;
  int count = 0;
  for (; std::getline(file, line); ++count) {
    const Json entry = parse_json(line).value();
    comparison.add(entry.at("selector").get<std::string>(),
                   documents.at(entry.at("on").get<std::string>()), observed(entry));
  }
  CHECK(count > 1000);
  comparison.check_list();
}
