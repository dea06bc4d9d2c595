// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "cli/testkit/init/compact_yaml.h"
#include "cli/testkit/init/pattern_example.h"
#include "cli/testkit/init/placing.h"
#include "core/base/pattern.h"
#include "core/document/node.h"
#include "core/expression/jsonpath.h"

namespace ssm::testkit {
namespace {

TEST_CASE("examples of patterns that parameters have") {
  const struct {
    const char* expression;
    const char* example;
  } rows[] = {
      {"^i-[0-9a-f]{8,17}$", "i-1234567890abcd"},
      {"[a-z]+", "example"},
      {"^[a-zA-Z][a-zA-Z0-9-]{0,254}$", "example"},
      {"^\\d{12}$", "123456789012"},
      {"^[0-9]{4}-[01]\\d$", "1234-11"},
      {"^$|^mrk-[a-z0-9]{1,20}$", ""},
      {"^(Stop|Start)$", "Stop"},
      {"INFO|ERROR", "INFO"},
      {"(?=^.{3,63}$)(?!^(\\d+\\.)+\\d+$)(^[a-z0-9][a-z0-9.-]*[a-z0-9]$)", "examplee"},
      {"^arn:(?:aws|aws-cn):sns:(?:[a-z]{2}(?:-gov)?-[a-z]+-\\d):\\d{12}:x$",
       "arn:aws:sns:ex-example-1:123456789012:x"},
      {"^(([0-9]|[1-9][0-9])\\.){3}[0-9]$", "1.1.1.1"},
      {"\\Qa.b\\E{2}", "a.bb"},
      {"(ab)\\1", "abab"},
      {"(?<word>x)y", "xy"},
      {"(?i:ABC)", "ABC"},
      {"[^a-z ]", "1"},
      {"\\p{Upper}{3}\\x41", "EXAA"},
      {"[a-z&&[^aeiou]]+", "bcdfghj"},
      {"größe", "größe"},
      {"^(?=.*[a-z])(?=.*[A-Z])(?=.*\\d)[a-zA-Z\\d]{8,}$", "exampleexampleE1"},
      {"^(?=.*\\d)(?=.*[a-z])(?=.*[A-Z])(?=.*[@#$%]).{8,20}$", "exampleexample1E#"},
      {"(?=^.{6,255}$)((?=.*\\d)(?=.*[A-Z])(?=.*[a-z])|(?=.*\\d)(?=.*[^A-Za-z0-9])(?=.*[a-z]))^.*",
       "exampl1E!"},
      {"(?=.*[!@#])(?!.*\\s)[!-~]{12,}", "exampleexampleexam!"},
  };
  for (const auto& [expression, example] : rows) {
    INFO(expression);
    const std::vector<std::string> examples = pattern_examples(expression, 3);
    REQUIRE_FALSE(examples.empty());
    CHECK(examples.front() == example);
    for (const std::string& each : examples)
      CHECK(Pattern::compile(expression)->matches(each).value_or(false));
  }
}

TEST_CASE("patterns without an example, and hostile ones, end soon") {
  for (const std::string& expression :
       {std::string("(?=a)b"), std::string("["), std::string("a{"), std::string("a{999999999999}"),
        std::string("(((a+)+)+)+b$") + std::string(3000, 'a'), std::string(5000, '('),
        std::string("a{100000}{100000}"), std::string("(a{5000}){5000}"), std::string("\\"),
        std::string("[a&&b]"), std::string("[[:alpha:")}) {
    INFO(expression.substr(0, 40));
    for (const std::string& example : pattern_examples(expression, 3))
      CHECK(Pattern::compile(expression)->matches(example).value_or(false));
  }
  CHECK(pattern_examples("(?=a)b", 3).empty());
}

TEST_CASE("values are put where selectors find them") {
  const struct {
    const char* selector;
    const char* value;  // JSON
    const char* root;   // what comes of an empty answer
  } rows[] = {
      {"$.A.B", "1", R"({"A":{"B":1}})"},
      {"A.B", "\"x\"", R"({"A":{"B":"x"}})"},
      {"$", R"({"a":1})", R"({"a":1})"},
      {"$.A[1].B", "true", R"({"A":[null,{"B":true}]})"},
      {"$.A[-1]", "1", R"({"A":[1]})"},
      {"$['a b']", "1", R"({"a b":1})"},
      {"$.Reservations..Instances..InstanceId", R"(["i-1"])",
       R"({"Reservations":[{"Instances":[{"InstanceId":"i-1"}]}]})"},
      {"$.Items[*].Id", R"(["a","b"])", R"({"Items":[{"Id":"a"},{"Id":"b"}]})"},
      {"$.Items..Id", R"(["a","b"])", R"({"Items":[{"Id":"a"},{"Id":"b"}]})"},
      {"$..Id", R"(["a"])", R"({"Id":"a"})"},
      {"$.Tags[?(@.Key=='Name')].Value", R"(["x"])", R"({"Tags":[{"Key":"Name","Value":"x"}]})"},
      {"$.Tags[?(@.Key == 'Name' && @.Size > 3)].Value", R"(["x"])",
       R"({"Tags":[{"Key":"Name","Size":4,"Value":"x"}]})"},
      {"$.Tags[?(@.Value)].Value", R"(["x"])", R"({"Tags":[{"Value":"x"}]})"},
      {"$.Items[*]", "[]", R"({"Items":[]})"},
      {"$.Items.length()", "2", R"({"Items":[{},{}]})"},
      {"$.Items[0:]", R"(["a"])", R"({"Items":["a"]})"},
  };
  for (const auto& [selector, value, root] : rows) {
    INFO(selector);
    const auto path = path_of(selector);
    REQUIRE(path);
    Json placed = Json::object();
    CHECK(place_value(placed, *path, *parse_json(value)));
    CHECK(to_text(placed) == root);
    const auto found = JsonPath::parse(selector)->select(placed);
    REQUIRE(found);
    CHECK(to_text(found->value()) == to_text(*parse_json(value)));
  }
}

TEST_CASE("what is there already is kept, and gives values their kind") {
  Json root = *parse_json(
      R"({"Instances": [{"State": {"Name": "stopped"}, "Cores": 2, "Old": false, "Tags": []}]})");
  const auto put = [&](const char* selector, const Json& value) {
    return place_value(root, *path_of(selector), value);
  };
  CHECK(put("$.Instances[0].State.Name", "running"));
  CHECK(put("$.Instances[0].Cores", "4"));
  CHECK(put("$..Old", "True"));
  CHECK(put("$.Instances[0].Tags[?(@.Key=='a')].Value", "1"));
  CHECK(put("$.Instances[0].Tags[?(@.Key=='b')].Value", "2"));
  CHECK_FALSE(put("$.Instances[0].State.Name.Deeper", 1));
  CHECK_FALSE(put("$.Instances[0].State", 1));
  CHECK_FALSE(put("$.Instances[5000]", 1));
  CHECK(to_text(root) == R"({"Instances":[{"State":{"Name":"running"},"Cores":4,"Old":true,)"
                         R"("Tags":[{"Key":"a","Value":"1"},{"Key":"b","Value":"2"}]}]})");
  CHECK(place_value(root, *path_of("$.Payload", std::vector<std::string>{"a", "b"}), 1));
  CHECK(to_text(root["Payload"]) == R"({"a":{"b":1}})");
}

TEST_CASE("what is written for people reads back as the same") {
  const char* const values[] = {
      R"({"a": 1, "b": [1, 2.5, true, null], "c": {}, "d": []})",
      R"({"text": ["yes", "No", "null", "1", "1.5", "0x1f", "~", "", " x", "x ", "a: b", "a #b", "a:b",
          "ec2:StopInstances", "arn:aws:iam::1:role/x", "{x}", "[x]", "-", "- a", "? x", "'", "\"", "a, b",
          "2030-01-02", "12:30", "_1", ".inf", "=", "a\nb", "tab\there", "\u0085\u2028\ufeff\u007f", "größe",
          "漢字", "100%", "*x", "&x", "!x", "|", ">", "@x", "`x", "on", "y", "e5", "/path"]})",
      R"({"yes": 1, "": 2, "a b": 3, "a:": 4, "12": 5})",
      R"({"long": ["aaaaaaaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "ccccccccccccccccccccccccccc",
          "ddddddddddddddddddddddddddddddd", "eeeeeeeeeeeeeeeeeeeeeeeeee"],
          "deep": [{"name": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                    "list": [["bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "ccccccccccccc"], [1],
                             {"d": "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"}]}, {"x": 1}]})",
  };
  for (const char* const text : values) {
    const Json value = *parse_json(text);
    const std::string yaml = compact_members(value, 0);
    INFO(yaml);
    const auto read = read_nodes(yaml, DocumentFormat::kYaml);
    REQUIRE(read);
    CHECK(to_text(to_json(*read)) == to_text(value));
  }
  CHECK(compact_members({{"a", {1, 2}}, {"b", {{"c", "x"}}}}, 0) == "a: [1, 2]\nb: {c: x}\n");
}

}  // namespace
}  // namespace ssm::testkit
