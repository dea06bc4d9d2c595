// SPDX-License-Identifier: Apache-2.0
#include "cli/output/print.h"

#include <cerrno>
#include <csignal>
#include <string>
#include <system_error>

#include "core/os/files.h"
#include "core/os/terminal.h"

namespace ssm {
namespace {

constexpr int kNotWritten = 120;

}  // namespace

int print_answer(std::string_view text) {
  if (text.empty()) return 0;
  std::signal(SIGPIPE, SIG_IGN);
  if (write_all(kStandardOutput, text)) return 0;
  int error = errno;
  if (error == EPIPE) return 0;
  print_diagnostic("ssm-local: cannot write to standard output: " +
                   std::generic_category().message(error) + "\n");
  return kNotWritten;
}

void print_diagnostic(std::string_view text) {
  std::signal(SIGPIPE, SIG_IGN);
  static_cast<void>(write_all(kStandardError, text));
}

void print_warning(std::string_view text) {
  print_diagnostic("ssm-local: warning: " + std::string(text) + "\n");
}

}  // namespace ssm
