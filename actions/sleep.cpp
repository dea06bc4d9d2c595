// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "actions/inputs.h"
#include "core/document/input_value.h"
#include "core/engine/action.h"

namespace ssm {
namespace {

using Type = InputSpec::Type;

constexpr std::string_view kSleepAlternatives[] = {"Duration", "Timestamp"};
constexpr std::string_view kInstants[] = {"Timestamp"};
constexpr std::int64_t kLongestDelay = 604799;  // seconds. Source: spec/actions 21
constexpr InputSpec kSleepInputs[] = {
    {.name = "Duration",
     .type = Type::kString,
     .doc = "How long, ISO 8601: PT10M",
     .format = InputSpec::Format::kDuration,
     .most = kLongestDelay,
     .overridden_by = kInstants},
    {.name = "Timestamp",
     .type = Type::kString,
     .doc = "Until when, ISO 8601: 2030-01-01T00:00:00Z",
     .format = InputSpec::Format::kInstant,
     .most = kLongestDelay},
};

constexpr ActionSpec kSleepSpec = {
    .name = "aws:sleep",
    .doc = "Waits for a time, or until a time.",
    .kind = ActionKind::kSleep,
    .impact = Impact::kNonMutating,
    .inputs = kSleepInputs,
    .alternatives = kSleepAlternatives,
    .default_timeout_seconds = 0,
    .phase = "sleeping",
    .wake_is_completion = true,
};

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
  Suspended suspended;
  suspended.memo = {{"end", to_epoch_ms(end)}};
  suspended.wake_at = end;
  return suspended;
}

Outcome advance_sleep(const StepCall& call, Ports& /*ports*/) {
  const Json* end = find_member(call.memo, "end");
  if (end != nullptr) return sleep_until(from_epoch_ms(end->get<std::int64_t>()), call.now);
  const Result<Time> first = end_of_delay(call);
  if (!first) return refuse_inputs(first.error());
  return sleep_until(*first, call.now);
}

}  // namespace

extern constinit const Action kSleepAction{kSleepSpec, advance_sleep};

}  // namespace ssm
