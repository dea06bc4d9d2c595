// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"

namespace ssm {

/// A program to run to its end. It begins in an empty directory of its own, which is also its HOME
/// and TMPDIR and is removed afterwards.
struct ProgramCall {
  std::vector<std::string> argv;  // argv[0] is looked up in PATH; no shell takes part
  std::string_view input;         // on its standard input
  /// Beside PATH, LANG, HOME and TMPDIR; it gets no other variable of this process.
  std::vector<std::pair<std::string, std::string>> environment = {};
  Milliseconds timeout{};       // of real time
  std::size_t most_result = 0;  // bytes that it may write to kResultDescriptor
  /// Hears each portion of its standard output and error as it comes, on the thread of run().
  std::function<void(std::string_view output, std::string_view errors)> on_output = {};
  /// Else both go to one file: the log has them in the order of writing, and on_output hears them
  /// as output.
  bool separates_errors = false;
  /// Its standard input does not end with `input`, but when we stop waiting for it, or are gone.
  bool keeps_input_open = false;
  /// Answers a line that it writes to kQuestionDescriptor with the line that it reads there, on the
  /// thread of run(). nullopt: the program is ended. Empty: it has no such descriptor.
  std::function<std::optional<std::string>(std::string_view question)> answer = {};
  std::size_t most_question = 0;  // bytes of such a line
  /// With "serve" as a further argument it is a server of core/os/fork_server.h: it may be kept,
  /// and forked for each call. Only with `answer`, and without `environment`.
  bool can_serve = false;
  std::uint64_t memory = 0;  // bytes of data of each of its processes; 0: what is usual
};

struct ProgramEnd {
  int exit_code = 0;
  int signal = 0;      // that ended it; 0: none, it has an exit code
  std::string result;  // what it wrote to kResultDescriptor
  std::string log;     // the last kMostLog bytes of its standard output and error
};

/// How actions run programs of this machine.
class Programs {
 public:
  static constexpr int kResultDescriptor = 3;
  static constexpr int kQuestionDescriptor = 5;
  static constexpr std::size_t kMostLog = 65536;

  virtual ~Programs() = default;
  /// Runs the program once. What it has started ends with it, or a moment after this has returned.
  /// On any thread, several at the same time. Errors: code "NoProgram" (there is none of this
  /// name), "Timeout", "Interrupted" (`stop` was requested), "TooMuchOutput" (the result is longer
  /// than it may be), "LongQuestion", "Ended" (a question had no answer), "Process" (the system
  /// cannot run it). The message says what happened, without a full stop.
  virtual Result<ProgramEnd> run(const ProgramCall& call, std::stop_token stop) = 0;

  /// The same with what the user has: files, network and the places of the user's settings and keys
  /// (not the user's other variables). It begins in "/", without kResultDescriptor; a signal that
  /// ended it is exit code 128 + n. Errors as above, and code "NotAllowed" where nothing may go
  /// over the network.
  virtual Result<ProgramEnd> run_as_user(const ProgramCall& call, std::stop_token stop);
  /// Tells whoever runs this something of the machine's programs, each sentence once.
  virtual void tell(const std::string& /*sentence*/) {}

  /// The clock that the executions go by.
  virtual const Clock& clock() const = 0;
  /// Whether it stands still while a program runs; who sleeps does so with sleep(). Else programs
  /// sleep for real.
  virtual bool stands_still() const { return false; }
  /// Where it stands still: returns whether so much time has passed there, which it has not once
  /// `stop` is requested. On the thread of run().
  virtual bool sleep(Milliseconds /*time*/, const std::stop_token& /*stop*/) { return true; }
};

inline Result<ProgramEnd> Programs::run_as_user(const ProgramCall& /*call*/,
                                                std::stop_token /*stop*/) {
  return failure("NotAllowed", "nothing goes over the network here");
}

}  // namespace ssm
