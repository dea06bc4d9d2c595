// SPDX-License-Identifier: Apache-2.0
#include "cli/debug.h"

#include <fmt/format.h>

#include "cli/output/print.h"
#include "core/os/clock.h"

namespace ssm {

void debug_line(const GlobalOptions& options, std::string_view logger, std::string_view text) {
  if (!options.parsed.has("--debug")) return;
  const Time now = WallClock().now();
  const std::string local = to_cli_iso8601(now);
  print_diagnostic(fmt::format("{} {},{:03} - MainThread - {} - DEBUG - {}\n", local.substr(0, 10),
                               local.substr(11, 8), to_epoch_ms(now) % 1000, logger, text));
}

}  // namespace ssm
