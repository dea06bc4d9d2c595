// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/time.h"
#include "core/os/note_file.h"
#include "core/os/state_directory.h"

namespace ssm {

struct StepInHand {
  std::string execution;  // its id
  std::string step;
  bool operator==(const StepInHand&) const = default;
};

/// Engines of a state directory that died in a row, each with work in hand: none has ended in
/// order, committed anything of a step, or done all that was due.
struct EngineDeaths {
  int count = 0;
  Time last{};                           // of all signs of life
  std::vector<StepInHand> in_hand = {};  // what was called last, the latest at the end
};

/// As engine.deaths tells. An engine that runs is among them until it is cleared. A file that
/// cannot be read tells of none.
EngineDeaths read_engine_deaths(const StateDirectory& directory);

/// When the next engine may start: a second after the third death, after each further one twice as
/// long, 64 seconds at most. nullopt: now.
std::optional<Time> pause_end(const EngineDeaths& deaths, Time now);

/// What a user needs to know of them: how many, over which step, when the next one may start, what
/// to do. Empty when there are fewer than three. `next`: their pause_end().
std::string deaths_text(const EngineDeaths& deaths, const StateDirectory& directory,
                        std::optional<Time> next);

/// What an engine tells of itself in engine.deaths. Where the file cannot be written it does
/// without.
class EngineLife {
 public:
  EngineLife(const StateDirectory& directory, const Clock& clock)
      : directory_(directory), clock_(clock) {}

  /// Returns a line for the log about the deaths before; empty: there were none.
  std::string begin();
  /// It has done one of those things that would have kept the others from being counted.
  void clear();

  void will_run(const std::string& execution, const std::string& step);

  /// Whether others died before it and it is not cleared. Then it is to give signs of life: a pause
  /// begins with the last one.
  bool is_suspect() const { return deaths_.count > 1; }
  void give_sign();

 private:
  const StateDirectory& directory_;
  const Clock& clock_;
  std::optional<NoteFile> file_;
  EngineDeaths deaths_;      // this engine among them
  bool has_called_ = false;  // in_hand is this engine's
};

}  // namespace ssm
