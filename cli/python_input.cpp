// SPDX-License-Identifier: Apache-2.0
#include "cli/python_input.h"

#include <charconv>

#include "core/base/python_text.h"
#include "core/base/text.h"

namespace ssm {
namespace {

constexpr int kMaxLiteralDepth = 200;

struct SyntaxProblem {
  std::string_view what;
  std::size_t at;
};
using Checked = tl::expected<std::monostate, SyntaxProblem>;

/// Walks over JSON text only to find where Python would stop, and with which words.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  Checked check() {
    skip_space();
    if (Checked value = check_value(0); !value) return value;
    skip_space();
    if (at_ != text_.size()) return problem("Extra data", at_);
    return {};
  }

 private:
  static tl::unexpected<SyntaxProblem> problem(std::string_view what, std::size_t at) {
    return tl::unexpected(SyntaxProblem{what, at});
  }
  char current() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip_space() {
    while (at_ < text_.size() &&
           std::string_view(" \t\n\r").find(text_[at_]) != std::string_view::npos)
      ++at_;
  }
  bool skip(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  Checked check_value(int depth) {
    if (depth > kMaxLiteralDepth) return problem("Nested too deeply", at_);
    if (current() == '"') return check_string();
    if (current() == '{') return check_object(depth);
    if (current() == '[') return check_array(depth);
    if (skip("true") || skip("false") || skip("null") || skip_number()) return {};
    return problem("Expecting value", at_);
  }

  bool skip_digits() {
    std::size_t start = at_;
    while (current() >= '0' && current() <= '9') ++at_;
    return at_ > start;
  }

  bool skip_number() {
    std::size_t start = at_;
    skip("-");
    if (!skip("0") && !skip_digits()) {
      at_ = start;
      return false;
    }
    skip_optional_part(".", "");
    skip_optional_part("eE", "+-");
    return true;
  }

  void skip_optional_part(std::string_view starts, std::string_view signs) {
    std::size_t start = at_;
    if (at_ >= text_.size() || starts.find(current()) == std::string_view::npos) return;
    ++at_;
    if (at_ < text_.size() && signs.find(current()) != std::string_view::npos) ++at_;
    if (!skip_digits()) at_ = start;
  }

  Checked check_string() {
    std::size_t start = at_++;
    while (at_ < text_.size() && text_[at_] != '"') {
      if (static_cast<unsigned char>(text_[at_]) < ' ')
        return problem("Invalid control character at", at_);
      if (text_[at_++] != '\\') continue;
      if (at_ >= text_.size()) break;
      if (text_[at_] == 'u' && !is_hex(text_.substr(at_ + 1, 4)))
        return problem("Invalid \\uXXXX escape", at_);
      if (std::string_view("\"\\/bfnrtu").find(text_[at_]) == std::string_view::npos)
        return problem("Invalid \\escape", at_ - 1);
      ++at_;
    }
    if (at_ >= text_.size()) return problem("Unterminated string starting at", start);
    ++at_;
    return {};
  }

  static bool is_hex(std::string_view digits) {
    return digits.size() == 4 &&
           digits.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
  }

  Checked check_object(int depth) {
    ++at_;
    skip_space();
    if (skip("}")) return {};
    for (;;) {
      if (current() != '"')
        return problem("Expecting property name enclosed in double quotes", at_);
      if (Checked name = check_string(); !name) return name;
      skip_space();
      if (!skip(":")) return problem("Expecting ':' delimiter", at_);
      skip_space();
      if (Checked value = check_value(depth + 1); !value) return value;
      skip_space();
      if (skip("}")) return {};
      if (!skip(",")) return problem("Expecting ',' delimiter", at_);
      skip_space();
    }
  }

  Checked check_array(int depth) {
    ++at_;
    skip_space();
    if (skip("]")) return {};
    for (;;) {
      if (Checked value = check_value(depth + 1); !value) return value;
      skip_space();
      if (skip("]")) return {};
      if (!skip(",")) return problem("Expecting ',' delimiter", at_);
      skip_space();
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<std::int64_t> to_integer(std::string_view given) {
  std::string digits;
  std::string_view text = trim(given);
  for (std::size_t i = 0; i < text.size(); ++i) {
    bool between = i > 0 && i + 1 < text.size() && is_digit(text[i - 1]) && is_digit(text[i + 1]);
    if (text[i] != '_' || !between) digits += text[i];
  }
  text = digits;
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  std::int64_t number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

Result<std::int64_t> integer_value(std::string_view text) {
  std::optional<std::int64_t> number = to_integer(text);
  if (!number)
    return failure("General", "invalid literal for int() with base 10: " + python_repr(text));
  return *number;
}

std::string json_problem(std::string_view text) {
  Checked checked = Scanner(text).check();
  if (checked) return "";
  std::string_view before = text.substr(0, checked.error().at);
  auto lines = std::count(before.begin(), before.end(), '\n') + 1;
  std::size_t column = utf8_length(before.substr(before.rfind('\n') + 1)) + 1;
  return std::string(checked.error().what) + ": line " + std::to_string(lines) + " column " +
         std::to_string(column) + " (char " + std::to_string(utf8_length(before)) + ")";
}

}  // namespace ssm
