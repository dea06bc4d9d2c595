// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "actions/action_functions.h"
#include "actions/inputs.h"
#include "core/document/input_value.h"

namespace ssm {
namespace {

/// When the delay is over. Errors: code "Input".
Result<Time> end_of_delay(const StepCall& call) {
  TRY(check_input_values(*call.step.spec, call.inputs));
  TRY_ASSIGN(const std::optional<std::string> instant,
             optional_string_input(call.inputs, "Timestamp"));
  if (instant) {
    const Time end = parse_time(*instant).value_or(call.now);
    const std::int64_t longest = find_input(*call.step.spec, "Timestamp")->most;
    if (end - call.now > std::chrono::seconds(longest))
      return bad_input(fmt::format(
          "Input Timestamp must be at most {} seconds ahead, but it is: {}", longest, *instant));
    return end;
  }
  TRY_ASSIGN(const std::string duration, string_input(call.inputs, "Duration"));
  TRY_ASSIGN(const Milliseconds delay, parse_duration(duration));
  return call.now + delay;
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
  const Result<Time> first = end_of_delay(call);
  if (!first) return refuse_inputs(first.error());
  return sleep_until(*first, call.now);
}

}  // namespace ssm
