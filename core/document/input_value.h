// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/document/action.h"

namespace ssm {

// Values of inputs as the service reads them: names in any case, a list of one element where a
// scalar is wanted, text where a Boolean or Integer is wanted, a scalar where a list is wanted.
// lint asks these functions about what is written, actions about what it became.
// Source: spec/actions 0.3, points 3, 5 and 6.

/// The value under this name, else under the name in another case; nullptr: there is none.
const Json* find_input_value(const Json& inputs, std::string_view name);

/// Null and empty text count as absent, in a list of one too, and an empty map: so published
/// runbooks write "nothing".
bool is_absent(const Json& value);
/// Where any value or any list is wanted only null is. An empty list counts as absent where a list
/// may be left out: so a parameter with the default [] brings "nothing".
bool is_absent(const InputSpec& input, const Json& value);
/// The input is there, not absent and not an empty list.
bool has_input(const Json& inputs, std::string_view name);

/// Of a scalar or a list of one; numbers and Booleans as JSON writes them. nullopt: something else.
std::optional<std::string> text_of_value(const Json& value);
std::optional<bool> boolean_of_value(const Json& value);
std::optional<std::int64_t> integer_of_value(const Json& value);

/// Whether it is "VirtualMachines.Get": a group of operations of another cloud, and a method.
bool is_group_and_method(std::string_view api);

/// An element of a list as the type that another input names ("Integer"), text that reads as one
/// included; a map may be JSON text. Any other name means String. nullopt: it cannot be one.
std::optional<Json> element_of_type(const Json& element, std::string_view type);

/// "a String", "a list", ...: how messages call the kind of a value.
std::string_view kind_of(const Json& value);

/// Whether a literal can become a value of the type: scalars turn into one another, one element and
/// a list of it too. What cannot is refused at creation.
bool can_become(const Json& literal, InputSpec::Type type);

/// What is wrong with a value that holds no references.
struct InputFault {
  enum class Kind { kType, kLimit };
  Kind kind = Kind::kType;
  std::string text;  // "must be an Integer, but it is a String: "x"", without a full stop
};

/// nullopt: nothing is wrong, or the value is absent. `inputs`: all of the step's.
std::optional<InputFault> find_fault(const InputSpec& input, const Json& value, const Json& inputs);

/// Whether the step's resolved inputs are complete and right. Errors: code "Input"; the message has
/// no full stop.
Completed check_input_values(const ActionSpec& action, const Json& inputs);

/// Whether the action needs one of several inputs and has none of them.
bool lacks_alternatives(const ActionSpec& action, const Json& inputs);

/// The text as the action's table spells it; a text that is not among its values stays as it is.
std::string declared_spelling(const InputSpec& input, std::string text);

/// Whether there is a reference in a text of the value, at any depth.
bool has_reference(const Json& value);

}  // namespace ssm
