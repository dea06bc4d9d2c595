// SPDX-License-Identifier: Apache-2.0
#include "core/engine/at_once.h"

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <latch>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>

namespace ssm {
namespace {

TEST_CASE("each number is done once, on as many threads as there may be") {
  for (const std::size_t most : {std::size_t{0}, std::size_t{1}, std::size_t{3}, std::size_t{50}}) {
    std::mutex mutex;
    std::multiset<std::size_t> done;
    std::set<std::thread::id> threads;
    run_at_once(10, most, [&](std::size_t number) {
      const std::lock_guard lock(mutex);
      done.insert(number);
      threads.insert(std::this_thread::get_id());
    });
    CHECK(done == std::multiset<std::size_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
    CHECK(threads.size() <= std::max<std::size_t>(most, 1));
  }
  run_at_once(0, 5, [](std::size_t) { FAIL("nothing is to be done"); });
}

TEST_CASE("jobs that wait for each other run at the same time") {
  std::latch all(4);
  run_at_once(4, 4, [&](std::size_t) { all.arrive_and_wait(); });
  CHECK(all.try_wait());
}

TEST_CASE("what a job throws comes to the caller, and others are done all the same") {
  std::atomic<int> done = 0;
  const auto job = [&](std::size_t number) {
    ++done;
    if (number == 1) throw std::runtime_error("one");
  };
  CHECK_THROWS_WITH(run_at_once(6, 2, job), "one");
  CHECK(done == 6);
}

}  // namespace
}  // namespace ssm
