// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <map>
#include <optional>
#include <span>
#include <sstream>

#include "core/base/text.h"
#include "core/document/readers.h"

namespace ssm {
namespace {

/// Thrown through the parser's callbacks; never leaves this file.
struct Refusal {
  Location at;
  std::string reason;
};

/// What a scalar covers of the text.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
  enum class Style { kPlain, kQuoted, kBlock } style = Style::kPlain;
};

/// What copying a value costs.
struct Weight {
  std::size_t nodes = 1;
  std::size_t bytes = 0;  // of text
  int depth = 0;          // of lists and maps, itself included

  void include(const Weight& child) {
    nodes += child.nodes;
    bytes += child.bytes;
    depth = std::max(depth, child.depth + 1);
  }
};

/// A finished anchored value.
struct Anchored {
  Node node;
  Weight weight;
};

/// Builds the tree from the parser's events, within the limits.
class YamlTreeBuilder final : public YAML::EventHandler {
 public:
  YamlTreeBuilder(std::string_view text, const TextPositions& positions,
                  const DocumentLimits& limits)
      : text_(text), positions_(positions), limits_(limits) {}

  Node take_root() { return std::move(root_); }

  /// Where scalars stand, in the order of the text.
  const std::vector<Span>& scalars() const { return scalars_; }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const std::size_t offset = offset_of(mark);
    const auto begins_with = [&](std::string_view characters) {
      return offset < text_.size() && characters.find(text_[offset]) != std::string_view::npos;
    };
    const bool is_written = begins_with("~nN");
    if (is_written) note_scalar({.begin = offset, .end = end_of_word(offset)});
    if (!open_.empty() && open_.back().member && !open_.back().is_flow) {
      require_colon(*open_.back().member, open_.back().key_offset);
    }
    const bool is_item = !open_.empty() && open_.back().is_flow && !open_.back().member;
    if (is_item && !is_written && !begins_with("&!"))
      throw Refusal{at(mark), "A value is missing here."};
    add_leaf({.kind = Node::Kind::kNull, .text = {}, .items = {}, .members = {}, .at = at(mark)},
             anchor);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    const std::size_t offset = offset_of(mark);
    std::string content = value;
    const Span span = span_of(offset, content);
    note_scalar(span);
    if (span.style == Span::Style::kQuoted) repair_escapes(content);
    if (!open_.empty() && !open_.back().member) open_.back().key_offset = offset;
    const bool is_own = is_own_tag(tag);
    add_leaf({.kind = is_own ? Node::Kind::kString : kind_of(tag, value, at(mark)),
              .text = std::move(content),
              .items = {},
              .members = {},
              .at = at(mark)},
             anchor, is_own ? tag : std::string());
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchored_.find(anchor);
    if (found == anchored_.end()) throw Refusal{at(mark), "An alias stands inside its own value."};
    const Weight weight = found->second.weight;
    count(weight, at(mark));
    require_depth(weight.depth, at(mark));
    Node copy = found->second.node;
    copy.at = at(mark);
    deliver(std::move(copy), weight);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    open(Node::Kind::kList, mark, tag, anchor, style);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    open(Node::Kind::kMap, mark, tag, anchor, style);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapEnd() override { close(); }

 private:
  static constexpr std::size_t kMostRepeated = 4 * 1024 * 1024;

  /// A list or map that is being read.
  struct Open {
    Node node;
    YAML::anchor_t anchor = YAML::NullAnchor;
    std::string own_tag;  // empty: it has none
    bool is_flow = false;
    std::size_t key_offset = 0;  // where the member's name starts
    Weight weight;
    std::optional<Node::Member> member;  // a map whose name has been read
    MemberPlaces places;
  };

  Location at(const YAML::Mark& mark) const { return positions_.at(offset_of(mark)); }

  static std::size_t offset_of(const YAML::Mark& mark) {
    return static_cast<std::size_t>(std::max(mark.pos, 0));
  }

  void note_scalar(const Span& span) {
    if (span.end > span.begin) scalars_.push_back(span);
  }

  std::size_t end_of_word(std::size_t start) const {
    return std::min(text_.find_first_of(" \t\r\n,]}:", start), text_.size());
  }

  /// What the scalar covers that begins at `start`, perhaps with an anchor or a tag. Corrects what
  /// the parser makes of `value`: of a folded text with "+" it loses a line end.
  Span span_of(std::size_t start, std::string& value) const {
    while (start < text_.size() && (text_[start] == '&' || text_[start] == '!')) {
      start = std::min(text_.find_first_of(" \t\r\n", start), text_.size());
      start = std::min(text_.find_first_not_of(" \t\r\n", start), text_.size());
    }
    if (start >= text_.size()) return {.begin = start, .end = start};
    const char first = text_[start];
    if (first == '"' || first == '\'') return quoted_span(start);
    if (first == '|' || first == '>') return block_span(start, value);
    // Nothing but blanks and line ends stands between the characters of a plain scalar.
    std::size_t end = start;
    for (const char c : value) {
      if (std::string_view(" \t\r\n").find(c) != std::string_view::npos) continue;
      end = std::min(text_.find(c, end), text_.size() - 1) + 1;
    }
    return {.begin = start, .end = end};
  }

