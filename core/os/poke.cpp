// SPDX-License-Identifier: Apache-2.0
#include "core/os/poke.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "core/os/descriptor.h"

namespace ssm {
namespace {

using SteadyClock = std::chrono::steady_clock;

/// A socket address for any path. `directory` must live as long as the address is used: paths
/// too long for an address are reached through it.
struct Address {
  sockaddr_un name = {};
  Descriptor directory;
  bool usable = false;

  explicit Address(const std::string& path) {
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

tl::unexpected<Error> listen_failure(const std::string& path) {
  return failure("StateDirectory",
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
  const Address address(path);
  if (!address.usable) {
    errno = ENAMETOOLONG;
    return false;
  }
  // The mode of the socket file is taken from the socket when it is bound.
  ::fchmod(socket, 0600);
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) return false;
  return ::bind(socket, address.get(), sizeof address.name) == 0;
}

/// Reads until nothing is left, so that many pokes count as one.
void drain(int descriptor) {
  std::array<char, 256> bytes;
  while (::read(descriptor, bytes.data(), bytes.size()) > 0) {
  }
}

/// For poll(): -1 without deadline, else whole milliseconds, rounded up.
int time_left(std::optional<SteadyClock::time_point> deadline) {
  if (!deadline) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*deadline - SteadyClock::now());
  return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, INT_MAX));
}

}  // namespace

Result<PokeListener> PokeListener::open(const std::string& path, bool takes_signals) {
  PokeListener listener;
  const sigset_t signals = stop_signals();
  listener.socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  listener.event_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (takes_signals) listener.signals_ = ::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
  if (listener.socket_ < 0 || listener.event_ < 0 || (takes_signals && listener.signals_ < 0))
    return listen_failure(path);
  if (!bind_at(listener.socket_, path)) return listen_failure(path);
  listener.path_ = path;
  if (takes_signals) ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return listener;
}

PokeListener::PokeListener(PokeListener&& other) noexcept
    : path_(std::exchange(other.path_, {})),
      socket_(std::exchange(other.socket_, -1)),
      event_(std::exchange(other.event_, -1)),
      signals_(std::exchange(other.signals_, -1)) {}

PokeListener::~PokeListener() {
  if (!path_.empty()) ::unlink(path_.c_str());
  for (const int descriptor : {socket_, event_, signals_}) {
    if (descriptor >= 0) ::close(descriptor);
  }
}

PokeListener::Woken PokeListener::wait(std::optional<std::chrono::milliseconds> timeout) {
  // A longer wait would overflow the clock; nobody notices one wake-up in a century.
  constexpr std::chrono::milliseconds kLongest = std::chrono::hours(24 * 36500);
  std::optional<SteadyClock::time_point> deadline;
  if (timeout) deadline = SteadyClock::now() + std::min(*timeout, kLongest);
  while (true) {
    std::array<pollfd, 3> ready = {
        {{signals_, POLLIN, 0}, {socket_, POLLIN, 0}, {event_, POLLIN, 0}}};
    const int count = ::poll(ready.data(), ready.size(), time_left(deadline));
    if (count > 0 && ready[0].revents != 0) {
      drain(signals_);
      return Woken::kStop;
    }
    if (count > 0) {
      drain(socket_);
      drain(event_);
      return Woken::kPoke;
    }
    if (deadline && SteadyClock::now() >= *deadline) return Woken::kTimeout;
  }
}

bool PokeListener::is_told_to_stop() const {
  pollfd ready{signals_, POLLIN, 0};
  return ::poll(&ready, 1, 0) > 0;
}

void PokeListener::wake() {
  const std::uint64_t one = 1;
  // Fails only when so many wake-ups are pending that one more changes nothing.
  [[maybe_unused]] const ssize_t ignored = ::write(event_, &one, sizeof one);
}

bool poke(const std::string& path) {
  const Address address(path);
  const Descriptor socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!address.usable || !socket) return false;
  const char byte = 0;
  const ssize_t sent =
      ::sendto(socket.get(), &byte, 1, MSG_NOSIGNAL, address.get(), sizeof address.name);
  // A full queue means that the listener has pokes to come.
  return sent == 1 || errno == EAGAIN || errno == ENOBUFS;
}

}  // namespace ssm
