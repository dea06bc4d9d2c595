// SPDX-License-Identifier: Apache-2.0
#include "core/os/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <filesystem>

#include "core/base/text.h"
#include "core/os/private_file.h"

namespace ssm {
namespace {

/// The files that `name` may mean, in the order in which they are tried.
std::vector<std::string> candidates(const std::string& name, const Environment& environment) {
  if (name.find('/') != std::string::npos) return {name};
  std::string path = "/usr/local/bin:/usr/bin:/bin";
  for (const auto& [key, value] : environment) {
    if (key == "PATH") path = value;
  }
  std::vector<std::string> files;
  // An empty entry of PATH is the working directory.
  for (const std::string& directory : split(path, ':'))
    files.push_back((directory.empty() ? "." : directory) + "/" + name);
  return files;
}

/// Runs a script without `#!` line as shells do.
void exec_shell(const std::string& file, const std::vector<std::string>& argv,
                const std::vector<char*>& environment) {
  std::vector<std::string> arguments = {"/bin/sh", file};
  arguments.insert(arguments.end(), argv.begin() + 1, argv.end());
  ::execve("/bin/sh", c_array(arguments).data(), environment.data());
}

bool is_missing(int error) {
  return error == ENOENT || error == ENOTDIR;
}

}  // namespace

std::string own_path() {
  std::array<char, PATH_MAX> path;
  const ssize_t length = ::readlink("/proc/self/exe", path.data(), path.size());
  return length > 0 ? std::string(path.data(), static_cast<std::size_t>(length)) : std::string();
}

std::string find_program(const std::string& name) {
  for (const std::string& file : candidates(name, whole_environment())) {
    std::error_code unknown;
    const bool is_file = std::filesystem::is_regular_file(file, unknown);
    if (is_file && ::access(file.c_str(), X_OK) == 0)
      return std::filesystem::absolute(file, unknown).string();
  }
  return {};
}

bool has_program(std::string_view name) {
  return !find_program(std::string(name)).empty();
}

pid_t own_pid() {
  return ::getpid();
}

Environment whole_environment() {
  Environment variables;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    const std::size_t equals = text.find('=');
    if (equals != std::string::npos)
      variables.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return variables;
}

Completed request_end(pid_t pid) {
  if (pid > 0 && (::kill(pid, SIGTERM) == 0 || errno == ESRCH)) return std::monostate();
  return failure("Process", fmt::format("Cannot stop process {}: {}.", pid, system_message(errno)));
}

Completed start_detached(const std::vector<std::string>& argv, const Environment& environment,
                         const std::string& log, const Descriptor& inherited) {
  if (argv.empty()) return failure("Process", "Cannot start a program without a name.");
  const Descriptor nothing(::open("/dev/null", O_RDWR | O_CLOEXEC));
  if (!nothing)
    return failure("Process", fmt::format("Cannot open /dev/null: {}.", system_message(errno)));
  TRY_ASSIGN(const Descriptor log_file, open_private_file(log, O_WRONLY | O_CREAT | O_APPEND));
  Spawn program{.argv = argv,
                .environment = environment,
                .directory = "/",
                .files = {{0, nothing.get()}, {1, nothing.get()}, {2, log_file.get()}},
                .group = Spawn::Group::kOwnSession};
  if (inherited) program.files.emplace_back(kInheritedFd, inherited.get());
  Result<Child> child = spawn(program);
  if (!child)
    return failure("Process", fmt::format("Cannot start {}: {}.", argv[0], system_message(errno)));
  child->release();
  return {};
}

Error exec_program(const std::vector<std::string>& argv, const Environment& environment) {
  if (argv.empty() || argv[0].empty()) return {"Process", "Cannot run a program without a name."};
  std::vector<std::string> settings;
  for (const auto& [key, value] : environment) settings.push_back(key + "=" + value);
  const auto arguments = c_array(argv);
  const auto variables = c_array(settings);
  int error = ENOENT;
  for (const std::string& file : candidates(argv[0], environment)) {
    ::execve(file.c_str(), arguments.data(), variables.data());
    if (errno == ENOEXEC) exec_shell(file, argv, variables);
    if (!is_missing(errno)) error = errno;
    // As shells do: a file that may not be run does not hide a later one.
    if (!is_missing(errno) && errno != EACCES) break;
  }
  Error problem = {"Process", fmt::format("Cannot run {}: {}.", argv[0], system_message(error))};
  errno = error;
  return problem;
}

}  // namespace ssm
