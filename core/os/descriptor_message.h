// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/os/descriptor.h"

namespace ssm {

/// What one process tells another over a local socket of packets.
struct DescriptorMessage {
  static constexpr std::size_t kMostText = 8192;  // bytes
  static constexpr std::size_t kMostDescriptors = 8;

  std::string text;
  std::vector<Descriptor> descriptors;
};

/// False: nobody is there to hear it; errno tells.
bool send_message(int socket, std::string_view text, std::span<const int> descriptors);

/// Waits for the next one. nullopt: the other end is closed.
std::optional<DescriptorMessage> receive_message(int socket);

/// Two ends of such a socket, closed in programs that are started. False: errno tells why.
bool open_message_pair(Descriptor& one, Descriptor& other);

}  // namespace ssm
