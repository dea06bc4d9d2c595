// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/document.h"

namespace ssm {

/// The steps of one list and every way from one to another: success, choices, failure, cancel. A
/// way out of a loop is the loop's.
class StepGraph {
 public:
  enum class Way { kNext, kChoice, kDefault, kFailure, kCancel };
  struct Edge {
    std::size_t to = 0;
    Way way = Way::kNext;
    std::size_t choice = 0;  // for kChoice: its number
  };

  /// `steps` must outlive this.
  explicit StepGraph(const std::vector<Step>& steps);

  const std::vector<Step>& steps() const { return steps_; }
  const std::vector<Edge>& edges(std::size_t step) const { return edges_[step]; }
  std::size_t index_of(std::string_view name) const;  // steps().size(): not in this list

  /// By step: whether a way leads there from the first one.
  std::vector<bool> reachable() const { return reachable_from(0); }
  /// By step: whether it can have run before `step`.
  std::vector<bool> before(std::size_t step) const;

 private:
  std::vector<bool> reachable_from(std::size_t start) const;
  void connect(std::size_t from);
  void connect_exits(std::size_t loop, const Step& inner);
  void add(std::size_t from, std::string_view to, Way way, std::size_t choice = 0);

  const std::vector<Step>& steps_;
  std::map<std::string_view, std::size_t> index_;
  std::vector<std::vector<Edge>> edges_;
};

}  // namespace ssm
