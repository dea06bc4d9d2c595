// SPDX-License-Identifier: Apache-2.0
#include "core/os/state_directory.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>

#include "core/os/descriptor.h"
#include "core/os/files.h"

namespace ssm {
namespace {

tl::unexpected<Error> refused(const std::string& path, std::string_view reason) {
  return failure(ErrorKind::kState, "StateDirectory",
                 fmt::format("The state directory {} cannot be used: {}. Name another one with "
                             "--state-dir or SSM_LOCAL_STATE_DIR.",
                             path, reason));
}

tl::unexpected<Error> refused_by_system(const std::string& path, int error) {
  return refused(path, system_message(error));
}

/// Where it should be; empty when there is nothing to go by.
std::string chosen_path(const std::string& option) {
  if (!option.empty()) return option;
  if (const auto path = environment("SSM_LOCAL_STATE_DIR"); path && !path->empty()) return *path;
  // The base directory specification says that relative values are to be ignored.
  if (const auto base = environment("XDG_STATE_HOME"); base && base->starts_with('/'))
    return *base + "/ssm-local";
  const std::string home = home_directory();
  return home.empty() ? std::string() : home + "/.local/state/ssm-local";
}

/// The engine runs in another working directory, so a relative path would not do.
Result<std::string> absolute_path(std::string path) {
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  if (path.starts_with('/')) return path;
  std::array<char, PATH_MAX> here;
  if (::getcwd(here.data(), here.size()) == nullptr) return refused_by_system(path, errno);
  return std::string(here.data()) + "/" + path;
}

/// 0, or why the directory could not be made. Parents get the usual mode.
int make_directories(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) == 0 || errno == EEXIST) return 0;
  if (errno != ENOENT) return errno;
  for (std::size_t slash = path.find('/', 1); slash != std::string::npos;
       slash = path.find('/', slash + 1)) {
    if (::mkdir(path.substr(0, slash).c_str(), 0777) != 0 && errno != EEXIST) return errno;
  }
  return ::mkdir(path.c_str(), 0700) == 0 || errno == EEXIST ? 0 : errno;
}

bool is_empty_directory(const std::string& path) {
  DIR* directory = ::opendir(path.c_str());
  if (directory == nullptr) return false;
  bool empty = true;
  while (const dirent* entry = ::readdir(directory)) {
    const std::string_view name = entry->d_name;
    empty = empty && (name == "." || name == "..");
  }
  ::closedir(directory);
  return empty;
}

/// SQLite takes names of 512 bytes, the longest suffix and the end included.
Completed check_length(const std::string& path) {
  constexpr std::size_t kLongest = 512 + 1 - sizeof "/state.db-journal";
  std::array<char, PATH_MAX> real;
  const bool found = ::realpath(path.c_str(), real.data()) != nullptr;
  const std::size_t length = std::max(path.size(), found ? std::strlen(real.data()) : 0);
  if (length <= kLongest) return {};
  return refused(path, fmt::format("its name has {} bytes, and {} is the most that SQLite takes",
                                   length, kLongest));
}

Completed check_directory(const std::string& path) {
  struct stat facts = {};
  if (::stat(path.c_str(), &facts) != 0) return refused_by_system(path, errno);
  if (!S_ISDIR(facts.st_mode)) return refused(path, "it is not a directory");
  if (facts.st_uid != ::geteuid()) return refused(path, "it belongs to another user");
  const bool open_to_others = (facts.st_mode & 077) != 0;
  if (open_to_others && is_empty_directory(path)) {
    if (::chmod(path.c_str(), 0700) != 0) return refused_by_system(path, errno);
  } else if ((facts.st_mode & 022) != 0) {
    return refused(path, fmt::format("{} may write to it, and so replace what is in it; run "
                                     "'chmod 700 {}' if all of that is yours",
                                     (facts.st_mode & 002) != 0 ? "everybody" : "its group", path));
  }
  if (::faccessat(AT_FDCWD, path.c_str(), R_OK | W_OK | X_OK, AT_EACCESS) != 0)
    return refused(path, "it is not writable (" + system_message(errno) + ")");
  return std::monostate();
}

}  // namespace

Result<StateDirectory> open_state_directory(const std::string& option) {
  const std::string chosen = chosen_path(option);
  if (chosen.empty())
    return refused("~/.local/state/ssm-local", "the home directory is not known (HOME is not set)");
  TRY_ASSIGN(const std::string path, absolute_path(chosen));
  if (const int error = make_directories(path); error != 0) return refused_by_system(path, error);
  TRY(check_directory(path));
  TRY(check_length(path));
  return StateDirectory{path};
}

std::string state_directory_path(const std::string& option) {
  const std::string chosen = chosen_path(option);
  return chosen.empty() ? chosen : absolute_path(chosen).value_or("");
}

bool has_state_directory(const std::string& option) {
  const StateDirectory directory{chosen_path(option)};
  return !directory.path.empty() && ::access(directory.state_database().c_str(), R_OK | W_OK) == 0;
}

}  // namespace ssm
