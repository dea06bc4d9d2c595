// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "cli/testkit/test_report.h"

namespace ssm::testkit {

/// How standard output is to be written.
struct TerminalStyle {
  bool colour = false;
  std::size_t width = 0;  // 0 = no bound
  bool verbose = false;   // all that scripts print, in cases that pass, too
};
/// As the terminal and the environment want it: no colour into files, with NO_COLOR or on a dumb
/// terminal.
TerminalStyle terminal_style();

/// What a person reads: a mark for each case as it ends, then the failures with the last lines that
/// scripts printed, then the sum. Each call
/// gives the text to be written next.
class TerminalReport {
 public:
  explicit TerminalReport(TerminalStyle style) : style_(style) {}

  std::string after_case(const FileRun& file, std::size_t index);
  std::string end(const TestRun& run) const;

 private:
  std::string coloured(std::string_view code, std::string_view text) const;
  std::string wrapped(std::string_view text) const;
  std::string failures(const FileRun& file) const;
  std::string sum(const TestRun& run) const;

  TerminalStyle style_;
  std::size_t column_ = 0;
};

}  // namespace ssm::testkit
