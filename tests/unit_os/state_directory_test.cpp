// SPDX-License-Identifier: Apache-2.0
#include "core/os/state_directory.h"

#include <sys/stat.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include "tests/unit_os/temporary.h"

namespace ssm {
namespace {

using test::ScopedVariable;
using test::TemporaryDirectory;

unsigned mode_of(const std::string& path) {
  struct stat facts = {};
  REQUIRE(::stat(path.c_str(), &facts) == 0);
  return facts.st_mode & 07777;
}

std::string refusal(const std::string& path) {
  const auto opened = open_state_directory(path);
  REQUIRE_FALSE(opened.has_value());
  CHECK(opened.error().code == "StateDirectory");
  CHECK_THAT(opened.error().message,
             Catch::Contains(path) && Catch::Contains("--state-dir or SSM_LOCAL_STATE_DIR"));
  return opened.error().message;
}

TEST_CASE("the option goes before the variables, and they before the home directory") {
  const TemporaryDirectory root;
  const ScopedVariable home("HOME", root.path().c_str());
  const std::string own = root / "own";
  const std::string base = root / "base";
  {
    const ScopedVariable variable("SSM_LOCAL_STATE_DIR", own.c_str());
    const ScopedVariable xdg("XDG_STATE_HOME", base.c_str());
    CHECK(open_state_directory(root / "option").value().path == root / "option");
    CHECK(open_state_directory("").value().path == own);
  }
  const ScopedVariable variable("SSM_LOCAL_STATE_DIR", "");
  {
    const ScopedVariable xdg("XDG_STATE_HOME", base.c_str());
    CHECK(open_state_directory("").value().path == base + "/ssm-local");
  }
  const ScopedVariable xdg("XDG_STATE_HOME", "relative");
  CHECK(open_state_directory("").value().path == root / ".local/state/ssm-local");
}

TEST_CASE("a missing directory is made with its parents, for the owner alone") {
  const TemporaryDirectory root;
  const StateDirectory made = open_state_directory(root / "a/b/c/").value();
  CHECK(made.path == root / "a/b/c");
  CHECK(made.engine_lock() == root / "a/b/c/engine.lock");
  CHECK(mode_of(made.path) == 0700);
  CHECK(open_state_directory(made.path).has_value());
}

TEST_CASE("an empty directory is closed to others, one with files keeps its mode") {
  const TemporaryDirectory root;
  std::filesystem::create_directory(root / "empty");
  REQUIRE(::chmod((root / "empty").c_str(), 0755) == 0);
  CHECK(open_state_directory(root / "empty").has_value());
  CHECK(mode_of(root / "empty") == 0700);
  std::filesystem::create_directory(root / "used");
  test::write_text(root / "used/file", "");
  REQUIRE(::chmod((root / "used").c_str(), 0755) == 0);
  CHECK(open_state_directory(root / "used").has_value());
  CHECK(mode_of(root / "used") == 0755);
  REQUIRE(::chmod((root / "used").c_str(), 0777) == 0);
  CHECK_THAT(refusal(root / "used"), Catch::Contains("everybody may write"));
  REQUIRE(::chmod((root / "used").c_str(), 0770) == 0);
  CHECK_THAT(refusal(root / "used"), Catch::Contains("its group may write") &&
                                         Catch::Contains("'chmod 700 " + (root / "used") + "'"));
}

TEST_CASE("a path that is too long for SQLite is refused, whatever links hide it") {
  const TemporaryDirectory root;
  std::string path = root.path();
  while (path.size() < 495)
    path += '/' + std::string(std::min<std::size_t>(494 - path.size(), 99), 'd');
  REQUIRE(path.size() == 495);
  CHECK(open_state_directory(path).has_value());
  CHECK_THAT(refusal(path + "d"),
             Catch::Contains("its name has 496 bytes") && Catch::Contains("495 is the most"));
  std::filesystem::create_symlink(path + "d", root / "link");
  CHECK_THAT(refusal(root / "link"), Catch::Contains("496 bytes"));
}

TEST_CASE("a relative path becomes an absolute one") {
  const TemporaryDirectory root;
  std::error_code ignored;
  const auto before = std::filesystem::current_path(ignored);
  std::filesystem::current_path(root.path());
  const auto opened = open_state_directory("state");
  std::filesystem::current_path(before, ignored);
  REQUIRE(opened.has_value());
  CHECK(opened->path.front() == '/');
  CHECK(std::filesystem::equivalent(opened->path, root / "state"));
}

TEST_CASE("a place that cannot hold the state is refused with the reason") {
  const TemporaryDirectory root;
  test::write_text(root / "file", "");
  CHECK_THAT(refusal(root / "file"), Catch::Contains("it is not a directory"));
  CHECK_THAT(refusal(root / "file/below"), Catch::Contains("Not a directory"));
  CHECK_THAT(refusal("/proc/ssm-local"), Catch::Contains("cannot be used: "));
  if (::geteuid() == 0) {
    std::filesystem::create_directory(root / "theirs");
    REQUIRE(::chown((root / "theirs").c_str(), 12345, 12345) == 0);
    CHECK_THAT(refusal(root / "theirs"), Catch::Contains("another user"));
  } else {
    std::filesystem::create_directory(root / "closed");
    REQUIRE(::chmod((root / "closed").c_str(), 0500) == 0);
    CHECK_THAT(refusal(root / "closed"), Catch::Contains("not writable"));
  }
}

}  // namespace
}  // namespace ssm
