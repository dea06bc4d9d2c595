// SPDX-License-Identifier: Apache-2.0
#include "tests/unit_schema/validate.h"

#include <catch2/catch.hpp>
#include <iostream>

#include "core/os/program.h"

namespace ssm::test {

std::optional<std::vector<std::string>> mistakes(const Json& schema, const Json& values) {
  constexpr const char* kProgram =
      "import json, sys\n"
      "try: from jsonschema import Draft202012Validator as Validator\n"
      "except ImportError: sys.exit(77)\n"
      "schema, values = json.load(sys.stdin)\n"
      "Validator.check_schema(schema)\n"
      "validator = Validator(schema)\n"
      "def first(value):\n"
      "    for error in validator.iter_errors(value):\n"
      "        return error.json_path + ': ' + error.message[:200]\n"
      "    return ''\n"
      "print(json.dumps([first(value) for value in values]))\n";
  const ProgramLimits limits{.time = std::chrono::seconds(300), .bytes = 16 * 1024 * 1024};
  const auto result =
      run_program({"python3", "-c", kProgram}, to_text(Json::array({schema, values})), limits);
  REQUIRE(result);
  if (result->exit_code == 77) {
    std::cout << "skipped " << values.size() << " values: no jsonschema for Python\n";
    return std::nullopt;
  }
  INFO(result->errors);
  REQUIRE(result->exit_code == 0);
  return parse_json(result->output)->get<std::vector<std::string>>();
}

}  // namespace ssm::test
