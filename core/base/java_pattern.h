// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"

namespace ssm {

/// A regular expression of java.util.regex as one that PCRE2 matches in the same way (UTF, no
/// option set). What the two read differently is written out: flags, line ends, classes in classes
/// and `&&`, `\Q..\E`, escapes, names of properties, repetitions above 65,535.
/// Errors: code "Pattern", the message ends with the position in characters.
/// Limits: groups and classes nested 200 deep; repetitions above 1,048,560 have no upper bound.
/// Not translated: lookbehinds whose length varies, blocks beyond the common ones, `\N{name}`.
/// Source: the documentation of java.util.regex.Pattern, and its behaviour in Java 17.
Result<std::string> java_to_pcre(std::string_view expression);

}  // namespace ssm
