// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/os/descriptor.h"
#include "core/os/private_file.h"

namespace ssm {

/// The socket at which other processes wake the engine of a state directory.
class WakeSocket {
 public:
  /// Binds a datagram socket at `path`, in place of whatever is there. Errors: code
  /// "StateDirectory".
  static Result<WakeSocket> open(const std::string& path);
  WakeSocket(WakeSocket&&) noexcept = default;
  WakeSocket& operator=(WakeSocket&&) = delete;
  /// Removes the socket from the path, unless another one is there.
  ~WakeSocket();

  /// False: somebody has removed it or put another one in its place; nobody reaches it.
  bool is_in_place() const;
  int descriptor() const { return socket_.get(); }

 private:
  WakeSocket(std::string path, Descriptor socket, FileAnchor anchor)
      : path_(std::move(path)), socket_(std::move(socket)), anchor_(std::move(anchor)) {}
  std::string path_;
  Descriptor socket_;
  FileAnchor anchor_;
};

/// Wakes the engine that listens at `path`. False: there is none.
bool wake_engine(const std::string& path);

/// Whether SIGTERM or SIGINT has arrived and is held back, because somebody waits for it in the
/// regular way.
bool is_stop_pending();

enum class WakeReason { kWoken, kTime, kStop };

/// What the engine's loop waits on: calls of other threads, its socket, changes of the state
/// directory, the time, and what tells it to stop. Outlives sockets and whoever wakes it.
class EngineWaiter {
 public:
  enum class Signals { kTaken, kLeft };
  /// kTaken: SIGTERM and SIGINT mean stop; they stay blocked in the calling thread from here on,
  /// and in threads that it starts later: open before starting any. Errors: code "Process".
  static Result<EngineWaiter> open(Signals signals);

  /// From any thread.
  void wake() const;
  /// From any thread: this wait and all to come end with kStop.
  void stop() const;
  /// Whether stop() was called or a signal has arrived. Takes nothing away.
  bool is_stopped() const;

  /// From here on wait() also ends when files of the directory come or go, or it moves itself.
  /// False: the system cannot tell; then look now and then.
  bool watch(const std::string& directory);

  /// Until something of the above happens, at the wall clock's `until` (also when that clock is set
  /// or the machine was suspended), or after `longest`. nullopt: no limit.
  WakeReason wait(std::optional<Time> until, std::optional<std::chrono::milliseconds> longest,
                  const WakeSocket* socket = nullptr);

 private:
  EngineWaiter() = default;
  Descriptor woken_;
  Descriptor stopped_;
  Descriptor signals_;
  Descriptor timer_;
  Descriptor changes_;
};

}  // namespace ssm
