// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>

namespace ssm {

/// Calls `job` once for each number below `count`, up to `most` at the same time, on threads beside
/// the calling one, and returns when all have returned. Where the system has no more threads, it
/// makes do with those that are there. What a job throws is thrown again, the first of it.
void run_at_once(std::size_t count, std::size_t most, const std::function<void(std::size_t)>& job);

}  // namespace ssm
