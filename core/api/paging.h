// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm {

/// Where a page begins and how long it may be.
struct Page {
  std::int64_t limit = 50;    // MaxResults, or the most there can be
  std::optional<Json> after;  // what set_next_page() was given; nullopt: the first page
};

/// Reads MaxResults and NextToken. `purpose`: a token is good only for the listing that made it.
/// Errors: InvalidNextToken.
Result<Page> requested_page(const Json& request, std::string_view purpose);

/// A member of a position that is a number, else 0. Never negative.
std::int64_t number_in(const Json& position, std::string_view name);

/// Puts NextToken into a response. `position`: an object.
void set_next_page(Json& response, const Json& request, std::string_view purpose,
                   const Json& position);

}  // namespace ssm
