// SPDX-License-Identifier: Apache-2.0
#pragma once
// A program that is kept, and forks for each call: what it has loaded need not be loaded again.
// What it forks is isolated as core/os/isolation.h says, in namespaces of its own.
//
//     keeper  --forks-->  warden, which makes a Room
//     warden  --packet: the Room, a channel-->  server (the program)  --forks-->  a process there
//     we  --packet: directory, descriptors-->  keeper  -->  warden  --limits, too-->  that process
//
// The keeper is a process of one thread. It starts the server, and again when that has died. A
// warden watches over one call: the report comes from it, and when we close our end of the report's
// socket, or end, the call ends with all that it has started. With each call the keeper begins
// wardens for the next ones: they find their rooms and processes ready.

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/os/conversation.h"
#include "core/os/descriptor.h"
#include "core/os/isolation.h"
#include "core/os/spawn.h"

namespace ssm {

/// What a forked call gets: descriptors of this process.
struct ForkedCall {
  std::string directory;            // as of IsolatedProgram, and so is
  std::vector<std::string> hidden;  // what it must not see
  int input = -1;                   // standard input
  int output = -1;                  // standard output and error
  int result = -1;                  // descriptor 3
  int questions = -1;               // descriptor 5
};

/// A call that runs; destroyed, it ends with all that it has started, within a moment.
class ForkedRun final : public Counterpart {
 public:
  /// `has_served`: whether a call of its server has begun.
  ForkedRun(Descriptor report, std::shared_ptr<std::atomic<bool>> has_served)
      : report_(std::move(report)), has_served_(std::move(has_served)) {}

  /// Waits until the call has begun, or `stop` is requested. False: it has not and will not; or who
  /// should begin it has not answered for kLongestBegin, and is to be given up. A server that has
  /// not begun any call yet gets longer.
  bool await_begin(const std::stop_token& stop);
  static constexpr std::chrono::seconds kLongestBegin{5};

  int descriptor() const override { return report_.get(); }
  bool has_ended() override;
  /// Complete once it has ended. Without has_begun nothing of the program was run.
  IsolationReport report() const { return IsolationReport::parse(told_); }

 private:
  Descriptor report_;
  std::shared_ptr<std::atomic<bool>> has_served_;
  std::string told_;
};

/// A keeper and its server, from where it was started. Any number of threads may call it.
class ForkServer {
 public:
  /// `keeper`: the command line of a program that calls keep_fork_server(kSocket). Errors: as of
  /// spawn().
  static Result<ForkServer> start(const std::vector<std::string>& keeper,
                                  const Environment& environment);
  static constexpr int kSocket = 3;

  /// nullopt: the keeper has ended.
  std::optional<ForkedRun> begin(const ForkedCall& call) const;

 private:
  ForkServer(Child keeper, Descriptor socket)
      : keeper_(std::move(keeper)), socket_(std::move(socket)) {}
  Child keeper_;
  Descriptor socket_;
  std::shared_ptr<std::atomic<bool>> has_served_ = std::make_shared<std::atomic<bool>>(false);
};

/// Is the keeper: serves the calls that come from `socket` with the program `argv`, until the other
/// end is closed. The server has a socket as descriptor 3, to which it first writes a packet
/// "ready". Each packet that comes there has two descriptors: a channel and the process of a Room.
/// The server forks, and what it has forked enters the Room and waits for the call, which comes
/// over the channel, or never: a packet of JSON {"directory", "processes", "memory", "disk"}, with
/// descriptors: input, output, result and questions. The directory is made, where it is absent.
/// The report goes back there, a line a packet: "begun", then "exit CODE" or "signal NUMBER"; or
/// "trouble WHY". What is called has no end of the channel.
[[noreturn]] void keep_fork_server(const std::vector<std::string>& argv, int socket);

}  // namespace ssm
