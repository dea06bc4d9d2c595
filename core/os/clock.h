// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

#include "core/base/time.h"

namespace ssm {

/// The machine's clock, cut to milliseconds.
class WallClock final : public Clock {
 public:
  Time now() const override;
};

/// Time since some moment, in steps that no change of the machine's clock disturbs: for measuring.
std::chrono::microseconds steady_now();

}  // namespace ssm
