// SPDX-License-Identifier: Apache-2.0
#include "core/expression/jsonpath.h"

#include <catch2/catch.hpp>

using namespace ssm;

namespace {

Json document() {
  return parse_json(R"({
    "a": [{"k": "x", "n": 1, "t": ["u", "v"]}, {"k": "y", "n": 2, "t": []}, {"n": "2", "o": {}}],
    "limit": 1, "deep": {"er": {"k": "z"}}, "names": {"a.b": 1, "q'": 2}})")
      .value();
}

std::string select(std::string_view path) {
  const auto parsed = JsonPath::parse(path);
  if (!parsed) return parsed.error().message;
  const auto selected = parsed->select(document());
  if (!selected) return "error: " + selected.error().message;
  return *selected ? to_text(**selected) : "nothing";
}

std::string nested(std::string_view open, std::string_view inside, std::string_view close,
                   int times) {
  std::string text(inside);
  for (int i = 0; i < times; ++i) text = std::string(open) + text + std::string(close);
  return text;
}

}  // namespace

TEST_CASE("jsonpath filters") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"$.a[?(@.k)].n", "[1,2]"},
      {"$.a[?(!@.k)].n", R"(["2"])"},
      {"$.a[?(@.k == 'x')].n", "[1]"},
      {"$.a[?(@.k=='x'||@.n==2)].n", R"([1,2,"2"])"},
      {"$.a[?(@.k && @.n > 1)].n", "[2]"},
      {"$.a[?(@.k&&@.n>1)].n", "[2]"},
      {"$.a[?((@.k || @.o) && !(@.n == 1))].n", R"([2,"2"])"},
      {"$.a[?(@.n == $.limit)].k", R"(["x"])"},
      {"$.a[?(1 <= @.n)].k", R"(["x","y"])"},
      {"$.a[?(@.k =~ /X|q/i)].k", R"(["x"])"},
      {"$.a[?(@.k =~ /[/]/)].k", "/"},
      {"$.a[?(@.k in ['x', \"w\"])].k", R"(["x"])"},
      {"$.a[?(@.k nin ['x'])].n", R"([2,"2"])"},
      {"$.a[?(@.t contains 'u')].n", "[1]"},
      {"$.a[?(@.t anyof ['v', 'w'])].n", "[1]"},
      {"$.a[?(@.t noneof ['v', 'w'])].n", "[2]"},
      {"$.a[?(@.t subsetof ['u', 'v', 'w'])].n", "[1,2]"},
      {"$.a[?(@.t all ['u'])].n", "[]"},
      {"$.a[?(@.t size 2)].n", "[1]"},
      {"$.a[?(@.t empty false)].n", "[1]"},
      {"$.a[?(@.t.length() == 0)].n", "[2]"},
      {"$.a[?(@.t[?(@ == 'v')])].n", "[1,2]"},
      {"$.a[?(@.missing == null)].n", "[]"},
      {"$.a[?(@.missing != 1)].n", R"([1,2,"2"])"},
      {"$..[?(@.k == 'z')]", R"([{"k":"z"}])"},
  };
  for (const auto& [path, result] : cases) {
    INFO(path);
    if (result == "/")
      CHECK(select(path).find("column") == 0);  // the first slash ends the expression
    else
      CHECK(select(path) == result);
  }
}

TEST_CASE("jsonpath selects") {
  CHECK(select("deep.er.k") == "\"z\"");
  CHECK(select("$['names']['a.b','q\\'']") == R"({"a.b":1,"q'":2})");
  CHECK(select("$['deep','names']['er','q\\'']") == R"([{"er":{"k":"z"}},{"q'":2}])");
  CHECK(select("$..k") == R"(["x","y","z"])");
  CHECK(select("$.a[-1].n") == "\"2\"");
  CHECK(select("$..n.sum()") == "3.0");
  CHECK(select("$.deep[?(@.er)].er.k") == "[\"z\"]");
}

TEST_CASE("jsonpath that finds nothing") {
  CHECK(select("$.no") == "nothing");
  CHECK(select("$.no.deeper[0]") == "nothing");
  CHECK(select("$.no[*]") == "nothing");
  CHECK(select("$.a[9].k") == "nothing");
  CHECK(select("$.a[*].no") == "[]");
  CHECK(select("$..no") == "[]");
}

TEST_CASE("jsonpath errors name the column") {
  CHECK(select("") == "column 1: expected a path");
  CHECK(select("$x") == "column 2: expected '.' or '['");
  CHECK(select("$.a b") == "column 4: expected '.' or '['");
  CHECK(select("a[") == "column 3: expected a name in quotes, an index, '*' or '?'");
  CHECK(select("$.a[?(@.k == )]") == "column 14: expected a path or a literal");
  CHECK(select("$.a[?(@.k ~ 1)]") == "column 11: expected an operator or ')'");
  CHECK(select("$.a.shout()") == "column 5: expected a name or one of the functions");
  CHECK(select("$.a[?('x')]") == "column 10: expected an operator");
  CHECK(select("$.limit[?(@.k)]") == "error: a filter applies to lists and objects only");
  CHECK(select("$.deep.er.first()") == "error: first() has no value for what it was applied to");
}

TEST_CASE("jsonpath bounds what it reads") {
  CHECK(JsonPath::parse(std::string(4096, 'a')).has_value());
  CHECK_FALSE(JsonPath::parse(std::string(4097, 'a')).has_value());
  CHECK(JsonPath::parse(nested("", "$", ".a", 100)).has_value());
  CHECK_FALSE(JsonPath::parse(nested("", "$", ".a", 101)).has_value());
  CHECK(JsonPath::parse("$[?(" + nested("(", "@.a", ")", 30) + ")]").has_value());
  CHECK_FALSE(JsonPath::parse("$[?(" + nested("(", "@.a", ")", 33) + ")]").has_value());
  CHECK_FALSE(JsonPath::parse("$[?(" + nested("!", "@.a", "", 2000) + ")]").has_value());
  CHECK_FALSE(JsonPath::parse(nested("$[?(@", "", ")]", 500)).has_value());
  CHECK_FALSE(JsonPath::parse("$[?(@ in " + nested("[", "", "]", 1000) + ")]").has_value());
}

TEST_CASE("jsonpath bounds its work") {
  Json wide = Json::array();
  for (int i = 0; i < 1000; ++i) wide.push_back(Json::array({1, 2, 3}));
  const auto problem = [&](std::string_view path) {
    const auto selected = JsonPath::parse(path).value().select(wide);
    return selected ? "selected" : selected.error().message;
  };
  CHECK(problem("$..*") == "selected");
  const std::string limit = "the path selects more than 100000 nodes or takes too long";
  CHECK(problem("$[" + nested("", "0", ",0", 1000) + "][" + nested("", "0", ",0", 1000) + "]") ==
        limit);
  CHECK(problem("$..[?($..[?($..[?(@ == 7)])])]") == limit);
}

TEST_CASE("jsonpath bounds what it copies") {
  Json chain = std::string(1'000'000, 'x');
  for (int i = 0; i < 900; ++i) chain = Json{{"c", std::move(chain)}};
  CHECK_FALSE(JsonPath::parse("$..c").value().select(chain).has_value());
  for (int i = 0; i < 200; ++i) chain = Json{{"c", std::move(chain)}};
  CHECK_FALSE(JsonPath::parse("$..nope").value().select(chain).has_value());
}
