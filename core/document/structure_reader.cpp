// SPDX-License-Identifier: Apache-2.0
#include "core/document/structure_reader.h"

#include <fmt/format.h>

#include <charconv>
#include <tuple>

#include "core/base/text.h"

namespace ssm {
namespace {

std::string_view last_name(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  return dot == std::string_view::npos ? path : path.substr(dot + 1);
}

}  // namespace

Place Place::member(const Node::Member& member) const {
  return {.node = member.value,
          .at = member.at,
          .path = path.empty() ? member.name : fmt::format("{}.{}", path, member.name)};
}

Place Place::item(std::size_t index) const {
  const Node& item = node.items[index];
  return {.node = item, .at = item.at, .path = fmt::format("{}[{}]", path, index)};
}

void StructureReader::add(Check check, const Place& place, std::string message,
                          std::string_view rule, std::string_view code) {
  found_.push_back({.check = check,
                    .problem = {.code = std::string(code),
                                .message = std::move(message),
                                .at = place.at,
                                .path = place.path,
                                .rule = rule}});
}

void StructureReader::add_unknown_type(Check check, const Place& place, std::string message) {
  add(check, place, std::move(message));
  const auto names = value_type_names();
  const std::vector<std::string> types(names.begin(), names.end());
  found_.back().problem.fix = fmt::format("Write one of {}.", join(types, ", "));
}

void StructureReader::refuse_unknown(Check check, const Place& map,
                                     std::span<const std::string_view> known) {
  for (const Node::Member& member : map.node.members) {
    if (std::find(known.begin(), known.end(), member.name) != known.end()) continue;
    const std::vector<std::string> names(known.begin(), known.end());
    const std::string near = nearest(member.name, names);
    std::string message = fmt::format("Unknown property \"{}\".", member.name);
    if (!near.empty()) message += fmt::format(" Did you mean \"{}\"?", near);
    add(check, map.member(member), std::move(message), "unknown-property");
  }
}

void StructureReader::refuse_unknown(Check check, const Place& map,
                                     std::span<const DocumentKey> known) {
  std::vector<std::string_view> names;
  for (const DocumentKey& key : known) names.push_back(key.name);
  refuse_unknown(check, map, std::span<const std::string_view>(names));
}

std::optional<std::string> StructureReader::text(Check check, const Place& place) {
  if (place.node.kind == Node::Kind::kNull) return std::nullopt;
  if (place.node.is_scalar()) return place.node.text;
  add(check, place, fmt::format("\"{}\" must be a string.", last_name(place.path)));
  return std::nullopt;
}

std::optional<bool> StructureReader::boolean(Check check, const Place& place) {
  if (place.node.kind == Node::Kind::kNull) return std::nullopt;
  const std::string value = value_text(place.node);
  const std::string_view text = trim(value);
  if (place.node.is_scalar() && equals_ignore_case(text, "true")) return true;
  if (place.node.is_scalar() && equals_ignore_case(text, "false")) return false;
  add(check, place, fmt::format("\"{}\" must be true or false.", last_name(place.path)));
  return std::nullopt;
}

std::optional<std::int64_t> StructureReader::integer(Check check, const Place& place,
                                                     std::int64_t least) {
  if (place.node.kind == Node::Kind::kNull) return std::nullopt;
  const auto value =
      place.node.is_scalar() ? parse_integer(trim(value_text(place.node))) : std::nullopt;
  if (value && *value >= least) return value;
  add(check, place,
      fmt::format("\"{}\" must be a whole number, at least {}.", last_name(place.path), least));
  return std::nullopt;
}

std::vector<Problem> StructureReader::take_problems() {
  std::stable_sort(found_.begin(), found_.end(), [](const Found& a, const Found& b) {
    return std::tuple(a.check, a.problem.at.line, a.problem.at.column) <
           std::tuple(b.check, b.problem.at.line, b.problem.at.column);
  });
  std::vector<Problem> problems;
  problems.reserve(found_.size());
  for (Found& found : found_) problems.push_back(std::move(found.problem));
  found_.clear();
  return problems;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  std::int64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return value;
}

}  // namespace ssm
