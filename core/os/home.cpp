// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>
#include <charconv>
#include <string_view>
#include <vector>

#include "core/base/text.h"
#include "core/os/descriptor.h"
#include "core/os/files.h"

namespace ssm {
namespace {

constexpr std::size_t kUserColumn = 2;  // the number of the user

/// Home directory of the first line of /etc/passwd whose `column` equals `wanted`, or empty.
std::string find_home(std::size_t column, std::string_view wanted) {
  constexpr std::size_t kHomeColumn = 5;
  const auto text = read_file("/etc/passwd");
  if (!text) return {};
  for (const std::string& line : split(*text, '\n')) {
    const auto columns = split(line, ':');
    if (columns.size() > kHomeColumn && columns[column] == wanted) return columns[kHomeColumn];
  }
  return {};
}

}  // namespace

std::string home_directory() {
  if (const auto home = environment("HOME"); home && !home->empty()) return *home;
  return find_home(kUserColumn, std::to_string(::geteuid()));
}

std::string home_directory_of(const std::string& user) {
  return find_home(0, user);
}

std::vector<std::string> home_directories() {
  std::vector<std::string> homes = {home_directory(),
                                    find_home(kUserColumn, std::to_string(::geteuid())),
                                    find_home(kUserColumn, "0")};
  std::erase(homes, "");
  return homes;
}

}  // namespace ssm
