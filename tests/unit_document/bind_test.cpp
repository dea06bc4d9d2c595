// SPDX-License-Identifier: Apache-2.0
#include "core/document/bind.h"

#include <catch2/catch.hpp>

#include "tests/unit_document/reading.h"

namespace ssm {
namespace {

/// A document with these parameters (flow style), an assume role and one step.
Document with_parameters(const std::string& parameters, const std::string& role = "''") {
  return test::load("schemaVersion: '0.3'\nassumeRole: " + role + "\nparameters: {" + parameters +
                    "}\nmainSteps: [{name: hold, action: 'aws:pause'}]\n");
}

std::optional<Json> no_globals(const Reference&) {
  return std::nullopt;
}

/// The bound parameters as JSON text, or the error's message.
std::string bound(const std::string& parameters, const char* supplied,
                  const Resolver& globals = no_globals) {
  const auto result =
      bind_parameters(with_parameters(parameters).parameters, Json::parse(supplied), globals);
  if (result) return result->dump();
  CHECK(result.error().code == "InvalidAutomationExecutionParametersException");
  return result.error().message;
}

TEST_CASE("supplied values become typed values") {
  CHECK(bound("p: {type: String}", R"({"p":["a b"]})") == R"({"p":"a b"})");
  CHECK(bound("p: {type: String}", R"({"p":[""]})") == R"({"p":""})");
  CHECK(bound("p: {type: 'AWS::EC2::Instance::Id'}", R"({"p":["i-1"]})") == R"({"p":"i-1"})");
  CHECK(bound("p: {type: StringList}", R"({"p":["a","b"]})") == R"({"p":["a","b"]})");
  CHECK(bound("p: {type: StringList}", R"({"p":[]})") == R"({"p":[]})");
  CHECK(bound("p: {type: StringList}", R"({"p":["[\"a\",\"b\"]"]})") == R"({"p":["a","b"]})");
  CHECK(bound("p: {type: StringList}", R"({"p":["[a"]})") == R"({"p":["[a"]})");
  CHECK(bound("p: {type: Integer}", R"({"p":[" -12 "]})") == R"({"p":-12})");
  CHECK(bound("p: {type: Boolean}", R"({"p":["True"]})") == R"({"p":true})");
  CHECK(bound("p: {type: StringMap}", R"({"p":["{\"a\":[1]}"]})") == R"({"p":{"a":[1]}})");
  CHECK(bound("p: {type: MapList}", R"({"p":["{\"a\":1}","{}"]})") == R"({"p":[{"a":1},{}]})");
  CHECK(bound("p: {type: MapList}", R"({"p":["[{\"a\":1},{}]"]})") == R"({"p":[{"a":1},{}]})");
}

TEST_CASE("values of the wrong type are refused") {
  const std::string head = "Parameter type error. The value supplied for p is not a valid ";
  CHECK(bound("p: {type: String}", R"({"p":["a","b"]})") == head + "String.");
  CHECK(bound("p: {type: String}", R"({"p":[]})") == head + "String.");
  CHECK(bound("p: {type: 'AWS::IAM::Role::Arn'}", R"({"p":["a","b"]})") ==
        head + "AWS::IAM::Role::Arn.");
  CHECK(bound("p: {type: Integer}", R"({"p":["1.5"]})") == head + "Integer.");
  CHECK(bound("p: {type: Integer}", R"({"p":["9223372036854775808"]})") == head + "Integer.");
  CHECK(bound("p: {type: Integer}", R"({"p":["1","2"]})") == head + "Integer.");
  CHECK(bound("p: {type: Boolean}", R"({"p":["yes"]})") == head + "Boolean.");
  CHECK(bound("p: {type: StringMap}", R"({"p":["[]"]})") == head + "StringMap.");
  CHECK(bound("p: {type: MapList}", R"({"p":["{}","x"]})") == head + "MapList.");
}

TEST_CASE("names come first, then types, then allowed values") {
  const std::string two = "a: {type: Integer, allowedValues: [1, 2]}, b: {type: String}";
  CHECK(bound(two, R"({"x":["1"],"y":["2"]})") == "Undefined execution inputs: [x, y]");
  CHECK(bound(two, R"({"a":["x"]})") == "Missing required parameter: b in user inputs.");
  CHECK(bound(two, R"({"a":["x"],"b":["c"]})") ==
        "Parameter type error. The value supplied for a is not a valid Integer.");
  CHECK(bound(two, R"({"a":["3"],"b":["c"]})") ==
        "Parameter \"a\" has value \"3\" not found in [1, 2].");
  CHECK(bound("Action: {type: String, allowedValues: [Install, Uninstall]}",
              R"({"Action":["install"]})") ==
        "Parameter \"Action\" has value \"install\" not found in [Install, Uninstall].");
  CHECK(bound("p: {type: StringList, allowedValues: [a, b]}", R"({"p":["a","c"]})") ==
        "Parameter \"p\" has value \"c\" not found in [a, b].");
}

TEST_CASE("patterns match the whole value") {
  const std::string id = "p: {type: String, allowedPattern: 'i-[0-9]{2}', default: ''}";
  CHECK(bound(id, R"({"p":["i-12"]})") == R"({"p":"i-12"})");
  CHECK(bound(id, R"({"p":["i-123"]})") ==
        "Parameter \"p\" has value \"i-123\" not matching the allowed pattern i-[0-9]{2}.");
  CHECK(bound(id, "{}") == R"({"p":""})");  // defaults are not checked
}

TEST_CASE("sizes") {
  CHECK(bound("p: {type: StringList, minItems: 1, maxItems: 2}", R"({"p":[]})") ==
        "Parameter \"p\" has 0 items, which is out of range.");
  CHECK(bound("p: {type: String, maxChars: '2'}", "{\"p\":[\"\xC3\xA9\xC3\xA9\"]}") ==
        "{\"p\":\"\xC3\xA9\xC3\xA9\"}");
  CHECK(bound("p: {type: String, minChars: 3}", R"({"p":["ab"]})") ==
        "Parameter \"p\" has 2 characters, which is out of range.");
}

TEST_CASE("references in defaults") {
  const Resolver globals = [](const Reference& reference) -> std::optional<Json> {
    if (reference.text() == "global:REGION") return Json("eu-north-1");
    if (reference.text() == "ssm:/list") return Json(Json::array({"a", "b"}));
    if (reference.text() == "ssm:one") return Json("x");
    return std::nullopt;
  };
  CHECK(bound("p: {type: String, default: 'in {{ global:REGION }}!'}", "{}", globals) ==
        R"({"p":"in eu-north-1!"})");
  CHECK(bound("p: {type: StringList, default: '{{ssm:/list}}'}", "{}", globals) ==
        R"({"p":["a","b"]})");
  CHECK(bound("p: {type: StringList, default: '{{ssm:one}}'}", "{}", globals) == R"({"p":["x"]})");
  CHECK(bound("p: {type: StringList, default: ['{{ssm:one}}', y]}", "{}", globals) ==
        R"({"p":["x","y"]})");
  CHECK(bound("p: {type: String, default: '{{ssm:/list}}'}", "{}", globals) == R"({"p":"a,b"})");
  CHECK(bound("p: {type: String, default: 'x-{{ssm:/list}}'}", "{}", globals) ==
        R"({"p":"x-a,b"})");
  CHECK(bound("p: {type: StringList, default: ['{{ssm:/list}}', y]}", "{}", globals) ==
        R"({"p":["a","b","y"]})");
  CHECK(bound("p: {type: String, default: '{{ other }}'}", "{}", globals) ==
        R"({"p":"{{ other }}"})");
  CHECK(bound("p: {type: String, default: '{{ ssm:none }}'}", "{}", globals) ==
        "The reference ssm:none in a default value cannot be resolved.");
}

TEST_CASE("defaults that name other parameters") {
  const Resolver globals = [](const Reference& reference) -> std::optional<Json> {
    if (reference.text() == "global:REGION") return Json("eu-north-1");
    if (reference.text() == "automation:EXECUTION_ID") return Json("e-1");
    return std::nullopt;
  };
  const std::string names =
      "c: {type: String, default: 'x-{{ b }}'}, b: {type: String, default: 'copy-of-{{a}}-{{ "
      "automation:EXECUTION_ID }}'}, a: {type: String, default: shop}, "
      "l: {type: StringList, default: ['{{ a }}', '{{ m }}', z]}, m: {type: StringList, default: "
      "[p, q]}, "
      "n: {type: Integer, default: 5}, t: {type: String, default: '{{ n }}'}";
  CHECK(bound(names, "{}", globals) ==
        R"({"c":"x-copy-of-shop-e-1","b":"copy-of-shop-e-1","a":"shop","l":["shop","p","q","z"],)"
        R"("m":["p","q"],"n":5,"t":"5"})");
  CHECK(bound("c: {type: String, default: 'x-{{ b }}'}, b: {type: String, default: '{{ a }}'}, "
              "a: {type: String}",
              R"({"a":["{{ b }}"]})",
              globals) == R"({"c":"x-{{ b }}","b":"{{ b }}","a":"{{ b }}"})");
}

TEST_CASE("names of the service in supplied values") {
  const Resolver globals = [](const Reference& reference) -> std::optional<Json> {
    if (reference.text() == "global:REGION") return Json("eu-north-1");
    return std::nullopt;
  };
  CHECK(bound("p: {type: String, allowedPattern: '[a-z0-9-]+'}, q: {type: StringList}, "
              "r: {type: StringMap}",
              R"({"p":["in-{{global:REGION}}"],"q":["{{ global:REGION }}","{{ p }}","{{ssm:x}}"],)"
              R"("r":["{\"k\":\"{{global:REGION}}\"}"]})",
              globals) ==
        R"({"p":"in-eu-north-1","q":["eu-north-1","{{ p }}","{{ssm:x}}"],"r":{"k":"eu-north-1"}})");
}

TEST_CASE("defaults keep the text of a String and the type of the rest") {
  CHECK(bound("a: {type: String, default: 1.10}, b: {type: Integer, default: '5'}, "
              "c: {type: StringMap, default: {k: [1]}}, d: {type: StringList, default: [1, x]}",
              "{}") == R"({"a":"1.10","b":5,"c":{"k":[1]},"d":["1","x"]})");
}

TEST_CASE("variables start with their defaults") {
  const Document document = test::load(R"(
schemaVersion: '0.3'
variables:
  count: {type: Integer, default: 0}
  unset: {type: String}
mainSteps: [{name: hold, action: 'aws:pause'}]
)");
  CHECK(initial_variables(document.variables).dump() == R"({"count":0})");
  CHECK(fits_type(Json(1), ValueType::kInteger));
  CHECK_FALSE(fits_type(Json("1"), ValueType::kInteger));
  CHECK(fits_type(Json::array({"a"}), ValueType::kStringList));
  CHECK_FALSE(fits_type(Json::array({1}), ValueType::kStringList));
  CHECK(fits_type(Json::object(), ValueType::kStringMap));
  CHECK(fits_type(Json::array({Json::object()}), ValueType::kMapList));
}

}  // namespace
}  // namespace ssm
