// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace ssm::testkit {

/// Bytes that are no UTF-8 become U+FFFD each.
std::string as_utf8(std::string_view text);

/// Any text for XML and HTML, in attributes and content alike: what XML 1.0 cannot hold is written
/// as in JSON (\u0000), bytes that are no UTF-8 as U+FFFD.
std::string xml_escaped(std::string_view text);

}  // namespace ssm::testkit
