// SPDX-License-Identifier: Apache-2.0
#include "cli/shorthand.h"

#include "core/base/text.h"

namespace ssm {
namespace {

constexpr std::size_t kMaxBytes = 1024 * 1024;
constexpr int kMaxShorthandDepth = 100;

bool is_python_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

bool is_key(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-_.#/:").find(c) != std::string_view::npos;
}

// Control characters and characters above U+FFFF are in no class of words.
bool is_plain(char c) {
  auto byte = static_cast<unsigned char>(c);
  return byte > ' ' && byte < 0xF0 && c != '"' && c != '\'' && c != ',';
}
bool starts_word(char c) {
  return is_plain(c) && c != '=' && c != '[' && c != '{';
}
bool continues_first(char c) {
  return is_python_space(c) || (is_plain(c) && c != ']' && c != '}');
}
bool continues_second(char c) {
  return is_python_space(c) || (is_plain(c) && c != '=');
}

std::string without_escape(const std::string& text, char escaped) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == escaped) ++i;
    result += text[i];
  }
  return result;
}

/// A recursive-descent reader; positions are bytes until an error is shown.
class ShorthandReader {
 public:
  ShorthandReader(std::string_view text, const LoadParameterFile& load)
      : text_(text), load_(load) {}

  Result<Json> read() {
    Json values = Json::object();
    TRY(read_pair(values, 0));
    while (!at_end()) {
      std::size_t previous_end = at_;
      TRY(expect(',', true));
      TRY(read_pair(values, previous_end + 1));
    }
    return values;
  }

 private:
  bool at_end() const { return at_ >= text_.size(); }
  bool is_at(char c) const { return !at_end() && text_[at_] == c; }
  void skip_space() {
    while (!at_end() && is_python_space(text_[at_])) ++at_;
  }

  tl::unexpected<Error> unexpected(std::string_view expected, std::string_view received) const {
    return failure("Shorthand", "Expected: '" + std::string(expected) + "', received: '" +
                                    std::string(received) + "' for input:\n" +
                                    input_with_caret(at_));
  }

  /// The input up to the end of the line that holds `position`, and a caret under it.
  std::string input_with_caret(std::size_t position) const {
    std::string_view before = text_.substr(0, position);
    std::size_t line_start = before.rfind('\n') + 1;  // 0 when there is none
    std::size_t columns = utf8_length(before.substr(line_start));
    return std::string(text_.substr(0, text_.find('\n', position))) + "\n" +
           std::string(columns, ' ') + "^";
  }

  std::string_view current_character() const {
    std::size_t length = 1;
    while (at_ + length < text_.size() && is_continuation_byte(text_[at_ + length])) ++length;
    return text_.substr(at_, length);
  }

  Completed expect(char wanted, bool with_space) {
    if (with_space) skip_space();
    if (at_end()) return unexpected({&wanted, 1}, "EOF");
    if (text_[at_] != wanted) return unexpected({&wanted, 1}, current_character());
    ++at_;
    if (with_space) skip_space();
    return {};
  }

  std::string read_key() {
    std::size_t start = at_;
    while (!at_end() && is_key(text_[at_])) ++at_;
    return std::string(text_.substr(start, at_ - start));
  }

  /// `name=`, or `name@=`, which makes files of the value's file:// words.
  Result<std::string> read_name(bool& from_file) {
    std::string key = read_key();
    skip_space();
    from_file = is_at('@');
    if (from_file) ++at_;
    TRY(expect('=', true));
    return key;
  }

  /// `start`: where the caret goes when the key was there before.
  Completed read_pair(Json& values, std::size_t start) {
    TRY_ASSIGN(std::string key, read_name(from_file_));
    TRY_ASSIGN(Json value, read_values());
    if (values.contains(key))
      return failure("Shorthand",
                     "Second instance of key \"" + key + "\" encountered for input:\n" +
                         input_with_caret(start) +
                         "\nThis is often because there is a preceding \",\" instead of a "
                         "space.");
    values[key] = std::move(value);
    return {};
  }

  Result<Json> read_values() {
    if (at_end()) return Json("");
    if (is_at('[')) return read_list(1);
    if (is_at('{')) return read_hash(1);
    return read_words();
  }

