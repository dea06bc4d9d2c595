// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

#include "core/document/node.h"

namespace ssm::testkit {

/// `over` laid over `base`: maps member by member at any depth, everything else replaced. Every
/// part keeps the place where it was written.
Node merged(const Node& base, const Node& over);

/// How many nodes there are, this one included.
std::size_t node_count(const Node& node);

/// What stands at a path such as "instances[0].State", or as near above it as there is something.
const Node& node_at(const Node& root, std::string_view path);

}  // namespace ssm::testkit
