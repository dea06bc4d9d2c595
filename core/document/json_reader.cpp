// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <unordered_map>

#include "core/document/readers.h"

namespace ssm {
namespace {

/// Finds where each token starts. The SAX parser calls back once per token in text order, and only
/// for tokens that are well formed, so walking along the text is enough.
class TokenWalk {
 public:
  explicit TokenWalk(std::string_view text) : text_(text) {}

  /// Start of the next token that is neither comma nor colon; `length` of what it spans.
  std::size_t next() {
    while (at_ < text_.size() && std::string_view(" \t\r\n,:").find(text_[at_]) != kNone) ++at_;
    const std::size_t start = at_;
    if (at_ >= text_.size()) return start;
    if (text_[at_] == '"') {
      skip_string();
    } else if (std::string_view("{}[]").find(text_[at_]) != kNone) {
      ++at_;
    } else {
      at_ = std::min(text_.find_first_of(" \t\r\n,:]}", at_), text_.size());
    }
    return start;
  }

  std::string_view since(std::size_t start) const { return text_.substr(start, at_ - start); }

 private:
  static constexpr std::size_t kNone = std::string_view::npos;

  void skip_string() {
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\') ++at_;
    }
    at_ = std::min(at_ + 1, text_.size());
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

/// Receives nlohmann's SAX events and builds the tree. Returning false stops the parser.
class JsonTreeBuilder final : public nlohmann::json_sax<Json> {
 public:
  JsonTreeBuilder(std::string_view text, const TextPositions& positions,
                  const DocumentLimits& limits)
      : walk_(text), positions_(positions), limits_(limits) {}

  Node root;
  Problem problem;

  bool null() override { return add_leaf(Node::Kind::kNull, {}); }
  bool boolean(bool value) override {
    return add_leaf(Node::Kind::kBoolean, value ? "true" : "false");
  }
  bool number_integer(number_integer_t) override { return add_number(); }
  bool number_unsigned(number_unsigned_t) override { return add_number(); }
  bool number_float(number_float_t, const string_t&) override { return add_number(); }
  bool string(string_t& value) override { return add_leaf(Node::Kind::kString, std::move(value)); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Node::Kind::kMap); }
  bool start_array(std::size_t) override { return open(Node::Kind::kList); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    Open& map = open_.back();
    map.name_at = positions_.at(walk_.next());
    map.name = std::move(name);
    return true;
  }

  bool parse_error(std::size_t position, const std::string&,
                   const Json::exception& error) override {
    const Location at = positions_.at(position > 0 ? position - 1 : 0);
    problem = not_well_formed(DocumentFormat::kJson, at, reason_of(error));
    return false;
  }

 private:
  struct Open {
    Node node;
    std::string name;  // of the member being read
    Location name_at;
    std::unordered_map<std::string, std::size_t> members;  // name to place
  };

  /// The library's text is "[json.exception...] parse error at line 1, column 2: REASON; ...".
  static std::string reason_of(const Json::exception& error) {
    const std::string_view what = error.what();
    const std::size_t colon = what.find(": ");
    if (what.find("parse error at") == std::string_view::npos || colon == std::string_view::npos) {
      return {};
    }
    std::string reason(what.substr(colon + 2));
    if (!reason.empty() && reason[0] >= 'a' && reason[0] <= 'z') {
      reason[0] = static_cast<char>(reason[0] - 'a' + 'A');
    }
    return reason + '.';
  }

  bool refuse(Location at, std::string_view reason) {
    problem = not_well_formed(DocumentFormat::kJson, at, reason);
    return false;
  }

  bool count(Location at) {
    if (nodes_ >= limits_.max_nodes) {
      return refuse(at, fmt::format("More than {} values.", limits_.max_nodes));
    }
    ++nodes_;
    return true;
  }

  bool add_leaf(Node::Kind kind, std::string text) {
    Node node{.kind = kind,
              .text = std::move(text),
              .items = {},
              .members = {},
              .at = positions_.at(walk_.next())};
    if (!count(node.at)) return false;
    deliver(std::move(node));
    return true;
  }

  bool add_number() {
    const std::size_t start = walk_.next();
    const std::string_view text = walk_.since(start);
    Node node{.kind = kind_of_json_number(text),
              .text = std::string(text),
              .items = {},
              .members = {},
              .at = positions_.at(start)};
    if (!count(node.at)) return false;
    deliver(std::move(node));
    return true;
  }

  bool open(Node::Kind kind) {
    Open opened;
    opened.node.kind = kind;
    opened.node.at = positions_.at(walk_.next());
    if (static_cast<int>(open_.size()) >= limits_.max_depth) {
      return refuse(opened.node.at, fmt::format("Nested more than {} deep.", limits_.max_depth));
    }
    if (!count(opened.node.at)) return false;
    open_.push_back(std::move(opened));
    return true;
  }

  bool close() {
    walk_.next();
    Node done = std::move(open_.back().node);
    open_.pop_back();
    deliver(std::move(done));
    return true;
  }

  void deliver(Node node) {
    if (open_.empty()) {
      root = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.kind == Node::Kind::kList) {
      parent.node.items.push_back(std::move(node));
      return;
    }
    const auto [place, added] = parent.members.try_emplace(parent.name, parent.node.members.size());
    Node::Member member{.name = parent.name, .at = parent.name_at, .value = std::move(node)};
    if (added) {
      parent.node.members.push_back(std::move(member));
    } else {
      parent.node.members[place->second] = std::move(member);
    }
  }

  TokenWalk walk_;
  const TextPositions& positions_;
  const DocumentLimits& limits_;
  std::vector<Open> open_;
  std::size_t nodes_ = 0;
};

}  // namespace

tl::expected<Node, Problem> read_json(std::string_view text, const DocumentLimits& limits) {
  const TextPositions positions(text);
  JsonTreeBuilder builder(text, positions, limits);
  if (!Json::sax_parse(text, &builder)) return tl::unexpected(std::move(builder.problem));
  return std::move(builder.root);
}

}  // namespace ssm
