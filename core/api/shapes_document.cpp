// SPDX-License-Identifier: Apache-2.0
// Documents: values, structures, then requests and responses.
#include "core/api/shapes.h"
#include "core/model/shape_table.h"

namespace ssm::shapes {

constinit const Shape kDocumentARN = text("DocumentARN", {}, R"(^[a-zA-Z0-9_\-.:/]{3,128}$)");
constinit const Shape kDocumentVersion =
    text("DocumentVersion", {}, "([$]LATEST|[$]DEFAULT|^[1-9][0-9]*$)");
constinit const Shape kDocumentName = text("DocumentName", {}, R"(^[a-zA-Z0-9_\-.]{3,128}$)");
constinit const Shape kDocumentContent = text("DocumentContent", {.min = 1});
constinit const Shape kRequireType =
    text("RequireType", {.max = 128}, R"(^[a-zA-Z0-9_\-.]{1,128}$)");
constinit const Shape kDocumentVersionName =
    text("DocumentVersionName", {}, R"(^[a-zA-Z0-9_\-.]{1,128}$)");

constexpr std::string_view kAttachmentsSourceKeyValues[] = {"SourceUrl", "S3FileUrl",
                                                            "AttachmentReference"};
constinit const Shape kAttachmentsSourceKey =
    choice("AttachmentsSourceKey", kAttachmentsSourceKeyValues);

constinit const Shape kAttachmentsSourceValue = text("AttachmentsSourceValue", {1, 1024});
constinit const Shape kAttachmentsSourceValues =
    list("AttachmentsSourceValues", &kAttachmentsSourceValue, {1, 1});
constinit const Shape kAttachmentIdentifier =
    text("AttachmentIdentifier", {}, R"(^[a-zA-Z0-9_\-.]{3,128}$)");
constinit const Shape kDocumentDisplayName =
    text("DocumentDisplayName", {.max = 1024}, R"(^[\w\.\-\:\/ ]*$)");

constexpr std::string_view kDocumentTypeValues[] = {"Command",
                                                    "Policy",
                                                    "Automation",
                                                    "Session",
                                                    "Package",
                                                    "ApplicationConfiguration",
                                                    "ApplicationConfigurationSchema",
                                                    "DeploymentStrategy",
                                                    "ChangeCalendar",
                                                    "Automation.ChangeTemplate",
                                                    "ProblemAnalysis",
                                                    "ProblemAnalysisTemplate",
                                                    "CloudFormation",
                                                    "ConformancePackTemplate",
                                                    "QuickSetup",
                                                    "ManualApprovalPolicy",
                                                    "AutoApprovalPolicy"};
constinit const Shape kDocumentType = choice("DocumentType", kDocumentTypeValues);

constexpr std::string_view kDocumentFormatValues[] = {"YAML", "JSON", "TEXT"};
constinit const Shape kDocumentFormat = choice("DocumentFormat", kDocumentFormatValues);

constinit const Shape kTargetType = text("TargetType", {.max = 200}, R"(^\/[\w\.\-\:\/]*$)");
constinit const Shape kDocumentSha1 = text("DocumentSha1");
constinit const Shape kDocumentHash = text("DocumentHash", {.max = 256});

constexpr std::string_view kDocumentHashTypeValues[] = {"Sha256", "Sha1"};
constinit const Shape kDocumentHashType = choice("DocumentHashType", kDocumentHashTypeValues);

constinit const Shape kDocumentOwner = text("DocumentOwner");

constexpr std::string_view kDocumentStatusValues[] = {"Creating", "Active", "Updating", "Deleting",
                                                      "Failed"};
constinit const Shape kDocumentStatus = choice("DocumentStatus", kDocumentStatusValues);

constinit const Shape kDocumentStatusInformation = text("DocumentStatusInformation");
constinit const Shape kDescriptionInDocument = text("DescriptionInDocument");
constinit const Shape kDocumentParameterName = text("DocumentParameterName");

constexpr std::string_view kDocumentParameterTypeValues[] = {"String", "StringList"};
constinit const Shape kDocumentParameterType =
    choice("DocumentParameterType", kDocumentParameterTypeValues);

constinit const Shape kDocumentParameterDescrption = text("DocumentParameterDescrption");
constinit const Shape kDocumentParameterDefaultValue = text("DocumentParameterDefaultValue");

constexpr std::string_view kPlatformTypeValues[] = {"Windows", "Linux", "MacOS"};
constinit const Shape kPlatformType = choice("PlatformType", kPlatformTypeValues);

constinit const Shape kPlatformTypeList = list("PlatformTypeList", &kPlatformType);
constinit const Shape kDocumentSchemaVersion =
    text("DocumentSchemaVersion", {}, R"(([0-9]+)\.([0-9]+))");
constinit const Shape kAttachmentName = text("AttachmentName", {}, R"(^[a-zA-Z0-9_\-.]{3,128}$)");
constinit const Shape kDocumentAuthor = text("DocumentAuthor");

constexpr std::string_view kReviewStatusValues[] = {"APPROVED", "NOT_REVIEWED", "PENDING",
                                                    "REJECTED"};
constinit const Shape kReviewStatus = choice("ReviewStatus", kReviewStatusValues);

constinit const Shape kReviewer = text("Reviewer", {.max = 50}, R"(^[a-zA-Z0-9_\-.]{1,128}$)");
constinit const Shape kCategory = text("Category", {.max = 128});
constinit const Shape kCategoryList = list("CategoryList", &kCategory, {0, 3});
constinit const Shape kCategoryEnumList = list("CategoryEnumList", &kCategory, {0, 3});
constinit const Shape kDocumentVersionNumber = text("DocumentVersionNumber", {}, "(^[1-9][0-9]*$)");
constinit const Shape kContentLength = plain("ContentLength", Kind::kLong);
constinit const Shape kAttachmentHash = text("AttachmentHash", {.max = 256});

constexpr std::string_view kAttachmentHashTypeValues[] = {"Sha256"};
constinit const Shape kAttachmentHashType = choice("AttachmentHashType", kAttachmentHashTypeValues);

constinit const Shape kAttachmentUrl = text("AttachmentUrl");

constexpr std::string_view kDocumentFilterKeyValues[] = {"Name", "Owner", "PlatformTypes",
                                                         "DocumentType"};
constinit const Shape kDocumentFilterKey = choice("DocumentFilterKey", kDocumentFilterKeyValues);

constinit const Shape kDocumentFilterValue = text("DocumentFilterValue", {.min = 1});
constinit const Shape kDocumentKeyValuesFilterKey = text("DocumentKeyValuesFilterKey", {1, 128});
constinit const Shape kDocumentKeyValuesFilterValue =
    text("DocumentKeyValuesFilterValue", {1, 256});
constinit const Shape kDocumentKeyValuesFilterValues =
    list("DocumentKeyValuesFilterValues", &kDocumentKeyValuesFilterValue);

constexpr std::string_view kDocumentPermissionTypeValues[] = {"Share"};
constinit const Shape kDocumentPermissionType =
    choice("DocumentPermissionType", kDocumentPermissionTypeValues);

constinit const Shape kAccountId = text("AccountId", {}, "(?i)all|[0-9]{12}");
constinit const Shape kAccountIdList = list("AccountIdList", &kAccountId, {.max = 20});
constinit const Shape kSharedDocumentVersion =
    text("SharedDocumentVersion", {.max = 8}, "([$]LATEST|[$]DEFAULT|[$]ALL)");
constinit const Shape kDocumentPermissionMaxResults =
    plain("DocumentPermissionMaxResults", Kind::kInteger, {1, 200});

constexpr MemberShape kDocumentRequiresMembers[] = {
    {"Name", &kDocumentARN, kRequired, "Name of the document that is required."},
    {"Version", &kDocumentVersion, kOptional, "Version that is required."},
    {"RequireType", &kRequireType, kOptional, "Kind of the requirement."},
    {"VersionName", &kDocumentVersionName, kOptional, "Name of the version that is required."},
};
constinit const Shape kDocumentRequires = structure("DocumentRequires", kDocumentRequiresMembers);

constinit const Shape kDocumentRequiresList =
    list("DocumentRequiresList", &kDocumentRequires, {.min = 1});

constexpr MemberShape kAttachmentsSourceMembers[] = {
    {"Key", &kAttachmentsSourceKey, kOptional, "How the values say where the file is."},
    {"Values", &kAttachmentsSourceValues, kOptional, "Where the file is."},
    {"Name", &kAttachmentIdentifier, kOptional, "File name within the document."},
};
constinit const Shape kAttachmentsSource =
    structure("AttachmentsSource", kAttachmentsSourceMembers);

constinit const Shape kAttachmentsSourceList =
    list("AttachmentsSourceList", &kAttachmentsSource, {0, 20});

constexpr MemberShape kDocumentParameterMembers[] = {
    {"Name", &kDocumentParameterName, kOptional, "Name of the parameter."},
    {"Type", &kDocumentParameterType, kOptional, "Type of the parameter."},
    {"Description", &kDocumentParameterDescrption, kOptional, "What the parameter is for."},
    {"DefaultValue", &kDocumentParameterDefaultValue, kOptional,
     "Value taken when none is given, as text."},
};
constinit const Shape kDocumentParameter =
    structure("DocumentParameter", kDocumentParameterMembers);

constinit const Shape kDocumentParameterList = list("DocumentParameterList", &kDocumentParameter);

constexpr MemberShape kAttachmentInformationMembers[] = {
    {"Name", &kAttachmentName, kOptional, "File name of the attachment."},
};
constinit const Shape kAttachmentInformation =
    structure("AttachmentInformation", kAttachmentInformationMembers);

constinit const Shape kAttachmentInformationList =
    list("AttachmentInformationList", &kAttachmentInformation);

constexpr MemberShape kReviewInformationMembers[] = {
    {"ReviewedTime", &kDateTime, kOptional, "When it was reviewed."},
    {"Status", &kReviewStatus, kOptional, "Result of the review."},
    {"Reviewer", &kReviewer, kOptional, "Who reviewed it."},
};
constinit const Shape kReviewInformation =
    structure("ReviewInformation", kReviewInformationMembers);

constinit const Shape kReviewInformationList =
    list("ReviewInformationList", &kReviewInformation, {.min = 1});

constexpr MemberShape kDocumentDescriptionMembers[] = {
    {"Sha1", &kDocumentSha1, kOptional, "SHA-1 of the text."},
    {"Hash", &kDocumentHash, kOptional, "Hash of the text, in hex."},
    {"HashType", &kDocumentHashType, kOptional, "How the hash was made."},
    {"Name", &kDocumentARN, kOptional, "Name of the document."},
    {"DisplayName", &kDocumentDisplayName, kOptional, "Name for people to read."},
    {"VersionName", &kDocumentVersionName, kOptional, "Name of the version."},
    {"Owner", &kDocumentOwner, kOptional, "Account that owns the document, or Amazon."},
    {"CreatedDate", &kDateTime, kOptional, "When the version was created."},
    {"Status", &kDocumentStatus, kOptional, "Status of the document version."},
    {"StatusInformation", &kDocumentStatusInformation, kOptional, "More about the status."},
    {"DocumentVersion", &kDocumentVersion, kOptional, "Number of the version described."},
    {"Description", &kDescriptionInDocument, kOptional, "What the document is for."},
    {"Parameters", &kDocumentParameterList, kOptional,
     "The parameters that the document declares."},
    {"PlatformTypes", &kPlatformTypeList, kOptional, "Operating systems the document is for."},
    {"DocumentType", &kDocumentType, kOptional, "Type of the document, Automation for runbooks."},
    {"SchemaVersion", &kDocumentSchemaVersion, kOptional,
     "Version of the document's schema, 0.3 for runbooks."},
    {"LatestVersion", &kDocumentVersion, kOptional, "Number of the newest version."},
    {"DefaultVersion", &kDocumentVersion, kOptional, "Number of the default version."},
    {"DocumentFormat", &kDocumentFormat, kOptional, "Format of the text: JSON, YAML or TEXT."},
    {"TargetType", &kTargetType, kOptional,
     "The resource type that the document is for, / for all."},
    {"Tags", &kTagList, kOptional, "Tags of the document."},
    {"AttachmentsInformation", &kAttachmentInformationList, kOptional,
     "The files that belong to the document."},
    {"Requires", &kDocumentRequiresList, kOptional, "Documents that this one needs."},
    {"Author", &kDocumentAuthor, kOptional, "Who wrote the document."},
    {"ReviewInformation", &kReviewInformationList, kOptional, "Reviews of the document."},
    {"ApprovedVersion", &kDocumentVersion, kOptional, "Number of the approved version."},
    {"PendingReviewVersion", &kDocumentVersion, kOptional, "Number of the version in review."},
    {"ReviewStatus", &kReviewStatus, kOptional, "State of the review."},
    {"Category", &kCategoryList, kOptional, "Kind of document."},
    {"CategoryEnum", &kCategoryEnumList, kOptional, "Value behind the category."},
};
constinit const Shape kDocumentDescription =
    structure("DocumentDescription", kDocumentDescriptionMembers);

constexpr MemberShape kDocumentDefaultVersionDescriptionMembers[] = {
    {"Name", &kDocumentName, kOptional, "Name of the document."},
    {"DefaultVersion", &kDocumentVersion, kOptional, "Number of the default version."},
    {"DefaultVersionName", &kDocumentVersionName, kOptional, "Name of the default version."},
};
constinit const Shape kDocumentDefaultVersionDescription =
    structure("DocumentDefaultVersionDescription", kDocumentDefaultVersionDescriptionMembers);

constexpr MemberShape kAttachmentContentMembers[] = {
    {"Name", &kAttachmentName, kOptional, "File name of the attachment."},
    {"Size", &kContentLength, kOptional, "Size of the file in bytes."},
    {"Hash", &kAttachmentHash, kOptional, "Hash of the file, in hex."},
    {"HashType", &kAttachmentHashType, kOptional, "How the hash was made."},
    {"Url", &kAttachmentUrl, kOptional, "Where the file can be read."},
};
constinit const Shape kAttachmentContent =
    structure("AttachmentContent", kAttachmentContentMembers);

constinit const Shape kAttachmentContentList = list("AttachmentContentList", &kAttachmentContent);

constexpr MemberShape kDocumentFilterMembers[] = {
    {"key", &kDocumentFilterKey, kRequired, "The property that is compared."},
    {"value", &kDocumentFilterValue, kRequired, "The value it must have."},
};
constinit const Shape kDocumentFilter = structure("DocumentFilter", kDocumentFilterMembers);

constinit const Shape kDocumentFilterList =
    list("DocumentFilterList", &kDocumentFilter, {.min = 1});

constexpr MemberShape kDocumentKeyValuesFilterMembers[] = {
    {"Key", &kDocumentKeyValuesFilterKey, kOptional,
     "Owner, Name, PlatformTypes, DocumentType, TargetType, SearchKeyword or tag:NAME."},
    {"Values", &kDocumentKeyValuesFilterValues, kOptional,
     "Any one of these values lets a document pass."},
};
constinit const Shape kDocumentKeyValuesFilter =
    structure("DocumentKeyValuesFilter", kDocumentKeyValuesFilterMembers);

constinit const Shape kDocumentKeyValuesFilterList =
    list("DocumentKeyValuesFilterList", &kDocumentKeyValuesFilter, {0, 6});

constexpr MemberShape kDocumentIdentifierMembers[] = {
    {"Name", &kDocumentARN, kOptional, "Name of the document."},
    {"CreatedDate", &kDateTime, kOptional, "When the document was created."},
    {"DisplayName", &kDocumentDisplayName, kOptional, "Name for people to read."},
    {"Owner", &kDocumentOwner, kOptional, "Account that owns the document, or Amazon."},
    {"VersionName", &kDocumentVersionName, kOptional, "Name of the version."},
    {"PlatformTypes", &kPlatformTypeList, kOptional, "Operating systems the document is for."},
    {"DocumentVersion", &kDocumentVersion, kOptional, "Number of the default version."},
    {"DocumentType", &kDocumentType, kOptional, "Type of the document, Automation for runbooks."},
    {"SchemaVersion", &kDocumentSchemaVersion, kOptional,
     "Version of the document's schema, 0.3 for runbooks."},
    {"DocumentFormat", &kDocumentFormat, kOptional, "Format of the text: JSON, YAML or TEXT."},
    {"TargetType", &kTargetType, kOptional,
     "The resource type that the document is for, / for all."},
    {"Tags", &kTagList, kOptional, "Tags of the document."},
    {"Requires", &kDocumentRequiresList, kOptional, "Documents that this one needs."},
    {"ReviewStatus", &kReviewStatus, kOptional, "State of the review."},
    {"Author", &kDocumentAuthor, kOptional, "Who wrote the document."},
};
constinit const Shape kDocumentIdentifier =
    structure("DocumentIdentifier", kDocumentIdentifierMembers);

constinit const Shape kDocumentIdentifierList =
    list("DocumentIdentifierList", &kDocumentIdentifier);

constexpr MemberShape kDocumentVersionInfoMembers[] = {
    {"Name", &kDocumentName, kOptional, "Name of the document."},
    {"DisplayName", &kDocumentDisplayName, kOptional, "Name for people to read."},
    {"DocumentVersion", &kDocumentVersion, kOptional, "Number of the version."},
    {"VersionName", &kDocumentVersionName, kOptional, "Name of the version."},
    {"CreatedDate", &kDateTime, kOptional, "When the version was created."},
    {"IsDefaultVersion", &kBoolean, kOptional, "Whether this is the default version."},
    {"DocumentFormat", &kDocumentFormat, kOptional, "Format of the text: JSON, YAML or TEXT."},
    {"Status", &kDocumentStatus, kOptional, "Status of the document version."},
    {"StatusInformation", &kDocumentStatusInformation, kOptional, "More about the status."},
    {"ReviewStatus", &kReviewStatus, kOptional, "State of the review."},
};
constinit const Shape kDocumentVersionInfo =
    structure("DocumentVersionInfo", kDocumentVersionInfoMembers);

constinit const Shape kDocumentVersionList =
    list("DocumentVersionList", &kDocumentVersionInfo, {.min = 1});

constexpr MemberShape kAccountSharingInfoMembers[] = {
    {"AccountId", &kAccountId, kOptional, "An account that the document is shared with."},
    {"SharedDocumentVersion", &kSharedDocumentVersion, kOptional, "The version that is shared."},
};
constinit const Shape kAccountSharingInfo =
    structure("AccountSharingInfo", kAccountSharingInfoMembers);

constinit const Shape kAccountSharingInfoList =
    list("AccountSharingInfoList", &kAccountSharingInfo);

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

constexpr MemberShape kModifyDocumentPermissionRequestMembers[] = {
    {"Name", &kDocumentName, kRequired, "Name of the document."},
    {"PermissionType", &kDocumentPermissionType, kRequired, "Kind of permission, always Share."},
    {"AccountIdsToAdd", &kAccountIdList, kOptional, "Accounts to share with, or All."},
    {"AccountIdsToRemove", &kAccountIdList, kOptional, "Accounts to share with no longer, or All."},
    {"SharedDocumentVersion", &kSharedDocumentVersion, kOptional, "The version that is shared."},
};
constinit const Shape kModifyDocumentPermissionRequest =
    structure("ModifyDocumentPermissionRequest", kModifyDocumentPermissionRequestMembers);

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
