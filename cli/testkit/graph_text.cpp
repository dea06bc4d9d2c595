// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/graph_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "cli/output/character_width.h"
#include "cli/testkit/graph_words.h"
#include "core/base/text.h"

namespace ssm {
namespace {

using Kind = FlowEdge::Kind;
constexpr std::size_t kGutter = 3;
constexpr std::size_t kLeastWidth = 30;
constexpr std::size_t kMostLabel = 400;
constexpr std::size_t kMostMessage = 8000;

struct Sign {
  std::string_view text;
  std::string_view meaning;
};

Sign sign_of(const FlowNode& node) {
  if (node.tone == Tone::kGood) return {"✓", "Success"};
  if (node.tone == Tone::kBad) return {"✗", "failed"};
  if (node.tone == Tone::kStopped) return {"■", "stopped"};
  if (node.tone == Tone::kActive) return {"▶", "under way"};
  switch (node.shape) {
    case FlowNode::Shape::kStep:
      return {"○", "step"};
    case FlowNode::Shape::kBranch:
      return {"◇", "branch"};
    case FlowNode::Shape::kLoop:
      return {"↻", "loop"};
    case FlowNode::Shape::kPerson:
      return {"▱", "waits for people"};
    case FlowNode::Shape::kMissing:
      return {"✗", "no such step"};
  }
  return {"○", "step"};
}

std::string_view escape_of(Tone tone) {
  switch (tone) {
    case Tone::kPlain:
      return "\x1b[1m";
    case Tone::kGood:
      return "\x1b[32m";
    case Tone::kBad:
      return "\x1b[31m";
    case Tone::kStopped:
      return "\x1b[33m";
    case Tone::kActive:
      return "\x1b[36m";
    case Tone::kFaint:
      return "\x1b[2m";
  }
  return "";
}

class TextDrawing {
 public:
  TextDrawing(const FlowGraph& graph, const GraphTextStyle& style)
      : graph_(graph), style_(style), width_(std::max(style.width, kLeastWidth)) {}

  std::string draw() {
    for (const std::string& line : wrapped(graph_.title, width_)) put(bold(line));
    for (const std::string& line : wrapped(graph_.subtitle, width_)) put(line);
    put("");
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i)
      if (!graph_.nodes[i].loop && graph_.nodes[i].shape != FlowNode::Shape::kMissing) draw_node(i);
    if (style_.legend) draw_legend();
    return std::move(text_);
  }

 private:
  void put(const std::string& line) {
    std::string whole = prefix_ + line;
    whole.erase(whole.find_last_not_of(' ') + 1);
    text_ += whole + "\n";
  }

  std::string painted(std::string_view text, std::string_view escape) const {
    return style_.colour ? fmt::format("{}{}\x1b[0m", escape, text) : std::string(text);
  }
  std::string bold(std::string_view text) const { return painted(text, "\x1b[1m"); }

  std::size_t room() const { return width_ - prefix_width_; }

  /// The edge straight down: to the next node of the same list.
  const FlowEdge* down_from(std::size_t node) const {
    const auto& loop = graph_.nodes[node].loop;
    std::size_t below = node + 1;
    while (below < graph_.nodes.size() && graph_.nodes[below].loop != loop) {
      if (!graph_.nodes[below].loop) return nullptr;
      ++below;
    }
    for (const FlowEdge& edge : graph_.edges_from(node))
      if (edge.to == below && edge.kind == Kind::kNext && below < graph_.nodes.size() &&
          graph_.nodes[below].shape != FlowNode::Shape::kMissing)
        return &edge;
    return nullptr;
  }

  void draw_node(std::size_t i) {
    const FlowNode& node = graph_.nodes[i];
    const FlowEdge* down = down_from(i);
    const std::string bar = !down ? "   " : down->taken ? bold("┃") + "  " : "│  ";
    draw_heading(node, bar);
    for (const std::string& text : {node.about, node.note}) draw_text(text, bar, node.tone);
    draw_text(node.message, bar, Tone::kBad, kMostMessage);
    if (node.shape == FlowNode::Shape::kLoop) draw_inside(i, bar);
    draw_edges(i, down, bar);
    if (down && !down->label.empty()) draw_label_down(*down, bar);
    if (!is_last_in_loop(i)) put(down ? bar : "");
  }

  void draw_heading(const FlowNode& node, const std::string& bar) {
    const std::string name = painted(node.name, escape_of(node.tone));
    const std::string symbol = painted(sign_of(node).text, escape_of(node.tone));
    const bool fits = kGutter + text_width(node.name) + text_width(node.action) + 1 <= room();
    put(fmt::format("{} {}{}{}", symbol, name, fits ? "  " : "", fits ? node.action : ""));
    if (!fits) draw_text(node.action, bar, Tone::kFaint);
  }

