// SPDX-License-Identifier: Apache-2.0
#include "actions/command/node_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/base/text.h"

namespace ssm {
namespace {

// Both shells below get the script on standard input and make a file of it, as the agent does: what
// follows "#!" runs it, else sh. Nothing in them is made from values.

/// $1: the working directory, or nothing.
constexpr std::string_view kLocalShell = R"sh(
cat >_script.sh && chmod 700 _script.sh || exit 1
script=$PWD/_script.sh
if [ -n "$1" ]; then cd -- "$1" || exit 1; fi
[ -x "$script" ] && exec "$script" </dev/null
exec sh "$script" </dev/null
)sh";

/// What the remote shell prints before the script does: what comes before it is the login's.
constexpr std::string_view kBegins = "ssm-local begins\n";

/// Standard input: a line with the working directory, one with the script's length, the script. Its
/// end means that nobody waits any more: then everything of this session is killed. For the login
/// shell, whichever that is, one text in single quotes.
constexpr std::string_view kRemoteShell =
    "exec sh -c '"
    "d=$(mktemp -d \"${TMPDIR:-/tmp}/ssm-local.XXXXXXXXXX\") || exit 1; "
    "IFS= read -r w; IFS= read -r n; exec 3<&0; "
    "head -c \"$n\" <&3 >\"$d/_script.sh\" && chmod 700 \"$d/_script.sh\" || exit 1; "
    "echo \"ssm-local begins\"; "
    "if [ -n \"$w\" ]; then cd -- \"$w\" || { rm -rf \"$d\"; exit 1; }; fi; "
    "{ cat <&3; rm -rf \"$d\"; kill -9 0; } >/dev/null 2>&1 & "
    "k=$!; "
    "if [ -x \"$d/_script.sh\" ]; then \"$d/_script.sh\" </dev/null 3<&-; "
    "else sh \"$d/_script.sh\" </dev/null 3<&-; fi; "
    "c=$?; exec 2>/dev/null; kill $k; rm -rf \"$d\"; exit $c'";

/// The first bytes of what a program writes to one of its streams.
class StreamHead {
 public:
  explicit StreamHead(std::size_t most) : most_(most) {}
  void add(std::string_view portion) {
    text_.append(portion.substr(0, most_ - std::min(most_, text_.size())));
  }
  std::string_view text() const { return text_; }
  std::string take() { return std::move(text_); }

 private:
  std::size_t most_;
  std::string text_;
};

/// Hears what comes after the login.
class AfterLogin {
 public:
  /// Refers to both.
  AfterLogin(const StreamHead& all, const HearNode& hear) : all_(all), hear_(hear) {}

  /// `portion`: the end of `all`.
  void hear(std::string_view portion) {
    if (has_begun_) return hear_(portion, "");
    const std::size_t begins = all_.text().find(kBegins);
    if (begins == std::string_view::npos) return;
    has_begun_ = true;
    const std::size_t after = all_.text().size() - begins - kBegins.size();
    hear_(portion.substr(portion.size() - std::min(portion.size(), after)), "");
  }

 private:
  const StreamHead& all_;
  const HearNode& hear_;
  bool has_begun_ = false;
};

/// A program's end as the agent sees it: what failed without having been killed says so.
StepEnd exited(int code, std::string output, std::string errors) {
  if (code != 0 && code != kExitReboot && code != kExitKilled)
    errors += fmt::format("failed to run commands: exit status {}", code);
  return {StepEnd::How::kExited, code, std::move(output), std::move(errors)};
}

class NodeRunner {
 public:
  NodeRunner(const RealNode& node, std::optional<Milliseconds> longest, Programs& programs,
             std::stop_token stop, const HearNode& hear)
      : node_(node), longest_(longest), programs_(programs), stop_(std::move(stop)), hear_(hear) {}

  NodeRun run(const std::vector<NodeStep>& steps) {
    run_.results = run_node_steps(steps, [this](const NodeStep& step) { return end_of(step); });
    return std::move(run_);
  }

