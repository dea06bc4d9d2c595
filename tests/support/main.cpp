// SPDX-License-Identifier: Apache-2.0
// Catch2's own main, and one tag more: the folder of tests/ that a case is in, as in `unit_tests
// [unit_machine]`.
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>
#include <string_view>

namespace {

std::string_view folder_of(std::string_view file) {
  const std::size_t end = file.rfind('/');
  if (end == std::string_view::npos || end == 0) return {};
  const std::size_t begin = file.rfind('/', end - 1);
  return file.substr(begin + 1, end - begin - 1);
}

}  // namespace

int main(int argc, char** argv) {
  Catch::Session session;
  if (const int status = session.applyCommandLine(argc, argv); status != 0) return status;
  // The cases are sorted once and kept. Catch2 tags them with their files in the same way (option
  // -#).
  for (const Catch::TestCase& test : Catch::getAllTestCasesSorted(session.config())) {
    std::vector<std::string> tags = test.tags;
    tags.emplace_back(folder_of(test.lineInfo.file));
    Catch::setTags(const_cast<Catch::TestCase&>(test), tags);
  }
  return session.run();
}
