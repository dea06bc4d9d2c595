// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/result.h"
#include "core/os/descriptor.h"

namespace ssm {

/// A socket over which a program asks: a line, to which it reads a line. It never waits for the
/// program, which may ask and not listen.
class QuestionChannel {
 public:
  /// The answer to a line, both without their ends; nullopt: the program is to be ended.
  using Answer = std::function<std::optional<std::string>(std::string_view question)>;

  /// `most_question`: bytes of a line. Errors: code "Process".
  static Result<QuestionChannel> make(Answer answer, std::size_t most_question);

  /// The program's end. Ours stays open as long as this one.
  int for_program() const { return theirs_.get(); }

  // For poll(): our end, and whether there is something to write rather than to read.
  int descriptor() const { return ours_.get(); }
  bool has_answer() const { return !unsent_.empty(); }

  /// Reads and answers, or writes, as much as goes without waiting. Errors: the program is to be
  /// ended: code "Ended" (there was no answer), "LongQuestion".
  Completed move();

 private:
  QuestionChannel(Answer answer, std::size_t most_question)
      : answer_(std::move(answer)), most_question_(most_question) {}
  Completed read_some();
  Completed answer_lines();
  void write_some();

  Answer answer_;
  std::size_t most_question_;
  Descriptor ours_;
  Descriptor theirs_;
  std::string asked_;
  std::string unsent_;
};

}  // namespace ssm
