// SPDX-License-Identifier: Apache-2.0
// Every error that the model lists for an operation is provoked by a case, or excused with a
// reason.
#include <catch2/catch.hpp>
#include <filesystem>
#include <set>

#include "core/api/model.h"
#include "core/base/text.h"
#include "tests/support/files.h"
#include "tests/unit_service/case_file.h"

namespace ssm::service_cases {
namespace {

/// "Operation Error".
using Names = std::set<std::string>;

std::string first_word(const std::string& text) {
  return text.substr(0, text.find_first_of(" :\n"));
}

/// The directive "refused" is about the call before it; that it holds is another test's business.
void add_provoked(const std::vector<Directive>& directives, Names& names) {
  std::string operation;
  for (const Directive& directive : directives) {
    if (directive.verb == "call") operation = first_word(directive.argument);
    if (directive.verb == "refused") names.insert(operation + " " + first_word(directive.argument));
  }
}

Names provoked() {
  Names names;
  for (const auto& entry :
       std::filesystem::directory_iterator(SOURCE_DIR "/tests/unit_service/cases")) {
    const auto cases = read_cases(test::read_file(entry.path()));
    REQUIRE(cases);
    for (const Case& one : *cases) add_provoked(one.directives, names);
  }
  return names;
}

/// Lines "Operation Error: reason"; the operation "*" stands for all that have the error.
std::map<std::string, std::string> excuses() {
  std::map<std::string, std::string> found;
  for (const std::string& line :
       split(test::read_file(SOURCE_DIR "/tests/unit_service/errors_not_provoked.txt"), '\n')) {
    if (line.empty() || line.starts_with("#")) continue;
    const std::size_t colon = line.find(": ");
    INFO(line);
    REQUIRE(colon != std::string::npos);
    found[line.substr(0, colon)] = line.substr(colon + 2);
  }
  return found;
}

TEST_CASE("every error of the model is provoked by a case or excused") {
  const Names known = provoked();
  auto unused = excuses();
  const auto all = unused;
  for (const Operation& operation : operations()) {
    for (const std::string_view error : operation.errors) {
      const std::string name = std::string(operation.name) + " " + std::string(error);
      const std::string anywhere = "* " + std::string(error);
      const bool excused = all.contains(name) || all.contains(anywhere);
      unused.erase(name);
      unused.erase(anywhere);
      INFO(name);
      CHECK(known.contains(name) != excused);
    }
  }
  for (const auto& [name, reason] : unused) FAIL_CHECK("no operation has this error: " << name);
}

}  // namespace
}  // namespace ssm::service_cases
