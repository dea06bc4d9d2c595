// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "core/api/service.h"
#include "core/base/json.h"
#include "core/base/result.h"
#include "core/document/action_catalog.h"
#include "core/document/node.h"
#include "core/store/document_store.h"

namespace ssm {

/// What DescribeDocument shows of a content: Description, Parameters, PlatformTypes, SchemaVersion.
Json describe_content(std::string_view document_type, const Node& root);

/// Checks the content of a new document and describes it. Automation: everything AWS checks
/// (Strictness::kCreation). Command, Session: schema version and outline. Others: well-formed.
/// `format`: "JSON", "YAML" or "TEXT". Errors: InvalidDocumentContent,
/// InvalidDocumentSchemaVersion, MaxDocumentSizeExceeded. The first line of the message is the
/// service's wording, further lines say where that is and what else is wrong.
Result<Json> check_content(std::string_view document_type, std::string_view format,
                           std::string_view content, const ActionCatalog& actions,
                           bool allows_retired_runtimes);

/// For the maker of a document: which steps of a runbook cannot run here, and the mocks that would
/// stand in for them. Empty: there are none.
std::string obstacles_notice(const DocumentRecord& record, const ServicePorts& ports);

}  // namespace ssm
