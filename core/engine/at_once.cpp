// SPDX-License-Identifier: Apache-2.0
#include "core/engine/at_once.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace ssm {

void run_at_once(std::size_t count, std::size_t most, const std::function<void(std::size_t)>& job) {
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  std::exception_ptr thrown;
  const auto work = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      try {
        job(i);
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (!thrown) thrown = std::current_exception();
      }
    }
  };
  {
    std::vector<std::jthread> threads;
    try {
      while (threads.size() + 1 < std::min(count, most)) threads.emplace_back(work);
    } catch (const std::system_error&) {
      // Fewer do it as well.
    }
    work();
  }
  if (thrown) std::rethrow_exception(thrown);
}

}  // namespace ssm
