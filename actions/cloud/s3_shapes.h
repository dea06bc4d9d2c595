// SPDX-License-Identifier: Apache-2.0
#pragma once
// The configurations of buckets, as S3's operations take them. Source: the API reference of S3.

#include "actions/cloud/ec2_tags.h"

namespace ssm::cloud {

inline constexpr MemberShape kS3LocationInfoMembers[] = {{"Type", &kString}, {"Name", &kString}};
inline constexpr Shape kS3LocationInfo = structure(kS3LocationInfoMembers);
inline constexpr MemberShape kS3BucketInfoMembers[] = {{"DataRedundancy", &kString},
                                                       {"Type", &kString}};
inline constexpr Shape kS3BucketInfo = structure(kS3BucketInfoMembers);
inline constexpr MemberShape kS3CreateBucketConfigurationMembers[] = {
    {"LocationConstraint", &kString},
    {"Location", &kS3LocationInfo},
    {"Bucket", &kS3BucketInfo},
    {"Tags", &kWholeTags}};
inline constexpr Shape kS3CreateBucketConfiguration =
    structure(kS3CreateBucketConfigurationMembers);
inline constexpr MemberShape kS3GranteeMembers[] = {{"DisplayName", &kString},
                                                    {"EmailAddress", &kString},
                                                    {"ID", &kString},
                                                    {"Type", &kString, true},
                                                    {"URI", &kString}};
inline constexpr Shape kS3Grantee = structure(kS3GranteeMembers);
inline constexpr MemberShape kS3GrantMembers[] = {{"Grantee", &kS3Grantee},
                                                  {"Permission", &kString}};
inline constexpr Shape kS3Grant = structure(kS3GrantMembers);
inline constexpr Shape kS3Grants = list_of(kS3Grant);
inline constexpr MemberShape kS3OwnerMembers[] = {{"DisplayName", &kString}, {"ID", &kString}};
inline constexpr Shape kS3Owner = structure(kS3OwnerMembers);
inline constexpr MemberShape kS3AccessControlPolicyMembers[] = {{"Grants", &kS3Grants},
                                                                {"Owner", &kS3Owner}};
inline constexpr Shape kS3AccessControlPolicy = structure(kS3AccessControlPolicyMembers);
inline constexpr MemberShape kS3ServerSideEncryptionByDefaultMembers[] = {
    {"SSEAlgorithm", &kString, true}, {"KMSMasterKeyID", &kString}};
inline constexpr Shape kS3ServerSideEncryptionByDefault =
    structure(kS3ServerSideEncryptionByDefaultMembers);
inline constexpr MemberShape kS3BlockedEncryptionTypesMembers[] = {{"EncryptionType", &kStrings}};
inline constexpr Shape kS3BlockedEncryptionTypes = structure(kS3BlockedEncryptionTypesMembers);
inline constexpr MemberShape kS3ServerSideEncryptionRuleMembers[] = {
    {"ApplyServerSideEncryptionByDefault", &kS3ServerSideEncryptionByDefault},
    {"BucketKeyEnabled", &kBoolean},
    {"BlockedEncryptionTypes", &kS3BlockedEncryptionTypes}};
inline constexpr Shape kS3ServerSideEncryptionRule = structure(kS3ServerSideEncryptionRuleMembers);
inline constexpr Shape kS3ServerSideEncryptionRules = list_of(kS3ServerSideEncryptionRule);
inline constexpr MemberShape kS3ServerSideEncryptionConfigurationMembers[] = {
    {"Rules", &kS3ServerSideEncryptionRules, true}};
inline constexpr Shape kS3ServerSideEncryptionConfiguration =
    structure(kS3ServerSideEncryptionConfigurationMembers);
inline constexpr MemberShape kS3PublicAccessBlockConfigurationMembers[] = {
    {"BlockPublicAcls", &kBoolean},
    {"IgnorePublicAcls", &kBoolean},
    {"BlockPublicPolicy", &kBoolean},
    {"RestrictPublicBuckets", &kBoolean}};
inline constexpr Shape kS3PublicAccessBlockConfiguration =
    structure(kS3PublicAccessBlockConfigurationMembers);
inline constexpr MemberShape kS3VersioningConfigurationMembers[] = {{"MFADelete", &kString},
                                                                    {"Status", &kString}};
inline constexpr Shape kS3VersioningConfiguration = structure(kS3VersioningConfigurationMembers);
inline constexpr Shape kS3SimplePrefix{.kind = Shape::Kind::kStructure};
inline constexpr MemberShape kS3PartitionedPrefixMembers[] = {{"PartitionDateSource", &kString}};
inline constexpr Shape kS3PartitionedPrefix = structure(kS3PartitionedPrefixMembers);
inline constexpr MemberShape kS3TargetObjectKeyFormatMembers[] = {
    {"SimplePrefix", &kS3SimplePrefix}, {"PartitionedPrefix", &kS3PartitionedPrefix}};
inline constexpr Shape kS3TargetObjectKeyFormat = structure(kS3TargetObjectKeyFormatMembers);
inline constexpr MemberShape kS3LoggingEnabledMembers[] = {
    {"TargetBucket", &kString, true},
    {"TargetGrants", &kS3Grants},
    {"TargetPrefix", &kString, true},
    {"TargetObjectKeyFormat", &kS3TargetObjectKeyFormat}};
inline constexpr Shape kS3LoggingEnabled = structure(kS3LoggingEnabledMembers);
inline constexpr MemberShape kS3BucketLoggingStatusMembers[] = {
    {"LoggingEnabled", &kS3LoggingEnabled}};
inline constexpr Shape kS3BucketLoggingStatus = structure(kS3BucketLoggingStatusMembers);
inline constexpr MemberShape kS3TaggingMembers[] = {{"TagSet", &kWholeTags, true}};
inline constexpr Shape kS3Tagging = structure(kS3TaggingMembers);
inline constexpr MemberShape kS3LifecycleExpirationMembers[] = {
    {"Date", &kString}, {"Days", &kInteger}, {"ExpiredObjectDeleteMarker", &kBoolean}};
inline constexpr Shape kS3LifecycleExpiration = structure(kS3LifecycleExpirationMembers);
inline constexpr MemberShape kS3LifecycleRuleAndOperatorMembers[] = {
    {"Prefix", &kString},
    {"Tags", &kWholeTags},
    {"ObjectSizeGreaterThan", &kInteger},
    {"ObjectSizeLessThan", &kInteger}};
inline constexpr Shape kS3LifecycleRuleAndOperator = structure(kS3LifecycleRuleAndOperatorMembers);
inline constexpr MemberShape kS3LifecycleRuleFilterMembers[] = {
    {"Prefix", &kString},
    {"Tag", &kWholeTag},
    {"ObjectSizeGreaterThan", &kInteger},
    {"ObjectSizeLessThan", &kInteger},
    {"And", &kS3LifecycleRuleAndOperator}};
inline constexpr Shape kS3LifecycleRuleFilter = structure(kS3LifecycleRuleFilterMembers);
inline constexpr MemberShape kS3TransitionMembers[] = {
    {"Date", &kString}, {"Days", &kInteger}, {"StorageClass", &kString}};
inline constexpr Shape kS3Transition = structure(kS3TransitionMembers);
inline constexpr Shape kS3Transitions = list_of(kS3Transition);
inline constexpr MemberShape kS3NoncurrentVersionTransitionMembers[] = {
    {"NoncurrentDays", &kInteger},
    {"StorageClass", &kString},
    {"NewerNoncurrentVersions", &kInteger}};
inline constexpr Shape kS3NoncurrentVersionTransition =
    structure(kS3NoncurrentVersionTransitionMembers);
inline constexpr Shape kS3NoncurrentVersionTransitions = list_of(kS3NoncurrentVersionTransition);
inline constexpr MemberShape kS3NoncurrentVersionExpirationMembers[] = {
    {"NoncurrentDays", &kInteger}, {"NewerNoncurrentVersions", &kInteger}};
inline constexpr Shape kS3NoncurrentVersionExpiration =
    structure(kS3NoncurrentVersionExpirationMembers);
inline constexpr MemberShape kS3AbortIncompleteMultipartUploadMembers[] = {
    {"DaysAfterInitiation", &kInteger}};
inline constexpr Shape kS3AbortIncompleteMultipartUpload =
    structure(kS3AbortIncompleteMultipartUploadMembers);
inline constexpr MemberShape kS3LifecycleRuleMembers[] = {
    {"Expiration", &kS3LifecycleExpiration},
    {"ID", &kString},
    {"Prefix", &kString},
    {"Filter", &kS3LifecycleRuleFilter},
    {"Status", &kString, true},
    {"Transitions", &kS3Transitions},
    {"NoncurrentVersionTransitions", &kS3NoncurrentVersionTransitions},
    {"NoncurrentVersionExpiration", &kS3NoncurrentVersionExpiration},
    {"AbortIncompleteMultipartUpload", &kS3AbortIncompleteMultipartUpload}};
inline constexpr Shape kS3LifecycleRule = structure(kS3LifecycleRuleMembers);
inline constexpr Shape kS3LifecycleRules = list_of(kS3LifecycleRule);
inline constexpr MemberShape kS3BucketLifecycleConfigurationMembers[] = {
    {"Rules", &kS3LifecycleRules, true}};
inline constexpr Shape kS3BucketLifecycleConfiguration =
    structure(kS3BucketLifecycleConfigurationMembers);
inline constexpr MemberShape kS3FilterRuleMembers[] = {{"Name", &kString}, {"Value", &kString}};
inline constexpr Shape kS3FilterRule = structure(kS3FilterRuleMembers);
inline constexpr Shape kS3FilterRules = list_of(kS3FilterRule);
inline constexpr MemberShape kS3KeyFilterMembers[] = {{"FilterRules", &kS3FilterRules}};
inline constexpr Shape kS3KeyFilter = structure(kS3KeyFilterMembers);
inline constexpr MemberShape kS3NotificationConfigurationFilterMembers[] = {{"Key", &kS3KeyFilter}};
inline constexpr Shape kS3NotificationConfigurationFilter =
    structure(kS3NotificationConfigurationFilterMembers);
inline constexpr MemberShape kS3TopicConfigurationMembers[] = {
    {"Id", &kString},
    {"TopicArn", &kString, true},
    {"Events", &kStrings, true},
    {"Filter", &kS3NotificationConfigurationFilter}};
inline constexpr Shape kS3TopicConfiguration = structure(kS3TopicConfigurationMembers);
inline constexpr Shape kS3TopicConfigurations = list_of(kS3TopicConfiguration);
inline constexpr MemberShape kS3QueueConfigurationMembers[] = {
    {"Id", &kString},
    {"QueueArn", &kString, true},
    {"Events", &kStrings, true},
    {"Filter", &kS3NotificationConfigurationFilter}};
inline constexpr Shape kS3QueueConfiguration = structure(kS3QueueConfigurationMembers);
inline constexpr Shape kS3QueueConfigurations = list_of(kS3QueueConfiguration);
inline constexpr MemberShape kS3LambdaFunctionConfigurationMembers[] = {
    {"Id", &kString},
    {"LambdaFunctionArn", &kString, true},
    {"Events", &kStrings, true},
    {"Filter", &kS3NotificationConfigurationFilter}};
inline constexpr Shape kS3LambdaFunctionConfiguration =
    structure(kS3LambdaFunctionConfigurationMembers);
inline constexpr Shape kS3LambdaFunctionConfigurations = list_of(kS3LambdaFunctionConfiguration);
inline constexpr Shape kS3EventBridgeConfiguration{.kind = Shape::Kind::kStructure};
inline constexpr MemberShape kS3NotificationConfigurationMembers[] = {
    {"TopicConfigurations", &kS3TopicConfigurations},
    {"QueueConfigurations", &kS3QueueConfigurations},
    {"LambdaFunctionConfigurations", &kS3LambdaFunctionConfigurations},
    {"EventBridgeConfiguration", &kS3EventBridgeConfiguration}};
inline constexpr Shape kS3NotificationConfiguration =
    structure(kS3NotificationConfigurationMembers);
inline constexpr MemberShape kS3OwnershipControlsRuleMembers[] = {
    {"ObjectOwnership", &kString, true}};
inline constexpr Shape kS3OwnershipControlsRule = structure(kS3OwnershipControlsRuleMembers);
inline constexpr Shape kS3OwnershipControlsRules = list_of(kS3OwnershipControlsRule);
inline constexpr MemberShape kS3OwnershipControlsMembers[] = {
    {"Rules", &kS3OwnershipControlsRules, true}};
inline constexpr Shape kS3OwnershipControls = structure(kS3OwnershipControlsMembers);

}  // namespace ssm::cloud
