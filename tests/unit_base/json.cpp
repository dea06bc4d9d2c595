// SPDX-License-Identifier: Apache-2.0
#include "core/base/json.h"

#include <catch2/catch.hpp>

using ssm::Json;
using ssm::parse_json;

namespace {

std::string problem(std::string_view text, const ssm::JsonLimits& limits = {}) {
  const auto parsed = parse_json(text, limits);
  if (parsed) return "parsed: " + ssm::to_text(*parsed);
  return parsed.error().code + ": " + parsed.error().message;
}

std::string round_trip(std::string_view text) {
  return ssm::to_text(parse_json(text).value());
}

std::string nested(std::size_t depth) {
  return std::string(depth, '[') + std::string(depth, ']');
}

}  // namespace

TEST_CASE("json keeps the order of members and the last of repeated keys") {
  CHECK(round_trip(R"( {"b": 1, "a": [true, null, "x"], "b": {"c": -2.5}} )") ==
        R"({"b":{"c":-2.5},"a":[true,null,"x"]})");
  CHECK(round_trip("18446744073709551615") == "18446744073709551615");
  CHECK(round_trip(R"("\ud83d\ude00")") == "\"\U0001F600\"");
}

TEST_CASE("json finds repeated keys in large objects too") {
  std::string text = "{";
  for (int i = 0; i < 2000; ++i)
    text += "\"k" + std::to_string(i % 1000) + "\":" + std::to_string(i) + ",";
  text.back() = '}';
  const Json value = parse_json(text).value();
  CHECK(value.size() == 1000);
  CHECK(value.at("k0") == 1000);
  CHECK(value.at("k999") == 1999);
}

TEST_CASE("an object that grows moves its members") {
  Json object = Json::object();
  object["first"] = Json::array({std::string(100, 'x')});
  const char* const characters = object["first"][0].get_ref<const std::string&>().data();
  for (int i = 0; i < 100; ++i) object[std::to_string(i)] = i;
  CHECK(object["first"][0].get_ref<const std::string&>().data() == characters);
}

TEST_CASE("json errors say where") {
  CHECK(problem("{\"a\": 1,\n \"b\": ]}").find("at line 2, column 7") != std::string::npos);
  CHECK(problem("").find("JsonSyntax: ") == 0);
  CHECK(problem("").find("at line 1, column 1") != std::string::npos);
  CHECK(problem("{\"a\": // no\n1}").find("at line 1, column 7") != std::string::npos);
  CHECK(problem("{} x").find("at line 1, column 4") != std::string::npos);
  CHECK(problem("\"\xff\"").find("ill-formed UTF-8 byte at line 1, column 2") != std::string::npos);
  CHECK(problem(std::string_view("{}\0{}", 5)) ==
        "JsonSyntax: unexpected NUL byte at line 1, column 3");
  CHECK(problem("[1e999]").find("number overflow") != std::string::npos);
  CHECK(problem("\"" + std::string(5000, 'x')).size() < 300);
}

TEST_CASE("json bounds depth and size") {
  CHECK(parse_json(nested(200)).has_value());
  CHECK(problem(nested(201)) == "JsonSyntax: nested deeper than 200 levels");
  CHECK(problem(std::string(1'000'000, '[')) == "JsonSyntax: nested deeper than 200 levels");
  CHECK(problem("[1, 2]", {.max_bytes = 5, .max_depth = 9}).find("JsonSyntax: ") == 0);
  CHECK(parse_json("[1, 2]", {.max_bytes = 6, .max_depth = 9}).has_value());
}

TEST_CASE("json text replaces invalid UTF-8") {
  CHECK(ssm::to_text(Json("a\xff")) == "\"a\xEF\xBF\xBD\"");
}

TEST_CASE("gson text escapes what the service escapes") {
  const Json value = {{"max-age=1", "<a> & 'b' \u2028"}};
  CHECK(ssm::to_gson_text(value) ==
        R"({"max-age\u003d1":"\u003ca\u003e \u0026 \u0027b\u0027 \u2028"})");
}

TEST_CASE("java map order is that of recorded answers") {
  const auto reordered = [](std::string_view text) {
    return ssm::to_text(ssm::in_java_map_order(parse_json(text).value()));
  };
  CHECK(reordered(R"([{"Name":"n","Values":["v"]}])") == R"([{"Values":["v"],"Name":"n"}])");
  CHECK(reordered(R"({"NextStep":"s","Not":{"Variable":"v","StringEquals":""}})") ==
        R"({"Not":{"StringEquals":"","Variable":"v"},"NextStep":"s"})");
  CHECK(reordered(R"({"CommandId":1,"Output":2,"OutputPayload":3,"ResponseCode":4,"Status":5})") ==
        R"({"Status":5,"ResponseCode":4,"Output":2,"OutputPayload":3,"CommandId":1})");
  CHECK(reordered(R"({"ImageState":1,"ImageId":2})") == R"({"ImageId":2,"ImageState":1})");
}

TEST_CASE("java map order of the sixteen inputs of runCommand") {
  const std::vector<std::string> recorded = {"Comment",
                                             "MaxErrors",
                                             "Parameters",
                                             "DocumentHashType",
                                             "ServiceRoleArn",
                                             "MaxConcurrency",
                                             "Targets",
                                             "TimeoutSeconds",
                                             "OutputS3KeyPrefix",
                                             "CloudWatchOutputConfig",
                                             "NotificationConfig",
                                             "DocumentVersion",
                                             "InstanceIds",
                                             "OutputS3BucketName",
                                             "DocumentName",
                                             "DocumentHash"};
  // In another order, in which the two pairs that share a bucket keep theirs.
  auto names = recorded;
  std::stable_sort(names.begin(), names.end(),
                   [](const auto& a, const auto& b) { return a.size() % 4 < b.size() % 4; });
  Json value = Json::object();
  for (const auto& name : names) value[name] = 0;
  std::vector<std::string> order;
  const Json reordered = ssm::in_java_map_order(value);
  for (const auto& member : reordered.items()) order.push_back(member.key());
  CHECK(order == recorded);
}

TEST_CASE("java map order hashes UTF-16 units") {
  // Java: "\u00e9" has hash 0xe9 (bucket 9), "\ud83d\ude00" 0x1b_1c03 (bucket 8 of 16).
  const Json value = {{"\u00e9", 1}, {"\U0001F600", 2}};
  CHECK(ssm::to_text(ssm::in_java_map_order(value)) == "{\"\U0001F600\":2,\"\u00e9\":1}");
}

TEST_CASE("members are sorted at the top only") {
  const Json value = parse_json(R"({"b":{"z":1,"a":2},"a":0})").value();
  CHECK(ssm::to_text(ssm::with_sorted_members(value)) == R"({"a":0,"b":{"z":1,"a":2}})");
}

TEST_CASE("json helpers") {
  const Json value = {{"s", "x"}, {"n", 1}};
  CHECK(ssm::to_embedded_text(value) == R"({"s":"x","n":1})");
  CHECK(ssm::to_embedded_text(value["s"]) == "x");
  CHECK(ssm::find_member(value, "n") == &value["n"]);
  CHECK(ssm::find_member(value, "q") == nullptr);
  CHECK(ssm::find_member(Json(1), "q") == nullptr);
  CHECK(ssm::string_member(value, "s") == "x");
  CHECK(ssm::string_member(value, "n", "none") == "none");
}
