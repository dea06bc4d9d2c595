// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/base/account_region.h"
#include "core/base/quotas.h"
#include "core/base/time.h"
#include "core/document/action_catalog.h"
#include "core/launch/execution_mocks.h"
#include "core/launch/parameter_store.h"
#include "core/launch/predefined_document.h"
#include "core/plan/obstacles.h"
#include "core/store/database.h"
#include "core/store/plan_store.h"

namespace ssm {

/// For whom, when and with what an execution is started: an operation's caller, or an execution
/// that starts another one. Refers to what its maker keeps.
struct LaunchContext {
  Database& database;
  const AccountRegion& scope;
  const std::string& caller;  // an ARN
  Time now;
  const Quotas& quotas;
  std::span<const PredefinedDocument> predefined;
  const ActionCatalog& actions;
  PlanStore& plans;
  const ExecutionMocks* mocks = nullptr;
  const ParameterStore* parameter_store = nullptr;  // nullptr: it has no parameters
  bool allows_retired_runtimes = false;
  HasProgram has_program = {};
  /// Whether a step of an execution starts this one, and the step that a mock can stand in for:
  /// nullptr when it is one further up.
  bool is_child = false;
  const PlanStep* calling_step = nullptr;
};

}  // namespace ssm
