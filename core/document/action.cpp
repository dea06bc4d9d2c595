// SPDX-License-Identifier: Apache-2.0
#include "core/document/action.h"

#include <algorithm>

#include "core/base/text.h"

namespace ssm {
namespace {

using Type = InputSpec::Type;

}  // namespace

const ActionSpec& unknown_action() {
  static constexpr ActionSpec kUnknown;
  return kUnknown;
}

const ActionSpec& ActionCatalog::find(std::string_view name) const {
  const auto found = std::ranges::lower_bound(specs_, name, {}, &ActionSpec::name);
  return found == specs_.end() || (*found)->name != name ? unknown_action() : **found;
}

const ActionSpec& ActionCatalog::of_kind(ActionKind kind) const {
  const auto found = std::ranges::find(specs_, kind, &ActionSpec::kind);
  return found == specs_.end() ? unknown_action() : **found;
}

const InputSpec* find_input(const ActionSpec& action, std::string_view name) {
  const auto found =
      std::find_if(action.inputs.begin(), action.inputs.end(),
                   [&](const InputSpec& input) { return equals_ignore_case(input.name, name); });
  return found == action.inputs.end() ? nullptr : &*found;
}

const InputSpec* find_input(const ActionSpec& action, InputSpec::Format format) {
  const auto found = std::ranges::find(action.inputs, format, &InputSpec::format);
  return found == action.inputs.end() ? nullptr : &*found;
}

bool is_verbatim(const ActionSpec& action, std::string_view name) {
  return std::ranges::any_of(action.verbatim_inputs, [&](std::string_view verbatim) {
    return equals_ignore_case(verbatim, name);
  });
}

std::string_view to_text(Type type) {
  switch (type) {
    case Type::kString:
      return "String";
    case Type::kStringList:
      return "StringList";
    case Type::kInteger:
      return "Integer";
    case Type::kBoolean:
      return "Boolean";
    case Type::kStringMap:
      return "StringMap";
    case Type::kMapList:
      return "MapList";
    case Type::kList:
      return "List";
    case Type::kAny:
      break;
  }
  return "";
}

std::string_view to_text(Impact impact) {
  switch (impact) {
    case Impact::kMutating:
      return "Mutating";
    case Impact::kNonMutating:
      return "NonMutating";
    case Impact::kUndetermined:
      break;
  }
  return "Undetermined";
}

bool can_feed(ValueType from, Type to) {
  const bool scalar =
      from == ValueType::kString || from == ValueType::kInteger || from == ValueType::kBoolean;
  switch (to) {
    case Type::kString:
    case Type::kInteger:
    case Type::kBoolean:
      return scalar || from == ValueType::kStringList;
    case Type::kStringList:
      return from == ValueType::kString || from == ValueType::kStringList;
    case Type::kStringMap:
      return from == ValueType::kStringMap;
    case Type::kMapList:
      return from == ValueType::kMapList;
    case Type::kList:
      return from != ValueType::kStringMap;
    case Type::kAny:
      break;
  }
  return true;
}

}  // namespace ssm
