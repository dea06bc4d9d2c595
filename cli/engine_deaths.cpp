// SPDX-License-Identifier: Apache-2.0
#include "cli/engine_deaths.h"

#include <fmt/format.h>
#include <algorithm>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <type_traits>

#include "cli/output/harmless_text.h"
#include "core/base/fields.h"
#include "core/base/json.h"
#include "core/base/text.h"

namespace ssm {

template <class Visitor, class T>
requires std::same_as<std::remove_const_t<T>, StepInHand>
void fields(Visitor& visit, T& call) {
  visit.required("execution", call.execution);
  visit.required("step", call.step);
}

template <class Visitor, class T>
requires std::same_as<std::remove_const_t<T>, EngineDeaths>
void fields(Visitor& visit, T& deaths) {
  visit.required("count", deaths.count);
  visit.required("last", deaths.last);
  visit.optional("inHand", deaths.in_hand);
}

namespace {

constexpr int kQuietDeaths = 2;  // the next engine starts without a word
constexpr std::size_t kMostInHand = 3;

EngineDeaths deaths_in(const std::string& line) {
  constexpr int kMostDeaths = 1'000'000;
  const Result<Json> json = parse_json(line);
  if (!json) return {};
  Result<EngineDeaths> deaths = read_fields<EngineDeaths>(*json, "engine.deaths");
  if (!deaths || deaths->count < 0 || deaths->count > kMostDeaths) return {};
  return *std::move(deaths);
}

/// The end of a sentence about them.
std::string in_hand_text(const EngineDeaths& deaths) {
  std::vector<std::string> calls;
  for (const StepInHand& call : deaths.in_hand)
    calls.push_back(fmt::format("step {} of execution {}", harmless_line(call.step),
                                harmless_line(call.execution)));
  return calls.empty() ? "" : fmt::format(", last at {}", join(calls, " and "));
}

std::string advice(const EngineDeaths& deaths) {
  if (deaths.in_hand.empty()) return "";
  const std::string& first = deaths.in_hand.front().execution;
  const bool is_one = std::ranges::all_of(
      deaths.in_hand, [&](const StepInHand& call) { return call.execution == first; });
  return fmt::format(
      " To go on without {}, stop it: ssm-local ssm stop-automation-execution "
      "--automation-execution-id {}",
      is_one ? "that execution" : "one of these executions", is_one ? harmless_line(first) : "ID");
}

Milliseconds pause_after(int deaths) {
  constexpr std::chrono::seconds kShortest(1);
  constexpr int kMostDoublings = 6;
  return kShortest * (1 << std::min(deaths - kQuietDeaths - 1, kMostDoublings));
}

}  // namespace

EngineDeaths read_engine_deaths(const StateDirectory& directory) {
  return deaths_in(NoteFile::read(directory.engine_deaths()));
}

std::optional<Time> pause_end(const EngineDeaths& deaths, Time now) {
  // The clock has been set back since a last sign that is still to come.
  if (deaths.count <= kQuietDeaths || now < deaths.last) return std::nullopt;
  const Time end = deaths.last + pause_after(deaths.count);
  return now < end ? std::optional(end) : std::nullopt;
}

std::string deaths_text(const EngineDeaths& deaths, const StateDirectory& directory,
                        std::optional<Time> next) {
  if (deaths.count <= kQuietDeaths) return "";
  std::string text =
      fmt::format("The engine died {} times in a row{}.", deaths.count, in_hand_text(deaths));
  if (next) text += fmt::format(" The next one may start from {} on.", to_iso8601(*next));
  return fmt::format("{} {} tells more.{}", text, directory.engine_log(), advice(deaths));
}

std::string EngineLife::begin() {
  Result<NoteFile> file = NoteFile::open(directory_.engine_deaths());
  if (!file) return "";
  file_ = *std::move(file);
  const EngineDeaths before = deaths_in(file_->line());
  deaths_ = before;
  ++deaths_.count;
  has_called_ = false;
  give_sign();
  if (before.count == 0) return "";
  if (before.count == 1) return "the engine before this one died";
  return fmt::format("{} engines before this one died in a row{}", before.count,
                     in_hand_text(before));
}

void EngineLife::will_run(const std::string& execution, const std::string& step) {
  if (!is_suspect()) return;
  if (!has_called_) deaths_.in_hand.clear();
  has_called_ = true;
  StepInHand call{execution, step};
  std::erase(deaths_.in_hand, call);
  if (deaths_.in_hand.size() == kMostInHand) deaths_.in_hand.erase(deaths_.in_hand.begin());
  deaths_.in_hand.push_back(std::move(call));
  give_sign();
}

void EngineLife::give_sign() {
  deaths_.last = clock_.now();
  if (file_) file_->write(to_text_of(deaths_));
}

void EngineLife::clear() {
  if (deaths_.count == 0) return;
  deaths_ = {};
  if (file_) file_->clear();
}

}  // namespace ssm
