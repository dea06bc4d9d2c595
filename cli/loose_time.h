// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"

namespace ssm {

/// A point in time that a person wrote.
struct LooseTime {
  Time time;                 // whole seconds; UTC when no zone is named
  std::string unknown_zone;  // a zone's name that means nothing here: the time is taken as UTC
};

/// Reads what the AWS CLI takes for a timestamp: epoch seconds ("1704447000", "1e9"), else what
/// Python's dateutil takes for a date: "2024-01-05T09:30Z", "Fri, 05 Jan 2024 09:30:00 +0100",
/// "Jan 5 2024 9:30 PM". `now`: whose local date stands for what is not said.
std::optional<LooseTime> read_loose_time(std::string_view text, Time now);

/// The text in units: words, numbers (with a fraction only where the dot can mean nothing else),
/// blanks, and single characters.
std::vector<std::string> time_tokens(std::string_view text);

}  // namespace ssm
