// SPDX-License-Identifier: Apache-2.0
#include "core/os/write_queue.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <mutex>
#include <thread>
#include <vector>

#include "tests/unit_os/temporary.h"

namespace ssm {
namespace {

using namespace std::chrono_literals;
using test::TemporaryDirectory;
using SteadyClock = std::chrono::steady_clock;

std::optional<WriteQueue::Turn> await_turn(const std::string& path,
                                           std::chrono::milliseconds longest = 60s) {
  return WriteQueue::await_turn(path, SteadyClock::now() + longest).value();
}

/// How many requests for the lock on `path` the kernel has in line behind the holder.
std::size_t waiting(const std::string& path) {
  const std::string inode =
      ":" + std::to_string(std::filesystem::exists(path) ? test::inode_of(path) : 0) + " ";
  std::istringstream lines(test::read_text("/proc/locks"));
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line);)
    count += line.find("->") != std::string::npos && line.find(inode) != std::string::npos;
  return count;
}

TEST_CASE("the turn goes round in the order of arrival") {
  const TemporaryDirectory directory;
  const std::string path = directory / "queue";
  auto first = await_turn(path);
  REQUIRE(first.has_value());
  std::vector<std::thread> threads;
  std::vector<int> order;
  std::mutex mutex;
  for (int i = 0; i < 10; ++i) {
    threads.emplace_back([&, i] {
      const auto turn = await_turn(path);
      const std::lock_guard guard(mutex);
      order.push_back(turn ? i : -1);
    });
    while (waiting(path) < threads.size()) std::this_thread::yield();
  }
  first.reset();
  for (std::thread& thread : threads) thread.join();
  CHECK(order == std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
}

TEST_CASE("who comes back at once is behind those who wait") {
  const TemporaryDirectory directory;
  const std::string path = directory / "queue";
  for (int round = 0; round < 20; ++round) {
    auto turn = await_turn(path);
    std::atomic<bool> waiter_was_first = false;
    std::thread waiter([&] {
      const auto later = await_turn(path);
      waiter_was_first = later.has_value();
    });
    while (waiting(path) == 0) std::this_thread::yield();
    turn.reset();
    turn = await_turn(path);
    CHECK(waiter_was_first);
    waiter.join();
  }
}

TEST_CASE("a queue whose number is lost goes on") {
  const TemporaryDirectory directory;
  const std::string path = directory / "queue";
  auto first = await_turn(path);
  for (const std::string& number : {std::string(), std::string("x"), std::string(8, '\xff')}) {
    test::write_text(path, number);
    CHECK_FALSE(await_turn(path, 1ms).has_value());
  }
  first.reset();
  CHECK(await_turn(path).has_value());
}

TEST_CASE("who waits too long or is told to give up leaves the queue") {
  const TemporaryDirectory directory;
  const std::string path = directory / "queue";
  auto first = await_turn(path);
  CHECK_FALSE(await_turn(path, 1ms).has_value());
  std::atomic<bool> stopped = false;
  std::thread other([&] {
    const auto turn =
        WriteQueue::await_turn(path, SteadyClock::now() + 60s, [&] { return stopped.load(); });
    CHECK_FALSE(turn.value().has_value());
  });
  stopped = true;
  other.join();
  // Those that have left let the turn pass.
  first.reset();
  CHECK(await_turn(path).has_value());
}

TEST_CASE("a queue cannot be made of a link") {
  const TemporaryDirectory directory;
  std::filesystem::create_symlink(directory / "elsewhere", directory / "queue");
  CHECK(WriteQueue::await_turn(directory / "queue", SteadyClock::now()).error().code ==
        "StateDirectory");
  CHECK_FALSE(std::filesystem::exists(directory / "elsewhere"));
}

}  // namespace
}  // namespace ssm
