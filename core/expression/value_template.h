// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/expression/reference.h"

namespace ssm {

/// A value as a runbook writes it, with its references found once. Copies share what was found.
class ValueTemplate {
 public:
  ValueTemplate() : ValueTemplate(Json()) {}
  explicit ValueTemplate(Json written);

  const Json& written() const;
  /// Whether no string of it holds a reference: expand() gives written().
  bool is_literal() const;

  /// The value with every reference replaced, once (what is inserted is not looked at again).
  /// A string that is one reference becomes the typed value; a list element that is one reference
  /// to a list is spliced; embedded references become text (to_embedded_text, null the empty text).
  /// Keys are left alone. Code "ReferenceLimit" past 200 levels or 16 MiB of inserted values.
  /// Source: spec/documents-and-engine 3.4.
  Result<Json> expand(const Resolver& resolver,
                      WhenMissing when_missing = WhenMissing::kFail) const;

  struct Parsed;

 private:
  std::shared_ptr<const Parsed> parsed_;
};

}  // namespace ssm
