// SPDX-License-Identifier: Apache-2.0
#include "core/os/question_channel.h"

#include <fmt/format.h>
#include <sys/socket.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace ssm {

Result<QuestionChannel> QuestionChannel::make(Answer answer, std::size_t most_question) {
  QuestionChannel channel(std::move(answer), most_question);
  std::array<int, 2> ends = {};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
    return failure("Process", fmt::format("Cannot make a socket: {}.", system_message(errno)));
  channel.ours_.reset(ends[0]);
  channel.theirs_.reset(ends[1]);
  return channel;
}

Completed QuestionChannel::move() {
  if (unsent_.empty()) TRY(read_some());
  write_some();
  return unsent_.empty() ? answer_lines() : Completed();
}

Completed QuestionChannel::read_some() {
  std::array<char, 65536> bytes;
  const ssize_t count = ::recv(ours_.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
  if (count <= 0) return {};
  asked_.append(bytes.data(), static_cast<std::size_t>(count));
  return answer_lines();
}

/// One line, as long as its answer has not gone: who does not listen is not answered further.
Completed QuestionChannel::answer_lines() {
  while (unsent_.empty()) {
    const std::size_t end = asked_.find('\n');
    if (std::min(end, asked_.size()) > most_question_)
      return failure("LongQuestion",
                     fmt::format("it asked something of more than {} bytes", most_question_));
    if (end == std::string::npos) return {};
    std::optional<std::string> answer = answer_(std::string_view(asked_).substr(0, end));
    asked_.erase(0, end + 1);
    if (!answer) return failure("Ended", "it was ended");
    unsent_ = *std::move(answer) + '\n';
    write_some();
  }
  return {};
}

void QuestionChannel::write_some() {
  while (!unsent_.empty()) {
    const ssize_t count =
        ::send(ours_.get(), unsent_.data(), unsent_.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count <= 0) return;
    unsent_.erase(0, static_cast<std::size_t>(count));
  }
}

}  // namespace ssm
