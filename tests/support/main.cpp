// SPDX-License-Identifier: Apache-2.0
// One tag more for each case: the folder of tests/ that it is in, as in `unit_tests
// [unit_machine]`. Then Catch2's own main, which is linked with --wrap=main: compiled, mostly, long
// ago.
#define CATCH_CONFIG_EXTERNAL_INTERFACES
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

extern "C" int __real_main(int argc, char** argv);

extern "C" int __wrap_main(int argc, char** argv) {
  // Catch2 tags cases with their files in the same way (option -#).
  for (const Catch::TestCase& test : Catch::getRegistryHub().getTestCaseRegistry().getAllTests()) {
    std::vector<std::string> tags = test.tags;
    tags.emplace_back(folder_of(test.lineInfo.file));
    setTags(const_cast<Catch::TestCase&>(test), tags);
  }
  return __real_main(argc, argv);
}
