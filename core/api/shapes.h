// SPDX-License-Identifier: Apache-2.0
#pragma once
// Every shape of the service model, named as in the API. Defined in the shapes_*.cpp tables.

#include "core/model/shape.h"

namespace ssm::shapes {

// shapes_common.cpp
extern const Shape kBoolean;
extern const Shape kTagKey;
extern const Shape kTagValue;
extern const Shape kTag;
extern const Shape kTagList;
extern const Shape kDateTime;
extern const Shape kMaxResults;
extern const Shape kNextToken;
extern const Shape kResourceTypeForTagging;
extern const Shape kResourceId;
extern const Shape kKeyList;

// shapes_target.cpp
extern const Shape kTargetKey;
extern const Shape kTargetValue;
extern const Shape kTargetValues;
extern const Shape kTarget;
extern const Shape kTargets;
extern const Shape kAutomationTargets;  // one at most
extern const Shape kTargetMapKey;
extern const Shape kTargetMapValue;
extern const Shape kTargetMapValueList;
extern const Shape kTargetMap;
extern const Shape kTargetMaps;
extern const Shape kMaxConcurrency;
extern const Shape kMaxErrors;
extern const Shape kAccount;
extern const Shape kAccounts;
extern const Shape kRegion;
extern const Shape kRegions;
extern const Shape kExecutionRoleName;
extern const Shape kAlarmName;
extern const Shape kAlarm;
extern const Shape kAlarmList;
extern const Shape kAlarmConfiguration;
extern const Shape kExcludeAccount;
extern const Shape kExcludeAccounts;
extern const Shape kTargetLocation;
extern const Shape kTargetLocations;
extern const Shape kTargetLocationsURL;

// shapes_execution_values.cpp
extern const Shape kAutomationParameterKey;
extern const Shape kAutomationParameterValue;
extern const Shape kAutomationParameterValueList;
extern const Shape kAutomationParameterMap;
extern const Shape kIdempotencyToken;
extern const Shape kExecutionMode;
extern const Shape kAutomationExecutionId;
extern const Shape kSignalType;
extern const Shape kStopType;
extern const Shape kAutomationExecutionStatus;
extern const Shape kString;
extern const Shape kAutomationActionName;
extern const Shape kLong;
extern const Shape kInteger;
extern const Shape kNormalStringMap;
extern const Shape kValidNextStep;
extern const Shape kValidNextStepList;
extern const Shape kExternalAlarmState;
extern const Shape kParameterValue;
extern const Shape kTargetParameterList;
extern const Shape kAutomationSubtype;
extern const Shape kChangeRequestName;
extern const Shape kAutomationExecutionFilterKey;
extern const Shape kAutomationExecutionFilterValue;
extern const Shape kAutomationExecutionFilterValueList;
extern const Shape kAutomationType;
extern const Shape kStepExecutionFilterKey;
extern const Shape kStepExecutionFilterValue;
extern const Shape kStepExecutionFilterValueList;

// shapes_execution.cpp
extern const Shape kFailureDetails;
extern const Shape kAlarmStateInformation;
extern const Shape kAlarmStateInformationList;
extern const Shape kParentStepDetails;
extern const Shape kStepExecution;
extern const Shape kStepExecutionList;
extern const Shape kResolvedTargets;
extern const Shape kTargetsSummary;
extern const Shape kProgressCounters;
extern const Shape kRunbook;
extern const Shape kRunbooks;
extern const Shape kAutomationExecution;
extern const Shape kAutomationExecutionFilter;
extern const Shape kAutomationExecutionFilterList;
extern const Shape kAutomationExecutionMetadata;
extern const Shape kAutomationExecutionMetadataList;
extern const Shape kStepExecutionFilter;
extern const Shape kStepExecutionFilterList;

// shapes_execution_calls.cpp
extern const Shape kStartAutomationExecutionRequest;
extern const Shape kStartAutomationExecutionResult;
extern const Shape kSendAutomationSignalRequest;
extern const Shape kSendAutomationSignalResult;
extern const Shape kStopAutomationExecutionRequest;
extern const Shape kStopAutomationExecutionResult;
extern const Shape kGetAutomationExecutionRequest;
extern const Shape kGetAutomationExecutionResult;
extern const Shape kDescribeAutomationExecutionsRequest;
extern const Shape kDescribeAutomationExecutionsResult;
extern const Shape kDescribeAutomationStepExecutionsRequest;
extern const Shape kDescribeAutomationStepExecutionsResult;

// shapes_preview.cpp
extern const Shape kChangeDetailsValue;
extern const Shape kStartChangeRequestExecutionRequest;
extern const Shape kStartChangeRequestExecutionResult;
extern const Shape kAutomationExecutionInputs;
extern const Shape kExecutionInputs;
extern const Shape kStartExecutionPreviewRequest;
extern const Shape kExecutionPreviewId;
extern const Shape kStartExecutionPreviewResponse;
extern const Shape kGetExecutionPreviewRequest;
extern const Shape kExecutionPreviewStatus;
extern const Shape kImpactType;
extern const Shape kStepPreviewMap;
extern const Shape kRegionList;
extern const Shape kTargetPreview;
extern const Shape kTargetPreviewList;
extern const Shape kAutomationExecutionPreview;
extern const Shape kExecutionPreview;
extern const Shape kGetExecutionPreviewResponse;

// shapes_document_values.cpp
extern const Shape kDocumentARN;
extern const Shape kDocumentVersion;
extern const Shape kDocumentName;
extern const Shape kDocumentContent;
extern const Shape kRequireType;
extern const Shape kDocumentVersionName;
extern const Shape kAttachmentsSourceKey;
extern const Shape kAttachmentsSourceValue;
extern const Shape kAttachmentsSourceValues;
extern const Shape kAttachmentIdentifier;
extern const Shape kDocumentDisplayName;
extern const Shape kDocumentType;
extern const Shape kDocumentFormat;
extern const Shape kTargetType;
extern const Shape kDocumentSha1;
extern const Shape kDocumentHash;
extern const Shape kDocumentHashType;
extern const Shape kDocumentOwner;
extern const Shape kDocumentStatus;
extern const Shape kDocumentStatusInformation;
extern const Shape kDescriptionInDocument;
extern const Shape kDocumentParameterName;
extern const Shape kDocumentParameterType;
extern const Shape kDocumentParameterDescrption;
extern const Shape kDocumentParameterDefaultValue;
extern const Shape kPlatformType;
extern const Shape kPlatformTypeList;
extern const Shape kDocumentSchemaVersion;
extern const Shape kAttachmentName;
extern const Shape kDocumentAuthor;
extern const Shape kReviewStatus;
extern const Shape kReviewer;
extern const Shape kCategory;
extern const Shape kCategoryList;
extern const Shape kCategoryEnumList;
extern const Shape kDocumentVersionNumber;
extern const Shape kContentLength;
extern const Shape kAttachmentHash;
extern const Shape kAttachmentHashType;
extern const Shape kAttachmentUrl;
extern const Shape kDocumentFilterKey;
extern const Shape kDocumentFilterValue;
extern const Shape kDocumentKeyValuesFilterKey;
extern const Shape kDocumentKeyValuesFilterValue;
extern const Shape kDocumentKeyValuesFilterValues;
extern const Shape kDocumentPermissionType;
extern const Shape kAccountId;
extern const Shape kAccountIdList;
extern const Shape kSharedDocumentVersion;
extern const Shape kDocumentPermissionMaxResults;

// shapes_document.cpp
extern const Shape kDocumentRequires;
extern const Shape kDocumentRequiresList;
extern const Shape kAttachmentsSource;
extern const Shape kAttachmentsSourceList;
extern const Shape kDocumentParameter;
extern const Shape kDocumentParameterList;
extern const Shape kAttachmentInformation;
extern const Shape kAttachmentInformationList;
extern const Shape kReviewInformation;
extern const Shape kReviewInformationList;
extern const Shape kDocumentDescription;
extern const Shape kDocumentDefaultVersionDescription;
extern const Shape kAttachmentContent;
extern const Shape kAttachmentContentList;
extern const Shape kDocumentFilter;
extern const Shape kDocumentFilterList;
extern const Shape kDocumentKeyValuesFilter;
extern const Shape kDocumentKeyValuesFilterList;
extern const Shape kDocumentIdentifier;
extern const Shape kDocumentIdentifierList;
extern const Shape kDocumentVersionInfo;
extern const Shape kDocumentVersionList;
extern const Shape kAccountSharingInfo;
extern const Shape kAccountSharingInfoList;

// shapes_document_calls.cpp
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
extern const Shape kDeleteDocumentResult;
extern const Shape kModifyDocumentPermissionRequest;
extern const Shape kModifyDocumentPermissionResponse;
extern const Shape kDescribeDocumentPermissionRequest;
extern const Shape kDescribeDocumentPermissionResponse;

// shapes_tag_calls.cpp
extern const Shape kAddTagsToResourceRequest;
extern const Shape kAddTagsToResourceResult;
extern const Shape kRemoveTagsFromResourceRequest;
extern const Shape kRemoveTagsFromResourceResult;
extern const Shape kListTagsForResourceRequest;
extern const Shape kListTagsForResourceResult;

}  // namespace ssm::shapes
