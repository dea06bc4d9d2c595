// SPDX-License-Identifier: Apache-2.0
#pragma once
// A driver on an in-memory store, with actions that tests script.

#include <atomic>
#include <catch2/catch.hpp>
#include <condition_variable>
#include <mutex>

#include "core/engine/driver.h"
#include "core/machine/machine.h"
#include "core/store/execution_store.h"

namespace ssm {

/// A clock that threads may read while the test moves it.
class AtomicClock final : public Clock {
 public:
  Time now() const override { return from_epoch_ms(ms_.load()); }
  void advance_by(Milliseconds duration) { ms_ += duration.count(); }

 private:
  std::atomic<std::int64_t> ms_ = 1'700'000'000'000;
};

/// Answers every call with its own parameters and counts them.
class EchoCloud final : public Cloud {
 public:
  tl::expected<Json, AwsError> call(const CloudCall& call) override {
    ++calls;
    return call.parameters;
  }
  std::atomic<int> calls = 0;
};

inline Outcome echo(const StepCall& call, Ports& ports) {
  const auto reply = ports.cloud.call({"test", "Echo", call.inputs, call.scope, call.now});
  return Done{{{"Token", call.client_token}}, *reply, "", {}};
}
inline Outcome fail(const StepCall&, Ports&) {
  return Failed{Failure{"Invocation", "Action", "it failed"}, {}};
}
inline Outcome nap(const StepCall& call, Ports&) {
  if (call.memo.is_null())
    return Pending{true, call.now + std::chrono::seconds(10), Awaits::kNothing, {}};
  return Done{};
}
inline Outcome hold(const StepCall& call, Ports&) {
  if (call.signals.empty()) return Pending{{}, {}, Awaits::kResume, {}};
  return Done{};
}
inline Outcome explode(const StepCall&, Ports&) {
  throw std::runtime_error("boom");
}

inline const Action* find_test_action(std::string_view name) {
  static constexpr Action kActions[] = {{"aws:executeAwsApi", echo},
                                        {"aws:createTags", fail},
                                        {"aws:sleep", nap},
                                        {"aws:pause", hold},
                                        {"aws:branch", explode}};
  for (const Action& action : kActions)
    if (action.name == name) return &action;
  return nullptr;
}

struct EngineBench {
  Database database;
  ExecutionStore store{database};
  AtomicClock clock;
  EchoCloud cloud;
  std::mutex mutex;
  std::condition_variable woken;
  bool wake_pending = false;
  int number = 0;
  Driver driver;  // last: its threads end before what they wake goes

  explicit EngineBench(DriverOptions options = DriverOptions{{}, 0},
                       const std::string& path = ":memory:")
      : database(*Database::open(path)),
        driver((require(migrate_state(database)), database), clock, cloud, find_test_action,
               options) {
    driver.on_completion([this] {
      const std::lock_guard lock(mutex);
      wake_pending = true;
      woken.notify_one();
    });
  }

  static void require(const Completed& done) {
    if (!done) FAIL(done.error().message);
  }

  std::string start(std::string_view yaml, Json parameters = Json::object()) {
    const Document document = *parse_document(yaml, DocumentFormat::kYaml);
    const std::string id = "00000000-0000-4000-8000-" + std::to_string(100000000000 + ++number);
    int step_number = 0;
    ExecutionState state =
        initial_state(document, id, [&] { return id + "/" + std::to_string(++step_number); });
    state.account = "123456789012";
    state.region = "us-east-1";
    state.parameters = std::move(parameters);
    state.created = clock.now();
    Transaction transaction = std::move(*Transaction::begin(database));
    require(store.insert(state, document, clock.now()));
    require(transaction.commit());
    return id;
  }

  void append(const std::string& id, std::string_view yaml, Event event) {
    const Document document = *parse_document(yaml, DocumentFormat::kYaml);
    Transaction transaction = std::move(*Transaction::begin(database));
    ExecutionState state = apply(document, **store.load(id), event);
    require(store.append(event, state, due_time(document, state, clock.now())));
    require(transaction.commit());
  }

  void run() { require(driver.run_until_idle()); }

  /// With workers: until no action is being called any more.
  void run_to_rest() {
    run();
    while (driver.has_running_actions()) {
      {
        std::unique_lock lock(mutex);
        woken.wait(lock, [this] { return std::exchange(wake_pending, false); });
      }
      run();
    }
  }

  ExecutionState state(const std::string& id) { return **store.load(id); }
};

}  // namespace ssm
