// SPDX-License-Identifier: Apache-2.0
#include "core/os/program.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <csignal>

#include "core/os/descriptor.h"

namespace ssm {
namespace {

using Clock = std::chrono::steady_clock;

struct Pipe {
  Descriptor read;
  Descriptor write;
};

bool open_pipe(Pipe& pipe) {
  std::array<int, 2> ends;
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
  pipe.read = Descriptor(ends[0]);
  pipe.write = Descriptor(ends[1]);
  return true;
}

tl::unexpected<Error> process_failure(const std::string& program, int error) {
  return failure(error == ENOENT ? "NoProgram" : "Process",
                 fmt::format("Cannot run {}: {}.", program, system_message(error)));
}

/// A child in a process group of its own, so that all of it can be killed.
class Child {
 public:
  ~Child() {
    if (pid_ <= 0) return;
    ::kill(-pid_, SIGKILL);
    int status = 0;
    ::waitpid(pid_, &status, 0);
  }

  int start(const std::vector<std::string>& argv, const Pipe& in, const Pipe& out,
            const Pipe& errors) {
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawnattr_init(&attributes);
    ::posix_spawn_file_actions_adddup2(&files, in.read.get(), 0);
    ::posix_spawn_file_actions_adddup2(&files, out.write.get(), 1);
    ::posix_spawn_file_actions_adddup2(&files, errors.write.get(), 2);
    sigset_t none;
    sigset_t all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setsigdefault(&attributes, &all);
    ::posix_spawnattr_setpgroup(&attributes, 0);
    constexpr int kFlags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
    ::posix_spawnattr_setflags(&attributes, static_cast<short>(kFlags));
    std::vector<char*> arguments;
    for (const std::string& word : argv) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const int error =
        ::posix_spawnp(&pid_, argv[0].c_str(), &files, &attributes, arguments.data(), environ);
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&files);
    if (error != 0) pid_ = 0;
    return error;
  }

  int wait() {
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

 private:
  pid_t pid_ = 0;
};

/// Moves bytes between us and the child until it has closed both of its outputs.
class Conversation {
 public:
  Conversation(Pipe& in, Pipe& out, Pipe& errors, std::string_view input)
      : in_(in.write), streams_{&out.read, &errors.read}, input_(input) {
    ::fcntl(in_.get(), F_SETFL, O_NONBLOCK);
    if (input_.empty()) in_.reset();
  }

  /// An empty text, or why it was given up.
  std::string run(const ProgramLimits& limits, ProgramResult& result) {
    const Clock::time_point deadline = Clock::now() + limits.time;
    std::array<std::string*, 2> texts = {&result.output, &result.errors};
    while (*streams_[0] || *streams_[1]) {
      std::array<pollfd, 3> ready = {{{in_.get(), POLLOUT, 0},
                                      {streams_[0]->get(), POLLIN, 0},
                                      {streams_[1]->get(), POLLIN, 0}}};
      const auto left =
          std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
      if (left <= 0) return fmt::format("it did not end within {} ms", limits.time.count());
      if (::poll(ready.data(), ready.size(), static_cast<int>(left)) < 0) continue;
      if (ready[0].revents != 0) write_some();
      for (std::size_t i = 0; i < 2; ++i)
        if (ready[i + 1].revents != 0) read_some(*streams_[i], *texts[i]);
      if (result.output.size() + result.errors.size() > limits.bytes)
        return fmt::format("it wrote more than {} bytes", limits.bytes);
    }
    return {};
  }

 private:
  void write_some() {
    const ssize_t count = ::write(in_.get(), input_.data(), input_.size());
    if (count > 0) input_.remove_prefix(static_cast<std::size_t>(count));
    if (input_.empty() || (count < 0 && errno != EAGAIN && errno != EINTR)) in_.reset();
  }

  static void read_some(Descriptor& stream, std::string& text) {
    std::array<char, 65536> bytes;
    const ssize_t count = ::read(stream.get(), bytes.data(), bytes.size());
    if (count > 0)
      text.append(bytes.data(), static_cast<std::size_t>(count));
    else if (count == 0 || errno != EINTR)
      stream.reset();
  }

  Descriptor& in_;
  std::array<Descriptor*, 2> streams_;
  std::string_view input_;
};

/// A child that closes its input early must not end us.
class IgnoredPipeSignal {
 public:
  IgnoredPipeSignal() : before_(::signal(SIGPIPE, SIG_IGN)) {}
  ~IgnoredPipeSignal() { ::signal(SIGPIPE, before_); }

 private:
  void (*before_)(int);
};

}  // namespace

Result<ProgramResult> run_program(const std::vector<std::string>& argv, std::string_view input,
                                  const ProgramLimits& limits) {
  if (argv.empty() || argv[0].empty()) return failure("Process", "No program was named.");
  Pipe in;
  Pipe out;
  Pipe errors;
  if (!open_pipe(in) || !open_pipe(out) || !open_pipe(errors))
    return process_failure(argv[0], errno);
  const IgnoredPipeSignal ignored;
  Child child;
  if (const int error = child.start(argv, in, out, errors); error != 0)
    return process_failure(argv[0], error);
  in.read.reset();
  out.write.reset();
  errors.write.reset();
  ProgramResult result;
  const std::string trouble = Conversation(in, out, errors, input).run(limits, result);
  if (!trouble.empty()) return failure("Process", fmt::format("Stopped {}: {}.", argv[0], trouble));
  result.exit_code = child.wait();
  return result;
}

}  // namespace ssm
