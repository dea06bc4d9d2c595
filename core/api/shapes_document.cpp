// SPDX-License-Identifier: Apache-2.0
// Documents, their versions and their filters.
#include "core/api/shape_table.h"
#include "core/api/shapes.h"

namespace ssm::shapes {

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

}  // namespace ssm::shapes
