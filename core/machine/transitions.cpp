// SPDX-License-Identifier: Apache-2.0
#include "core/machine/transitions.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/machine/state_fields.h"

namespace ssm {
namespace {

constexpr std::array<std::string_view, 9> kStatusNames = {"Pending",   "InProgress", "Waiting",
                                                          "Success",   "TimedOut",   "Cancelling",
                                                          "Cancelled", "Failed",     "Exited"};

using enum Status;

constexpr Transition kExecution[] = {
    {kPending, Trigger::kStart, kInProgress},
    {kPending, Trigger::kStartInteractive, kWaiting},
    {kPending, Trigger::kCancelled, kCancelled},
    {kPending, Trigger::kFail, kFailed},  // it cannot begin: its runbook cannot be read

    {kInProgress, Trigger::kWait, kWaiting},
    {kInProgress, Trigger::kStepDone, kWaiting},
    {kInProgress, Trigger::kSucceed, kSuccess},
    {kInProgress, Trigger::kFail, kFailed},
    {kInProgress, Trigger::kTimeOut, kTimedOut},
    {kInProgress, Trigger::kCancel, kCancelling},

    {kWaiting, Trigger::kResume, kInProgress},
    {kWaiting, Trigger::kStepSignal, kInProgress},
    {kWaiting, Trigger::kStepDone, kWaiting},
    {kWaiting, Trigger::kSucceed, kSuccess},
    {kWaiting, Trigger::kFail, kFailed},
    {kWaiting, Trigger::kTimeOut, kTimedOut},
    {kWaiting, Trigger::kCancel, kCancelling},

    {kCancelling, Trigger::kCancelled, kCancelled},
    {kCancelling, Trigger::kFail, kFailed},  // a stop by what runs it, not by its document
};

constexpr Transition kStep[] = {
    {kPending, Trigger::kStart, kInProgress},

    {kInProgress, Trigger::kWait, kWaiting},
    {kInProgress, Trigger::kRetry, kInProgress},
    {kInProgress, Trigger::kSucceed, kSuccess},
    {kInProgress, Trigger::kFail, kFailed},
    {kInProgress, Trigger::kTimeOut, kTimedOut},
    {kInProgress, Trigger::kCancel, kCancelling},
    {kInProgress, Trigger::kExit, kExited},

    {kWaiting, Trigger::kWait, kWaiting},
    {kWaiting, Trigger::kResume, kInProgress},
    {kWaiting, Trigger::kRetry, kInProgress},
    {kWaiting, Trigger::kSucceed, kSuccess},
    {kWaiting, Trigger::kFail, kFailed},
    {kWaiting, Trigger::kTimeOut, kTimedOut},
    {kWaiting, Trigger::kCancel, kCancelling},

    {kCancelling, Trigger::kCancelled, kCancelled},
    {kCancelling, Trigger::kExit, kCancelled},  // a loop, by a step of onCancel

    // Interactive: a step that did not succeed may be started once more.
    {kFailed, Trigger::kStart, kInProgress},
    {kTimedOut, Trigger::kStart, kInProgress},
    {kCancelled, Trigger::kStart, kInProgress},
};

}  // namespace

std::string_view to_text(Status status) {
  return kStatusNames[static_cast<std::size_t>(status)];
}

std::optional<Status> parse_status(std::string_view text) {
  for (std::size_t i = 0; i < kStatusNames.size(); ++i)
    if (kStatusNames[i] == text) return static_cast<Status>(i);
  return std::nullopt;
}

bool parse_as(std::string_view text, Status& status) {
  const std::optional<Status> parsed = parse_status(text);
  if (parsed) status = *parsed;
  return parsed.has_value();
}

std::string_view to_text(Mode mode) {
  return mode == Mode::kInteractive ? "Interactive" : "Auto";
}

bool parse_as(std::string_view text, Mode& mode) {
  mode = text == "Interactive" ? Mode::kInteractive : Mode::kAuto;
  return text == to_text(mode);
}

constexpr std::array<std::string_view, 4> kAwaitsNames = {"Nothing", "Decision", "Resume", "Child"};

std::string_view to_text(Awaits awaits) {
  return kAwaitsNames[static_cast<std::size_t>(awaits)];
}

bool parse_as(std::string_view text, Awaits& awaits) {
  const auto found = std::ranges::find(kAwaitsNames, text);
  if (found == kAwaitsNames.end()) return false;
  awaits = static_cast<Awaits>(found - kAwaitsNames.begin());
  return true;
}

bool is_terminal(Status status) {
  return status == kSuccess || status == kTimedOut || status == kCancelled || status == kFailed ||
         status == kExited;
}

std::span<const Transition> execution_transitions() {
  return kExecution;
}
std::span<const Transition> step_transitions() {
  return kStep;
}

std::optional<Status> next_status(std::span<const Transition> table, Status from, Trigger trigger) {
  for (const Transition& row : table)
    if (row.from == from && row.trigger == trigger) return row.to;
  return std::nullopt;
}

std::string_view to_text(Trigger trigger) {
  constexpr std::string_view kNames[] = {"Start",      "StartInteractive", "Wait",   "Resume",
                                         "StepSignal", "StepDone",         "Retry",  "Succeed",
                                         "Fail",       "TimeOut",          "Cancel", "Cancelled",
                                         "Exit"};
  return kNames[static_cast<std::size_t>(trigger)];
}

}  // namespace ssm
