// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "cli/testkit/account_difference.h"

namespace ssm::testkit {
namespace {

std::vector<std::string> said(const char* before, const char* after) {
  std::vector<std::string> texts;
  for (const auto& difference : account_differences(*parse_json(before), *parse_json(after)))
    texts.push_back(difference.text);
  return texts;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("what is not as it was in an account") {
  const char* before = R"({"timing": {"stop": 1}, "instances": [
    {"InstanceId": "i-1", "State": "running", "LaunchTime": "x", "Tags": {"A": "1", "B": "2"}},
    {"InstanceId": "i-2", "State": "stopped"}],
    "maintenanceWindows": [{"WindowId": "mw-1"}]})";
  CHECK(said(before, before).empty());
  CHECK(said(before, R"({"timing": {"stop": 2}, "instances": [
    {"InstanceId": "i-2", "State": "stopped"},
    {"InstanceId": "i-1", "State": "running", "LaunchTime": "y", "Tags": {"A": "1", "B": "2"},
     "change": {"to": "running"}}],
    "maintenanceWindows": [{"WindowId": "mw-1"}]})")
            .empty());
  CHECK(said(before, R"({"instances": [
    {"InstanceId": "i-1", "State": "stopping", "Tags": {"A": "3", "C": "4"}},
    {"InstanceId": "i-3", "State": "pending"}]})") ==
        Texts{"instance i-1: stopping, was running", "instance i-1: Tags.A 3, was 1",
              "instance i-1: Tags.C 4, was not there", "instance i-1: Tags.B is gone, was 2",
              "instance i-3 is new (pending)", "instance i-2 is gone",
              "maintenance window mw-1 is gone"});
}

TEST_CASE("a stack that is left differs from one that is deleted") {
  CHECK(said("{}", R"({"stacks": [{"StackName": "a", "StackStatus": "CREATE_COMPLETE"},
                                  {"StackName": "b", "StackStatus": "DELETE_COMPLETE"}],
                       "functions": [{"FunctionName": "f", "invoked": 1, "invocations": [{}]}]})") ==
        Texts{"function f is new", "stack a is new (CREATE_COMPLETE)",
              "stack b is new (DELETE_COMPLETE)"});
  CHECK(said(R"({"stacks": [{"StackName": "a", "StackStatus": "CREATE_COMPLETE"}],
                 "functions": [{"FunctionName": "f", "invoked": 1, "invocations": [{}]}]})",
             R"({"stacks": [{"StackName": "a", "StackStatus": "UPDATE_COMPLETE", "events": [{}]}],
                 "functions": [{"FunctionName": "f", "invoked": 2, "invocations": [{}, {}]}]})") ==
        Texts{"function f: 2 invocations, was 1",
              "stack a: StackStatus UPDATE_COMPLETE, was CREATE_COMPLETE"});
}

TEST_CASE("commands that have ended everywhere are history") {
  CHECK(said("{}", R"({"commands": [
    {"CommandId": "c-1", "invocations": [{"InstanceId": "i-1", "ended": "x"}]},
    {"CommandId": "c-2", "invocations": [{"InstanceId": "i-1", "ended": "x"}, {"InstanceId": "i-2"}]}]})") ==
        Texts{"command c-2 is new"});
}

TEST_CASE("messages are counted, long and strange values cut") {
  CHECK(said(R"({"topics": [{"TopicArn": "t"}, {"TopicArn": "u", "messages": [1]}]})",
             R"({"topics": [{"TopicArn": "t", "messages": [1, 2]},
                            {"TopicArn": "u", "messages": [1, 2, 3]}]})") ==
        Texts{"topic t: 2 messages", "topic u: 3 messages, was 1"});
  const std::string huge =
      R"({"images": [{"ImageId": "a", "Name": ")" + std::string(500, 'x') + R"("}]})";
  const Texts texts =
      said(R"({"images": [{"ImageId": "a", "Name": "\u001b[31m\n"}]})", huge.c_str());
  REQUIRE(texts.size() == 1);
  CHECK(texts[0].size() < 200);
  CHECK(texts[0].find('\x1b') == std::string::npos);
  CHECK(texts[0].find('\n') == std::string::npos);
}

TEST_CASE("what is new has the same kind in every run") {
  const Json none = *parse_json("{}");
  const auto first =
      account_differences(none, *parse_json(R"({"images": [{"ImageId": "ami-1"}]})"));
  const auto other =
      account_differences(none, *parse_json(R"({"images": [{"ImageId": "ami-2"}]})"));
  REQUIRE(first.size() == 1);
  REQUIRE(other.size() == 1);
  CHECK(first[0].text != other[0].text);
  CHECK(first[0].kind == other[0].kind);
}

}  // namespace ssm::testkit
