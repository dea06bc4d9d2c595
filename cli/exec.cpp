// SPDX-License-Identifier: Apache-2.0
#include "cli/exec.h"

#include <cerrno>
#include <csignal>
#include <filesystem>

#include "cli/output/print.h"
#include "cli/usage.h"
#include "core/base/text.h"
#include "core/os/files.h"
#include "core/os/process.h"
#include "core/os/state_directory.h"

namespace ssm {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPassthrough = "SSM_LOCAL_PASSTHROUGH";
constexpr std::string_view kExecUsage =
    "usage: ssm-local exec [--passthrough] [--state-dir DIR] [--] COMMAND [ARGUMENT ...]";

struct ExecLine {
  bool passthrough = false;
  std::string state_dir;
  std::vector<std::string> command;
};

/// Our options end at the first word that is none: everything after is the command's.
Result<ExecLine> parse_line(std::string state_dir, std::span<const std::string> words) {
  ExecLine line;
  line.state_dir = std::move(state_dir);
  bool names_state_dir = false;
  std::size_t i = 0;
  for (; i < words.size() && words[i].starts_with("-"); ++i) {
    names_state_dir = names_state_dir || words[i].starts_with("--state-dir");
    if (words[i] == "--") {
      ++i;
      break;
    }
    if (words[i] == "--passthrough") {
      line.passthrough = true;
    } else if (words[i] == "--state-dir" && i + 1 < words.size()) {
      line.state_dir = words[++i];
    } else if (words[i].starts_with("--state-dir=")) {
      line.state_dir = words[i].substr(words[i].find('=') + 1);
    } else {
      return failure("Usage", "exec: unknown option " + words[i] + "\n" + std::string(kExecUsage));
    }
  }
  line.command.assign(words.begin() + static_cast<std::ptrdiff_t>(i), words.end());
  if (names_state_dir && line.state_dir.empty())
    return failure("Usage", "exec: --state-dir: expected a path, not an empty word");
  if (line.command.empty()) return failure("Usage", std::string(kExecUsage));
  return line;
}

/// A directory with one entry, `aws`, which is this program.
Result<std::string> make_shim(const StateDirectory& directory) {
  fs::path shim = fs::path(directory.path) / "shim";
  fs::path link = shim / "aws";
  fs::path own = own_path();
  std::error_code error;
  fs::create_directories(shim, error);
  if (!error && fs::read_symlink(link, error) == own) return shim.string();
  // Made aside and renamed: two at once, or one in use, do no harm.
  fs::path fresh = shim / ("aws." + std::to_string(own_pid()));
  fs::remove(fresh, error);
  fs::create_symlink(own, fresh, error);
  if (!error) fs::rename(fresh, link, error);
  if (error)
    return failure("StateDirectory", "Cannot make " + link.string() + ": " + error.message() + ".");
  return shim.string();
}

void set_variable(Environment& variables, const std::string& name, std::string value) {
  for (auto& [key, old] : variables)
    if (key == name) {
      old = std::move(value);
      return;
    }
  variables.emplace_back(name, std::move(value));
}

std::string search_path() {
  return environment("PATH").value_or("/usr/local/bin:/usr/bin:/bin");
}

Error become(const std::vector<std::string>& command, const Environment& variables) {
  std::signal(SIGPIPE, SIG_DFL);
  Error error = exec_program(command, variables);
  if (errno == ENOENT) error.code = "NotFound";
  if (errno == EACCES || errno == ENOEXEC) error.code = "NotExecutable";
  return error;
}

/// The first `aws` on PATH that is not this program. Empty: there is none.
std::string find_real_aws() {
  std::error_code error;
  fs::path own = fs::canonical(own_path(), error);
  for (const std::string& directory : split(search_path(), ':')) {
    fs::path candidate = fs::path(directory.empty() ? "." : directory) / "aws";
    fs::path target = fs::canonical(candidate, error);
    if (!error && target != own && fs::is_regular_file(target, error)) return candidate.string();
  }
  return "";
}

}  // namespace

Result<int> run_exec_command(const GlobalOptions& options, std::span<const std::string> words) {
  if (words.size() == 1 && words[0] == "help") return print_answer(std::string(kExecUsage) + "\n");
  TRY_ASSIGN(ExecLine line, parse_line(options.state_dir, words));
  TRY_ASSIGN(StateDirectory directory, open_state_directory(line.state_dir));
  TRY_ASSIGN(std::string shim, make_shim(directory));
  Environment variables = whole_environment();
  set_variable(variables, "PATH", shim + ":" + search_path());
  set_variable(variables, "SSM_LOCAL_STATE_DIR", fs::absolute(directory.path).string());
  set_variable(variables, kPassthrough, line.passthrough ? "1" : "");
  // What is said of all calls, for the calls within.
  if (!options.caller.empty()) set_variable(variables, "SSM_LOCAL_CALLER_ARN", options.caller);
  if (options.region) set_variable(variables, "AWS_REGION", *options.region);
  if (options.profile) set_variable(variables, "AWS_PROFILE", *options.profile);
  if (options.output) set_variable(variables, "AWS_DEFAULT_OUTPUT", *options.output);
  return tl::unexpected(become(line.command, variables));
}

Error hand_over(const std::string& what, std::span<const std::string> words) {
  bool allowed = !environment(kPassthrough).value_or("").empty();
  if (!allowed)
    return {"ParamValidation",
            what +
                " is not simulated by ssm-local. Run the script with `ssm-local exec "
                "--passthrough` to hand such commands to the real aws."};
  std::vector<std::string> command = {find_real_aws()};
  if (command.front().empty())
    return {"Process", what + " is not simulated by ssm-local, and no other aws was found on PATH"};
  command.insert(command.end(), words.begin(), words.end());
  return become(command, whole_environment());
}

}  // namespace ssm