  /// The parser takes the end of the text for a closing quote.
  Span quoted_span(std::size_t start) const {
    const char quote = text_[start];
    for (std::size_t i = start + 1; i < text_.size(); ++i) {
      const bool escape = quote == '"' ? text_[i] == '\\' : text_.substr(i, 2) == "''";
      if (escape) {
        if (text_.substr(i, 2) == "\\/") throw Refusal{positions_.at(i), "There is no escape \\/."};
        ++i;
      } else if (text_[i] == quote) {
        return {.begin = start, .end = i + 1, .style = Span::Style::kQuoted};
      }
    }
    throw Refusal{positions_.at(start), "The quoted text is not closed."};
  }

  Span block_span(std::size_t start, std::string& value) const {
    const std::size_t header_end = std::min(text_.find('\n', start), text_.size());
    const std::string_view header = text_.substr(start, header_end - start);
    const std::string_view indicators = header.substr(0, header.find_first_of(" \t\r#"));
    if (header.substr(0, header.find('#')).find('\t') != std::string_view::npos)
      throw Refusal{positions_.at(start), "A tab must not stand here: use blanks."};
    const bool is_empty = value.find_first_not_of('\n') == std::string::npos;
    std::size_t at = std::min(header_end + 1, text_.size());
    std::size_t end = at;               // behind the last line with text
    std::optional<std::size_t> indent;  // of the first line with text
    std::size_t line_ends = 0;          // behind the text
    while (at < text_.size()) {
      const std::size_t line_end = std::min(text_.find('\n', at), text_.size());
      const std::size_t first = text_.find_first_not_of(' ', at);
      const bool is_short = !indent || first - at <= *indent;
      const bool is_blank = (first >= line_end || text_[first] == '\r') && is_short;
      if (!is_blank && !indent) indent = first - at - std::min(first - at, leading_blanks(value));
      if (!is_blank && (is_empty || first - at < *indent)) break;
      const bool is_ended = line_end < text_.size();
      if (!is_blank) line_ends = 0;
      if (is_ended) ++line_ends;
      at = std::min(line_end + 1, text_.size());
      if (!is_blank) end = at;
    }
    if (header.starts_with('>') && indicators.find('+') != std::string_view::npos) {
      value.erase(value.find_last_not_of('\n') + 1);
      value.append(line_ends, '\n');
    }
    return {.begin = start, .end = std::max(end, header_end), .style = Span::Style::kBlock};
  }

  static std::size_t leading_blanks(std::string_view value) {
    const std::size_t start = std::min(value.find_first_not_of('\n'), value.size());
    return std::min(value.find_first_not_of(' ', start), value.size()) - start;
  }

  /// The parser takes a line of text without colon for a key without value.
  void require_colon(const Node::Member& key, std::size_t offset) const {
    const std::string_view before = trim(text_.substr(0, offset));
    constexpr std::string_view kNotPlain = "\"'&!*";
    const std::string_view text = text_.substr(std::min(offset, text_.size()));
    if (before.ends_with('?') || text.empty() || kNotPlain.find(text[0]) != kNotPlain.npos) return;
    // A name that is not in the text as it is was folded from several lines.
    if (!text.starts_with(key.name)) throw Refusal{key.at, "A key must stand on one line."};
    const std::size_t next = text_.find_first_not_of(" \t", offset + key.name.size());
    if (next == std::string_view::npos || text_[next] != ':') {
      throw Refusal{key.at, fmt::format("A colon is missing after \"{}\".", key.name)};
    }
  }

  Node::Kind kind_of(const std::string& tag, const std::string& value, Location where) const {
    constexpr std::string_view kCore = "tag:yaml.org,2002:";
    if (tag == "?" || tag.empty()) return kind_of_plain_scalar(value);
    if (tag == "!") return Node::Kind::kString;  // quoted or block
    if (!tag.starts_with(kCore)) throw Refusal{where, fmt::format("Unknown tag {}.", tag)};
    const std::string_view name = std::string_view(tag).substr(kCore.size());
    const Node::Kind plain = kind_of_plain_scalar(value);
    if (name == "str") return Node::Kind::kString;
    if (name == "null" && value.empty()) return Node::Kind::kNull;
    if (name == "bool" && plain == Node::Kind::kBoolean) return plain;
    if (name == "int" && plain == Node::Kind::kInteger) return plain;
    const bool number = plain == Node::Kind::kInteger || plain == Node::Kind::kFloat;
    if (name == "float" && number) return Node::Kind::kFloat;
    throw Refusal{where, fmt::format("The value does not fit its tag {}.", tag)};
  }

