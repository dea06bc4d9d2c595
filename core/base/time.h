// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm {

using Milliseconds = std::chrono::milliseconds;

/// UTC, millisecond resolution, as the API prints it.
using Time = std::chrono::sys_time<Milliseconds>;

/// Where every time comes from. The engine runs on the wall clock, tests on a virtual one.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time now() const = 0;
};

/// A clock that stands still until told otherwise.
class VirtualClock final : public Clock {
 public:
  explicit VirtualClock(Time start) : now_(start) {}
  Time now() const override { return now_; }
  void advance_to(Time time) {
    if (time > now_) now_ = time;
  }
  void advance_by(Milliseconds duration) { now_ += duration; }

 private:
  Time now_;
};

/// Milliseconds since the epoch: how the store keeps times.
std::int64_t to_epoch_ms(Time time);
Time from_epoch_ms(std::int64_t ms);

/// Epoch seconds with at most three decimals, trailing zeros dropped: how the API sends times.
Json to_epoch_json(Time time);

/// ISO 8601 in UTC with milliseconds when not zero: "2030-01-02T03:04:05.678Z".
std::string to_iso8601(Time time);

/// As the AWS CLI prints times with `cli_timestamp_format = iso8601`: local zone (TZ) with offset,
/// six digits of fraction or none: "2020-01-01T00:00:00.123000+00:00".
std::string to_cli_iso8601(Time time);

/// Reads "2024-01-02", "2024-01-02T03:04:05[.678][Z|+hh|+hhmm|+hh:mm]" or epoch seconds (UTC when
/// no zone).
std::optional<Time> parse_time(std::string_view text);

/// Reads an ISO 8601 duration in weeks, days, hours, minutes, seconds ("P1DT2H", "PT2M30.5S").
/// Years and months count 365 and 30 days. Not negative. Errors: code "Duration".
Result<Milliseconds> parse_duration(std::string_view text);

/// "yyyy-MM-dd" and "yyyy-MM-dd_HH.mm.ss" (UTC): global:DATE and global:DATE_TIME.
std::string to_date(Time time);
std::string to_date_time(Time time);

}  // namespace ssm
