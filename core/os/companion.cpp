// SPDX-License-Identifier: Apache-2.0
#include "core/os/companion.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <cstdio>
#include <exception>

#include "core/os/files.h"
#include "core/os/private_file.h"
#include "core/os/spawn.h"

namespace ssm {
namespace {

constexpr char kCompanionReady = '+';
constexpr char kCompanionFailed = '-';

constexpr int kCompanionEnded = 3;  // the companion's descriptors behind 0, 1 and 2
constexpr int kCompanionAnswer = 4;

tl::unexpected<Error> companion_failure(int error) {
  return failure("Process", "Cannot start a process: " + system_message(error) + ".");
}

/// Puts each descriptor at its index, and closes all others. First out of the way of each other.
bool arrange_descriptors(std::array<int, 5> descriptors) {
  const int free = static_cast<int>(descriptors.size());
  for (int& descriptor : descriptors)
    if ((descriptor = ::fcntl(descriptor, F_DUPFD_CLOEXEC, free)) < 0) return false;
  for (int number = 0; number < free; ++number)
    if (::dup3(descriptors[static_cast<std::size_t>(number)], number,
               number > STDERR_FILENO ? O_CLOEXEC : 0) < 0)
      return false;
  ::closefrom(free);
  return true;
}

void live_as_companion(const Companion& companion) {
  Descriptor answer(kCompanionAnswer);
  const Result<std::string> ready = companion.prepare();
  write_all(kCompanionAnswer,
            ready ? kCompanionReady + *ready : kCompanionFailed + ready.error().message);
  answer.reset();
  if (!ready) return;
  const Completed done = companion.run(kCompanionEnded);
  if (!done) std::fprintf(stderr, "ssm-local: %s\n", done.error().message.c_str());
}

/// Nothing of the caller's is destroyed here: it lives on in its own process.
[[noreturn]] void begin_companion(const Companion& companion, std::array<int, 5> descriptors) {
  ::setsid();
  if (const pid_t second = ::fork(); second != 0) ::_exit(second < 0 ? errno : 0);
  if (!arrange_descriptors(descriptors) || ::chdir("/") != 0) ::_exit(1);
  try {
    live_as_companion(companion);
  } catch (const std::exception& exception) {  // out of memory
    std::fprintf(stderr, "ssm-local: %s\n", exception.what());
  }
  std::fflush(stderr);
  ::_exit(0);
}

std::string read_companion_answer(int descriptor) {
  std::string text;
  std::array<char, 512> piece;
  for (;;) {
    const ssize_t count = ::read(descriptor, piece.data(), piece.size());
    if (count > 0) text.append(piece.data(), static_cast<std::size_t>(count));
    if (count == 0 || (count < 0 && errno != EINTR)) return text;
  }
}

}  // namespace

Result<std::string> start_companion(const Companion& companion, const std::string& log) {
  TRY_ASSIGN(const Descriptor log_file, open_private_file(log, O_WRONLY | O_CREAT | O_APPEND));
  const Descriptor nothing(::open("/dev/null", O_RDWR | O_CLOEXEC));
  // Not by <sys/pidfd.h>: glibc 2.36 declares it for C only.
  const Descriptor ended(static_cast<int>(::syscall(SYS_pidfd_open, ::getpid(), 0)));
  Pipe answer;
  if (!nothing || !ended || !answer.open()) return companion_failure(errno);
  const pid_t first = ::fork();
  if (first < 0) return companion_failure(errno);
  if (first == 0)
    begin_companion(
        companion, {nothing.get(), nothing.get(), log_file.get(), ended.get(), answer.write.get()});
  int status = 0;
  while (::waitpid(first, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) != 0) return companion_failure(WEXITSTATUS(status));
  answer.write.reset();
  const std::string told = read_companion_answer(answer.read.get());
  if (told.starts_with(kCompanionReady)) return told.substr(1);
  return failure("Process", told.empty() ? "A process that was started has ended at once; " + log +
                                               " may tell why."
                                         : told.substr(1));
}

}  // namespace ssm
