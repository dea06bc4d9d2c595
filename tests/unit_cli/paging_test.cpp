// SPDX-License-Identifier: Apache-2.0
#include "cli/paging.h"

#include <catch2/catch.hpp>

using namespace ssm;

namespace {

constexpr Paging kPaging{
    .input_token = "NextToken", .limit_key = "MaxResults", .result_key = "List"};

/// A service with `count` items on pages of three; its tokens are "tok-N", N = the first item of
/// the page.
class Service {
 public:
  explicit Service(int count) : count_(count) {}

  Result<Json> operator()(const Json& request) {
    ++asked;
    std::string token = string_member(request, "NextToken", "tok-0");
    int start = std::stoi(token.substr(4));
    Json page = {{"List", Json::array()}};
    for (int i = start; i < std::min(start + 3, count_); ++i) page["List"].push_back(i);
    if (start + 3 < count_) page["NextToken"] = "tok-" + std::to_string(start + 3);
    return page;
  }
  int asked = 0;

 private:
  int count_;
};

std::string collected(int count, const PagingOptions& options) {
  return merge_pages(ask_all_pages(kPaging, Json::object(), options, Service(count)).value())
      .dump();
}

constexpr const char* kSecondOfFirst =
    "eyJOZXh0VG9rZW4iOiBudWxsLCAiYm90b190cnVuY2F0ZV9hbW91bnQiOiAyfQ==";

}  // namespace

TEST_CASE("all pages become one answer") {
  CHECK(collected(7, {}) == R"({"List":[0,1,2,3,4,5,6]})");
  CHECK(collected(0, {}) == R"({"List":[]})");
}

TEST_CASE("--max-items ends with a token that goes on there") {
  CHECK(collected(7, {.max_items = 2}) ==
        R"({"List":[0,1],"NextToken":")" + std::string(kSecondOfFirst) + "\"}");
  CHECK(collected(7, {.max_items = 3}) ==
        R"({"List":[0,1,2],"NextToken":"eyJOZXh0VG9rZW4iOiAidG9rLTMifQ=="})");
  CHECK(collected(3, {.max_items = 3}) == R"({"List":[0,1,2]})");
  CHECK(collected(7, {.max_items = 10}) == R"({"List":[0,1,2,3,4,5,6]})");
  CHECK(collected(7, {.starting_token = kSecondOfFirst}) == R"({"List":[2,3,4,5,6]})");
  CHECK(collected(7, {.starting_token = "tok-6"}) == R"({"List":[6]})");
  CHECK(collected(7, {.starting_token = "tok-3___1"}) == R"({"List":[4,5,6]})");
  CHECK(collected(7, {.starting_token = "None___1", .max_items = 1})
            .starts_with(R"({"List":[1],"NextToken")"));
}

TEST_CASE("one item at a time, every item comes once") {
  std::vector<int> seen;
  PagingOptions options{.max_items = 1};
  for (int i = 0; i < 20; ++i) {
    Json answer = merge_pages(ask_all_pages(kPaging, Json::object(), options, Service(7)).value());
    for (const Json& item : answer["List"]) seen.push_back(item.get<int>());
    if (!answer.contains("NextToken")) break;
    options.starting_token = answer["NextToken"].get<std::string>();
  }
  CHECK(seen == std::vector<int>{0, 1, 2, 3, 4, 5, 6});
}

TEST_CASE("--max-items 0 asks once") {
  Service pages(7);
  Json answer = merge_pages(
      ask_all_pages(kPaging, Json::object(), {.max_items = 0}, std::ref(pages)).value());
  CHECK(answer["List"].empty());
  CHECK(answer.contains("NextToken"));
  CHECK(pages.asked == 1);
}

TEST_CASE("numbers beyond all listings are taken, and go on somewhere") {
  // {"NextToken": null, "boto_truncate_amount": -9223372036854775808}
  const std::string lowest =
      "eyJOZXh0VG9rZW4iOiBudWxsLCAiYm90b190cnVuY2F0ZV9hbW91bnQiOiAtOTIyMzM3MjAzNjg1NDc3NTgwOH0=";
  CHECK(collected(3, {.starting_token = lowest, .max_items = -1})
            .starts_with(R"({"List":[0,1],"NextToken":)"));
}

TEST_CASE("tokens that go round in circles end") {
  Ask circle = [](const Json&) -> Result<Json> {
    return Json{{"List", Json::array({1})}, {"NextToken", "again"}};
  };
  CHECK(ask_all_pages(kPaging, Json::object(), {}, circle).error().message ==
        "Error during pagination: The same next token was received twice: {'NextToken': 'again'}");
}

TEST_CASE("a token for more items than there are gives none") {
  std::string token = to_cli_token(kPaging, {Json(), 99});
  CHECK(collected(2, {.starting_token = token}) == R"({"List":[]})");
}

TEST_CASE("what is listed shows in the answer when the model does not say it") {
  constexpr Paging kUnknown{.input_token = "NextToken", .limit_key = "", .result_key = ""};
  CHECK(merge_pages(ask_all_pages(kUnknown, Json::object(), {}, Service(7)).value()).dump() ==
        R"({"List":[0,1,2,3,4,5,6]})");
  const auto no_list = [](const Json&) -> Result<Json> { return Json{{"Count", 3}}; };
  CHECK(merge_pages(ask_all_pages(kUnknown, Json::object(), {}, no_list).value()).dump() ==
        R"({"Count":3})");
  const auto several = [](const Json& request) -> Result<Json> {
    const bool is_first = !request.contains("NextToken");
    Json page = {{"Composite", Json::array()},
                 {"Metric", Json::array({is_first ? 1 : 2})},
                 {"Owner", {{"ID", "x"}}},
                 {"IsTruncated", is_first}};
    if (is_first) page["NextToken"] = "more";
    return page;
  };
  CHECK(merge_pages(ask_all_pages(kUnknown, Json::object(), {}, several).value()).dump() ==
        R"({"Metric":[1,2],"Composite":[],"Owner":{"ID":"x"}})");
}

TEST_CASE("a token that the answer calls the next one") {
  constexpr Paging kMarkers{.input_token = "Marker", .limit_key = "MaxItems", .result_key = ""};
  int asked = 0;
  const auto ask = [&](const Json& request) -> Result<Json> {
    Json page = {{"Functions", Json::array({++asked})}};
    if (!request.contains("Marker")) page["NextMarker"] = "x";
    return page;
  };
  CHECK(merge_pages(ask_all_pages(kMarkers, Json::object(), {}, ask).value()).dump() ==
        R"({"Functions":[1,2]})");
}
