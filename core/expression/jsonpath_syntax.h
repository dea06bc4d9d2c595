// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/json.h"
#include "core/base/pattern.h"
#include "core/base/result.h"
#include "core/expression/jsonpath.h"

namespace ssm::jsonpath {

struct Filter;
using Segment = JsonPath::Segment;

struct Names {  // ['a'], .a, ['a','b']
  std::vector<std::string> names;
};
struct Indexes {  // [0], [-1], [0,2]
  std::vector<int> indexes;
};
struct Slice {  // [from:to]; at least one is given; a step is read and ignored
  std::optional<int> from;
  std::optional<int> to;
};
struct Wildcard {};  // .*, [*]
struct Scan {};      // ..
struct Call {        // .length(), .index(1)
  std::string function;
  std::optional<int> argument;
};
struct Test {  // [?( ... )]
  std::shared_ptr<const Filter> filter;
};

/// A path inside a filter: from the tested node (@) or from the root ($).
struct PathOperand {
  bool from_root = false;
  std::vector<Segment> segments;
};
using Operand = std::variant<PathOperand, Json, Pattern>;

enum class Comparison {
  kEqual,
  kNotEqual,
  kSame,     // ===: of one type and equal
  kNotSame,  // !==
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kMatches,
  kIn,
  kNotIn,
  kSubsetOf,
  kAnyOf,
  kNoneOf,
  kContains,
  kSize,
  kEmpty,
  kNever,  // all, type, matches: no operand that a text can hold fits them
};

/// One node of a filter expression.
struct Filter {
  struct Or {
    std::vector<Filter> parts;
  };
  struct And {
    std::vector<Filter> parts;
  };
  struct Not {
    std::unique_ptr<Filter> inner;
  };
  struct Exists {
    PathOperand path;
  };
  struct Compare {
    Comparison comparison;
    Operand left;
    Operand right;
  };
  std::variant<Or, And, Not, Exists, Compare> node;
};

/// Errors: code "JsonPath", see JsonPath::parse.
Result<std::vector<Segment>> parse_segments(std::string_view text);

/// True when a segment names at most one node.
bool is_definite(const std::vector<Segment>& segments);

/// Names of the functions a path may end with.
bool is_function(std::string_view name);

/// The code of a failure that ends the selection of one element of a list without failing it.
inline constexpr const char* kOutOfRange = "JsonPathRange";

/// The value of a function of one node. Errors: code "JsonPath" when it has none for this node,
/// kOutOfRange when the list has no such element.
Result<Json> call_function(const Call& call, const Json& node);

/// What is left of the work one selection may do; shared by the paths inside its filters.
struct Work {
  std::size_t steps = 4'000'000;
  bool spend(std::size_t amount = 1) {
    if (steps < amount) {
      steps = 0;
      return false;
    }
    steps -= amount;
    return true;
  }
  bool exceeded() const { return steps == 0; }
};

/// What becomes of a path that asks for a member that a map lacks, behind a filter or wildcard.
enum class Properties { kOptional, kRequired };

/// The code of a failure that concerns the tested element only: a filter where none can apply.
inline constexpr const char* kUnfit = "JsonPathUnfit";

/// The selection of `segments` from `node` ($ inside filters is `root`); see JsonPath::select.
/// Errors: code "JsonPath" or kUnfit.
Result<std::optional<Json>> select_from(const std::vector<Segment>& segments, const Json& node,
                                        const Json& root, Work& work,
                                        Properties properties = Properties::kOptional);

enum class Verdict {
  kNo,
  kYes,
  kDrop,   // the element is not selected, whatever negates the filter
  kError,  // the selection fails
};

/// What a filter says of a node.
Verdict test(const Filter& filter, const Json& node, const Json& root, Work& work);

/// The text of a quoted string without its escapes; nullopt when a \u has no hex digits.
/// A character without special meaning stands for itself; an incomplete \u at the end is dropped.
std::optional<std::string> unescaped(std::string_view quoted);

/// A number as Java's BigDecimal reads it: 01, .5 and 1. are numbers, +1 is not.
std::optional<Json> number_of(std::string_view text);

/// A list or map as filters write them: quotes of both kinds or none, commas too many are skipped.
/// nullopt: it does not parse, or is nested more than 32 deep.
std::optional<Json> parse_permissively(std::string_view text);

}  // namespace ssm::jsonpath

namespace ssm {

struct JsonPath::Segment {
  std::variant<jsonpath::Names, jsonpath::Indexes, jsonpath::Slice, jsonpath::Wildcard,
               jsonpath::Scan, jsonpath::Call, jsonpath::Test>
      node;
  template <class T>
  const T* as() const {
    return std::get_if<T>(&node);
  }
};

}  // namespace ssm
