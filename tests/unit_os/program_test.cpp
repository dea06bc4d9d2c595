// SPDX-License-Identifier: Apache-2.0
#include "core/os/program.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <array>
#include <catch2/catch.hpp>
#include <csignal>
#include <thread>

#include "core/os/files.h"
#include "core/os/lock.h"
#include "core/os/process.h"
#include "tests/unit_os/temporary.h"

namespace ssm {
namespace {

using namespace std::chrono_literals;
using test::TemporaryDirectory;

constexpr auto kLong = std::chrono::duration_cast<std::chrono::milliseconds>(60s);

Program shell(std::string script) {
  return {.argv = {"sh", "-c", std::move(script)}, .limits = {.time = kLong}};
}

/// Whether a process that keeps `path` locked through an inherited descriptor is left.
bool is_held(const std::string& path) {
  return lock_holder(path).value().has_value();
}

TEST_CASE("a program gets its input, and both outputs and its exit code come back") {
  Program program = shell("cat; echo trouble >&2; exit 3");
  const std::string input(300'000, 'x');
  program.input = input;
  const ProgramResult result = run_program(program).value();
  CHECK(result.exit_code == 3);
  CHECK(result.output == input);
  CHECK(result.errors == "trouble\n");
  CHECK_FALSE(result.cut);
  CHECK(run_program(shell("kill -TERM $$")).value().exit_code == 128 + SIGTERM);
}

TEST_CASE("input that is kept open ends with the wait for the program") {
  Program program = shell("head -c 3; cat >&2; echo never");
  program.input = "abc";
  program.keeps_input_open = true;
  std::stop_source stop;
  std::string heard;
  program.on_output = [&](std::string_view output, std::string_view) {
    heard += output;
    if (heard == "abc") stop.request_stop();
  };
  const auto result = run_program(program, stop.get_token());
  CHECK(result.error().code == "Stopped");
  CHECK(heard == "abc");
  Program leaves = shell("head -c 3");
  leaves.input = "abc";
  leaves.keeps_input_open = true;
  CHECK(run_program(leaves).value().output == "abc");
}

TEST_CASE("what is dropped is heard all the same, to its end") {
  for (int i = 0; i < 20; ++i) {
    Program program = shell("head -c 300000 /dev/zero; printf end");
    program.limits.bytes = 0;
    program.limits.excess = ProgramLimits::Excess::kDrop;
    std::string heard;
    program.on_output = [&](std::string_view output, std::string_view) { heard += output; };
    const ProgramResult result = run_program(program).value();
    CHECK(result.cut);
    CHECK(result.output.empty());
    CHECK(heard.size() == 300'003);
    CHECK(heard.ends_with("end"));
  }
}

TEST_CASE("a program has the environment, directory and descriptors that it is given") {
  const TemporaryDirectory directory;
  std::array<int, 2> ends = {};
  REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0);
  const Descriptor ours(ends[0]);
  Descriptor theirs(ends[1]);
  Program program = shell("read line <&5; echo \"$line $NAME $HOME.\" >&5; pwd; ls /proc/self/fd");
  program.environment = Environment{{"NAME", "value"}, {"PATH", "/usr/bin:/bin"}};
  program.directory = directory.path();
  program.files = {{5, theirs.get()}};
  REQUIRE(::write(ours.get(), "ask\n", 4) == 4);
  const ProgramResult result = run_program(program).value();
  theirs.reset();
  std::array<char, 64> bytes = {};
  const ssize_t count = ::read(ours.get(), bytes.data(), bytes.size());
  CHECK(std::string_view(bytes.data(), static_cast<std::size_t>(count)) == "ask value .\n");
  // The last one is the listing's own.
  CHECK(result.output == directory.path() + "\n0\n1\n2\n3\n5\n");
}

TEST_CASE("a program that closes its outputs and goes on is killed when its time is over") {
  Program program = shell("exec >&- 2>&-; while :; do sleep 60; done");
  program.limits.time = 200ms;
  const auto result = run_program(program);
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().code == "Timeout");
  CHECK(result.error().message == "Stopped sh: it did not end within 200 ms.");
}

TEST_CASE("a program that has ended is not waited for because of what it left behind") {
  const TemporaryDirectory directory;
  auto lock = FileLock::try_take_for_another(directory / "lock").value();
  Program program = shell("sleep 3600 & echo done");  // the sleep keeps both outputs open
  program.files = {{7, lock->get()}};
  const ProgramResult result = run_program(program).value();
  CHECK(result.output == "done\n");
  lock->reset();
  while (is_held(directory / "lock")) std::this_thread::yield();  // it is killed, too
}

TEST_CASE("a program that is asked to stop is killed with everything it started") {
  const TemporaryDirectory directory;
  auto lock = FileLock::try_take_for_another(directory / "lock").value();
  Program program = shell("sleep 3600 & echo started; wait");
  program.files = {{7, lock->get()}};
  std::stop_source source;
  std::string seen;
  program.on_output = [&](std::string_view output, std::string_view) {
    seen += output;
    source.request_stop();
  };
  const auto result = run_program(program, source.get_token());
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().code == "Stopped");
  CHECK(seen == "started\n");
  lock->reset();
  while (is_held(directory / "lock")) std::this_thread::yield();
}

TEST_CASE("a request to stop from another thread is heard while nothing is written") {
  std::stop_source source;
  std::thread other([&] { source.request_stop(); });
  const auto result = run_program(shell("exec sleep 3600"), source.get_token());
  other.join();
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().code == "Stopped");
}

