// SPDX-License-Identifier: Apache-2.0
// Runs the cases of client_checks.txt and front_end.txt.
#include <catch2/catch.hpp>
#include <fstream>

#include "core/api/model.h"
#include "core/api/validate.h"
#include "core/base/text.h"
#include "core/model/client_checks.h"

namespace ssm {
namespace {

struct CheckCase {
  int line = 0;
  const Operation* operation = nullptr;
  Json request;
  std::vector<std::string> expected;
};

/// "OPERATION JSON" begins a case, indented lines are what is expected of it; a line that begins
/// otherwise continues the line before (messages quote values that hold line breaks).
std::vector<CheckCase> read_cases(const std::string& name) {
  std::ifstream file(std::string(SOURCE_DIR) + "/tests/unit_api/" + name);
  REQUIRE(file);
  std::vector<CheckCase> cases;
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    const std::size_t blank = line.find(' ');
    if (line.starts_with("  ")) {
      cases.back().expected.push_back(line.substr(2));
    } else if (const auto* operation = find_operation(line.substr(0, blank))) {
      INFO(name << ":" << number);
      cases.push_back({number, operation, parse_json(line.substr(blank + 1)).value(), {}});
    } else {
      cases.back().expected.back() += "\n" + line;
    }
  }
  return cases;
}

TEST_CASE("the client's checks say what botocore says") {
  const auto cases = read_cases("client_checks.txt");
  REQUIRE(cases.size() > 20);
  for (const CheckCase& it : cases) {
    INFO("client_checks.txt:" << it.line);
    CHECK(client_side_problems(*it.operation->input, it.request) == it.expected);
  }
}

TEST_CASE("the front end passes on good requests and refuses the others") {
  const auto cases = read_cases("front_end.txt");
  REQUIRE(cases.size() > 30);
  for (const CheckCase& it : cases) {
    INFO("front_end.txt:" << it.line);
    Json request = it.request;
    const auto done = validate_request(*it.operation->input, request);
    const std::string said =
        done ? "= " + to_text(request) : done.error().code + ": " + done.error().message;
    CHECK(said == join(it.expected, "\n"));
  }
}

TEST_CASE("long parameter values and long keys") {
  const Operation& start = *find_operation("start-automation-execution");
  Json request = {{"DocumentName", "Doc"}, {"Parameters", {{"Key", {std::string(5000, 'x')}}}}};
  CHECK(validate_request(*start.input, request).has_value());
  request["Parameters"] = {{std::string(51, 'k'), {"x"}}};
  CHECK_FALSE(validate_request(*start.input, request).has_value());
  request["Parameters"] = {{"Key", std::vector<std::string>(51, "x")}};
  CHECK_FALSE(validate_request(*start.input, request).has_value());
}

}  // namespace
}  // namespace ssm
