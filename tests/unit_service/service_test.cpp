// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/unit_service/service_world.h"

namespace ssm::service_cases {
namespace {

std::vector<std::string> case_files() {
  std::vector<std::string> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(SOURCE_DIR "/tests/unit_service/cases"))
    files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  return files;
}

void run(const Case& one) {
  auto world = ServiceWorld::open();
  REQUIRE(world);
  for (const Directive& directive : one.directives) {
    CAPTURE(directive.line, directive.verb);
    const std::string problem = (*world)->carry_out(directive);
    INFO(problem);
    REQUIRE(problem.empty());
  }
}

TEST_CASE("operations answer as the case files say") {
  for (const std::string& path : case_files()) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    const auto cases = read_cases(text.str());
    INFO(path);
    REQUIRE(cases);
    REQUIRE_FALSE(cases->empty());
    for (const Case& one : *cases) DYNAMIC_SECTION(path << ": " << one.title) {
        run(one);
      }
  }
}

TEST_CASE("every operation of the model has code") {
  for (const Operation& operation : operations()) {
    auto world = ServiceWorld::open();
    REQUIRE(world);
    REQUIRE((*world)->carry_out({1, "call", std::string(operation.name) + " {}"}).empty());
    INFO(operation.name);
    CHECK_FALSE((*world)->carry_out({2, "refused", "UnknownOperationException"}).empty());
  }
}

TEST_CASE("a difference names the place") {
  const Json actual = Json::parse(R"({"a": [{"b": 1, "c": 2}]})");
  CHECK(difference(Json::parse(R"({"a": [{"b": 1}]})"), actual).empty());
  CHECK(difference(Json::parse(R"({"a": [{"b": "*", "d": null}]})"), actual).empty());
  CHECK(difference(Json::parse(R"({"a": [{"b": 3}]})"), actual) == "/a/0/b is 1, expected 3");
  CHECK(difference(Json::parse(R"({"a": [{"c": null}]})"), actual) == "/a/0/c is there: 2");
  CHECK_FALSE(difference(Json::parse(R"({"a": []})"), actual).empty());
}

}  // namespace
}  // namespace ssm::service_cases
