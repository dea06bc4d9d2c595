// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "actions/inputs.h"
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

/// When the delay is over.
Time end_of_delay(const StepCall& call) {
  if (const auto instant = optional_string_input(call.inputs, "Timestamp").value())
    return parse_time(*instant).value();
  return call.now + parse_duration(string_input(call.inputs, "Duration").value()).value();
}

/// How far a time lies ahead, no table can say.
std::optional<Failed> check_sleep(const StepCall& call) {
  if (end_of_delay(call) - call.now <= std::chrono::seconds(kLongestDelay)) return std::nullopt;
  return refuse_inputs(
      {"Input", fmt::format("Input Timestamp must be at most {} seconds ahead, but it is: {}",
                            kLongestDelay, string_input(call.inputs, "Timestamp").value())});
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
  return sleep_until(end_of_delay(call), call.now);
}

}  // namespace

extern constinit const Action kSleepAction{kSleepSpec, check_sleep, advance_sleep};

}  // namespace ssm
