// SPDX-License-Identifier: Apache-2.0
#include "cli/output/pager.h"

#include "cli/output/print.h"
#include "core/base/text.h"
#include "core/os/files.h"
#include "core/os/process.h"
#include "core/os/terminal.h"

namespace ssm {
namespace {

/// Reads one command, word by word.
class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text) {}

  Result<std::vector<std::string>> run() {
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (is_space(c)) {
        end_word();
      } else if (c == '\'' || c == '"') {
        TRY(read_quoted(c));
      } else if (c == '\\') {
        if (++at_ == text_.size()) return failure("General", "No escaped character");
        word() += text_[at_];
      } else {
        word() += c;
      }
    }
    end_word();
    return std::move(words_);
  }

 private:
  std::string& word() {
    if (!word_) word_.emplace();
    return *word_;
  }

  void end_word() {
    if (word_) words_.push_back(std::move(*word_));
    word_.reset();
  }

  Completed read_quoted(char quote) {
    word();
    for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
      const bool escape = quote == '"' && text_[at_] == '\\' && at_ + 1 < text_.size() &&
                          (text_[at_ + 1] == '"' || text_[at_ + 1] == '\\');
      if (escape) ++at_;
      word() += text_[at_];
    }
    if (at_ == text_.size()) return failure("General", "No closing quotation");
    return {};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::optional<std::string> word_;
  std::vector<std::string> words_;
};

}  // namespace

Result<std::vector<std::string>> split_command(std::string_view command) {
  return Splitter(command).run();
}

Result<int> show_answer(std::string_view text, const std::string& pager) {
  if (text.empty() || pager.empty() || !is_terminal(kStandardOutput)) return print_answer(text);
  TRY_ASSIGN(std::vector<std::string> command, split_command(pager));
  Environment variables = whole_environment();
  if (!environment("LESS")) variables.emplace_back("LESS", "FRX");
  Completed shown = run_pager(command, variables, text);
  if (shown) return 0;
  if (pager == kUsualPager) return print_answer(text);
  return failure("Pager",
                 "Unable to redirect output to pager. Received the following error when opening "
                 "pager:\n" +
                     shown.error().message +
                     "\n\nLearn more about configuring the output pager by running \"aws help "
                     "config-vars\".");
}

}  // namespace ssm