  Result<Json> read_words() {
    TRY_ASSIGN(std::string first, read_word(false));
    skip_space();
    if (!is_at(',')) return Json(std::move(first));
    Json words = Json::array({std::move(first)});
    TRY(read_more_words(words));
    return words.size() == 1 ? Json(words[0]) : words;
  }

  /// `,a,b,c`; stops at the comma after which `name=` begins.
  Completed read_more_words(Json& words) {
    while (is_at(',')) {
      TRY(expect(',', true));
      Result<std::string> word = read_word(true);
      if (!word && (at_end() || word.error().code != "Shorthand"))
        return tl::unexpected(word.error());
      if (word) skip_space();
      if (!word || !(at_end() || is_at(','))) {
        at_ = text_.rfind(',', at_);
        return {};
      }
      words.push_back(std::move(*word));
    }
    return {};
  }

  Result<std::string> read_word(bool second) {
    if (is_at('\'')) return read_quoted('\'', "singled quoted");
    if (is_at('"')) return read_quoted('"', "double quoted");
    std::string word;
    bool started = false;
    while (!at_end()) {
      if (text_.substr(at_).starts_with("\\,")) {
        word += ',';
        at_ += 2;
      } else if (!started ? starts_word(text_[at_])
                          : (second ? continues_second(text_[at_]) : continues_first(text_[at_]))) {
        word += text_[at_++];
      } else {
        break;
      }
      started = true;
    }
    if (second && !started) return unexpected("<second>", "<none>");
    while (!word.empty() && is_python_space(word.back())) word.pop_back();
    return resolved(std::move(word));
  }

  Result<std::string> read_quoted(char quote, std::string_view name) {
    std::size_t end = end_of_quoted(quote);
    if (end == 0) return unexpected("<" + std::string(name) + ">", "<none>");
    std::string value(text_.substr(at_ + 1, end - at_ - 1));
    at_ = end + 1;
    return resolved(without_escape(without_escape(value, quote), '\\'));
  }

  /// The first quote without a backslash before it, else the last one; 0 when there is none.
  std::size_t end_of_quoted(char quote) const {
    std::size_t last = 0;
    for (std::size_t i = at_ + 1; i < text_.size(); ++i) {
      bool escape = text_[i] == '\\' && i + 1 < text_.size() && text_[i + 1] == quote;
      if (escape) last = ++i;
      if (!escape && text_[i] == quote) return i;
    }
    return last;
  }

  Result<std::string> resolved(std::string word) const {
    if (from_file_ && (word.starts_with("file://") || word.starts_with("fileb://")))
      return load_(word);
    return word;
  }

  Result<Json> read_item(int depth) {
    if (depth > kMaxShorthandDepth) return failure("Shorthand", "nested more than 100 levels deep");
    if (is_at('[')) return read_list(depth);
    if (is_at('{')) return read_hash(depth);
    TRY_ASSIGN(std::string word, read_word(false));
    return Json(std::move(word));
  }

  /// After an item of a list or hash: a comma, or the closing bracket (not consumed).
  Completed read_separator(char closing) {
    skip_space();
    if (is_at(closing)) return {};
    return expect(',', true);
  }

  Result<Json> read_list(int depth) {
    TRY(expect('[', true));
    Json items = Json::array();
    while (!is_at(']')) {
      TRY_ASSIGN(Json item, read_item(depth + 1));
      items.push_back(std::move(item));
      TRY(read_separator(']'));
    }
    TRY(expect(']', false));
    return items;
  }

  Result<Json> read_hash(int depth) {
    TRY(expect('{', true));
    Json members = Json::object();
    const bool outer = from_file_;
    while (!is_at('}')) {
      TRY_ASSIGN(std::string key, read_name(from_file_));
      TRY_ASSIGN(members[key], read_item(depth + 1));
      TRY(read_separator('}'));
    }
    from_file_ = outer;
    TRY(expect('}', false));
    return members;
  }

  std::string_view text_;
  const LoadParameterFile& load_;
  std::size_t at_ = 0;
  bool from_file_ = false;
};

}  // namespace

Result<Json> parse_shorthand(std::string_view text, const LoadParameterFile& load) {
  if (text.size() > kMaxBytes) return failure("Shorthand", "longer than 1 MiB");
  if (!is_valid_utf8(text)) return failure("Shorthand", "not valid UTF-8");
  return ShorthandReader(text, load).read();
}

}  // namespace ssm
