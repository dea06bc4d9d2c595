// SPDX-License-Identifier: Apache-2.0
// Tables of one-line cases: conditions of aws:branch, comparisons of assert and wait, wildcards.
#include <catch2/catch.hpp>

#include "actions/api_call.h"
#include "actions/branch_condition.h"
#include "actions/cloud/ec2_filters.h"
#include "actions/resource_property.h"
#include "core/base/python_text.h"
#include "tests/unit_actions/case_file.h"

namespace ssm::test {
namespace {

template <class Check>
void each_row(const std::string& file, Check check) {
  const std::vector<Case> cases = read_cases(file);
  REQUIRE(cases.size() == 1);
  REQUIRE_FALSE(cases.front().lines.empty());
  for (const Line& line : cases.front().lines) {
    INFO("line " << line.number << ": " << line.text);
    const auto [text, expected] = split_at_arrow(line.text);
    const Result<Json> json = parse_json(text);
    REQUIRE(json);
    check(*json, expected);
  }
}

TEST_CASE("conditions of aws:branch") {
  each_row("conditions.txt", [](const Json& condition, const std::string& expected) {
    const Result<bool> result = holds(condition);
    CHECK((result ? (*result ? "true" : "false") : "error " + result.error().message) == expected);
  });
}

TEST_CASE("conditions nested too deeply are refused") {
  Json condition = {{"Variable", "a"}, {"StringEquals", "a"}};
  for (int i = 0; i < 150; ++i) condition = Json{{"Not", std::move(condition)}};
  CHECK_FALSE(holds(condition));
}

TEST_CASE("comparisons of assert and wait") {
  each_row("comparisons.txt", [](const Json& row, const std::string& expected) {
    const std::optional<Json> selected =
        row[0].empty() ? std::nullopt : std::optional<Json>(row[0][0]);
    CHECK((is_desired(selected, row[1]) ? "true" : "false") == expected);
  });
}

TEST_CASE("operation names") {
  CHECK(operation_name("describe_instances") == "DescribeInstances");
  CHECK(operation_name("describeInstances") == "DescribeInstances");
  CHECK(operation_name("DescribeDBInstances") == "DescribeDBInstances");
  CHECK(operation_name("") == "");
  CHECK(operation_name("Compute/virtual_machines.get") == "compute/VirtualMachines.get");
}

TEST_CASE("values as Python prints them") {
  CHECK(python_repr(Json::parse(R"(["True", 16, true, null, 1.5, {"a": ["b"]}])")) ==
        "['True', 16, True, None, 1.5, {'a': ['b']}]");
  CHECK(python_repr(Json("it's")) == "\"it's\"");
  CHECK(python_repr(Json("a'b\"c\\\n")) == "'a\\'b\"c\\\\\\n'");
  CHECK(python_str(Json("it's")) == "it's");
}

TEST_CASE("wildcards of filters") {
  using cloud::matches_wildcard;
  CHECK(matches_wildcard("*", ""));
  CHECK(matches_wildcard("web-*", "web-1"));
  CHECK(matches_wildcard("*a*b*", "xxaxxbxx"));
  CHECK_FALSE(matches_wildcard("*a*b", "xxaxxbxx"));
  CHECK(matches_wildcard("w?b", "web"));
  CHECK_FALSE(matches_wildcard("w?b", "wb"));
  CHECK(matches_wildcard("a\\*", "a*"));
  CHECK_FALSE(matches_wildcard("a\\*", "ab"));
  CHECK(matches_wildcard("a\\?b*", "a?bc"));
  CHECK_FALSE(matches_wildcard("", "a"));
  CHECK(matches_wildcard(std::string(50, '*') + "a", std::string(2000, 'b') + "a"));
}

}  // namespace
}  // namespace ssm::test
