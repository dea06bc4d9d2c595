// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"

namespace ssm {

/// Valid UTF-8 made fit for one line of a terminal, of XML, of anything: line ends and tabs become
/// blanks, other control characters and those that turn the writing direction U+FFFD.
std::string printable(std::string_view text);

/// The characters of valid UTF-8, one each.
std::vector<std::string_view> characters_of(std::string_view text);

/// At most `width` columns of it, with "…" at the end when something is missing.
std::string shortened(std::string_view text, std::size_t width);

/// Lines of at most `width` columns, broken at blanks; longer words are cut.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

/// "120 ms", "1.2 s", "3 min 20 s", "2 h 5 min", "3 d 4 h".
std::string duration_words(Milliseconds duration);

}  // namespace ssm
