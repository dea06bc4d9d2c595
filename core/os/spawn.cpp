// SPDX-License-Identifier: Apache-2.0
#include "core/os/spawn.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdint>
#include <thread>

namespace ssm {
namespace {

using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;

tl::unexpected<Error> spawn_failure(const std::string& program, int error) {
  auto problem = failure(error == ENOENT ? "NoProgram" : "Process",
                         fmt::format("Cannot run {}: {}.", program, system_message(error)));
  errno = error;
  return problem;
}

/// posix_spawn's own descriptions of what a Spawn says.
class Setup {
 public:
  explicit Setup(const Spawn& program) {
    ::posix_spawn_file_actions_init(&files_);
    ::posix_spawnattr_init(&attributes_);
    set_files(program);
    set_attributes(program.group);
  }
  Setup(const Setup&) = delete;
  Setup& operator=(const Setup&) = delete;
  ~Setup() {
    ::posix_spawn_file_actions_destroy(&files_);
    ::posix_spawnattr_destroy(&attributes_);
  }

  /// 0, or why not.
  int run(const Spawn& program, pid_t& pid) {
    if (error_ != 0) return error_;
    std::vector<std::string> settings;
    if (program.environment)
      for (const auto& [name, value] : *program.environment) settings.push_back(name + "=" + value);
    const auto arguments = c_array(program.argv);
    const auto variables = c_array(settings);
    return ::posix_spawnp(&pid, arguments[0], &files_, &attributes_, arguments.data(),
                          program.environment ? variables.data() : environ);
  }

 private:
  void keep(int error) {
    if (error_ == 0) error_ = error;
  }

  void set_files(const Spawn& program) {
    // First out of the way of each other: 1 may be wanted as 3 and 3 as 1.
    int free = 3;
    for (const auto& [there, here] : program.files) free = std::max({free, there + 1, here + 1});
    for (const auto& [there, here] : program.files)
      keep(::posix_spawn_file_actions_adddup2(&files_, here, free++));
    free -= static_cast<int>(program.files.size());
    int highest = 2;
    for (const auto& [there, here] : program.files) {
      keep(::posix_spawn_file_actions_adddup2(&files_, free++, there));
      highest = std::max(highest, there);
    }
    for (int number = 3; number <= highest; ++number) {
      const auto is_it = [number](const auto& file) { return file.first == number; };
      if (std::none_of(program.files.begin(), program.files.end(), is_it)) close(number);
    }
    keep(::posix_spawn_file_actions_addclosefrom_np(&files_, highest + 1));
    if (!program.directory.empty())
      keep(::posix_spawn_file_actions_addchdir_np(&files_, program.directory.c_str()));
  }

  void close(int number) { keep(::posix_spawn_file_actions_addclose(&files_, number)); }

  void set_attributes(Spawn::Group group) {
    sigset_t none;
    sigset_t all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    keep(::posix_spawnattr_setsigmask(&attributes_, &none));
    keep(::posix_spawnattr_setsigdefault(&attributes_, &all));
    keep(::posix_spawnattr_setpgroup(&attributes_, 0));
    int flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
    if (group == Spawn::Group::kOwnGroup) flags |= POSIX_SPAWN_SETPGROUP;
    if (group == Spawn::Group::kOwnSession) flags |= POSIX_SPAWN_SETSID;
    keep(::posix_spawnattr_setflags(&attributes_, static_cast<short>(flags)));
  }

  posix_spawn_file_actions_t files_;
  posix_spawnattr_t attributes_;
  int error_ = 0;
};

}  // namespace

Result<Child> spawn(const Spawn& program) {
  if (program.argv.empty() || program.argv[0].empty())
    return failure("Process", "No program was named.");
  Child child;
  if (const int error = Setup(program).run(program, child.pid_); error != 0) {
    child.pid_ = 0;
    return spawn_failure(program.argv[0], error);
  }
  child.own_group_ = program.group != Spawn::Group::kShared;
  // Not by <sys/pidfd.h>: glibc 2.36 declares it for C only.
  child.ended_ = Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, child.pid_, 0)));
  return child;
}

Child::Child(Child&& other) noexcept
    : pid_(std::exchange(other.pid_, 0)),
      own_group_(other.own_group_),
      ended_(std::move(other.ended_)) {}

Child::~Child() {
  if (pid_ <= 0) return;
  send(SIGKILL);
  wait(std::nullopt);
}

bool Child::has_ended() const {
  siginfo_t info = {};
  // Not taken away: as long as it is there nobody else gets its number.
  return pid_ <= 0 ||
         (::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
          info.si_pid != 0);
}

std::optional<int> Child::wait(std::optional<milliseconds> longest) {
  constexpr milliseconds kLook(5);
  const auto begun = SteadyClock::now();
  while (!has_ended()) {
    std::int64_t left = -1;
    if (longest) {
      left = std::chrono::ceil<milliseconds>(begun + *longest - SteadyClock::now()).count();
      if (left <= 0) return std::nullopt;
    }
    pollfd ready{ended_.get(), POLLIN, 0};
    if (ended_)
      ::poll(&ready, 1, static_cast<int>(std::min<std::int64_t>(left, INT_MAX)));
    else
      std::this_thread::sleep_for(kLook);
  }
  if (pid_ <= 0) return std::nullopt;
  if (own_group_) ::kill(-pid_, SIGKILL);
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = 0;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void Child::send(int signal) const {
  if (pid_ > 0) ::kill(own_group_ ? -pid_ : pid_, signal);
}

std::vector<char*> c_array(const std::vector<std::string>& texts) {
  std::vector<char*> array;
  array.reserve(texts.size() + 1);
  for (const std::string& text : texts) array.push_back(const_cast<char*>(text.c_str()));
  array.push_back(nullptr);
  return array;
}

bool Pipe::open() {
  std::array<int, 2> ends;
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
  read = Descriptor(ends[0]);
  write = Descriptor(ends[1]);
  return true;
}

HeldSignals::HeldSignals(std::vector<int> numbers) {
  sigset_t set;
  sigset_t before;
  ::sigemptyset(&set);
  for (const int number : numbers) ::sigaddset(&set, number);
  ::pthread_sigmask(SIG_BLOCK, &set, &before);
  for (const int number : numbers)
    if (::sigismember(&before, number) == 0) numbers_.push_back(number);
}

HeldSignals::~HeldSignals() {
  sigset_t set;
  ::sigemptyset(&set);
  for (const int number : numbers_) ::sigaddset(&set, number);
  const timespec now = {};
  while (!numbers_.empty() && ::sigtimedwait(&set, nullptr, &now) > 0) {
  }
  ::pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

}  // namespace ssm
