// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/engine/action.h"

namespace ssm {

/// What a script asks while it runs: calls of AWS APIs, which are the step's, and sleep on a clock
/// that stands still. Questions and answers are those of python_host.py.
class ScriptCalls {
 public:
  static constexpr std::size_t kMostQuestion = 1024 * 1024;     // bytes: the parameters of a call
  static constexpr std::size_t kMostAnswer = 16 * 1024 * 1024;  // bytes
  static constexpr std::int64_t kMostCalls = 10'000;

  /// `longest`: how long the script may sleep in all. Refers to both others.
  ScriptCalls(const StepCall& step, Cloud& cloud, Programs& programs, Milliseconds longest)
      : step_(step), cloud_(cloud), programs_(programs), longest_(longest) {}

  /// nullopt: the script is to be ended, see why().
  std::optional<std::string> answer(std::string_view question);

  enum class End { kNone, kTooManyCalls, kOutOfTime, kOfExecution };
  End why() const { return why_; }

 private:
  std::optional<std::string> end(End why);
  std::optional<std::string> sleep(const Json& seconds);
  std::optional<std::string> call(const Json& question);
  CloudCall cloud_call_of(const Json& question) const;

  const StepCall& step_;
  Cloud& cloud_;
  Programs& programs_;
  Milliseconds longest_;
  Milliseconds slept_{};
  std::int64_t calls_ = 0;
  End why_ = End::kNone;
};

}  // namespace ssm
