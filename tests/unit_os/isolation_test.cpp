// SPDX-License-Identifier: Apache-2.0
// Reports and the file they come in. What isolation keeps away is in tests/fault/scripts_test.py.
#include "core/os/isolation.h"

#include <unistd.h>
#include <catch2/catch.hpp>

#include "core/os/files.h"
#include "core/os/memory_file.h"

namespace ssm {
namespace {

TEST_CASE("reports tell how a program ended") {
  const IsolationReport ended = IsolationReport::parse("exit 3\n");
  CHECK(ended.exit_code == 3);
  CHECK_FALSE(ended.signal);
  CHECK(ended.weakness.empty());
  const IsolationReport killed = IsolationReport::parse("weak a\nweak b: c\nsignal 9\n");
  CHECK(killed.signal == 9);
  CHECK_FALSE(killed.exit_code);
  CHECK(killed.weakness == "a, b: c");
  CHECK(IsolationReport::parse("trouble cannot run x\nexit 1\n").trouble == "cannot run x");
}

TEST_CASE("a report that breaks off does not tell it") {
  for (const char* text : {"", "exit", "exit \n", "exit x\n", "signal -\n", "weak a"}) {
    INFO(text);
    const IsolationReport report = IsolationReport::parse(text);
    CHECK_FALSE(report.exit_code);
    CHECK_FALSE(report.signal);
  }
}

TEST_CASE("a file in memory has what was written to its descriptor") {
  const MemoryFile file = MemoryFile::make().value();
  CHECK(file.text(10).empty());
  REQUIRE(write_all(file.descriptor(), "hello"));
  CHECK(file.size() == 5);
  CHECK(file.text(10) == "hello");
  CHECK(file.text(4) == "hell");
}

}  // namespace
}  // namespace ssm
