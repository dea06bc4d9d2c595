// SPDX-License-Identifier: Apache-2.0
// Requests and responses of the operations on documents.
#include "core/api/shape_table.h"
#include "core/api/shapes.h"

namespace ssm::shapes {

constexpr MemberShape kCreateDocumentRequestMembers[] = {
    {"Content", &kDocumentContent, kRequired, "Text of the document."},
    {"Requires", &kDocumentRequiresList, kOptional, "Documents that this one needs."},
    {"Attachments", &kAttachmentsSourceList, kOptional, "Files that belong to the document."},
    {"Name", &kDocumentName, kRequired, "Name of the document."},
    {"DisplayName", &kDocumentDisplayName, kOptional, "Name for people to read."},
    {"VersionName", &kDocumentVersionName, kOptional, "Name of the version."},
    {"DocumentType", &kDocumentType, kOptional, "Type of the document, Automation for runbooks."},
    {"DocumentFormat", &kDocumentFormat, kOptional, "Format of the text: JSON, YAML or TEXT."},
    {"TargetType", &kTargetType, kOptional,
     "The resource type that the document is for, / for all."},
    {"Tags", &kTagList, kOptional, "Tags to put on the document."},
};
constinit const Shape kCreateDocumentRequest =
    structure("CreateDocumentRequest", kCreateDocumentRequestMembers);

constexpr MemberShape kCreateDocumentResultMembers[] = {
    {"DocumentDescription", &kDocumentDescription, kOptional, "The document as it is now."},
};
constinit const Shape kCreateDocumentResult =
    structure("CreateDocumentResult", kCreateDocumentResultMembers);

constexpr MemberShape kUpdateDocumentRequestMembers[] = {
    {"Content", &kDocumentContent, kRequired, "Text of the document."},
    {"Attachments", &kAttachmentsSourceList, kOptional, "Files that belong to the document."},
    {"Name", &kDocumentName, kRequired, "Name of the document."},
    {"DisplayName", &kDocumentDisplayName, kOptional, "Name for people to read."},
    {"VersionName", &kDocumentVersionName, kOptional, "Name of the version."},
    {"DocumentVersion", &kDocumentVersion, kOptional,
     "The version to base on: the latest number or $LATEST."},
    {"DocumentFormat", &kDocumentFormat, kOptional, "Format of the text: JSON, YAML or TEXT."},
    {"TargetType", &kTargetType, kOptional,
     "The resource type that the document is for, / for all."},
};
constinit const Shape kUpdateDocumentRequest =
    structure("UpdateDocumentRequest", kUpdateDocumentRequestMembers);

constexpr MemberShape kUpdateDocumentResultMembers[] = {
    {"DocumentDescription", &kDocumentDescription, kOptional, "The document as it is now."},
};
constinit const Shape kUpdateDocumentResult =
    structure("UpdateDocumentResult", kUpdateDocumentResultMembers);

constexpr MemberShape kUpdateDocumentDefaultVersionRequestMembers[] = {
    {"Name", &kDocumentName, kRequired, "Name of the document."},
    {"DocumentVersion", &kDocumentVersionNumber, kRequired,
     "Number of the version that becomes the default."},
};
constinit const Shape kUpdateDocumentDefaultVersionRequest =
    structure("UpdateDocumentDefaultVersionRequest", kUpdateDocumentDefaultVersionRequestMembers);

constexpr MemberShape kUpdateDocumentDefaultVersionResultMembers[] = {
    {"Description", &kDocumentDefaultVersionDescription, kOptional, "The new default version."},
};
constinit const Shape kUpdateDocumentDefaultVersionResult =
    structure("UpdateDocumentDefaultVersionResult", kUpdateDocumentDefaultVersionResultMembers);

constexpr MemberShape kDescribeDocumentRequestMembers[] = {
    {"Name", &kDocumentARN, kRequired, "Name or ARN of the document."},
    {"DocumentVersion", &kDocumentVersion, kOptional, "Version: a number, $LATEST or $DEFAULT."},
    {"VersionName", &kDocumentVersionName, kOptional, "Name of the version."},
};
constinit const Shape kDescribeDocumentRequest =
    structure("DescribeDocumentRequest", kDescribeDocumentRequestMembers);

constexpr MemberShape kDescribeDocumentResultMembers[] = {
    {"Document", &kDocumentDescription, kOptional, "The document's description."},
};
constinit const Shape kDescribeDocumentResult =
    structure("DescribeDocumentResult", kDescribeDocumentResultMembers);

constexpr MemberShape kGetDocumentRequestMembers[] = {
    {"Name", &kDocumentARN, kRequired, "Name or ARN of the document."},
    {"VersionName", &kDocumentVersionName, kOptional, "Name of the version."},
    {"DocumentVersion", &kDocumentVersion, kOptional, "Version: a number, $LATEST or $DEFAULT."},
    {"DocumentFormat", &kDocumentFormat, kOptional, "Format to return the text in."},
};
constinit const Shape kGetDocumentRequest =
    structure("GetDocumentRequest", kGetDocumentRequestMembers);

constexpr MemberShape kGetDocumentResultMembers[] = {
    {"Name", &kDocumentARN, kOptional, "Name of the document."},
    {"CreatedDate", &kDateTime, kOptional, "When the version was created."},
    {"DisplayName", &kDocumentDisplayName, kOptional, "Name for people to read."},
    {"VersionName", &kDocumentVersionName, kOptional, "Name of the version."},
    {"DocumentVersion", &kDocumentVersion, kOptional, "Number of the version returned."},
    {"Status", &kDocumentStatus, kOptional, "Status of the document version."},
    {"StatusInformation", &kDocumentStatusInformation, kOptional, "More about the status."},
    {"Content", &kDocumentContent, kOptional, "Text of the document."},
    {"DocumentType", &kDocumentType, kOptional, "Type of the document, Automation for runbooks."},
    {"DocumentFormat", &kDocumentFormat, kOptional, "Format of the text: JSON, YAML or TEXT."},
    {"Requires", &kDocumentRequiresList, kOptional, "Documents that this one needs."},
    {"AttachmentsContent", &kAttachmentContentList, kOptional,
     "The files that belong to the document."},
    {"ReviewStatus", &kReviewStatus, kOptional, "State of the review."},
};
constinit const Shape kGetDocumentResult =
    structure("GetDocumentResult", kGetDocumentResultMembers);

constexpr MemberShape kListDocumentsRequestMembers[] = {
    {"DocumentFilterList", &kDocumentFilterList, kOptional, "Older form of Filters."},
    {"Filters", &kDocumentKeyValuesFilterList, kOptional, "Only documents that pass every filter."},
    {"MaxResults", &kMaxResults, kOptional, "How many results a page may have."},
    {"NextToken", &kNextToken, kOptional, "Where to go on: the token of the page before."},
};
constinit const Shape kListDocumentsRequest =
    structure("ListDocumentsRequest", kListDocumentsRequestMembers);

constexpr MemberShape kListDocumentsResultMembers[] = {
    {"DocumentIdentifiers", &kDocumentIdentifierList, kOptional, "The documents, by name."},
    {"NextToken", &kNextToken, kOptional, "Token of the next page; absent on the last."},
};
constinit const Shape kListDocumentsResult =
    structure("ListDocumentsResult", kListDocumentsResultMembers);

constexpr MemberShape kListDocumentVersionsRequestMembers[] = {
    {"Name", &kDocumentARN, kRequired, "Name or ARN of the document."},
    {"MaxResults", &kMaxResults, kOptional, "How many results a page may have."},
    {"NextToken", &kNextToken, kOptional, "Where to go on: the token of the page before."},
};
constinit const Shape kListDocumentVersionsRequest =
    structure("ListDocumentVersionsRequest", kListDocumentVersionsRequestMembers);

constexpr MemberShape kListDocumentVersionsResultMembers[] = {
    {"DocumentVersions", &kDocumentVersionList, kOptional, "The versions, newest first."},
    {"NextToken", &kNextToken, kOptional, "Token of the next page; absent on the last."},
};
constinit const Shape kListDocumentVersionsResult =
    structure("ListDocumentVersionsResult", kListDocumentVersionsResultMembers);

constexpr MemberShape kDeleteDocumentRequestMembers[] = {
    {"Name", &kDocumentName, kRequired, "Name of the document."},
    {"DocumentVersion", &kDocumentVersion, kOptional,
     "The one version to delete; all of them when omitted."},
    {"VersionName", &kDocumentVersionName, kOptional, "Name of the version."},
    {"Force", &kBoolean, kOptional, "Whether to delete types that are protected otherwise."},
};
constinit const Shape kDeleteDocumentRequest =
    structure("DeleteDocumentRequest", kDeleteDocumentRequestMembers);

constinit const Shape kDeleteDocumentResult = structure("DeleteDocumentResult", {});

constexpr MemberShape kModifyDocumentPermissionRequestMembers[] = {
    {"Name", &kDocumentName, kRequired, "Name of the document."},
    {"PermissionType", &kDocumentPermissionType, kRequired, "Kind of permission, always Share."},
    {"AccountIdsToAdd", &kAccountIdList, kOptional, "Accounts to share with, or All."},
    {"AccountIdsToRemove", &kAccountIdList, kOptional, "Accounts to share with no longer, or All."},
    {"SharedDocumentVersion", &kSharedDocumentVersion, kOptional, "The version that is shared."},
};
constinit const Shape kModifyDocumentPermissionRequest =
    structure("ModifyDocumentPermissionRequest", kModifyDocumentPermissionRequestMembers);

constinit const Shape kModifyDocumentPermissionResponse =
    structure("ModifyDocumentPermissionResponse", {});

constexpr MemberShape kDescribeDocumentPermissionRequestMembers[] = {
    {"Name", &kDocumentName, kRequired, "Name of the document."},
    {"PermissionType", &kDocumentPermissionType, kRequired, "Kind of permission, always Share."},
    {"MaxResults", &kDocumentPermissionMaxResults, kOptional, "How many results a page may have."},
    {"NextToken", &kNextToken, kOptional, "Where to go on: the token of the page before."},
};
constinit const Shape kDescribeDocumentPermissionRequest =
    structure("DescribeDocumentPermissionRequest", kDescribeDocumentPermissionRequestMembers);

constexpr MemberShape kDescribeDocumentPermissionResponseMembers[] = {
    {"AccountIds", &kAccountIdList, kOptional, "Accounts that the document is shared with."},
    {"AccountSharingInfoList", &kAccountSharingInfoList, kOptional,
     "Accounts and the version each may use."},
    {"NextToken", &kNextToken, kOptional, "Token of the next page; absent on the last."},
};
constinit const Shape kDescribeDocumentPermissionResponse =
    structure("DescribeDocumentPermissionResponse", kDescribeDocumentPermissionResponseMembers);

}  // namespace ssm::shapes
