// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <filesystem>

#include "cli/completion/complete.h"
#include "core/base/text.h"
#include "core/os/files.h"

namespace ssm {
namespace {

namespace fs = std::filesystem;

/// The part of the shorthand behind the last comma or bracket, and where it begins.
std::size_t start_of_pair(const std::string& text) {
  std::size_t at = text.find_last_of(",[{");
  return at == std::string::npos ? 0 : at + 1;
}

/// The names that stand before a "=" already.
bool has_pair(const std::string& text, std::string_view name) {
  const std::string pair = std::string(name) + "=";
  return text.starts_with(pair) || text.find("," + pair) != std::string::npos;
}

void add_profiles(Candidates& names, const char* variable, const char* usual_path) {
  Result<std::string> file = read_file(expand_path(environment(variable).value_or(usual_path)));
  if (!file) return;
  for (std::string_view line : split(*file, '\n')) {
    line = trim(line);
    if (!line.starts_with('[') || !line.ends_with(']')) continue;
    std::string_view name = trim(line.substr(1, line.size() - 2));
    if (name.starts_with("profile ")) name = trim(name.substr(8));
    const bool section = name.find(' ') != std::string_view::npos;  // [services x]
    const bool known =
        std::any_of(names.begin(), names.end(), [&](const Candidate& c) { return c.text == name; });
    if (!section && !known) names.push_back({std::string(name), ""});
  }
}

}  // namespace

Candidates shorthand_candidates(const Shape& structure, const std::string& current) {
  std::size_t start = start_of_pair(current);
  const std::string before = current.substr(0, start);
  std::size_t equals = current.find('=', start);
  Candidates candidates;
  for (const MemberShape& member : structure.members) {
    if (equals == std::string::npos) {
      if (!has_pair(current, member.name))
        candidates.push_back({before + std::string(member.name) + "=", std::string(member.doc)});
    } else if (current.compare(start, equals - start, member.name) == 0) {
      const std::string name = current.substr(0, equals + 1);
      for (std::string_view value : shape_of(member).values)
        candidates.push_back({name + std::string(value), ""});
    }
  }
  return candidates;
}

Candidates file_candidates(const std::string& prefix, const std::string& current) {
  constexpr std::size_t kMost = 1000;
  const std::string typed = current.substr(prefix.size());
  std::size_t slash = typed.rfind('/');
  const std::string shown = slash == std::string::npos ? "" : typed.substr(0, slash + 1);
  const std::string folder = shown.empty() ? "." : expand_path(shown);
  const bool with_hidden = typed.substr(shown.size()).starts_with(".");
  Candidates candidates;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (name.starts_with(".") && !with_hidden) continue;
    std::error_code unknown;
    const bool directory = entry->is_directory(unknown);
    candidates.push_back({prefix + shown + name + (directory ? "/" : ""), ""});
    if (candidates.size() == kMost) break;
  }
  std::sort(candidates.begin(), candidates.end(),
            [](const Candidate& a, const Candidate& b) { return a.text < b.text; });
  return candidates;
}

Candidates profile_candidates() {
  Candidates names;
  add_profiles(names, "AWS_CONFIG_FILE", "~/.aws/config");
  add_profiles(names, "AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials");
  return names;
}

}  // namespace ssm
