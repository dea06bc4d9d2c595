// SPDX-License-Identifier: Apache-2.0
#include "core/os/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>
#include <array>
#include <cstdlib>
#include <cstring>

#include "core/base/python_text.h"
#include "core/os/descriptor.h"

namespace ssm {
namespace {

tl::unexpected<Error> file_failure(int error, const std::string& path) {
  return failure("File",
                 fmt::format("[Errno {}] {}: {}", error, system_message(error), python_repr(path)));
}

Result<std::string> read_all(int descriptor, const std::string& path, std::size_t max_bytes) {
  std::string bytes;
  std::array<char, 65536> chunk;
  while (true) {
    const ssize_t count = ::read(descriptor, chunk.data(), chunk.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return file_failure(errno, path);
    if (count == 0) return bytes;
    if (bytes.size() + static_cast<std::size_t>(count) > max_bytes)
      return file_failure(EFBIG, path);
    bytes.append(chunk.data(), static_cast<std::size_t>(count));
  }
}

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// `~` or `~user` at the start of a path; unknown users stay as written.
std::string expand_home(std::string_view path) {
  if (path.empty() || path[0] != '~') return std::string(path);
  const std::size_t slash = std::min(path.find('/'), path.size());
  const std::string user(path.substr(1, slash - 1));
  std::string home = user.empty() ? home_directory() : home_directory_of(user);
  if (home.empty()) return std::string(path);
  while (!home.empty() && home.back() == '/') home.pop_back();
  home += path.substr(slash);
  return home.empty() ? "/" : home;
}

struct VariableText {
  std::string name;
  std::size_t length = 0;  // of the reference, `$` included; 0 = none
};

/// The reference that starts at the `$` that `text` starts with.
VariableText variable_at(std::string_view text) {
  if (text.size() > 1 && text[1] == '{') {
    const std::size_t end = text.find('}');
    if (end == std::string_view::npos) return {};
    return {std::string(text.substr(2, end - 2)), end + 1};
  }
  std::size_t end = 1;
  while (end < text.size() && is_name_character(text[end])) ++end;
  if (end == 1) return {};
  return {std::string(text.substr(1, end - 1)), end};
}

std::string expand_variables(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const VariableText variable = text[0] == '$' ? variable_at(text) : VariableText{};
    const auto value = variable.length > 0 ? environment(variable.name.c_str()) : std::nullopt;
    if (value) {
      out += *value;
    } else {
      out += text.substr(0, std::max<std::size_t>(variable.length, 1));
    }
    text.remove_prefix(std::max<std::size_t>(variable.length, 1));
  }
  return out;
}

}  // namespace

std::string system_message(int error) {
  const char* text = ::strerrordesc_np(error);
  return text != nullptr ? text : fmt::format("Unknown error {}", error);
}

Result<std::string> read_file(const std::string& path, std::size_t max_bytes) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return file_failure(errno, path);
  struct stat facts = {};
  if (::fstat(file.get(), &facts) != 0) return file_failure(errno, path);
  if (S_ISDIR(facts.st_mode)) return file_failure(EISDIR, path);
  return read_all(file.get(), path, max_bytes);
}

Result<std::string> read_standard_input(std::size_t max_bytes) {
  return read_all(STDIN_FILENO, "<stdin>", max_bytes);
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno == EAGAIN) {
      pollfd ready = {descriptor, POLLOUT, 0};
      if (::poll(&ready, 1, -1) < 0 && errno != EINTR) return false;
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

Completed write_file(const std::string& path, std::string_view bytes) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  if (!file) return file_failure(errno, path);
  if (!write_all(file.get(), bytes)) return file_failure(errno, path);
  return {};
}

std::string expand_path(std::string_view path) {
  return expand_variables(expand_home(path));
}

std::optional<std::string> environment(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr) return std::nullopt;
  return std::string(value);
}

}  // namespace ssm
