// SPDX-License-Identifier: Apache-2.0
#include "core/api/page_token.h"

#include <catch2/catch.hpp>

namespace ssm {
namespace {

const Json kRequest = {{"Filters", {{{"Key", "ExecutionStatus"}, {"Values", {"Failed"}}}}},
                       {"MaxResults", 5}};
const Json kPosition = {{"time", 1583737233748}, {"id", "4105a4fc-\xc3\xa9"}};

std::string error_code(const Result<Json>& result) {
  return result ? "no error" : result.error().code;
}

TEST_CASE("a token gives its position back") {
  const std::string token = make_page_token("DescribeAutomationExecutions", kRequest, kPosition);
  CHECK(
      token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
      std::string::npos);
  CHECK(read_page_token("DescribeAutomationExecutions", kRequest, token).value() == kPosition);
}

TEST_CASE("every length of position survives") {
  for (std::size_t length = 0; length < 9; ++length) {
    const Json position = {{"name", std::string(length, '~')}};
    const std::string token = make_page_token("ListDocuments", {}, position);
    CHECK(read_page_token("ListDocuments", {}, token).value() == position);
  }
}

TEST_CASE("the next request may ask for another page and size") {
  const std::string token = make_page_token("DescribeAutomationExecutions", kRequest, kPosition);
  Json next = kRequest;
  next["NextToken"] = token;
  next["MaxResults"] = 10;
  CHECK(read_page_token("DescribeAutomationExecutions", next, token).value() == kPosition);
  next.erase("MaxResults");
  CHECK(read_page_token("DescribeAutomationExecutions", next, token).value() == kPosition);
}

TEST_CASE("a token of another listing is refused") {
  const std::string token = make_page_token("DescribeAutomationExecutions", kRequest, kPosition);
  CHECK(error_code(read_page_token("ListDocuments", kRequest, token)) == "InvalidNextToken");
  Json other = kRequest;
  other["Filters"][0]["Values"] = {"Success"};
  CHECK(error_code(read_page_token("DescribeAutomationExecutions", other, token)) ==
        "InvalidNextToken");
}

TEST_CASE("what is no token is refused") {
  const auto text = GENERATE(std::string(""), std::string("x"), std::string("not a token"),
                             std::string("e30"), std::string("bnVsbA"), std::string("W10"),
                             std::string(5000, 'A'), std::string("\xff\x00", 2));
  CHECK(error_code(read_page_token("ListDocuments", {}, text)) == "InvalidNextToken");
}

TEST_CASE("a damaged token is refused or gives an object") {
  const std::string token = make_page_token("ListDocuments", kRequest, kPosition);
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string damaged = token;
    damaged[i] = damaged[i] == 'A' ? 'B' : 'A';
    const auto read = read_page_token("ListDocuments", kRequest, damaged);
    if (read) {
      CHECK(read->is_object());
    } else {
      CHECK(read.error().code == "InvalidNextToken");
    }
    CHECK(error_code(read_page_token("ListDocuments", kRequest, token.substr(0, i))) ==
          "InvalidNextToken");
  }
}

}  // namespace
}  // namespace ssm
