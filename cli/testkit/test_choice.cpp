// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <filesystem>

#include "cli/testkit/test_run.h"

namespace ssm::testkit {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFiles = 100000;

/// Shell patterns with * and ? alone, on bytes.
bool matches(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace

bool is_name_of_tests(std::string_view name) {
  return name.ends_with(".test.yaml") || name.ends_with(".test.yml") ||
         name.ends_with(".test.json");
}

Result<std::vector<std::string>> find_test_files(const std::string& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return std::vector<std::string>{path};
  std::vector<std::string> files;
  fs::recursive_directory_iterator entry(path, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    std::error_code gone;
    if (entry->is_directory(gone) && name.starts_with('.')) entry.disable_recursion_pending();
    if (is_name_of_tests(name) && entry->is_regular_file(gone))
      files.push_back(entry->path().lexically_normal().string());
    if (files.size() > kMostFiles)
      return failure("File", fmt::format("{}: more than {} test files", path, kMostFiles));
  }
  if (error) return failure("File", fmt::format("{}: {}", path, error.message()));
  if (files.empty())
    return failure("File",
                   fmt::format("{}: no test file (*.test.yaml, .yml, .json) here or below", path));
  std::ranges::sort(files);
  return files;
}

std::string full_name(std::string_view file, std::string_view name) {
  return fmt::format("{} › {}", file, name);
}

bool is_chosen(std::string_view filter, std::string_view file, std::string_view name) {
  const std::string full = full_name(file, name);
  if (filter.find_first_of("*?") == std::string_view::npos)
    return full.find(filter) != std::string::npos;
  return matches(filter, full) || matches(filter, name) || matches(filter, file);
}

}  // namespace ssm::testkit
