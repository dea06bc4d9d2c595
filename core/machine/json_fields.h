// SPDX-License-Identifier: Apache-2.0
#pragma once
// Small helpers for writing states and events as JSON: what is empty is left out.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/base/time.h"
#include "core/machine/state.h"

namespace ssm {

inline void put(Json& json, std::string_view name, const std::optional<Time>& time) {
  if (time) json[std::string(name)] = to_epoch_ms(*time);
}
inline void put(Json& json, std::string_view name, const std::string& text) {
  if (!text.empty()) json[std::string(name)] = text;
}
inline void put(Json& json, std::string_view name, bool flag) {
  if (flag) json[std::string(name)] = true;
}
inline void put(Json& json, std::string_view name, const Json& value) {
  if (!value.is_null()) json[std::string(name)] = value;
}

inline std::optional<Time> get_time(const Json& json, std::string_view name) {
  const auto found = json.find(name);
  if (found == json.end()) return std::nullopt;
  return from_epoch_ms(found->get<std::int64_t>());
}
inline Json get_json(const Json& json, std::string_view name) {
  const auto found = json.find(name);
  return found == json.end() ? Json() : *found;
}

Json to_json(const Failure& failure);
Failure failure_from_json(const Json& json);
Json to_json(const Signal& signal);
Signal signal_from_json(const Json& json);

}  // namespace ssm
