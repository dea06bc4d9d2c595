// SPDX-License-Identifier: Apache-2.0
#include "core/os/tcp_server.h"

#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <algorithm>
#include <array>
#include <csignal>
#include <map>
#include <optional>
#include <vector>

#include "core/os/addresses.h"

namespace ssm {
namespace {

using SteadyClock = std::chrono::steady_clock;
using Moment = SteadyClock::time_point;
using std::chrono::milliseconds;

tl::unexpected<Error> port_failure(const std::string& where) {
  return failure("Listen", fmt::format("Cannot listen at {}: {}.", where, system_message(errno)));
}

struct Connection {
  Descriptor socket;
  std::unique_ptr<Session> session;
  std::string out;
  std::size_t sent = 0;
  enum class Phase { kIdle, kArriving, kSending, kLeaving } phase = Phase::kIdle;
  bool last_answer = false;
  bool wants_to_write = false;  // as epoll was told
  Moment deadline;
};

/// One run of a server: the connections and the loop over them.
class Run {
 public:
  Run(int listener, int signals, const TcpServerOptions& options,
      const TcpServer::MakeSession& make_session)
      : listener_(listener), signals_(signals), options_(options), make_session_(make_session) {}

  Completed run() {
    poll_ = Descriptor(::epoll_create1(EPOLL_CLOEXEC));
    if (!poll_ || !watch(listener_, EPOLLIN) || !watch(signals_, EPOLLIN) ||
        (options_.until >= 0 && !watch(options_.until, EPOLLIN)))
      return failure("Listen", "Cannot wait for connections: " + system_message(errno) + ".");
    while (!ending_ || !connections_.empty()) turn();
    return {};
  }

 private:
  using Phase = Connection::Phase;

  bool watch(int descriptor, std::uint32_t events, int how = EPOLL_CTL_ADD) {
    epoll_event event = {};
    event.events = events;
    event.data.fd = descriptor;
    return ::epoll_ctl(poll_.get(), how, descriptor, &event) == 0;
  }

  void turn() {
    std::array<epoll_event, 64> events;
    int count = ::epoll_wait(poll_.get(), events.data(), static_cast<int>(events.size()),
                             time_to_look_again());
    now_ = SteadyClock::now();
    for (int i = 0; i < count; ++i) {
      const epoll_event& event = events[static_cast<std::size_t>(i)];
      if (event.data.fd == signals_ || event.data.fd == options_.until) {
        begin_end();
      } else if (event.data.fd == listener_) {
        accept_all();
      } else {
        serve(event.data.fd);
      }
    }
    if (now_ >= next_look_) look_at_deadlines();
  }

  /// Deadlines are looked at a few times in a second, not at every event.
  int time_to_look_again() const {
    if (connections_.empty() && !paused_) return -1;
    auto left = std::chrono::ceil<milliseconds>(next_look_ - SteadyClock::now()).count();
    return static_cast<int>(std::clamp<std::int64_t>(left, 0, 1000));
  }

  void look_at_deadlines() {
    constexpr milliseconds kPause(50);
    next_look_ = now_ + kPause;
    if (paused_ && !ending_) paused_ = !watch(listener_, EPOLLIN);
    std::vector<int> over;
    for (const auto& [descriptor, connection] : connections_)
      if (connection.deadline <= now_) over.push_back(descriptor);
    for (int descriptor : over) time_is_over(connections_.at(descriptor));
  }

  void time_is_over(Connection& connection) {
    if (connection.phase != Phase::kArriving) return drop(connection);
    connection.session->give_up(connection.out);
    connection.last_answer = true;
    flush(connection);
  }

  void accept_all() {
    for (;;) {
      Descriptor socket(::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
      if (!socket) {
        // Out of descriptors or memory: the listener would be reported again at once.
        if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) pause();
        if (errno != EINTR && errno != ECONNABORTED) return;
        continue;
      }
      if (connections_.size() >= options_.max_connections) {
        ::send(socket.get(), options_.busy_answer.data(), options_.busy_answer.size(),
               MSG_NOSIGNAL);
        ::shutdown(socket.get(), SHUT_WR);
        continue;
      }
      add(std::move(socket));
    }
  }

