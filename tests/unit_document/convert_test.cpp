// SPDX-License-Identifier: Apache-2.0
#include "core/document/convert.h"

#include <catch2/catch.hpp>

namespace ssm {
namespace {

Json json(const char* text) {
  return Json::parse(text);
}

/// The converted value as JSON text, "-" when there is nothing, the error's message otherwise.
std::string converted(const char* selected, ValueType type) {
  const auto result = to_declared_type(json(selected), type);
  if (!result) return result.error().code + ": " + result.error().message;
  return result->has_value() ? (*result)->dump() : "-";
}

TEST_CASE("values as lists of strings") {
  struct Case {
    const char* value;
    const char* list;
  };
  const std::vector<Case> cases = {
      {R"("a")", R"(["a"])"},
      {R"("")", R"([""])"},
      {"12", R"(["12"])"},
      {"true", R"(["true"])"},
      {"null", "[]"},
      {"[]", "[]"},
      {R"(["a=b", 1, false])", R"(["a=b","1","false"])"},
      {R"({"b":"x=y","a":1})", R"(["{\"b\":\"x\\u003dy\",\"a\":1}"])"},
      {R"([{"k":"'"},{"k":2}])", R"(["{\"k\":\"\\u0027\"}","{\"k\":2}"])"},
  };
  for (const Case& each : cases) {
    INFO(each.value);
    CHECK(to_string_list(json(each.value)).dump() == each.list);
  }
}

TEST_CASE("selected values become the declared type") {
  using T = ValueType;
  CHECK(converted(R"("a")", T::kString) == R"("a")");
  CHECK(converted("12", T::kString) == R"("12")");
  CHECK(converted("true", T::kString) == R"("true")");
  CHECK(converted(R"("")", T::kString) == "-");
  CHECK(converted("null", T::kString) == "-");
  CHECK(converted("[1]", T::kString) == R"("1")");
  CHECK(converted(R"(["a"])", T::kString) == R"("a")");
  CHECK(converted("[false]", T::kString) == R"("false")");
  CHECK(converted(R"(["7"])", T::kInteger) == "7");
  CHECK(converted("[7]", T::kInteger) == "7");
  CHECK(converted("[true]", T::kBoolean) == "true");
  CHECK(converted(R"(["false"])", T::kBoolean) == "false");
  CHECK(converted("[null]", T::kString) == "-");
  CHECK(converted(R"([""])", T::kString) == "-");
  for (const char* list : {"[]", "[1,2]", R"([["a"]])", R"([{"a":1}])"})
    CHECK(converted(list, T::kString) ==
          "TypeMismatch: The value is a list, but the expected type is String.");
  CHECK(converted("{}", T::kString) ==
        "TypeMismatch: The value is a map, but the expected type is String.");
  CHECK(converted("3", T::kInteger) == "3");
  CHECK(converted("3.0", T::kInteger) == "3");
  CHECK(converted("3.5", T::kInteger).starts_with("TypeMismatch"));
  CHECK(converted(R"("3")", T::kInteger) == "3");
  CHECK(converted(R"("-3")", T::kInteger) == "-3");
  CHECK(converted(R"("3.0")", T::kInteger).starts_with("TypeMismatch"));
  CHECK(converted(R"(" 3")", T::kInteger).starts_with("TypeMismatch"));
  CHECK(converted("true", T::kInteger).starts_with("TypeMismatch"));
  CHECK(converted("false", T::kBoolean) == "false");
  CHECK(converted(R"("false")", T::kBoolean) == "false");
  CHECK(converted(R"("true")", T::kBoolean) == "true");
  CHECK(converted(R"("True")", T::kBoolean).starts_with("TypeMismatch"));
  CHECK(converted("1", T::kBoolean).starts_with("TypeMismatch"));
  CHECK(converted(R"(["a",1,true,null])", T::kStringList) == R"(["a","1","true"])");
  CHECK(converted(R"("a")", T::kStringList) == R"(["a"])");
  CHECK(converted("[]", T::kStringList) == "[]");
  CHECK(converted(R"([{"a":1}])", T::kStringList).starts_with("TypeMismatch"));
  CHECK(converted(R"({"a":[1]})", T::kStringMap) == R"({"a":[1]})");
  CHECK(converted("1", T::kStringList) == R"(["1"])");
  CHECK(converted("true", T::kStringList) == R"(["true"])");
  CHECK(converted(R"("{\"a\":1}")", T::kStringMap).starts_with("TypeMismatch"));
  CHECK(converted("[]", T::kStringMap).starts_with("TypeMismatch"));
  CHECK(converted(R"([{"a":1}])", T::kMapList) == R"([{"a":1}])");
  CHECK(converted(R"([{"a":1},2])", T::kMapList).starts_with("TypeMismatch"));
}

TEST_CASE("YAML is written in block style, and so that it reads back") {
  const auto yaml = convert_format(
      R"({"schemaVersion":"0.3","empty":{},"none":[],"text":"one\ntwo\n","cut":"a\nb","quoted":"yes",
          "number":1.5,"list":[{"a":1,"b":[true,null]},[1,"x: y"]],"ref":"{{ x }}"})",
      DocumentFormat::kJson, DocumentFormat::kYaml);
  REQUIRE(yaml.has_value());
  CHECK(*yaml == R"(schemaVersion: '0.3'
empty: {}
none: []
text: |
  one
  two
cut: |-
  a
  b
quoted: 'yes'
number: 1.5
list:
  - a: 1
    b:
      - true
      - null
  -
    - 1
    - 'x: y'
ref: '{{ x }}'
)");
}

TEST_CASE("awkward text survives both formats") {
  const std::vector<std::string> texts = {
      "",
      " ",
      "a ",
      " a",
      "\n",
      "\n\n",
      "a\n\n",
      "a\n\nb",
      "\na",
      " a\nb",
      "\ta\nb",
      "a\n b\n",
      "a \nb",
      "a\n \nb",
      "a\r\nb",
      "a\tb",
      "- a",
      "a: b",
      "a #b",
      "#a",
      "? a",
      "~",
      "null",
      "12",
      "012",
      "1e3",
      "1.5e3",
      "0x1",
      "true",
      "Yes",
      "off",
      "=",
      "<<",
      "---",
      "...",
      "--- a",
      "'",
      "\"",
      "\\",
      "a'b",
      "&a",
      "*a",
      "!a",
      "%a",
      "@a",
      "`a",
      "[a",
      "{a",
      "a]",
      "a, b",
      "a:",
      ":a",
      "2024-01-02",
      "10:30:00",
      ".inf",
      ".",
      "\xC3\xA9",
      "\xC2\x85",
      "\xE2\x80\xA8",
      "\xEF\xBB\xBF"
      "a",
      "\xF0\x9F\x98\x80",
      "\x01",
      "\x7F",
      "|",
      ">",
      "a\n\tb",
      "a\n...\nb",
      "a\n---\nb",
      "a\n# b",
      "x\n\n\n",
      std::string(2000, 'k'),
  };
  Json values = Json::object();
  for (const std::string& text : texts) {
    values["in"].push_back(text);
    values["deep"]["list"].push_back(Json{{"text", text}});
    values["key"][text] = 1;
  }
  const auto yaml = convert_format(values.dump(), DocumentFormat::kJson, DocumentFormat::kYaml);
  REQUIRE(yaml.has_value());
  const auto node = read_nodes(*yaml, DocumentFormat::kYaml);
  INFO(*yaml);
  if (!node) FAIL(node.error().message);
  const Json after = to_json(*node);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    INFO(Json(texts[i]).dump());
    CHECK(after["in"][i] == texts[i]);
    CHECK(after["deep"]["list"][i]["text"] == texts[i]);
    CHECK(after["key"].contains(texts[i]));
  }
}

TEST_CASE("numbers survive both formats") {
  for (const char* number : {"0", "-1", "9223372036854775807", "1.5", "1e20", "-2.5e-7", "5.0"}) {
    INFO(number);
    const auto yaml = convert_format(std::string("[") + number + "]", DocumentFormat::kJson,
                                     DocumentFormat::kYaml);
    REQUIRE(yaml.has_value());
    const auto node = read_nodes(*yaml, DocumentFormat::kYaml);
    REQUIRE(node.has_value());
    CHECK(to_json(*node)[0] == Json::parse(number));
  }
}

TEST_CASE("text that does not parse is not converted") {
  const auto result = convert_format("{", DocumentFormat::kJson, DocumentFormat::kYaml);
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().code == "InvalidDocumentContent");
}

}  // namespace
}  // namespace ssm