  void draw_text(const std::string& text, const std::string& bar, Tone tone,
                 std::size_t most = kMostLabel) {
    if (text.empty()) return;
    for (const std::string& line : wrapped(shortened(text, most), room() - kGutter))
      put(bar + painted(line, escape_of(tone)));
  }

  /// Of the signs that are there; a graph of plain steps needs none.
  void draw_legend() {
    std::vector<std::string> parts;
    bool is_plain = true;
    for (const FlowNode& node : graph_.nodes) {
      if (node.shape == FlowNode::Shape::kMissing) continue;
      const Sign sign = sign_of(node);
      std::string part = fmt::format("{} {}", sign.text, sign.meaning);
      is_plain = is_plain && node.tone == Tone::kPlain && node.shape == FlowNode::Shape::kStep;
      if (std::ranges::find(parts, part) == parts.end()) parts.push_back(std::move(part));
    }
    if (is_plain) return;
    if (std::ranges::any_of(graph_.edges, &FlowEdge::taken)) {
      parts.emplace_back("━ way taken");
      parts.emplace_back("─ not taken");
    }
    if (!text_.ends_with("\n\n")) put("");
    std::string line;
    const auto end_line = [&] { put(painted(std::exchange(line, {}), escape_of(Tone::kFaint))); };
    for (const std::string& part : parts) {
      if (!line.empty() && text_width(line) + 3 + text_width(part) > width_) end_line();
      line += (line.empty() ? "" : " · ") + part;
    }
    end_line();
  }

  void draw_inside(std::size_t loop, const std::string& bar) {
    const std::string outer = prefix_;
    put(bar);
    prefix_ += bar;
    prefix_width_ += kGutter;
    for (std::size_t i = loop + 1; i < graph_.nodes.size(); ++i)
      if (graph_.nodes[i].loop == loop) draw_node(i);
    prefix_ = outer;
    prefix_width_ -= kGutter;
  }

  void draw_edges(std::size_t node, const FlowEdge* down, const std::string& bar) {
    std::vector<const FlowEdge*> edges;
    for (const FlowEdge& edge : graph_.edges_from(node))
      if (&edge != down && edge.kind != Kind::kEach) edges.push_back(&edge);
    for (const FlowEdge* edge : edges) draw_edge(*edge, !down && edge == edges.back(), bar);
  }

  bool is_last_in_loop(std::size_t node) const {
    const auto& loop = graph_.nodes[node].loop;
    const auto below = std::span(graph_.nodes).subspan(node + 1);
    return loop && std::ranges::find(below, loop, &FlowNode::loop) == below.end();
  }

  /// What is said at the edge straight down.
  void draw_label_down(const FlowEdge& down, const std::string& bar) {
    std::string start = down.taken ? bold("┣━ ") : "├─ ";
    for (const std::string& line : wrapped(down.label + " ↓", room() - kGutter)) {
      put(start + line);
      start = bar;
    }
  }

  std::string target_of(const FlowEdge& edge) const {
    if (!edge.to) return "end";
    if (edge.kind == Kind::kAgain) return "next round";
    const FlowNode& target = graph_.nodes[*edge.to];
    return target.shape == FlowNode::Shape::kMissing ? fmt::format("{} (no such step)", target.name)
                                                     : target.name;
  }

  void draw_edge(const FlowEdge& edge, bool is_last, const std::string& bar) {
    const std::string corner = edge.taken ? (is_last ? "┗━ " : "┣━ ") : is_last ? "└─ " : "├─ ";
    const std::string arrow = edge.taken ? "⇒ " : "→ ";
    const auto paint = [&](const std::string& text) { return edge.taken ? bold(text) : text; };
    const std::string target = target_of(edge);
    const std::string label = shortened(edge.label, kMostLabel);
    const std::size_t needed = kGutter + text_width(label) + 3 + text_width(target);
    if (label.empty() || needed <= room()) {
      put(paint(corner + label + (label.empty() ? "" : " ") + arrow + target));
      return;
    }
    std::string start = paint(corner);
    for (const std::string& line : wrapped(label, room() - kGutter)) {
      put(start + paint(line));
      start = is_last ? "   " : bar == "   " ? "│  " : bar;
    }
    put(start + paint(arrow + target));
  }

  const FlowGraph& graph_;
  const GraphTextStyle& style_;
  std::size_t width_;
  std::size_t prefix_width_ = 0;
  std::string prefix_;
  std::string text_;
};

}  // namespace

std::string to_graph_text(const FlowGraph& graph, const GraphTextStyle& style) {
  return TextDrawing(graph, style).draw();
}

}  // namespace ssm
