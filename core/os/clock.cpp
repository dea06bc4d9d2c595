// SPDX-License-Identifier: Apache-2.0
#include "core/os/clock.h"

namespace ssm {

Time WallClock::now() const {
  return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
}

}  // namespace ssm
