// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <cstdint>

#include <charconv>

#include "core/base/text.h"
#include "core/expression/jsonpath_syntax.h"

namespace ssm::jsonpath {
namespace {

constexpr std::size_t kMaxCharacters = 4096;
constexpr std::size_t kMaxSegments = 100;
constexpr int kMaxNesting = 32;

std::optional<int> to_int(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

struct OperatorName {
  std::string_view name;
  Comparison comparison;
};
// Longer names before their own beginnings.
constexpr OperatorName kSymbols[] = {
    {"===", Comparison::kSame},       {"!==", Comparison::kNotSame},
    {"==", Comparison::kEqual},       {"!=", Comparison::kNotEqual},
    {"<=", Comparison::kLessOrEqual}, {">=", Comparison::kGreaterOrEqual},
    {"=~", Comparison::kMatches},     {"<", Comparison::kLess},
    {">", Comparison::kGreater},
};
constexpr OperatorName kWords[] = {
    {"in", Comparison::kIn},
    {"nin", Comparison::kNotIn},
    {"subsetof", Comparison::kSubsetOf},
    {"anyof", Comparison::kAnyOf},
    {"noneof", Comparison::kNoneOf},
    {"all", Comparison::kNever},
    {"type", Comparison::kNever},
    {"matches", Comparison::kNever},
    {"contains", Comparison::kContains},
    {"size", Comparison::kSize},
    {"empty", Comparison::kEmpty},
};

class Parser {
 public:
  Parser(std::string_view text, std::size_t supplied) : text_(text), supplied_(supplied) {}

  Result<std::vector<Segment>> parse() {
    ++at_;  // $ or @
    TRY_ASSIGN(auto segments, read_segments(kTop));
    return segments;
  }

 private:
  /// Where names without quotes end. At the top a name may hold what is an operator in a filter.
  static constexpr std::string_view kTop = ".[( ";
  static constexpr std::string_view kInFilter = ".[( \t\r\n)=<>~!&|,";

  /// Counts how deep filters, parentheses and lists stand in each other.
  class Nested {
   public:
    explicit Nested(Parser& parser) : parser_(parser) { ++parser_.depth_; }
    ~Nested() { --parser_.depth_; }
    Nested(const Nested&) = delete;
    Nested& operator=(const Nested&) = delete;

   private:
    Parser& parser_;
  };

  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  bool at_end() const { return at_ >= text_.size(); }
  bool take(char c) {
    if (at_end() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool take(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }
  void skip_spaces() {
    while (peek() == ' ') ++at_;
  }
  void skip_blanks() {
    while (!at_end() && is_space(peek())) ++at_;
  }

  /// Goes to the next `end` that is not escaped.
  void skip_to(char end) {
    while (!at_end() && peek() != end) at_ += peek() == '\\' ? 2u : 1u;
  }

  tl::unexpected<Error> expected(std::string_view what) const {
    const std::size_t column = at_ + 1 > supplied_ ? at_ + 1 - supplied_ : 1;
    return failure("JsonPath", fmt::format("column {}: expected {}", column, what));
  }
  Completed check_depth() const {
    if (depth_ <= kMaxNesting) return std::monostate();
    return expected(fmt::format("at most {} filters inside each other", kMaxNesting));
  }

  Result<std::vector<Segment>> read_segments(std::string_view name_end) {
    std::vector<Segment> segments;
    while (peek() == '.' || peek() == '[') {
      if (!segments.empty() && segments.back().as<Call>())
        return expected("nothing after a function");
      TRY(read_segment(segments, name_end));
      if (segments.size() > kMaxSegments)
        return expected(fmt::format("at most {} segments", kMaxSegments));
    }
    if (name_end == kTop && !at_end()) return expected("'.' or '['");
    return segments;
  }

  Completed read_segment(std::vector<Segment>& segments, std::string_view name_end) {
    if (peek() == '[') return read_bracket(segments);
    ++at_;
    if (take('.')) segments.push_back({Scan{}});
    if (peek() == '[') return read_bracket(segments);
    if (take('*')) {
      segments.push_back({Wildcard{}});
      return std::monostate();
    }
    return read_name(segments, name_end);
  }

  Completed read_name(std::vector<Segment>& segments, std::string_view name_end) {
    const std::size_t end = std::min(text_.find_first_of(name_end, at_), text_.size());
    const std::string_view name = text_.substr(at_, end - at_);
    if (name.empty()) return expected("a name (write ['a b'] for a name with blanks)");
    if (end < text_.size() && text_[end] == '(') return read_call(segments, name);
    at_ = end;
    segments.push_back({Names{{std::string(name)}}});
    return std::monostate();
  }

  Completed read_call(std::vector<Segment>& segments, std::string_view name) {
    if (!is_function(name)) return expected("a name or one of the functions");
    at_ += name.size() + 1;
    Call call{std::string(name), {}};
    const std::size_t close = std::min(text_.find(')', at_), text_.size());
    const std::string_view argument = trim(text_.substr(at_, close - at_));
    if (name == "index") {
      call.argument = to_int(argument);
      if (!call.argument) return expected("a whole number");
    } else if (!argument.empty()) {
      return expected("no argument");
    }
    at_ = close;
    if (!take(')')) return expected("')'");
    segments.push_back({std::move(call)});
    return std::monostate();
  }

  Completed read_bracket(std::vector<Segment>& segments) {
    ++at_;
    skip_spaces();
    const char c = peek();
    if (c == '\'' || c == '"') return read_quoted_names(segments, c);
    if (c == '?') return read_filter(segments);
    if (c == '-' || c == ':' || is_digit(c)) return read_indexes(segments);
    if (!take('*')) return expected("a name in quotes, an index, '*' or '?'");
    skip_spaces();
    if (!take(']')) return expected("']'");
    segments.push_back({Wildcard{}});
    return std::monostate();
  }

  Completed read_quoted_names(std::vector<Segment>& segments, char quote) {
    Names names;
    do {
      if (!names.names.empty()) skip_blanks();
      TRY_ASSIGN(std::string name, read_quoted(quote));
      names.names.push_back(std::move(name));
      skip_spaces();
    } while (take(','));
    if (!take(']')) return expected("',' or ']'");
    segments.push_back({std::move(names)});
    return std::monostate();
  }

  Result<std::string> read_quoted(char quote) {
    if (!take(quote)) return expected(fmt::format("a name in {} quotes", quote));
    const std::size_t begin = at_;
    skip_to(quote);
    if (at_end()) return expected("the closing quote");
    auto text = unescaped(text_.substr(begin, at_ - begin));
    if (!text) return expected("four hexadecimal digits after \\u");
    ++at_;
    return std::move(*text);
  }

  Completed read_indexes(std::vector<Segment>& segments) {
    const std::size_t close = text_.find(']', at_);
    if (close == std::string_view::npos) return expected("']'");
    const std::string_view inside = trim(text_.substr(at_, close - at_));
    if (inside.find(':') != std::string_view::npos) {
      TRY_ASSIGN(const Slice slice, slice_of(inside));
      segments.push_back({slice});
    } else {
      Indexes indexes;
      for (const std::string& part : split(inside, ',')) {
        const auto index = to_int(trim(part));
        if (!index) return expected("an index");
        indexes.indexes.push_back(*index);
      }
      segments.push_back({std::move(indexes)});
    }
    at_ = close + 1;
    return std::monostate();
  }

  Result<Slice> slice_of(std::string_view text) const {
    if (text.find_first_not_of("0123456789-:") != std::string_view::npos)
      return expected("a slice as from:to");
    const auto parts = split(text, ':');
    Slice slice;
    if (!parts[0].empty() && !(slice.from = to_int(parts[0]))) return expected("an index");
    if (!parts[1].empty() && !(slice.to = to_int(parts[1]))) return expected("an index");
    if (!slice.from && !slice.to) return expected("a slice with a beginning or an end");
    return slice;
  }

  Completed read_filter(std::vector<Segment>& segments) {
    const Nested nested(*this);
    TRY(check_depth());
    ++at_;
    skip_spaces();
    if (!take('(')) return expected("'('");
    TRY_ASSIGN(Filter filter, read_or());
    if (!take(')')) return expected("an operator or ')'");
    skip_spaces();
    if (!take(']')) return expected("']'");
    segments.push_back({Test{std::make_shared<const Filter>(std::move(filter))}});
    return std::monostate();
  }

  Result<Filter> read_or() {
    Filter::Or all;
    do {
      TRY_ASSIGN(Filter part, read_and());
      all.parts.push_back(std::move(part));
    } while (take("||"));
    if (all.parts.size() == 1) return std::move(all.parts.front());
    return Filter{std::move(all)};
  }

  Result<Filter> read_and() {
    Filter::And all;
    do {
      TRY_ASSIGN(Filter part, read_condition());
      all.parts.push_back(std::move(part));
      skip_blanks();
    } while (take("&&"));
    if (all.parts.size() == 1) return std::move(all.parts.front());
    return Filter{std::move(all)};
  }

  Result<Filter> read_condition() {
    const Nested nested(*this);
    TRY(check_depth());
    skip_blanks();
    if (take('!')) {
      skip_blanks();
      // Before a path the sign asks whether it exists; before a comparison it says nothing.
      if (peek() == '@' || peek() == '$') return read_comparison(false);
      TRY_ASSIGN(Filter inner, read_condition());
      return Filter{Filter::Not{std::make_unique<Filter>(std::move(inner))}};
    }
    if (!take('(')) return read_comparison(true);
    TRY_ASSIGN(Filter inner, read_or());
    if (!take(')')) return expected("')'");
    return inner;
  }

  Result<Filter> read_comparison(bool should_exist) {
    TRY_ASSIGN(Operand left, read_operand());
    skip_blanks();
    const auto comparison = read_operator();
    if (!comparison) {
      auto* path = std::get_if<PathOperand>(&left);
      if (path == nullptr) return expected("an operator");
      Filter exists{Filter::Exists{std::move(*path)}};
      if (should_exist) return exists;
      return Filter{Filter::Not{std::make_unique<Filter>(std::move(exists))}};
    }
    skip_blanks();
    TRY_ASSIGN(Operand right, read_operand());
    return Filter{Filter::Compare{*comparison, std::move(left), std::move(right)}};
  }

  std::optional<Comparison> read_operator() {
    for (const auto& [symbol, comparison] : kSymbols)
      if (take(symbol)) return comparison;
    const std::size_t end = std::min(text_.find(' ', at_), text_.size());  // no other blank ends it
    for (const auto& [word, comparison] : kWords) {
      if (!equals_ignore_case(word, text_.substr(at_, end - at_))) continue;
      at_ = end;
      return comparison;
    }
    return std::nullopt;
  }

  Result<Operand> read_operand() {
    const char c = peek();
    if (c == '@' || c == '$') {
      ++at_;
      TRY_ASSIGN(auto segments, read_segments(kInFilter));
      return Operand{PathOperand{c == '$', std::move(segments)}};
    }
    if (c == '/') return read_pattern();
    TRY_ASSIGN(Json literal, read_literal());
    return Operand{std::move(literal)};
  }

  Result<Operand> read_pattern() {
    const std::size_t begin = ++at_;
    skip_to('/');
    if (at_end()) return expected("'/'");
    std::string expression(text_.substr(begin, at_ - begin));
    ++at_;
    constexpr std::string_view kFlags = "dixmsuU";
    std::string flags;
    while (!at_end() && kFlags.find(peek()) != std::string_view::npos) flags += text_[at_++];
    if (!flags.empty()) expression = fmt::format("(?{}){}", flags, expression);
    auto pattern = Pattern::compile(expression);
    if (!pattern)
      return expected(fmt::format("a regular expression ({})", pattern.error().message));
    return Operand{std::move(*pattern)};
  }

  Result<Json> read_literal() {
    const char c = peek();
    if (c == '\'' || c == '"') {
      TRY_ASSIGN(std::string text, read_quoted(c));
      return Json(std::move(text));
    }
    if (c == '[' || c == '{') return read_structure();
    if (take("true")) return Json(true);
    if (take("false")) return Json(false);
    if (take("null")) return Json(nullptr);
    const std::size_t end = std::min(text_.find_first_not_of("0123456789-.eE", at_), text_.size());
    const auto number = number_of(text_.substr(at_, end - at_));
    if (!number) return expected("a path or a literal");
    at_ = end;
    return *number;
  }

  Result<Json> read_structure() {
    const std::size_t begin = at_;
    const char open = peek();
    const char close = open == '[' ? ']' : '}';
    int depth = 0;
    do {
      const char c = peek();
      ++at_;
      if (c == '\'' || c == '"') {
        skip_to(c);
        ++at_;
      }
      depth += static_cast<int>(c == open) - static_cast<int>(c == close);
    } while (depth > 0 && !at_end());
    if (depth > 0) return expected(fmt::format("'{}'", close));
    at_ = std::min(at_, text_.size());
    auto structure = parse_permissively(text_.substr(begin, at_ - begin));
    if (!structure) return expected("a list or map that ends here");
    return *std::move(structure);
  }

  std::string_view text_;
  std::size_t supplied_;  // characters put before the text as written
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

Result<std::vector<Segment>> parse_segments(std::string_view text) {
  if (text.empty()) return failure("JsonPath", "column 1: expected a path");
  if (text.size() > kMaxCharacters)
    return failure("JsonPath", fmt::format("column {}: expected at most {} characters",
                                           kMaxCharacters + 1, kMaxCharacters));
  const bool rooted = text.front() == '$' || text.front() == '@';
  std::string source = rooted ? "" : "$.";
  source += text;
  source.resize(source.find_last_not_of(' ') + 1);
  return Parser(source, rooted ? 0 : 2).parse();
}

}  // namespace ssm::jsonpath
