// SPDX-License-Identifier: Apache-2.0
#include "core/engine/worker_pool.h"

#include <pthread.h>

#include <catch2/catch.hpp>
#include <semaphore>
#include <system_error>

namespace ssm {
namespace {

/// While it lives, the stack of a new thread has no room anywhere.
class NoMoreThreads {
 public:
  NoMoreThreads() {
    pthread_attr_t attributes;
    pthread_getattr_default_np(&attributes);
    pthread_attr_getstacksize(&attributes, &before_);
    set(std::size_t{1} << 47);
  }
  ~NoMoreThreads() { set(before_); }
  NoMoreThreads(const NoMoreThreads&) = delete;
  NoMoreThreads& operator=(const NoMoreThreads&) = delete;

 private:
  static void set(std::size_t size) {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, size);
    pthread_setattr_default_np(&attributes);
    pthread_attr_destroy(&attributes);
  }
  std::size_t before_ = 0;
};

TEST_CASE("where no further thread is to be had, a job waits for one that is there") {
  std::counting_semaphore<> done(0);
  std::binary_semaphore go_on(0);
  {
    WorkerPool pool(4);
    pool.submit([&] {
      go_on.acquire();
      done.release();
    });
    const NoMoreThreads limit;
    pool.submit([&] { done.release(); });
    go_on.release();
    for (int i = 0; i < 2; ++i) done.acquire();
  }
  WorkerPool empty(4);
  const NoMoreThreads limit;
  CHECK_THROWS_AS(empty.submit([] {}), std::system_error);
}

}  // namespace
}  // namespace ssm
