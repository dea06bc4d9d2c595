// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace ssm::fuzz {

/// A fuzz target as one of several in the program that replays them.
struct ReplayedTarget {
  using Function = int (*)(const std::uint8_t* data, std::size_t size);

  /// Adds itself to the list; lives as long as the program.
  ReplayedTarget(const char* target_name, Function target_function);

  const char* name;
  Function function;
  const ReplayedTarget* next;
};

}  // namespace ssm::fuzz
