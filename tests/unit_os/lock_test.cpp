// SPDX-License-Identifier: Apache-2.0
#include "core/os/lock.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include "tests/unit_os/temporary.h"

namespace ssm {
namespace {

using test::TemporaryDirectory;

TEST_CASE("one holder at a time") {
  const TemporaryDirectory directory;
  const std::string path = directory / "lock";
  CHECK_FALSE(lock_holder(path).has_value());
  {
    const auto held = FileLock::try_take(path).value();
    REQUIRE(held.has_value());
    CHECK(lock_holder(path) == ::getpid());
    CHECK_FALSE(FileLock::try_take(path).value().has_value());
    // Asking and failing to take leave the lock as it is.
    CHECK(lock_holder(path) == ::getpid());
  }
  CHECK_FALSE(lock_holder(path).has_value());
  CHECK(FileLock::try_take(path).value().has_value());
}

TEST_CASE("a pid left in the file by a process that died is no holder") {
  const TemporaryDirectory directory;
  test::write_text(directory / "lock", "1\n");
  CHECK_FALSE(lock_holder(directory / "lock").has_value());
}

TEST_CASE("the lock of a killed process is free") {
  const TemporaryDirectory directory;
  const std::string path = directory / "lock";
  std::array<int, 2> ready = {};
  REQUIRE(::pipe(ready.data()) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto held = FileLock::try_take(path);
    const bool told = ::write(ready[1], "x", 1) == 1;
    while (told) ::pause();
    ::_exit(1);
  }
  char byte = 0;
  REQUIRE(::read(ready[0], &byte, 1) == 1);
  CHECK(lock_holder(path) == child);
  CHECK_FALSE(FileLock::try_take(path).value().has_value());
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  CHECK_FALSE(lock_holder(path).has_value());
  CHECK(FileLock::try_take(path).value().has_value());
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST_CASE("a lock handed over is held from the first moment on") {
  const TemporaryDirectory directory;
  const std::string path = directory / "lock";
  test::write_text(path, std::to_string(::getppid()) + "\n");  // of a holder that was killed
  auto file = FileLock::try_take_for_another(path).value();
  REQUIRE(file.has_value());
  CHECK_FALSE(FileLock::try_take_for_another(path).value().has_value());
  CHECK(lock_holder(path) == 0);  // held, by nobody who has told a pid

  const int copy = ::dup(file->get());  // as a child has it
  file->reset();
  {
    const auto held = FileLock::adopt(Descriptor(copy));
    REQUIRE(held.has_value());
    CHECK(lock_holder(path) == ::getpid());
  }
  CHECK_FALSE(lock_holder(path).has_value());
  CHECK_FALSE(FileLock::adopt(Descriptor(copy)).has_value());
}

TEST_CASE("a moved lock stays held, a lock moved over is let go") {
  const TemporaryDirectory directory;
  auto first = FileLock::try_take(directory / "a").value();
  {
    auto second = FileLock::try_take(directory / "b").value();
    *first = std::move(*second);
    CHECK(lock_holder(directory / "b").has_value());
  }
  CHECK_FALSE(lock_holder(directory / "a").has_value());
  CHECK(lock_holder(directory / "b").has_value());
}

TEST_CASE("the file is for its owner alone, and trouble with it is named") {
  const TemporaryDirectory directory;
  const auto held = FileLock::try_take(directory / "lock");
  struct stat facts = {};
  REQUIRE(::stat((directory / "lock").c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777) == 0600);
  const auto failed = FileLock::try_take(directory / "missing/lock");
  REQUIRE_FALSE(failed.has_value());
  CHECK(failed.error().code == "StateDirectory");
  CHECK_THAT(failed.error().message, Catch::Contains("missing/lock: No such file or directory"));
}

}  // namespace
}  // namespace ssm
