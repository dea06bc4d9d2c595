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
    kFound,       // zero or more nodes
    kMissing,     // the path needs a node that is not there
    kUnfit,       // a filter stands where it cannot apply
    kFailed,      // a function has no value, an operator fails
    kOutOfRange,  // a function asks for an element that the list does not have
    kExhausted,   // too much work or too many nodes
  };

  Selection(std::span<const Segment> segments, const Json& root, Work& work, Properties properties)
      : segments_(segments),
        root_(root),
        work_(work),
        properties_(properties),
        upstream_definite_(segments.size(), true),
        scanned_index_(segments.size()) {
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
      const bool is_needed = properties_ == Properties::kRequired ||
                             (!is_last && names.names.size() == 1 && upstream_definite_[at]);
      if (member == nullptr && is_needed) return Outcome::kMissing;
      if (member == nullptr || (is_last && !keeps_scanned(at))) continue;
      if (const Outcome end = visit(at + 1, *member); end != Outcome::kFound) return end;
    }
    return Outcome::kFound;
  }

  /// `$..[0].a` asks every element of every list for `a`, and keeps those with the index; behind
  /// other brackets, or further names, all that were asked count. Source: observed, Jayway 2.9.
  bool keeps_scanned(std::size_t at) const {
    if (!scanned_index_[at]) return true;
    const auto* indexes = segments_[at - 1].as<Indexes>();
    return indexes != nullptr && indexes->indexes.size() == 1 &&
           indexes->indexes.front() == *scanned_index_[at];
  }

  /// Several names at the end of a path give one object with those of them that there are.
  Outcome add_part(const Names& names, const Json& node) {
    Json part = Json::object();
    for (const std::string& name : names.names)
      if (const Json* member = find_member(node, name)) {
        if (!work_.spend(weight(*member, work_.steps))) return Outcome::kExhausted;
        part[name] = *member;
      } else if (properties_ == Properties::kRequired) {
        return Outcome::kMissing;
      }
    return add(made_.emplace_back(std::move(part)));
  }

  Outcome visit_element(std::size_t at, const Json& list, std::int64_t index) {
    const auto size = static_cast<std::int64_t>(list.size());
    const std::int64_t place = index < 0 ? size + index : index;
    if (place < 0 || place >= size) return Outcome::kFound;
    const Outcome end = visit(at + 1, list[static_cast<std::size_t>(place)]);
    return end == Outcome::kOutOfRange ? Outcome::kFound : end;
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
    const bool is_last = at + 1 == segments_.size();
    for (const Json& child : node) {
      if (is_last && node.is_object() && !keeps_scanned(at)) continue;
      const Outcome end = visit(at + 1, child);
      if (end == Outcome::kOutOfRange && node.is_array()) continue;
      if (end != Outcome::kFound) return end;
    }
    return Outcome::kFound;
  }

  /// A filter tests the elements of a list, but an object itself.
  Outcome visit_test(std::size_t at, const Test& test, const Json& node) {
    if (!node.is_structured()) return upstream_definite_[at] ? Outcome::kUnfit : Outcome::kFound;
    if (node.is_object()) return visit_tested(at, test, node);
    for (const Json& item : node) {
      const Outcome end = visit_tested(at, test, item);
      if (end != Outcome::kFound && end != Outcome::kOutOfRange) return end;
    }
    return Outcome::kFound;
  }

  Outcome visit_tested(std::size_t at, const Test& test, const Json& node) {
    const Verdict verdict = jsonpath::test(*test.filter, node, root_, work_);
    if (verdict == Verdict::kError) return failed_test();
    return verdict == Verdict::kYes ? visit(at + 1, node) : Outcome::kFound;
  }

  Outcome failed_test() {
    if (work_.exceeded()) return Outcome::kExhausted;
    problem_ = "a filter compares what its operator cannot compare";
    return Outcome::kFailed;
  }

  Outcome visit_call(std::size_t at, const Call& call, const Json& node) {
    auto value = call_function(call, node);
    if (!value) {
      problem_ = value.error().message;
      return value.error().code == kOutOfRange ? Outcome::kOutOfRange : Outcome::kFailed;
    }
    return visit(at + 1, made_.emplace_back(std::move(*value)));
  }

  /// Applies the segment at `at` to the node and, from the outside in, to all nodes under it.
  Outcome scan(std::size_t at, const Json& node, int depth) {
    if (!node.is_structured()) return Outcome::kFound;
    if (depth > kMaxDocumentDepth || !work_.spend()) return Outcome::kExhausted;
    if (const Outcome end = visit_scanned(at, node); end != Outcome::kFound) return end;
    for (const Json& child : node)
      if (const Outcome end = scan(at, child, depth + 1); end != Outcome::kFound) return end;
    return Outcome::kFound;
  }

  /// In a list all elements go on to the next segment, whatever the one at `at` says of them.
  Outcome visit_scanned(std::size_t at, const Json& node) {
    const Verdict verdict = applies(at, node);
    if (verdict == Verdict::kError) return failed_test();
    if (verdict != Verdict::kYes) return Outcome::kFound;
    if (!node.is_array() || at + 1 == segments_.size()) return visit(at, node);
    for (std::size_t i = 0; i < node.size(); ++i) {
      scanned_index_[at + 1] = static_cast<std::int64_t>(i);
      if (const Outcome end = visit(at + 1, node[i]); end != Outcome::kFound) return end;
    }
    return Outcome::kFound;
  }

  Verdict applies(std::size_t at, const Json& node) {
    const Segment& segment = segments_[at];
    if (const auto* test = segment.as<Test>())
      return jsonpath::test(*test->filter, node, root_, work_);
    const auto* names = segment.as<Names>();
    const bool yes = names ? node.is_object() && has_needed(node, *names, at)
                     : segment.as<Indexes>() || segment.as<Slice>()
                         ? node.is_array()
                         : segment.as<Wildcard>() != nullptr;
    return yes ? Verdict::kYes : Verdict::kNo;
  }

  /// Several names before others are looked for one by one.
  bool has_needed(const Json& node, const Names& names, std::size_t at) const {
    if (names.names.size() > 1 && at + 1 < segments_.size()) return true;
    return std::ranges::all_of(
        names.names, [&](const std::string& name) { return find_member(node, name) != nullptr; });
  }

  std::span<const Segment> segments_;
  const Json& root_;
  Work& work_;
  Properties properties_;
  std::vector<bool> upstream_definite_;
  // Of the segment: the index in the list through which a deep scan came to it last.
  std::vector<std::optional<std::int64_t>> scanned_index_;
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
                                         const Json& node, const Json& root, Work& work,
                                         Properties properties) {
  Selection selection(segments, root, work, properties);
  switch (selection.run(node)) {
    case Selection::Outcome::kMissing:
      return std::nullopt;
    case Selection::Outcome::kUnfit:
      return failure(kUnfit, "a filter applies to lists and objects only");
    case Selection::Outcome::kFailed:
    case Selection::Outcome::kOutOfRange:
      return failure("JsonPath", selection.problem());
    case Selection::Outcome::kExhausted:
      return too_much();
    case Selection::Outcome::kFound:
      break;
  }
  if (!definite) return copied(selection.nodes(), work);
  if (selection.nodes().empty()) return std::nullopt;
  return copied(*selection.nodes().front(), work);
}

