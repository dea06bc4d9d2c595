// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace ssm::test {

/// One directive of a case: its words before the first JSON or "=>", and where it stands.
struct Line {
  int number = 0;
  std::string text;
};

/// "== title", then one directive a line; "#" starts a comment line.
struct Case {
  std::string title;
  std::vector<Line> lines;
};

/// The cases of tests/unit_actions/cases/<name>.
std::vector<Case> read_cases(const std::string& name);

/// Takes the next word off `text`.
std::string take_word(std::string& text);
/// What stands before and after " => "; the second is empty when there is none.
std::pair<std::string, std::string> split_at_arrow(const std::string& text);

}  // namespace ssm::test
