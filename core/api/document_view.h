// SPDX-License-Identifier: Apache-2.0
#pragma once
// How documents look to callers.

#include <string>
#include <string_view>

#include "core/api/handlers.h"
#include "core/launch/find_document.h"
#include "core/store/document_store.h"

namespace ssm {

/// Whose the document of that name in the caller's library is: the account's id, or "Amazon", also
/// of a predefined one; empty: there is none.
Result<std::string> owner_of(const RequestContext& call, std::string_view name);

/// How the caller knows a document: by its name, or by its ARN when another account owns it.
std::string shown_name(const AccountRegion& caller, const DocumentRecord& record);

/// The DocumentDescription structure; `status`: "Active", or "Creating" right after creation.
Json document_description(const DocumentRecord& record, std::string_view status);
/// The DocumentIdentifier structure: one entry of a listing.
Json document_identifier(const DocumentRecord& record);
/// The answer of GetDocument, but for Content and DocumentFormat.
Json document_header(const DocumentRecord& record);

}  // namespace ssm
