// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "actions/action_functions.h"
#include "actions/inputs.h"
#include "core/document/action.h"

namespace ssm {
namespace {

/// When the delay is over. Errors: code "Input".
Result<Time> end_of_delay(const Json& inputs, Time now) {
  TRY_ASSIGN(std::optional<std::string> instant, optional_string_input(inputs, "Timestamp"));
  if (!instant) {
    TRY_ASSIGN(instant, optional_string_input(inputs, "TimeStamp"));
  }
  if (instant) {
    const std::optional<Time> end = parse_time(*instant);
    if (!end) {
      return bad_input(
          fmt::format("Input Timestamp must be an ISO 8601 time, but it is: {}", *instant));
    }
    if (*end - now > kLongestDelay) {
      return bad_input(
          fmt::format("Input Timestamp must be at most {} seconds ahead, but it is: {}",
                      kLongestDelay.count(), *instant));
    }
    return *end;
  }
  TRY_ASSIGN(const std::optional<std::string> duration, optional_string_input(inputs, "Duration"));
  if (!duration) return bad_input("One of the inputs Duration and Timestamp is required");
  const Result<Milliseconds> delay = parse_duration(*duration);
  if (!delay) {
    return bad_input(
        fmt::format("Input Duration must be an ISO 8601 duration, but it is: {}", *duration));
  }
  if (*delay > kLongestDelay) {
    return bad_input(fmt::format("Input Duration must be at most {} seconds, but it is: {}",
                                 kLongestDelay.count(), *duration));
  }
  return now + *delay;
}

Outcome sleep_until(Time end, Time now) {
  if (end <= now) return Done{};
  Pending pending;
  pending.memo = {{"end", to_epoch_ms(end)}};
  pending.wake_at = end;
  return pending;
}

}  // namespace

Outcome advance_sleep(const StepCall& call, Ports& /*ports*/) {
  const Json* end = find_member(call.memo, "end");
  if (end != nullptr) return sleep_until(from_epoch_ms(end->get<std::int64_t>()), call.now);
  const Result<Time> first = end_of_delay(call.inputs, call.now);
  if (!first) return refuse_inputs(first.error());
  return sleep_until(*first, call.now);
}

}  // namespace ssm
