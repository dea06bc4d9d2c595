// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm::jmespath {

struct Token {
  enum class Kind {
    kEnd,
    kName,        // foo
    kQuotedName,  // "foo bar"
    kLiteral,     // `json`, 'text'
    kNumber,
    kCurrent,  // @
    kReference,
    kRightBracket,
    kRightParenthesis,
    kRightBrace,
    kComma,
    kColon,
    kPipe,
    kOr,
    kAnd,
    kEqual,
    kNotEqual,
    kLess,
    kLessOrEqual,
    kGreater,
    kGreaterOrEqual,
    kFlatten,  // []
    kStar,
    kFilter,  // [?
    kDot,
    kNot,
    kLeftBrace,
    kLeftBracket,
    kLeftParenthesis,
  };
  Kind kind = Kind::kEnd;
  std::size_t begin = 0;  // byte offset
  Json value;             // the name, the literal, the number; else the text of the token
};

/// All tokens, kEnd last. Errors: code "JmesPathSyntax".
Result<std::vector<Token>> tokenize(std::string_view text);

/// How messages call a kind of token ("unquoted_identifier").
std::string_view name_of(Token::Kind kind);

/// A message about an expression: `what`, the expression and a caret under byte `at` of it.
/// `quoted`: the expression stands in double quotes.
tl::unexpected<Error> syntax_error(std::string_view what, std::string_view text, std::size_t at,
                                   bool quoted);

/// A part of an expression, applied to a value.
struct Node {
  enum class Kind {
    kCurrent,
    kField,             // name
    kLiteral,           // literal
    kIndex,             // bounds[0]
    kSlice,             // bounds: from, to, step
    kChain,             // children one after the other: a.b
    kIndexed,           // the same: a[0]
    kPipe,              // the same: a | b
    kProjection,        // children[1] on each item of children[0]
    kValueProjection,   // ... on each member's value
    kFilterProjection,  // ... on each item for which children[2] is true
    kFlatten,           // children[0]
    kComparison,        // comparison; children: left, right
    kOr,
    kAnd,
    kNot,
    kList,       // [a, b]
    kHash,       // {k: a}; keys
    kCall,       // name; children: arguments
    kReference,  // &a
  };
  Kind kind = Kind::kCurrent;
  std::string name;
  Json literal;
  std::array<std::optional<std::int64_t>, 3> bounds;
  Token::Kind comparison = Token::Kind::kEqual;
  std::vector<std::string> keys;
  std::vector<Node> children;
  int depth = 1;
};

/// Errors: code "JmesPathSyntax".
Result<Node> parse_expression(std::string_view text);

}  // namespace ssm::jmespath
