// SPDX-License-Identifier: Apache-2.0
#include "core/os/conversation.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>

#include "core/os/stop_event.h"

namespace ssm {
namespace {

using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;

void do_not_block(int descriptor) {
  ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK);
}

class Conversation {
 public:
  Conversation(const Program& program, Counterpart& other, Streams& streams, ProgramResult& result)
      : program_(program),
        other_(other),
        in_(streams.in),
        out_(streams.out),
        errors_(streams.errors),
        input_(program.input),
        result_(result) {
    for (const Descriptor* each : {&in_, &out_, &errors_})
      if (*each) do_not_block(each->get());
    end_input();
  }

  /// nullopt: it has ended; else why it was given up.
  std::optional<Error> run(const std::stop_token& stop) {
    const SteadyClock::time_point deadline = SteadyClock::now() + program_.limits.time;
    const StopEvent stopped(stop);
    while (!is_over()) {
      if (stop.stop_requested()) return trouble("Stopped", "it was asked to");
      const auto left = std::chrono::ceil<milliseconds>(deadline - SteadyClock::now());
      if (left.count() <= 0)
        return trouble("Timeout",
                       fmt::format("it did not end within {} ms", program_.limits.time.count()));
      if (Completed answered = wait(stopped.descriptor(), left); !answered) return answered.error();
      if (result_.cut && program_.limits.excess == ProgramLimits::Excess::kKill)
        return trouble("Process",
                       fmt::format("it wrote more than {} bytes", program_.limits.bytes));
    }
    return std::nullopt;
  }

 private:
  Error trouble(std::string code, const std::string& why) const {
    return {std::move(code), fmt::format("Stopped {}: {}.", program_.argv[0], why)};
  }

  /// Its end counts, not that of its outputs: it may close them and go on, and what it has started
  /// may keep them open.
  bool is_over() {
    if (!other_.has_ended()) return false;
    while (read_both() && !result_.cut) {
    }
    return true;
  }

  /// Whether there was something.
  bool read_both() {
    const bool has_output = read_some(out_, result_.output);
    return read_some(errors_, result_.errors) || has_output;
  }

  Completed wait(int stopped, milliseconds left) {
    constexpr milliseconds kLook(20);  // where nothing tells of its end
    if (other_.descriptor() < 0) left = std::min(left, kLook);
    QuestionChannel* const questions = program_.questions;
    std::array<pollfd, 6> ready = {
        {{input_.empty() ? -1 : in_.get(), POLLOUT, 0},
         {out_.get(), POLLIN, 0},
         {errors_.get(), POLLIN, 0},
         {other_.descriptor(), POLLIN, 0},
         {stopped, POLLIN, 0},
         {questions ? questions->descriptor() : -1,
          static_cast<short>(questions && questions->has_answer() ? POLLOUT : POLLIN), 0}}};
    constexpr std::int64_t kLongest = 1'000'000;
    if (::poll(ready.data(), ready.size(),
               static_cast<int>(std::min<std::int64_t>(left.count(), kLongest))) < 0)
      return {};
    if (ready[0].revents != 0) write_some();
    if (ready[1].revents != 0) read_some(out_, result_.output);
    if (ready[2].revents != 0) read_some(errors_, result_.errors);
    return ready[5].revents != 0 ? questions->move() : Completed();
  }

  void write_some() {
    const ssize_t count = ::write(in_.get(), input_.data(), input_.size());
    if (count > 0) input_.remove_prefix(static_cast<std::size_t>(count));
    if (count < 0 && errno != EAGAIN && errno != EINTR) return give_up_input();
    end_input();
  }

  void end_input() {
    if (input_.empty() && !program_.keeps_input_open) in_.reset();
  }

  /// It reads no more.
  void give_up_input() {
    in_.reset();
    input_ = {};
  }

  /// Whether there was something.
  bool read_some(Descriptor& stream, std::string& text) {
    if (!stream) return false;
    std::array<char, 65536> bytes;
    const ssize_t count = ::read(stream.get(), bytes.data(), bytes.size());
    if (count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN)) stream.reset();
    if (count <= 0) return false;
    const std::string_view portion(bytes.data(), static_cast<std::size_t>(count));
    const std::size_t room =
        program_.limits.bytes -
        std::min(program_.limits.bytes, result_.output.size() + result_.errors.size());
    text.append(portion.substr(0, room));
    result_.cut = result_.cut || portion.size() > room;
    if (program_.on_output) {
      const bool is_output = &text == &result_.output;
      program_.on_output(is_output ? portion : "", is_output ? "" : portion);
    }
    return true;
  }

  const Program& program_;
  Counterpart& other_;
  Descriptor& in_;
  Descriptor& out_;
  Descriptor& errors_;
  std::string_view input_;
  ProgramResult& result_;
};

}  // namespace

std::optional<Error> converse(const Program& program, Counterpart& other, Streams& streams,
                              ProgramResult& result, const std::stop_token& stop) {
  return Conversation(program, other, streams, result).run(stop);
}

}  // namespace ssm
