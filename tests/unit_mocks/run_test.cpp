// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "core/base/text.h"
#include "tests/unit_mocks/mock_world.h"

TEST_CASE("executions with mocks") {
  const ssm::Json cases = ssm::mock_test::read_cases("runs.yaml");
  REQUIRE(cases.size() > 10);
  for (const ssm::Json& the_case : cases) {
    DYNAMIC_SECTION(the_case.at("name").get<std::string>()) {
      CHECK(ssm::mock_test::run(the_case) == the_case.at("expect").get<std::vector<std::string>>());
    }
  }
}

TEST_CASE("the message of a strict miss shortens what is long, between two characters") {
  std::string text = "x";
  for (int i = 0; i < 5000; ++i) text += "\u00e4";
  const ssm::Json step = {{"name", "tell"},
                          {"action", "aws:executeAwsApi"},
                          {"inputs", {{"Service", "sns"}, {"Api", "Publish"}, {"Message", text}}}};
  const ssm::Json document = {{"schemaVersion", "0.3"}, {"mainSteps", ssm::Json::array({step})}};
  const auto lines = ssm::mock_test::run({{"document", document}, {"mocks", {{"strict", true}}}});
  REQUIRE(lines.size() > 1);
  CHECK(lines[1].size() < 4200);
  CHECK(lines[1].ends_with("\u00e4..."));
  CHECK(ssm::is_valid_utf8(lines[1]));
}
