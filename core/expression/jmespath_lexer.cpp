// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <charconv>
#include <limits>

#include "core/base/text.h"
#include "core/expression/jmespath_syntax.h"

namespace ssm::jmespath {
namespace {

using Kind = Token::Kind;

struct Spelling {
  std::string_view text;
  Kind kind;
};
// Longer ones before their own beginnings.
constexpr Spelling kSpellings[] = {
    {"[]", Kind::kFlatten},
    {"[?", Kind::kFilter},
    {"||", Kind::kOr},
    {"&&", Kind::kAnd},
    {"<=", Kind::kLessOrEqual},
    {">=", Kind::kGreaterOrEqual},
    {"!=", Kind::kNotEqual},
    {"==", Kind::kEqual},
    {".", Kind::kDot},
    {"*", Kind::kStar},
    {"]", Kind::kRightBracket},
    {",", Kind::kComma},
    {":", Kind::kColon},
    {"@", Kind::kCurrent},
    {"(", Kind::kLeftParenthesis},
    {")", Kind::kRightParenthesis},
    {"{", Kind::kLeftBrace},
    {"}", Kind::kRightBrace},
    {"[", Kind::kLeftBracket},
    {"|", Kind::kPipe},
    {"&", Kind::kReference},
    {"<", Kind::kLess},
    {">", Kind::kGreater},
    {"!", Kind::kNot},
};

bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
std::string replace_all(std::string_view text, std::string_view from, std::string_view to) {
  std::string result;
  for (std::size_t i = 0; i < text.size();) {
    bool here = text.substr(i).starts_with(from);
    result += here ? to : text.substr(i, 1);
    i += here ? from.size() : 1;
  }
  return result;
}

/// Why Python's reader of JSON strings refuses the inside of this one.
std::string_view problem_of_string(std::string_view inside) {
  for (std::size_t i = 0; i < inside.size(); ++i) {
    if (static_cast<unsigned char>(inside[i]) < 0x20) return "Invalid control character at";
    if (inside[i] != '\\') continue;
    ++i;
    char escaped = i < inside.size() ? inside[i] : '\0';
    if (std::string_view("\"\\/bfnrtu").find(escaped) == std::string_view::npos)
      return "Invalid \\escape";
  }
  return "Invalid \\uXXXX escape";
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Result<std::vector<Token>> run() {
    std::vector<Token> tokens;
    for (;;) {
      while (at_ < text_.size() && is_space(text_[at_])) ++at_;
      if (at_ == text_.size()) break;
      TRY_ASSIGN(Token token, next());
      tokens.push_back(std::move(token));
    }
    tokens.push_back({Kind::kEnd, text_.size(), ""});
    return tokens;
  }

 private:
  Result<Token> next() {
    const char c = text_[at_];
    if (starts_name(c)) return name();
    if (is_digit(c) || (c == '-' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1])))
      return number();
    if (c == '"') return quoted_name();
    if (c == '\'') return raw_text();
    if (c == '`') return literal();
    for (const auto& [spelling, kind] : kSpellings)
      if (text_.substr(at_).starts_with(spelling)) {
        at_ += spelling.size();
        return Token{kind, at_ - spelling.size(), spelling};
      }
    if (c == '=' || c == '-') return error(at_, fmt::format("Unknown token '{}'", c));
    std::size_t end = at_ + 1;
    while (end < text_.size() && is_continuation_byte(text_[end])) ++end;
    return error(at_, fmt::format("Unknown token {}", text_.substr(at_, end - at_)));
  }

  tl::unexpected<Error> error(std::size_t at, std::string_view what) const {
    return syntax_error(fmt::format("Bad jmespath expression: {}", what), text_, at, false);
  }

  Token name() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && (starts_name(text_[at_]) || is_digit(text_[at_]))) ++at_;
    return {Kind::kName, begin, text_.substr(begin, at_ - begin)};
  }

  /// What no 64 bits can hold is no index of anything: the nearest value serves.
  Token number() {
    const std::size_t begin = at_++;
    while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
    std::int64_t value = 0;
    const auto read = std::from_chars(text_.data() + begin, text_.data() + at_, value);
    if (read.ec != std::errc())
      value = text_[begin] == '-' ? std::numeric_limits<std::int64_t>::min()
                                  : std::numeric_limits<std::int64_t>::max();
    return {Kind::kNumber, begin, value};
  }

  /// What stands between two delimiters, escapes untouched.
  Result<std::string_view> delimited() {
    const std::size_t begin = at_;
    const char delimiter = text_[at_++];
    while (at_ < text_.size() && text_[at_] != delimiter) at_ += text_[at_] == '\\' ? 2u : 1u;
    if (at_ >= text_.size()) return error(begin, fmt::format("Unclosed {} delimiter", delimiter));
    ++at_;
    return text_.substr(begin + 1, at_ - begin - 2);
  }

  Result<Token> quoted_name() {
    const std::size_t begin = at_;
    TRY_ASSIGN(std::string_view inside, delimited());
    auto value = parse_json(text_.substr(begin, at_ - begin));
    if (!value) return error(begin, problem_of_string(inside));
    return Token{Kind::kQuotedName, begin, std::move(*value)};
  }

  Result<Token> raw_text() {
    const std::size_t begin = at_;
    TRY_ASSIGN(std::string_view inside, delimited());
    return Token{Kind::kLiteral, begin, replace_all(inside, "\\'", "'")};
  }

  /// `json`; text that is no JSON stands for itself, an old way to write strings.
  Result<Token> literal() {
    const std::size_t begin = at_;
    TRY_ASSIGN(std::string_view inside, delimited());
    const std::string json = replace_all(inside, "\\`", "`");
    auto value = parse_json(json);
    if (!value) {
      const std::size_t first = std::min(json.find_first_not_of(" \t\n\r\v\f"), json.size());
      value = parse_json('"' + json.substr(first) + '"');
    }
    if (!value) return error(begin, "Bad token " + json);
    return Token{Kind::kLiteral, begin, std::move(*value)};
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::string_view name_of(Token::Kind kind) {
  constexpr std::array<std::string_view, 29> kNames = {"eof",
                                                       "unquoted_identifier",
                                                       "quoted_identifier",
                                                       "literal",
                                                       "number",
                                                       "current",
                                                       "expref",
                                                       "rbracket",
                                                       "rparen",
                                                       "rbrace",
                                                       "comma",
                                                       "colon",
                                                       "pipe",
                                                       "or",
                                                       "and",
                                                       "eq",
                                                       "ne",
                                                       "lt",
                                                       "lte",
                                                       "gt",
                                                       "gte",
                                                       "flatten",
                                                       "star",
                                                       "filter",
                                                       "dot",
                                                       "not",
                                                       "lbrace",
                                                       "lbracket",
                                                       "lparen"};
  return kNames[static_cast<std::size_t>(kind)];
}

tl::unexpected<Error> syntax_error(std::string_view what, std::string_view text, std::size_t at,
                                   bool quoted) {
  const std::string blanks(utf8_length(text.substr(0, at)) + (quoted ? 1 : 0), ' ');
  const std::string_view quote = quoted ? "\"" : "";
  return failure("JmesPathSyntax",
                 fmt::format("{}:\n{}{}{}\n{}^", what, quote, text, quote, blanks));
}

Result<std::vector<Token>> tokenize(std::string_view text) {
  if (text.empty())
    return failure("JmesPathSyntax", "Invalid JMESPath expression: cannot be empty.");
  return Lexer(text).run();
}

}  // namespace ssm::jmespath
