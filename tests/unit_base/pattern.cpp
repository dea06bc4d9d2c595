// SPDX-License-Identifier: Apache-2.0
#include "core/base/pattern.h"

#include <catch2/catch.hpp>

using ssm::Pattern;

namespace {

bool matches(std::string_view expression, std::string_view text) {
  return Pattern::compile(expression).value().matches(text).value();
}

}  // namespace

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

TEST_CASE("runaway matching ends with an error") {
  const auto result =
      Pattern::compile("(a+)+b|(?:a|a)*c").value().matches(std::string(64, 'a') + "d");
  REQUIRE_FALSE(result);
  CHECK(result.error().code == "Pattern");
}