  void pause() { paused_ = ::epoll_ctl(poll_.get(), EPOLL_CTL_DEL, listener_, nullptr) == 0; }

  void add(Descriptor socket) {
    int on = 1;
    ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    int descriptor = socket.get();
    if (!watch(descriptor, EPOLLIN)) return;
    Connection connection;
    connection.socket = std::move(socket);
    connection.session = make_session_();
    connection.deadline = now_ + options_.idle;
    connections_.emplace(descriptor, std::move(connection));
  }

  void drop(Connection& connection) {
    connections_.erase(connection.socket.get());  // closing it takes it out of epoll
  }

  void serve(int descriptor) {
    auto found = connections_.find(descriptor);
    if (found == connections_.end()) return;
    Connection& connection = found->second;
    if (connection.phase == Phase::kLeaving) return discard(connection);
    if (connection.phase == Phase::kSending) return flush(connection);
    read(connection);
  }

  void read(Connection& connection) {
    ssize_t count = ::recv(connection.socket.get(), buffer_.data(), buffer_.size(), 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count <= 0) return drop(connection);
    take(connection, std::string_view(buffer_.data(), static_cast<std::size_t>(count)));
  }

  void take(Connection& connection, std::string_view bytes) {
    if (ending_) connection.session->end_soon();
    connection.last_answer = !connection.session->receive(bytes, connection.out);
    if (!connection.out.empty() || connection.last_answer) return flush(connection);
    settle(connection);
  }

  /// Everything said so far has been sent: what next?
  void settle(Connection& connection) {
    Phase before = connection.phase;
    connection.phase = connection.session->is_half_way() ? Phase::kArriving : Phase::kIdle;
    want_to_write(connection, false);
    if (connection.phase == Phase::kIdle) {
      if (ending_) return drop(connection);
      // Blank lines before a request are no reason to stay longer.
      if (before != Phase::kIdle) connection.deadline = now_ + options_.idle;
    } else if (before != Phase::kArriving) {
      connection.deadline =
          now_ + (ending_ ? std::min(options_.arrival, kGrace) : options_.arrival);
    }
  }

  void flush(Connection& connection) {
    for (;;) {
      while (connection.sent < connection.out.size()) {
        ssize_t count = ::send(connection.socket.get(), connection.out.data() + connection.sent,
                               connection.out.size() - connection.sent, MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0 && errno == EAGAIN) return await_client(connection);
        if (count < 0) return drop(connection);
        connection.sent += static_cast<std::size_t>(count);
      }
      connection.out.clear();
      connection.sent = 0;
      if (connection.last_answer) return leave(connection);
      connection.phase = Phase::kSending;  // done, so that settle() sets a new deadline
      if (!connection.session->has_more()) return settle(connection);
      connection.last_answer = !connection.session->receive({}, connection.out);
      if (connection.out.empty() && !connection.last_answer) return settle(connection);
    }
  }

  void await_client(Connection& connection) {
    if (connection.phase != Phase::kSending)
      connection.deadline =
          now_ + (ending_ ? std::min(options_.sending, kGrace) : options_.sending);
    connection.phase = Phase::kSending;
    want_to_write(connection, true);
  }

  /// Closing at once while the client still sends would make it lose the answer.
  void leave(Connection& connection) {
    ::shutdown(connection.socket.get(), SHUT_WR);
    connection.phase = Phase::kLeaving;
    connection.deadline = now_ + kLinger;
    want_to_write(connection, false);
  }

  void discard(Connection& connection) {
    ssize_t count = ::recv(connection.socket.get(), buffer_.data(), buffer_.size(), 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count <= 0) drop(connection);
  }

