// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/document/document.h"

namespace ssm {

/// Typed value to the API's list of strings: a list gives its elements, a map one compact JSON
/// text, scalars one element. JSON text inside is written the Gson way.
/// Source: spec/documents-and-engine 4.6.
Json to_string_list(const Json& value);

/// Turns what a selector found into the declared type. nullopt = nothing to produce (missing or
/// null, or an empty string). Texts of numbers and of true and false become these, scalars become
/// texts and lists of texts, and a list of one scalar becomes that scalar.
/// Errors: code "TypeMismatch", a sentence naming both types.
/// Source: spec/corrections 7; user guide, "Using action outputs as inputs".
Result<std::optional<Json>> to_declared_type(const Json& selected, ValueType type);

/// The text of a document. Names and other texts that were written without quotes keep what was
/// written: see core/document/texts.h.
std::string document_text(Node root, DocumentFormat format);

/// Document text in the other format (comments are lost, key order is kept). YAML is block style.
/// Errors: the text does not parse.
Result<std::string> convert_format(std::string_view text, DocumentFormat from, DocumentFormat to);

}  // namespace ssm
