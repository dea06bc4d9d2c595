// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "cli/engine.h"
#include "core/api/service.h"
#include "core/base/json.h"
#include "core/base/quotas.h"
#include "core/base/result.h"
#include "core/os/clock.h"
#include "core/os/state_directory.h"
#include "core/store/database.h"

namespace ssm {

/// The service behind the door: a state directory, opened for one command.
class LocalService {
 public:
  /// `state_dir`: --state-dir; empty = the usual one. Errors: code "StateDirectory", "State",
  /// "Usage" for settings of the engine, "Configuration".
  static Result<LocalService> open(const std::string& state_dir);

  /// The answer, members in the order of the model. Errors: those of
  /// answer_call().
  Result<Json> ask(const Operation& operation, const Json& request, const Caller& caller);

  /// What an execution waits for, as awaited_text() says it; empty: for nothing, or it cannot be
  /// read.
  std::string awaited(const std::string& execution_id, const AccountRegion& scope);

  /// Executions that are started from now on get these.
  void use_mocks(ExecutionMocks mocks) { mocks_ = std::move(mocks); }

  /// Starts or wakes an engine when something was left for it. A request that was accepted stays so
  /// when none can be started: the next command tries again.
  void start_work();

  /// As every question about an execution does: sees to it that an engine is there when there is
  /// work.
  void look_for_engine(const std::string& execution_id, const Caller& caller);

  const StateDirectory& directory() const { return directory_; }

 private:
  LocalService(StateDirectory directory, Database database, const Quotas& quotas)
      : directory_(std::move(directory)), database_(std::move(database)), quotas_(quotas) {}

  StateDirectory directory_;
  Database database_;
  Quotas quotas_;
  std::optional<ExecutionMocks> mocks_;
  bool work_left_ = false;
  EngineStarter engines_;
};

}  // namespace ssm
