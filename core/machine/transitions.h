// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "core/machine/status.h"

namespace ssm {

/// What moves an execution or a step from one status to another.
enum class Trigger {
  kStart,             // a slot is free (execution), the step is started (step)
  kStartInteractive,  // a slot is free, mode Interactive
  kWait,              // the current step waits for a decision or Resume
  kResume,            // it goes on
  kStepSignal,        // Interactive: StartStep
  kStepDone,          // Interactive: the step ended, whatever its status
  kRetry,             // the next attempt begins
  kSucceed,
  kFail,
  kTimeOut,
  kCancel,     // cancellation asked for
  kCancelled,  // cancellation carried out
  kExit,       // aws:loop left by a jump
};

struct Transition {
  Status from;
  Trigger trigger;
  Status to;
};

/// The whole table of an execution's life, and of a step's. Source: spec/documents-and-engine 6.
std::span<const Transition> execution_transitions();
std::span<const Transition> step_transitions();

/// Where `trigger` leads from `from`; nullopt: the table has no such row.
std::optional<Status> next_status(std::span<const Transition> table, Status from, Trigger trigger);

std::string_view to_text(Trigger trigger);

}  // namespace ssm
