// SPDX-License-Identifier: Apache-2.0
// load HOST PORT CONNECTIONS SECONDS: asks one endpoint for ListDocuments over as many connections
// that stay open, each with one request under way, and prints the requests per second and the 50th
// and 99th percentile of the milliseconds one took. What is not answered with 200 ends it.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

struct Connection {
  int socket = -1;
  std::string received;
  Clock::time_point begin;
};

[[noreturn]] void fail(const char* what) {
  std::perror(what);
  std::exit(1);
}

void open(Connection& connection, const sockaddr_in& address) {
  if (connection.socket >= 0) ::close(connection.socket);
  connection.socket = ::socket(AF_INET, SOCK_STREAM, 0);
  const int on = 1;
  ::setsockopt(connection.socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(connection.socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) !=
      0)
    fail("connect");
}

void ask(Connection& connection, const std::string& request) {
  connection.received.clear();
  connection.begin = Clock::now();
  if (::send(connection.socket, request.data(), request.size(), MSG_NOSIGNAL) !=
      static_cast<ssize_t>(request.size()))
    fail("send");
}

/// Whether the whole answer is there. Knows only what the two servers say: Content-Length, in
/// either case.
bool is_complete(const std::string& received) {
  const std::size_t head = received.find("\r\n\r\n");
  if (head == std::string::npos) return false;
  if (received.compare(0, 12, "HTTP/1.1 200") != 0) {
    std::fprintf(stderr, "%s\n", received.c_str());
    std::exit(1);
  }
  std::string names = received.substr(0, head);
  for (char& c : names) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const std::size_t at = names.find("content-length:");
  if (at == std::string::npos) fail("no content-length");
  return received.size() - head - 4 >= std::strtoul(names.c_str() + at + 15, nullptr, 10);
}

double percentile(const std::vector<double>& sorted, double share) {
  return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(std::atoi(argv[2])));
  ::inet_pton(AF_INET, argv[1], &address.sin_addr);
  const std::string request = std::string("POST / HTTP/1.1\r\nHost: ") + argv[1] + ":" + argv[2] +
                              "\r\nContent-Type: application/x-amz-json-1.1\r\n"
                              "X-Amz-Target: AmazonSSM.ListDocuments\r\n"
                              "Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260102/"
                              "us-east-1/ssm/aws4_request, SignedHeaders=host, Signature=0\r\n"
                              "Content-Length: 2\r\n\r\n{}";
  std::vector<Connection> connections(static_cast<std::size_t>(std::atoi(argv[3])));
  const int poll = ::epoll_create1(0);
  for (std::size_t i = 0; i < connections.size(); ++i) {
    open(connections[i], address);
    epoll_event event = {};
    event.events = EPOLLIN;
    event.data.u64 = i;
    ::epoll_ctl(poll, EPOLL_CTL_ADD, connections[i].socket, &event);
    ask(connections[i], request);
  }
  std::vector<double> times;
  const Clock::time_point begin = Clock::now();
  const auto end = begin + std::chrono::seconds(std::atoi(argv[4]));
  std::array<char, 65536> buffer;
  while (Clock::now() < end) {
    std::array<epoll_event, 64> events;
    const int count = ::epoll_wait(poll, events.data(), events.size(), 1000);
    for (int i = 0; i < count; ++i) {
      Connection& connection = connections[events[static_cast<std::size_t>(i)].data.u64];
      const ssize_t size = ::recv(connection.socket, buffer.data(), buffer.size(), 0);
      if (size <= 0) fail("a connection was closed");
      connection.received.append(buffer.data(), static_cast<std::size_t>(size));
      if (!is_complete(connection.received)) continue;
      times.push_back(
          std::chrono::duration<double, std::milli>(Clock::now() - connection.begin).count());
      ask(connection, request);
    }
  }
  if (times.empty()) return 1;
  const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  std::sort(times.begin(), times.end());
  std::printf("%.1f %.3f %.3f\n", static_cast<double>(times.size()) / seconds,
              percentile(times, 0.5), percentile(times, 0.99));
  return 0;
}
