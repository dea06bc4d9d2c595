// SPDX-License-Identifier: Apache-2.0
#include "tests/unit_actions/case_file.h"

#include <fstream>

#include "core/base/text.h"

namespace ssm::test {

std::vector<Case> read_cases(const std::string& name) {
  std::ifstream file(std::string(SOURCE_DIR "/tests/unit_actions/cases/") + name);
  std::vector<Case> cases;
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    const std::string text(trim(line));
    if (text.empty() || text.starts_with('#')) continue;
    if (text.starts_with("== ")) {
      cases.push_back({text.substr(3), {}});
    } else if (!cases.empty()) {
      cases.back().lines.push_back({number, text});
    }
  }
  return cases;
}

std::string take_word(std::string& text) {
  const std::size_t end = std::min(text.find(' '), text.size());
  const std::string word = text.substr(0, end);
  text = std::string(trim(text.substr(end)));
  return word;
}

std::pair<std::string, std::string> split_at_arrow(const std::string& text) {
  const std::size_t arrow = text.find("=> ");
  if (arrow == std::string::npos) return {text, ""};
  return {std::string(trim(text.substr(0, arrow))), text.substr(arrow + 3)};
}

}  // namespace ssm::test
