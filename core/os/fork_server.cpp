// SPDX-License-Identifier: Apache-2.0
#include "core/os/fork_server.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <csignal>
#include <deque>
#include <span>
#include <utility>

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/os/descriptor_message.h"
#include "core/os/memory_file.h"
#include "core/os/stop_event.h"

namespace ssm {
namespace {

constexpr std::string_view kReady = "ready";
constexpr std::string_view kTaken = "taken\n";  // there is a server: the call is with a warden
constexpr std::chrono::milliseconds kLongestStart(20'000);  // of a server
constexpr std::chrono::milliseconds kEnding(100);
constexpr int kNotFound = 127;
constexpr std::string_view kMissing = "begun\nexit 127\n";
constexpr std::size_t kDescriptorsOfCall = 5;  // as ForkedCall has them, and the report's
constexpr std::size_t kMostNotes = 8192;       // of a Room's report
constexpr std::size_t kSpares = 2;             // one is handed out while the other is being made

/// What comes to the keeper.
struct Request {
  std::string directory;
  std::vector<std::string> hidden;
  std::vector<Descriptor> files;  // input, output, result, questions and report

  int report() const { return files.back().get(); }
};

std::optional<Request> request_of(DescriptorMessage message) {
  if (message.descriptors.size() != kDescriptorsOfCall) return std::nullopt;
  std::vector<std::string> lines = split(message.text, '\n');
  const std::vector<std::string> hidden(lines.begin() + 1, lines.end());
  return Request{std::move(lines[0]), hidden, std::move(message.descriptors)};
}

void say(int socket, std::string_view text) {
  ::send(socket, text.data(), text.size(), MSG_NOSIGNAL);
}

bool send_files(int socket, std::string_view text, std::span<const Descriptor> files) {
  std::vector<int> numbers;
  for (const Descriptor& file : files) numbers.push_back(file.get());
  return send_message(socket, text, numbers);
}

// --- The warden ----------------------------------------------------------------------------------

/// Has the server fork a process that enters the room and waits for a call at the other end of the
/// channel. False: it cannot be.
bool order_process(int server, const Room& room, Descriptor& channel) {
  Descriptor theirs;
  if (room.descriptor() < 0 || !open_message_pair(channel, theirs)) return false;
  const std::array<int, 2> files = {theirs.get(), room.descriptor()};
  return send_message(server, "fork", files);
}

void hand_over(int channel, const IsolatedProgram& program, const std::string& directory,
               std::span<const Descriptor> files) {
  const Json limits{{"directory", directory},
                    {"processes", processes_allowed(program)},
                    {"memory", program.memory},
                    {"disk", program.disk}};
  send_files(channel, to_text(limits), files);
}

/// Hands what is told of the call on, until it has ended or nobody listens any more.
void watch_call(int channel, int report) {
  for (;;) {
    std::array<pollfd, 2> ready = {{{channel, POLLIN, 0}, {report, POLLIN, 0}}};
    if (::poll(ready.data(), ready.size(), -1) < 0) continue;
    if (ready[1].revents != 0) return;  // nothing is written there: it is closed
    const std::optional<DescriptorMessage> told = receive_message(channel);
    if (!told) return;
    say(report, told->text);
    const IsolationReport line = IsolationReport::parse(told->text);
    if (line.exit_code || line.signal || !line.trouble.empty()) return;
  }
}

/// `control`: where the call comes from, a packet with its directory and the files of its Request;
/// closed before: there will be none. Until it comes the warden ends with its keeper, even when it
/// has been stopped.
[[noreturn]] void be_warden(const IsolatedProgram& program, pid_t keeper, int server,
                            Descriptor control) {
  ::setsid();
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != keeper) ::_exit(0);
  ::signal(SIGCHLD, SIG_DFL);
  if (const Result<MemoryFile> notes = MemoryFile::make()) {
    const Room room(program, notes->descriptor());
    Descriptor channel;
    const bool is_ordered = order_process(server, room, channel);
    ::close(server);  // it ends when its keeper does, whatever runs
    // Before the room: what the call has left behind is not waited for.
    std::optional<DescriptorMessage> call = receive_message(control.get());
    ::prctl(PR_SET_PDEATHSIG, 0);
    if (call && call->descriptors.size() == kDescriptorsOfCall) {
      const Descriptor report = std::move(call->descriptors.back());
      call->descriptors.pop_back();
      if (const std::string weaknesses = notes->text(kMostNotes); !weaknesses.empty())
        say(report.get(), weaknesses);
      if (is_ordered) {
        hand_over(channel.get(), program, call->text, call->descriptors);
        call->descriptors.clear();
        watch_call(channel.get(), report.get());
      }
    }
    call.reset();
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
    if (is_missing_) return say(request.report(), kMissing);
    if (!server_ && !start_server(request)) return;
    say(request.report(), kTaken);
    IsolatedProgram program{.argv = {argv_[0]}, .directory = {}, .hidden = request.hidden};
    if (!is_known_early(program)) program.directory = request.directory;
    if (spare_hidden_ != request.hidden) spares_.clear();
    Descriptor warden = spares_.empty() ? start_warden(program, request) : take_spare();
    if (!send_files(warden.get(), request.directory, request.files)) {  // somebody has killed it
      warden = start_warden(program, request);
      send_files(warden.get(), request.directory, request.files);
    }
    warden.reset();
    request.files.clear();
    while (is_known_early(program) && spares_.size() < kSpares)
      spares_.push_back(start_warden(program, request));
    spare_hidden_ = std::move(request.hidden);
  }

  Descriptor take_spare() {
    Descriptor spare = std::move(spares_.front());
    spares_.pop_front();
    return spare;
  }

  /// Where a room is the same for every call.
  static bool is_known_early(const IsolatedProgram& program) {
    return !has_files_at_directory(program);
  }

  /// Our end of its control.
  Descriptor start_warden(const IsolatedProgram& program, Request& request) {
    Descriptor ours;
    Descriptor theirs;
    if (!open_message_pair(ours, theirs)) return {};
    const pid_t keeper = ::getpid();
    if (::fork() != 0) return ours;
    // Nobody but their own warden holds the ends of other calls.
    ours.reset();
    spares_.clear();
    request.files.clear();
    ::close(socket_);
    be_warden(program, keeper, server_.get(), std::move(theirs));
  }

  /// False: there is none, and the call is not begun.
  bool start_server(const Request& request) {
    Descriptor theirs;
    if (!open_message_pair(server_, theirs)) return false;
    // Who ends our group ends it, too, even when it has been stopped.
    Spawn program{.argv = argv_, .group = Spawn::Group::kShared};
    program.files = {{ForkServer::kSocket, theirs.get()}};
    Result<Child> child = spawn(program);
    theirs.reset();
    if (!child) server_.reset();
    if (!child) return false;
    pollfd ready{server_.get(), POLLIN, 0};
    ::poll(&ready, 1, static_cast<int>(kLongestStart.count()));
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
    if (is_missing_) say(request.report(), kMissing);
    return false;
  }

  void end_server() {
    spares_.clear();
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
  /// The controls of wardens whose rooms and processes are ready for the next calls, or soon will
  /// be.
  std::deque<Descriptor> spares_;
  std::vector<std::string> spare_hidden_;
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
  return ForkedRun(std::move(ours), has_served_);
}

bool ForkedRun::await_begin(const std::stop_token& stop) {
  const StopEvent stopped(stop);
  while (!report().has_begun && !stop.stop_requested()) {
    const bool has_server = *has_served_ || told_.find(kTaken) != std::string::npos;
    const std::chrono::milliseconds longest =
        kLongestBegin + (has_server ? std::chrono::milliseconds(0) : kLongestStart);
    std::array<pollfd, 2> ready = {{{report_.get(), POLLIN, 0}, {stopped.descriptor(), POLLIN, 0}}};
    if (::poll(ready.data(), ready.size(), static_cast<int>(longest.count())) == 0) return false;
    if (has_ended()) return report().has_begun;
  }
  if (report().has_begun) *has_served_ = true;
  return true;
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
