// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "cli/output/json_output.h"
#include "cli/skeleton.h"
#include "cli/usage.h"

using namespace ssm;

TEST_CASE("JSON as the AWS CLI prints it") {
  Json answer = Json::parse(
      R"({"b":[],"a":{},"t":1577836800.123,"u":1577836800.5,"n":1,"s":"é\u0001\n\t\u007f/\u2028","l":[1,[2]]})");
  CHECK(to_json_output(answer) ==
        "{\n"
        "    \"b\": [],\n"
        "    \"a\": {},\n"
        "    \"t\": 1577836800.123,\n"
        "    \"u\": 1577836800.5,\n"
        "    \"n\": 1,\n"
        "    \"s\": \"é\\u0001\\n\\t\x7f/\u2028\",\n"
        "    \"l\": [\n"
        "        1,\n"
        "        [\n"
        "            2\n"
        "        ]\n"
        "    ]\n"
        "}\n");
  CHECK(to_json_output(Json::object()) == "");
}

namespace {

Shape shape(Shape::Kind kind, std::string_view name = {}) {
  Shape made;
  made.kind = kind;
  made.name = name;
  return made;
}

Shape shape(Shape::Kind kind, std::string_view name, const Shape& element) {
  Shape made = shape(kind, name);
  made.element = &element;
  return made;
}

MemberShape member(std::string_view name, const Shape& of) {
  MemberShape made;
  made.name = name;
  made.shape = &of;
  return made;
}

Shape structure(std::span<const MemberShape> members) {
  Shape made = shape(Shape::Kind::kStructure, "Structure");
  made.members = members;
  return made;
}

using Kind = Shape::Kind;

}  // namespace

TEST_CASE("only modelled times become text") {
  const Shape time = shape(Kind::kTimestamp);
  const Shape number = shape(Kind::kInteger);
  const MemberShape members[] = {member("At", time), member("Count", number)};
  const Shape item = structure(members);
  const Shape list = shape(Kind::kList, "Items", item);
  Json value = Json::parse(R"([{"At":1577836800.123,"Count":7}])");
  write_times_as_iso8601(list, value);
  CHECK(value[0]["At"].get<std::string>().find(".123000") != std::string::npos);
  CHECK(value[0]["Count"] == 7);
}

TEST_CASE("skeletons") {
  const std::string_view values[] = {"Auto", "Interactive"};
  const Shape text = shape(Kind::kString, "Text");
  Shape mode = shape(Kind::kString, "Mode");
  mode.values = values;
  const Shape list = shape(Kind::kList, "Texts", text);
  const Shape map = shape(Kind::kMap, "Map", list);
  const Shape flag = shape(Kind::kBoolean);
  const Shape time = shape(Kind::kTimestamp);
  const MemberShape members[] = {member("Name", text), member("Mode", mode),
                                 member("Parameters", map), member("Force", flag),
                                 member("At", time)};
  CHECK(
      input_skeleton(structure(members)).dump() ==
      R"({"Name":"","Mode":"Auto","Parameters":{"KeyName":[""]},"Force":true,"At":"1970-01-01T00:00:00"})");
  CHECK(
      output_skeleton(structure(members)).dump() ==
      R"({"Name":"Name","Mode":"Mode","Parameters":{"KeyName":["Text"]},"Force":true,"At":"1970-01-01T00:00:00"})");
}

TEST_CASE("error texts and exit codes") {
  Error missing{"Usage", "the following arguments are required: --name"};
  CHECK(to_aws_error_text(missing, ErrorFormat::kEnhanced) ==
        "\naws: [ERROR]: An error occurred (ParamValidation): the following arguments are "
        "required: --name\n\nusage: "
        "aws [options] <command> <subcommand> [<subcommand> ...] [parameters]\nTo see help text, "
        "you can run:\n\n  "
        "aws help\n  aws <command> help\n  aws <command> <subcommand> help\n");
  CHECK(to_aws_error_text({"UnknownOptions", "--bogus, x"}, ErrorFormat::kEnhanced)
            .ends_with("subcommand> help\n\naws: [ERROR]: Unknown options: --bogus, x\n"));
  Error service = service_error({"InvalidDocument", "no such doc"}, "GetDocument");
  CHECK(to_aws_error_text(service, ErrorFormat::kEnhanced) ==
        "\naws: [ERROR]: An error occurred (InvalidDocument) when calling the GetDocument "
        "operation: no such doc\n");
  CHECK(to_aws_error_text({"ParamValidation", "x"}, ErrorFormat::kLegacy) == "\naws: [ERROR]: x\n");
  CHECK(exit_code_of(missing) == 252);
  CHECK(exit_code_of({"Configuration", ""}) == 253);
  CHECK(exit_code_of(service) == 254);
  CHECK(exit_code_of({"State", ""}) == 255);
}
