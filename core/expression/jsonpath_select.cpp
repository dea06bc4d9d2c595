// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <cstdint>
#include <span>

#include <deque>

#include "core/expression/jsonpath_syntax.h"

namespace ssm::jsonpath {
namespace {

constexpr std::size_t kMaxSelected = 100'000;
constexpr int kMaxDocumentDepth = 1'000;

/// Ends in a function of everything a deep scan finds: `$..a.length()`.
bool is_function_of_scan(const std::vector<Segment>& segments) {
  return segments.size() > 2 && segments.front().as<Scan>() && segments.back().as<Call>();
}

bool is_definite_segment(const Segment& segment, bool is_last) {
  if (const auto* names = segment.as<Names>()) return names->names.size() == 1 || is_last;
  if (const auto* indexes = segment.as<Indexes>()) return indexes->indexes.size() == 1;
  return segment.as<Call>() != nullptr;
}

/// Nodes and text of a value, counted until `most`: what it costs to copy it.
std::size_t weight(const Json& value, std::size_t most) {
  if (value.is_string()) return 1 + value.get_ref<const std::string&>().size() / 16;
  if (!value.is_structured()) return 1;
  std::size_t total = 1;
  for (const Json& item : value) {
    if (total >= most) return most;
    total += weight(item, most - total);
  }
  return total;
}

/// Walks a document along segments and notes the nodes at their end.
class Selection {
 public:
  enum class Outcome {
    kFound,      // zero or more nodes
    kMissing,    // the path needs a node that is not there
    kUnfit,      // a filter stands where it cannot apply
    kExhausted,  // too much work or too many nodes
  };

  Selection(std::span<const Segment> segments, const Json& root, Work& work)
      : segments_(segments), root_(root), work_(work), upstream_definite_(segments.size(), true) {
    for (std::size_t i = 1; i < segments.size(); ++i)
      upstream_definite_[i] =
          upstream_definite_[i - 1] && is_definite_segment(segments[i - 1], false);
  }

  Outcome run(const Json& node) { return visit(0, node); }
  const std::vector<const Json*>& nodes() const { return nodes_; }
  const std::string& problem() const { return problem_; }

 private:
  Outcome visit(std::size_t at, const Json& node) {
    if (!work_.spend()) return Outcome::kExhausted;
    if (at == segments_.size()) return add(node);
    const Segment& segment = segments_[at];
    if (const auto* names = segment.as<Names>()) return visit_names(at, *names, node);
    if (const auto* indexes = segment.as<Indexes>()) return visit_indexes(at, *indexes, node);
    if (const auto* slice = segment.as<Slice>()) return visit_slice(at, *slice, node);
    if (const auto* test = segment.as<Test>()) return visit_test(at, *test, node);
    if (const auto* call = segment.as<Call>()) return visit_call(at, *call, node);
    if (segment.as<Scan>()) return scan(at + 1, node, 0);
    return visit_children(at, node);
  }

  Outcome add(const Json& node) {
    if (nodes_.size() >= kMaxSelected) return Outcome::kExhausted;
    nodes_.push_back(&node);
    return Outcome::kFound;
  }

  /// What it means that a segment finds nothing to work on.
  Outcome nothing(std::size_t at) const {
    return upstream_definite_[at] ? Outcome::kMissing : Outcome::kFound;
  }

  Outcome visit_names(std::size_t at, const Names& names, const Json& node) {
    if (!node.is_object()) return nothing(at);
    const bool is_last = at + 1 == segments_.size();
    if (is_last && names.names.size() > 1) return add_part(names, node);
    for (const std::string& name : names.names) {
      const Json* member = find_member(node, name);
      if (member == nullptr && !is_last && names.names.size() == 1 && upstream_definite_[at])
        return Outcome::kMissing;
      if (member == nullptr) continue;
      if (const Outcome end = visit(at + 1, *member); end != Outcome::kFound) return end;
    }
    return Outcome::kFound;
  }

  /// Several names at the end of a path give one object with those of them that there are.
  Outcome add_part(const Names& names, const Json& node) {
    Json part = Json::object();
    for (const std::string& name : names.names)
      if (const Json* member = find_member(node, name)) {
        if (!work_.spend(weight(*member, work_.steps))) return Outcome::kExhausted;
        part[name] = *member;
      }
    return add(made_.emplace_back(std::move(part)));
  }

  Outcome visit_element(std::size_t at, const Json& list, std::int64_t index) {
    const auto size = static_cast<std::int64_t>(list.size());
    const std::int64_t place = index < 0 ? size + index : index;
    if (place < 0 || place >= size) return Outcome::kFound;
    return visit(at + 1, list[static_cast<std::size_t>(place)]);
  }

  Outcome visit_indexes(std::size_t at, const Indexes& indexes, const Json& node) {
    if (!node.is_array()) return nothing(at);
    for (const int index : indexes.indexes)
      if (const Outcome end = visit_element(at, node, index); end != Outcome::kFound) return end;
    return Outcome::kFound;
  }

  /// A negative beginning with an end runs through the elements before zero, from the end of the
  /// list, into those after it: [-1:1] is the last and the first. Source: observed, Jayway 2.9.
  Outcome visit_slice(std::size_t at, const Slice& slice, const Json& node) {
    if (!node.is_array()) return nothing(at);
    const auto size = static_cast<std::int64_t>(node.size());
    std::int64_t from = slice.from.value_or(0);
    std::int64_t to = slice.to.value_or(static_cast<int>(size));
    if (!slice.to && from < 0) from += size;
    if (!slice.from && to < 0) to += size;
    from = std::max(from, slice.to ? -size : 0);
    for (std::int64_t i = from; i < std::min(to, size); ++i)
      if (const Outcome end = visit_element(at, node, i); end != Outcome::kFound) return end;
    return Outcome::kFound;
  }

