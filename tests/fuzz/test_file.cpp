// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/test_file.h"

#include <fstream>

#include "tests/fuzz/fuzz.h"

using namespace ssm;

/// Any text: a test file has cases, or says in which line it has none.
FUZZ_TARGET(test_file) {
  const std::string path = "fuzz_test_file.input";  // in the directory of the run
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
  const testkit::TestFile file = testkit::read_test_file(path);
  fuzz::require(!file.cases.empty() || !file.problems.empty(), "a file without cases says why");
  for (const testkit::FileProblem& found : file.problems)
    fuzz::require(!found.problem.message.empty(), "a problem says what it is");
  return 0;
}
