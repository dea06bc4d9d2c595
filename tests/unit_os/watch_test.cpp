// SPDX-License-Identifier: Apache-2.0
#include "core/os/watch.h"

#include <catch2/catch.hpp>

#include <filesystem>

#include "tests/unit_os/temporary.h"

namespace ssm {
namespace {

using namespace std::chrono_literals;
using test::TemporaryDirectory;
using test::write_text;

TEST_CASE("a write is told once, also when it was before the wait") {
  const TemporaryDirectory directory;
  DirectoryWatch watch(directory.path());
  CHECK_FALSE(watch.wait(0ms));
  write_text(directory / "file", "1");
  CHECK(watch.wait(60s));
  CHECK_FALSE(watch.wait(1ms));
  write_text(directory / "file", "2");
  write_text(directory / "file", "3");
  CHECK(watch.wait(60s));
  CHECK_FALSE(watch.wait(-5ms));
}

TEST_CASE("further directories tell of new files in place of old ones, and of removals") {
  const TemporaryDirectory first;
  const TemporaryDirectory second;
  write_text(first / "new", "1");
  DirectoryWatch watch;
  watch.add(first.path());
  watch.add(second.path());
  CHECK_FALSE(watch.wait(0ms));
  std::filesystem::rename(first / "new", first / "file");
  CHECK(watch.wait(60s));
  std::filesystem::rename(first / "file", second / "file");
  CHECK(watch.wait(60s));
  CHECK_FALSE(watch.wait(1ms));
  std::filesystem::remove(second / "file");
  CHECK(watch.wait(60s));
  watch.add("/nonexistent");
  CHECK_FALSE(watch.wait(60s));
}

TEST_CASE("where nothing can be watched the pauses are short") {
  DirectoryWatch watch("/nonexistent");
  CHECK_FALSE(watch.wait(60s));
}

}  // namespace
}  // namespace ssm
