// SPDX-License-Identifier: Apache-2.0
#include "core/os/process.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include "core/os/files.h"
#include "tests/unit_os/temporary.h"

namespace ssm {
namespace {

using test::ScopedVariable;
using test::TemporaryDirectory;

void wait_for_children() {
  while (::wait(nullptr) > 0) {
  }
}

/// Exit code and output of a child in which `run` is called.
template <class Run>
std::pair<int, std::string> in_child(Run run) {
  std::array<int, 2> ends = {};
  REQUIRE(::pipe(ends.data()) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    run();
    ::_exit(99);
  }
  ::close(ends[1]);
  std::string output;
  std::array<char, 1024> bytes;
  ssize_t count = 0;
  while ((count = ::read(ends[0], bytes.data(), bytes.size())) > 0)
    output.append(bytes.data(), static_cast<std::size_t>(count));
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  return {WEXITSTATUS(status), output};
}

TEST_CASE("the program knows where it is") {
  CHECK(std::filesystem::equivalent(own_path(), "/proc/self/exe"));
}

TEST_CASE("a program is found where the shell finds it") {
  const TemporaryDirectory directory;
  test::write_text(directory / "tool", "#!/bin/sh\n");
  std::filesystem::create_directory(directory / "folder");
  const ScopedVariable path("PATH", (directory.path() + ":/usr/bin:/bin").c_str());
  CHECK(find_program("tool").empty());  // it may not be executed
  std::filesystem::permissions(directory / "tool", std::filesystem::perms::owner_all);
  CHECK(find_program("tool") == directory / "tool");
  CHECK(find_program("folder").empty());
  CHECK(find_program("").empty());
  CHECK(find_program("/bin/sh") == "/bin/sh");
  CHECK(find_program("sh").ends_with("/bin/sh"));
}

TEST_CASE("a detached program has a session, a directory and descriptors of its own") {
  const TemporaryDirectory directory;
  const std::string log = directory / "log";
  test::write_text(log, "before\n");
  const int stray = ::fcntl(STDIN_FILENO, F_DUPFD, 200);  // inheritable on purpose
  REQUIRE(stray >= 200);
  const std::string script =
      "set -- $(cat /proc/self/stat)\n"
      "echo session $([ \"$6\" = $$ ] && echo own) >&2\n"
      "pwd >&2\n"
      "ls /proc/self/fd >&2\n"
      "input=$(readlink /proc/$$/fd/0) output=$(readlink /proc/$$/fd/1)\n"
      "echo $input $output >&2\n";
  REQUIRE(start_detached({"/bin/sh", "-c", script}, whole_environment(), log).has_value());
  wait_for_children();
  ::close(stray);
  const std::string text = test::read_text(log);
  CHECK_THAT(text, Catch::StartsWith("before\nsession own\n/\n0\n1\n2\n"));
  CHECK_THAT(text, Catch::EndsWith("\n/dev/null /dev/null\n"));
  CHECK_THAT(text, !Catch::Contains(std::to_string(stray)));
}

TEST_CASE("a detached program inherits the one descriptor that is meant for it") {
  const TemporaryDirectory directory;
  test::write_text(directory / "inherited", "hello");
  const Descriptor file(::open((directory / "inherited").c_str(), O_RDONLY | O_CLOEXEC));
  const std::string script = "cat <&3 >&2; [ -e /proc/$$/fd/4 ] || echo ' alone' >&2";
  REQUIRE(start_detached({"/bin/sh", "-c", script}, whole_environment(), directory / "log", file)
              .has_value());
  wait_for_children();
  CHECK(test::read_text(directory / "log") == "hello alone\n");
}

TEST_CASE("the log of a detached program is for its owner alone") {
  const TemporaryDirectory directory;
  REQUIRE(start_detached({"/bin/sh", "-c", "echo hello >&2"}, {}, directory / "log").has_value());
  wait_for_children();
  struct stat facts = {};
  REQUIRE(::stat((directory / "log").c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777) == 0600);
  CHECK(test::read_text(directory / "log") == "hello\n");
}

TEST_CASE("a detached program has the environment that it is given, and no other") {
  const TemporaryDirectory directory;
  const ScopedVariable secret("AWS_SECRET_ACCESS_KEY", "secret");
  REQUIRE(start_detached({"/usr/bin/env", "sh", "-c", "env >&2"},
                         {{"PATH", "/usr/bin:/bin"}, {"GREETING", "hello"}}, directory / "log")
              .has_value());
  wait_for_children();
  const std::string text = test::read_text(directory / "log");
  CHECK_THAT(text, Catch::Contains("GREETING=hello\n") && !Catch::Contains("secret"));
}

TEST_CASE("a log that is a link or a FIFO is refused, without waiting") {
  const TemporaryDirectory directory;
  test::write_text(directory / "precious", "mine");
  std::filesystem::create_symlink(directory / "precious", directory / "link");
  REQUIRE(::mkfifo((directory / "fifo").c_str(), 0600) == 0);
  for (const std::string name : {"link", "fifo"}) {
    const auto refused = start_detached({"/bin/sh", "-c", "echo x >&2"}, {}, directory / name);
    REQUIRE_FALSE(refused.has_value());
    CHECK_THAT(refused.error().message,
               Catch::Contains(directory / name) && Catch::Contains("remove it and try again"));
  }
  CHECK(test::read_text(directory / "precious") == "mine");
}

TEST_CASE("a program that cannot be started is an error") {
  const TemporaryDirectory directory;
  const auto missing = start_detached({"/nonexistent/program"}, {}, directory / "log");
  REQUIRE_FALSE(missing.has_value());
  CHECK(missing.error().code == "Process");
  CHECK_THAT(missing.error().message, Catch::StartsWith("Cannot start /nonexistent/program") &&
                                          Catch::EndsWith("No such file or directory."));
  CHECK_FALSE(start_detached({"/bin/true"}, {}, "/nonexistent/log").has_value());
  CHECK_FALSE(start_detached({}, {}, directory / "log").has_value());
}

TEST_CASE("a program is run in place of this one, found in the given PATH") {
  const TemporaryDirectory directory;
  const std::string program = directory / "greet";
  test::write_text(program, "echo \"$1 $GREETED $0\"; exit 7\n");  // no #! line
  REQUIRE(::chmod(program.c_str(), 0755) == 0);
  const auto [code, output] = in_child([&] {
    exec_program({"greet", "hello"},
                 {{"PATH", "/nonexistent:" + directory.path()}, {"GREETED", "world"}});
  });
  CHECK(code == 7);
  CHECK(output == "hello world " + program + "\n");
}

TEST_CASE("why a program cannot be run is told") {
  const TemporaryDirectory directory;
  test::write_text(directory / "data", "x");
  REQUIRE(::chmod((directory / "data").c_str(), 0644) == 0);
  const Error missing = exec_program({"no-such-program"}, {{"PATH", "/bin"}});
  CHECK(errno == ENOENT);
  CHECK(missing.message == "Cannot run no-such-program: No such file or directory.");
  const Error refused = exec_program({"data"}, {{"PATH", directory.path() + ":/nonexistent"}});
  CHECK(errno == EACCES);
  CHECK(refused.message == "Cannot run data: Permission denied.");
  CHECK(exec_program({}, {}).code == "Process");
}

}  // namespace
}  // namespace ssm