  /// The parser gives single bytes for the escapes \N (85) and \_ (A0).
  static void repair_escapes(std::string& value) {
    if (is_valid_utf8(value)) return;
    std::string repaired;
    for (std::size_t i = 0; i < value.size();) {
      std::size_t bytes = 1;
      while (bytes <= 4 && !is_valid_utf8(std::string_view(value).substr(i, bytes))) ++bytes;
      if (bytes > 4) repaired += '\xC2';
      bytes = bytes > 4 ? 1 : bytes;
      repaired += value.substr(i, bytes);
      i += bytes;
    }
    value = std::move(repaired);
  }

  void count(const Weight& weight, Location where) {
    if (weight.nodes > limits_.max_nodes - nodes_) {
      throw Refusal{where, fmt::format("More than {} values (each use of an alias counts).",
                                       limits_.max_nodes)};
    }
    if (weight.bytes > std::max(kMostRepeated, limits_.max_bytes) - bytes_) {
      throw Refusal{where, "The aliases repeat too much text."};
    }
    nodes_ += weight.nodes;
    bytes_ += weight.bytes;
  }

  void require_depth(int more, Location where) const {
    if (static_cast<int>(open_.size()) + more > limits_.max_depth) {
      throw Refusal{where, fmt::format("Nested more than {} deep.", limits_.max_depth)};
    }
  }

  void open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
            YAML::EmitterStyle::value style) {
    const Location where = at(mark);
    const std::string_view core =
        kind == Node::Kind::kList ? "tag:yaml.org,2002:seq" : "tag:yaml.org,2002:map";
    const bool is_own = is_own_tag(tag);
    if (!tag.empty() && tag != "?" && tag != "!" && tag != core && !is_own) {
      throw Refusal{where, fmt::format("Unknown tag {}.", tag)};
    }
    if (!open_.empty() && open_.back().node.kind == Node::Kind::kMap && !open_.back().member) {
      throw Refusal{where, "A list or a map cannot be a key."};
    }
    count({}, where);
    require_depth(1, where);
    Open opened;
    opened.node.kind = kind;
    opened.node.at = where;
    opened.anchor = anchor;
    if (is_own) opened.own_tag = tag;
    opened.is_flow = style == YAML::EmitterStyle::Flow;
    open_.push_back(std::move(opened));
  }

  void close() {
    Open done = std::move(open_.back());
    open_.pop_back();
    done.weight.depth = std::max(done.weight.depth, 1);
    wrap(done.node, done.weight, done.own_tag);
    remember(done.anchor, done.node, done.weight);
    deliver(std::move(done.node), done.weight);
  }

  void add_leaf(Node node, YAML::anchor_t anchor, const std::string& own_tag = {}) {
    Weight weight{.bytes = node.text.size()};
    count(weight, node.at);
    wrap(node, weight, own_tag);
    remember(anchor, node, weight);
    deliver(std::move(node), weight);
  }

  bool is_own_tag(const std::string& tag) const {
    return limits_.reads_own_tags && tag.size() > 1 && tag.front() == '!';
  }

  /// Makes a value with a tag of its own the only member of a map.
  void wrap(Node& node, Weight& weight, const std::string& own_tag) {
    if (own_tag.empty()) return;
    count({.bytes = own_tag.size()}, node.at);
    ++weight.nodes;
    weight.bytes += own_tag.size();
    ++weight.depth;
    require_depth(weight.depth, node.at);
    Node map;
    map.kind = Node::Kind::kMap;
    map.at = node.at;
    map.members.push_back({.name = own_tag, .at = node.at, .value = std::move(node)});
    node = std::move(map);
  }

  /// The copy that is kept counts too, so that anchors inside anchors stay cheap.
  void remember(YAML::anchor_t anchor, const Node& node, const Weight& weight) {
    if (anchor == YAML::NullAnchor) return;
    count(weight, node.at);
    anchored_[anchor] = {.node = node, .weight = weight};
  }

  void deliver(Node node, const Weight& weight) {
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = open_.back();
    parent.weight.include(weight);
    if (parent.node.kind == Node::Kind::kList) {
      parent.node.items.push_back(std::move(node));
    } else if (parent.member) {
      parent.member->value = std::move(node);
      if (limits_.refuses_repeated_keys && parent.places.contains(parent.member->name))
        throw Refusal{parent.member->at, repeated_key(*parent.member)};
      put_member(parent.node, std::move(*parent.member), parent.places);
      parent.member.reset();
    } else {
      begin_member(parent, std::move(node));
    }
  }

