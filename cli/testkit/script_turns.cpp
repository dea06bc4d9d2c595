// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/script_turns.h"

#include <algorithm>
#include <utility>

#include "core/os/clock.h"

namespace ssm::testkit {

std::int64_t ScriptTurns::enqueue(Time due, std::stop_token stop) {
  waiting_.emplace(next_number_, Waiting{due, std::move(stop)});
  return next_number_++;
}

bool ScriptTurns::await_turn(std::unique_lock<std::mutex>& lock, std::int64_t number) {
  changed_.wait(lock, [&] { return running_ == number || is_closed_; });
  return !is_closed_;
}

std::function<void()> ScriptTurns::in_turn(std::function<void()> job) {
  const std::lock_guard lock(mutex_);
  const std::int64_t number = enqueue(clock_.now(), {});
  return [this, number, job = std::move(job)] {
    {
      std::unique_lock waits(mutex_);
      if (!await_turn(waits, number)) return;
    }
    job();
    leave();
  };
}

void ScriptTurns::leave() {
  const std::lock_guard lock(mutex_);
  running_.reset();
  changed_.notify_all();
}

bool ScriptTurns::sleep(Milliseconds time, const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  const std::int64_t number = enqueue(clock_.now() + time, stop);
  running_.reset();
  changed_.notify_all();
  return await_turn(lock, number) && !stop.stop_requested();
}

void ScriptTurns::call_owner() {
  const std::lock_guard lock(mutex_);
  is_called_ = true;
  changed_.notify_all();
}

ScriptTurns::Queue::iterator ScriptTurns::first_ready() {
  auto first = waiting_.end();
  for (auto one = waiting_.begin(); one != waiting_.end(); ++one) {
    if (one->second.due > clock_.now() && !one->second.stop.stop_requested()) continue;
    if (first == waiting_.end() || one->second.due < first->second.due) first = one;
  }
  return first;
}

bool ScriptTurns::run_one(std::optional<std::chrono::microseconds> end) {
  std::unique_lock lock(mutex_);
  if (!running_ && !is_called_) {
    const auto ready = first_ready();
    if (ready == waiting_.end()) return false;
    running_ = ready->first;
    waiting_.erase(ready);
    changed_.notify_all();
  }
  const auto owner_is_wanted = [this] { return is_called_ || !running_; };
  if (end)
    changed_.wait_for(lock, *end - steady_now(), owner_is_wanted);
  else
    changed_.wait(lock, owner_is_wanted);
  is_called_ = false;
  return true;
}

std::optional<Time> ScriptTurns::next_due() {
  const std::lock_guard lock(mutex_);
  const auto first =
      std::ranges::min_element(waiting_, {}, [](const auto& each) { return each.second.due; });
  return first == waiting_.end() ? std::nullopt : std::optional(first->second.due);
}

void ScriptTurns::close() {
  const std::lock_guard lock(mutex_);
  is_closed_ = true;
  changed_.notify_all();
}

}  // namespace ssm::testkit
