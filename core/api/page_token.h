// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm {

/// NextToken: opaque text that carries a position (a JSON object). It is good only for the listing
/// that made it (`purpose`: "ListDocuments") and for a request that is the same in everything but
/// the page asked for, as the service demands.
std::string make_page_token(std::string_view purpose, const Json& request, const Json& position);

/// The position. Errors: InvalidNextToken for anything that make_page_token() did not make for
/// `purpose` and `request`.
Result<Json> read_page_token(std::string_view purpose, const Json& request, std::string_view token);

}  // namespace ssm
