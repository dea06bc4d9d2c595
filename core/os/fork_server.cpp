// SPDX-License-Identifier: Apache-2.0
#include "core/os/fork_server.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <csignal>
#include <utility>

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/os/descriptor_message.h"

namespace ssm {
namespace {

constexpr std::string_view kReady = "ready";
constexpr int kLongestStart = 20'000;  // milliseconds
constexpr std::chrono::milliseconds kEnding(100);
constexpr int kNotFound = 127;
constexpr std::string_view kMissing = "begun\nexit 127\n";
constexpr std::size_t kDescriptorsOfCall = 5;  // as ForkedCall has them, and the report's

/// What comes to the keeper.
struct Request {
  std::string directory;
  std::vector<std::string> hidden;
  Descriptor input, output, result, questions, report;
};

std::optional<Request> request_of(DescriptorMessage message) {
  auto& given = message.descriptors;
  if (given.size() != kDescriptorsOfCall) return std::nullopt;
  std::vector<std::string> lines = split(message.text, '\n');
  const std::vector<std::string> hidden(lines.begin() + 1, lines.end());
  return Request{std::move(lines[0]), hidden,
                 std::move(given[0]), std::move(given[1]),
                 std::move(given[2]), std::move(given[3]),
                 std::move(given[4])};
}

void say(int socket, std::string_view text) {
  ::send(socket, text.data(), text.size(), MSG_NOSIGNAL);
}

// --- The warden ----------------------------------------------------------------------------------

bool hand_over(int server, const Request& request, const IsolatedProgram& program, int status,
               int room) {
  const Json limits{{"directory", program.directory},
                    {"processes", processes_allowed(program)},
                    {"memory", program.memory},
                    {"disk", program.disk}};
  const std::array<int, kDescriptorsOfCall + 1> files = {request.input.get(),
                                                         request.output.get(),
                                                         request.result.get(),
                                                         request.questions.get(),
                                                         status,
                                                         room};
  return send_message(server, to_text(limits), files);
}

/// Hands the status of the call on, until it has ended or nobody listens any more.
void watch_call(int status, int report) {
  for (;;) {
    std::array<pollfd, 2> ready = {{{status, POLLIN, 0}, {report, POLLIN, 0}}};
    if (::poll(ready.data(), ready.size(), -1) < 0) continue;
    if (ready[1].revents != 0) return;  // nothing is written there: it is closed
    std::array<char, 4096> bytes;
    const ssize_t count = ::read(status, bytes.data(), bytes.size());
    if (count <= 0) return;
    say(report, std::string_view(bytes.data(), static_cast<std::size_t>(count)));
  }
}

[[noreturn]] void be_warden(Request request, int server, const std::string& path) {
  ::setsid();
  ::signal(SIGCHLD, SIG_DFL);
  const IsolatedProgram program{
      .argv = {path}, .directory = request.directory, .hidden = request.hidden};
  {
    const Room room(program, request.report.get());
    Descriptor ours;
    Descriptor theirs;
    if (room.descriptor() < 0 || !open_message_pair(ours, theirs)) ::_exit(0);
    if (!hand_over(server, request, program, theirs.get(), room.descriptor())) ::_exit(0);
    theirs.reset();
    ::close(server);  // it ends when its keeper does, whatever runs
    watch_call(ours.get(), request.report.get());
    request.report.reset();  // what the call has left behind is not waited for
  }
  ::_exit(0);
}

// --- The keeper ----------------------------------------------------------------------------------

class Keeper {
 public:
  Keeper(const std::vector<std::string>& argv, int socket) : argv_(argv), socket_(socket) {}

  void run() {
    for (;;) {
      std::array<pollfd, 2> ready = {{{socket_, POLLIN, 0}, {server_.get(), POLLIN, 0}}};
      if (::poll(ready.data(), ready.size(), -1) < 0) continue;
      reap();
      if (ready[1].revents != 0) end_server();
      if (ready[0].revents == 0) continue;
      std::optional<DescriptorMessage> message = receive_message(socket_);
      if (!message) break;
      if (auto request = request_of(*std::move(message))) serve(*std::move(request));
    }
    end_server();
  }

