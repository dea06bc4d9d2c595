// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <stop_token>

#include "core/os/descriptor.h"

namespace ssm {

/// A descriptor that can be read from the moment a stop is requested, for poll().
class StopEvent {
 public:
  explicit StopEvent(const std::stop_token& stop);

  /// -1, which poll() ignores: no stop can be requested, or no descriptor is free.
  int descriptor() const { return event_.get(); }

 private:
  struct Signal {
    int event;
    void operator()() const;
  };

  Descriptor event_;
  std::optional<std::stop_callback<Signal>> callback_;  // after event_: ends before it is closed
};

}  // namespace ssm
