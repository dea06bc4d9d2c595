// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ssm::testkit {

namespace colour {
inline constexpr std::string_view kRed = "31";
inline constexpr std::string_view kGreen = "32";
inline constexpr std::string_view kYellow = "33";
}  // namespace colour

struct TableRow {
  std::vector<std::string> cells;  // as many as in every other row; printable
  std::string_view colour = {};    // of a terminal; empty = none
};

/// Lines with columns two blanks apart. `numbers`: all but the first column stand to the right.
std::string text_table(const std::vector<TableRow>& rows, bool numbers);

}  // namespace ssm::testkit
