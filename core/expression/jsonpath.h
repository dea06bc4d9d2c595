// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm {

/// A JSONPath in the dialect of runbook selectors (Jayway's): `$`, `.key`, `['key']`, `[n]`, `[-n]`,
/// `[a:b:c]`, `[a,b]`, `['a','b']`, `.*`, `[*]`, `..key`, `[?(@.k == 'v')]`. A leading `$.` that is
/// missing is supplied (`QueryExecution.Status.State`).
class JsonPath {
 public:
  /// Errors: code "JsonPath"; the message names the column and what was expected.
  /// Limits: 4,096 characters, 100 segments, filters nested 32 deep.
  static Result<JsonPath> parse(std::string_view text);

  /// True when the path can name at most one node (no `..`, `*`, slice, union or filter).
  bool is_definite() const;

  /// The selected node of a definite path, an array of the selected nodes (in document order,
  /// possibly empty) of an indefinite one. nullopt: a definite path that selects nothing.
  /// Limits: 100,000 selected nodes, then code "JsonPath".
  Result<std::optional<Json>> select(const Json& root) const;

  const std::string& text() const { return text_; }

  struct Segment;

 private:
  std::string text_;
  std::shared_ptr<const std::vector<Segment>> segments_;
};

}  // namespace ssm
