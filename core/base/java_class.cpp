// SPDX-License-Identifier: Apache-2.0
#include "core/base/java_class.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/base/text.h"

namespace ssm::java_pattern {
namespace {

constexpr std::string_view kAnyItems = "\\x{0}-\\x{10ffff}";

bool is_ascii_letter(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

struct Named {
  std::string_view name;
  std::string_view items;
};

/// As Java defines them without and with the flag U.
struct PosixClass {
  std::string_view name;
  std::string_view ascii;
  std::string_view unicode;
};
constexpr PosixClass kPosix[] = {
    {"Lower", "a-z", "\\p{Lowercase}"},
    {"Upper", "A-Z", "\\p{Uppercase}"},
    {"ASCII", "\\x{0}-\\x{7f}", "\\x{0}-\\x{7f}"},
    {"Alpha", "a-zA-Z", "\\p{Alphabetic}"},
    {"Digit", "0-9", "\\p{Nd}"},
    {"Alnum", "a-zA-Z0-9", "\\p{Alphabetic}\\p{Nd}"},
    {"Punct", "!-/:-@\\x{5b}-`{-~", "\\p{P}"},
    {"Graph", "!-~", "\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\p{Cf}\\p{Co}"},
    {"Print", " -~", "\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\p{Cf}\\p{Co}\\p{Zs}"},
    {"Blank", " \\t", "\\p{Zs}\\t"},
    {"Cntrl", "\\x{0}-\\x{1f}\\x{7f}", "\\p{Cc}"},
    {"XDigit", "0-9a-fA-F", "\\p{Nd}\\p{Hex_Digit}"},
    {"Space", " \\t\\n\\x{b}\\f\\r", "\\p{White_Space}"},
};

// U+01C5 is in it already; this tells the method from the category when case does not matter.
constexpr std::string_view kTitleCase = "\\x{1c5}\\p{Lt}";

/// The methods of java.lang.Character, without "java".
constexpr Named kMethods[] = {
    {"LowerCase", "\\p{Lowercase}"},
    {"UpperCase", "\\p{Uppercase}"},
    {"Alphabetic", "\\p{Alphabetic}"},
    {"Ideographic", "\\p{Ideographic}"},
    {"TitleCase", kTitleCase},
    {"Digit", "\\p{Nd}"},
    {"Defined", "\\P{Cn}"},
    {"Letter", "\\p{L}"},
    {"LetterOrDigit", "\\p{L}\\p{Nd}"},
    {"JavaIdentifierStart", "\\p{L}\\p{Nl}\\p{Sc}\\p{Pc}"},
    {"JavaIdentifierPart",
     "\\p{L}\\p{Nl}\\p{Sc}\\p{Pc}\\p{Nd}\\p{Mn}\\p{Mc}\\p{Cf}\\x{0}-\\x{8}\\x{e}-\\x{1b}\\x{7f}-"
     "\\x{9f}"},
    {"UnicodeIdentifierStart", "\\p{ID_Start}"},
    {"UnicodeIdentifierPart", "\\p{ID_Continue}\\p{Cf}\\x{0}-\\x{8}\\x{e}-\\x{1b}\\x{7f}-\\x{9f}"},
    {"IdentifierIgnorable", "\\p{Cf}\\x{0}-\\x{8}\\x{e}-\\x{1b}\\x{7f}-\\x{9f}"},
    {"SpaceChar", "\\p{Z}"},
    {"Whitespace",
     "\\t-\\r\\x{1c}-\\x{1f} \\x{1680}\\x{2000}-\\x{2006}\\x{2008}-\\x{200a}\\x{2028}\\x{2029}"
     "\\x{205f}\\x{3000}"},
    {"ISOControl", "\\p{Cc}"},
    {"Mirrored", "\\p{Bidi_Mirrored}"},
};

/// Binary properties behind "Is", in lower case.
constexpr Named kBinary[] = {
    {"alphabetic", "\\p{Alphabetic}"},
    {"assigned", "\\P{Cn}"},
    {"control", "\\p{Cc}"},
    {"digit", "\\p{Nd}"},
    {"hex_digit", "\\p{Nd}\\p{Hex_Digit}"},
    {"hexdigit", "\\p{Nd}\\p{Hex_Digit}"},
    {"ideographic", "\\p{Ideographic}"},
    {"join_control", "\\x{200c}\\x{200d}"},
    {"joincontrol", "\\x{200c}\\x{200d}"},
    {"letter", "\\p{L}"},
    {"lowercase", "\\p{Lowercase}"},
    {"noncharacter_code_point", "\\p{Noncharacter_Code_Point}"},
    {"noncharactercodepoint", "\\p{Noncharacter_Code_Point}"},
    {"punctuation", "\\p{P}"},
    {"titlecase", kTitleCase},
    {"uppercase", "\\p{Uppercase}"},
    {"white_space", "\\p{White_Space}"},
    {"whitespace", "\\p{White_Space}"},
};

/// Blocks, in lower case and without blanks, hyphens and underscores.
constexpr Named kBlocks[] = {
    {"basiclatin", "\\x{0}-\\x{7f}"},
    {"latin1supplement", "\\x{80}-\\x{ff}"},
    {"latinextendeda", "\\x{100}-\\x{17f}"},
    {"latinextendedb", "\\x{180}-\\x{24f}"},
    {"greek", "\\x{370}-\\x{3ff}"},
    {"greekandcoptic", "\\x{370}-\\x{3ff}"},
    {"cyrillic", "\\x{400}-\\x{4ff}"},
    {"hebrew", "\\x{590}-\\x{5ff}"},
    {"arabic", "\\x{600}-\\x{6ff}"},
    {"devanagari", "\\x{900}-\\x{97f}"},
    {"thai", "\\x{e00}-\\x{e7f}"},
    {"generalpunctuation", "\\x{2000}-\\x{206f}"},
    {"hiragana", "\\x{3040}-\\x{309f}"},
    {"katakana", "\\x{30a0}-\\x{30ff}"},
    {"hangulsyllables", "\\x{ac00}-\\x{d7af}"},
    {"cjkunifiedideographs", "\\x{4e00}-\\x{9fff}"},
};

/// General categories as PCRE2 has them, too.
constexpr std::string_view kCategories[] = {"C",  "Cc", "Cf", "Cn", "Co", "L",  "Ll", "Lm", "Lo",
                                            "Lt", "Lu", "M",  "Mc", "Me", "Mn", "N",  "Nd", "Nl",
                                            "No", "P",  "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps",
                                            "S",  "Sc", "Sk", "Sm", "So", "Z",  "Zl", "Zp", "Zs"};

template <std::size_t Size>
std::optional<std::string> find_named(const Named (&table)[Size], std::string_view name) {
  for (const Named& entry : table)
    if (entry.name == name) return std::string(entry.items);
  return std::nullopt;
}

std::optional<std::string> category(std::string_view name) {
  if (name == "LC") return "\\p{Lu}\\p{Ll}\\p{Lt}";
  if (name == "LD") return "\\p{L}\\p{Nd}";
  if (name == "L1") return "\\x{0}-\\x{ff}";
  if (name == "all") return std::string(kAnyItems);
  if (name == "Cs") return "";  // no text in UTF-8 has one
  if (std::find(std::begin(kCategories), std::end(kCategories), name) == std::end(kCategories))
    return std::nullopt;
  return fmt::format("\\p{{{}}}", name);
}

/// Latin, LATIN, Latn; whether there is such a script, the compiler finds out.
std::optional<std::string> script(std::string_view name) {
  const bool is_word = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return is_ascii_letter(static_cast<unsigned char>(c)) || c == '_';
  });
  if (!is_word) return std::nullopt;
  return fmt::format("\\p{{sc:{}}}", name);
}

std::optional<std::string> block(std::string_view name) {
  std::string plain;
  for (const char c : to_lower(name))
    if (c != ' ' && c != '-' && c != '_') plain += c;
  return find_named(kBlocks, plain);
}

std::optional<std::string> posix(std::string_view name, const Flags& flags) {
  for (const PosixClass& entry : kPosix) {
    const bool matches =
        flags.unicode_classes ? equals_ignore_case(entry.name, name) : entry.name == name;
    if (matches) return std::string(flags.unicode_classes ? entry.unicode : entry.ascii);
  }
  return std::nullopt;
}

std::optional<std::string> with_key(std::string_view key, std::string_view value) {
  const std::string lower = to_lower(key);
  if (lower == "gc" || lower == "general_category") return category(value);
  if (lower == "sc" || lower == "script") return script(value);
  if (lower == "blk" || lower == "block") return block(value);
  return std::nullopt;
}

std::optional<std::string> items_of(std::string_view name, const Flags& flags) {
  if (const auto equals = name.find('='); equals != std::string_view::npos)
    return with_key(name.substr(0, equals), name.substr(equals + 1));
  if (name.starts_with("In")) return block(name.substr(2));
  if (name.starts_with("java")) return find_named(kMethods, name.substr(4));
  if (name.starts_with("Is")) {
    const std::string_view bare = name.substr(2);
    if (auto items = find_named(kBinary, to_lower(bare))) return items;
    if (auto items = category(bare)) return items;
    return script(bare);
  }
  if (auto items = posix(name, flags)) return items;
  return category(name);
}

/// Without regard to case these match each other's letters, too.
std::string of_any_case(std::string items) {
  if (items == "\\p{Lu}" || items == "\\p{Ll}" || items == "\\p{Lt}")
    return "\\p{Lu}\\p{Ll}\\p{Lt}";
  if (items == "\\p{Lowercase}" || items == "\\p{Uppercase}" || items == kTitleCase)
    return "\\p{Lowercase}\\p{Uppercase}\\p{Lt}";
  if (items == "a-z" || items == "A-Z") return "a-zA-Z";
  return items;
}

}  // namespace

