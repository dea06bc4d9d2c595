// SPDX-License-Identifier: Apache-2.0
#include "actions/shared_specs.h"
#include "core/engine/action.h"

namespace ssm {
namespace {

constexpr ActionSpec kPauseSpec = {
    .name = "aws:pause",
    .doc = "Waits until it is resumed.",
    .kind = ActionKind::kPerson,
    .impact = Impact::kNonMutating,
    .takes_other_inputs = true,
    .needs_inputs = false,
    .default_timeout_seconds = kPeopleTimeout,
    .longest_timeout_seconds = kLongestPeopleTimeout,
    .takes_signals = Awaits::kResume,
    .may_be_on_cancel_target = false,
};

Outcome advance_pause(const StepCall& call, Ports& /*ports*/) {
  const bool resumed =
      std::ranges::any_of(call.signals, [](const Signal& s) { return s.type == "Resume"; });
  if (resumed) return Done{};
  Suspended suspended;
  suspended.memo = {{"phase", "paused"}};
  suspended.awaits = Awaits::kResume;
  return suspended;
}

}  // namespace

extern constinit const Action kPauseAction{kPauseSpec, advance_pause};

}  // namespace ssm
