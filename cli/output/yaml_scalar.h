// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace ssm {

/// How a text is written in YAML.
enum class ScalarStyle { kPlain, kSingleQuoted, kDoubleQuoted };

/// The style of a text in block context. `is_key`: it stands before a colon. Texts that YAML 1.2
/// would read as something else are quoted.
ScalarStyle scalar_style(std::string_view text, bool is_key);

/// True when the text has a line break: such a key is written behind a question mark.
bool has_line_break(std::string_view text);

/// One character: its code point and its length in bytes.
struct Character {
  char32_t point = 0;
  std::size_t length = 1;
};
Character character_at(std::string_view text, std::size_t at);

bool is_line_break(char32_t point);

/// Characters that only an escape can write.
bool is_unprintable(char32_t point);

}  // namespace ssm
