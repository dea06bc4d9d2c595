// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "core/base/result.h"

namespace ssm {

/// Where the engine waits: for pokes on a socket in the state directory, its own wake-ups from
/// other threads, and signals that ask it to end.
class PokeListener {
 public:
  /// Binds a datagram socket at `path` (an old one is replaced). SIGTERM and SIGINT stay blocked in
  /// the calling thread from here on, and in threads it starts later: open before starting any.
  /// `takes_signals` false: leaves the signals to whoever else in the process waits for them.
  /// Errors: code "StateDirectory".
  static Result<PokeListener> open(const std::string& path, bool takes_signals = true);
  PokeListener(PokeListener&&) noexcept;
  PokeListener& operator=(PokeListener&&) = delete;
  ~PokeListener();

  enum class Woken { kPoke, kTimeout, kStop };
  /// Waits until poked, woken, told to stop (SIGTERM, SIGINT) or the time is over (nullopt: for
  /// ever).
  Woken wait(std::optional<std::chrono::milliseconds> timeout);
  /// Whether wait() would return kStop. Takes nothing away: neither the signal nor a poke, which
  /// would be lost to the wait that follows.
  bool is_told_to_stop() const;
  /// From any thread.
  void wake();

 private:
  PokeListener() = default;
  std::string path_;
  int socket_ = -1;
  int event_ = -1;
  int signals_ = -1;
};

/// Wakes the engine that listens at `path`. False: nobody listens there.
bool poke(const std::string& path);

}  // namespace ssm