std::string pcre_literal(char32_t character) {
  const bool is_plain =
      is_ascii_letter(character) || (character >= '0' && character <= '9') || character == '_';
  if (is_plain) return std::string(1, static_cast<char>(character));
  return fmt::format("\\x{{{:x}}}", static_cast<std::uint32_t>(character));
}

CharacterSet CharacterSet::of_range(char32_t first, char32_t last, const Flags& flags) {
  CharacterSet set;
  const auto add = [&](char32_t from, char32_t to) {
    set.items_ += pcre_literal(from);
    if (from < to) set.items_ += "-" + pcre_literal(to);
  };
  add(first, last);
  set.ignore_case_ = flags.ignore_case && flags.unicode_case;
  if (!flags.ignore_case || flags.unicode_case) return set;
  for (char32_t c = std::max(first, char32_t{'A'}); c <= std::min(last, char32_t{'z'}); ++c) {
    const char32_t other = c ^ 0x20U;
    if (is_ascii_letter(c) && (other < first || other > last)) add(other, other);
  }
  return set;
}

CharacterSet CharacterSet::of_items(std::string items, bool negated) {
  CharacterSet set;
  set.items_ = std::move(items);
  set.negated_ = negated;
  return set;
}

CharacterSet CharacterSet::negated() && {
  if (expression_.empty()) {
    negated_ = !negated_;
  } else {
    expression_ = fmt::format("(?:(?!{})[{}])", expression_, kAnyItems);
  }
  return std::move(*this);
}

