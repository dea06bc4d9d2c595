// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/terminal_report.h"

#include <fmt/format.h>

#include "cli/output/character_width.h"
#include "cli/output/harmless_text.h"
#include "core/base/text.h"
#include "core/os/files.h"
#include "core/os/terminal.h"

namespace ssm::testkit {
namespace {

using Outcome = CaseResult::Outcome;

constexpr std::string_view kRed = "31";
constexpr std::string_view kGreen = "32";
constexpr std::string_view kYellow = "33";
constexpr std::string_view kBold = "1";
constexpr std::size_t kUsualWidth = 80;
constexpr std::size_t kLeastWidth = 20;
constexpr std::size_t kLastLines = 20;  // of what a step printed

std::pair<std::string_view, std::string_view> mark_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::kPassed:
      return {".", kGreen};
    case Outcome::kFailed:
      return {"F", kRed};
    case Outcome::kStopped:
      return {"S", kRed};
    case Outcome::kSkipped:
      return {"-", kYellow};
  }
  return {"?", kRed};
}

std::string in_words(Milliseconds time) {
  using namespace std::chrono;
  const auto whole_days = floor<days>(time);
  const auto rest = time - whole_days;
  if (whole_days.count() > 0)
    return fmt::format("{} d {} h", whole_days.count(), floor<hours>(rest).count());
  if (rest >= hours(1))
    return fmt::format("{} h {} min", floor<hours>(rest).count(),
                       floor<minutes>(rest % hours(1)).count());
  if (rest >= minutes(1))
    return fmt::format("{} min {} s", floor<minutes>(rest).count(),
                       floor<seconds>(rest % minutes(1)).count());
  return fmt::format("{} s", static_cast<double>(rest.count()) / 1000);
}

}  // namespace

TerminalStyle terminal_style() {
  if (!is_terminal(kStandardOutput)) return {};
  TerminalStyle style;
  style.colour = environment("NO_COLOR").value_or("").empty() && environment("TERM") != "dumb";
  style.width = std::max(terminal_width(kStandardOutput).value_or(kUsualWidth), kLeastWidth);
  return style;
}

std::string TerminalReport::coloured(std::string_view code, std::string_view text) const {
  if (!style_.colour) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

/// Long lines are broken, what follows stands under the text of the first.
std::string TerminalReport::wrapped(std::string_view text) const {
  if (style_.width == 0) return std::string(text);
  std::string result;
  for (const std::string& line : split(text, '\n')) {
    const std::size_t start = std::min(line.find_first_not_of(' '), line.size());
    const std::size_t indent = std::min(start == 4 ? std::size_t{14} : start + 2, style_.width / 2);
    std::size_t column = 0;
    for (std::size_t i = 0; i < line.size();) {
      if (line[i] == '\x1b') {  // a colour of ours takes no room
        const std::size_t end = line.find('m', i) + 1;
        result += line.substr(i, end - i);
        i = end;
        continue;
      }
      std::size_t end = i + 1;
      while (end < line.size() && is_continuation_byte(line[end])) ++end;
      const std::string_view character = std::string_view(line).substr(i, end - i);
      const std::size_t width = text_width(character);
      if (column + width > style_.width) {
        result += "\n" + std::string(indent, ' ');
        column = indent;
      }
      result += character;
      column += width;
      i = end;
    }
    result += '\n';
  }
  if (!result.empty()) result.pop_back();
  return result;
}

std::string TerminalReport::after_case(const FileRun& file, std::size_t index) {
  std::string text;
  if (index == 0) {
    text = harmless_text(file.file.path) + " ";
    column_ = text_width(text);
  }
  if (style_.width > 0 && column_ + 1 > style_.width) {
    text += "\n  ";
    column_ = 2;
  }
  const auto [mark, colour] = mark_of(file.results[index].outcome);
  text += coloured(colour, mark);
  ++column_;
  if (index + 1 == file.results.size()) text += '\n';
  return text;
}

std::string TerminalReport::failures(const FileRun& file) const {
  std::string text;
  if (!file.file.problems.empty())
    text += fmt::format(
        "\n{}\n{}",
        coloured(kBold, wrapped(harmless_text(file.file.path) + ": no case of this file was run")),
        wrapped(harmless_text(mistakes_text(file.file))));
  for (std::size_t i = 0; i < file.results.size(); ++i) {
    const CaseResult& result = file.results[i];
    const bool is_wrong = result.outcome == Outcome::kFailed || result.outcome == Outcome::kStopped;
    const std::string printed = printed_text(result, style_.verbose ? 0 : kLastLines);
    if (!is_wrong && (!style_.verbose || printed.empty())) continue;
    const std::string name = full_name(file.file.path, file.file.cases[i].name);
    text += fmt::format("\n{}\n{}", coloured(kBold, wrapped(harmless_text(name))),
                        wrapped(harmless_text(failure_text(file.file.path, result) + printed)));
  }
  return text;
}

std::string TerminalReport::sum(const TestRun& run) const {
  const RunCounts counts = count(run);
  std::vector<std::string> parts;
  const auto add = [&](std::size_t number, std::string_view what, std::string_view colour) {
    if (number > 0) parts.push_back(coloured(colour, fmt::format("{} {}", number, what)));
  };
  add(counts.passed, "passed", kGreen);
  add(counts.failed, "failed", kRed);
  add(counts.stopped, "stopped", kRed);
  add(counts.skipped, "skipped", kYellow);
  add(counts.files_with_mistakes,
      counts.files_with_mistakes == 1 ? "file with mistakes" : "files with mistakes", kRed);
  if (parts.empty()) parts.emplace_back("nothing to run");
  return wrapped(fmt::format("{}; {} of virtual time in {} ms\n", join(parts, ", "),
                             in_words(counts.virtual_time), run.real_time.count() / 1000));
}

std::string TerminalReport::end(const TestRun& run) const {
  std::string text;
  for (const FileRun& file : run.files) text += failures(file);
  return text + (text.empty() ? "" : "\n") + sum(run);
}

}  // namespace ssm::testkit
