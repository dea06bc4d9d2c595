// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/document.h"

namespace ssm {

/// One input of an action, as the actions reference declares it.
struct InputSpec {
  enum class Type { kString, kStringList, kInteger, kBoolean, kStringMap, kMapList, kAny };
  std::string_view name;
  Type type = Type::kAny;
  bool required = false;
  std::string_view doc = {};                      // a few words; empty: the name says it
  std::span<const std::string_view> values = {};  // the only ones, references aside; empty = any
};

/// What is known of an action without running it: its inputs, outputs and default timeout.
struct ActionSpec {
  std::string_view name;  // "aws:sleep"
  std::span<const InputSpec> inputs;
  bool open_inputs = false;                     // further inputs are parameters of the API called
  std::span<const std::string_view> outputs;    // predefined output names
  std::int64_t default_timeout_seconds = 3600;  // 0 = none
  std::int64_t longest_timeout_seconds = 1'000'000'000;  // some thirty years
  bool wakes_when_done = false;  // its next call is its end, not another look
  bool may_be_on_cancel_target = true;
  std::string_view doc = {};  // one sentence
  /// Inputs of which one is enough; empty: there are none such.
  std::span<const std::string_view> alternatives = {};
};

/// Of aws:sleep. Source: spec/actions 21.
inline constexpr std::chrono::seconds kLongestDelay(604799);

/// "StringList"; "" for kAny.
std::string_view to_text(InputSpec::Type type);

/// Whether a value of a declared type, given whole, can become what an input takes.
bool can_feed(ValueType from, InputSpec::Type to);

/// The 23 actions of schemaVersion 0.3, by name. nullptr: no such action.
const ActionSpec* find_action_spec(std::string_view name);
std::span<const ActionSpec> action_specs();
/// nullptr: the action has no such input.
const InputSpec* find_input(const ActionSpec& action, std::string_view name);

}  // namespace ssm
