// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "core/api/model.h"
#include "core/base/json.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/launch/launch_context.h"
#include "core/store/database.h"
#include "core/store/plan_store.h"

namespace ssm {

/// What an operation may use.
struct ServicePorts {
  Database& database;  // state.db, migrated
  const Clock& clock;
  std::span<const PredefinedDocument> predefined;
  const ActionCatalog& actions;
  Quotas quotas = {};
  /// For every execution that is started; nullptr = none.
  const ExecutionMocks* mocks = nullptr;
  /// Which the defaults of parameters may name; nullptr = it has none.
  const ParameterStore* parameter_store = nullptr;
  /// Creates and starts documents whose scripts have a runtime that the service has retired.
  bool allows_retired_runtimes = false;
  /// An execution is refused when a step cannot run here, for want of a program, say.
  HasProgram has_program = {};
  /// A file of the caller's machine, for what documents attach; empty: that is not this one.
  /// Errors: the message says why it cannot be read.
  std::function<Result<std::string>(const std::string& path)> read_file = {};
  PlanStore plans{database, actions};
};

/// Who calls, and where.
struct Caller {
  AccountRegion scope;
  std::string arn;
};

/// One request in, one response or named service error out. `work_left` tells whether the call left
/// something for the engine (or found something overdue). `notice`: what the service would not say,
/// for whoever called from this machine.
struct Reply {
  Json response;
  bool work_left = false;
  std::string notice = {};
};

/// Validates the request, runs the operation. Errors: the service's, ValidationException,
/// SerializationException, UnknownOperationException, or "State" for trouble with the state
/// directory.
Result<Reply> invoke(const Operation& operation, Json request, const Caller& caller,
                     ServicePorts& ports);

}  // namespace ssm
