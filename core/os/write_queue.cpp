// SPDX-License-Identifier: Apache-2.0
#include "core/os/write_queue.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <cerrno>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>

#include "core/os/private_file.h"

// The kernel keeps those who wait for a lock in order, and wakes the first alone when it is let go.
// Waiting in it has no time limit, so it is done on a thread that may be left behind.

namespace ssm {
namespace {

constexpr std::chrono::milliseconds kQueueLook(20);

struct flock whole_queue() {
  struct flock lock = {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  return lock;
}

bool try_queue_lock(int file) {
  struct flock lock = whole_queue();
  return ::fcntl(file, F_OFD_SETLK, &lock) == 0;
}

bool queue_lock(int file) {
  struct flock lock = whole_queue();
  while (::fcntl(file, F_OFD_SETLKW, &lock) != 0)
    if (errno != EINTR) return false;
  return true;
}

/// What the waiting thread and the one it waits for share.
struct Wait {
  std::mutex mutex;
  std::condition_variable changed;
  Descriptor file;  // closed, and its lock with it, by whoever lets go last
  bool locked = false;
  bool over = false;
};

/// False: no thread is to be had.
bool begin(const std::shared_ptr<Wait>& wait) {
  try {
    std::thread([wait] {
      const bool locked = queue_lock(wait->file.get());
      const std::lock_guard guard(wait->mutex);
      wait->locked = locked;
      wait->over = true;
      wait->changed.notify_one();
    }).detach();
    return true;
  } catch (const std::system_error&) {
    return false;
  }
}

}  // namespace

Result<std::optional<WriteQueue::Turn>> WriteQueue::await_turn(
    const std::string& path, std::chrono::steady_clock::time_point deadline,
    const std::function<bool()>& give_up) {
  TRY_ASSIGN(Descriptor file, open_private_file(path, O_RDWR | O_CREAT));
  if (try_queue_lock(file.get())) return std::optional(std::move(file));
  if (errno != EAGAIN && errno != EACCES)
    return failure(ErrorKind::kState, "StateDirectory",
                   fmt::format("Cannot lock {}: {}.", path, system_message(errno)));
  const auto wait = std::make_shared<Wait>();
  wait->file = std::move(file);
  const bool has_thread = begin(wait);
  const auto is_over = [&] {
    return wait->over || (!has_thread && (wait->locked = try_queue_lock(wait->file.get())));
  };
  std::unique_lock guard(wait->mutex);
  while (!is_over()) {
    if (std::chrono::steady_clock::now() >= deadline || (give_up && give_up()))
      return std::optional<Turn>();
    wait->changed.wait_for(guard, has_thread ? kQueueLook : kQueueLook / 10);
  }
  if (!wait->locked)
    return failure(ErrorKind::kState, "StateDirectory",
                   fmt::format("Cannot wait for {} to be unlocked.", path));
  return std::optional(std::move(wait->file));
}

}  // namespace ssm
