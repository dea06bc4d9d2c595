// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm {

/// NextToken: opaque text that carries a position (a JSON object). `purpose` says which listing
/// made it ("ListDocuments"); a token is good for that listing only.
std::string make_page_token(std::string_view purpose, const Json& position);

/// The position. Errors: InvalidNextToken for anything that make_page_token() did not make for
/// `purpose`.
Result<Json> read_page_token(std::string_view purpose, std::string_view token);

}  // namespace ssm
