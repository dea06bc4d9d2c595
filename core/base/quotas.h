// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace ssm {

/// How many executions of one account and Region may hold a slot, how many may wait for one, and
/// how many may descend from one.
struct Quotas {
  std::int64_t running = 25;
  std::int64_t children = 75;
  std::int64_t queued = 1000;
  std::int64_t descendants = 100'000;  // of one execution that no step started (assumed)
};

/// "seed": the defaults above; "current": what AWS publishes in 2026 (100 running, 5,000 waiting).
/// nullopt: there is no preset of that name.
constexpr std::optional<Quotas> quota_preset(std::string_view name) {
  if (name == "seed") return Quotas{};
  if (name == "current") return Quotas{.running = 100, .children = 75, .queued = 5000};
  return std::nullopt;
}

}  // namespace ssm
