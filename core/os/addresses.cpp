// SPDX-License-Identifier: Apache-2.0
#include "core/os/addresses.h"

#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <resolv.h>
#include <array>
#include <vector>

#include "core/base/text.h"
#include "core/os/files.h"
#include "core/os/tcp_client.h"

namespace ssm {
namespace {

/// The addresses that /etc/hosts gives to a name.
std::vector<std::string> addresses_in_hosts(const std::string& host) {
  std::vector<std::string> found;
  std::string file = read_file("/etc/hosts").value_or("");
  for (const std::string& line : split(file, '\n')) {
    std::string text = line.substr(0, line.find('#'));
    for (char& c : text)
      if (c == '\t') c = ' ';
    std::vector<std::string> words = split(text, ' ');
    std::erase_if(words, [](const std::string& word) { return trim(word).empty(); });
    for (std::size_t i = 1; i < words.size(); ++i)
      if (equals_ignore_case(trim(words[i]), host)) found.push_back(words[0]);
  }
  return found;
}

/// Adds what DNS has of one kind: ns_t_a or ns_t_aaaa.
void add_from_dns(const std::string& host, ns_type type, std::vector<std::string>& found) {
  std::array<unsigned char, 4096> answer;
  int size = ::res_search(host.c_str(), ns_c_in, type, answer.data(), answer.size());
  ns_msg message;
  if (size <= 0 || size > static_cast<int>(answer.size()) ||
      ::ns_initparse(answer.data(), size, &message) != 0)
    return;
  for (int i = 0; i < ns_msg_count(message, ns_s_an); ++i) {
    ns_rr record;
    if (::ns_parserr(&message, ns_s_an, i, &record) != 0 || ns_rr_type(record) != type) continue;
    int family = type == ns_t_a ? AF_INET : AF_INET6;
    std::size_t expected = type == ns_t_a ? 4 : 16;
    std::array<char, INET6_ADDRSTRLEN> text = {};
    if (ns_rr_rdlen(record) == expected &&
        ::inet_ntop(family, ns_rr_rdata(record), text.data(), text.size()) != nullptr)
      found.emplace_back(text.data());
  }
}

}  // namespace

std::optional<SocketAddress> parse_address(const std::string& text, std::uint16_t port) {
  SocketAddress address;
  auto* v4 = reinterpret_cast<sockaddr_in*>(&address.storage);
  auto* v6 = reinterpret_cast<sockaddr_in6*>(&address.storage);
  std::string plain = text == "localhost" ? "127.0.0.1" : text;
  if (plain.size() > 2 && plain.front() == '[' && plain.back() == ']')
    plain = plain.substr(1, plain.size() - 2);
  if (::inet_pton(AF_INET, plain.c_str(), &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET;
    v4->sin_port = htons(port);
    address.size = sizeof *v4;
    return address;
  }
  if (::inet_pton(AF_INET6, plain.c_str(), &v6->sin6_addr) == 1) {
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(port);
    address.size = sizeof *v6;
    return address;
  }
  return std::nullopt;
}

std::string to_text(const SocketAddress& address) {
  std::array<char, INET6_ADDRSTRLEN> text = {};
  if (address.storage.ss_family == AF_INET) {
    const auto* v4 = reinterpret_cast<const sockaddr_in*>(&address.storage);
    ::inet_ntop(AF_INET, &v4->sin_addr, text.data(), text.size());
    return fmt::format("{}:{}", text.data(), ntohs(v4->sin_port));
  }
  const auto* v6 = reinterpret_cast<const sockaddr_in6*>(&address.storage);
  ::inet_ntop(AF_INET6, &v6->sin6_addr, text.data(), text.size());
  return fmt::format("[{}]:{}", text.data(), ntohs(v6->sin6_port));
}

std::vector<std::string> find_addresses(const std::string& host) {
  if (parse_address(host, 0)) return {host};
  std::vector<std::string> found = addresses_in_hosts(host);
  // Names under it are this machine, whatever a name server says: RFC 6761.
  if (found.empty() && to_lower(host).ends_with(".localhost")) found = {"127.0.0.1"};
  if (!found.empty()) return found;
  add_from_dns(host, ns_t_a, found);
  add_from_dns(host, ns_t_aaaa, found);
  return found;
}

}  // namespace ssm
