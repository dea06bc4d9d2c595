// SPDX-License-Identifier: Apache-2.0
#include "cli/loose_time.h"
#include "core/base/text.h"

namespace ssm {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// A word or a number, with the dots and what hangs on them: "Sep.20.2009", "05.123".
std::string_view run_at_begin(std::string_view text) {
  bool word = is_letter(text.front());
  bool dotted = false;
  std::size_t end = 1;
  for (; end < text.size(); ++end) {
    const char c = text[end];
    const bool comma = c == ',' && !word && !dotted && end >= 2;
    const bool after_dot = text[end - 1] == '.';
    if (c == '.' || comma) {
      dotted = true;
    } else if (is_letter(c) && (word || after_dot)) {
      word = true;
    } else if (is_digit(c) && (!word || after_dot)) {
      word = false;
    } else {
      break;
    }
  }
  return text.substr(0, end);
}

bool is_decimal(std::string_view run) {
  const std::size_t separator = run.find_first_of(".,");
  const bool once = separator != std::string_view::npos && separator == run.find_last_of(".,");
  return once && separator + 1 < run.size() && separator > 0 &&
         run.find_first_not_of("0123456789.,") == std::string_view::npos;
}

void split_at_dots(std::string_view run, std::vector<std::string>& tokens) {
  std::string part;
  for (const char c : run) {
    if (c != '.' && c != ',') {
      part += c;
      continue;
    }
    if (!part.empty()) tokens.push_back(std::move(part));
    part.clear();
    tokens.emplace_back(1, c);
  }
  if (!part.empty()) tokens.push_back(std::move(part));
}

}  // namespace

std::vector<std::string> time_tokens(std::string_view text) {
  std::vector<std::string> tokens;
  while (!text.empty()) {
    const char c = text.front();
    if (!is_digit(c) && !is_letter(c)) {
      const bool blank = std::string_view(" \t\n\v\f\r").find(c) != std::string_view::npos;
      tokens.emplace_back(1, blank ? ' ' : c);
      text.remove_prefix(1);
      continue;
    }
    const std::string_view run = run_at_begin(text);
    if (is_decimal(run)) {
      std::string& number = tokens.emplace_back(run);
      if (const std::size_t comma = number.find(','); comma != std::string::npos)
        number[comma] = '.';
    } else {
      split_at_dots(run, tokens);
    }
    text.remove_prefix(run.size());
  }
  return tokens;
}

}  // namespace ssm
