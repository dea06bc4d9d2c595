// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"

namespace ssm {

struct XmlElement {
  std::string name;  // without the prefix of its namespace
  std::vector<std::pair<std::string, std::string>> attributes;  // as written: "xsi:type"
  std::string text;  // of an element with elements inside: what stands between them
  std::vector<XmlElement> children;
};

struct XmlLimits {
  std::size_t depth = 32;
  std::size_t elements = 100'000;
};

/// The root of a document, without declarations of types and their entities, which nothing here
/// needs and which may grow without end. Errors: code "MalformedXML".
Result<XmlElement> read_xml(std::string_view text, const XmlLimits& limits = {});

}  // namespace ssm
