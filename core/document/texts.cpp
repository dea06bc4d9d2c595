// SPDX-License-Identifier: Apache-2.0
#include "core/document/texts.h"

#include <fmt/format.h>

#include <span>

#include "core/document/document.h"
#include "core/document/document_keys.h"

namespace ssm {
namespace {

using Value = DocumentKey::Value;

Problem remark(std::string_view rule, Location at, std::string path, std::string message) {
  return {.code = "Lint",
          .message = std::move(message),
          .at = at,
          .path = std::move(path),
          .rule = rule};
}

std::string member_path(const std::string& path, const std::string& name) {
  return path.empty() ? name : fmt::format("{}.{}", path, name);
}

std::string item_path(const std::string& path, std::size_t index) {
  return fmt::format("{}[{}]", path, index);
}

class TextKeeper {
 public:
  void keep_in_document(Node& root) {
    for (Node::Member& member : root.members)
      if (member.name == "schemaVersion") keep_version(member.value);
    keep_members(root, document_keys(), "");
    keep_members(root, change_template_keys(), "");
  }

  std::vector<Problem> take_remarks() { return std::move(remarks_); }

 private:
  void keep(Node& value, const std::string& path) {
    const bool is_typed = value.kind == Node::Kind::kBoolean ||
                          value.kind == Node::Kind::kInteger || value.kind == Node::Kind::kFloat;
    if (!is_typed) return;
    if (std::string reading = reading_of_unquoted(value); !reading.empty())
      remarks_.push_back(remark("unquoted-text", value.at, path, std::move(reading)));
    value.kind = Node::Kind::kString;
  }

  void keep_version(Node& version) {
    if (version.kind == Node::Kind::kString || version.kind == Node::Kind::kNull ||
        !version.is_scalar())
      return;
    remarks_.push_back(remark("schema-version-number", version.at, "schemaVersion",
                              "schemaVersion is a number; it should be the string \"0.3\"."));
    version.kind = Node::Kind::kString;
  }

  void keep_items(Node& list, const std::string& path) {
    for (std::size_t i = 0; i < list.items.size(); ++i) keep(list.items[i], item_path(path, i));
  }

  /// Maps that have an action: APIs have inputs called Steps, too.
  void keep_steps_of_loop(Node& list, const std::string& path) {
    for (std::size_t i = 0; i < list.items.size(); ++i)
      if (list.items[i].find("action"))
        keep_members(list.items[i], step_keys(), item_path(path, i));
  }

  /// Each of a list of maps, or the one map that stands for such a list.
  void keep_maps(Node& list, std::span<const DocumentKey> keys, const std::string& path) {
    keep_members(list, keys, path);
    for (std::size_t i = 0; i < list.items.size(); ++i)
      keep_members(list.items[i], keys, item_path(path, i));
  }

  void keep_members(Node& map, std::span<const DocumentKey> keys, const std::string& path) {
    for (Node::Member& member : map.members) {
      const auto key = std::ranges::find(keys, member.name, &DocumentKey::name);
      if (key != keys.end()) keep_value(member.value, key->value, member_path(path, member.name));
    }
  }

  void keep_value(Node& value, Value kind, const std::string& path) {
    const bool is_text = kind == Value::kText || kind == Value::kAction ||
                         kind == Value::kOnFailure || kind == Value::kOnCancel ||
                         kind == Value::kValueType;
    if (is_text) keep(value, path);
    if (kind == Value::kNames) keep_items(value, path);
    if (kind == Value::kParameters || kind == Value::kVariables) keep_parameters(value, path);
    if (kind == Value::kSteps) keep_maps(value, step_keys(), path);
    if (kind == Value::kOutputs) keep_maps(value, output_keys(), path);
    if (kind == Value::kInputs) keep_inputs(value, path);
  }

  void keep_parameters(Node& parameters, const std::string& path) {
    for (Node::Member& parameter : parameters.members) {
      const std::string below = member_path(path, parameter.name);
      keep_members(parameter.value, parameter_keys(), below);
      const Node* declared = parameter.value.find("type");
      const auto type = declared ? value_type_of(declared->text) : std::nullopt;
      if (type != ValueType::kString && type != ValueType::kStringList) continue;
      for (Node::Member& member : parameter.value.members) {
        if (member.name != "default" && member.name != "allowedValues") continue;
        const std::string place = member_path(below, member.name);
        if (member.name == "default" && type == ValueType::kString) keep(member.value, place);
        keep_items(member.value, place);
      }
    }
  }

  /// The names of steps in a branch, and the steps of a loop.
  void keep_inputs(Node& inputs, const std::string& path) {
    const bool is_branch = inputs.find("Choices") != nullptr;
    for (Node::Member& member : inputs.members) {
      const std::string below = member_path(path, member.name);
      if (member.name == "Steps") keep_steps_of_loop(member.value, below);
      if (is_branch && member.name == "Default") keep(member.value, below);
      if (member.name != "Choices") continue;
      for (std::size_t i = 0; i < member.value.items.size(); ++i)
        for (Node::Member& part : member.value.items[i].members)
          if (part.name == "NextStep") keep(part.value, item_path(below, i) + ".NextStep");
    }
  }

  std::vector<Problem> remarks_;
};

void find_repeated(const Node& node, const std::string& path, std::vector<Problem>& found) {
  for (std::size_t i = 0; i < node.items.size(); ++i)
    find_repeated(node.items[i], item_path(path, i), found);
  for (const Node::Member& member : node.members) {
    const std::string below = member_path(path, member.name);
    if (member.repeats.line > 0)
      found.push_back(remark(
          "repeated-key", member.at, below,
          fmt::format("\"{}\" is written in line {} and again in line {}: the last one counts.",
                      member.name, member.repeats.line, member.at.line)));
    find_repeated(member.value, below, found);
  }
}

}  // namespace

std::vector<Problem> keep_written_texts(Node& root) {
  TextKeeper keeper;
  keeper.keep_in_document(root);
  return keeper.take_remarks();
}

std::vector<Problem> find_repeated_keys(const Node& root) {
  std::vector<Problem> found;
  find_repeated(root, "", found);
  return found;
}

std::string reading_of_unquoted(const Node& scalar) {
  const std::string value = value_text(scalar);
  if (value == scalar.text) return {};
  return fmt::format("{} is read as {}: quote it.", scalar.text, value);
}

}  // namespace ssm
