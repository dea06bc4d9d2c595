// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/expression/jsonpath_syntax.h"

namespace ssm::testkit {

/// Where a selector looks, and in what it finds there by these names.
Result<std::vector<jsonpath::Segment>> path_of(std::string_view selector,
                                               std::span<const std::string> names = {});

/// Puts `value` into `root` where the path finds it, and makes what leads there: the inverse of a
/// selection. Lists behind `..`, `*` and filters get one element, or one for each of a list
/// `value`. What is there already stays, as far as the path leads through it; a text where a number
/// is put, and the like, keeps its kind. False: it cannot be put there. The caller selects again to
/// be sure.
bool place_value(Json& root, std::span<const jsonpath::Segment> path, const Json& value);

}  // namespace ssm::testkit
