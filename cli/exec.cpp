// SPDX-License-Identifier: Apache-2.0
#include "cli/exec.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <filesystem>

#include "cli/commands/context.h"
#include "cli/configuration.h"
#include "cli/http/endpoint.h"
#include "cli/http/serve.h"
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
constexpr const char* kAnyKey = "ssm-local";  // clients want one; nobody looks at it
/// A directory with one entry, `aws`, which is this program.
Result<std::string> make_shim(const StateDirectory& directory) {
  fs::path shim = fs::path(directory.path) / "shim";
  if (shim.native().find(':') != std::string::npos)
    return failure("StateDirectory",
                   "PATH cannot name the state directory " + directory.path +
                       ": it has a colon. Without it on PATH, the command would find another aws. "
                       "Name another directory with --state-dir.");
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

std::string variable_in(const Environment& variables, std::string_view name) {
  for (const auto& [key, value] : variables)
    if (key == name) return value;
  return "";
}

void set_empty_variable(Environment& variables, const std::string& name, std::string value) {
  if (variable_in(variables, name).empty()) set_variable(variables, name, std::move(value));
}

/// What an exec further out has set does not hold for one within it.
void forget_outer_endpoint(Environment& variables) {
  const std::string outer = variable_in(variables, kExecEndpointVariable);
  if (outer.empty()) return;
  const bool has_our_key = variable_in(variables, "AWS_ACCESS_KEY_ID") == kAnyKey;
  std::erase_if(variables, [&](const auto& variable) {
    const auto& [name, value] = variable;
    return name == kExecEndpointVariable || (name == "AWS_ENDPOINT_URL" && value == outer) ||
           name == "AWS_EC2_METADATA_DISABLED" ||
           (has_our_key && (name == "AWS_ACCESS_KEY_ID" || name == "AWS_SECRET_ACCESS_KEY"));
  });
}

/// Where requests go through a proxy, those to the endpoint must not.
void except_from_proxy(Environment& variables) {
  constexpr std::array kProxies = {"HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"};
  if (std::ranges::all_of(kProxies,
                          [&](const char* name) { return variable_in(variables, name).empty(); }))
    return;
  const std::string upper = variable_in(variables, "NO_PROXY");
  const std::string lower = variable_in(variables, "no_proxy");  // goes before the other
  const std::string known = lower.empty() ? upper : lower;
  const std::string loopback = "127.0.0.1";
  const std::string exempt = known.empty() ? loopback : loopback + "," + known;
  set_variable(variables, "NO_PROXY", exempt);
  set_variable(variables, "no_proxy", exempt);
}

bool names_a_region(std::string_view config_file) {
  return std::ranges::any_of(split(config_file, '\n'), [](const std::string& line) {
    return to_lower(trim(line.substr(0, line.find_first_of("=:")))) == "region";
  });
}

/// Some SDKs read the one, some the other. What profiles say they all find themselves, unless a
/// variable says something else.
void tell_region(Environment& variables, const Configuration& configuration) {
  const bool is_set = !variable_in(variables, "AWS_REGION").empty() ||
                      !variable_in(variables, "AWS_DEFAULT_REGION").empty();
  if (!is_set && names_a_region(read_config_file())) return;
  set_empty_variable(variables, "AWS_DEFAULT_REGION", configuration.caller.scope.region);
  set_empty_variable(variables, "AWS_REGION", configuration.caller.scope.region);
}

/// SDKs reach the simulated account, and nothing else.
Completed offer_endpoint(const GlobalOptions& options, const StateDirectory& directory,
                         Environment& variables) {
  TRY_ASSIGN(const Configuration configuration, read_configuration(options));
  Result<std::string> endpoint = serve_own_process(directory, configuration.caller);
  if (!endpoint)
    return failure(endpoint.error().code,
                   endpoint.error().message +
                       " Without an endpoint here, SDKs that the command uses would call AWS; to "
                       "let them, use `ssm-local exec --passthrough`.");
  std::erase_if(variables, [](const auto& variable) {
    return variable.first.starts_with("AWS_ENDPOINT_URL_");
  });
  set_variable(variables, "AWS_ENDPOINT_URL", *endpoint);
  set_variable(variables, kExecEndpointVariable, *endpoint);
  set_variable(variables, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "false");
  set_variable(variables, "AWS_EC2_METADATA_DISABLED", "true");
  if (variable_in(variables, "AWS_ACCESS_KEY_ID").empty()) {
    set_variable(variables, "AWS_ACCESS_KEY_ID", kAnyKey);
    set_variable(variables, "AWS_SECRET_ACCESS_KEY", kAnyKey);
  }
  tell_region(variables, configuration);
  except_from_proxy(variables);
  return {};
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

constexpr std::array kExecForms = {
    CommandForm{"COMMAND [ARGUMENT]...",
                "run a command whose `aws` and SDKs reach the account here"},
};
constexpr std::array kExecOptions = {
    CommandOption{.name = "--passthrough",
                  .doc = "hand calls that ssm-local does not simulate to the real aws; without it "
                         "they are refused"},
    kStateDirOption,
    kCallerOption,
    kRegionOption,
    kProfileOption,
    CommandOption{.name = "--output",
                  .value = "FORMAT",
                  .doc = "how aws in the command prints its answers",
                  .is_global = true}};
constexpr std::string_view kExecNotes =
    "SDKs in the command reach the same account through AWS_ENDPOINT_URL, except with\n"
    "--passthrough. The exit code is the command's. Options stand before COMMAND.\n";

Result<int> run_exec(Context& context, const Call& call) {
  const GlobalOptions& options = context.options();
  const bool passthrough = call.has("--passthrough");
  TRY_ASSIGN(const StateDirectory* directory, context.directory());
  TRY_ASSIGN(std::string shim, make_shim(*directory));
  Environment variables = whole_environment();
  set_variable(variables, "PATH", shim + ":" + search_path());
  set_variable(variables, "SSM_LOCAL_STATE_DIR", fs::absolute(directory->path).string());
  set_variable(variables, kPassthrough, passthrough ? "1" : "");
  // What is said of all calls, for the calls within.
  if (!options.caller.empty()) set_variable(variables, "SSM_LOCAL_CALLER_ARN", options.caller);
  if (options.region) {
    set_variable(variables, "AWS_REGION", *options.region);
    set_variable(variables, "AWS_DEFAULT_REGION", *options.region);
  }
  if (options.profile) set_variable(variables, "AWS_PROFILE", *options.profile);
  if (options.output) set_variable(variables, "AWS_DEFAULT_OUTPUT", *options.output);
  forget_outer_endpoint(variables);
  if (!passthrough) TRY(offer_endpoint(options, *directory, variables));
  return tl::unexpected(become(call.operands, variables));
}

}  // namespace

constinit const Command kExecCommand{.name = "exec",
                                     .doc = "Runs a command in which `aws` is ssm-local.",
                                     .forms = kExecForms,
                                     .options = kExecOptions,
                                     .notes = kExecNotes,
                                     .run = run_exec,
                                     .hands_on = true};

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
