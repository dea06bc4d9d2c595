// SPDX-License-Identifier: Apache-2.0
#pragma once
// The shapes of the service model that more than one file uses, named as in the API. They and those
// of which they are made are defined in the shapes_*.cpp tables.

#include "core/model/shape.h"

namespace ssm::shapes {

// shapes_common.cpp
extern const Shape kBoolean;
extern const Shape kTag;
extern const Shape kTagList;
extern const Shape kDateTime;
extern const Shape kMaxResults;
extern const Shape kNextToken;

// shapes_target.cpp
extern const Shape kTargets;
extern const Shape kAutomationTargets;  // one at most
extern const Shape kTargetMaps;
extern const Shape kMaxConcurrency;
extern const Shape kMaxErrors;
extern const Shape kRegion;
extern const Shape kAlarmName;
extern const Shape kAlarmConfiguration;
extern const Shape kTargetLocation;
extern const Shape kTargetLocations;
extern const Shape kTargetLocationsURL;

// shapes_execution.cpp
extern const Shape kAutomationParameterKey;
extern const Shape kAutomationParameterMap;
extern const Shape kIdempotencyToken;
extern const Shape kExecutionMode;
extern const Shape kAutomationExecutionId;
extern const Shape kSignalType;
extern const Shape kStopType;
extern const Shape kAutomationExecutionStatus;
extern const Shape kString;
extern const Shape kLong;
extern const Shape kInteger;
extern const Shape kAutomationSubtype;
extern const Shape kChangeRequestName;
extern const Shape kAutomationType;
extern const Shape kStepExecution;
extern const Shape kRunbook;
extern const Shape kRunbooks;
extern const Shape kAutomationExecution;
extern const Shape kStartAutomationExecutionRequest;
extern const Shape kStartAutomationExecutionResult;
extern const Shape kSendAutomationSignalRequest;
extern const Shape kStopAutomationExecutionRequest;
extern const Shape kGetAutomationExecutionRequest;
extern const Shape kGetAutomationExecutionResult;
extern const Shape kDescribeAutomationExecutionsRequest;
extern const Shape kDescribeAutomationExecutionsResult;
extern const Shape kDescribeAutomationStepExecutionsRequest;
extern const Shape kDescribeAutomationStepExecutionsResult;

// shapes_preview.cpp
extern const Shape kStartChangeRequestExecutionRequest;
extern const Shape kStartChangeRequestExecutionResult;
extern const Shape kStartExecutionPreviewRequest;
extern const Shape kStartExecutionPreviewResponse;
extern const Shape kGetExecutionPreviewRequest;
extern const Shape kGetExecutionPreviewResponse;

// shapes_document.cpp
extern const Shape kDocumentARN;
extern const Shape kDocumentVersion;
extern const Shape kDocumentName;
extern const Shape kCreateDocumentRequest;
extern const Shape kCreateDocumentResult;
extern const Shape kUpdateDocumentRequest;
extern const Shape kUpdateDocumentResult;
extern const Shape kUpdateDocumentDefaultVersionRequest;
extern const Shape kUpdateDocumentDefaultVersionResult;
extern const Shape kDescribeDocumentRequest;
extern const Shape kDescribeDocumentResult;
extern const Shape kGetDocumentRequest;
extern const Shape kGetDocumentResult;
extern const Shape kListDocumentsRequest;
extern const Shape kListDocumentsResult;
extern const Shape kListDocumentVersionsRequest;
extern const Shape kListDocumentVersionsResult;
extern const Shape kDeleteDocumentRequest;
extern const Shape kModifyDocumentPermissionRequest;
extern const Shape kDescribeDocumentPermissionRequest;
extern const Shape kDescribeDocumentPermissionResponse;

// shapes_common.cpp
extern const Shape kAddTagsToResourceRequest;
extern const Shape kRemoveTagsFromResourceRequest;
extern const Shape kListTagsForResourceRequest;
extern const Shape kListTagsForResourceResult;

}  // namespace ssm::shapes