TEST_CASE("what a program writes beyond the limit kills it, or is dropped") {
  Program program = shell("head -c 200000 /dev/zero; echo end >&2");
  program.limits.bytes = 1000;
  const auto killed = run_program(program);
  REQUIRE_FALSE(killed.has_value());
  CHECK(killed.error().message == "Stopped sh: it wrote more than 1000 bytes.");
  program.limits.excess = ProgramLimits::Excess::kDrop;
  std::size_t passed = 0;
  program.on_output = [&](std::string_view output, std::string_view errors) {
    passed += output.size() + errors.size();
  };
  const ProgramResult result = run_program(program).value();
  CHECK(result.exit_code == 0);
  CHECK(result.output.size() == 1000);
  CHECK(result.cut);
  CHECK(passed == 200'004);
}

TEST_CASE("programs that do not read their input harm no thread") {
  const std::string input(1'000'000, 'x');
  std::vector<std::thread> threads;
  std::array<int, 4> codes = {9, 9, 9, 9};
  for (int& code : codes)
    threads.emplace_back([&] {
      for (int i = 0; i < 5; ++i) {
        Program program = shell("exec <&-; exit 0");
        program.input = input;
        code = run_program(program).value().exit_code;
      }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(codes == std::array<int, 4>{});
  struct sigaction action = {};
  REQUIRE(::sigaction(SIGPIPE, nullptr, &action) == 0);
  CHECK(action.sa_handler == SIG_DFL);
}

TEST_CASE("what cannot be run is told from what went wrong") {
  CHECK(run_program({"/nonexistent/program"}, "").error().code == "NoProgram");
  CHECK(run_program({"no-such-program-here"}, "").error().code == "NoProgram");
  CHECK(run_program({"/etc/passwd"}, "").error().code == "Process");
  CHECK(run_program(std::vector<std::string>{}, "").error().code == "Process");
}

TEST_CASE("descriptors may trade places") {
  std::array<Pipe, 2> pipes;
  for (Pipe& pipe : pipes) REQUIRE(pipe.open());
  const int a = pipes[0].write.get();
  const int b = pipes[1].write.get();
  Child child =
      spawn({.argv = {"sh", "-c",
                      "echo one >&" + std::to_string(b) + "; echo two >&" + std::to_string(a)},
             .files = {{b, a}, {a, b}}})
          .value();
  CHECK(child.wait(kLong) == 0);
  std::array<char, 8> bytes = {};
  CHECK(::read(pipes[0].read.get(), bytes.data(), bytes.size()) == 4);
  CHECK(std::string_view(bytes.data(), 4) == "one\n");
}

TEST_CASE("a child that is not waited for is killed at the end of its scope") {
  const TemporaryDirectory directory;
  auto lock = FileLock::try_take_for_another(directory / "lock").value();
  {
    Child child = spawn({.argv = {"sleep", "3600"}, .files = {{3, lock->get()}}}).value();
    lock->reset();
    CHECK(is_held(directory / "lock"));
    CHECK_FALSE(child.has_ended());
    CHECK_FALSE(child.wait(1ms).has_value());
  }
  CHECK_FALSE(is_held(directory / "lock"));
}

}  // namespace
}  // namespace ssm
