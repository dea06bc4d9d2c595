// SPDX-License-Identifier: Apache-2.0
#include "core/document/convert.h"

#include <fmt/format.h>

#include <cmath>

#include "core/document/structure_reader.h"
#include "core/document/texts.h"
#include "core/document/writers.h"

namespace ssm {
namespace {

using Converted = Result<std::optional<Json>>;

std::string_view kind_in_words(const Json& value) {
  if (value.is_object()) return "a map";
  if (value.is_array()) return "a list";
  if (value.is_string()) return "a string";
  if (value.is_boolean()) return "a Boolean";
  if (value.is_number_integer()) return "an integer";
  return value.is_number() ? "a number with a fraction" : "null";
}

Converted mismatch(const Json& value, ValueType type) {
  std::string found(kind_in_words(value));
  // A list is the right thing; what does not fit is in it.
  if (value.is_array() && (type == ValueType::kMapList || type == ValueType::kStringList))
    for (const Json& item : value)
      if (item.is_object() != (type == ValueType::kMapList) || item.is_array()) {
        found += fmt::format(" with {} in it", kind_in_words(item));
        break;
      }
  return failure("TypeMismatch", fmt::format("The value is {}, but the expected type is {}.", found,
                                             to_text(type)));
}

std::string element_text(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.is_structured() ? to_gson_text(value) : to_text(value);
}

Converted to_integer(const Json& value) {
  if (value.is_number_integer()) return std::optional(value);
  if (value.is_string())
    if (const auto number = parse_integer(value.get_ref<const std::string&>()))
      return std::optional<Json>(*number);
  constexpr double kExact = 9007199254740992.0;  // 2^53: whole numbers up to here are exact
  if (value.is_number_float()) {
    const double number = value.get<double>();
    if (std::trunc(number) == number && std::abs(number) <= kExact) {
      return std::optional<Json>(static_cast<std::int64_t>(number));
    }
  }
  return mismatch(value, ValueType::kInteger);
}

Converted to_boolean(const Json& value) {
  if (value.is_boolean()) return std::optional(value);
  if (value == "true" || value == "false") return std::optional<Json>(value == "true");
  return mismatch(value, ValueType::kBoolean);
}

Converted to_scalar(const Json& value, ValueType type) {
  if (type == ValueType::kInteger) return to_integer(value);
  if (type == ValueType::kBoolean) return to_boolean(value);
  if (value.is_structured()) return mismatch(value, type);
  return std::optional<Json>(element_text(value));
}

/// What the service drops when it encodes outputs. Source: recorded outputs, a.1 point 5b.
bool is_nothing(const Json& value) {
  return value.is_null() || (value.is_string() && value.get_ref<const std::string&>().empty());
}

Converted to_text_list(const Json& value) {
  if (value.is_primitive()) return std::optional(Json::array({element_text(value)}));
  if (!value.is_array()) return mismatch(value, ValueType::kStringList);
  Json list = Json::array();
  for (const Json& item : value) {
    if (item.is_structured()) return mismatch(value, ValueType::kStringList);
    if (!item.is_null()) list.push_back(element_text(item));
  }
  return std::optional(std::move(list));
}

bool is_list_of_maps(const Json& value) {
  return value.is_array() &&
         std::all_of(value.begin(), value.end(), [](const Json& item) { return item.is_object(); });
}

}  // namespace

Json to_string_list(const Json& value) {
  Json list = Json::array();
  if (value.is_null()) return list;
  if (!value.is_array()) {
    list.push_back(element_text(value));
    return list;
  }
  for (const Json& item : value) list.push_back(element_text(item));
  return list;
}

Result<std::optional<Json>> to_declared_type(const Json& selected, ValueType type) {
  if (is_nothing(selected)) return std::nullopt;
  switch (type) {
    case ValueType::kString:
    case ValueType::kInteger:
    case ValueType::kBoolean: {
      const bool has_one = selected.is_array() && selected.size() == 1;
      if (!has_one || selected.front().is_structured()) return to_scalar(selected, type);
      if (is_nothing(selected.front())) return std::nullopt;
      return to_scalar(selected.front(), type);
    }
    case ValueType::kStringList:
      return to_text_list(selected);
    case ValueType::kStringMap:
      if (!selected.is_object()) return mismatch(selected, type);
      return std::optional(selected);
    case ValueType::kMapList:
      if (!is_list_of_maps(selected)) return mismatch(selected, type);
      return std::optional(selected);
  }
  return std::nullopt;
}

std::string document_text(Node root, DocumentFormat format) {
  (void)keep_written_texts(root);
  return format == DocumentFormat::kYaml ? to_yaml(root) : to_json_document(root);
}

Result<std::string> convert_format(std::string_view text, DocumentFormat from, DocumentFormat to) {
  // A stored text is within the limits already; its other form may be longer.
  DocumentLimits limits;
  limits.max_bytes = 8 * 1024 * 1024;
  auto root = read_nodes(text, from, limits);
  if (!root) return failure(root.error().code, root.error().message);
  if (from == to) return std::string(text);
  return document_text(std::move(*root), to);
}

}  // namespace ssm
