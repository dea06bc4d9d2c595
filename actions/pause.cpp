// SPDX-License-Identifier: Apache-2.0
#include "actions/action_functions.h"

namespace ssm {

Outcome advance_pause(const StepCall& call, Ports& /*ports*/) {
  const bool resumed =
      std::ranges::any_of(call.signals, [](const Signal& s) { return s.type == "Resume"; });
  if (resumed) return Done{};
  Pending pending;
  pending.memo = {{"phase", "paused"}};
  pending.awaits = Awaits::kResume;
  return pending;
}

}  // namespace ssm