  Outcome visit_children(std::size_t at, const Json& node) {
    if (!node.is_structured()) return Outcome::kFound;
    for (const Json& child : node)
      if (const Outcome end = visit(at + 1, child); end != Outcome::kFound) return end;
    return Outcome::kFound;
  }

  /// A filter tests the elements of a list, but an object itself.
  Outcome visit_test(std::size_t at, const Test& test, const Json& node) {
    if (node.is_object()) return passes(test, node) ? visit(at + 1, node) : Outcome::kFound;
    if (!node.is_array()) return upstream_definite_[at] ? Outcome::kUnfit : Outcome::kFound;
    for (const Json& item : node) {
      if (!passes(test, item)) continue;
      if (const Outcome end = visit(at + 1, item); end != Outcome::kFound) return end;
    }
    return work_.exceeded() ? Outcome::kExhausted : Outcome::kFound;
  }

  bool passes(const Test& test, const Json& node) {
    return accepts(*test.filter, node, root_, work_);
  }

  Outcome visit_call(std::size_t at, const Call& call, const Json& node) {
    auto value = call_function(call, node);
    if (!value) {
      problem_ = std::move(value).error().message;
      return Outcome::kUnfit;
    }
    return visit(at + 1, made_.emplace_back(std::move(*value)));
  }

  /// Applies the segment at `at` to the node and, from the outside in, to all nodes under it.
  Outcome scan(std::size_t at, const Json& node, int depth) {
    if (!node.is_structured()) return Outcome::kFound;
    if (depth > kMaxDocumentDepth || !work_.spend()) return Outcome::kExhausted;
    if (applies(segments_[at], node))
      if (const Outcome end = visit(at, node); end != Outcome::kFound) return end;
    for (const Json& child : node)
      if (const Outcome end = scan(at, child, depth + 1); end != Outcome::kFound) return end;
    return Outcome::kFound;
  }

  bool applies(const Segment& segment, const Json& node) {
    if (const auto* names = segment.as<Names>())
      return node.is_object() && (names->names.size() == 1 || has_all(node, *names));
    if (segment.as<Indexes>() || segment.as<Slice>()) return node.is_array();
    if (const auto* test = segment.as<Test>()) return passes(*test, node);
    return segment.as<Wildcard>() != nullptr;
  }

  static bool has_all(const Json& node, const Names& names) {
    return std::all_of(names.names.begin(), names.names.end(),
                       [&](const std::string& name) { return find_member(node, name) != nullptr; });
  }

  std::span<const Segment> segments_;
  const Json& root_;
  Work& work_;
  std::vector<bool> upstream_definite_;
  std::vector<const Json*> nodes_;
  std::deque<Json> made_;  // selected values that are no nodes of the document
  std::string problem_;
};

tl::unexpected<Error> too_much() {
  return failure("JsonPath", fmt::format("the path selects more than {} nodes or takes too long",
                                         kMaxSelected));
}

Result<Json> copied(const Json& node, Work& work) {
  if (!work.spend(weight(node, work.steps))) return too_much();
  return node;
}

Result<Json> copied(const std::vector<const Json*>& nodes, Work& work) {
  Json list = Json::array();
  for (const Json* node : nodes) {
    TRY_ASSIGN(Json copy, copied(*node, work));
    list.push_back(std::move(copy));
  }
  return list;
}

Result<std::optional<Json>> select_plain(std::span<const Segment> segments, bool definite,
                                         const Json& node, const Json& root, Work& work) {
  Selection selection(segments, root, work);
  switch (selection.run(node)) {
    case Selection::Outcome::kMissing:
      return std::nullopt;
    case Selection::Outcome::kUnfit:
      return failure("JsonPath", selection.problem().empty()
                                     ? "a filter applies to lists and objects only"
                                     : selection.problem());
    case Selection::Outcome::kExhausted:
      return too_much();
    case Selection::Outcome::kFound:
      break;
  }
  if (!definite) return copied(selection.nodes(), work);
  if (selection.nodes().empty()) return std::nullopt;
  return copied(*selection.nodes().front(), work);
}

/// The function of all that the scan finds. Lists among it count with their elements; length()
/// counts nothing else. Source: observed, Jayway 2.9.
Result<std::optional<Json>> select_function_of_scan(std::span<const Segment> segments,
                                                    const Json& node, const Json& root,
                                                    Work& work) {
  const Call& call = *segments.back().as<Call>();
  TRY_ASSIGN(const auto found,
             select_plain(segments.first(segments.size() - 1), false, node, root, work));
  Json all = Json::array();
  for (const Json& item : found.value_or(Json::array())) {
    if (item.is_array() || (item.is_object() && call.function == "length"))
      for (const Json& child : item) all.push_back(child);
    else if (call.function != "length")
      all.push_back(item);
  }
  TRY_ASSIGN(Json value, call_function(call, all));
  return value;
}

}  // namespace

bool is_definite(const std::vector<Segment>& segments) {
  if (is_function_of_scan(segments)) return true;
  for (std::size_t i = 0; i < segments.size(); ++i)
    if (!is_definite_segment(segments[i], i + 1 == segments.size())) return false;
  return true;
}

Result<std::optional<Json>> select_from(const std::vector<Segment>& segments, const Json& node,
                                        const Json& root, Work& work) {
  if (is_function_of_scan(segments)) return select_function_of_scan(segments, node, root, work);
  return select_plain(segments, is_definite(segments), node, root, work);
}

}  // namespace ssm::jsonpath