  void want_to_write(Connection& connection, bool wanted) {
    if (connection.wants_to_write == wanted) return;
    connection.wants_to_write = wanted;
    watch(connection.socket.get(), wanted ? EPOLLOUT : EPOLLIN, EPOLL_CTL_MOD);
  }

  void begin_end() {
    std::array<signalfd_siginfo, 4> taken;
    while (::read(signals_, taken.data(), sizeof taken) > 0) {
    }
    if (ending_) return;
    if (options_.until >= 0) ::epoll_ctl(poll_.get(), EPOLL_CTL_DEL, options_.until, nullptr);
    accept_all();  // who has connected already was promised an answer
    ending_ = true;
    if (!paused_) ::epoll_ctl(poll_.get(), EPOLL_CTL_DEL, listener_, nullptr);
    std::vector<int> all;
    for (const auto& [descriptor, connection] : connections_) all.push_back(descriptor);
    for (int descriptor : all) end(descriptor);
    next_look_ = now_;
  }

  void end(int descriptor) {
    Connection& connection = connections_.at(descriptor);
    if (connection.phase == Phase::kIdle) {
      serve(descriptor);  // a request may have arrived that was not looked at yet
      auto found = connections_.find(descriptor);
      if (found == connections_.end()) return;
      if (found->second.phase == Phase::kIdle) return drop(found->second);
    }
    Connection& left = connections_.at(descriptor);
    left.session->end_soon();
    left.deadline = std::min(left.deadline, now_ + kGrace);
  }

  static constexpr milliseconds kGrace{5'000};   // for requests under way when the end has come
  static constexpr milliseconds kLinger{2'000};  // for the client to read the last answer

  int listener_;
  int signals_;
  const TcpServerOptions& options_;
  const TcpServer::MakeSession& make_session_;
  Descriptor poll_;
  std::map<int, Connection> connections_;
  std::vector<char> buffer_ = std::vector<char>(64 * 1024);
  Moment now_ = SteadyClock::now();
  Moment next_look_ = now_;
  bool ending_ = false;
  bool paused_ = false;
};

}  // namespace

Result<TcpServer> TcpServer::listen(const std::string& address, std::uint16_t port) {
  std::string where = fmt::format("{}, port {}", address, port);
  std::optional<SocketAddress> wanted = parse_address(address, port);
  if (!wanted) return failure("Listen", "Not an address to listen at: '" + address + "'.");
  TcpServer server;
  server.listener_ = Descriptor(
      ::socket(wanted->storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!server.listener_) return port_failure(where);
  int on = 1;
  ::setsockopt(server.listener_.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  constexpr int kBacklog = 512;
  if (::bind(server.listener_.get(), wanted->get(), wanted->size) != 0 ||
      ::listen(server.listener_.get(), kBacklog) != 0)
    return port_failure(where);
  SocketAddress bound;
  bound.size = sizeof bound.storage;
  if (::getsockname(server.listener_.get(), bound.get(), &bound.size) != 0)
    return port_failure(where);
  server.address_ = to_text(bound);

  sigset_t signals;
  ::sigemptyset(&signals);
  ::sigaddset(&signals, SIGTERM);
  ::sigaddset(&signals, SIGINT);
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  server.signals_ = Descriptor(::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!server.signals_) return port_failure(where);
  return server;
}

Completed TcpServer::run(const TcpServerOptions& options, const MakeSession& make_session) {
  return Run(listener_.get(), signals_.get(), options, make_session).run();
}

bool is_loopback(const std::string& address) {
  std::optional<SocketAddress> parsed = parse_address(address, 0);
  if (!parsed) return false;
  if (parsed->storage.ss_family == AF_INET) {
    const auto* v4 = reinterpret_cast<const sockaddr_in*>(&parsed->storage);
    return (ntohl(v4->sin_addr.s_addr) >> 24) == 127;
  }
  const auto* v6 = reinterpret_cast<const sockaddr_in6*>(&parsed->storage);
  return IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr);
}

}  // namespace ssm
