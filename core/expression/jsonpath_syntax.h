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
  kAll,
  kContains,
  kSize,
  kEmpty,
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

/// The value of a function of one node. Errors: code "JsonPath" when it has none for this node.
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

/// The selection of `segments` from `node` ($ inside filters is `root`); see JsonPath::select.
Result<std::optional<Json>> select_from(const std::vector<Segment>& segments, const Json& node,
                                        const Json& root, Work& work);

/// True when the filter accepts the node. Paths that fail on it make it false.
bool accepts(const Filter& filter, const Json& node, const Json& root, Work& work);

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
