// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
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

/// "YAML not well-formed. at Line: 3, Column: 7" and, when there is more to say, a second sentence.
Problem not_well_formed(DocumentFormat format, Location at, std::string_view reason);

/// What a plain (unquoted) YAML scalar or a JSON number stands for.
Node::Kind kind_of_plain_scalar(std::string_view text);
/// Kind of a number as JSON writes it.
Node::Kind kind_of_json_number(std::string_view text);

}  // namespace ssm
