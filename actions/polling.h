// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/time.h"
#include "core/engine/action.h"

namespace ssm {

/// The pauses between looks at something that is not yet as it should be: `first`, then each
/// `factor` times the one before until `steep_until` is reached, from there on `later_factor`
/// times.
struct Backoff {
  Milliseconds first;
  double factor = 1;
  Milliseconds steep_until = first;
  double later_factor = 1;
  /// No pause is longer than this part of the step's timeout; 0 = no limit.
  double most_of_timeout = 0;
};

/// What the service publishes for waits on a property: 3, 9, 27, 81 s, then 0.5 % more each time;
/// no pause is longer than 30 % of timeoutSeconds. Source: spec/corrections 4.
inline constexpr Backoff kPropertyBackoff{.first = Milliseconds(3000),
                                          .factor = 3,
                                          .steep_until = Milliseconds(81000),
                                          .later_factor = 1.005,
                                          .most_of_timeout = 0.3};

/// The pause after so many looks.
Milliseconds pause_after(std::int64_t looks, const Backoff& backoff,
                         std::optional<Milliseconds> timeout);

/// Waits and calls the action again. The memo keeps its members, and counts the looks as "polls".
Suspended poll_again(const StepCall& step, const Backoff& backoff);

}  // namespace ssm
