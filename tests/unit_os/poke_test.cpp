// SPDX-License-Identifier: Apache-2.0
#include "core/os/poke.h"

#include <sys/stat.h>
#include <catch2/catch.hpp>
#include <csignal>
#include <thread>

#include "tests/unit_os/temporary.h"

namespace ssm {
namespace {

using namespace std::chrono_literals;
using test::TemporaryDirectory;
using Woken = PokeListener::Woken;

TEST_CASE("a poke is kept until somebody waits, many count as one") {
  const TemporaryDirectory directory;
  const std::string path = directory / "socket";
  CHECK_FALSE(poke(path));
  PokeListener listener = PokeListener::open(path).value();
  CHECK(listener.wait(0ms) == Woken::kTimeout);
  for (int i = 0; i < 5000; ++i) CHECK(poke(path));
  CHECK(listener.wait(std::nullopt) == Woken::kPoke);
  CHECK(listener.wait(1ms) == Woken::kTimeout);
  CHECK(listener.wait(-5ms) == Woken::kTimeout);
}

TEST_CASE("another thread wakes the listener") {
  const TemporaryDirectory directory;
  PokeListener listener = PokeListener::open(directory / "socket").value();
  std::thread other([&] { listener.wake(); });
  CHECK(listener.wait(std::nullopt) == Woken::kPoke);
  other.join();
  CHECK(listener.wait(0ms) == Woken::kTimeout);
}

TEST_CASE("signals that ask to end are told before pokes") {
  const TemporaryDirectory directory;
  const std::string path = directory / "socket";
  PokeListener listener = PokeListener::open(path).value();
  const int signal = GENERATE(SIGTERM, SIGINT);
  CHECK(poke(path));
  ::raise(signal);
  CHECK(listener.wait(std::chrono::milliseconds::max()) == Woken::kStop);
  CHECK(listener.wait(std::nullopt) == Woken::kPoke);
}

TEST_CASE("the question whether to stop takes nothing away") {
  const TemporaryDirectory directory;
  const std::string path = directory / "socket";
  PokeListener listener = PokeListener::open(path).value();
  CHECK(poke(path));
  CHECK_FALSE(listener.is_told_to_stop());
  CHECK(listener.wait(std::nullopt) == Woken::kPoke);
  listener.wake();
  CHECK_FALSE(listener.is_told_to_stop());
  CHECK(listener.wait(std::nullopt) == Woken::kPoke);
  ::raise(SIGTERM);
  CHECK(listener.is_told_to_stop());
  CHECK(listener.is_told_to_stop());
  CHECK(listener.wait(std::nullopt) == Woken::kStop);
  CHECK_FALSE(listener.is_told_to_stop());
  const PokeListener deaf = PokeListener::open(directory / "other", false).value();
  ::raise(SIGTERM);
  CHECK_FALSE(deaf.is_told_to_stop());
  CHECK(listener.wait(std::nullopt) == Woken::kStop);
}

TEST_CASE("a path that no socket address holds works too") {
  const TemporaryDirectory directory;
  const std::string deep = directory / std::string(200, 'd');
  std::filesystem::create_directory(deep);
  const std::string path = deep + "/engine.sock";
  PokeListener listener = PokeListener::open(path).value();
  CHECK(poke(path));
  CHECK(listener.wait(std::nullopt) == Woken::kPoke);
}

TEST_CASE("a socket that a dead listener left is replaced, ours is removed") {
  const TemporaryDirectory directory;
  const std::string path = directory / "socket";
  test::write_text(path, "");
  CHECK_FALSE(poke(path));
  {
    const PokeListener listener = PokeListener::open(path).value();
    struct stat facts = {};
    REQUIRE(::stat(path.c_str(), &facts) == 0);
    CHECK(S_ISSOCK(facts.st_mode));
    CHECK((facts.st_mode & 0077) == 0);
  }
  CHECK_FALSE(std::filesystem::exists(path));
}

TEST_CASE("a place where nobody can listen is an error") {
  const auto failed = PokeListener::open("/nonexistent/socket");
  REQUIRE_FALSE(failed.has_value());
  CHECK(failed.error().code == "StateDirectory");
  CHECK(failed.error().message ==
        "Cannot listen at /nonexistent/socket: No such file or directory.");
}

}  // namespace
}  // namespace ssm
