// SPDX-License-Identifier: Apache-2.0
#include "core/os/watch.h"

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cstdint>

namespace ssm {
namespace {

constexpr std::chrono::milliseconds kWithoutWatch(20);

}  // namespace

DirectoryWatch::DirectoryWatch() : events_(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) {}

DirectoryWatch::DirectoryWatch(const std::string& path) : DirectoryWatch() {
  if (events_ && ::inotify_add_watch(events_.get(), path.c_str(), IN_MODIFY | IN_CREATE) < 0)
    events_.reset();
}

void DirectoryWatch::add(const std::string& path) {
  constexpr std::uint32_t kChanges =
      IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_ONLYDIR;
  if (events_ && ::inotify_add_watch(events_.get(), path.c_str(), kChanges) < 0) events_.reset();
}

bool DirectoryWatch::wait(std::chrono::milliseconds longest) {
  if (!events_) longest = std::min(longest, kWithoutWatch);
  // Of the output only errors are asked for, which need no event; poll passes over -1.
  std::array<pollfd, 2> waited{pollfd{.fd = events_.get(), .events = POLLIN, .revents = 0},
                               pollfd{.fd = output_, .events = 0, .revents = 0}};
  ::poll(waited.data(), waited.size(),
         static_cast<int>(std::max<std::int64_t>(longest.count(), 0)));
  has_lost_reader_ = (waited[1].revents & (POLLERR | POLLHUP | POLLNVAL)) != 0;
  std::array<char, 4096> dropped;
  bool written = false;
  while (events_ && ::read(events_.get(), dropped.data(), dropped.size()) > 0) written = true;
  return written;
}

}  // namespace ssm
