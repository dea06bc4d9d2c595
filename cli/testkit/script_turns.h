// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>

#include "core/base/time.h"

namespace ssm::testkit {

/// Jobs on threads of their own that take turns on a virtual clock: one at a time runs, until it
/// ends or sleeps, in an order that is the same each time. Time passes while all of them sleep. The
/// owner's thread hands the turns out and moves the clock on.
class ScriptTurns {
 public:
  explicit ScriptTurns(const VirtualClock& clock) : clock_(clock) {}

  /// The job as a thread may run it: when its turn comes. On the owner's thread; jobs begin in the
  /// order of these calls.
  std::function<void()> in_turn(std::function<void()> job);

  /// On a job's thread. Returns whether so much time has passed: not once `stop` is requested.
  bool sleep(Milliseconds time, const std::stop_token& stop);

  /// On any thread: there is something to do for the owner.
  void call_owner();

  // On the owner's thread:
  /// Lets a job go on until it ends, sleeps or calls the owner, or until `end` as steady_now()
  /// counts. Returns whether there was any.
  bool run_one(std::optional<std::chrono::microseconds> end);
  /// When the first of those that sleep is to wake up.
  std::optional<Time> next_due();
  /// Nobody hands out turns any more: those that wait return.
  void close();

 private:
  struct Waiting {
    Time due;
    std::stop_token stop;
  };
  using Queue = std::map<std::int64_t, Waiting>;  // by the order in which they began to wait

  std::int64_t enqueue(Time due, std::stop_token stop);
  bool await_turn(std::unique_lock<std::mutex>& lock, std::int64_t number);
  void leave();
  Queue::iterator first_ready();

  const VirtualClock& clock_;  // moved on while no job runs
  std::mutex mutex_;           // guards what follows
  std::condition_variable changed_;
  Queue waiting_;
  std::int64_t next_number_ = 0;
  std::optional<std::int64_t> running_;
  bool is_called_ = false;
  bool is_closed_ = false;
};

}  // namespace ssm::testkit