 private:
  StepEnd end_of(const NodeStep& step) {
    if (run_.is_undeliverable) return {StepEnd::How::kExited, 1, {}, {}};
    const std::string host = string_member(node_.transport, "ssh");
    // A login may say something first.
    StreamHead output(kMostStream + (host.empty() ? 0 : kMostStream));
    StreamHead errors(kMostStream);
    ProgramCall call = host.empty() ? local_call(step) : remote_call(step, host);
    call.timeout = std::chrono::seconds(step.timeout_seconds);
    if (!step.time_note.empty()) programs_.tell(step.time_note);
    const bool is_bounded = longest_ && *longest_ <= call.timeout;
    if (is_bounded) call.timeout = *longest_;
    call.separates_errors = true;
    AfterLogin after_login(output, hear_);
    call.on_output = [&](std::string_view out, std::string_view err) {
      output.add(out);
      errors.add(err);
      if (host.empty()) return hear_(out, err);
      if (!out.empty()) after_login.hear(out);
      hear_("", err);
    };
    const Result<ProgramEnd> end =
        host.empty() ? programs_.run(call, stop_) : programs_.run_as_user(call, stop_);
    std::string written = output.take();
    const bool has_begun = host.empty() || drop_login(written);
    if (!end) return unfinished(end.error(), is_bounded, std::move(written), errors.take());
    const int code = end->signal != 0 ? kSignalBase + end->signal : end->exit_code;
    if (has_begun) return exited(code, std::move(written), errors.take());
    run_.is_undeliverable = true;
    return {StepEnd::How::kExited, code == 0 ? 1 : code, std::move(written), errors.take()};
  }

  ProgramCall local_call(const NodeStep& step) {
    ProgramCall call;
    call.argv = {"sh", "-c", std::string(kLocalShell), "sh", step.directory};
    call.input = step.script;
    call.environment = {{"AWS_SSM_INSTANCE_ID", node_.id}, {"AWS_SSM_REGION_NAME", node_.region}};
    return call;
  }

  /// Of the user's configuration everything holds that does not ask, forward or run anything here.
  ProgramCall remote_call(const NodeStep& step, const std::string& host) {
    input_ = fmt::format("{}\n{}\n{}", step.directory, step.script.size(), step.script);
    ProgramCall call;
    call.argv = {"ssh", "-T", "-a", "-x"};
    for (const char* option :
         {"BatchMode=yes", "ConnectTimeout=30", "ConnectionAttempts=1", "ServerAliveInterval=15",
          "ServerAliveCountMax=4", "ClearAllForwardings=yes", "PermitLocalCommand=no",
          "EscapeChar=none", "RemoteCommand=none"}) {
      call.argv.emplace_back("-o");
      call.argv.emplace_back(option);
    }
    call.argv.insert(call.argv.end(), {"--", host, std::string(kRemoteShell)});
    call.input = input_;
    call.keeps_input_open = true;
    return call;
  }

  /// Takes away what a login has printed. False: the script has not begun.
  static bool drop_login(std::string& output) {
    const std::size_t begins = output.find(kBegins);
    if (begins == std::string::npos) return false;
    output.erase(0, begins + kBegins.size());
    return true;
  }

  StepEnd unfinished(const Error& error, bool is_bounded, std::string output, std::string errors) {
    if (error.code == "Interrupted") {
      run_.is_interrupted = true;
      return {StepEnd::How::kCancelled, 0, std::move(output), std::move(errors)};
    }
    if (error.code == "Timeout") {
      run_.is_out_of_time = is_bounded;
      return {is_bounded ? StepEnd::How::kCancelled : StepEnd::How::kTimedOut, 0, std::move(output),
              std::move(errors)};
    }
    run_.is_undeliverable = true;
    return {StepEnd::How::kExited, 1, std::move(output),
            errors + fmt::format("The commands could not be run: {}.", error.message)};
  }

  static constexpr int kSignalBase = 128;

  const RealNode& node_;
  std::optional<Milliseconds> longest_;
  Programs& programs_;
  std::stop_token stop_;
  const HearNode& hear_;
  std::string input_;
  NodeRun run_;
};

}  // namespace

NodeRun run_on_node(const RealNode& node, const std::vector<NodeStep>& steps,
                    std::optional<Milliseconds> longest, Programs& programs, std::stop_token stop,
                    const HearNode& hear) {
  return NodeRunner(node, longest, programs, std::move(stop), hear).run(steps);
}

}  // namespace ssm
