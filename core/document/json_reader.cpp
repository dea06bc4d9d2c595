// SPDX-License-Identifier: Apache-2.0
// JSON to nodes. A reader of our own because the service's messages name the place where Jackson
// stops, and because numbers keep their text. The places are those of Jackson 2.13 reading
// characters: tests/unit_document/json_stops.tsv.
#include <fmt/format.h>

#include <utility>

#include "core/base/text.h"
#include "core/document/readers.h"

namespace ssm {
namespace {

/// Thrown inside the reader; never leaves this file.
struct JsonRefusal {
  Location at;
  std::string reason;
};

bool is_number_start(char c) {
  return (c >= '0' && c <= '9') || c == '-' || c == '+';
}

/// Bytes of the character at the front of `text`, which is valid UTF-8 and not empty.
std::size_t character_bytes(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  return first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

/// Whether Java takes the character for part of an identifier. Beyond ASCII: nearly; symbols and
/// blanks of Latin-1 (but for the letters among them) and general punctuation are not.
bool is_identifier(std::string_view character) {
  if (character.size() == 1) {
    const char c = character.front();
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '$';
  }
  const bool is_symbol = character >= "\xC2\x80" && character <= "\xC2\xBF" &&
                         character != "\xC2\xAA" && character != "\xC2\xB5" &&
                         character != "\xC2\xBA";
  const bool is_punctuation = character >= "\xE2\x80\x80" && character <= "\xE2\x81\xAF";
  return !is_symbol && !is_punctuation && character.size() < 4;
}

/// Recursion is bounded by the limit on depth.
class JsonReader {
 public:
  JsonReader(std::string_view text, const DocumentLimits& limits)
      : text_(text), positions_(text), limits_(limits) {}

  Node read() {
    skip_blanks();
    if (at_end()) throw JsonRefusal{{}, "The text is empty."};
    Node root = value();
    skip_blanks();
    if (!at_end()) refuse_trailing();
    return root;
  }

 private:
  bool at_end() const { return at_ >= text_.size(); }
  char next() const { return text_[at_]; }

  /// Where Jackson says that the byte at `offset` is: it counts UTF-16 units, and a carriage return
  /// ends a line.
  Location stop_at(std::size_t offset) const {
    Location where{1, 1};
    for (std::size_t i = 0; i < offset;) {
      const std::size_t bytes = character_bytes(text_.substr(i));
      const char c = text_[i];
      i += bytes;
      if (c == '\n' || (c == '\r' && (i >= offset || text_[i] != '\n'))) {
        where = {where.line + 1, 1};
      } else if (c != '\r') {
        where.column += bytes == 4 ? 2 : 1;
      }
    }
    return where;
  }

  [[noreturn]] void refuse(std::size_t offset, std::string reason) const {
    throw JsonRefusal{stop_at(offset), std::move(reason)};
  }
  [[noreturn]] void refuse_end(std::string_view wanted) const {
    refuse(text_.size(), fmt::format("The text ends where {} should follow.", wanted));
  }
  /// The character at `at_` is in the way: Jackson names the place behind it.
  [[noreturn]] void refuse_character(std::string_view wanted) const {
    if (at_end()) refuse_end(wanted);
    Location where = stop_at(at_);
    const auto byte = static_cast<unsigned char>(next());
    ++where.column;
    const std::string_view character = text_.substr(at_, character_bytes(text_.substr(at_)));
    const std::string shown =
        byte < 0x20 || byte == 0x7F ? fmt::format("character {}", byte) : std::string(character);
    throw JsonRefusal{where, fmt::format("Found {} where {} should stand.", shown, wanted)};
  }

  void skip_blanks() {
    while (!at_end() && is_space(next())) ++at_;
  }

  std::size_t end_of_word(std::size_t start) const {
    while (start < text_.size()) {
      const std::size_t bytes = character_bytes(text_.substr(start));
      if (!is_identifier(text_.substr(start, bytes))) break;
      start += bytes;
    }
    return start;
  }

  void refuse_trailing() {
    const std::size_t start = at_;
    const bool is_token = next() == '"' || next() == '{' || next() == '[';
    if (!is_token) value();
    refuse(start, "The text goes on behind the value.");
  }

  Node begin(Node::Kind kind) {
    const Location where = positions_.at(at_);
    if (nodes_ >= limits_.max_nodes)
      throw JsonRefusal{where, fmt::format("More than {} values.", limits_.max_nodes)};
    ++nodes_;
    Node node;
    node.kind = kind;
    node.at = where;
    return node;
  }

  Node value() {
    if (at_end()) refuse_end("a value");
    if (next() == '{') return container(Node::Kind::kMap);
    if (next() == '[') return container(Node::Kind::kList);
    if (next() == '"') {
      Node node = begin(Node::Kind::kString);
      node.text = string();
      return node;
    }
    return is_number_start(next()) ? number() : word();
  }

  Node word() {
    const std::size_t end = end_of_word(at_);
    if (end == at_) refuse_character("a value");
    const std::string_view text = text_.substr(at_, end - at_);
    const bool is_null = text == "null";
    if (!is_null && text != "true" && text != "false")
      refuse(end,
             fmt::format("Found {} where a value should stand: text needs double quotes.", text));
    Node node = begin(is_null ? Node::Kind::kNull : Node::Kind::kBoolean);
    if (!is_null) node.text = text;
    at_ = end;
    return node;
  }

  bool take_digits() {
    const std::size_t start = at_;
    while (!at_end() && next() >= '0' && next() <= '9') ++at_;
    return at_ > start;
  }

  Node number() {
    Node node = begin(Node::Kind::kInteger);
    const std::size_t start = at_;
    const bool has_plus = next() == '+';
    if (has_plus || next() == '-') ++at_;
    if (!at_end() && next() == 'I') refuse(end_of_word(at_), "Infinity is not a number of JSON.");
    if (has_plus && !at_end() && next() >= '0' && next() <= '9')
      refuse_character("a number without a plus sign");
    const std::size_t digits = at_;
    if (!take_digits()) refuse_character("a digit");
    if (text_[digits] == '0' && at_ > digits + 1)
      refuse(digits + 1, "A number must not begin with 0.");
    // Jackson reads a number that begins with 1 to 9 in one go, and steps back to here.
    const std::size_t fallback = text_[digits] == '0' ? text_.size() : at_ + 1;
    if (!at_end() && next() == '.') {
      ++at_;
      if (!take_digits()) refuse_in_number(fallback);
    }
    if (!at_end() && (next() == 'e' || next() == 'E')) {
      ++at_;
      if (!at_end() && (next() == '+' || next() == '-')) ++at_;
      if (!take_digits()) refuse_in_number(fallback);
    }
    node.text = text_.substr(start, at_ - start);
    node.kind = kind_of_json_number(node.text);
    if (node.kind == Node::Kind::kString) refuse(start, "The number is too large.");
    if (depth_ == 0 && !at_end() && !is_space(next())) refuse_character("the end");
    return node;
  }

  [[noreturn]] void refuse_in_number(std::size_t fallback) const {
    if (at_end() || fallback == text_.size()) refuse_character("a digit");
    refuse(fallback, "A digit is missing in a number.");
  }

  /// At the opening quote; the text without its escapes.
  std::string string() {
    std::string text;
    for (++at_;;) {
      if (at_end()) refuse_end("a closing quote");
      if (next() == '"') break;
      if (static_cast<unsigned char>(next()) < 0x20)
        refuse_character("text (control characters must be escaped)");
      if (next() == '\\') {
        escape(text);
      } else {
        text += next();
        ++at_;
      }
    }
    ++at_;
    return text;
  }

  void escape(std::string& text) {
    ++at_;
    if (at_end()) refuse_end("an escape");
    constexpr std::string_view kNames = "\"\\/bfnrt";
    constexpr std::string_view kValues = "\"\\/\b\f\n\r\t";
    if (next() == 'u') return unicode_escape(text);
    const std::size_t which = kNames.find(next());
    if (which == std::string_view::npos) refuse_character("an escape such as \\n or \\u0041");
    text += kValues[which];
    ++at_;
  }

  std::uint32_t code_unit() {
    std::uint32_t unit = 0;
    ++at_;
    for (int i = 0; i < 4; ++i, ++at_) {
      if (at_end()) refuse_end("a hexadecimal digit");
      const char c = next();
      const bool is_letter = (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
      if (!is_letter && (c < '0' || c > '9')) refuse_character("a hexadecimal digit");
      const int digit = is_letter ? (c | 0x20) - 'a' + 10 : c - '0';
      unit = unit * 16 + static_cast<std::uint32_t>(digit);
    }
    return unit;
  }

  void unicode_escape(std::string& text) {
    std::uint32_t code = code_unit();
    if (code >= 0xD800 && code < 0xDC00 && text_.substr(at_, 2) == "\\u") {
      ++at_;
      const std::uint32_t low = code_unit();
      const bool fits = low >= 0xDC00 && low < 0xE000;
      code = fits ? 0x10000 + ((code - 0xD800) << 10U) + (low - 0xDC00) : 0xD800;
    }
    if (code >= 0xD800 && code < 0xE000)
      refuse(at_, "Half of a surrogate pair is not a character.");
    append_utf8(text, code);
  }

  Node container(Node::Kind kind) {
    const bool is_map = kind == Node::Kind::kMap;
    const char close = is_map ? '}' : ']';
    Node node = begin(kind);
    if (depth_ >= limits_.max_depth)
      throw JsonRefusal{node.at, fmt::format("Nested more than {} deep.", limits_.max_depth)};
    ++depth_;
    ++at_;
    skip_blanks();
    MemberPlaces places;
    for (bool is_first = true; at_end() || next() != close || !is_first; is_first = false) {
      if (is_map) {
        member(node, places);
      } else {
        node.items.push_back(value());
      }
      skip_blanks();
      if (!at_end() && next() == close) break;
      if (at_end() || next() != ',') refuse_character(fmt::format("a comma or {}", close));
      ++at_;
      skip_blanks();
    }
    ++at_;
    --depth_;
    return node;
  }

  void member(Node& map, MemberPlaces& places) {
    if (at_end() || next() != '"') refuse_character("a name in double quotes");
    Node::Member member{.name = {}, .at = positions_.at(at_), .value = {}};
    member.name = string();
    skip_blanks();
    if (at_end() || next() != ':') refuse_character("a colon");
    ++at_;
    skip_blanks();
    member.value = value();
    if (limits_.refuses_repeated_keys && places.contains(member.name))
      throw JsonRefusal{member.at, repeated_key(member)};
    put_member(map, std::move(member), places);
  }

  std::string_view text_;
  TextPositions positions_;
  const DocumentLimits& limits_;
  std::size_t at_ = 0;
  std::size_t nodes_ = 0;
  int depth_ = 0;
};

}  // namespace

void put_member(Node& map, Node::Member member, MemberPlaces& places) {
  const auto [place, is_new] = places.try_emplace(member.name, map.members.size());
  if (is_new) {
    map.members.push_back(std::move(member));
    return;
  }
  Node::Member& before = map.members[place->second];
  member.repeats = before.at;
  before = std::move(member);
}

std::string repeated_key(const Node::Member& member) {
  return fmt::format("The key \"{}\" appears twice.", member.name);
}

tl::expected<Node, Problem> read_json(std::string_view text, const DocumentLimits& limits) {
  try {
    return JsonReader(text, limits).read();
  } catch (const JsonRefusal& refusal) {
    return tl::unexpected(not_well_formed(DocumentFormat::kJson, refusal.at, refusal.reason));
  }
}

}  // namespace ssm
