// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "core/base/python_text.h"
#include "core/base/text.h"
#include "core/expression/jmespath_syntax.h"

namespace ssm::jmespath {
namespace {

using Kind = Token::Kind;

constexpr std::size_t kMaxBytes = 64 * 1024;
constexpr int kMaxDepth = 300;
constexpr int kProjectionEnd = 10;  // weaker operators end a projection

/// How strongly a token binds what stands before it.
int strength(Kind kind) {
  switch (kind) {
    case Kind::kPipe:
      return 1;
    case Kind::kOr:
      return 2;
    case Kind::kAnd:
      return 3;
    case Kind::kEqual:
    case Kind::kNotEqual:
    case Kind::kLess:
    case Kind::kLessOrEqual:
    case Kind::kGreater:
    case Kind::kGreaterOrEqual:
      return 5;
    case Kind::kFlatten:
      return 9;
    case Kind::kStar:
      return 20;
    case Kind::kFilter:
      return 21;
    case Kind::kDot:
      return 40;
    case Kind::kNot:
      return 45;
    case Kind::kLeftBrace:
      return 50;
    case Kind::kLeftBracket:
      return 55;
    case Kind::kLeftParenthesis:
      return 60;
    case Kind::kEnd:
    case Kind::kName:
    case Kind::kQuotedName:
    case Kind::kLiteral:
    case Kind::kNumber:
    case Kind::kCurrent:
    case Kind::kReference:
    case Kind::kRightBracket:
    case Kind::kRightParenthesis:
    case Kind::kRightBrace:
    case Kind::kComma:
    case Kind::kColon:
      return 0;
  }
  return 0;
}

std::string shown(const Token& token) {
  return token.value.is_string() ? token.value.get<std::string>() : python_repr(token.value);
}

void add(Node& node, Node child) {
  node.depth = std::max(node.depth, child.depth + 1);
  node.children.push_back(std::move(child));
}

template <class... Children>
Node make(Node::Kind kind, Children... children) {
  Node node;
  node.kind = kind;
  (add(node, std::move(children)), ...);
  return node;
}

/// `step` behind `before`; chains of one kind stay flat.
Node chained(Node::Kind kind, Node before, Node step) {
  if (before.kind != kind) return make(kind, std::move(before), std::move(step));
  add(before, std::move(step));
  return before;
}

class Parser {
 public:
  Parser(std::string_view text, std::vector<Token> tokens)
      : text_(text), tokens_(std::move(tokens)) {}

  Result<Node> run() {
    TRY_ASSIGN(Node node, expression(0));
    if (kind() != Kind::kEnd) return error_at(current(), "Unexpected token: " + shown(current()));
    return node;
  }

 private:
  const Token& current() const { return tokens_[at_]; }
  Kind kind() const { return current().kind; }
  Kind kind_after() const { return tokens_[std::min(at_ + 1, tokens_.size() - 1)].kind; }

  tl::unexpected<Error> error_at(const Token& token, std::string_view what,
                                 std::optional<std::size_t> place = std::nullopt) const {
    const std::size_t at = place.value_or(token.begin);
    std::string name(name_of(token.kind));
    for (char& c : name)
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return syntax_error(
        fmt::format("{}: Parse error at column {}, token \"{}\" ({}), for expression", what,
                    utf8_length(text_.substr(0, at)), shown(token), name),
        text_, at, true);
  }
  tl::unexpected<Error> incomplete() const {
    return syntax_error("Invalid jmespath expression: Incomplete expression", text_, text_.size(),
                        true);
  }
  tl::unexpected<Error> expected(std::string_view what) const {
    if (kind() == Kind::kEnd) return incomplete();
    return error_at(current(), fmt::format("Expecting: {}, got: {}", what, name_of(kind())));
  }
  Completed take(Kind wanted) {
    if (kind() != wanted) return expected(name_of(wanted));
    ++at_;
    return {};
  }

  /// Too deep is an error: evaluation and destruction recurse.
  Result<Node> bounded(Node node) const {
    if (node.depth <= kMaxDepth) return node;
    return error_at(current(), fmt::format("nested more than {} deep", kMaxDepth));
  }

  Result<Node> expression(int minimum) {
    if (++depth_ > kMaxDepth)
      return error_at(current(), fmt::format("nested more than {} deep", kMaxDepth));
    TRY_ASSIGN(Node left, beginning());
    while (minimum < strength(kind())) {
      TRY_ASSIGN(Node whole, continuation(std::move(left)));
      TRY_ASSIGN(left, bounded(std::move(whole)));
    }
    --depth_;
    return bounded(std::move(left));
  }

