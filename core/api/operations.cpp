// SPDX-License-Identifier: Apache-2.0
// The operations, in the order of the specification.
#include "core/api/model.h"
#include "core/api/shapes.h"

namespace ssm {
namespace {

using namespace shapes;

constexpr std::string_view kStartAutomationExecutionErrors[] = {
    "AutomationDefinitionNotFoundException",
    "InvalidAutomationExecutionParametersException",
    "AutomationExecutionLimitExceededException",
    "AutomationDefinitionVersionNotFoundException",
    "IdempotentParameterMismatch",
    "InvalidTarget",
    "InternalServerError"};
constexpr std::string_view kSendAutomationSignalErrors[] = {
    "AutomationExecutionNotFoundException", "AutomationStepNotFoundException",
    "InvalidAutomationSignalException", "InternalServerError"};
constexpr std::string_view kStopAutomationExecutionErrors[] = {
    "AutomationExecutionNotFoundException", "InvalidAutomationStatusUpdateException",
    "InternalServerError"};
constexpr std::string_view kGetAutomationExecutionErrors[] = {
    "AutomationExecutionNotFoundException", "InternalServerError"};
constexpr std::string_view kDescribeAutomationExecutionsErrors[] = {
    "InvalidFilterKey", "InvalidFilterValue", "InvalidNextToken", "InternalServerError"};
constexpr std::string_view kDescribeAutomationStepExecutionsErrors[] = {
    "AutomationExecutionNotFoundException", "InvalidNextToken", "InvalidFilterKey",
    "InvalidFilterValue", "InternalServerError"};
constexpr std::string_view kStartChangeRequestExecutionErrors[] = {
    "AutomationDefinitionNotFoundException",
    "InvalidAutomationExecutionParametersException",
    "AutomationExecutionLimitExceededException",
    "AutomationDefinitionVersionNotFoundException",
    "IdempotentParameterMismatch",
    "InternalServerError",
    "AutomationDefinitionNotApprovedException",
    "NoLongerSupportedException"};
constexpr std::string_view kStartExecutionPreviewErrors[] = {"InternalServerError",
                                                             "ValidationException"};
constexpr std::string_view kGetExecutionPreviewErrors[] = {"InternalServerError",
                                                           "ResourceNotFoundException"};
constexpr std::string_view kCreateDocumentErrors[] = {
    "DocumentAlreadyExists",  "MaxDocumentSizeExceeded",   "InternalServerError",
    "InvalidDocumentContent", "DocumentLimitExceeded",     "InvalidDocumentSchemaVersion",
    "TooManyUpdates",         "NoLongerSupportedException"};
constexpr std::string_view kUpdateDocumentErrors[] = {
    "MaxDocumentSizeExceeded",  "DocumentVersionLimitExceeded", "InternalServerError",
    "DuplicateDocumentContent", "DuplicateDocumentVersionName", "InvalidDocumentContent",
    "InvalidDocumentVersion",   "InvalidDocumentSchemaVersion", "InvalidDocument",
    "InvalidDocumentOperation"};
constexpr std::string_view kUpdateDocumentDefaultVersionErrors[] = {
    "InternalServerError", "InvalidDocument", "InvalidDocumentVersion",
    "InvalidDocumentSchemaVersion"};
constexpr std::string_view kDescribeDocumentErrors[] = {"InternalServerError", "InvalidDocument",
                                                        "InvalidDocumentVersion"};
constexpr std::string_view kGetDocumentErrors[] = {"InternalServerError", "InvalidDocument",
                                                   "InvalidDocumentVersion"};
constexpr std::string_view kListDocumentsErrors[] = {"InternalServerError", "InvalidNextToken",
                                                     "InvalidFilterKey"};
constexpr std::string_view kListDocumentVersionsErrors[] = {"InternalServerError",
                                                            "InvalidNextToken", "InvalidDocument"};
constexpr std::string_view kDeleteDocumentErrors[] = {"InternalServerError", "InvalidDocument",
                                                      "InvalidDocumentOperation",
                                                      "AssociatedInstances", "TooManyUpdates"};
constexpr std::string_view kModifyDocumentPermissionErrors[] = {
    "InternalServerError", "InvalidDocument", "InvalidPermissionType", "DocumentPermissionLimit",
    "DocumentLimitExceeded"};
constexpr std::string_view kDescribeDocumentPermissionErrors[] = {
    "InternalServerError", "InvalidDocument", "InvalidNextToken", "InvalidPermissionType",
    "InvalidDocumentOperation"};
constexpr std::string_view kAddTagsToResourceErrors[] = {"InvalidResourceType", "InvalidResourceId",
                                                         "InternalServerError", "TooManyTagsError",
                                                         "TooManyUpdates"};
constexpr std::string_view kRemoveTagsFromResourceErrors[] = {
    "InvalidResourceType", "InvalidResourceId", "InternalServerError", "TooManyUpdates"};
constexpr std::string_view kListTagsForResourceErrors[] = {
    "InvalidResourceType", "InvalidResourceId", "InternalServerError"};

constexpr Paging kDescribeAutomationExecutionsPaging = {
    .input_token = "NextToken",
    .limit_key = "MaxResults",
    .result_key = "AutomationExecutionMetadataList"};
constexpr Paging kDescribeAutomationStepExecutionsPaging = {
    .input_token = "NextToken", .limit_key = "MaxResults", .result_key = "StepExecutions"};
constexpr Paging kListDocumentsPaging = {
    .input_token = "NextToken", .limit_key = "MaxResults", .result_key = "DocumentIdentifiers"};
constexpr Paging kListDocumentVersionsPaging = {
    .input_token = "NextToken", .limit_key = "MaxResults", .result_key = "DocumentVersions"};

constinit const Operation kOperations[] = {
    {.name = "StartAutomationExecution",
     .command = "start-automation-execution",
     .input = &kStartAutomationExecutionRequest,
     .output = &kStartAutomationExecutionResult,
     .errors = kStartAutomationExecutionErrors,
     .paging = nullptr,
     .doc = "Starts a runbook and returns at once with the execution's id."},
    {.name = "SendAutomationSignal",
     .command = "send-automation-signal",
     .input = &kSendAutomationSignalRequest,
     .output = nullptr,
     .errors = kSendAutomationSignalErrors,
     .paging = nullptr,
     .doc = "Approves, rejects, starts, stops or resumes a step of a running execution."},
    {.name = "StopAutomationExecution",
     .command = "stop-automation-execution",
     .input = &kStopAutomationExecutionRequest,
     .output = nullptr,
     .errors = kStopAutomationExecutionErrors,
     .paging = nullptr,
     .doc = "Ends a running execution."},
    {.name = "GetAutomationExecution",
     .command = "get-automation-execution",
     .input = &kGetAutomationExecutionRequest,
     .output = &kGetAutomationExecutionResult,
     .errors = kGetAutomationExecutionErrors,
     .paging = nullptr,
     .doc = "Shows one execution with its steps."},
    {.name = "DescribeAutomationExecutions",
     .command = "describe-automation-executions",
     .input = &kDescribeAutomationExecutionsRequest,
     .output = &kDescribeAutomationExecutionsResult,
     .errors = kDescribeAutomationExecutionsErrors,
     .paging = &kDescribeAutomationExecutionsPaging,
     .doc = "Lists executions, newest first."},
    {.name = "DescribeAutomationStepExecutions",
     .command = "describe-automation-step-executions",
     .input = &kDescribeAutomationStepExecutionsRequest,
     .output = &kDescribeAutomationStepExecutionsResult,
     .errors = kDescribeAutomationStepExecutionsErrors,
     .paging = &kDescribeAutomationStepExecutionsPaging,
     .doc = "Lists the steps of one execution."},
    {.name = "StartChangeRequestExecution",
     .command = "start-change-request-execution",
     .input = &kStartChangeRequestExecutionRequest,
     .output = &kStartChangeRequestExecutionResult,
     .errors = kStartChangeRequestExecutionErrors,
     .paging = nullptr,
     .doc = "Requests a change: a runbook that runs once approved."},
    {.name = "StartExecutionPreview",
     .command = "start-execution-preview",
     .input = &kStartExecutionPreviewRequest,
     .output = &kStartExecutionPreviewResponse,
     .errors = kStartExecutionPreviewErrors,
     .paging = nullptr,
     .doc = "Starts to work out what a runbook would touch."},
    {.name = "GetExecutionPreview",
     .command = "get-execution-preview",
     .input = &kGetExecutionPreviewRequest,
     .output = &kGetExecutionPreviewResponse,
     .errors = kGetExecutionPreviewErrors,
     .paging = nullptr,
     .doc = "Shows what a runbook would touch."},
    {.name = "CreateDocument",
     .command = "create-document",
     .input = &kCreateDocumentRequest,
     .output = &kCreateDocumentResult,
     .errors = kCreateDocumentErrors,
     .paging = nullptr,
     .doc = "Stores a new document as version 1."},
    {.name = "UpdateDocument",
     .command = "update-document",
     .input = &kUpdateDocumentRequest,
     .output = &kUpdateDocumentResult,
     .errors = kUpdateDocumentErrors,
     .paging = nullptr,
     .doc = "Adds a version to a document."},
    {.name = "UpdateDocumentDefaultVersion",
     .command = "update-document-default-version",
     .input = &kUpdateDocumentDefaultVersionRequest,
     .output = &kUpdateDocumentDefaultVersionResult,
     .errors = kUpdateDocumentDefaultVersionErrors,
     .paging = nullptr,
     .doc = "Makes a version the default one."},
    {.name = "DescribeDocument",
     .command = "describe-document",
     .input = &kDescribeDocumentRequest,
     .output = &kDescribeDocumentResult,
     .errors = kDescribeDocumentErrors,
     .paging = nullptr,
     .doc = "Describes one version of a document."},
    {.name = "GetDocument",
     .command = "get-document",
     .input = &kGetDocumentRequest,
     .output = &kGetDocumentResult,
     .errors = kGetDocumentErrors,
     .paging = nullptr,
     .doc = "Shows the text of one version of a document."},
    {.name = "ListDocuments",
     .command = "list-documents",
     .input = &kListDocumentsRequest,
     .output = &kListDocumentsResult,
     .errors = kListDocumentsErrors,
     .paging = &kListDocumentsPaging,
     .doc = "Lists documents by name."},
    {.name = "ListDocumentVersions",
     .command = "list-document-versions",
     .input = &kListDocumentVersionsRequest,
     .output = &kListDocumentVersionsResult,
     .errors = kListDocumentVersionsErrors,
     .paging = &kListDocumentVersionsPaging,
     .doc = "Lists the versions of a document, newest first."},
    {.name = "DeleteDocument",
     .command = "delete-document",
     .input = &kDeleteDocumentRequest,
     .output = nullptr,
     .errors = kDeleteDocumentErrors,
     .paging = nullptr,
     .doc = "Deletes a document or one version of it."},
    {.name = "ModifyDocumentPermission",
     .command = "modify-document-permission",
     .input = &kModifyDocumentPermissionRequest,
     .output = nullptr,
     .errors = kModifyDocumentPermissionErrors,
     .paging = nullptr,
     .doc = "Shares a document with accounts or stops sharing it."},
    {.name = "DescribeDocumentPermission",
     .command = "describe-document-permission",
     .input = &kDescribeDocumentPermissionRequest,
     .output = &kDescribeDocumentPermissionResponse,
     .errors = kDescribeDocumentPermissionErrors,
     .paging = nullptr,
     .doc = "Shows with whom a document is shared."},
    {.name = "AddTagsToResource",
     .command = "add-tags-to-resource",
     .input = &kAddTagsToResourceRequest,
     .output = nullptr,
     .errors = kAddTagsToResourceErrors,
     .paging = nullptr,
     .doc = "Adds tags to a document or execution, or replaces their values."},
    {.name = "RemoveTagsFromResource",
     .command = "remove-tags-from-resource",
     .input = &kRemoveTagsFromResourceRequest,
     .output = nullptr,
     .errors = kRemoveTagsFromResourceErrors,
     .paging = nullptr,
     .doc = "Removes tags from a document or execution."},
    {.name = "ListTagsForResource",
     .command = "list-tags-for-resource",
     .input = &kListTagsForResourceRequest,
     .output = &kListTagsForResourceResult,
     .errors = kListTagsForResourceErrors,
     .paging = nullptr,
     .doc = "Lists the tags of a document or execution."},
};

}  // namespace

std::span<const Operation> operations() {
  return kOperations;
}

const Operation* find_operation(std::string_view name) {
  for (const Operation& operation : kOperations) {
    if (operation.name == name || operation.command == name) return &operation;
  }
  return nullptr;
}

}  // namespace ssm
