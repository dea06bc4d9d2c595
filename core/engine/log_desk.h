// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/engine/step_log.h"
#include "core/store/step_log_store.h"

namespace ssm {

/// What steps print, on its way from the workers to the store. It is written with whatever else is
/// committed, a moment later at the latest: who looks sees it while the step runs.
class LogDesk {
 public:
  explicit LogDesk(const Clock& clock) : clock_(clock) {}

  /// Called, on the worker's thread, when due() has a time that it had not before.
  void on_text(std::function<void()> wake) { wake_ = std::move(wake); }

  /// On any thread. What comes faster than it is written loses its middle.
  void append(const StepLogKey& step, std::string_view text);

  // On the engine's thread:
  /// When there is something to write; nullopt: there is nothing.
  std::optional<Time> due();
  /// Writes all there is, within the present transaction.
  Completed write(StepLogStore& store);
  /// The transaction was committed: what was written is done with. Else it stays.
  void end_transaction(bool committed);

 private:
  const Clock& clock_;
  std::function<void()> wake_;
  std::mutex mutex_;
  std::optional<Time> due_;                  // guarded by the mutex, and so is
  std::map<StepLogKey, std::string> texts_;  // what is to be written
  std::map<StepLogKey, std::string>
      written_;  // in a transaction that is not committed; the engine's alone
};

/// The log of one step.
class LogOfStep final : public StepLog {
 public:
  LogOfStep(LogDesk& desk, StepLogKey step) : desk_(desk), step_(std::move(step)) {}
  void append(std::string_view text) override { desk_.append(step_, text); }

 private:
  LogDesk& desk_;
  StepLogKey step_;
};

}  // namespace ssm
