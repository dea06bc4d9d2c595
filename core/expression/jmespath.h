// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm {

namespace jmespath {
struct Node;
}

/// A JMESPath expression: fields, indexes, slices, projections, filters, multi-select lists and
/// hashes, pipes, literals, && || !, comparisons, and the 26 functions of the 2015 grammar.
/// Where the grammar leaves room it reads as Python's jmespath, which the AWS CLI uses: commas
/// between arguments may be left out, a slice behind an index is no projection, texts are ordered
/// by code points. Objects keep the order of their members.
/// Source: jmespath.org specification; the wording of errors is Python jmespath 1.0's.
class JmesPath {
 public:
  /// Errors: code "JmesPathSyntax", the message shows the place.
  /// Limits: 64 KiB, parts nested 300 deep.
  static Result<JmesPath> parse(std::string_view text);

  /// The value selected from `value`; null when there is none.
  /// Errors: codes "JmesPathType" (a function's argument, an order between different types),
  /// "JmesPathArity", "JmesPathFunction" (unknown), "JmesPathValue" (a slice's step is 0),
  /// "JmesPathLimit" (results that grow out of proportion to `value`).
  Result<Json> search(const Json& value) const;

  const std::string& text() const { return text_; }

 private:
  std::string text_;
  std::shared_ptr<const jmespath::Node> root_;
};

}  // namespace ssm
