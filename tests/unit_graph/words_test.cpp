// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "cli/testkit/graph_words.h"
#include "core/document/condition.h"

namespace ssm {
namespace {

std::string said(std::string_view json) {
  return condition_text(*parse_json(json));
}

}  // namespace

TEST_CASE("text is cut and broken between characters") {
  CHECK(printable(" a\tb\nc\x1b[31m\x7f ") == "a b c\uFFFD[31m\uFFFD");
  CHECK(printable("\u202Eab\u009B") == "\uFFFDab\uFFFD");
  CHECK(shortened("abc", 3) == "abc");
  CHECK(shortened("abcd", 3) == "ab…");
  CHECK(shortened("日本語", 4) == "日…");
  CHECK(wrapped("one two three", 7) == std::vector<std::string>{"one two", "three"});
  CHECK(wrapped("abcdefgh", 3) == std::vector<std::string>{"abc", "def", "gh"});
  CHECK(wrapped("", 3) == std::vector<std::string>{""});
}

TEST_CASE("durations in words") {
  const auto words = [](std::int64_t ms) { return duration_words(Milliseconds(ms)); };
  CHECK(words(-5) == "0 ms");
  CHECK(words(999) == "999 ms");
  CHECK(words(1250) == "1.2 s");
  CHECK(words(200000) == "3 min 20 s");
  CHECK(words(7500000) == "2 h 5 min");
  CHECK(words(277200000) == "3 d 5 h");
}

TEST_CASE("conditions as people say them") {
  CHECK(said(R"({"Variable": "{{ a.B }}", "StringEquals": "x", "NextStep": "n"})") ==
        "a.B = \"x\"");
  CHECK(said(R"({"Variable": "{{a.B}}", "NumericGreater": 3})") == "a.B > 3");
  CHECK(said(R"({"Variable": "{{a}}-{{b}}", "Contains": "{{ c }}"})") ==
        "\"{{a}}-{{b}}\" contains c");
  CHECK(said(R"({"And": [{"Variable": "{{a}}", "BooleanEquals": true},
                         {"Or": [{"Variable": "{{b}}", "NumericLesser": "2"},
                                 {"Not": {"Variable": "{{c}}", "EndsWith": "z"}}]}]})") ==
        "a = true and (b < 2 or not (c ends with \"z\"))");
  CHECK(said(R"({"Variable": "x", "Likes": 1})") == R"({"Variable":"x","Likes":1})");
  CHECK(said("7") == "7");
}

}  // namespace ssm
