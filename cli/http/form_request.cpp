// SPDX-License-Identifier: Apache-2.0
#include "cli/http/form_request.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/http/wire_names.h"
#include "cli/python_input.h"
#include "core/base/text.h"

namespace ssm {
namespace {

bool is_list_number(std::string_view name) {
  constexpr std::size_t kMostDigits = 9;
  return !name.empty() && name.size() <= kMostDigits && std::ranges::all_of(name, is_digit);
}

/// Where a field stands: its name in the form, for people, and its members, for the rows of names.
struct FieldPlace {
  std::string field;
  std::string path;

  FieldPlace at(std::string_view name) const {
    return {field.empty() ? std::string(name) : field + "." + std::string(name), path};
  }
};

tl::unexpected<Error> wrong_value(const FieldPlace& place, std::string_view wanted) {
  return failure("InvalidParameterValue",
                 "The value of the parameter " + place.field + " is not " + std::string(wanted));
}

struct NumberedField {
  std::int64_t number;
  std::string name;
  const FormField* field;
};

/// The numbered parts of a list or map, in order, whether they stand below a name ("member",
/// "entry", the element's own) or not. nullopt: that is no list.
std::optional<std::vector<NumberedField>> numbered_fields(const FormField& field) {
  const FormField* list = &field;
  std::string below;
  if (field.parts.size() == 1 && !is_list_number(field.parts.begin()->first)) {
    list = field.parts.begin()->second.get();
    below = field.parts.begin()->first + ".";
    if (list->text) return std::nullopt;
  }
  std::vector<NumberedField> items;
  for (const auto& [name, part] : list->parts) {
    if (!is_list_number(name)) return std::nullopt;
    items.push_back({*to_integer(name), below + name, part.get()});
  }
  // Nothing at all is how an empty list is written.
  if (items.empty() && !field.text.value_or("").empty()) return std::nullopt;
  std::ranges::stable_sort(items, {}, &NumberedField::number);
  return items;
}

constexpr std::array<std::string_view, 3> kKeyNames = {"key", "Key", "Name"};
constexpr std::array<std::string_view, 2> kValueNames = {"value", "Value"};

const FormField* first_part(const FormField& field, std::span<const std::string_view> names) {
  for (const std::string_view name : names)
    if (const FormField* part = field.part(name)) return part;
  return nullptr;
}

/// What is known of nothing but its looks.
Json read_any_field(const FormField& field) {
  if (field.parts.empty()) return field.text.value_or("");
  const auto items = numbered_fields(field);
  if (items && field.part("entry") != nullptr) {
    Json map = Json::object();
    for (const NumberedField& item : *items) {
      const FormField* key = first_part(*item.field, kKeyNames);
      const FormField* value = first_part(*item.field, kValueNames);
      if (key != nullptr && value != nullptr) map[key->text.value_or("")] = read_any_field(*value);
    }
    return map;
  }
  if (items) {
    Json list = Json::array();
    for (const NumberedField& item : *items) list.push_back(read_any_field(*item.field));
    return list;
  }
  Json members = Json::object();
  for (const auto& [name, part] : field.parts) members[name] = read_any_field(*part);
  return members;
}

class FormReader {
 public:
  explicit FormReader(const AwsService& service) : service_(service) {}

  Result<Json> read_members(const Shape& shape, const FormField& field, const FieldPlace& place,
                            std::span<const std::string_view> passed_over = {}) const {
    Json members = Json::object();
    std::set<std::string, std::less<>> known(passed_over.begin(), passed_over.end());
    for (const MemberShape& member : shape.members) {
      const std::string path = place.path + "." + std::string(member.name);
      const bool is_list = shape_of(member).kind == Shape::Kind::kList;
      const FormField* part = nullptr;
      std::string name = field_name(service_, path, is_list);
      // Of a member that may be anything nobody knows whether it is a list.
      if (member.shape == nullptr && field.part(name) == nullptr)
        name = field_name(service_, path, true);
      part = field.part(name);
      known.insert(name);
      if (part == nullptr) continue;
      TRY_ASSIGN(members[std::string(member.name)],
                 read(member.shape, *part, {place.at(name).field, path}));
    }
    for (const auto& [name, part] : field.parts)
      if (!known.contains(name))
        return failure("UnknownParameter",
                       "The parameter " + place.at(name).field + " is not recognized");
    return members;
  }

 private:
  Result<Json> read(const Shape* shape, const FormField& field, const FieldPlace& place) const {
    if (shape == nullptr) return read_any_field(field);
    switch (shape->kind) {
      case Shape::Kind::kStructure:
        return read_members(*shape, field, place);
      case Shape::Kind::kList:
        return read_list(*shape, field, place);
      case Shape::Kind::kMap:
        return read_map(*shape, field, place);
      case Shape::Kind::kString:
      case Shape::Kind::kInteger:
      case Shape::Kind::kLong:
      case Shape::Kind::kBoolean:
      case Shape::Kind::kTimestamp:
        break;
    }
    if (!field.text || !field.parts.empty()) return wrong_value(place, "a single value");
    return read_scalar(shape->kind, *field.text, place);
  }

  static Result<Json> read_scalar(Shape::Kind kind, const std::string& text,
                                  const FieldPlace& place) {
    if (kind == Shape::Kind::kInteger || kind == Shape::Kind::kLong) {
      const auto number = to_integer(text);
      if (!number) return wrong_value(place, "a whole number");
      return Json(*number);
    }
    if (kind != Shape::Kind::kBoolean) return Json(text);
    const bool on = equals_ignore_case(text, "true");
    if (!on && !equals_ignore_case(text, "false")) return wrong_value(place, "true or false");
    return Json(on);
  }

  Result<Json> read_list(const Shape& shape, const FormField& field,
                         const FieldPlace& place) const {
    const auto items = numbered_fields(field);
    if (!items) return wrong_value(place, "a list");
    Json list = Json::array();
    for (const NumberedField& item : *items) {
      TRY_ASSIGN(Json value, read(shape.element, *item.field, place.at(item.name)));
      list.push_back(std::move(value));
    }
    return list;
  }

  Result<Json> read_map(const Shape& shape, const FormField& field, const FieldPlace& place) const {
    const auto items = numbered_fields(field);
    if (!items) return wrong_value(place, "a map");
    Json map = Json::object();
    for (const NumberedField& item : *items) {
      const FormField* key = first_part(*item.field, kKeyNames);
      const FormField* value = first_part(*item.field, kValueNames);
      if (key == nullptr || !key->text || value == nullptr)
        return wrong_value(place.at(item.name), "a key with a value");
      TRY_ASSIGN(map[*key->text], read(shape.element, *value, place.at(item.name)));
    }
    return map;
  }

  const AwsService& service_;
};

}  // namespace

Result<Json> read_form_request(const AwsService& service, const Operation& operation,
                               const FormField& form) {
  constexpr std::array<std::string_view, 2> kNoMembers = {"Action", "Version"};
  return FormReader(service).read_members(*operation.input, form, {"", std::string(operation.name)},
                                          kNoMembers);
}

}  // namespace ssm
