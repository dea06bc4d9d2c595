// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/document.h"

namespace ssm {

/// How something is to be looked at: as it is, gone well, gone wrong, stopped, happening now, not
/// (yet) touched.
enum class Tone { kPlain, kGood, kBad, kStopped, kActive, kFaint };

/// A step as a box. All texts are one line of printable characters.
struct FlowNode {
  enum class Shape { kStep, kBranch, kLoop, kPerson, kMissing };  // kMissing: no such step
  std::string name;
  std::string action;   // empty for kMissing
  std::string about;    // of a loop: what it goes through; else empty
  std::string note;     // "Success · 1.2 s · 2 attempts", "never reached"; mostly empty
  std::string message;  // why it failed
  Shape shape = Shape::kStep;
  Tone tone = Tone::kPlain;
  std::optional<std::size_t> loop;  // the node of the loop that it is in
  int line = 0;                     // in the document; 0 = unknown
};

/// An edge from a step to another one.
struct FlowEdge {
  /// kEach: from a loop to its first step. kAgain: from a step in a loop back to it.
  enum class Kind { kNext, kChoice, kDefault, kFailure, kCancel, kEach, kAgain };
  std::size_t from = 0;
  std::optional<std::size_t> to;  // nullopt: the end
  Kind kind = Kind::kNext;
  std::size_t choice = 0;        // for kChoice: its number
  bool also_on_failure = false;  // onFailure: Continue
  std::string label;             // a condition, "on failure"; empty for what goes without saying
  bool taken = false;
};

/// The flow of a runbook as it is drawn. nodes[0] is where it starts; the steps of a loop follow
/// it.
struct FlowGraph {
  std::string title;
  std::string subtitle;  // "5 steps"; of an execution: its status and time
  std::vector<FlowNode> nodes;
  std::vector<FlowEdge> edges;  // by from
  Tone end = Tone::kPlain;
  bool is_execution = false;
  bool has_started = false;

  std::span<const FlowEdge> edges_from(std::size_t node) const;
  /// nodes.size(): there is none of that name.
  std::size_t index_of(std::string_view name) const;
};

/// Whatever of the flow can be read in `document`, complete or not.
FlowGraph flow_graph(const Document& document, std::string_view title);

}  // namespace ssm
