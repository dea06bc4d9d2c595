// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/document.h"
#include "core/document/flow.h"

namespace ssm {

/// The steps of one list and every edge from one to another: success, choices, failure, cancel. An
/// edge out of a loop is the loop's.
class StepGraph {
 public:
  enum class EdgeKind { kNext, kChoice, kDefault, kFailure, kCancel };
  struct Edge {
    std::size_t to = 0;
    EdgeKind kind = EdgeKind::kNext;
    std::size_t choice = 0;       // for kChoice: its number
    const Step* inner = nullptr;  // of an edge out of a loop: the step in it that leaves
  };

  /// `steps` must outlive this.
  explicit StepGraph(const std::vector<Step>& steps);

  const std::vector<Step>& steps() const { return steps_; }
  const std::vector<Edge>& edges(std::size_t step) const { return edges_[step]; }
  std::size_t index_of(std::string_view name) const;  // steps().size(): not in this list
  /// Whether the flow may end when `step` succeeds: isEnd, or nothing follows.
  bool may_end(std::size_t step) const;

  /// By step: whether a path leads there from the first one.
  std::vector<bool> reachable() const { return reachable_from(0); }
  /// By step: whether it can have run before `step`.
  std::vector<bool> before(std::size_t step) const;
  /// By step: whether a path leads there on which `step` succeeds, or its failure is passed over.
  std::vector<bool> after_success(std::size_t step) const;

 private:
  std::vector<bool> reachable_from(std::size_t start) const;
  /// The edges of `list[place]`, which is the step `from` or inside it.
  void connect(std::size_t from, const std::vector<Step>& list, std::size_t place);
  void add(std::size_t from, std::string_view to, Edge edge);

  const std::vector<Step>& steps_;
  std::map<std::string_view, std::size_t> index_;
  std::vector<std::vector<Edge>> edges_;
};

}  // namespace ssm
