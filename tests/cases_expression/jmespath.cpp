// SPDX-License-Identifier: Apache-2.0
#include "core/expression/jmespath.h"

#include <catch2/catch.hpp>
#include <fstream>

using namespace ssm;

namespace {

Result<Json> search(const std::string& expression, const Json& given) {
  TRY_ASSIGN(const JmesPath path, JmesPath::parse(expression));
  return path.search(given);
}

std::string code_of(const std::string& expression, const Json& given = nullptr) {
  const auto result = search(expression, given);
  return result ? "" : result.error().code;
}

std::string repeated(std::string_view text, std::size_t count) {
  std::string result;
  for (std::size_t i = 0; i < count; ++i) result += text;
  return result;
}

}  // namespace

// Each line of the file is what Python's jmespath 1.0.1 made of an expression, members in order.
TEST_CASE("jmespath answers and words its errors as observed") {
  std::ifstream file(SOURCE_DIR "/tests/cases_expression/jmespath_cases.jsonl");
  std::string line;
  REQUIRE(std::getline(file, line));
  const Json given = parse_json(line).value().at("given");
  int count = 0;
  while (std::getline(file, line)) {
    ++count;
    const Json entry = parse_json(line).value();
    const auto result = search(entry.at("expression").get<std::string>(), given);
    INFO(line);
    if (result) {
      CHECK(entry.contains("result"));
      CHECK(to_text(*result) == to_text(entry.value("result", Json())));
    } else {
      CHECK(result.error().code == string_member(entry, "error"));
      CHECK(result.error().message == string_member(entry, "message"));
    }
  }
  CHECK(count > 180);
}

TEST_CASE("jmespath bounds what it reads and what it builds") {
  CHECK(code_of(repeated("(", 5000) + "a" + repeated(")", 5000)) == "JmesPathSyntax");
  CHECK(code_of(repeated("!", 5000) + "a") == "JmesPathSyntax");
  CHECK(code_of(repeated("[", 5000)) == "JmesPathSyntax");
  CHECK(code_of("a" + repeated("[]", 5000)) == "JmesPathSyntax");
  CHECK(code_of("a" + repeated("||a", 5000)) == "JmesPathSyntax");
  CHECK(code_of(repeated("a", 70'000)) == "JmesPathSyntax");
  CHECK(code_of("a" + repeated(".a", 5000)).empty());
  CHECK(code_of("@" + repeated("|[@,@]", 100), 1) == "JmesPathLimit");
  CHECK(code_of("'abcdefgh'" + repeated("|join('', [@,@])", 100), 1) == "JmesPathLimit");
}
