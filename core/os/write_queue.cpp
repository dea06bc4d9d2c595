// SPDX-License-Identifier: Apache-2.0
#include "core/os/write_queue.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <cerrno>
#include <condition_variable>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>

#include "core/os/private_file.h"

// Each who comes takes the next ticket, locks the byte of that number, and waits until no earlier
// byte is locked. The kernel unlocks the bytes of a process that ends, so nobody has to tidy up.
// Whoever lets the turn go and comes back at once has a later ticket: a single lock that all want
// would be theirs again before the kernel has woken the one who waits. Waiting in the kernel has no
// time limit, so it is done on a thread that may be left behind.

namespace ssm {
namespace {

constexpr std::chrono::milliseconds kQueueLook(20);

// Locked by whoever takes a ticket; the byte of ticket n is n. The file holds the last ticket.
constexpr off_t kTicketBooth = 0;
constexpr off_t kFirstTicket = 1;
constexpr off_t kTicketsInUse = 1'000'000;  // more than ever wait at the same time
constexpr off_t kLastTicket = std::numeric_limits<off_t>::max() - 2 * kTicketsInUse;

bool set_lock(int file, short type, off_t first, off_t count, int how) {
  struct flock lock = {};
  lock.l_type = type;
  lock.l_whence = SEEK_SET;
  lock.l_start = first;
  lock.l_len = count;
  int result = 0;
  do result = ::fcntl(file, how, &lock);
  while (result != 0 && errno == EINTR);
  return result == 0;
}

bool try_lock(int file, short type, off_t first, off_t count = 1) {
  return set_lock(file, type, first, count, F_OFD_SETLK);
}

/// As long as it takes.
bool lock(int file, short type, off_t first, off_t count = 1) {
  return set_lock(file, type, first, count, F_OFD_SETLKW);
}

void unlock(int file, off_t first, off_t count = 1) {
  set_lock(file, F_UNLCK, first, count, F_OFD_SETLK);
}

/// The number after the last one, its byte locked; 0: there is none. For who has locked the booth.
/// A file that cannot keep its number does little harm: numbers that are taken are passed over.
off_t next_ticket(int file) {
  std::int64_t last = 0;
  if (::pread(file, &last, sizeof last, 0) != sizeof last || last < 0 || last > kLastTicket)
    last = 0;
  off_t ticket = last + kFirstTicket;
  const off_t end = ticket + kTicketsInUse;
  while (ticket < end && !try_lock(file, F_WRLCK, ticket)) ++ticket;
  if (ticket == end) return 0;
  last = ticket;
  [[maybe_unused]] const ssize_t written = ::pwrite(file, &last, sizeof last, 0);
  return ticket;
}

/// Waits for the one before, who is the last to go as a rule; then for any that came earlier still.
bool await_earlier(int file, off_t ticket) {
  if (ticket == kFirstTicket) return true;
  if (!lock(file, F_RDLCK, ticket - 1)) return false;
  const off_t earlier = ticket - kFirstTicket;
  if (!lock(file, F_RDLCK, kFirstTicket, earlier)) return false;
  unlock(file, kFirstTicket, earlier);
  return true;
}

/// Whether the turn is to be had without waiting. `ticket`: the one taken, 0 as long as there is
/// none.
bool try_first_place(int file, off_t& ticket) {
  if (ticket == 0 && try_lock(file, F_WRLCK, kTicketBooth)) {
    ticket = next_ticket(file);
    unlock(file, kTicketBooth);
  }
  if (ticket == 0) return false;
  const off_t earlier = ticket - kFirstTicket;
  if (earlier == 0) return true;
  if (!try_lock(file, F_RDLCK, kFirstTicket, earlier)) return false;
  unlock(file, kFirstTicket, earlier);
  return true;
}

/// What the waiting thread and the one it waits for share.
struct Wait {
  std::mutex mutex;
  std::condition_variable changed;
  Descriptor file;  // closed, and its locks with it, by whoever lets go last
  off_t ticket = 0;
  bool locked = false;
  bool over = false;
};

/// Blocks until the ticket of `wait` is the earliest, taking one first where it has none.
void await_first_place(Wait& wait) {
  const int file = wait.file.get();
  off_t ticket = wait.ticket;
  if (ticket == 0 && lock(file, F_WRLCK, kTicketBooth)) {
    ticket = next_ticket(file);
    unlock(file, kTicketBooth);
  }
  const bool locked = ticket != 0 && await_earlier(file, ticket);
  const std::lock_guard guard(wait.mutex);
  wait.locked = locked;
  wait.over = true;
  wait.changed.notify_one();
}

/// False: no thread is to be had.
bool begin(const std::shared_ptr<Wait>& wait) {
  try {
    std::thread([wait] { await_first_place(*wait); }).detach();
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
  const auto wait = std::make_shared<Wait>();
  if (try_first_place(file.get(), wait->ticket)) return std::optional(std::move(file));
  wait->file = std::move(file);
  const bool has_thread = begin(wait);
  const auto is_over = [&] {
    return wait->over ||
           (!has_thread && (wait->locked = try_first_place(wait->file.get(), wait->ticket)));
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