CharacterSet CharacterSet::united(CharacterSet other) && {
  const bool simple = expression_.empty() && other.expression_.empty() && !negated_ &&
                      !other.negated_ && ignore_case_ == other.ignore_case_;
  if (simple) {
    items_ += other.items_;
  } else {
    expression_ = fmt::format("(?:{}|{})", pcre(), other.pcre());
  }
  return std::move(*this);
}

CharacterSet CharacterSet::intersected(CharacterSet other) && {
  expression_ = fmt::format("(?:(?={}){})", pcre(), other.pcre());
  return std::move(*this);
}

std::string CharacterSet::pcre() const {
  if (!expression_.empty()) return expression_;
  if (items_.empty()) return negated_ ? fmt::format("[{}]", kAnyItems) : "(?!)";
  const std::string bracket = fmt::format("[{}{}]", negated_ ? "^" : "", items_);
  return ignore_case_ ? fmt::format("(?i:{})", bracket) : bracket;
}

std::optional<CharacterSet> predefined_set(char32_t letter, const Flags& flags) {
  const bool unicode = flags.unicode_classes;
  switch (letter) {
    case 'd':
    case 'D':
      return CharacterSet::of_items(unicode ? "\\p{Nd}" : "0-9", letter == 'D');
    case 'w':
    case 'W':
      return CharacterSet::of_items(unicode ? std::string(kUnicodeWordItems) : "a-zA-Z_0-9",
                                    letter == 'W');
    case 's':
    case 'S':
      return CharacterSet::of_items(unicode ? "\\p{White_Space}" : " \\t\\n\\x{b}\\f\\r",
                                    letter == 'S');
    case 'h':
    case 'H':
      return CharacterSet::of_items("\\h", letter == 'H');
    case 'v':
    case 'V':
      return CharacterSet::of_items("\\v", letter == 'V');
    default:
      return std::nullopt;
  }
}

std::optional<CharacterSet> property_set(std::string_view name, const Flags& flags) {
  auto items = items_of(name, flags);
  if (!items) return std::nullopt;
  return CharacterSet::of_items(flags.ignore_case ? of_any_case(*std::move(items))
                                                  : *std::move(items));
}

CharacterSet dot_set(const Flags& flags) {
  if (flags.dot_all) return CharacterSet::of_items(std::string(kAnyItems));
  return CharacterSet::of_items(flags.unix_lines ? "\\n" : "\\n\\r\\x{85}\\x{2028}\\x{2029}", true);
}

}  // namespace ssm::java_pattern
