// SPDX-License-Identifier: Apache-2.0
#include "cli/http/wire_names.h"

#include <algorithm>
#include <span>

namespace ssm {
namespace {

/// What does not follow the rule. `path`: the end of the paths that are meant, from a whole name
/// on; the longest one that fits counts.
struct WireRow {
  std::string_view service;
  std::string_view path;
  std::string_view name;
};

constexpr WireRow kAnswerRows[] = {
    {"autoscaling", "Cpu.References", "Reference"},
    {"ec2", "Accelerators", "accelerators"},
    {"ec2", "Actions", "actionsSet"},
    {"ec2", "AttachVolume.State", "status"},
    {"ec2", "AttachmentStatuses", "attachmentStatuses"},
    {"ec2", "Attachments.State", "status"},
    {"ec2", "AvailabilityZones", "availabilityZoneInfo"},
    {"ec2", "AvailabilityZones.State", "zoneState"},
    {"ec2", "BandwidthWeightings", "bandwidthWeightings"},
    {"ec2", "BlockDeviceMappings", "blockDeviceMapping"},
    {"ec2", "CreateSnapshot.State", "status"},
    {"ec2", "CreateSnapshot.StateMessage", "statusMessage"},
    {"ec2", "CreateSnapshots.Snapshots.State", "state"},
    {"ec2", "CreateVolume.State", "status"},
    {"ec2", "CreateVolumePermissions", "createVolumePermission"},
    {"ec2", "DescribeImageAttribute.BlockDeviceMappings.Ebs.EbsCardIndex", "EbsCardIndex"},
    {"ec2", "DescribeImageAttribute.KernelId", "kernel"},
    {"ec2", "DescribeImageAttribute.RamdiskId", "ramdisk"},
    {"ec2", "DescribeInstanceAttribute.KernelId", "kernel"},
    {"ec2", "DescribeInstanceAttribute.RamdiskId", "ramdisk"},
    {"ec2", "DescribeSecurityGroups.SecurityGroups", "securityGroupInfo"},
    {"ec2", "DetachVolume.State", "status"},
    {"ec2", "Details", "details"},
    {"ec2", "Disks", "disks"},
    {"ec2", "Ebs.AvailabilityZoneId", "AvailabilityZoneId"},
    {"ec2", "Ebs.VolumeInitializationRate", "VolumeInitializationRate"},
    {"ec2", "Events", "eventsSet"},
    {"ec2", "Fpgas", "fpgas"},
    {"ec2", "Gpus", "gpus"},
    {"ec2", "Images", "imagesSet"},
    {"ec2", "Images.BlockDeviceMappings.Ebs.EbsCardIndex", "EbsCardIndex"},
    {"ec2", "Images.OwnerId", "imageOwnerId"},
    {"ec2", "Images.Public", "isPublic"},
    {"ec2", "Images.State", "imageState"},
    {"ec2", "InstanceMonitorings", "instancesSet"},
    {"ec2", "InstanceStatuses", "instanceStatusSet"},
    {"ec2", "Instances", "instancesSet"},
    {"ec2", "Instances.PublicDnsName", "dnsName"},
    {"ec2", "Instances.PublicIpAddress", "ipAddress"},
    {"ec2", "Instances.SecurityGroups", "groupSet"},
    {"ec2", "Instances.State", "instanceState"},
    {"ec2", "Instances.StateTransitionReason", "reason"},
    {"ec2", "IpPermissions", "ipPermissions"},
    {"ec2", "IpPermissionsEgress", "ipPermissionsEgress"},
    {"ec2", "IpRanges", "ipRanges"},
    {"ec2", "Ipv6Addresses", "ipv6AddressesSet"},
    {"ec2", "Ipv6Ranges", "ipv6Ranges"},
    {"ec2", "KeyPairs", "keySet"},
    {"ec2", "LaunchPermissions", "launchPermission"},
    {"ec2", "NetworkCards", "networkCards"},
    {"ec2", "NetworkInterfaces.PrivateIpAddresses", "privateIpAddressesSet"},
    {"ec2", "NeuronDevices", "neuronDevices"},
    {"ec2", "PrefixListIds", "prefixListIds"},
    {"ec2", "ProductCodeId", "productCode"},
    {"ec2", "ProductCodeType", "type"},
    {"ec2", "ProductCodes", "productCodes"},
    {"ec2", "Regions", "regionInfo"},
    {"ec2", "Regions.Endpoint", "regionEndpoint"},
    {"ec2", "SecurityGroups.Description", "groupDescription"},
    {"ec2", "Snapshots.State", "status"},
    {"ec2", "Snapshots.StateMessage", "statusMessage"},
    {"ec2", "StartingInstances", "instancesSet"},
    {"ec2", "StoppingInstances", "instancesSet"},
    {"ec2", "SupportedArchitectures", "supportedArchitectures"},
    {"ec2", "SupportedBootModes", "supportedBootModes"},
    {"ec2", "SupportedFeatures", "supportedFeatures"},
    {"ec2", "SupportedRootDeviceTypes", "supportedRootDeviceTypes"},
    {"ec2", "SupportedStrategies", "supportedStrategies"},
    {"ec2", "SupportedUsageClasses", "supportedUsageClasses"},
    {"ec2", "SupportedVersions", "supportedVersions"},
    {"ec2", "SupportedVirtualizationTypes", "supportedVirtualizationTypes"},
    {"ec2", "TerminatingInstances", "instancesSet"},
    {"ec2", "UserIdGroupPairs", "groups"},
    {"ec2", "ValidCores", "validCores"},
    {"ec2", "ValidThreadsPerCore", "validThreadsPerCore"},
    {"ec2", "VolumeStatuses", "volumeStatusSet"},
    {"ec2", "Volumes.State", "status"},
    {"ec2", "VolumesModifications", "volumeModificationSet"},
    {"elasticache", "PendingModifiedValues.LogDeliveryConfigurations",
     "PendingLogDeliveryConfiguration"},
    {"s3", "Buckets", "Buckets"},
    {"s3", "CreateBucketConfiguration.Tags", "Tags"},
    {"s3", "Filter.Key", "S3Key"},
    {"s3", "Grantee.Type", "xsi:type"},
    {"s3", "Grants", "AccessControlList"},
    {"s3", "LambdaFunctionArn", "CloudFunction"},
    {"s3", "LambdaFunctionConfigurations", "CloudFunctionConfiguration"},
    {"s3", "MFADelete", "MfaDelete"},
    {"s3", "QueueArn", "Queue"},
    {"s3", "TargetGrants", "TargetGrants"},
    {"s3", "TopicArn", "Topic"},
};

constexpr WireRow kElementRows[] = {
    {"autoscaling", "Cpu.References", "item"},
    {"ec2", "InferenceAcceleratorInfo.Accelerators", "member"},
    {"elasticache", "CacheClusters", "CacheCluster"},
    {"elasticache", "CacheNodeIdsToReboot", "CacheNodeId"},
    {"elasticache", "CacheNodeIdsToRemove", "CacheNodeId"},
    {"elasticache", "CacheNodes", "CacheNode"},
    {"elasticache", "CacheSecurityGroups", "CacheSecurityGroup"},
    {"elasticache", "LogDeliveryConfigurations", "LogDeliveryConfiguration"},
    {"elasticache", "MemberClusters", "ClusterId"},
    {"elasticache", "TagList", "Tag"},
    {"elasticache", "MemberClustersOutpostArns", "ReplicationGroupOutpostArn"},
    {"elasticache", "NodeGroupMembers", "NodeGroupMember"},
    {"elasticache", "NodeGroups", "NodeGroup"},
    {"elasticache", "PendingModifiedValues.LogDeliveryConfigurations", "member"},
    {"elasticache", "ReplicationGroups", "ReplicationGroup"},
    {"rds", "AssociatedRoles", "DBInstanceRole"},
    {"rds", "AvailabilityZones", "AvailabilityZone"},
    {"rds", "DBCluster.AssociatedRoles", "DBClusterRole"},
    {"rds", "DBCluster.StatusInfos", "DBClusterStatusInfo"},
    {"rds", "DBClusterMembers", "DBClusterMember"},
    {"rds", "DBClusterOptionGroupMemberships", "DBClusterOptionGroup"},
    {"rds", "DBClusters", "DBCluster"},
    {"rds", "DBClusters.AssociatedRoles", "DBClusterRole"},
    {"rds", "DBClusters.StatusInfos", "DBClusterStatusInfo"},
    {"rds", "DBInstanceAutomatedBackupsReplications", "DBInstanceAutomatedBackupsReplication"},
    {"rds", "DBInstances", "DBInstance"},
    {"rds", "DBParameterGroups", "DBParameterGroup"},
    {"rds", "DBSecurityGroups", "DBSecurityGroup"},
    {"rds", "DBSnapshots", "DBSnapshot"},
    {"rds", "DomainMemberships", "DomainMembership"},
    {"rds", "GlobalClusterMembers", "GlobalClusterMember"},
    {"rds", "GlobalClusters", "GlobalClusterMember"},
    {"rds", "OptionGroupMemberships", "OptionGroupMembership"},
    {"rds", "ProcessorFeatures", "ProcessorFeature"},
    {"rds", "ReadReplicaDBClusterIdentifiers", "ReadReplicaDBClusterIdentifier"},
    {"rds", "ReadReplicaIdentifiers", "ReadReplicaIdentifier"},
    {"rds", "ReadReplicaDBInstanceIdentifiers", "ReadReplicaDBInstanceIdentifier"},
    {"rds", "StatusInfos", "DBInstanceStatusInfo"},
    {"rds", "Subnets", "Subnet"},
    {"rds", "TagList", "Tag"},
    {"rds", "VpcSecurityGroups", "VpcSecurityGroupMembership"},
    {"redshift", "ClusterParameterGroups", "ClusterParameterGroup"},
    {"redshift", "ClusterSecurityGroups", "ClusterSecurityGroup"},
    {"redshift", "Clusters", "Cluster"},
    {"redshift", "DeferredMaintenanceWindows", "DeferredMaintenanceWindow"},
    {"redshift", "IamRoles", "ClusterIamRole"},
    {"redshift", "NetworkInterfaces", "NetworkInterface"},
    {"redshift", "Tags", "Tag"},
    {"redshift", "VpcEndpoints", "VpcEndpoint"},
    {"redshift", "VpcSecurityGroups", "VpcSecurityGroup"},
    {"s3", "Buckets", "Bucket"},
    {"s3", "CreateBucketConfiguration.Tags", "Tag"},
    {"s3", "Grants", "Grant"},
    {"s3", "TagSet", "Tag"},
    {"s3", "TargetGrants", "Grant"},
};

// Structures are the rule; a map has no further name.
constexpr WireRow kMapRows[] = {
    {"cloudformation", "ResourceIdentifier", ""},
    {"iam", "Certifications", ""},
    {"iam", "EvalDecisionDetails", ""},
    {"iam", "SummaryMap", ""},
    {"rds", "AdditionalEncryptionContext", ""},
    {"sns", "Attributes", ""},
    {"sns", "attributes", ""},
};

constexpr WireRow kDocumentRows[] = {
    {"iam", "AssumeRolePolicyDocument", ""},
    {"iam", "PolicyDocument", ""},
};

constexpr std::string_view kIsTime = "time";
constexpr std::string_view kIsText = "text";

// Names that end in Time, Date or Timestamp are times.
constexpr WireRow kTimeRows[] = {
    {"cloudformation", "LastUpdated", kIsTime},
    {"cloudformation", "TimeCreated", kIsTime},
    {"ec2", "ImpairedSince", kIsTime},
    {"ec2", "NotAfter", kIsTime},
    {"ec2", "NotBefore", kIsTime},
    {"ec2", "NotBeforeDeadline", kIsTime},
    {"iam", "Expiration", kIsTime},
    {"iam", "PasswordLastUsed", kIsTime},
    {"lambda", "CreateFunctionUrlConfig.CreationTime", kIsText},
    {"lambda", "CreatedDate", kIsText},
    {"lambda", "EventSourceMappings.LastModified", kIsTime},
    {"lambda", "FunctionUrlConfigs.CreationTime", kIsText},
    {"lambda", "FunctionUrlConfigs.LastModifiedTime", kIsText},
    {"lambda", "GetFunctionUrlConfig.CreationTime", kIsText},
    {"lambda", "GetFunctionUrlConfig.LastModifiedTime", kIsText},
    {"ssm", "AtTime", kIsText},
    {"ssm", "CaptureTime", kIsText},
    {"ssm", "ExecutionElapsedTime", kIsText},
    {"ssm", "ExpiresAfter", kIsTime},
    {"ssm", "GetCommandInvocation.ExecutionEndDateTime", kIsText},
    {"ssm", "GetCommandInvocation.ExecutionStartDateTime", kIsText},
    {"ssm", "GetMaintenanceWindow.EndDate", kIsText},
    {"ssm", "GetMaintenanceWindow.StartDate", kIsText},
    {"ssm", "NextExecutionTime", kIsText},
    {"ssm", "NextTransitionTime", kIsText},
    {"ssm", "ScheduledWindowExecutions.ExecutionTime", kIsText},
    {"ssm", "WindowIdentities.EndDate", kIsText},
    {"ssm", "WindowIdentities.StartDate", kIsText},
    {"sts", "Expiration", kIsTime},
};

constexpr WireRow kFieldRows[] = {
    {"ec2", "CreateSecurityGroup.Description", "GroupDescription"},
    {"ec2", "ExecutableUsers", "ExecutableBy"},
    {"ec2", "IpPermissions", "IpPermissions"},
    {"ec2", "IpRanges", "IpRanges"},
    {"ec2", "Ipv6Ranges", "Ipv6Ranges"},
    {"ec2", "ModifyInstanceAttribute.Groups", "GroupId"},
    {"ec2", "ModifySnapshotAttribute.GroupNames", "UserGroup"},
    {"ec2", "NetworkInterfaces.Groups", "SecurityGroupId"},
    {"ec2", "NetworkInterfaces.Ipv6Addresses", "Ipv6Addresses"},
    {"ec2", "NetworkInterfaces.PrivateIpAddresses", "PrivateIpAddresses"},
    {"ec2", "OwnerIds", "Owner"},
    {"ec2", "PrefixListIds", "PrefixListIds"},
    {"ec2", "Resources", "ResourceId"},
    {"ec2", "RestorableByUserIds", "RestorableBy"},
    {"ec2", "UserIdGroupPairs", "Groups"},
};

bool ends_with_names(std::string_view path, std::string_view names) {
  if (!path.ends_with(names)) return false;
  return path.size() == names.size() || path[path.size() - names.size() - 1] == '.';
}

/// nullptr: the rule holds.
const WireRow* find_row(std::span<const WireRow> rows, const AwsService& service,
                        std::string_view path) {
  const WireRow* found = nullptr;
  for (const WireRow& row : rows) {
    if (row.service != service.name || !ends_with_names(path, row.path)) continue;
    if (found == nullptr || row.path.size() > found->path.size()) found = &row;
  }
  return found;
}

/// "policies": "policy", "addresses": "address", "instances": "instance".
std::string singular(std::string_view name) {
  if (name.ends_with("ies")) return std::string(name.substr(0, name.size() - 3)) + "y";
  for (const std::string_view ending : {"sses", "xes", "ches"})
    if (name.ends_with(ending)) return std::string(name.substr(0, name.size() - 2));
  const bool is_plural = name.ends_with('s') && !name.ends_with("ss");
  return std::string(name.substr(0, name.size() - (is_plural ? 1 : 0)));
}

std::string with_small_letter(std::string_view name) {
  std::string text(name);
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z')
    text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

}  // namespace

std::string_view last_name(std::string_view path) {
  return path.substr(path.rfind('.') + 1);
}

std::string answer_name(const AwsService& service, std::string_view path, bool is_list) {
  if (const WireRow* row = find_row(kAnswerRows, service, path)) return std::string(row->name);
  const std::string_view name = last_name(path);
  if (service.protocol == Protocol::kRestXml && is_list) return singular(name);
  if (service.protocol != Protocol::kEc2) return std::string(name);
  const std::string small = with_small_letter(name);
  return is_list && !small.ends_with("Set") ? singular(small) + "Set" : small;
}

std::string_view list_element_name(const AwsService& service, std::string_view path) {
  if (const WireRow* row = find_row(kElementRows, service, path)) return row->name;
  if (service.protocol == Protocol::kRestXml) return {};
  return service.protocol == Protocol::kEc2 ? "item" : "member";
}

bool is_map_of_answer(const AwsService& service, std::string_view path) {
  return find_row(kMapRows, service, path) != nullptr;
}

bool is_document_of_answer(const AwsService& service, std::string_view path) {
  return find_row(kDocumentRows, service, path) != nullptr;
}

bool is_time_of_answer(const AwsService& service, std::string_view path) {
  if (const WireRow* row = find_row(kTimeRows, service, path)) return row->name == kIsTime;
  const std::string_view name = last_name(path);
  return name.ends_with("Time") || name.ends_with("Date") || name.ends_with("Timestamp") ||
         name == "timestamp";
}

std::string field_name(const AwsService& service, std::string_view path, bool is_list) {
  if (const WireRow* row = find_row(kFieldRows, service, path)) return std::string(row->name);
  const std::string_view name = last_name(path);
  return is_list && service.protocol == Protocol::kEc2 ? singular(name) : std::string(name);
}

}  // namespace ssm
