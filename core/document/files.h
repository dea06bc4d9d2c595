// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "core/base/json.h"

namespace ssm {

/// "files" of a document's text: by name what is said of each attached file; empty when there is
/// none, or the text cannot be read.
Json files_in(std::string_view content);

/// The SHA-256 that `files` gives one of them, in hex; empty: it gives none.
std::string declared_sha256(const Json& files, std::string_view name);

}  // namespace ssm
