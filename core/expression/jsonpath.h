// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm {

/// A JSONPath in the dialect of runbook selectors (Jayway's): `$`, `.key`, `['key']`, `[n]`,
/// `[-n]`,
/// `[a:b]`, `[a,b]`, `['a','b']`, `.*`, `[*]`, `..key`, `[?(@.k == 'v')]`, and at the end
/// `.length()`, `size`, `keys`, `first`, `last`, `index(n)`, `min`, `max`, `sum`, `avg`, `stddev`.
/// Filters know == != === !== < <= > >= =~ in nin subsetof anyof noneof contains size empty && ||
/// !; an element that an operator cannot compare is not selected, whatever negates the comparison.
/// A leading `$.` that is missing is supplied (`QueryExecution.Status.State`).
/// Source: spec/documents-and-engine 4.5; behaviour observed of Jayway JsonPath 2.9.
class JsonPath {
 public:
  /// Errors: code "JsonPath"; the message names the column and what was expected.
  /// Limits: 4,096 characters, 100 segments, filters nested 32 deep.
  static Result<JsonPath> parse(std::string_view text);

  /// True when the path can name at most one node (no `..`, `*`, slice, union of indexes, filter).
  /// Several names at the end are definite: they give one object with those members.
  bool is_definite() const;

  /// The selected node of a definite path, an array of the selected nodes (in document order,
  /// possibly empty) of an indefinite one. nullopt: a definite path that selects nothing, or a
  /// path whose definite beginning does (`$.Missing[*]`).
  /// Errors: code "JsonPath" when a filter or function is applied to what it does not fit, and past
  /// the limits: 100,000 selected nodes and a bound on all work.
  Result<std::optional<Json>> select(const Json& root) const;

  const std::string& text() const { return text_; }

  struct Segment;

 private:
  std::string text_;
  std::shared_ptr<const std::vector<Segment>> segments_;
};

}  // namespace ssm
