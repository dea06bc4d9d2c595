// SPDX-License-Identifier: Apache-2.0
#include "actions/polling.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>

namespace ssm {
namespace {

// Pauses no longer change noticeably after that many, and a wake-up time stays a time.
constexpr std::int64_t kMostCounted = 1000;
constexpr std::string_view kPolls = "polls";

std::int64_t looks_of(const Json& memo) {
  const Json* looks = find_member(memo, kPolls);
  return looks && looks->is_number_integer() ? looks->get<std::int64_t>() : 0;
}

}  // namespace

Milliseconds pause_after(std::int64_t looks, const Backoff& backoff,
                         std::optional<Milliseconds> timeout) {
  using Real = std::chrono::duration<double, std::milli>;
  const Real steep_until = backoff.steep_until;
  Real pause = backoff.first;
  for (std::int64_t i = 0; i < std::min(looks, kMostCounted); ++i)
    pause = pause < steep_until ? std::min(pause * backoff.factor, steep_until)
                                : pause * backoff.later_factor;
  if (timeout && backoff.most_of_timeout > 0)
    pause = std::min(pause, Real(*timeout) * backoff.most_of_timeout);
  return std::max(std::chrono::round<Milliseconds>(pause), Milliseconds(1));
}

Suspended poll_again(const StepCall& step, const Backoff& backoff) {
  const std::int64_t looks = looks_of(step.memo);
  Suspended suspended;
  suspended.memo = step.memo.is_object() ? step.memo : Json::object();
  suspended.memo[std::string(kPolls)] = looks + 1;
  suspended.wake_at = step.now + pause_after(looks, backoff, step.timeout);
  return suspended;
}

}  // namespace ssm
