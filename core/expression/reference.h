// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm {

/// What stands between `{{` and `}}`.
struct Reference {
  enum class Kind {
    kParameter,       // {{ name }}
    kStepOutput,      // {{ step.output }}, {{ step.output.tail }}
    kGlobal,          // {{ global:NAME }}
    kAutomation,      // {{ automation:NAME }}
    kVariable,        // {{ variable:name }}
    kParameterStore,  // {{ ssm:name }}, only inside parameter defaults
  };
  Kind kind = Kind::kParameter;
  std::string name;          // parameter, step, NAME, variable or Parameter Store name[:version]
  std::string output;        // of a step, dotted tail included
  bool within_text = false;  // other text stands around it: known when it is resolved
  /// As people write it: "step.output", "global:REGION".
  std::string text() const;
  bool operator==(const Reference&) const = default;
};

/// One reference and where it stands in its text: [begin, end) covers the braces.
struct FoundReference {
  Reference reference;
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// All references in `text`, innermost braces only, left to right. Text in double braces that does
/// not fit the grammar (template languages inside scripts) is no reference and stays literal.
/// Source: spec/documents-and-engine 3.1.
std::vector<FoundReference> find_references(std::string_view text);

/// All references in every string of `value` (not in keys), at any depth, each once.
std::vector<Reference> find_references_in(const Json& value);

/// The same; takes a Json only, so that a text is never turned into one by the way.
template <std::same_as<Json> T>
std::vector<Reference> find_references(const T& value) {
  return find_references_in(value);
}

/// The value of a reference, or nullopt when it has none (now).
using Resolver = std::function<std::optional<Json>(const Reference&)>;

enum class WhenMissing {
  kFail,  // code "UnresolvedReference", message = Reference::text()
  kNull,  // the whole string becomes null, however much else it holds
  kKeep,  // the reference stays as it is written
};

/// ValueTemplate(value).expand(): for a value that is expanded once.
Result<Json> expand(const Json& value, const Resolver& resolver,
                    WhenMissing when_missing = WhenMissing::kFail);

}  // namespace ssm
