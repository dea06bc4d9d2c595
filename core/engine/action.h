// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/time.h"
#include "core/document/document.h"
#include "core/engine/cloud.h"
#include "core/engine/outcome.h"
#include "core/machine/state.h"

namespace ssm {

/// What an action sees of its step.
struct StepCall {
  const Document& document;
  const Step& step;
  const Json& inputs;  // resolved, typed
  std::string execution_id;
  std::string step_execution_id;
  std::int64_t attempt = 1;
  AccountRegion scope;
  Json memo;                    // null at the first call of an attempt
  std::vector<Signal> signals;  // of this attempt so far
  Json variables;               // current values
  Time now;
  /// For API members that make a call idempotent: the same at every call of this attempt, also
  /// after a crash. 36 characters.
  std::string client_token;
};

/// What an action may use. Nothing else: no clock, no file, no process of its own.
struct Ports {
  Cloud& cloud;
};

/// One aws:* action. Each call of `advance` makes at most one change outside and says where it got
/// to; it may be repeated after a crash with the same memo and client token.
struct Action {
  std::string_view name;
  Outcome (*advance)(const StepCall& call, Ports& ports);
  /// Stops what `advance` started, when the step is cancelled or timed out. May be nullptr.
  void (*cancel)(const StepCall& call, Ports& ports) = nullptr;
};

/// The actions there are; nullptr when there is none of that name.
using FindAction = const Action* (*)(std::string_view name);

}  // namespace ssm
