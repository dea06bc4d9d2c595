// SPDX-License-Identifier: Apache-2.0
#include "core/os/clock.h"

namespace ssm {

Time WallClock::now() const {
  return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
}

std::chrono::microseconds steady_now() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace ssm
