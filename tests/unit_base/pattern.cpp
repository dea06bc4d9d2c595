// SPDX-License-Identifier: Apache-2.0
#include "core/base/pattern.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <set>

#include "core/base/json.h"

using ssm::Json;
using ssm::Pattern;

namespace {

bool matches(std::string_view expression, std::string_view text) {
  return Pattern::compile(expression).value().matches(text).value();
}

/// Lines "<expression as JSON> | <reason>"; # starts a comment.
std::set<std::string> patterns_that_differ() {
  std::ifstream file(SOURCE_DIR "/tests/unit_base/pattern_differences.txt");
  std::set<std::string> known;
  for (std::string line; std::getline(file, line);)
    if (!line.starts_with('#'))
      known.insert(ssm::parse_json(line.substr(0, line.rfind(" | "))).value().get<std::string>());
  return known;
}

/// The numbers of the texts that an expression matches, or an error.
Json matched(const std::string& expression, const Json& texts) {
  const auto pattern = Pattern::compile(expression);
  if (!pattern) return "error";
  Json numbers = Json::array();
  for (std::size_t i = 0; i < texts.size(); ++i)
    if (pattern->matches(texts[i].get<std::string>()).value_or(false)) numbers.push_back(i);
  return numbers;
}

/// As java.util.regex had it: "matches", or "others" of all texts, or "error".
Json matched_by_java(const Json& entry, const Json& texts) {
  if (entry.contains("error")) return "error";
  if (entry.contains("matches")) return entry.at("matches");
  Json numbers = Json::array();
  for (std::size_t i = 0; i < texts.size(); ++i)
    if (std::ranges::find(entry.at("others"), Json(i)) == entry.at("others").end())
      numbers.push_back(i);
  return numbers;
}

}  // namespace

// The first line holds the texts, each other one what java.util.regex of Java 17 made of a pattern.
TEST_CASE("patterns agree with Java, except for the listed differences") {
  std::ifstream file(SOURCE_DIR "/tests/unit_base/pattern_cases.jsonl");
  std::string line;
  REQUIRE(std::getline(file, line));
  const Json texts = ssm::parse_json(line).value().at("texts");
  const std::set<std::string> known = patterns_that_differ();
  std::set<std::string> differing;
  int count = 0;
  for (; std::getline(file, line); ++count) {
    const Json entry = ssm::parse_json(line).value();
    const auto expression = entry.at("pattern").get<std::string>();
    const Json is = matched(expression, texts);
    const Json should = matched_by_java(entry, texts);
    if (is == should) continue;
    differing.insert(expression);
    if (known.count(expression) == 0)
      FAIL_CHECK(expression << "\n  Java " << should << "\n  ours " << is);
  }
  CHECK(count > 1000);
  CHECK(differing == known);
}

TEST_CASE("patterns match the whole text") {
  CHECK(matches("[a-z]+", "abc"));
  CHECK_FALSE(matches("[a-z]+", "abc1"));
  CHECK_FALSE(matches("[a-z]+", "1abc"));
  CHECK_FALSE(matches("^a$", "a\n"));
  CHECK(matches("a|ab", "ab"));
  CHECK(matches("", ""));
  CHECK_FALSE(matches("a.b", "a\nb"));
}

TEST_CASE("patterns know Java's syntax") {
  CHECK(matches("^arn:(aws|aws-cn):iam::\\d{12}:role/.*$", "arn:aws:iam::123456789012:role/x"));
  CHECK(matches("(?!\\s*$).+", "x"));
  CHECK_FALSE(matches("(?!\\s*$).+", "  "));
  CHECK(matches("\\p{L}+", "\u00e9t\u00e9"));
  CHECK(matches("\\u00e9", "\u00e9"));
  CHECK(matches("\\\\u00e9", "\\u00e9"));
  CHECK(matches("\\x{1F600}", "\U0001F600"));
  CHECK(matches(std::string_view("a\0b", 3), std::string_view("a\0b", 3)));
}

TEST_CASE("invalid patterns and texts are errors") {
  const auto broken = Pattern::compile("a(b");
  REQUIRE_FALSE(broken);
  CHECK(broken.error().code == "Pattern");
  CHECK(broken.error().message.find("at position 3") != std::string::npos);
  CHECK_FALSE(Pattern::compile(std::string(70'000, 'a')));
  CHECK_FALSE(Pattern::compile(std::string(1'000, '(') + std::string(1'000, ')')));
  CHECK_FALSE(Pattern::compile(".*").value().matches("\xff"));
}

TEST_CASE("patterns repeat more often than PCRE2 does") {
  const std::string long_text(70'000, 'a');
  CHECK(matches("[\\w-/]{1,262144}", long_text));
  CHECK(matches("a{65536,70000}", long_text));
  CHECK_FALSE(matches("a{65536,69999}", long_text));
  CHECK_FALSE(matches("a{70001,}", long_text));
  CHECK(matches("a{0,100000}?", long_text));
  CHECK_FALSE(matches("a{0,100000}+a", long_text));
  CHECK_FALSE(matches("[a-z]{0,200000}b", std::string(1000, 'a')));
}

TEST_CASE("runaway matching ends with an error") {
  const auto result =
      Pattern::compile("(a+)+b|(?:a|a)*c").value().matches(std::string(64, 'a') + "d");
  REQUIRE_FALSE(result);
  CHECK(result.error().code == "Pattern");
}
