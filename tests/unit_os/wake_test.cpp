// SPDX-License-Identifier: Apache-2.0
#include "core/os/wake.h"

#include <sys/stat.h>
#include <catch2/catch.hpp>
#include <csignal>
#include <thread>

#include "core/os/clock.h"
#include "tests/unit_os/temporary.h"

namespace ssm {
namespace {

using namespace std::chrono_literals;
using test::TemporaryDirectory;

EngineWaiter waiter(EngineWaiter::Signals signals = EngineWaiter::Signals::kLeft) {
  return EngineWaiter::open(signals).value();
}

TEST_CASE("a wake-up is kept until somebody waits, many count as one") {
  const TemporaryDirectory directory;
  const std::string path = directory / "socket";
  CHECK_FALSE(wake_engine(path));
  const WakeSocket socket = WakeSocket::open(path).value();
  EngineWaiter waiting = waiter();
  CHECK(waiting.wait(std::nullopt, 0ms, &socket) == WakeReason::kTime);
  for (int i = 0; i < 5000; ++i) CHECK(wake_engine(path));
  CHECK(waiting.wait(std::nullopt, std::nullopt, &socket) == WakeReason::kWoken);
  CHECK(waiting.wait(std::nullopt, 1ms, &socket) == WakeReason::kTime);
  CHECK(waiting.wait(std::nullopt, -5ms, &socket) == WakeReason::kTime);
}

TEST_CASE("another thread wakes the waiter, whatever became of the socket") {
  const TemporaryDirectory directory;
  EngineWaiter waiting = waiter();
  std::optional<WakeSocket> socket = WakeSocket::open(directory / "socket").value();
  std::filesystem::remove(directory / "socket");
  std::thread other([&] { waiting.wake(); });
  CHECK(waiting.wait(std::nullopt, std::nullopt, &*socket) == WakeReason::kWoken);
  other.join();
  CHECK(waiting.wait(std::nullopt, 0ms) == WakeReason::kTime);
}

TEST_CASE("a waiter that was stopped does not wait again") {
  EngineWaiter waiting = waiter();
  std::thread other([&] { waiting.stop(); });
  CHECK(waiting.wait(std::nullopt, std::nullopt) == WakeReason::kStop);
  other.join();
  waiting.wake();
  CHECK(waiting.is_stopped());
  CHECK(waiting.wait(std::nullopt, std::nullopt) == WakeReason::kStop);
}

/// A signal that is told stays pending: it must not end this process.
void take_pending(int signal) {
  sigset_t set;
  ::sigemptyset(&set);
  ::sigaddset(&set, signal);
  int taken = 0;
  ::sigwait(&set, &taken);
}

TEST_CASE("signals that ask to end are told before wake-ups, and again") {
  const int signal = GENERATE(SIGTERM, SIGINT);
  EngineWaiter waiting = waiter(EngineWaiter::Signals::kTaken);
  EngineWaiter deaf = waiter();
  waiting.wake();
  CHECK_FALSE(waiting.is_stopped());
  CHECK_FALSE(is_stop_pending());
  ::raise(signal);
  CHECK(is_stop_pending());
  CHECK(waiting.is_stopped());
  CHECK_FALSE(deaf.is_stopped());
  CHECK(waiting.wait(std::nullopt, std::chrono::milliseconds::max()) == WakeReason::kStop);
  CHECK(waiting.wait(std::nullopt, std::nullopt) == WakeReason::kStop);
  take_pending(signal);
  CHECK(waiting.wait(std::nullopt, std::nullopt) == WakeReason::kWoken);
}

TEST_CASE("a wait ends when the wall clock says so") {
  const WallClock clock;
  EngineWaiter waiting = waiter();
  const Time until = clock.now() + 20ms;
  CHECK(waiting.wait(until, std::nullopt) == WakeReason::kTime);
  CHECK(clock.now() >= until);
  CHECK(waiting.wait(clock.now() - 1h, std::nullopt) == WakeReason::kTime);
  CHECK(waiting.wait(from_epoch_ms(0), std::nullopt) == WakeReason::kTime);
  CHECK(waiting.wait(from_epoch_ms(-1), std::nullopt) == WakeReason::kTime);
  CHECK(waiting.wait(clock.now() + 1h, 1ms) == WakeReason::kTime);
}

/// What the kernel tells of the timers of this process.
std::string timers() {
  std::string all;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fdinfo"))
    if (const std::string text = test::read_text(entry.path()); text.find("clockid") != text.npos)
      all += text;
  return all;
}

TEST_CASE("a wait follows the wall clock when it is set, or stood still in suspension") {
  const WallClock clock;
  EngineWaiter waiting = waiter();
  std::string seen;
  std::thread other([&] {
    // CLOCK_REALTIME; TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, in octal.
    const auto is_armed = [&] {
      seen = timers();
      return seen.find("settime flags: 03") != std::string::npos;
    };
    while (!is_armed()) std::this_thread::yield();
    waiting.wake();
  });
  CHECK(waiting.wait(clock.now() + 1h, std::nullopt) == WakeReason::kWoken);
  other.join();
  CHECK_THAT(seen, Catch::Contains("clockid: 0\n"));
}

TEST_CASE("a waiter sees what comes to a directory and goes") {
  const TemporaryDirectory directory;
  const std::string watched = directory / "watched";
  std::filesystem::create_directory(watched);
  EngineWaiter waiting = waiter();
  REQUIRE(waiting.watch(watched));
  CHECK(waiting.wait(std::nullopt, 0ms) == WakeReason::kTime);
  test::write_text(watched + "/file", "");
  CHECK(waiting.wait(std::nullopt, std::nullopt) == WakeReason::kWoken);
  test::write_text(watched + "/file", "more");  // what is in the files is not its business
  CHECK(waiting.wait(std::nullopt, 0ms) == WakeReason::kTime);
  std::filesystem::remove(watched + "/file");
  CHECK(waiting.wait(std::nullopt, std::nullopt) == WakeReason::kWoken);
  std::filesystem::rename(watched, directory / "moved");
  CHECK(waiting.wait(std::nullopt, std::nullopt) == WakeReason::kWoken);
  CHECK_FALSE(waiter().watch(watched));
}

TEST_CASE("a path that no socket address holds works too") {
  const TemporaryDirectory directory;
  const std::string deep = directory / std::string(200, 'd');
  std::filesystem::create_directory(deep);
  const std::string path = deep + "/engine.sock";
  const WakeSocket socket = WakeSocket::open(path).value();
  CHECK(socket.is_in_place());
  CHECK(wake_engine(path));
}

TEST_CASE("a socket that a dead listener left is replaced, ours is removed") {
  const TemporaryDirectory directory;
  const std::string path = directory / "socket";
  test::write_text(path, "");
  CHECK_FALSE(wake_engine(path));
  {
    const WakeSocket socket = WakeSocket::open(path).value();
    struct stat facts = {};
    REQUIRE(::stat(path.c_str(), &facts) == 0);
    CHECK(S_ISSOCK(facts.st_mode));
    CHECK((facts.st_mode & 0077) == 0);
  }
  CHECK(std::filesystem::is_empty(directory.path()));
}

TEST_CASE("a socket of a successor is left alone") {
  const TemporaryDirectory directory;
  const std::string path = directory / "socket";
  std::optional<WakeSocket> old = WakeSocket::open(path).value();
  const WakeSocket successor = WakeSocket::open(path).value();
  CHECK_FALSE(old->is_in_place());
  old.reset();
  CHECK(successor.is_in_place());
  CHECK(wake_engine(path));
}

TEST_CASE("nobody is woken through a symbolic link") {
  const TemporaryDirectory directory;
  const WakeSocket socket = WakeSocket::open(directory / "socket").value();
  std::filesystem::create_symlink(directory / "socket", directory / "link");
  CHECK_FALSE(wake_engine(directory / "link"));
}

TEST_CASE("a place where nobody can listen is an error") {
  const auto failed = WakeSocket::open("/nonexistent/socket");
  REQUIRE_FALSE(failed.has_value());
  CHECK(failed.error().code == "StateDirectory");
  CHECK(failed.error().message ==
        "Cannot listen at /nonexistent/socket: No such file or directory.");
}

}  // namespace
}  // namespace ssm
