// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/document/node.h"

namespace ssm {

/// One text and its lines: turns byte offsets into what people count.
class TextPositions {
 public:
  explicit TextPositions(std::string_view text);

  /// Line and column (in characters) of the byte at `offset`.
  Location at(std::size_t offset) const;

 private:
  std::vector<std::size_t> line_starts_;
  std::vector<std::uint32_t> continuation_bytes_before_;  // empty: the text is ASCII
};

/// The reader of each format. `text` is valid UTF-8 without byte order mark, within max_bytes.
tl::expected<Node, Problem> read_yaml(std::string_view text, const DocumentLimits& limits);
tl::expected<Node, Problem> read_json(std::string_view text, const DocumentLimits& limits);

/// Where each name stands among a map's members.
using MemberPlaces = std::unordered_map<std::string, std::size_t>;
/// Adds a member; one of the same name is replaced where it stands.
void put_member(Node& map, Node::Member member, MemberPlaces& places);
/// Why a member is refused where keys must not be repeated.
std::string repeated_key(const Node::Member& member);

/// "YAML not well-formed. at Line: 3, Column: 7" and, when there is more to say, a second sentence.
Problem not_well_formed(DocumentFormat format, Location at, std::string_view reason);

/// What a plain (unquoted) YAML scalar stands for.
Node::Kind kind_of_plain_scalar(std::string_view text);
/// Kind of a number as JSON writes it.
Node::Kind kind_of_json_number(std::string_view text);
/// The value of true, yes, on, false, no and off in YAML's spellings; nullopt: another text.
std::optional<bool> boolean_word(std::string_view text);
/// The plain value of a scalar.
Json scalar_value(const Node& node);

}  // namespace ssm
