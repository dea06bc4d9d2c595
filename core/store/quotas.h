// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace ssm {

/// How many executions may hold a slot, and how many may wait for one. Source: the published quotas
/// (25 running, 75 children, 1,000 waiting).
struct Quotas {
  std::int64_t running = 25;
  std::int64_t children = 75;
  std::int64_t queued = 1000;
};

}  // namespace ssm
