// SPDX-License-Identifier: Apache-2.0
#include "core/os/wake.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstring>

namespace ssm {
namespace {

using SteadyClock = std::chrono::steady_clock;

/// A socket address for any path. `directory` must live as long as the address is used: paths
/// too long for an address are reached through it.
struct UnixAddress {
  sockaddr_un name = {};
  Descriptor directory;
  bool usable = false;

  explicit UnixAddress(const std::string& path) {
    name.sun_family = AF_UNIX;
    usable = set(path) || set_through_directory(path);
  }
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&name); }

 private:
  bool set(const std::string& path) {
    if (path.size() >= sizeof name.sun_path) return false;
    std::memcpy(name.sun_path, path.c_str(), path.size() + 1);
    return true;
  }
  bool set_through_directory(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos) return false;
    const std::string parent = path.substr(0, slash + 1);
    directory = Descriptor(::open(parent.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    return directory &&
           set(fmt::format("/proc/self/fd/{}/{}", directory.get(), path.substr(slash + 1)));
  }
};

tl::unexpected<Error> bind_failure(const std::string& path) {
  return failure(ErrorKind::kState, "StateDirectory",
                 fmt::format("Cannot listen at {}: {}.", path, system_message(errno)));
}

sigset_t stop_signals() {
  sigset_t set;
  ::sigemptyset(&set);
  ::sigaddset(&set, SIGTERM);
  ::sigaddset(&set, SIGINT);
  return set;
}

bool bind_at(int socket, const std::string& path) {
  const UnixAddress address(path);
  if (!address.usable) {
    errno = ENAMETOOLONG;
    return false;
  }
  // The mode of the socket file is taken from the socket when it is bound.
  ::fchmod(socket, 0600);
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) return false;
  return ::bind(socket, address.get(), sizeof address.name) == 0;
}

/// Reads until nothing is left, so that many wake-ups count as one.
void drain(int descriptor) {
  std::array<char, 4096> bytes;
  while (::read(descriptor, bytes.data(), bytes.size()) > 0) {
  }
}

/// For poll(): -1 without deadline, else whole milliseconds, rounded up.
int time_left(std::optional<SteadyClock::time_point> deadline) {
  if (!deadline) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*deadline - SteadyClock::now());
  return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, INT_MAX));
}

/// `until` none: never.
void set_timer(int timer, std::optional<Time> until) {
  itimerspec setting = {};
  if (until) {
    // All zero would switch the timer off: the first nanosecond of 1970 has passed as well.
    const std::int64_t ms = std::max<std::int64_t>(to_epoch_ms(*until), 0);
    setting.it_value.tv_sec = ms / 1000;
    setting.it_value.tv_nsec = ms % 1000 * 1'000'000 + (ms == 0 ? 1 : 0);
  }
  ::timerfd_settime(timer, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &setting, nullptr);
}

void add_one(int event) {
  const std::uint64_t one = 1;
  // Fails only when so many are pending that one more changes nothing.
  [[maybe_unused]] const ssize_t ignored = ::write(event, &one, sizeof one);
}

bool is_readable(int descriptor) {
  pollfd ready{descriptor, POLLIN, 0};
  return ::poll(&ready, 1, 0) > 0;
}

}  // namespace

Result<WakeSocket> WakeSocket::open(const std::string& path) {
  Descriptor socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket) return bind_failure(path);
  // Bound beside the path and moved there: at no moment is there no socket, and nobody else's inode
  // is taken for this one's.
  const std::string place = path + ".new";
  if (!bind_at(socket.get(), place)) return bind_failure(path);
  Result<FileAnchor> anchor = FileAnchor::at(place);
  if (!anchor || ::rename(place.c_str(), path.c_str()) != 0) {
    auto problem = bind_failure(path);
    ::unlink(place.c_str());
    return problem;
  }
  return WakeSocket(path, std::move(socket), std::move(*anchor).moved_to(path));
}

WakeSocket::~WakeSocket() {
  if (socket_ && is_in_place()) ::unlink(path_.c_str());
}