 private:
  void serve(Request request) {
    if (is_missing_) return say(request.report.get(), kMissing);
    if (!server_ && !start_server(request)) return;
    if (::fork() != 0) return;
    ::close(socket_);
    be_warden(std::move(request), server_.get(), argv_[0]);
  }

  /// False: there is none, and the call is not begun.
  bool start_server(const Request& request) {
    Descriptor theirs;
    if (!open_message_pair(server_, theirs)) return false;
    Spawn program{.argv = argv_, .group = Spawn::Group::kOwnSession};
    program.files = {{ForkServer::kSocket, theirs.get()}};
    Result<Child> child = spawn(program);
    theirs.reset();
    if (!child) server_.reset();
    if (!child) return false;
    pollfd ready{server_.get(), POLLIN, 0};
    ::poll(&ready, 1, kLongestStart);
    const auto first = ready.revents != 0 ? receive_message(server_.get()) : std::nullopt;
    if (first && first->text == kReady) {
      pid_ = child->pid();
      child->release();
      return true;
    }
    server_.reset();
    // A version manager that lacks the program will lack it the next time, too, and takes long to
    // say so. What else is wrong shows when the program is started by itself.
    is_missing_ = child->wait(kEnding) == kNotFound;
    if (is_missing_) say(request.report.get(), kMissing);
    return false;
  }

  void end_server() {
    server_.reset();
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = 0;
  }

  void reap() {
    for (pid_t ended = 0; (ended = ::waitpid(-1, nullptr, WNOHANG)) > 0;)
      if (ended == pid_) pid_ = 0;
  }

  const std::vector<std::string>& argv_;
  int socket_;
  Descriptor server_;  // our end of its socket; none: it has not been started
  pid_t pid_ = 0;
  bool is_missing_ = false;
};

}  // namespace

Result<ForkServer> ForkServer::start(const std::vector<std::string>& keeper,
                                     const Environment& environment) {
  Descriptor ours;
  Descriptor theirs;
  if (!open_message_pair(ours, theirs))
    return failure("Process", fmt::format("Cannot make a socket: {}.", system_message(errno)));
  const Descriptor null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  Spawn program{.argv = keeper, .environment = environment, .directory = "/"};
  program.files = {{0, null.get()}, {1, null.get()}, {2, null.get()}, {kSocket, theirs.get()}};
  program.group = Spawn::Group::kOwnSession;
  TRY_ASSIGN(Child child, spawn(program));
  return ForkServer(std::move(child), std::move(ours));
}

std::optional<ForkedRun> ForkServer::begin(const ForkedCall& call) const {
  std::array<int, 2> report = {};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, report.data()) != 0) return std::nullopt;
  Descriptor ours(report[0]);
  const Descriptor theirs(report[1]);
  const std::array<int, kDescriptorsOfCall> files = {call.input, call.output, call.result,
                                                     call.questions, theirs.get()};
  std::string text = call.directory;
  for (const std::string& path : call.hidden) text += '\n' + path;
  if (!send_message(socket_.get(), text, files)) return std::nullopt;
  return ForkedRun(std::move(ours));
}

bool ForkedRun::has_ended() {
  constexpr std::size_t kMostTold = 65536;
  for (;;) {
    std::array<char, 4096> bytes;
    const ssize_t count = ::recv(report_.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno != EAGAIN;
    if (count == 0) return true;
    if (told_.size() < kMostTold) told_.append(bytes.data(), static_cast<std::size_t>(count));
  }
}

void keep_fork_server(const std::vector<std::string>& argv, int socket) {
  ::signal(SIGPIPE, SIG_IGN);
  Keeper(argv, socket).run();
  ::_exit(0);
}

}  // namespace ssm
