// SPDX-License-Identifier: Apache-2.0
// The literals of filters, as the Java libraries behind Jayway JsonPath read them.
#include <charconv>
#include <cstdint>

#include "core/base/text.h"
#include "core/expression/jsonpath_syntax.h"

namespace ssm::jsonpath {
namespace {

constexpr int kMaxLiteralDepth = 32;

std::optional<std::uint32_t> to_hex(std::string_view digits) {
  if (!digits.empty() && digits.front() == '+') digits.remove_prefix(1);
  std::uint32_t value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

/// Reads JSON as json-smart does when it is permissive.
class PermissiveReader {
 public:
  explicit PermissiveReader(std::string_view text) : text_(text) {}

  std::optional<Json> read() {
    auto value = read_value(0);
    skip_blanks();
    if (at_ != text_.size()) return std::nullopt;
    return value;
  }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip_blanks() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }
  bool take(char c) {
    skip_blanks();
    if (peek() != c || at_ >= text_.size()) return false;
    ++at_;
    return true;
  }

  std::optional<Json> read_value(int depth) {
    if (depth > kMaxLiteralDepth) return std::nullopt;
    if (take('[')) return read_list(depth);
    if (take('{')) return read_map(depth);
    if (peek() == '\'' || peek() == '"') return read_quoted();
    return read_bare(",]}");
  }

  std::optional<Json> read_list(int depth) {
    Json list = Json::array();
    while (!take(']')) {
      if (at_ >= text_.size()) return std::nullopt;
      if (take(',')) continue;
      auto item = read_value(depth + 1);
      if (!item) return std::nullopt;
      list.push_back(*std::move(item));
    }
    return list;
  }

  std::optional<Json> read_map(int depth) {
    Json map = Json::object();
    while (!take('}')) {
      if (at_ >= text_.size()) return std::nullopt;
      if (take(',')) continue;
      const bool quoted = peek() == '\'' || peek() == '"';
      const auto name = quoted ? read_quoted() : read_bare(":,}");
      if (!name || !take(':')) return std::nullopt;
      auto value = read_value(depth + 1);
      if (!value) return std::nullopt;
      map[to_embedded_text(*name)] = *std::move(value);
    }
    return map;
  }

  std::optional<Json> read_quoted() {
    const char quote = text_[at_++];
    const std::size_t begin = at_;
    while (at_ < text_.size() && peek() != quote) at_ += peek() == '\\' ? 2u : 1u;
    if (at_ >= text_.size()) return std::nullopt;
    auto text = unescaped(text_.substr(begin, at_++ - begin));
    if (!text) return std::nullopt;
    return Json(*std::move(text));
  }

  /// A word, number or text without quotes, up to one of `ends`.
  std::optional<Json> read_bare(std::string_view ends) {
    const std::size_t end = std::min(text_.find_first_of(ends, at_), text_.size());
    const std::string_view bare = trim(text_.substr(at_, end - at_));
    at_ = end;
    if (bare.empty()) return std::nullopt;
    if (bare == "true" || bare == "false") return Json(bare == "true");
    if (bare == "null") return Json(nullptr);
    if (auto number = number_of(bare)) return number;
    return Json(std::string(bare));
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<std::string> unescaped(std::string_view quoted) {
  constexpr std::string_view kFrom = "bfnrt";
  constexpr std::string_view kTo = "\b\f\n\r\t";
  std::string text;
  std::uint32_t high = 0;  // the first half of a surrogate pair that waits for its second
  const auto flush = [&] {
    // A lone half matches no name of a document; as three bytes it is invalid UTF-8 and never will.
    if (high != 0) append_utf8(text, std::exchange(high, 0));
  };
  for (std::size_t i = 0; i < quoted.size(); ++i) {
    const bool escape = quoted[i] == '\\' && i + 1 < quoted.size();
    if (!escape || quoted[i + 1] != 'u') {
      flush();
      if (escape) ++i;
      const auto special = escape ? kFrom.find(quoted[i]) : std::string_view::npos;
      text += special == std::string_view::npos ? quoted[i] : kTo[special];
      continue;
    }
    const std::string_view digits = quoted.substr(i + 2, 4);
    if (digits.size() < 4) break;
    const auto unit = to_hex(digits);
    if (!unit) return std::nullopt;
    i += 5;
    const bool is_low = *unit >= 0xDC00 && *unit < 0xE000;
    if (is_low && high != 0) {
      append_utf8(text, 0x10000 + ((high - 0xD800) << 10) + (*unit - 0xDC00));
      high = 0;
      continue;
    }
    flush();
    if (*unit >= 0xD800 && *unit < 0xDC00)
      high = *unit;
    else
      append_utf8(text, *unit);
  }
  flush();
  return text;
}

std::optional<Json> number_of(std::string_view text) {
  if (text.size() > 1 && text.ends_with('.')) text.remove_suffix(1);
  const char* const end = text.data() + text.size();
  if (text.find_first_of(".eE") == std::string_view::npos) {
    std::int64_t whole = 0;
    const auto [last, error] = std::from_chars(text.data(), end, whole);
    if (error == std::errc() && last == end) return Json(whole);
  }
  if (text.find_first_not_of("0123456789-.eE") != std::string_view::npos) return std::nullopt;
  double number = 0;
  const auto [last, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || last != end) return std::nullopt;
  return Json(number);
}

std::optional<Json> parse_permissively(std::string_view text) {
  return PermissiveReader(text).read();
}

}  // namespace ssm::jsonpath
