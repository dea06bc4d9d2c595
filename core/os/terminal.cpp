// SPDX-License-Identifier: Apache-2.0
#include "core/os/terminal.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cerrno>
#include <csignal>

#include "core/base/python_text.h"
#include "core/os/descriptor.h"
#include "core/os/files.h"

namespace ssm {
namespace {

/// Ignores a signal for a while.
class Ignored {
 public:
  explicit Ignored(int signal) : signal_(signal), before_(std::signal(signal, SIG_IGN)) {}
  ~Ignored() { std::signal(signal_, before_); }
  Ignored(const Ignored&) = delete;
  Ignored& operator=(const Ignored&) = delete;

 private:
  int signal_;
  void (*before_)(int);
};

/// 0, or why the program could not be started. Its standard input is `input`.
int spawn(const std::vector<std::string>& argv, const Environment& environment, int input,
          pid_t& pid) {
  std::vector<std::string> settings;
  for (const auto& [name, value] : environment) settings.push_back(name + "=" + value);
  const auto pointers = [](const std::vector<std::string>& texts) {
    std::vector<char*> array;
    for (const std::string& text : texts) array.push_back(const_cast<char*>(text.c_str()));
    array.push_back(nullptr);
    return array;
  };
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawnattr_init(&attributes);
  ::posix_spawn_file_actions_adddup2(&files, input, 0);
  sigset_t usual;
  ::sigemptyset(&usual);
  ::sigaddset(&usual, SIGPIPE);
  ::sigaddset(&usual, SIGINT);
  ::posix_spawnattr_setsigdefault(&attributes, &usual);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  const int error = ::posix_spawnp(&pid, argv[0].c_str(), &files, &attributes,
                                   pointers(argv).data(), pointers(settings).data());
  ::posix_spawnattr_destroy(&attributes);
  ::posix_spawn_file_actions_destroy(&files);
  return error;
}

tl::unexpected<Error> not_started(int error, const std::string& program) {
  return failure("Pager", fmt::format("[Errno {}] {}: {}", error, system_message(error),
                                      python_repr(program)));
}

}  // namespace

bool is_terminal(int descriptor) {
  return ::isatty(descriptor) == 1;
}

std::optional<std::size_t> terminal_width(int descriptor) {
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return std::nullopt;
  return size.ws_col;
}

Completed run_pager(const std::vector<std::string>& argv, const Environment& environment,
                    std::string_view input) {
  if (argv.empty() || argv[0].empty()) return not_started(ENOENT, "");
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return not_started(errno, argv[0]);
  Descriptor read_end(ends[0]);
  Descriptor write_end(ends[1]);
  const Ignored interrupts(SIGINT);
  const Ignored closed_pipes(SIGPIPE);
  pid_t pid = 0;
  if (const int error = spawn(argv, environment, ends[0], pid); error != 0)
    return not_started(error, argv[0]);
  read_end.reset();
  // A pager that is left before the end has seen enough.
  static_cast<void>(write_all(ends[1], input));
  write_end.reset();
  while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
  }
  return {};
}

}  // namespace ssm