  /// What can stand first.
  Result<Node> beginning() {
    const Token& token = current();
    if (token.kind == Kind::kEnd) return incomplete();
    ++at_;
    switch (token.kind) {
      case Kind::kLiteral: {
        Node node = make(Node::Kind::kLiteral);
        node.literal = token.value;
        return node;
      }
      case Kind::kName:
      case Kind::kQuotedName:
        return field(token);
      case Kind::kStar:
        return star();
      case Kind::kFilter:
        return filter(Node());
      case Kind::kLeftBrace:
        return hash();
      case Kind::kLeftParenthesis: {
        TRY_ASSIGN(Node inner, expression(0));
        TRY(take(Kind::kRightParenthesis));
        return inner;
      }
      case Kind::kFlatten:
        return flatten(Node());
      case Kind::kNot: {
        TRY_ASSIGN(Node inner, expression(strength(Kind::kNot)));
        return make(Node::Kind::kNot, std::move(inner));
      }
      case Kind::kLeftBracket:
        return opening_bracket();
      case Kind::kCurrent:
        return Node();
      case Kind::kReference: {
        TRY_ASSIGN(Node inner, expression(strength(Kind::kReference)));
        return make(Node::Kind::kReference, std::move(inner));
      }
      case Kind::kEnd:
      case Kind::kNumber:
      case Kind::kRightBracket:
      case Kind::kRightParenthesis:
      case Kind::kRightBrace:
      case Kind::kComma:
      case Kind::kColon:
      case Kind::kPipe:
      case Kind::kOr:
      case Kind::kAnd:
      case Kind::kEqual:
      case Kind::kNotEqual:
      case Kind::kLess:
      case Kind::kLessOrEqual:
      case Kind::kGreater:
      case Kind::kGreaterOrEqual:
      case Kind::kDot:
        break;
    }
    return error_at(token, "invalid token");
  }

  /// What can stand behind `left`.
  Result<Node> continuation(Node left) {
    const Token& token = current();
    const int binds = strength(token.kind);
    if (token.kind == Kind::kNot || token.kind == Kind::kStar || token.kind == Kind::kLeftBrace)
      return error_at(token, "invalid token");
    ++at_;
    if (token.kind == Kind::kDot) return dot(std::move(left));
    if (token.kind == Kind::kFilter) return filter(std::move(left));
    if (token.kind == Kind::kFlatten) return flatten(std::move(left));
    if (token.kind == Kind::kLeftBracket) return bracket(std::move(left));
    if (token.kind == Kind::kLeftParenthesis) return call(left);

    TRY_ASSIGN(Node right, expression(binds));
    if (token.kind == Kind::kPipe)
      return chained(Node::Kind::kPipe, std::move(left), std::move(right));
    if (token.kind == Kind::kOr) return make(Node::Kind::kOr, std::move(left), std::move(right));
    if (token.kind == Kind::kAnd) return make(Node::Kind::kAnd, std::move(left), std::move(right));
    Node node = make(Node::Kind::kComparison, std::move(left), std::move(right));
    node.comparison = token.kind;
    return node;
  }

  Result<Node> field(const Token& token) {
    if (token.kind == Kind::kQuotedName && kind() == Kind::kLeftParenthesis)
      return error_at(current(), "Quoted identifier not allowed for function names.", 0);
    Node node = make(Node::Kind::kField);
    node.name = token.value.get<std::string>();
    return node;
  }

  Result<Node> star() {
    if (kind() == Kind::kRightBracket) return make(Node::Kind::kValueProjection, Node(), Node());
    TRY_ASSIGN(Node right, projected(strength(Kind::kStar)));
    return make(Node::Kind::kValueProjection, Node(), std::move(right));
  }

  Result<Node> flatten(Node left) {
    TRY_ASSIGN(Node right, projected(strength(Kind::kFlatten)));
    return make(Node::Kind::kProjection, make(Node::Kind::kFlatten, std::move(left)),
                std::move(right));
  }

  Result<Node> filter(Node left) {
    TRY_ASSIGN(Node condition, expression(0));
    TRY(take(Kind::kRightBracket));
    Node right;
    if (kind() != Kind::kFlatten) {
      TRY_ASSIGN(right, projected(strength(Kind::kFilter)));
    }
    return make(Node::Kind::kFilterProjection, std::move(left), std::move(right),
                std::move(condition));
  }

  Result<Node> dot(Node left) {
    if (kind() == Kind::kStar) {
      ++at_;
      TRY_ASSIGN(Node right, projected(strength(Kind::kDot)));
      return make(Node::Kind::kValueProjection, std::move(left), std::move(right));
    }
    TRY_ASSIGN(Node right, behind_dot(strength(Kind::kDot)));
    return chained(Node::Kind::kChain, std::move(left), std::move(right));
  }

