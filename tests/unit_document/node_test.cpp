// SPDX-License-Identifier: Apache-2.0
#include "core/document/node.h"

#include <catch2/catch.hpp>
#include <chrono>

namespace ssm {
namespace {

Node read(std::string_view text, DocumentFormat format) {
  auto node = read_nodes(text, format);
  if (!node) FAIL(node.error().message);
  return std::move(*node);
}

std::string refusal(std::string_view text, DocumentFormat format) {
  const auto node = read_nodes(text, format);
  return node ? "accepted" : node.error().message;
}

std::string place(const Location& at) {
  return std::to_string(at.line) + ":" + std::to_string(at.column);
}

/// The value of `text` written after "v: ".
Json yaml_value(const std::string& text) {
  return to_json(read("v: " + text, DocumentFormat::kYaml))["v"];
}

TEST_CASE("the format of a text, by its file's name and by what reads it") {
  struct Case {
    std::string text;
    std::string file;
    DocumentFormat format;
    std::string told;  // why it cannot be read
  };
  const std::string flow = "[{call: a}]";
  const std::string json = "{\"a\": 1}";
  const std::string neither = "{\"a\": 1,, }";
  const std::string comma = "{\"a\": 1,}";
  const auto kJson = DocumentFormat::kJson;
  const auto kYaml = DocumentFormat::kYaml;
  const std::vector<Case> cases = {
      {"a: 1", "", kYaml, ""},       {"a: 1", "x.json", kYaml, ""},
      {json, "", kJson, ""},         {json, "x", kJson, ""},
      {json, "x.json", kJson, ""},   {json, "x.yaml", kYaml, ""},
      {" \n" + flow, "", kYaml, ""}, {"\xEF\xBB\xBF" + flow, "", kYaml, ""},
      {flow, "x.yml", kYaml, ""},    {flow, "x.json", kJson, "JSON"},
      {comma, "", kYaml, ""},        {comma, "x.json", kJson, "JSON"},
      {neither, "", kJson, "JSON"},  {neither, "x.yaml", kYaml, "YAML"}};
  for (const Case& each : cases) {
    INFO(each.file << ": " << each.text);
    CHECK(guessed_format(each.text, each.file) == each.format);
    const auto nodes = read_any_nodes(each.text, each.file);
    CHECK((nodes ? "" : nodes.error().message.substr(0, 4)) == each.told);
  }
}

TEST_CASE("plain YAML scalars") {
  struct Case {
    std::string text;
    std::string json;
  };
  const std::vector<Case> cases = {
      {"true", "true"},
      {"False", "false"},
      {"TRUE", "true"},
      {"yes", "true"},
      {"off", "false"},
      {"12", "12"},
      {"-7", "-7"},
      {"+3", "3"},
      {"0", "0"},
      {"012", "10"},
      {"0x1F", "31"},
      {"1_000", "1000"},
      {"0.3", "0.3"},
      {"1.10", "1.1"},
      {"1.", "1.0"},
      {".5", "0.5"},
      {"12e4", "120000.0"},
      {"1.5e2", "150.0"},
      {".inf", "\".inf\""},
      {"1.0e999", "\"1.0e999\""},
      {"~", "null"},
      {"null", "null"},
      {"", "null"},
      {"'null'", "\"null\""},
      {"'12'", "\"12\""},
      {"\"true\"", "\"true\""},
      {"2024-01-02", "\"2024-01-02\""},
      {"10:30", "\"10:30\""},
      {"9223372036854775807", "9223372036854775807"},
      {"9223372036854775808", "\"9223372036854775808\""},
      {"!!str 12", "\"12\""},
      {"!!int 12", "12"},
      {"!!float 12", "12.0"},
      {"|\n  a\n  b\n", "\"a\\nb\\n\""},
      {">-\n  a\n  b\n", "\"a b\""},
      {"{a: 1, b: [x, 2]}", R"({"a":1,"b":["x",2]})"},
  };
  for (const Case& each : cases) {
    INFO(each.text);
    CHECK(yaml_value(each.text).dump() == each.json);
  }
}

TEST_CASE("scalars keep their text") {
  const Node node = read("v: 1.10\nw: True\n", DocumentFormat::kYaml);
  CHECK(node.find("v")->text == "1.10");
  CHECK(node.find("w")->text == "True");
  const Node json = read(R"({"v": 1.10, "w": "a\u00e9\n"})", DocumentFormat::kJson);
  CHECK(json.find("v")->text == "1.10");
  CHECK(json.find("w")->text == "a\xC3\xA9\n");
}

TEST_CASE("every value knows where it stands") {
  const Node yaml =
      read("---\na:\n- x\n-   b: {c: 1}\n'\xC3\xA9': [2, 3]\n...\n", DocumentFormat::kYaml);
  CHECK(place(yaml.at) == "2:1");
  CHECK(place(yaml.members[0].at) == "2:1");
  const Node& list = yaml.members[0].value;
  CHECK(place(list.items[0].at) == "3:3");
  CHECK(place(list.items[1].members[0].at) == "4:5");
  CHECK(place(list.items[1].members[0].value.members[0].value.at) == "4:12");
  CHECK(place(yaml.members[1].value.items[1].at) == "5:10");

  const Node json = read("{\n \"a\" : [ 1,\n  \"\xC3\xA9,:\", {\"b\":null}], \"c\":-1.5e3}",
                         DocumentFormat::kJson);
  CHECK(place(json.at) == "1:1");
  CHECK(place(json.members[0].at) == "2:2");
  const Node& items = json.members[0].value;
  CHECK(place(items.at) == "2:8");
  CHECK(place(items.items[0].at) == "2:10");
  CHECK(place(items.items[1].at) == "3:3");
  CHECK(place(items.items[2].members[0].value.at) == "3:15");
  CHECK(place(json.members[1].value.at) == "3:27");
}

TEST_CASE("aliases are copied, within limits") {
  const Json value =
      to_json(read("a: &x [1, {b: 2}]\nc: *x\nd: &y z\ne: *y\n", DocumentFormat::kYaml));
  CHECK(value["c"] == value["a"]);
  CHECK(value["e"] == "z");

  std::string laughs = "a0: &a0 lol\n";
  for (int i = 1; i < 40; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    laughs += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before + ", " + before +
              ", " + before + "]\n";
  }
  CHECK(refusal(laughs, DocumentFormat::kYaml).find("More than 50000 values") != std::string::npos);

  std::string repeated = "a: &a '" + std::string(30000, 'x') + "'\nb: [*a";
  for (int i = 0; i < 5000; ++i) repeated += ", *a";
  CHECK(refusal(repeated + "]\n", DocumentFormat::kYaml).find("repeat too much text") !=
        std::string::npos);

  std::string nested = "v: ";
  for (int i = 0; i < 90; ++i) nested += "&a" + std::to_string(i) + " [";
  for (int i = 0; i < 20000; ++i) nested += "1,";
  nested += std::string(90, ']');
  CHECK(refusal(nested, DocumentFormat::kYaml).find("More than 50000 values") != std::string::npos);
  CHECK(refusal("a: &x [*x]", DocumentFormat::kYaml).find("inside its own value") !=
        std::string::npos);
  CHECK(refusal("a: *x", DocumentFormat::kYaml) != "accepted");
}

TEST_CASE("text that is no alias's is bounded by the file alone") {
  constexpr std::size_t kLong = 5 * 1024 * 1024;
  const std::string text = "a: '" + std::string(kLong, 'x') + "'\n";
  const auto nodes = read_nodes(text, DocumentFormat::kYaml, {.max_bytes = kLong + 100});
  REQUIRE(nodes);
  CHECK(nodes->members[0].value.text.size() == kLong);
  CHECK_FALSE(read_nodes(text, DocumentFormat::kYaml, {.max_bytes = kLong}));
}

TEST_CASE("text nested without end is refused") {
  for (const std::string open : {"[", "{a: ", "- ", "? ", "{[", "!!seq [", "&a ["}) {
    INFO(open);
    std::string text;
    while (text.size() + open.size() < 60000) text += open;
    CHECK(refusal(text, DocumentFormat::kYaml) != "accepted");
  }
  std::string indented;
  for (int depth = 0; depth < 340; ++depth)
    indented += std::string(static_cast<std::size_t>(depth), ' ') + "a:\n";
  CHECK(refusal(indented, DocumentFormat::kYaml).find("Nested more than 100 deep") !=
        std::string::npos);
  CHECK(refusal(std::string(60000, '['), DocumentFormat::kJson) ==
        "JSON not well-formed. at Line: 1, Column: 101. Nested more than 100 deep.");
  CHECK(refusal(std::string(100, '[') + std::string(100, ']'), DocumentFormat::kJson) ==
        "accepted");
}

TEST_CASE("text that is not one document is refused") {
  const auto yaml = [](std::string_view text) { return refusal(text, DocumentFormat::kYaml); };
  CHECK(yaml("--- a\n--- b\n").find("more than one document") != std::string::npos);
  CHECK(yaml("").find("The text is empty") != std::string::npos);
  CHECK(yaml("# nothing\n").find("The text is empty") != std::string::npos);
  CHECK(yaml("a: !Ref b\n") == "YAML not well-formed. at Line: 1, Column: 4. Unknown tag !Ref.");
  CHECK(yaml("a: !custom [b]\n") ==
        "YAML not well-formed. at Line: 1, Column: 4. Unknown tag !custom.");
  CHECK(yaml("a: 1\nb\n") ==
        "YAML not well-formed. at Line: 2, Column: 1. A colon is missing after \"b\".");
  CHECK(yaml("a: 1\nb:\n? c\n? 'd'\n: e\nf: {g, h: , \"i\"}\nj :\n") == "accepted");
  CHECK(yaml("[a]: b\n").find("cannot be a key") != std::string::npos);
  CHECK(yaml("a: [1, 2\nb: 3\n").starts_with("YAML not well-formed. at Line: "));
  CHECK(yaml(std::string("a: b\x04 c", 7)).find("control character") != std::string::npos);
  CHECK(yaml("a: \xFF").find("UTF-8") != std::string::npos);
  CHECK(yaml("\xEF\xBB\xBF"
             "a: b") == "accepted");
}

TEST_CASE("text that is not JSON is refused, with the place") {
  const auto json = [](std::string_view text) { return refusal(text, DocumentFormat::kJson); };
  CHECK(json("schemaVersion: '0.3'").starts_with("JSON not well-formed. at Line: 1, Column: 14"));
  CHECK(json("{\"a\": 1,\n \"b\": }").starts_with("JSON not well-formed. at Line: 2, Column: 8"));
  CHECK(json("{\"a\": 1} // no").starts_with("JSON not well-formed. at Line: 1, Column: 11"));
  CHECK(json("{'a': 1}") != "accepted");
  CHECK(json("{\"a\": 01}") != "accepted");
  CHECK(json("{\"a\": 1e999}") != "accepted");
  CHECK(json("[1,]") != "accepted");
  CHECK(json("") != "accepted");
}

TEST_CASE("a repeated key: the last one wins, in the first one's place") {
  for (const DocumentFormat format : {DocumentFormat::kJson, DocumentFormat::kYaml}) {
    const Node node = read("{\"a\": 1, \"b\": 2,\n \"a\": {\"c\": 3}}", format);
    CHECK(to_json(node).dump() == R"({"a":{"c":3},"b":2})");
    CHECK(place(node.members[0].at) == "2:2");
    CHECK(place(node.members[0].repeats) == "1:2");
    CHECK(node.members[1].repeats == Location{});
  }
}

TEST_CASE("text that is not UTF-8 is refused where it is not") {
  for (const std::string tail : {"\xff", "\xC3", "\xE2\x82 and more"}) {
    const auto bad = read_nodes("a: b\nc: \xC3\xA4" + tail, DocumentFormat::kYaml);
    REQUIRE_FALSE(bad);
    CHECK(bad.error().at == Location{.line = 2, .column = 5});
  }
}

TEST_CASE("problems as one line of text") {
  Problem problem{.code = "", .message = "Wrong.", .at = {.line = 3, .column = 7}, .path = "a.b"};
  CHECK(to_text(problem, "x.yaml") == "x.yaml:3:7: a.b: Wrong.");
  problem.path.clear();
  CHECK(to_text(problem, "") == "3:7: Wrong.");
  problem.at = {};
  CHECK(to_text(problem, "x.yaml") == "x.yaml: Wrong.");
  CHECK(to_text(problem, "") == "Wrong.");
}

TEST_CASE("tags of one's own become maps where they are read") {
  const std::string text = R"(
a: !Ref Size
b: !Join ["-", [!Ref Size, x]]
c: &again !Sub |
  ${Size}
  2
d: !If {x: 5}
e: *again
f: !GetAtt A.Arn
g: !Number 5
)";
  CHECK(refusal(text, DocumentFormat::kYaml).find("Unknown tag !Ref.") != std::string::npos);
  const auto node = read_nodes(text, DocumentFormat::kYaml, {.reads_own_tags = true});
  REQUIRE(node);
  CHECK(to_text(to_json(*node)) ==
        R"({"a":{"!Ref":"Size"},"b":{"!Join":["-",[{"!Ref":"Size"},"x"]]},)"
        R"("c":{"!Sub":"${Size}\n2\n"},"d":{"!If":{"x":5}},"e":{"!Sub":"${Size}\n2\n"},)"
        R"("f":{"!GetAtt":"A.Arn"},"g":{"!Number":"5"}})");
  CHECK_FALSE(read_nodes("!Ref a: 1", DocumentFormat::kYaml, {.reads_own_tags = true}));
  CHECK_FALSE(
      read_nodes("[[!Ref a]]", DocumentFormat::kYaml, {.max_depth = 2, .reads_own_tags = true}));
  CHECK(read_nodes("[!Ref a]", DocumentFormat::kYaml, {.max_depth = 2, .reads_own_tags = true}));
}

}  // namespace
}  // namespace ssm
