// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>
#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/os/descriptor.h"

namespace ssm {

/// Names and values of environment variables.
using Environment = std::vector<std::pair<std::string, std::string>>;

/// A program to start, and what it gets.
struct Spawn {
  /// argv[0] without a slash is looked up in PATH: this process's, not that of `environment`.
  std::vector<std::string> argv;
  /// nullopt: that of this process.
  std::optional<Environment> environment = std::nullopt;
  /// The working directory; empty: this process's.
  std::string directory = {};
  /// The program's descriptors, as (number there, descriptor here). Those that are not named are
  /// closed there, except 0, 1 and 2, which it shares with this process.
  std::vector<std::pair<int, int>> files = {};
  /// kShared: Ctrl-C reaches it as well; kOwnGroup: it can be killed with all that it starts;
  /// kOwnSession: it also outlives the terminal.
  enum class Group { kShared, kOwnGroup, kOwnSession } group = Group::kOwnGroup;
};

/// A program that was started. Destroyed before it has ended, it is killed, with its group if it
/// has one of its own.
class Child {
 public:
  Child(Child&& other) noexcept;
  Child& operator=(Child&&) = delete;
  ~Child();

  pid_t pid() const { return pid_; }
  /// Readable once it has ended: for poll(). -1 where the system has no such descriptor.
  int descriptor() const { return ended_.get(); }
  /// Whether it has ended, though some of what it started may run on.
  bool has_ended() const;
  /// Waits for its end, `longest` at most (nullopt: without limit): its exit code, 128 + n when
  /// signal n ended it; nullopt: it runs on. What is left of its own group is killed then.
  std::optional<int> wait(std::optional<std::chrono::milliseconds> longest);
  /// A signal to its group, or to it alone when it shares ours.
  void send(int signal) const;
  /// Leaves it to itself.
  void release() { pid_ = 0; }

 private:
  friend Result<Child> spawn(const Spawn&);
  Child() = default;
  pid_t pid_ = 0;
  bool own_group_ = false;
  Descriptor ended_;
};

/// Starts a program, all signals as by default. Errors: code "NoProgram" when there is none of this
/// name, "Process" for everything else; errno tells which.
Result<Child> spawn(const Spawn& program);

/// The null-terminated array that exec and spawn take; points into `texts`.
std::vector<char*> c_array(const std::vector<std::string>& texts);

/// Both ends are closed in programs that are started, unless they are given them.
struct Pipe {
  Descriptor read;
  Descriptor write;
  /// False: errno tells why.
  bool open();
};

/// While this lives, signals of these numbers do not reach the calling thread, nor the process if
/// it is the only one; what has arrived at its end is dropped. Writing to a pipe that nobody reads
/// sends SIGPIPE to the writing thread.
class HeldSignals {
 public:
  explicit HeldSignals(std::vector<int> numbers);
  HeldSignals(const HeldSignals&) = delete;
  HeldSignals& operator=(const HeldSignals&) = delete;
  ~HeldSignals();

 private:
  std::vector<int> numbers_;  // those that were not held before
};

}  // namespace ssm
