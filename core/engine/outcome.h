// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "core/base/json.h"
#include "core/base/time.h"
#include "core/engine/cloud_reply.h"
#include "core/machine/state.h"

namespace ssm {

/// The step succeeded. Outputs that the step declares are selected from `response` by the driver.
struct Done {
  Json outputs = Json::object();            // predefined outputs, typed
  CloudReply response;                      // root for the step's own selectors; null = the outputs
  std::string next;                         // only aws:branch sets it
  Json variables;                           // only aws:updateVariable sets it: names to new values
  std::optional<std::int64_t> choice = {};  // of a branch or a loop: see StepSucceeded
  std::string warning = {};  // what the outputs lack, a sentence: a part of WarningMessage
  Json otherwise = {};       // root for selectors that find nothing in the response; null = none
};
/// Call again with `memo`, at `wake_at` or when a signal has come.
struct Suspended {
  Json memo;  // its member kWaitsFor, if any, is shown to people
  std::optional<Time> wake_at;
  Awaits awaits = Awaits::kNothing;
  Json outputs;        // what the step has so far: shown, and kept if it fails; null = none
  Json response = {};  // root for the step's own selectors; null = the outputs
};

/// The attempt failed. What it has, steps of onFailure can refer to.
struct Failed {
  Failure failure;
  Json outputs;                   // beside those of the last Suspended; null = none
  bool aborts_execution = false;  // the execution fails whatever its document says
  Json response = {};             // root for the step's own selectors; null = the outputs
};

/// Of a loop: begin the next iteration; its inner steps run, then the action is called again with
/// `memo`.
struct Iterate {
  Json memo;
  Json values;                           // the loop's outputs from now on; null = as before
  std::optional<std::string> item = {};  // what the iteration is for, as text; nullopt = nothing
};

using Outcome = std::variant<Done, Suspended, Failed, Iterate>;

}  // namespace ssm
