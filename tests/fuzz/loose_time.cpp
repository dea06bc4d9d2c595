// SPDX-License-Identifier: Apache-2.0
#include "cli/loose_time.h"

#include <string>

#include "tests/fuzz/fuzz.h"

using namespace ssm;

/// Any text: no time, or one between the years 1 and 9999 (and a zone's offset beyond).
FUZZ_TARGET(loose_time) {
  const std::string_view text = fuzz::text_of(data, size);
  std::size_t bytes = 0;
  for (const std::string& token : time_tokens(text)) {
    fuzz::require(!token.empty(), "a unit is something");
    bytes += token.size();
  }
  fuzz::require(bytes == size, "nothing is lost");
  const auto time = read_loose_time(text, from_epoch_ms(1'795'276'800'000));
  if (!time) return 0;
  constexpr std::int64_t kDay = 86'400'000;
  const std::int64_t ms = to_epoch_ms(time->time);
  fuzz::require(ms % 1000 == 0, "seconds are whole");
  fuzz::require(ms >= -62135596800000 - kDay && ms < 253402300800000 + kDay, "it is within bounds");
  return 0;
}
