// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace ssm {

/// Fields of a form by the dots in their names: "Filter.1.Name" is a part of a part of "Filter".
struct FormField {
  std::optional<std::string> text;
  std::map<std::string, std::unique_ptr<FormField>, std::less<>> parts;

  /// nullptr: there is none.
  const FormField* part(std::string_view name) const;
  /// Of a part; empty: it has none, or is none.
  std::string text_of(std::string_view name) const;
};

struct FormLimits {
  std::size_t fields = 10'000;
  std::size_t depth = 24;  // names in a name
};

/// Reads "Action=DescribeTags&Filter.1.Name=key". Errors: code "MalformedQueryString".
Result<FormField> parse_form(std::string_view body, const FormLimits& limits = {});

/// Text in a form or a path: %41 is A, and in a form + a blank. Errors: code
/// "MalformedQueryString".
enum class PlusSign { kBlank, kItself };
Result<std::string> percent_decoded(std::string_view text, PlusSign plus);

/// The other way, in capitals: only ASCII letters, digits and what is in `kept` stay as they are.
std::string percent_encoded(std::string_view text, std::string_view kept);
/// What RFC 3986 never encodes besides letters and digits.
inline constexpr std::string_view kUnreserved = "-_.~";

}  // namespace ssm
