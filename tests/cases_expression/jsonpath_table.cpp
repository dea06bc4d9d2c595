// SPDX-License-Identifier: Apache-2.0
// The whole table of observed Jayway JsonPath results, from the shared folder beside the checkout.
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

std::string ours(const Json& entry, const Json& documents) {
  const auto path = JsonPath::parse(entry.at("selector").get<std::string>());
  if (!path) return "invalid";
  const auto selected = path->select(documents.at(entry.at("document").get<std::size_t>()));
  if (!selected) return "invalid";
  if (!*selected) return "missing";
  return (path->is_definite() ? "definite " : "indefinite ") + to_text(**selected);
}

/// Lines "<selector as JSON> | <reason>"; # starts a comment.
std::map<std::string, std::string> known_differences() {
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

}  // namespace

TEST_CASE("jsonpath agrees with the observed table, except for the listed differences") {
  const auto known = known_differences();
  const auto text = read(SHARED_DIR "/conformance/jayway/behaviour-2.9.0.json");
  if (!text) {
    WARN("856 cases skipped: no shared folder beside the checkout");
    return;
  }
  const Json table = parse_json(*text).value();
  REQUIRE(table.at("cases").size() == 856);
  std::set<std::string> seen;
  for (const Json& entry : table.at("cases")) {
    const auto selector = entry.at("selector").get<std::string>();
    const std::string is = ours(entry, table.at("documents"));
    const std::string should = observed(entry);
    if (is == should) continue;
    seen.insert(selector);
    if (known.count(selector) == 0)
      FAIL_CHECK(fmt::format("new difference: {}\n  observed {}\n  ours     {}",
                             to_text(Json(selector)), should, is));
  }
  for (const auto& [selector, reason] : known)
    if (seen.count(selector) == 0)
      FAIL_CHECK("listed difference is gone, take it off the list: " << to_text(Json(selector)));
}
