// SPDX-License-Identifier: Apache-2.0
#include "core/os/lock.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include "tests/unit_os/temporary.h"

namespace ssm {
namespace {

using test::TemporaryDirectory;

/// The pid of the holder that has told it; 0: another one; nullopt: none.
std::optional<pid_t> holder_pid(const std::string& path) {
  const auto holder = lock_holder(path).value();
  if (!holder) return std::nullopt;
  CHECK((holder->pid > 0) == holder->told);
  return holder->pid;
}

/// A process that runs `act` and then stays until it is killed.
class Stranger {
 public:
  template <class Act>
  explicit Stranger(Act act) {
    std::array<int, 2> ready = {};
    REQUIRE(::pipe(ready.data()) == 0);
    pid_ = ::fork();
    if (pid_ == 0) {
      [[maybe_unused]] const auto kept = act();
      const bool told = ::write(ready[1], "x", 1) == 1;
      while (told) ::pause();
      ::_exit(1);
    }
    char byte = 0;
    REQUIRE(::read(ready[0], &byte, 1) == 1);
    ::close(ready[0]);
    ::close(ready[1]);
  }
  ~Stranger() { kill(); }
  void kill() {
    if (pid_ > 0) ::kill(pid_, SIGKILL);
    if (pid_ > 0) ::waitpid(pid_, nullptr, 0);
    pid_ = 0;
  }
  pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = 0;
};

TEST_CASE("one holder at a time") {
  const TemporaryDirectory directory;
  const std::string path = directory / "lock";
  CHECK_FALSE(holder_pid(path).has_value());
  {
    const auto held = FileLock::try_take(path).value();
    REQUIRE(held.has_value());
    CHECK(holder_pid(path) == ::getpid());
    CHECK_FALSE(FileLock::try_take(path).value().has_value());
    // Asking and failing to take leave the lock as it is.
    CHECK(holder_pid(path) == ::getpid());
  }
  CHECK_FALSE(holder_pid(path).has_value());
  CHECK(FileLock::try_take(path).value().has_value());
}

TEST_CASE("a pid left in the file by a process that died is no holder") {
  const TemporaryDirectory directory;
  test::write_text(directory / "lock", "1\n");
  CHECK_FALSE(holder_pid(directory / "lock").has_value());
}

TEST_CASE("the lock of a killed process is free") {
  const TemporaryDirectory directory;
  const std::string path = directory / "lock";
  Stranger child([&] { return FileLock::try_take(path); });
  CHECK(holder_pid(path) == child.pid());
  CHECK_FALSE(FileLock::try_take(path).value().has_value());
  child.kill();
  CHECK_FALSE(holder_pid(path).has_value());
  CHECK(FileLock::try_take(path).value().has_value());
}

TEST_CASE("a pid in the file is not believed when another process holds the lock") {
  const TemporaryDirectory directory;
  const std::string path = directory / "lock";
  const Stranger child([&] {
    auto file = FileLock::try_take_for_another(path);
    test::write_text(path, "1\n");  // process 1 is alive
    return file;
  });
  CHECK(holder_pid(path) == 0);
  const auto found = find_lock_holder(path).value();
  REQUIRE(found.has_value());
  CHECK(found->pid == child.pid());
  CHECK_FALSE(found->told);
  CHECK(found->is_own);  // a copy of this program
  CHECK_FALSE(found->name.empty());
}

TEST_CASE("a lock file that was removed or replaced is noticed") {
  const TemporaryDirectory directory;
  const std::string path = directory / "lock";
  const auto held = FileLock::try_take(path).value();
  CHECK(held->is_at(path));
  std::filesystem::remove(path);
  CHECK_FALSE(held->is_at(path));
  test::write_text(path, "");
  CHECK_FALSE(held->is_at(path));
  CHECK(FileLock::try_take(path).value().has_value());
}

TEST_CASE("what stands in the place of a lock file is neither followed nor waited for") {
  const TemporaryDirectory directory;
  test::write_text(directory / "precious", "mine");
  std::filesystem::create_symlink(directory / "precious", directory / "link");
  REQUIRE(::mkfifo((directory / "fifo").c_str(), 0600) == 0);
  for (const std::string name : {"link", "fifo"}) {
    const std::string path = directory / name;
    for (const Error& error : {FileLock::try_take(path).error(), lock_holder(path).error()}) {
      CHECK(error.code == "StateDirectory");
      CHECK_THAT(error.message, Catch::Contains(path) && Catch::Contains("remove it"));
    }
  }
  CHECK(test::read_text(directory / "precious") == "mine");
}

TEST_CASE("who has locked a byte of a file is found") {
  const TemporaryDirectory directory;
  const std::string path = directory / "file";
  test::write_text(path, "");
  const Stranger child([&] {
    const int file = ::open(path.c_str(), O_RDWR);
    struct flock lock = {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = 120;
    lock.l_len = 1;
    return ::fcntl(file, F_SETLK, &lock) == 0;
  });
  CHECK(find_byte_lock_holder(path, 120).value().pid == child.pid());
  CHECK_FALSE(find_byte_lock_holder(path, 121).has_value());
  CHECK_FALSE(find_byte_lock_holder(directory / "missing", 120).has_value());
}

TEST_CASE("a lock handed over is held from the first moment on") {
  const TemporaryDirectory directory;
  const std::string path = directory / "lock";
  test::write_text(path, std::to_string(::getppid()) + "\n");  // of a holder that was killed
  auto file = FileLock::try_take_for_another(path).value();
  REQUIRE(file.has_value());
  CHECK_FALSE(FileLock::try_take_for_another(path).value().has_value());
  CHECK(holder_pid(path) == 0);  // held, by nobody who has told a pid

  const int copy = ::dup(file->get());  // as a child has it
  file->reset();
  {
    const auto held = FileLock::adopt(Descriptor(copy));
    REQUIRE(held.has_value());
    CHECK(holder_pid(path) == ::getpid());
  }
  CHECK_FALSE(holder_pid(path).has_value());
  CHECK_FALSE(FileLock::adopt(Descriptor(copy)).has_value());
}

TEST_CASE("a moved lock stays held, a lock moved over is let go") {
  const TemporaryDirectory directory;
  auto first = FileLock::try_take(directory / "a").value();
  {
    auto second = FileLock::try_take(directory / "b").value();
    *first = std::move(*second);
    CHECK(holder_pid(directory / "b").has_value());
  }
  CHECK_FALSE(holder_pid(directory / "a").has_value());
  CHECK(holder_pid(directory / "b").has_value());
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