bool WakeSocket::is_in_place() const {
  return anchor_.place() == FileAnchor::Place::kInPlace;
}

bool wake_engine(const std::string& path) {
  struct stat facts = {};
  if (::lstat(path.c_str(), &facts) != 0 || !S_ISSOCK(facts.st_mode)) return false;
  const UnixAddress address(path);
  const Descriptor socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!address.usable || !socket) return false;
  const char byte = 0;
  const ssize_t sent =
      ::sendto(socket.get(), &byte, 1, MSG_NOSIGNAL, address.get(), sizeof address.name);
  // A full queue means that the listener has wake-ups to come.
  return sent == 1 || errno == EAGAIN || errno == ENOBUFS;
}

bool is_stop_pending() {
  sigset_t pending;
  ::sigemptyset(&pending);
  ::sigpending(&pending);
  return ::sigismember(&pending, SIGTERM) == 1 || ::sigismember(&pending, SIGINT) == 1;
}

Result<EngineWaiter> EngineWaiter::open(Signals signals) {
  EngineWaiter waiter;
  const sigset_t set = stop_signals();
  waiter.woken_ = Descriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  waiter.stopped_ = Descriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  // Due times are the wall clock's. Cancelled: reported when somebody sets the clock.
  waiter.timer_ = Descriptor(::timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK));
  bool complete = waiter.woken_ && waiter.stopped_ && waiter.timer_;
  if (complete && signals == Signals::kTaken) {
    waiter.signals_ = Descriptor(::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
    complete = static_cast<bool>(waiter.signals_);
  }
  if (!complete)
    return failure("Process", fmt::format("Cannot wait for work: {}.", system_message(errno)));
  if (signals == Signals::kTaken) ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
  return waiter;
}

void EngineWaiter::wake() const {
  add_one(woken_.get());
}

void EngineWaiter::stop() const {
  add_one(stopped_.get());
}

bool EngineWaiter::is_stopped() const {
  return is_readable(stopped_.get()) || (signals_ && is_readable(signals_.get()));
}

bool EngineWaiter::watch(const std::string& directory) {
  constexpr std::uint32_t kChanges = IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO |
                                     IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;
  changes_ = Descriptor(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
  if (changes_ && ::inotify_add_watch(changes_.get(), directory.c_str(), kChanges) < 0)
    changes_.reset();
  return static_cast<bool>(changes_);
}

WakeReason EngineWaiter::wait(std::optional<Time> until,
                              std::optional<std::chrono::milliseconds> longest,
                              const WakeSocket* socket) {
  // A longer wait would overflow the clock; nobody notices one wake-up in a century.
  constexpr std::chrono::milliseconds kLongest = std::chrono::hours(24 * 36500);
  std::optional<SteadyClock::time_point> deadline;
  if (longest) deadline = SteadyClock::now() + std::min(*longest, kLongest);
  set_timer(timer_.get(), until);
  const int socket_number = socket == nullptr ? -1 : socket->descriptor();
  for (;;) {
    std::array<pollfd, 6> ready = {{{stopped_.get(), POLLIN, 0},
                                    {signals_.get(), POLLIN, 0},
                                    {socket_number, POLLIN, 0},
                                    {woken_.get(), POLLIN, 0},
                                    {changes_.get(), POLLIN, 0},
                                    {timer_.get(), POLLIN, 0}}};
    const int count = ::poll(ready.data(), ready.size(), time_left(deadline));
    if (count > 0 && (ready[0].revents != 0 || ready[1].revents != 0)) return WakeReason::kStop;
    if (count > 0) {
      const bool woken = ready[2].revents != 0 || ready[3].revents != 0 || ready[4].revents != 0;
      for (const pollfd& one : ready)
        if (one.revents != 0) drain(one.fd);
      return woken ? WakeReason::kWoken : WakeReason::kTime;
    }
    if (deadline && SteadyClock::now() >= *deadline) return WakeReason::kTime;
  }
}

}  // namespace ssm
