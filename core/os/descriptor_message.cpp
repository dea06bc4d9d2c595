// SPDX-License-Identifier: Apache-2.0
#include "core/os/descriptor_message.h"

#include <sys/socket.h>
#include <sys/uio.h>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>

namespace ssm {
namespace {

constexpr std::size_t kRoom = CMSG_SPACE(sizeof(int) * DescriptorMessage::kMostDescriptors);

/// A packet's parts as the kernel takes them.
class Packet {
 public:
  Packet(char* text, std::size_t size) : text_{text, size} {
    message_.msg_iov = &text_;
    message_.msg_iovlen = 1;
    message_.msg_control = control_.data();
    message_.msg_controllen = control_.size();
  }
  Packet(const Packet&) = delete;
  Packet& operator=(const Packet&) = delete;

  msghdr& header() { return message_; }

  void put(std::span<const int> descriptors) {
    message_.msg_controllen = descriptors.empty() ? 0 : CMSG_SPACE(descriptors.size_bytes());
    if (descriptors.empty()) return;
    cmsghdr* first = CMSG_FIRSTHDR(&message_);
    first->cmsg_level = SOL_SOCKET;
    first->cmsg_type = SCM_RIGHTS;
    first->cmsg_len = CMSG_LEN(descriptors.size_bytes());
    std::memcpy(CMSG_DATA(first), descriptors.data(), descriptors.size_bytes());
  }

  std::vector<Descriptor> take() {
    std::vector<Descriptor> taken;
    for (cmsghdr* each = CMSG_FIRSTHDR(&message_); each != nullptr;
         each = CMSG_NXTHDR(&message_, each)) {
      if (each->cmsg_level != SOL_SOCKET || each->cmsg_type != SCM_RIGHTS) continue;
      std::array<int, DescriptorMessage::kMostDescriptors> numbers = {};
      const std::size_t count = (each->cmsg_len - CMSG_LEN(0)) / sizeof(int);
      std::memcpy(numbers.data(), CMSG_DATA(each), count * sizeof(int));
      for (std::size_t i = 0; i < count; ++i) taken.emplace_back(numbers[i]);
    }
    return taken;
  }

 private:
  msghdr message_ = {};
  iovec text_;
  alignas(cmsghdr) std::array<char, kRoom> control_ = {};
};

}  // namespace

bool send_message(int socket, std::string_view text, std::span<const int> descriptors) {
  std::string copy(text);
  Packet packet(copy.data(), copy.size());
  packet.put(descriptors);
  ssize_t sent = -1;
  do {
    sent = ::sendmsg(socket, &packet.header(), MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  return sent == static_cast<ssize_t>(text.size());
}

std::optional<DescriptorMessage> receive_message(int socket) {
  std::array<char, DescriptorMessage::kMostText> text;
  for (;;) {
    Packet packet(text.data(), text.size());
    const ssize_t count = ::recvmsg(socket, &packet.header(), MSG_CMSG_CLOEXEC);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return std::nullopt;
    return DescriptorMessage{std::string(text.data(), static_cast<std::size_t>(count)),
                             packet.take()};
  }
}

bool open_message_pair(Descriptor& one, Descriptor& other) {
  std::array<int, 2> ends = {};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) return false;
  one.reset(ends[0]);
  other.reset(ends[1]);
  return true;
}

}  // namespace ssm
