// SPDX-License-Identifier: Apache-2.0
#include "core/os/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <climits>
#include <csignal>

#include "core/base/text.h"

namespace ssm {
namespace {

/// The null-terminated array that exec and spawn take; points into `texts`.
std::vector<char*> c_array(const std::vector<std::string>& texts) {
  std::vector<char*> array;
  array.reserve(texts.size() + 1);
  for (const std::string& text : texts) array.push_back(const_cast<char*>(text.c_str()));
  array.push_back(nullptr);
  return array;
}

/// What a detached program is started with: descriptors, directory, session, signals.
class DetachedSpawn {
 public:
  DetachedSpawn(const std::string& log, const Descriptor& heirloom) {
    ::posix_spawn_file_actions_init(&files_);
    ::posix_spawnattr_init(&attributes_);
    set_files(log, heirloom);
    set_attributes();
  }
  DetachedSpawn(const DetachedSpawn&) = delete;
  DetachedSpawn& operator=(const DetachedSpawn&) = delete;
  ~DetachedSpawn() {
    ::posix_spawn_file_actions_destroy(&files_);
    ::posix_spawnattr_destroy(&attributes_);
  }

  /// 0, or why not.
  int run(const std::vector<std::string>& argv) {
    if (error_ != 0) return error_;
    pid_t pid = 0;
    const auto arguments = c_array(argv);
    return ::posix_spawn(&pid, argv[0].c_str(), &files_, &attributes_, arguments.data(), environ);
  }

 private:
  void keep(int error) {
    if (error_ == 0) error_ = error;
  }

  void set_files(const std::string& log, const Descriptor& heirloom) {
    keep(::posix_spawn_file_actions_addopen(&files_, 0, "/dev/null", O_RDONLY, 0));
    keep(::posix_spawn_file_actions_addopen(&files_, 1, "/dev/null", O_WRONLY, 0));
    keep(::posix_spawn_file_actions_addopen(&files_, 2, log.c_str(), O_WRONLY | O_CREAT | O_APPEND,
                                            0600));
    if (heirloom) keep(::posix_spawn_file_actions_adddup2(&files_, heirloom.get(), kHeirloom));
    keep(::posix_spawn_file_actions_addclosefrom_np(&files_, heirloom ? kHeirloom + 1 : kHeirloom));
    keep(::posix_spawn_file_actions_addchdir_np(&files_, "/"));
  }

  void set_attributes() {
    sigset_t none;
    sigset_t all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    keep(::posix_spawnattr_setsigmask(&attributes_, &none));
    keep(::posix_spawnattr_setsigdefault(&attributes_, &all));
    constexpr int kFlags = POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
    keep(::posix_spawnattr_setflags(&attributes_, static_cast<short>(kFlags)));
  }

  posix_spawn_file_actions_t files_;
  posix_spawnattr_t attributes_;
  int error_ = 0;
};

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

Completed start_detached(const std::vector<std::string>& argv, const std::string& log,
                         const Descriptor& heirloom) {
  if (argv.empty()) return failure("Process", "Cannot start a program without a name.");
  const int error = DetachedSpawn(log, heirloom).run(argv);
  if (error == 0) return std::monostate();
  return failure("Process",
                 fmt::format("Cannot start {} (log {}): {}.", argv[0], log, system_message(error)));
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
