// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <fstream>

#include "cli/output/json_output.h"
#include "cli/output/table_output.h"
#include "cli/output/text_output.h"
#include "cli/output/yaml_output.h"

using namespace ssm;

namespace {

Result<std::string> formatted(const std::string& format, const Json& value) {
  if (value.is_object() && value.empty() && (format == "json" || format == "yaml")) return "";
  if (format == "json") return to_json_output(value);
  if (format == "text") return to_text_output(value);
  if (format == "yaml") return to_yaml_output(value);
  return to_table_output("GetDocument", value, {});
}

}  // namespace

// Each line of the file is a value and what the formatters of aws-cli 2.9.19 made of it.
TEST_CASE("values are printed as the AWS CLI prints them") {
  std::ifstream file(SOURCE_DIR "/tests/unit_cli/output_cases.jsonl");
  std::string line;
  int count = 0;
  while (std::getline(file, line)) {
    ++count;
    const Json entry = parse_json(line).value();
    for (const std::string format : {"json", "text", "table", "yaml"}) {
      const Json& expected = entry.at(format);
      const auto is = formatted(format, entry.at("value"));
      INFO(format << " of " << to_text(entry.at("value")));
      if (expected.is_string())
        CHECK(is.value() == expected.get<std::string>());
      else if (const std::string message = string_member(entry, format + "-error");
               message != "any")
        CHECK(is.error().message == message);
    }
  }
  CHECK(count > 300);
}

TEST_CASE("a table in colour, and one that the terminal is wide enough for") {
  const Json value = Json::parse(R"({"L":[{"a":"1"}]})");
  CHECK(to_table_output("T", value, {80, true, false}).value() ==
        "---------\n"
        "|   T   |\n"
        "+-------+\n"
        "\x1b[2m\x1b[33m|\x1b[0m|  L  |\x1b[2m\x1b[33m|\x1b[0m\n"
        "\x1b[2m\x1b[33m|\x1b[0m+-----+\x1b[2m\x1b[33m|\x1b[0m\n"
        "\x1b[2m\x1b[33m|\x1b[0m|  a  |\x1b[2m\x1b[33m|\x1b[0m\n"
        "\x1b[2m\x1b[33m|\x1b[0m+-----+\x1b[2m\x1b[33m|\x1b[0m\n"
        "\x1b[2m\x1b[33m|\x1b[0m|  \x1b[1m\x1b[34m1\x1b[0m  |\x1b[2m\x1b[33m|\x1b[0m\n"
        "\x1b[2m\x1b[33m|\x1b[0m+-----+\x1b[2m\x1b[33m|\x1b[0m\n");
  CHECK(to_table_output("Tt", "x", {80, true, true}).value() ==
        "----\n\x1b[0m\x1b[0m|Tt|\x1b[0m\x1b[0m\n"
        "\x1b[0m\x1b[0m+--+\x1b[0m\x1b[0m\n\x1b[0m");
  const Json wide =
      Json::parse(R"({"a":")" + std::string(60, 'x') + R"(","b":")" + std::string(60, 'y') + "\"}");
  const auto lines = [&](std::size_t width) {
    const std::string text = to_table_output("T", wide, {width, false}).value();
    return std::count(text.begin(), text.end(), '\n');
  };
  CHECK(lines(80) == 6);
  CHECK(lines(200) == 7);
}
