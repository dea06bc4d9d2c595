// SPDX-License-Identifier: Apache-2.0
#include "core/base/java_pattern.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/java_class.h"
#include "core/base/text.h"

namespace ssm {
namespace {

using java_pattern::CharacterSet;
using java_pattern::Flags;

constexpr int kMaxNesting = 200;
constexpr std::int64_t kMaxRepeats = 65'535;  // of PCRE2
constexpr std::int64_t kMostChunks = 16;      // of that many repeats
constexpr std::int64_t kUnbounded = -1;
constexpr std::int64_t kMaxInt = 2'147'483'647;
constexpr char32_t kMaxCharacter = 0x10FFFF;

/// A character of the expression; `quoted`: between \Q and \E, where it stands for itself.
struct Unit {
  char32_t character = 0;
  bool quoted = false;
};

bool is_ascii_digit(char32_t c) {
  return c >= '0' && c <= '9';
}

bool is_name_character(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_ascii_digit(c);
}

std::optional<char32_t> hex_digit(char32_t c) {
  if (is_ascii_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

/// UTF-8 to characters, with \Q and \E taken away. An unclosed \Q lasts to the end.
std::vector<Unit> units_of(std::string_view text) {
  std::vector<Unit> units;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size();) {
    const std::string_view rest = text.substr(i);
    if (rest.starts_with(quoted ? "\\E" : "\\Q")) {
      quoted = !quoted;
      i += 2;
      continue;
    }
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t size = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t character = size == 1 ? lead : lead & (0x7FU >> size);
    for (std::size_t k = 1; k < size && i + k < text.size(); ++k)
      character = (character << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    units.push_back({character, quoted});
    i += size;
    if (!quoted && character == '\\' && i < text.size() && text[i] == '\\') {
      units.push_back({'\\', false});  // an escaped backslash begins no \Q
      ++i;
    }
  }
  return units;
}

// Where lines end: not between the two characters of \r\n.
constexpr std::string_view kUnixEnd = "(?=\\n?\\z)";
constexpr std::string_view kUnixLineEnd = "(?=\\n|\\z)";
constexpr std::string_view kUnixLineBegin = "(?:\\A|(?<=\\n)(?!\\z))";
constexpr std::string_view kEnd =
    "(?:\\z|(?=\\r\\n\\z)|(?=[\\r\\x{85}\\x{2028}\\x{2029}]\\z)|(?<!\\r)(?=\\n\\z))";
constexpr std::string_view kLineEnd = "(?:\\z|(?=[\\r\\x{85}\\x{2028}\\x{2029}])|(?<!\\r)(?=\\n))";
constexpr std::string_view kLineBegin =
    "(?:\\A|(?:(?<=[\\n\\x{85}\\x{2028}\\x{2029}])|(?<=\\r)(?!\\n))(?!\\z))";
constexpr std::string_view kLineBreak = "(?:\\r\\n|[\\n\\x{b}\\f\\r\\x{85}\\x{2028}\\x{2029}])";

/// Reads as java.util.regex does, and writes what it read.
class Translator {
 public:
  /// `groups`: how many capturing groups there are; references to others match nothing.
  Translator(const std::vector<Unit>& units, int groups) : units_(units), all_groups_(groups) {}

  Result<std::string> translate() {
    TRY_ASSIGN(std::string expression, alternatives());
    if (!at_end()) return error("Unmatched closing ')'");
    return expression;
  }

  int groups() const { return groups_; }

 private:
  tl::unexpected<Error> error(std::string_view what) const {
    return failure("Pattern", fmt::format("{} at position {}", what, at_));
  }

  /// Counts how deep groups and classes stand in each other.
  struct Nested {
    explicit Nested(int& depth) : depth_(depth) { ++depth_; }
    ~Nested() { --depth_; }
    Nested(const Nested&) = delete;
    Nested& operator=(const Nested&) = delete;
    int& depth_;
  };
  Completed check_depth() const {
    if (depth_ <= kMaxNesting) return {};
    return error(fmt::format("More than {} groups inside each other", kMaxNesting));
  }

  void skip_comments() {
    if (!flags_.comments) return;
    while (at_ < units_.size() && !units_[at_].quoted) {
      const char32_t c = units_[at_].character;
      if (c == '#') {
        while (at_ < units_.size() && units_[at_].character != '\n' &&
               units_[at_].character != '\r')
          ++at_;
      } else if (c == ' ' || (c >= '\t' && c <= '\r')) {
        ++at_;
      } else {
        return;
      }
    }
  }

  bool at_end() {
    skip_comments();
    return at_ >= units_.size();
  }
  /// 0 at the end and for quoted characters, which have no meaning but their own.
  char32_t peek() { return at_end() || units_[at_].quoted ? 0 : units_[at_].character; }
  char32_t raw(std::size_t ahead = 0) const {
    const std::size_t at = at_ + ahead;
    return at < units_.size() && !units_[at].quoted ? units_[at].character : 0;
  }
  bool take(char32_t c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }

  Result<std::string> alternatives() {
    const Nested nested(depth_);
    TRY(check_depth());
    std::string expression;
    do {
      if (!expression.empty()) expression += '|';
      TRY_ASSIGN(const std::string part, sequence());
      expression += part.empty() ? "(?:)" : part;
    } while (take('|'));
    return expression;
  }

  Result<std::string> sequence() {
    std::string expression;
    while (!at_end() && peek() != '|' && peek() != ')') {
      TRY_ASSIGN(const std::string part, repeated());
      expression += part;
    }
    return expression;
  }

  Result<std::string> repeated() {
    const char32_t c = peek();
    if (c == '*' || c == '+' || c == '?')
      return error(fmt::format("Dangling meta character '{}'", static_cast<char>(c)));
    TRY_ASSIGN(const auto atom, read_atom());
    if (!atom) return std::string();  // flags from here on
    return repetition(*atom);
  }

  /// nullopt: flags for what follows.
  Result<std::optional<std::string>> read_atom() {
    switch (peek()) {
      case '(':
        return group();
      case '[': {
        ++at_;
        TRY_ASSIGN(const CharacterSet set, character_class(true));
        return set.pcre();
      }
      case '.':
        ++at_;
        return java_pattern::dot_set(flags_).pcre();
      case '^':
        ++at_;
        if (!flags_.multiline) return "(?:\\A)";
        return std::string(flags_.unix_lines ? kUnixLineBegin : kLineBegin);
      case '$':
        ++at_;
        if (flags_.unix_lines) return std::string(flags_.multiline ? kUnixLineEnd : kUnixEnd);
        return std::string(flags_.multiline ? kLineEnd : kEnd);
      case '{':
        return "(?:)";  // repeats nothing
      case '\\':
        ++at_;
        return escape();
      default:
        return literal(units_[at_++].character);
    }
  }

  std::string literal(char32_t character) const {
    if (!flags_.ignore_case) return java_pattern::pcre_literal(character);
    return CharacterSet::of_range(character, character, flags_).pcre();
  }

  // --- repetitions

  Result<std::string> repetition(const std::string& atom) {
    std::int64_t least = 0;
    std::int64_t most = kUnbounded;
    if (take('?')) {
      most = 1;
    } else if (take('+')) {
      least = 1;
    } else if (take('{')) {
      TRY(read_counts(least, most));
    } else if (!take('*')) {
      return atom;
    }
    const std::string_view kind = take('?') ? "?" : take('+') ? "+" : "";
    return repeat(atom, least, most, kind);
  }

  Completed read_counts(std::int64_t& least, std::int64_t& most) {
    if (!is_ascii_digit(raw())) return error("Illegal repetition");
    TRY_ASSIGN(least, number());
    most = least;
    if (raw() == ',') {
      ++at_;
      most = kUnbounded;
      if (raw() != '}') {
        TRY_ASSIGN(most, number());
      }
    }
    if (raw() != '}') return error("Unclosed counted closure");
    ++at_;
    if (most != kUnbounded && most < least) return error("Illegal repetition range");
    return {};
  }

  Result<std::int64_t> number() {
    if (!is_ascii_digit(raw())) return error("Unclosed counted closure");
    std::int64_t value = 0;
    for (; is_ascii_digit(raw()); ++at_) {
      value = value * 10 + static_cast<std::int64_t>(raw() - '0');
      if (value > kMaxInt) return error("Illegal repetition range");
    }
    return value;
  }

  static std::string repeat(const std::string& atom, std::int64_t least, std::int64_t most,
                            std::string_view kind) {
    if (most == kUnbounded && least <= 1)
      return fmt::format("{}{}{}", atom, least == 0 ? "*" : "+", kind);
    if (most != kUnbounded && most > kMostChunks * kMaxRepeats) most = kUnbounded;
    if (least <= kMaxRepeats && most <= kMaxRepeats)
      return most == kUnbounded ? fmt::format("{}{{{},}}{}", atom, least, kind)
                                : fmt::format("{}{{{},{}}}{}", atom, least, most, kind);
    if (least > kMostChunks * kMaxRepeats) return "(?!)";  // no text is that long
    const bool lazy = kind == "?";
    std::string whole = exactly(atom, least);
    if (most == kUnbounded)
      whole += fmt::format("{}*{}", atom, lazy ? "?" : "");
    else
      whole += up_to(atom, most - least, lazy);
    return fmt::format("{}{})", kind == "+" ? "(?>" : "(?:", whole);
  }

  static std::string exactly(const std::string& atom, std::int64_t count) {
    std::string whole;
    for (; count > kMaxRepeats; count -= kMaxRepeats)
      whole += fmt::format("{}{{{}}}", atom, kMaxRepeats);
    return whole + fmt::format("{}{{{}}}", atom, count);
  }

  /// Each number of repeats in one way only, so that a text that fails does so soon.
  static std::string up_to(const std::string& atom, std::int64_t most, bool lazy) {
    const std::string_view kind = lazy ? "?" : "";
    std::string whole = fmt::format("{}{{0,{}}}{}", atom, most % kMaxRepeats, kind);
    for (std::int64_t left = most / kMaxRepeats; left > 0; --left) {
      const std::string longer = fmt::format("{}{{{}}}{}", atom, kMaxRepeats, whole);
      const std::string shorter = fmt::format("{}{{0,{}}}{}", atom, kMaxRepeats - 1, kind);
      whole = lazy ? fmt::format("(?:{}|{})", shorter, longer)
                   : fmt::format("(?:{}|{})", longer, shorter);
    }
    return whole;
  }

  // --- groups

  Result<std::optional<std::string>> group() {
    ++at_;
    if (raw() != '?') {
      ++groups_;
      return closed_group("(");
    }
    ++at_;
    const char32_t c = raw();
    const char32_t next = raw(1);
    if (c == ':' || c == '=' || c == '!' || c == '>') {
      ++at_;
      return closed_group(fmt::format("(?{}", static_cast<char>(c)));
    }
    if (c == '<' && (next == '=' || next == '!')) {
      at_ += 2;
      return closed_group(fmt::format("(?<{}", static_cast<char>(next)));
    }
    if (c == '<') return named_group();
    return flags_or_group();
  }

  Result<std::optional<std::string>> closed_group(const std::string& opening) {
    const Flags before = flags_;
    TRY_ASSIGN(const std::string inside, alternatives());
    flags_ = before;
    if (at_ >= units_.size() || units_[at_].quoted || units_[at_].character != ')')
      return error("Unclosed group");
    ++at_;
    return fmt::format("{}{})", opening, inside);
  }

  Result<std::string> group_name() {
    std::string name;
    for (; is_name_character(raw()); ++at_) name += static_cast<char>(raw());
    if (name.empty() || is_ascii_digit(static_cast<unsigned char>(name.front())))
      return error("capturing group name does not start with a Latin letter");
    if (raw() != '>') return error("named capturing group is missing trailing '>'");
    ++at_;
    return name;
  }

  Result<std::optional<std::string>> named_group() {
    ++at_;
    TRY_ASSIGN(const std::string name, group_name());
    if (std::ranges::find(names_, name) != names_.end())
      return error(fmt::format("Named capturing group <{}> is already defined", name));
    ++groups_;
    names_.push_back(name);
    return closed_group(fmt::format("(?<{}>", name));
  }

  /// (?i) and (?i:X)
  Result<std::optional<std::string>> flags_or_group() {
    const Flags before = flags_;
    bool on = true;
    for (; raw() != ')' && raw() != ':'; ++at_) {
      if (raw() == '-' && on)
        on = false;
      else if (!set_flag(raw(), on))
        return error("Unknown inline modifier");
    }
    const bool is_group = raw() == ':';
    ++at_;
    if (!is_group) return std::nullopt;
    const Nested nested(depth_);
    TRY_ASSIGN(auto whole, closed_group("(?:"));
    flags_ = before;
    return whole;
  }

  bool set_flag(char32_t letter, bool on) {
    switch (letter) {
      case 'i':
        flags_.ignore_case = on;
        return true;
      case 'd':
        flags_.unix_lines = on;
        return true;
      case 'm':
        flags_.multiline = on;
        return true;
      case 's':
        flags_.dot_all = on;
        return true;
      case 'u':
        flags_.unicode_case = on;
        return true;
      case 'x':
        flags_.comments = on;
        return true;
      case 'U':
        flags_.unicode_classes = flags_.unicode_case = on;
        return true;
      default:
        return false;
    }
  }

  // --- escapes; the backslash is behind us

  Result<std::optional<std::string>> escape() {
    const char32_t c = raw();
    if (c == 'p' || c == 'P') {
      TRY_ASSIGN(const CharacterSet set, property());
      return set.pcre();
    }
    if (const auto set = java_pattern::predefined_set(c, flags_)) {
      ++at_;
      return set->pcre();
    }
    if (c >= '1' && c <= '9') return reference();
    if (c == 'k') return named_reference();
    if (auto anchor = anchor_of(c)) {
      ++at_;
      return anchor;
    }
    TRY_ASSIGN(const char32_t character, escaped_character());
    return literal(character);
  }

  std::optional<std::string> anchor_of(char32_t c) const {
    const std::string_view word =
        flags_.unicode_classes ? java_pattern::kUnicodeWordItems : java_pattern::kWordItems;
    switch (c) {
      case 'A':
      case 'G':
        return "(?:\\A)";
      case 'z':
        return "(?:\\z)";
      case 'Z':
        return std::string(flags_.unix_lines ? kUnixEnd : kEnd);
      case 'R':
        return std::string(kLineBreak);
      case 'X':
        return "(?:\\X)";
      case 'b':
        return fmt::format("(?:(?<=[{0}])(?![{0}])|(?<![{0}])(?=[{0}]))", word);
      case 'B':
        return fmt::format("(?:(?<=[{0}])(?=[{0}])|(?<![{0}])(?![{0}]))", word);
      default:
        return std::nullopt;
    }
  }

  /// More digits belong to it as long as there are that many groups so far.
  Result<std::optional<std::string>> reference() {
    int number = static_cast<int>(raw() - '0');
    ++at_;
    while (is_ascii_digit(raw()) && number * 10 + static_cast<int>(raw() - '0') <= groups_) {
      number = number * 10 + static_cast<int>(raw() - '0');
      ++at_;
    }
    if (number > all_groups_) return "(?!)";
    return reference_to(fmt::format("\\g{{{}}}", number));
  }

  Result<std::optional<std::string>> named_reference() {
    ++at_;
    if (raw() != '<') return error("\\k is not followed by '<' for named capturing group");
    ++at_;
    TRY_ASSIGN(const std::string name, group_name());
    if (std::ranges::find(names_, name) == names_.end())
      return error(fmt::format("named capturing group <{}> does not exist", name));
    return reference_to(fmt::format("\\k<{}>", name));
  }

  std::string reference_to(std::string reference) const {
    return fmt::format("(?{}:{})", flags_.ignore_case ? "i" : "", reference);
  }

  Result<CharacterSet> property() {
    const bool negated = raw() == 'P';
    ++at_;
    std::string name;
    if (raw() == '{') {
      for (++at_; at_ < units_.size() && raw() != '}'; ++at_) name += static_cast<char>(raw());
      if (at_ >= units_.size()) return error("Unclosed character family");
    } else {
      name = std::string(1, static_cast<char>(raw()));
    }
    if (at_ < units_.size()) ++at_;
    const auto set = java_pattern::property_set(name, flags_);
    if (!set) return error(fmt::format("Unknown character property name {{{}}}", name));
    return negated ? CharacterSet(*set).negated() : *set;
  }

  Result<char32_t> escaped_character() {
    if (at_ >= units_.size()) return error("Unexpected internal error");
    const char32_t c = units_[at_].character;
    switch (c) {
      case '0':
        return octal();
      case 'x':
        return hexadecimal();
      case 'u':
        return unicode();
      case 'c':
        if (at_ + 1 >= units_.size()) return error("Illegal control escape sequence");
        at_ += 2;
        return units_[at_ - 1].character ^ 0x40U;
      default:
        break;
    }
    constexpr std::string_view kNames = "aefnrt";
    constexpr std::string_view kCharacters = "\a\x1B\f\n\r\t";
    const bool is_letter = is_name_character(c) && !is_ascii_digit(c);
    const auto known = is_letter ? kNames.find(static_cast<char>(c)) : std::string_view::npos;
    if (is_letter && known == std::string_view::npos)
      return error("Illegal/unsupported escape sequence");
    ++at_;
    return is_letter ? static_cast<char32_t>(kCharacters[known]) : c;
  }

  Result<char32_t> octal() {
    ++at_;
    char32_t value = 0;
    int digits = 0;
    for (; digits < 3 && raw() >= '0' && raw() <= '7' && value * 8 + raw() - '0' <= 0377; ++digits)
      value = value * 8 + (units_[at_++].character - '0');
    if (digits == 0) return error("Illegal octal escape sequence");
    return value;
  }

  Result<char32_t> hexadecimal() {
    ++at_;
    if (raw() != '{') return hex_digits(2);
    char32_t value = 0;
    std::size_t digits = 0;
    for (++at_; hex_digit(raw()); ++digits) {
      value = value * 16 + *hex_digit(units_[at_++].character);
      if (value > kMaxCharacter) return error("Hexadecimal codepoint is too big");
    }
    if (digits == 0 || raw() != '}') return error("Unclosed hexadecimal escape sequence");
    ++at_;
    return value;
  }

  Result<char32_t> hex_digits(int count) {
    char32_t value = 0;
    for (int i = 0; i < count; ++i, ++at_) {
      const auto digit = hex_digit(raw());
      if (!digit)
        return error(count == 2 ? "Illegal hexadecimal escape sequence"
                                : "Illegal Unicode escape sequence");
      value = value * 16 + *digit;
    }
    return value;
  }

  /// \uXXXX; two of them may be the halves of one character.
  Result<char32_t> unicode() {
    ++at_;
    TRY_ASSIGN(const char32_t first, hex_digits(4));
    const bool is_high = first >= 0xD800 && first < 0xDC00;
    if (!is_high || raw() != '\\' || raw(1) != 'u') return whole_character(first);
    const std::size_t behind = at_;
    at_ += 2;
    TRY_ASSIGN(const char32_t second, hex_digits(4));
    if (second >= 0xDC00 && second < 0xE000)
      return 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
    at_ = behind;
    return whole_character(first);
  }

  Result<char32_t> whole_character(char32_t unit) const {
    if (unit >= 0xD800 && unit < 0xE000) return error("Half of a surrogate pair");
    return unit;
  }

  // --- classes; the opening bracket is behind us

  /// `consume`: the closing bracket is its own. Otherwise it is the right side of a `&&`.
  Result<CharacterSet> character_class(bool consume) {
    const Nested nested(depth_);
    TRY(check_depth());
    bool negated = false;
    if (consume && peek() == '^') {
      ++at_;
      negated = true;
    }
    std::optional<CharacterSet> all;
    std::optional<CharacterSet> last;
    const auto add = [&](CharacterSet set) {
      last = set;
      all = all ? std::move(*all).united(std::move(set)) : std::move(set);
    };
    while (true) {
      if (at_end()) return error("Unclosed character class");
      const char32_t c = peek();
      if (c == ']' && all) break;
      if (c == '[') {
        ++at_;
        TRY_ASSIGN(CharacterSet inner, character_class(true));
        add(std::move(inner));
      } else if (c == '&' && raw(1) == '&') {
        at_ += 2;
        TRY_ASSIGN(std::optional<CharacterSet> right, right_side());
        if (!right) right = last;
        if (!right) return error("Bad class syntax");
        all = all ? std::move(*all).intersected(*right) : *right;
        last = std::move(right);
      } else {
        TRY_ASSIGN(CharacterSet item, class_item());
        add(std::move(item));
      }
    }
    if (consume) ++at_;
    return negated ? std::move(*all).negated() : *std::move(all);
  }

  /// What stands between && and the end, or the next &&.
  Result<std::optional<CharacterSet>> right_side() {
    std::optional<CharacterSet> right;
    while (!at_end() && peek() != ']' && peek() != '&') {
      const bool is_class = take('[');
      TRY_ASSIGN(CharacterSet part, character_class(is_class));
      right = right ? std::move(*right).united(std::move(part)) : std::move(part);
    }
    return right;
  }

  /// A character, a range, or an escape that stands for several characters.
  Result<CharacterSet> class_item() {
    char32_t first = 0;
    if (peek() == '\\') {
      ++at_;
      const char32_t c = raw();
      if (c == 'p' || c == 'P') return property();
      const bool is_vertical_tab = c == 'v' && raw(1) == '-';
      if (const auto set = java_pattern::predefined_set(c, flags_); set && !is_vertical_tab) {
        ++at_;
        return *set;
      }
      TRY_ASSIGN(first, class_character());
    } else {
      first = units_[at_++].character;
    }
    if (peek() != '-' || raw(1) == '[' || raw(1) == ']')
      return CharacterSet::of_range(first, first, flags_);
    ++at_;
    TRY_ASSIGN(const char32_t last, range_end());
    if (last < first) return error("Illegal character range");
    return CharacterSet::of_range(first, last, flags_);
  }

  Result<char32_t> range_end() {
    if (at_end()) return error("Illegal character range");
    if (peek() != '\\') return units_[at_++].character;
    ++at_;
    if (raw() != 'v' && java_pattern::predefined_set(raw(), flags_))
      return error("Illegal character range");
    return class_character();
  }

  Result<char32_t> class_character() {
    if (raw() != 'v') return escaped_character();
    ++at_;
    return U'\v';
  }

  const std::vector<Unit>& units_;
  int all_groups_;
  std::size_t at_ = 0;
  int groups_ = 0;
  int depth_ = 0;
  Flags flags_;
  std::vector<std::string> names_;
};

}  // namespace

Result<std::string> java_to_pcre(std::string_view expression) {
  if (!is_valid_utf8(expression)) return failure("Pattern", "The expression is not UTF-8");
  const std::vector<Unit> units = units_of(expression);
  Translator counter(units, static_cast<int>(units.size()));
  TRY(counter.translate());
  return Translator(units, counter.groups()).translate();
}

}  // namespace ssm
