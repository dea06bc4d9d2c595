// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/init/placing.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <variant>

#include "core/base/text.h"

namespace ssm::testkit {
namespace {

using jsonpath::Segment;
using PathPart = std::span<const Segment>;

constexpr int kMostElements = 1000;
constexpr int kDeepestSearch = 50;

/// Nothing that somebody put there.
bool is_blank(const Json& value) {
  if (value.is_structured()) return value.empty();
  return value.is_null() || value == "";
}

/// A scalar of the kind that is there already, where it can be one.
Json as_kind_of(const Json& there, const Json& value) {
  if (there.is_string() && (value.is_number() || value.is_boolean()))
    return to_embedded_text(value);
  if (there.is_boolean() && value.is_string()) {
    if (equals_ignore_case(value.get_ref<const std::string&>(), "true")) return true;
    if (equals_ignore_case(value.get_ref<const std::string&>(), "false")) return false;
  }
  if (there.is_number() && value.is_string()) {
    const auto number = jsonpath::number_of(value.get_ref<const std::string&>());
    if (number) return *number;
  }
  return value;
}

bool put_whole(Json& node, const Json& value) {
  if (node.is_object() && value.is_object())
    node.update(value);
  else if (node.is_structured() && !node.empty() && value.is_primitive())
    return false;
  else
    node = as_kind_of(node, value);
  return true;
}

bool is_indefinite(const Segment& segment) {
  return segment.as<jsonpath::Wildcard>() || segment.as<jsonpath::Scan>() ||
         segment.as<jsonpath::Test>() || segment.as<jsonpath::Slice>();
}

/// APIs name lists in the plural: Reservations..Instances.
bool is_plural(std::string_view name) {
  return name.ends_with('s') && !name.ends_with("ss") && !name.ends_with("us");
}

/// The first object below that has the member; nullptr: there is none.
Json* find_holder(Json& node, const std::string& name, int depth = 0) {
  if (depth > kDeepestSearch || !node.is_structured()) return nullptr;
  if (node.is_object() && node.contains(name)) return &node;
  for (Json& inner : node)
    if (Json* found = find_holder(inner, name, depth + 1)) return found;
  return nullptr;
}

bool put(Json& node, std::string_view name, PathPart path, const Json& value);

bool put_member(Json& node, const std::string& member, PathPart rest, const Json& value) {
  if (!node.is_object()) {
    if (!is_blank(node)) return false;
    node = Json::object();
  }
  return put(node[member], member, rest, value);
}

bool put_names(Json& node, const jsonpath::Names& names, PathPart rest, const Json& value) {
  if (names.names.size() == 1) return put_member(node, names.names.front(), rest, value);
  bool is_put = true;
  for (const std::string& each : names.names) {
    const Json* part = find_member(value, each);
    is_put = put_member(node, each, rest, part ? *part : value) && is_put;
  }
  return is_put;
}

/// Makes `node` a list of at least so many elements, the new ones like the last.
bool make_list(Json& node, std::size_t count) {
  if (!node.is_array()) {
    if (!is_blank(node)) return false;
    node = Json::array();
  }
  while (node.size() < count) {
    Json like = node.empty() ? Json() : node.back();
    node.push_back(std::move(like));
  }
  return true;
}

bool put_element(Json& node, int index, PathPart rest, const Json& value) {
  if (index >= kMostElements || index <= -kMostElements) return false;
  const auto least = static_cast<std::size_t>(index >= 0 ? index + 1 : -index);
  if (!make_list(node, least)) return false;
  const std::size_t place =
      index >= 0 ? static_cast<std::size_t>(index) : node.size() - static_cast<std::size_t>(-index);
  return put(node[place], {}, rest, value);
}

bool put_indexes(Json& node, const jsonpath::Indexes& indexes, PathPart rest, const Json& value) {
  bool is_put = !indexes.indexes.empty();
  for (std::size_t i = 0; i < indexes.indexes.size(); ++i) {
    const bool is_part = indexes.indexes.size() > 1 && value.is_array() && i < value.size();
    is_put = put_element(node, indexes.indexes[i], rest, is_part ? value[i] : value) && is_put;
  }
  return is_put;
}

/// The elements that an indefinite segment selects: one for each of a list, when no later segment
/// selects several.
std::optional<Json> items_for(PathPart rest, const Json& value) {
  if (!value.is_array() || std::ranges::any_of(rest, is_indefinite)) return std::nullopt;
  return value;
}

bool put_all(Json& node, PathPart rest, const Json& value) {
  const std::optional<Json> items = items_for(rest, value);
  if (items && items->empty()) {
    node = Json::array();
    return true;
  }
  if (node.is_object() && !node.empty()) return put(node.front(), {}, rest, value);
  if (!make_list(node, items ? items->size() : 1)) return false;
  bool is_put = true;
  for (std::size_t i = 0; i < node.size(); ++i)
    is_put = put(node[i], {}, rest, items && i < items->size() ? (*items)[i] : value) && is_put;
  return is_put;
}

bool put_scanned(Json& node, std::string_view name, PathPart rest, const Json& value) {
  const auto* names = rest.empty() ? nullptr : rest.front().as<jsonpath::Names>();
  if (names == nullptr) return put_all(node, rest, value);
  const std::string& wanted = names->names.front();
  const PathPart behind = rest.subspan(1);
  const std::optional<Json> items = items_for(behind, value);
  if (items && items->empty()) return true;
  const Json& first = items ? items->front() : value;
  if (Json* holder = find_holder(node, wanted); holder && (!items || items->size() == 1))
    return put((*holder)[wanted], wanted, behind, first);
  if (is_blank(node))
    node = is_plural(name) || (items && items->size() > 1) ? Json::array() : Json::object();
  if (node.is_object())
    return (!items || items->size() == 1) && put_member(node, wanted, behind, first);
  if (!make_list(node, items ? items->size() : 1)) return false;
  bool is_put = true;
  for (std::size_t i = 0; i < (items ? items->size() : 1); ++i)
    is_put = put_member(node[i], wanted, behind, items ? (*items)[i] : value) && is_put;
  return is_put;
}

bool satisfy(const jsonpath::Filter& filter, Json& element);

bool satisfy_comparison(const jsonpath::Filter::Compare& compare, Json& element) {
  using jsonpath::Comparison;
  const auto* path = std::get_if<jsonpath::PathOperand>(&compare.left);
  const auto* other = std::get_if<Json>(&compare.right);
  if (path == nullptr) {
    path = std::get_if<jsonpath::PathOperand>(&compare.right);
    other = std::get_if<Json>(&compare.left);
  }
  if (path == nullptr || other == nullptr || path->from_root) return false;
  const bool takes_first =
      compare.comparison == Comparison::kIn && other->is_array() && !other->empty();
  Json value = takes_first ? other->front() : *other;
  if (compare.comparison == Comparison::kNotEqual || compare.comparison == Comparison::kNotSame)
    value = value == "other" ? "example" : "other";
  const bool counts_up = compare.comparison == Comparison::kGreater;
  const bool counts_down = compare.comparison == Comparison::kLess;
  if (value.is_number_integer() && (counts_up || counts_down))
    value = value.get<std::int64_t>() + (counts_up ? 1 : -1);
  return put(element, {}, path->segments, value);
}

struct Satisfier {
  Json& element;
  bool operator()(const jsonpath::Filter::Or& any) const {
    return !any.parts.empty() && satisfy(any.parts.front(), element);
  }
  bool operator()(const jsonpath::Filter::And& all) const {
    return std::ranges::all_of(all.parts, [&](const auto& part) { return satisfy(part, element); });
  }
  bool operator()(const jsonpath::Filter::Not&) const { return true; }
  bool operator()(const jsonpath::Filter::Exists& exists) const {
    if (exists.path.from_root) return false;
    jsonpath::Work work;
    const auto found = jsonpath::select_from(exists.path.segments, element, element, work);
    return (found && *found) || put(element, {}, exists.path.segments, "example");
  }
  bool operator()(const jsonpath::Filter::Compare& compare) const {
    return satisfy_comparison(compare, element);
  }
};

bool satisfy(const jsonpath::Filter& filter, Json& element) {
  return std::visit(Satisfier{element}, filter.node);
}

/// The element that the filter selects, else a new one that it does.
bool put_filtered(Json& node, const jsonpath::Test& test, PathPart rest, const Json& value) {
  const std::optional<Json> items = items_for(rest, value);
  const Json& first = items && !items->empty() ? items->front() : value;
  if (!make_list(node, 0)) return false;
  for (Json& element : node) {
    jsonpath::Work work;
    if (jsonpath::test(*test.filter, element, node, work) == jsonpath::Verdict::kYes)
      return put(element, {}, rest, first);
  }
  if (node.empty() || !is_blank(node.back())) node.push_back(Json::object());
  Json& element = node.back();
  return satisfy(*test.filter, element) && put(element, {}, rest, first);
}

/// A list of which the function gives the value.
bool put_called(Json& node, const jsonpath::Call& call, const Json& value) {
  if (call.function == "length" || call.function == "size") {
    if (!value.is_number_integer()) return false;
    const auto count = value.get<std::int64_t>();
    if (count < 0 || count > kMostElements) return false;
    const Json like = node.is_array() && !node.empty() ? node.front() : Json::object();
    node = Json::array();
    for (std::int64_t i = 0; i < count; ++i) node.push_back(like);
    return true;
  }
  if (call.function == "keys") {
    if (!value.is_array()) return false;
    for (const Json& key : value)
      if (!put_member(node, to_embedded_text(key), {}, "example")) return false;
    return true;
  }
  return put_element(node, call.argument.value_or(0), {}, value);
}

bool put(Json& node, std::string_view name, PathPart path, const Json& value) {
  if (path.empty()) return put_whole(node, value);
  const Segment& segment = path.front();
  const PathPart rest = path.subspan(1);
  if (const auto* names = segment.as<jsonpath::Names>())
    return put_names(node, *names, rest, value);
  if (const auto* indexes = segment.as<jsonpath::Indexes>())
    return put_indexes(node, *indexes, rest, value);
  if (const auto* slice = segment.as<jsonpath::Slice>()) {
    const std::optional<Json> items = items_for(rest, value);
    return put_element(node, slice->from.value_or(0), rest,
                       items && !items->empty() ? items->front() : value);
  }
  if (segment.as<jsonpath::Scan>()) return put_scanned(node, name, rest, value);
  if (const auto* test = segment.as<jsonpath::Test>())
    return put_filtered(node, *test, rest, value);
  if (const auto* call = segment.as<jsonpath::Call>()) return put_called(node, *call, value);
  return put_all(node, rest, value);
}

}  // namespace

Result<std::vector<Segment>> path_of(std::string_view selector,
                                     std::span<const std::string> names) {
  TRY_ASSIGN(std::vector<Segment> path, jsonpath::parse_segments(selector));
  for (const std::string& name : names) path.push_back({jsonpath::Names{{name}}});
  return path;
}

bool place_value(Json& root, std::span<const Segment> path, const Json& value) {
  return put(root, {}, path, value);
}

}  // namespace ssm::testkit
