// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace ssm {

/// Runs jobs on up to `most` threads, first come, first served. A thread is made when a job finds
/// none free; where the system has no more of them, it waits for one that is there. Jobs not begun
/// when the pool is destroyed are dropped (the store still knows that they are to be done).
class WorkerPool {
 public:
  explicit WorkerPool(std::size_t most) : most_(most) {}
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;
  ~WorkerPool();

  /// Throws std::system_error when not even one thread is to be had; the job is dropped then.
  void submit(std::function<void()> job);

 private:
  void add_thread();
  void work();

  const std::size_t most_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> jobs_;
  std::size_t free_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace ssm
