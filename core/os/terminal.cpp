// SPDX-License-Identifier: Apache-2.0
#include "core/os/terminal.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <cerrno>
#include <csignal>

#include "core/base/python_text.h"
#include "core/os/descriptor.h"
#include "core/os/files.h"
#include "core/os/spawn.h"

namespace ssm {
namespace {

tl::unexpected<Error> not_started(int error, const std::string& program) {
  return failure("Pager", fmt::format("[Errno {}] {}: {}", error, system_message(error),
                                      python_repr(program)));
}

}  // namespace

bool is_terminal(int descriptor) {
  return ::isatty(descriptor) == 1;
}

std::optional<std::size_t> terminal_width(int descriptor) {
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return std::nullopt;
  return size.ws_col;
}

Completed run_pager(const std::vector<std::string>& argv, const Environment& environment,
                    std::string_view input) {
  if (argv.empty() || argv[0].empty()) return not_started(ENOENT, "");
  Pipe pipe;
  if (!pipe.open()) return not_started(errno, argv[0]);
  const HeldSignals held({SIGINT, SIGPIPE});
  Result<Child> child = spawn({.argv = argv,
                               .environment = environment,
                               .files = {{0, pipe.read.get()}},
                               .group = Spawn::Group::kShared});
  if (!child) return not_started(errno, argv[0]);
  pipe.read.reset();
  // A pager that is left before the end has seen enough.
  static_cast<void>(write_all(pipe.write.get(), input));
  pipe.write.reset();
  child->wait(std::nullopt);
  return {};
}

}  // namespace ssm