/// The number that index() takes: the first of those found.
Result<Call> with_index(Call call, const Json& found) {
  for (const Json& item : found)
    if (item.is_number()) {
      call.argument = static_cast<int>(std::clamp(item.get<double>(), -1e9, 1e9));
      return call;
    }
  return failure("JsonPath", "index() finds no number");
}

/// A function behind a deep scan: length() counts the children of all that is found; numbers are
/// those found, and those in the list that the scan began at; other functions are applied to that
/// beginning. Source: observed, Jayway 2.9.
Result<std::optional<Json>> select_function_of_scan(std::span<const Segment> segments,
                                                    const Json& node, const Json& root, Work& work,
                                                    Properties properties) {
  Call call = *segments.back().as<Call>();
  std::vector<Segment> path(segments.begin(), segments.end() - 1);
  const bool is_length = call.function == "length" || call.function == "size";
  if (is_length) path.push_back({Wildcard{}});
  TRY_ASSIGN(const auto selected, select_plain(path, false, node, root, work, properties));
  Json found = selected.value_or(Json::array());
  if (is_length) return call_function(call, found);
  if (call.function == "index" && node.is_array()) {
    TRY_ASSIGN(call, with_index(call, found));
  }
  if (!work.spend(weight(node, work.steps))) return too_much();
  const bool of_node = call.function == "first" || call.function == "last" ||
                       call.function == "keys" || call.function == "index";
  if (!of_node && node.is_array())
    for (const Json& item : node) found.push_back(item);
  TRY_ASSIGN(Json value, call_function(call, of_node ? node : found));
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
                                        const Json& root, Work& work, Properties properties) {
  if (is_function_of_scan(segments))
    return select_function_of_scan(segments, node, root, work, properties);
  return select_plain(segments, is_definite(segments), node, root, work, properties);
}

}  // namespace ssm::jsonpath
