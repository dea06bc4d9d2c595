// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/test_watch.h"

#include <filesystem>

#include "cli/testkit/test_run.h"
#include "core/os/files.h"

namespace ssm::testkit {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds kLongWatch = std::chrono::hours(1);
constexpr std::chrono::milliseconds kSettled(30);

std::vector<std::string> all_test_files(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths)
    if (auto found = find_test_files(path)) files.insert(files.end(), found->begin(), found->end());
  return files;
}

std::string folder_of(const std::string& path) {
  std::string folder = fs::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

}  // namespace

void TestWatch::begin() {
  watch_ = DirectoryWatch();
  read_.clear();
  watch_folders();
  test_files_ = all_test_files(paths_);
}

void TestWatch::read(const std::vector<TestFile>& files) {
  for (const TestFile& file : files)
    read_.insert(read_.end(), file.files.begin(), file.files.end());
  watch_folders();
}

void TestWatch::watch_folder(const std::string& path) {
  std::error_code error;
  if (fs::is_directory(path, error)) watch_.add(path);
}

void TestWatch::watch_folders() {
  for (const ReadFile& file : read_) watch_folder(folder_of(file.path));
  for (const std::string& path : paths_) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      watch_folder(folder_of(path));
      continue;
    }
    watch_folder(path);
    fs::recursive_directory_iterator entry(path, error);
    for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
      std::error_code gone;
      if (!entry->is_directory(gone)) continue;
      if (entry->path().filename().string().starts_with('.'))
        entry.disable_recursion_pending();
      else
        watch_folder(entry->path().string());
    }
  }
}

bool TestWatch::has_changed() const {
  for (const ReadFile& file : read_) {
    std::optional<std::string> content;
    if (Result<std::string> text = read_file(file.path)) content = std::move(*text);
    if (fingerprint_of(content) != file.fingerprint) return true;
  }
  return all_test_files(paths_) != test_files_;
}

void TestWatch::wait() {
  while (!has_changed()) {
    watch_.wait(kLongWatch);
    watch_folders();  // some may be new
  }
  while (watch_.wait(kSettled)) {
  }
}

}  // namespace ssm::testkit
