// SPDX-License-Identifier: Apache-2.0
#pragma once
// A driver on an in-memory store, with actions that tests script.

#include <array>
#include <atomic>
#include <catch2/catch.hpp>
#include <condition_variable>
#include <mutex>
#include <semaphore>

#include "actions/registry.h"
#include "core/engine/driver.h"
#include "core/machine/machine.h"
#include "core/store/execution_store.h"
#include "core/store/migrations.h"

namespace ssm {

/// A runbook whose one step waits for a person.
inline constexpr std::string_view kHoldRunbook = R"(
schemaVersion: '0.3'
mainSteps: [{name: hold, action: 'aws:pause', inputs: {}}]
)";

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
  CloudAnswer call(const CloudCall& call) override {
    ++calls;
    if (before_answer) before_answer();
    return call.parameters;
  }
  tl::expected<std::variant<CloudReply, Outside>, AwsError> route(const CloudCall& call) override {
    if (is_outside) return Outside{};
    return Cloud::route(call);
  }
  std::atomic<int> calls = 0;
  bool is_outside = false;
  std::function<void()> before_answer;
};

inline Outcome echo(const StepCall& call, Ports& ports) {
  const auto reply = ports.cloud.call({"test", "Echo", call.inputs, call.scope, call.now});
  return Done{{{"Token", call.client_token()}}, *reply, "", {}};
}
inline Outcome fail(const StepCall&, Ports&) {
  return Failed{Failure{"Invocation", "Action", "it failed"}, {}};
}
inline Outcome nap(const StepCall& call, Ports&) {
  if (call.memo.is_null())
    return Suspended{true, call.now + std::chrono::seconds(10), Awaits::kNothing, {}};
  return Done{};
}
inline Outcome hold(const StepCall& call, Ports&) {
  if (call.signals.empty()) return Suspended{{}, {}, Awaits::kResume, {}};
  return Done{};
}
inline Outcome explode(const StepCall&, Ports&) {
  throw std::runtime_error("boom");
}
inline std::optional<Failed> explode_at_once(const StepCall&) {
  throw std::runtime_error("boom");
}
inline Outcome cut(const StepCall&, Ports&) {
  Done done;
  done.warning = "The list was cut.";
  return done;
}
/// Runs until it is interrupted.
inline Outcome run_until_stopped(const StepCall& call, Ports&) {
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  stopped.wait(lock, call.stop, [] { return false; });
  return Failed{Failure{"Invocation", "Action", "interrupted"}, {{"Got", "so far"}}};
}
/// Waits for an execution that it started.
inline Outcome wait_for_child(const StepCall& call, Ports&) {
  if (call.memo.is_null()) return Suspended{"child", {}, Awaits::kChild, {}};
  return Done{};
}
/// Needs two looks until it has stopped.
inline Outcome stop_slowly(const StepCall& call, Ports&) {
  if (call.memo == "stopping") return Done{{{"Stopped", "yes"}}, {}, "", {}};
  return Suspended{"stopping", call.now + Milliseconds(100), Awaits::kNothing, {}};
}
/// Two iterations, then the end; an iteration that ended early fails it.
inline Outcome iterate_twice(const StepCall& call, Ports&) {
  if (call.body_failure) return Failed{call.body_failure->failure, {}};
  if (call.iterations < 2) return Iterate{call.iterations, {}};
  return Done{{{"Iterations", call.iterations}}, {}, "", {}};
}

inline const Action* find_test_action(std::string_view name) {
  static constexpr Action kActions[] = {Action{{.name = "aws:executeAwsApi"}, echo},
                                        Action{{.name = "aws:createTags"}, fail},
                                        Action{{.name = "aws:sleep"}, nap},
                                        Action{{.name = "aws:copyImage"}, cut},
                                        Action{{.name = "aws:pause"}, hold},
                                        Action{{.name = "aws:branch"}, explode},
                                        Action{{.name = "aws:createImage"}, explode_at_once, echo},
                                        Action{{.name = "aws:executeScript"}, run_until_stopped},
                                        Action{{.name = "aws:executeAutomation"}, wait_for_child},
                                        Action{{.name = "aws:runCommand"}, nap, stop_slowly},
                                        Action{{.name = "aws:loop"}, iterate_twice}};
  for (const Action& action : kActions)
    if (action.spec.name == name) return &action;
  return nullptr;
}

struct EngineBench {
  Database database;
  ExecutionStore store{database, action_catalog()};
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
        driver((require(migrate_state(database)), database), clock, cloud, action_catalog(),
               find_test_action, options) {
    driver.on_completion([this] {
      const std::lock_guard lock(mutex);
      wake_pending = true;
      woken.notify_one();
    });
  }

  static void require(const Completed& done) {
    if (!done) FAIL(done.error().message);
  }

  std::string start(std::string_view yaml, Json parameters = Json::object(),
                    std::optional<Parent> parent = {}) {
    const Document document = *parse_document(yaml, DocumentFormat::kYaml, {action_catalog()});
    const std::string id = "00000000-0000-4000-8000-" + std::to_string(100000000000 + ++number);
    auto plan = std::make_shared<const Plan>(compile(document));
    ExecutionState state = initial_state(*plan, id);
    state.account = "123456789012";
    state.region = "us-east-1";
    state.parameters = std::move(parameters);
    state.created = clock.now();
    state.parent = std::move(parent);
    Transaction transaction = std::move(*Transaction::begin(database));
    require(store.insert(state, {{std::string(yaml), DocumentFormat::kYaml}, plan}));
    require(transaction.commit());
    return id;
  }

  void append(const std::string& id, Event event) {
    Transaction transaction = std::move(*Transaction::begin(database));
    StoredExecution execution = **store.load(id);
    require(apply(*execution.plan, execution.state, event));
    require(store.append(event, execution.state,
                         due_time(*execution.plan, execution.state, clock.now())));
    require(transaction.commit());
  }

  void run() { require(driver.run_until_idle()); }

  void wait_for_wake() {
    std::unique_lock lock(mutex);
    woken.wait(lock, [this] { return std::exchange(wake_pending, false); });
  }

  /// With workers: until one of them has called the cloud.
  void run_until_called(std::binary_semaphore& is_called) {
    run();
    while (!is_called.try_acquire()) {
      {
        std::unique_lock lock(mutex);
        woken.wait_for(lock, Milliseconds(10), [this] { return wake_pending; });
        wake_pending = false;
      }
      run();
    }
  }

  /// With workers: until no action is being called any more.
  void run_to_rest() {
    run();
    while (driver.has_running_actions()) {
      wait_for_wake();
      run();
    }
  }

  ExecutionState state(const std::string& id) { return (**store.load(id)).state; }
};

}  // namespace ssm