  static void begin_member(Open& parent, Node key) {
    if (key.kind == Node::Kind::kNull || !key.is_scalar()) {
      throw Refusal{key.at, "A key must be text."};
    }
    parent.member = Node::Member{.name = std::move(key.text), .at = key.at, .value = {}};
  }

  std::string_view text_;
  const TextPositions& positions_;
  const DocumentLimits& limits_;
  Node root_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Anchored> anchored_;
  std::size_t nodes_ = 0;
  std::size_t bytes_ = 0;
  std::vector<Span> scalars_;
};

/// Whether a comment begins between `line` and `end`, outside of scalars.
bool has_comment(std::string_view text, std::size_t line, std::size_t end,
                 std::span<const Span> scalars) {
  for (std::size_t i = text.find('#', line); i < end; i = text.find('#', i + 1)) {
    const auto after = std::ranges::upper_bound(scalars, i, {}, &Span::begin);
    const bool is_within = after != scalars.begin() && (after - 1)->end > i;
    const bool is_apart = i == line || text[i - 1] == ' ' || text[i - 1] == '\t';
    if (!is_within && is_apart) return true;
  }
  return false;
}

/// The parser takes tabs where Java's readers refuse them. They may stand in a comment, in quotes,
/// in a block of text, and on the line of a plain scalar, within it and behind it.
std::optional<std::size_t> find_bad_tab(std::string_view text, std::span<const Span> scalars) {
  std::size_t plain_end = 0;  // of the last plain scalar
  auto scalar = scalars.begin();
  for (std::size_t i = text.find('\t'); i != std::string_view::npos; i = text.find('\t', i)) {
    const std::size_t line = text.rfind('\n', i) + 1;  // npos + 1 is 0
    for (; scalar != scalars.end() && scalar->end <= i; ++scalar)
      if (scalar->style == Span::Style::kPlain) plain_end = scalar->end;
    const bool is_within = scalar != scalars.end() && scalar->begin <= i;
    if (is_within && scalar->style != Span::Style::kPlain) {
      i = scalar->end;
      continue;
    }
    const std::size_t before = text.find_last_not_of(" \t", i);
    const bool begins_line = before == std::string_view::npos || before < line;
    if (!begins_line && (is_within || before + 1 == plain_end)) {
      i = std::min(text.find_first_not_of(" \t", i), text.size());
    } else if (!is_within && has_comment(text, line, i, scalars)) {
      i = std::min(text.find('\n', i), text.size());
    } else {
      return i;
    }
  }
  return std::nullopt;
}

/// The parser takes byte 4 for the end of input and reads on after other control characters.
std::optional<std::size_t> find_control_character(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool allowed = byte == '\t' || byte == '\n' || byte == '\r';
    if ((byte < 0x20 && !allowed) || byte == 0x7F) return i;
  }
  return std::nullopt;
}

tl::expected<Node, Problem> read_documents(std::string_view text, const TextPositions& positions,
                                           const DocumentLimits& limits) {
  std::istringstream stream{std::string(text)};
  YAML::Parser parser(stream);
  YamlTreeBuilder builder(text, positions, limits);
  if (!parser.HandleNextDocument(builder)) {
    return tl::unexpected(not_well_formed(DocumentFormat::kYaml, {}, "The text is empty."));
  }
  if (const auto bad = find_bad_tab(text, builder.scalars())) {
    return tl::unexpected(not_well_formed(DocumentFormat::kYaml, positions.at(*bad),
                                          "A tab must not stand here: use blanks."));
  }
  YamlTreeBuilder second(text, positions, limits);
  if (parser.HandleNextDocument(second)) {
    return tl::unexpected(not_well_formed(DocumentFormat::kYaml, second.take_root().at,
                                          "There is more than one document in the text."));
  }
  return builder.take_root();
}

std::string sentence(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  if (!text.empty() && text.back() != '.') text += '.';
  return text;
}

}  // namespace

tl::expected<Node, Problem> read_yaml(std::string_view text, const DocumentLimits& limits) {
  const TextPositions positions(text);
  if (const auto bad = find_control_character(text)) {
    return tl::unexpected(not_well_formed(DocumentFormat::kYaml, positions.at(*bad),
                                          "A control character is not allowed."));
  }
  try {
    return read_documents(text, positions, limits);
  } catch (const Refusal& refusal) {
    return tl::unexpected(not_well_formed(DocumentFormat::kYaml, refusal.at, refusal.reason));
  } catch (const YAML::Exception& error) {
    const Location at = error.mark.is_null()
                            ? Location{}
                            : positions.at(static_cast<std::size_t>(std::max(error.mark.pos, 0)));
    return tl::unexpected(not_well_formed(DocumentFormat::kYaml, at, sentence(error.msg)));
  } catch (const std::exception& error) {
    return tl::unexpected(not_well_formed(DocumentFormat::kYaml, {}, sentence(error.what())));
  }
}

}  // namespace ssm
