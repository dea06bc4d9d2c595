// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/init/pattern_example.h"

#include <algorithm>
#include <bitset>
#include <charconv>
#include <map>
#include <optional>
#include <utility>

#include "core/base/pattern.h"
#include "core/base/text.h"

namespace ssm::testkit {
namespace {

constexpr std::size_t kLongestExpression = 4096;
constexpr std::size_t kLongestExample = 4096;
constexpr std::size_t kMostPatternParts = 5000;
constexpr std::size_t kMostWanted = 20;
constexpr int kDeepestGroup = 50;
constexpr int kMostAttempts = 200;
constexpr std::size_t kUnbounded = 100000;

using Characters = std::bitset<128>;  // of ASCII

/// What a piece of an expression stands for: characters of a set, one of several alternatives, or
/// what a group stood for before; each so and so often.
struct PatternPart {
  Characters set;
  std::string text;                                    // beyond ASCII; empty = the set counts
  std::vector<std::vector<PatternPart>> alternatives;  // not empty: a group
  int group = 0;                                       // of a capturing group its number
  int repeats_group = 0;
  std::size_t least = 1;
  std::size_t most = 1;
};
using PatternParts = std::vector<PatternPart>;

Characters range_of(char first, char last) {
  Characters set;
  for (int c = first; c <= last && c < 128; ++c)
    if (c >= 0) set.set(static_cast<std::size_t>(c));
  return set;
}

Characters characters_in(std::string_view text) {
  Characters set;
  for (const char c : text)
    if (static_cast<signed char>(c) >= 0) set.set(static_cast<std::size_t>(c));
  return set;
}

Characters printable_ones() {
  return range_of(' ', '~');
}

/// \d, \w and their like; nullopt: the letter means something else.
std::optional<Characters> shorthand_set(char letter) {
  const Characters digits = range_of('0', '9');
  const Characters words = digits | range_of('a', 'z') | range_of('A', 'Z') | characters_in("_");
  const Characters spaces = characters_in(" \t\n\r\f\v");
  switch (letter) {
    case 'd':
      return digits;
    case 'w':
      return words;
    case 's':
    case 'h':
      return spaces;
    case 'D':
      return printable_ones() & ~digits;
    case 'W':
      return printable_ones() & ~words;
    case 'S':
    case 'H':
      return printable_ones() & ~spaces;
    default:
      return std::nullopt;
  }
}

/// \p{NAME}, as far as patterns of parameters name properties.
Characters named_set(std::string_view name) {
  const Characters digits = range_of('0', '9');
  const Characters lower = range_of('a', 'z');
  const Characters upper = range_of('A', 'Z');
  if (name == "Lower" || name == "Ll" || name == "IsLowercase") return lower;
  if (name == "Upper" || name == "Lu" || name == "IsUppercase") return upper;
  if (name == "Alpha" || name == "L" || name == "IsAlphabetic") return lower | upper;
  if (name == "Digit" || name == "N" || name == "Nd" || name == "IsDigit") return digits;
  if (name == "Alnum") return digits | lower | upper;
  if (name == "Punct" || name == "P" || name == "IsPunctuation")
    return printable_ones() & ~(digits | lower | upper | characters_in(" "));
  return printable_ones();
}

/// Reads an expression as far as examples need it. Of what only looks around it keeps the
/// characters that looking ahead wants somewhere, as rules for passwords do. The matcher has the
/// last word.
class PatternPartReader {
 public:
  explicit PatternPartReader(std::string_view text) : text_(text) {}

  /// nullopt: not understood, or past a limit.
  std::optional<PatternPart> read() {
    PatternPart whole;
    whole.alternatives = read_alternatives();
    if (failed_ || at_ < text_.size()) return std::nullopt;
    return whole;
  }

  /// Sets of which the text must have a character each.
  const std::vector<Characters>& wanted() const { return wanted_; }

