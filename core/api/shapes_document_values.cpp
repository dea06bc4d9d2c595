// SPDX-License-Identifier: Apache-2.0
// Strings and lists of documents.
#include "core/api/shape_table.h"
#include "core/api/shapes.h"

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

}  // namespace ssm::shapes
