// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/os/descriptor.h"

namespace ssm {

/// A program that is kept away from everything but itself.
struct IsolatedProgram {
  std::vector<std::string> argv;  // argv[0] is an absolute path
  /// Below /tmp, absent: is made with mode 0700 for it to begin in. A Room may do without.
  std::string directory;
  /// Files and directories that it must not see. Those that are not there do not matter.
  std::vector<std::string> hidden = {};
  std::uint64_t memory = 512ULL << 20;  // bytes of data, of each process
  std::uint64_t disk = 512ULL << 20;    // bytes of all its files
  std::uint64_t processes = 64;         // at the same time, threads included
  bool separates_errors = false;        // else its standard error goes where its output goes
};

/// What became of it.
struct IsolationReport {
  std::string weakness;    // what the system refused; empty: nothing
  std::string trouble;     // why the program did not run; empty: it did
  bool has_begun = false;  // only of a fork server: what was forked is the program
  std::optional<int> exit_code;
  std::optional<int> signal;  // that ended it

  /// A report that breaks off has neither an exit code nor a signal.
  static IsolationReport parse(std::string_view text);
};

/// The namespaces of a program that does not start in them but enters them: see fork_server.h.
/// Their first process sets their files up as for run_isolated(), and waits; when this is destroyed
/// it ends, and with it all that is in them. Ends with the calling process as well, which has one
/// thread.
class Room {
 public:
  /// `report`: as of run_isolated().
  Room(const IsolatedProgram& program, int report);
  Room(const Room&) = delete;
  Room& operator=(const Room&) = delete;
  ~Room();

  /// A descriptor of the process, for setns(); -1: there is none, the report tells why.
  int descriptor() const { return process_.get(); }

 private:
  pid_t first_ = -1;
  Descriptor process_;
};

/// Whether its own files are not at /tmp but at its directory alone: what lies at /tmp itself, as
/// argv[0] does then, must stay in sight.
bool has_files_at_directory(const IsolatedProgram& program);

/// The limit of processes and threads for setrlimit(), where the program runs in a Room.
std::uint64_t processes_allowed(const IsolatedProgram& program);

/// Runs the program as a child of this process, which must have one thread and is good for nothing
/// else any more, and ends this process when the program and all that it started have ended. The
/// program shares standard input, where its standard output and error go, and descriptor 3; it has
/// this process's environment. What became of it is written to descriptor `report`. It ends with
/// its parent process, whose number is `parent`.
///
/// It gets namespaces of its own: no network, no other processes in sight, every file read-only but
/// those of a file system of its own at /tmp (see has_files_at_directory), and what is hidden
/// empty. An engine of root's has it run as nobody. Where the system refuses namespaces, what it
/// has started is killed all the same, but network and files are the user's.
[[noreturn]] void run_isolated(const IsolatedProgram& program, pid_t parent, int report);

}  // namespace ssm
