// SPDX-License-Identifier: Apache-2.0
#include "core/expression/reference.h"

#include <catch2/catch.hpp>

using namespace ssm;

namespace {

/// The references of a text as people write them, with the text they stand in.
std::vector<std::string> found(std::string_view text) {
  std::vector<std::string> result;
  for (const FoundReference& part : find_references(text)) {
    CHECK(text.substr(part.begin, 2) == "{{");
    CHECK(text.substr(part.end - 2, 2) == "}}");
    result.push_back(part.reference.text());
  }
  return result;
}

std::optional<Json> resolve(const Reference& reference) {
  static const Json kValues = parse_json(R"({
    "name": "box", "count": 3, "yes": true, "ids": ["i-1", "i-2"], "map": {"a": "b"},
    "braces": "{{ name }}", "empty": [], "nothing": null, "step.Out": "out",
    "global:REGION": "eu-north-1", "variable:v": "w"})")
                                  .value();
  const Json* value = find_member(kValues, reference.text());
  return value ? std::optional(*value) : std::nullopt;
}

std::string expanded(std::string_view json, WhenMissing when_missing = WhenMissing::kFail) {
  const auto result = expand(parse_json(json).value(), resolve, when_missing);
  return result ? to_text(*result) : result.error().code + ": " + result.error().message;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("references are found") {
  CHECK(found("{{x}} {{ y }}{{\tz }}") == Texts{"x", "y", "z"});
  CHECK(found("{{ step.Out }} {{ step.Payload.a.b }}") == Texts{"step.Out", "step.Payload.a.b"});
  CHECK(found("{{global:REGION}}{{ automation:EXECUTION_ID }}{{ variable:v_1 }}") ==
        Texts{"global:REGION", "automation:EXECUTION_ID", "variable:v_1"});
  CHECK(found("{{ssm:/a/b-c.d:3}} {{ ssm:name }}") == Texts{"ssm:/a/b-c.d:3", "ssm:name"});
  CHECK(found("echo {The time is {{global:DATE_TIME}}}") == Texts{"global:DATE_TIME"});
  CHECK(found("{{ {{p}} }}") == Texts{"p"});
  CHECK(found("{{{p}}} {{{{q}}}}") == Texts{"p", "q"});
  CHECK(found("{{ open {{p}}") == Texts{"p"});
}

TEST_CASE("what does not fit the grammar is no reference") {
  for (const char* text : {"",
                           "{{}}",
                           "{{ }}",
                           "{{ a b }}",
                           "{{ item.name | upper }}",
                           "{{ .Values.x }}",
                           "{{ a. }}",
                           "{{ a..b }}",
                           "{{ a-b }}",
                           "{{ x[0] }}",
                           "{{ global: }}",
                           "{{ global:A.B }}",
                           "{{ other:A }}",
                           "{{ ssm:a b }}",
                           "{{ ssm:a:b:c }}",
                           "{ { a } }",
                           "{{ a }",
                           "{ a }}",
                           "{{\na }}",
                           "{{ a } }}",
                           "{{ \u00e9 }}"}) {
    INFO(text);
    CHECK(find_references(std::string_view(text)).empty());
  }
}

TEST_CASE("references have kinds") {
  const auto kind = [](std::string_view text) { return find_references(text).at(0).reference; };
  CHECK(kind("{{ a }}") == Reference{Reference::Kind::kParameter, "a", ""});
  CHECK(kind("{{ s.o.t }}") == Reference{Reference::Kind::kStepOutput, "s", "o.t"});
  CHECK(kind("{{ global:A }}") == Reference{Reference::Kind::kGlobal, "A", ""});
  CHECK(kind("{{ automation:A }}") == Reference{Reference::Kind::kAutomation, "A", ""});
  CHECK(kind("{{ variable:a }}") == Reference{Reference::Kind::kVariable, "a", ""});
  CHECK(kind("{{ ssm:a:1 }}") == Reference{Reference::Kind::kParameterStore, "a:1", ""});
}

TEST_CASE("references of a value are listed once, in order, not those of keys") {
  const Json value =
      parse_json(R"({"{{k}}": ["{{ b }}", {"x": "{{a}} {{ b}}"}], "z": "{{c.d}}"})").value();
  Texts names;
  for (const Reference& reference : find_references(value)) names.push_back(reference.text());
  CHECK(names == Texts{"b", "a", "c.d"});
}

TEST_CASE("a string that is one reference keeps the type") {
  CHECK(expanded(R"({"n": "{{ count }}", "b": " {{yes}}\n", "l": "{{ids}}", "m": "{{ map }}"})") ==
        R"({"n":3,"b":true,"l":["i-1","i-2"],"m":{"a":"b"}})");
}

TEST_CASE("a list element that is one reference to a list is spliced") {
  CHECK(expanded(R"(["i-0", "{{ ids }}", "{{name}}", "{{empty}}"])") ==
        R"(["i-0","i-1","i-2","box"])");
  CHECK(expanded(R"([["{{ ids }}"], "all: {{ids}}"])") ==
        R"([["i-1","i-2"],"all: [\"i-1\",\"i-2\"]"])");
}

TEST_CASE("embedded references become text") {
  CHECK(expanded(R"("{{name}}-{{ count }}-{{yes}}/{{map}}")") == R"("box-3-true/{\"a\":\"b\"}")");
  CHECK(expanded(R"("in {{ global:REGION }}: {{ step.Out }} {{variable:v}}")") ==
        R"("in eu-north-1: out w")");
  CHECK(expanded(R"("{{ name }} {{ a | b }} {x}")") == R"("box {{ a | b }} {x}")");
  CHECK(expanded(R"("<{{ nothing }}>")") == R"("<>")");
}

TEST_CASE("what is inserted is not looked at again, and keys are left alone") {
  CHECK(expanded(R"({"{{ name }}": "{{ braces }} {{braces}}"})") ==
        R"({"{{ name }}":"{{ name }} {{ name }}"})");
}

TEST_CASE("missing values") {
  CHECK(expanded(R"(["{{ step.Gone.x }}"])") == "UnresolvedReference: step.Gone.x");
  CHECK(expanded(R"("a {{ gone }}")") == "UnresolvedReference: gone");
  CHECK(expanded(R"(["{{ gone }}", "<{{ gone }}>"])", WhenMissing::kNull) == R"([null,null])");
}

TEST_CASE("expansion is bounded") {
  Json deep = "{{ name }}";
  for (int i = 0; i < 201; ++i) deep = Json::array({std::move(deep)});
  CHECK(expand(deep, resolve).error().code == "ReferenceLimit");
  CHECK(find_references(deep).size() == 1);
  std::string many;
  for (int i = 0; i < 20; ++i) many += "{{ x }}";
  const auto large = [](const Reference&) {
    return std::optional<Json>(std::string(1 << 20, 'x'));
  };
  CHECK(expand(Json(many), large).error().code == "ReferenceLimit");
  const std::string braces(1'000'000, '{');
  CHECK(find_references(std::string_view(braces)).empty());
}
