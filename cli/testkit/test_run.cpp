// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/test_run.h"

#include <fmt/format.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "core/os/clock.h"

namespace ssm::testkit {
namespace {

bool failed(const CaseResult& result) {
  return result.outcome == CaseResult::Outcome::kFailed ||
         result.outcome == CaseResult::Outcome::kStopped;
}

/// Hands the cases to threads, and their results on in order.
class Crew {
 public:
  Crew(TestRun& run, const TestRunOptions& options) : options_(options) {
    for (FileRun& file : run.files) {
      file.results.resize(file.file.cases.size());
      for (std::size_t i = 0; i < file.results.size(); ++i) jobs_.push_back({&file, i});
    }
    done_.resize(jobs_.size());
  }

  std::size_t size() const { return jobs_.size(); }

  /// `databases`: one for each case that runs at the same time.
  void run(std::vector<Database>& databases, const OnCase& on_case) {
    // A thread for a single case would cost as much as the case.
    if (databases.size() == 1) return run_here(databases.front(), on_case);
    std::vector<std::thread> threads;
    for (Database& database : databases)
      threads.emplace_back([this, &database] {
        while (do_next(database)) {
        }
      });
    for (std::size_t i = 0; i < jobs_.size(); ++i) {
      await(i);
      if (on_case) on_case(*jobs_[i].file, jobs_[i].index);
    }
    for (std::thread& thread : threads) thread.join();
  }

 private:
  struct Job {
    FileRun* file;
    std::size_t index;
  };

  void run_here(Database& database, const OnCase& on_case) {
    for (const Job& job : jobs_) {
      do_next(database);
      if (on_case) on_case(*job.file, job.index);
    }
  }

  /// False: nothing is left to do.
  bool do_next(Database& database) {
    const std::size_t job = next_.fetch_add(1);
    if (job >= jobs_.size()) return false;
    CaseResult result;
    // What comes before the first failure runs in any case: the same cases are skipped always.
    if (!options_.fail_fast || job < first_failed_.load())
      result = run_case(jobs_[job].file->file.cases[jobs_[job].index], database, options_.run);
    if (failed(result)) lower_first_failed(job);
    const std::lock_guard lock(mutex_);
    jobs_[job].file->results[jobs_[job].index] = std::move(result);
    done_[job] = true;
    changed_.notify_one();
    return true;
  }

  void lower_first_failed(std::size_t job) {
    std::size_t known = first_failed_.load();
    while (job < known && !first_failed_.compare_exchange_weak(known, job)) {
    }
  }

  void await(std::size_t job) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return done_[job]; });
    // It may have been running when an earlier one failed.
    if (options_.fail_fast && job > first_failed_.load())
      jobs_[job].file->results[jobs_[job].index] = CaseResult();
  }

  const TestRunOptions& options_;
  std::vector<Job> jobs_;
  std::vector<bool> done_;  // under mutex_
  std::mutex mutex_;
  std::condition_variable changed_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<std::size_t> first_failed_ = SIZE_MAX;
};

}  // namespace

Result<TestRun> run_tests(std::vector<TestFile> files, const TestRunOptions& options,
                          const OnCase& on_case) {
  TestRun run;
  const auto begun = steady_now();
  for (TestFile& file : files) run.files.push_back({std::move(file), {}});
  Crew crew(run, options);
  std::vector<Database> databases;
  TRY_ASSIGN(Database first, World::fresh_state());
  databases.push_back(std::move(first));
  const std::size_t wanted = std::min(options.threads, crew.size());
  if (wanted > 1) {
    TRY_ASSIGN(const std::string state, databases.front().to_bytes());
    while (databases.size() < wanted) {
      TRY_ASSIGN(Database database, Database::from_bytes(state));
      databases.push_back(std::move(database));
    }
  }
  crew.run(databases, on_case);
  run.real_time = steady_now() - begun;
  return run;
}

}  // namespace ssm::testkit
