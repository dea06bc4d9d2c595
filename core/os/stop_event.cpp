// SPDX-License-Identifier: Apache-2.0
#include "core/os/stop_event.h"

#include <sys/eventfd.h>
#include <unistd.h>
#include <cstdint>

namespace ssm {

StopEvent::StopEvent(const std::stop_token& stop) {
  if (!stop.stop_possible()) return;
  event_ = Descriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (event_) callback_.emplace(stop, Signal{event_.get()});
}

void StopEvent::Signal::operator()() const {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t ignored = ::write(event, &one, sizeof one);
}

}  // namespace ssm