 private:
  bool at_end() const { return failed_ || at_ >= text_.size(); }
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  bool take(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  std::vector<PatternParts> read_alternatives() {
    std::vector<PatternParts> alternatives(1);
    if (++depth_ > kDeepestGroup) failed_ = true;
    while (!at_end() && peek() != ')') {
      if (take("|")) {
        alternatives.emplace_back();
      } else {
        read_part(alternatives.back());
      }
    }
    --depth_;
    return alternatives;
  }

  void read_part(PatternParts& parts) {
    if (++count_ > kMostPatternParts) failed_ = true;
    if (take("^") || take("$")) return;
    std::optional<PatternPart> part;
    if (take("("))
      part = read_group();
    else if (take("["))
      part = set_part(read_class());
    else if (take("."))
      part = set_part(printable_ones());
    else if (take("\\"))
      return read_escape(parts);
    else
      part = literal();
    const bool is_there = read_quantifier(part ? *part : nothing_) && part.has_value();
    if (is_there) parts.push_back(std::move(*part));
  }

  static PatternPart set_part(Characters set) {
    PatternPart part;
    part.set = set;
    return part;
  }

  PatternPart literal() {
    PatternPart part;
    const std::size_t begin = at_++;
    while (at_ < text_.size() && is_continuation_byte(text_[at_])) ++at_;
    if (at_ - begin > 1)
      part.text = text_.substr(begin, at_ - begin);
    else
      part.set = characters_in(text_.substr(begin, 1));
    return part;
  }

  void want_characters_of(const std::vector<PatternParts>& alternatives) {
    if (alternatives.empty()) return;
    for (const PatternPart& part : alternatives.front()) {
      for (std::size_t i = 0; i < part.alternatives.size() && i < 1; ++i)
        want_characters_of(part.alternatives);
      const bool says_little = part.set.none() || part.least == 0 || part.set == printable_ones();
      if (!says_little && wanted_.size() < kMostWanted) wanted_.push_back(part.set);
    }
  }

  /// nullopt: it only looks around, or sets flags.
  std::optional<PatternPart> read_group() {
    bool looks_around = false;
    const bool looks_ahead = text_.substr(at_).starts_with("?=");
    bool captures = true;
    if (take("?")) {
      captures = false;
      looks_around = take("=") || take("!") || take("<=") || take("<!");
      if (!looks_around && take("<")) {
        captures = true;
        while (!at_end() && peek() != '>') ++at_;
        take(">");
      } else if (!looks_around && !take(":") && !take(">")) {
        while (!at_end() && peek() != ':' && peek() != ')') ++at_;
        if (take(")")) return std::nullopt;
        take(":");
      }
    }
    PatternPart part;
    if (captures) part.group = ++groups_;
    part.alternatives = read_alternatives();
    if (!take(")")) failed_ = true;
    if (looks_ahead) want_characters_of(part.alternatives);
    if (looks_around) return std::nullopt;
    return part;
  }

  void read_escape(PatternParts& parts) {
    const char letter = peek();
    if (take("Q")) {
      const std::size_t end = std::min(text_.find("\\E", at_), text_.size());
      while (at_ < end && !failed_) parts.push_back(literal());
      take("\\E");
      read_quantifier(parts.empty() ? nothing_ : parts.back());
      return;
    }
    if (at_end() || std::string_view("bBAzZG").find(letter) != std::string_view::npos) {
      ++at_;
      return;
    }
    PatternPart part;
    if (letter >= '1' && letter <= '9') {
      part.repeats_group = letter - '0';
      ++at_;
    } else {
      part.set = read_escaped_set();
    }
    read_quantifier(part);
    parts.push_back(std::move(part));
  }

  /// Behind the backslash, in a class and outside.
  Characters read_escaped_set() {
    const char letter = peek();
    ++at_;
    if (const auto set = shorthand_set(letter)) return *set;
    if (letter == 'p' || letter == 'P') {
      const std::size_t end = text_.find('}', at_);
      const bool is_braced = peek() == '{' && end != std::string_view::npos;
      const std::string_view name =
          is_braced ? text_.substr(at_ + 1, end - at_ - 1) : text_.substr(at_, 1);
      at_ += is_braced ? name.size() + 2 : 1;
      return letter == 'p' ? named_set(name) : printable_ones() & ~named_set(name);
    }
    if (letter == 'n') return characters_in("\n");
    if (letter == 't') return characters_in("\t");
    if (letter == 'r') return characters_in("\r");
    if (letter == 'x' || letter == 'u') {
      const std::size_t digits = letter == 'x' ? 2 : 4;
      unsigned code = 0;
      const std::string_view hex = text_.substr(std::min(at_, text_.size()), digits);
      std::from_chars(hex.data(), hex.data() + hex.size(), code, 16);
      at_ += digits;
      Characters set;
      if (code < set.size()) set.set(code);
      return set;
    }
    return characters_in(std::string_view(&letter, 1));
  }

  Characters read_class() {
    const bool is_negated = take("^");
    Characters set;
    if (++depth_ > kDeepestGroup) failed_ = true;
    for (bool is_first = true; !at_end() && (is_first || peek() != ']'); is_first = false) {
      if (take("&&")) {
        // The rest of the class, read as one.
        const Characters other = take("[") ? read_class() : read_class_rest();
        set &= other;
        continue;
      }
      if (take("[")) {
        set |= read_class();
        continue;
      }
      set |= read_class_item();
    }
    --depth_;
    if (!take("]")) failed_ = true;
    return is_negated ? printable_ones() & ~set : set;
  }

  Characters read_class_rest() {
    Characters set;
    while (!at_end() && peek() != ']' && !text_.substr(at_).starts_with("&&"))
      set |= take("[") ? read_class() : read_class_item();
    return set;
  }

  Characters read_class_item() {
    Characters first = read_class_character();
    const bool is_range =
        peek() == '-' && peek(1) != ']' && peek(1) != '[' && at_ + 1 < text_.size();
    if (!is_range || first.count() != 1) return first;
    ++at_;
    const Characters last = read_class_character();
    if (last.count() != 1) return first | last;
    return range_of(only(first), only(last));
  }

  Characters read_class_character() {
    if (take("\\")) return read_escaped_set();
    const PatternPart part = literal();
    return part.set;
  }

  static char only(const Characters& set) {
    for (std::size_t c = 0; c < set.size(); ++c)
      if (set.test(c)) return static_cast<char>(c);
    return '\0';
  }

  bool read_quantifier(PatternPart& part) {
    if (take("*")) {
      part.least = 0;
      part.most = kUnbounded;
    } else if (take("+")) {
      part.most = kUnbounded;
    } else if (take("?")) {
      part.least = 0;
    } else if (peek() == '{' && is_digit(peek(1))) {
      read_counts(part);
    } else {
      return true;
    }
    if (!take("?")) take("+");
    return true;
  }

  void read_counts(PatternPart& part) {
    ++at_;
    part.least = part.most = read_count();
    if (take(",")) part.most = is_digit(peek()) ? read_count() : kUnbounded;
    part.least = std::min(part.least, kUnbounded);
    if (!take("}")) failed_ = true;
  }

  std::size_t read_count() {
    std::size_t count = 0;
    const char* const begin = text_.data() + at_;
    const auto [end, error] = std::from_chars(begin, text_.data() + text_.size(), count);
    at_ += static_cast<std::size_t>(end - begin);
    return error == std::errc() ? std::min(count, kUnbounded) : kUnbounded;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t count_ = 0;
  int depth_ = 0;
  int groups_ = 0;
  bool failed_ = false;
  std::vector<Characters> wanted_;
  PatternPart nothing_;  // what a quantifier of nothing is read into
};

/// How an example is chosen among all that an expression allows.
struct PatternTaste {
  std::size_t alternative = 0;
  bool has_optional_groups = false;
  std::size_t extra = 0;  // characters beyond the least number
};

/// What a run of characters of a set is taken from, in turn: a word, an id or digits.
std::string pool_of(const Characters& set) {
  for (const std::string_view word : {"example", "1234567890abcdef0", "1234567890", "EXAMPLE"})
    if ((characters_in(word) & ~set).none()) return std::string(word);
  std::string some;
  for (const auto& [first, last] : {std::pair('1', '9'), {'0', '0'}, {'a', 'z'}, {'A', 'Z'}})
    for (char c = first; c <= last; ++c)
      if (set.test(static_cast<std::size_t>(c))) some += c;
  if (!some.empty()) return some;
  for (std::size_t c = '!'; c < set.size(); ++c)
    if (set.test(c)) return {static_cast<char>(c)};
  for (std::size_t c = 0; c <= ' '; ++c)
    if (set.test(c)) return {static_cast<char>(c)};
  return {};
}

class PatternExample {
 public:
  explicit PatternExample(const PatternTaste& taste) : taste_(taste) {}

  std::string of(const PatternPart& whole) {
    write(whole);
    return std::move(text_);
  }

 private:
  void write(const PatternPart& part) {
    if (text_.size() > kLongestExample) return;
    if (part.alternatives.empty())
      write_characters(part);
    else
      for (std::size_t i = 0; i < group_count(part); ++i) write_group(part);
  }

  std::size_t group_count(const PatternPart& part) const {
    if (part.least > 0) return std::min(part.least, kLongestExample);
    return taste_.has_optional_groups ? std::min<std::size_t>(1, part.most) : 0;
  }

  void write_group(const PatternPart& part) {
    const std::size_t begin = text_.size();
    const auto& chosen = part.alternatives[taste_.alternative % part.alternatives.size()];
    for (const PatternPart& inner : chosen) write(inner);
    if (part.group > 0) groups_[part.group] = text_.substr(std::min(begin, text_.size()));
  }

  void write_characters(const PatternPart& part) {
    const std::size_t count = std::min({part.most, part.least + taste_.extra, kLongestExample});
    if (part.repeats_group > 0 || !part.text.empty()) {
      const std::string repeated = part.repeats_group > 0 ? groups_[part.repeats_group] : part.text;
      for (std::size_t i = 0; i < count && text_.size() < kLongestExample; ++i) text_ += repeated;
      pool_.clear();
      return;
    }
    std::string pool = pool_of(part.set);
    // A run goes on in the next piece: "e" and then "xample".
    if (pool != pool_) turn_ = 0;
    pool_ = std::move(pool);
    for (std::size_t i = 0; i < count && !pool_.empty(); ++i)
      text_ += pool_[turn_++ % pool_.size()];
  }

  PatternTaste taste_;
  std::string text_;
  std::string pool_;
  std::size_t turn_ = 0;
  std::map<int, std::string> groups_;
};

/// The text with a character of each set that it has none of: in place of its last ones, of its
/// first ones, or behind it.
std::vector<std::string> with_wanted(const std::string& text, const std::vector<Characters>& sets) {
  std::string missing;
  for (const Characters& set : sets) {
    const bool has_one = std::ranges::any_of(text + missing, [&](char c) {
      return (characters_in(std::string_view(&c, 1)) & set).any();
    });
    const std::string pool = has_one ? std::string() : pool_of(set);
    if (!pool.empty()) missing += pool.front();
  }
  if (missing.empty()) return {};
  std::vector<std::string> texts = {text + missing};
  if (text.size() <= missing.size()) return texts;
  texts.push_back(text.substr(0, text.size() - missing.size()) + missing);
  texts.push_back(text.front() + missing + text.substr(1 + missing.size()));
  return texts;
}

}  // namespace

std::vector<std::string> pattern_examples(std::string_view expression, std::size_t most) {
  std::vector<std::string> examples;
  if (expression.size() > kLongestExpression) return examples;
  const Result<Pattern> pattern = Pattern::compile(expression);
  PatternPartReader reader(expression);
  const std::optional<PatternPart> whole = reader.read();
  if (!pattern || !whole) return examples;
  constexpr std::size_t kExtras[] = {6, 0, 1, 2, 3, 7, 11, 16, 30, 62};
  int attempts = 0;
  for (std::size_t alternative = 0; alternative < 10; ++alternative)
    for (const bool optional_groups : {false, true})
      for (const std::size_t extra : kExtras) {
        if (examples.size() >= most || ++attempts > kMostAttempts) return examples;
        const std::string plain = PatternExample({alternative, optional_groups, extra}).of(*whole);
        std::vector<std::string> texts = with_wanted(plain, reader.wanted());
        texts.insert(texts.begin(), plain);
        const auto fits = std::ranges::find_if(
            texts, [&](const std::string& text) { return pattern->matches(text).value_or(false); });
        if (fits != texts.end() && std::ranges::find(examples, *fits) == examples.end())
          examples.push_back(std::move(*fits));
      }
  return examples;
}

}  // namespace ssm::testkit