  Result<Node> behind_dot(int binds) {
    if (kind() == Kind::kName || kind() == Kind::kQuotedName || kind() == Kind::kStar)
      return expression(binds);
    if (kind() == Kind::kLeftBracket) {
      ++at_;
      return list();
    }
    if (kind() == Kind::kLeftBrace) {
      ++at_;
      return hash();
    }
    return error_at(current(),
                    fmt::format("Expecting: ['quoted_identifier', 'unquoted_identifier', "
                                "'lbracket', 'lbrace'], got: {}",
                                name_of(kind())));
  }

  /// What a projection does to each item.
  Result<Node> projected(int binds) {
    if (strength(kind()) < kProjectionEnd) return Node();
    if (kind() == Kind::kLeftBracket || kind() == Kind::kFilter) return expression(binds);
    if (kind() != Kind::kDot) return error_at(current(), "syntax error");
    ++at_;
    return behind_dot(binds);
  }

  bool at_star_bracket() const {
    return kind() == Kind::kStar && kind_after() == Kind::kRightBracket;
  }

  Result<Node> opening_bracket() {
    if (kind() == Kind::kNumber || kind() == Kind::kColon) {
      TRY_ASSIGN(Node right, index_or_slice());
      return indexed(Node(), std::move(right));
    }
    if (!at_star_bracket()) return list();
    return bracket(Node());
  }

  Result<Node> bracket(Node left) {
    if (kind() == Kind::kNumber || kind() == Kind::kColon) {
      TRY_ASSIGN(Node right, index_or_slice());
      if (left.kind == Node::Kind::kIndexed)
        return chained(Node::Kind::kIndexed, std::move(left), std::move(right));
      return indexed(std::move(left), std::move(right));
    }
    TRY(take(Kind::kStar));
    TRY(take(Kind::kRightBracket));
    TRY_ASSIGN(Node right, projected(strength(Kind::kStar)));
    return make(Node::Kind::kProjection, std::move(left), std::move(right));
  }

  Result<Node> indexed(Node left, Node right) {
    const bool slice = right.kind == Node::Kind::kSlice;
    Node node = make(Node::Kind::kIndexed, std::move(left), std::move(right));
    if (!slice) return node;
    TRY_ASSIGN(Node each, projected(strength(Kind::kStar)));
    return make(Node::Kind::kProjection, std::move(node), std::move(each));
  }

  Result<Node> index_or_slice() {
    if (kind() == Kind::kColon || kind_after() == Kind::kColon) return slice();
    Node node = make(Node::Kind::kIndex);
    node.bounds[0] = current().value.get<std::int64_t>();
    ++at_;
    TRY(take(Kind::kRightBracket));
    return node;
  }

  Result<Node> slice() {
    Node node = make(Node::Kind::kSlice);
    for (std::size_t place = 0; kind() != Kind::kRightBracket; ++at_) {
      if (kind() == Kind::kNumber)
        node.bounds[place] = current().value.get<std::int64_t>();
      else if (kind() != Kind::kColon || ++place == node.bounds.size())
        return error_at(current(), "syntax error");
    }
    ++at_;
    return node;
  }

  Result<Node> call(const Node& left) {
    if (left.kind != Node::Kind::kField) {
      const Token& before = tokens_[at_ - 2];
      return error_at(before, fmt::format("Invalid function name '{}'", shown(before)));
    }
    Node node = make(Node::Kind::kCall);
    node.name = left.name;
    while (kind() != Kind::kRightParenthesis) {
      TRY_ASSIGN(Node argument, expression(0));
      if (kind() == Kind::kComma) ++at_;
      add(node, std::move(argument));
    }
    ++at_;
    return node;
  }

  Result<Node> list() {
    Node node = make(Node::Kind::kList);
    for (;;) {
      TRY_ASSIGN(Node item, expression(0));
      add(node, std::move(item));
      if (kind() == Kind::kRightBracket) break;
      TRY(take(Kind::kComma));
    }
    ++at_;
    return node;
  }

  Result<Node> hash() {
    Node node = make(Node::Kind::kHash);
    while (kind() != Kind::kRightBrace || node.children.empty() || after_comma()) {
      if (kind() != Kind::kName && kind() != Kind::kQuotedName)
        return expected("['quoted_identifier', 'unquoted_identifier']");
      node.keys.push_back(current().value.get<std::string>());
      ++at_;
      TRY(take(Kind::kColon));
      TRY_ASSIGN(Node value, expression(0));
      add(node, std::move(value));
      if (kind() == Kind::kComma) ++at_;
    }
    ++at_;
    return node;
  }
  bool after_comma() const { return tokens_[at_ - 1].kind == Kind::kComma; }

  std::string_view text_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

Result<Node> parse_expression(std::string_view text) {
  if (text.size() > kMaxBytes)
    return failure("JmesPathSyntax",
                   fmt::format("Invalid JMESPath expression: longer than {} bytes.", kMaxBytes));
  TRY_ASSIGN(std::vector<Token> tokens, tokenize(text));
  return Parser(text, std::move(tokens)).run();
}

}  // namespace ssm::jmespath
