// SPDX-License-Identifier: Apache-2.0
// Source: the CloudFormation Template Reference, "Return values" of the resource types.
#include "actions/cloud/stack_attributes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "actions/cloud/account_file.h"
#include "actions/cloud/instance.h"
#include "actions/cloud/stack_resources.h"
#include "core/base/text.h"

namespace ssm::cloud {
namespace {

/// Where an attribute is in what the account has of the resource: names with points between them,
/// or a text with {0} for the id and {1} for the Region. Empty: the account does not have it.
struct StackAttribute {
  std::string_view type;
  std::string_view attribute;
  std::string_view place;
};
constexpr std::string_view kInstanceType = "AWS::EC2::Instance";
constexpr std::string_view kBucketType = "AWS::S3::Bucket";
constexpr std::array<StackAttribute, 45> kStackAttributes = {
    {{"AWS::AutoScaling::AutoScalingGroup", "AutoScalingGroupARN", "AutoScalingGroupARN"},
     {"AWS::CloudWatch::Alarm", "Arn", "AlarmArn"},
     {"AWS::DynamoDB::Table", "Arn", "TableArn"},
     {"AWS::DynamoDB::Table", "StreamArn", ""},
     {kInstanceType, "AvailabilityZone", "Placement.AvailabilityZone"},
     {kInstanceType, "InstanceId", "InstanceId"},
     {kInstanceType, "PrivateDnsName", "PrivateDnsName"},
     {kInstanceType, "PrivateIp", "PrivateIpAddress"},
     {kInstanceType, "PublicDnsName", "PublicDnsName"},
     {kInstanceType, "PublicIp", "PublicIpAddress"},
     {kInstanceType, "State.Code", "State.Code"},
     {kInstanceType, "State.Name", "State.Name"},
     {kInstanceType, "VpcId", "VpcId"},
     {"AWS::EC2::SecurityGroup", "GroupId", "GroupId"},
     {"AWS::EC2::SecurityGroup", "Id", "GroupId"},
     {"AWS::EC2::SecurityGroup", "VpcId", "VpcId"},
     {"AWS::EC2::Volume", "VolumeId", "VolumeId"},
     {"AWS::IAM::InstanceProfile", "Arn", "Arn"},
     {"AWS::IAM::Role", "Arn", "Arn"},
     {"AWS::IAM::Role", "RoleId", "RoleId"},
     {"AWS::RDS::DBCluster", "DBClusterArn", "DBClusterArn"},
     {"AWS::RDS::DBCluster", "DBClusterResourceId", "DbClusterResourceId"},
     {"AWS::RDS::DBCluster", "Endpoint.Address", "Endpoint"},
     {"AWS::RDS::DBCluster", "Endpoint.Port", "Port"},
     {"AWS::RDS::DBInstance", "DBInstanceArn", "DBInstanceArn"},
     {"AWS::RDS::DBInstance", "DbiResourceId", "DbiResourceId"},
     {"AWS::RDS::DBInstance", "Endpoint.Address", "Endpoint.Address"},
     {"AWS::RDS::DBInstance", "Endpoint.HostedZoneId", "Endpoint.HostedZoneId"},
     {"AWS::RDS::DBInstance", "Endpoint.Port", "Endpoint.Port"},
     {"AWS::Redshift::Cluster", "Endpoint.Address", "Endpoint.Address"},
     {"AWS::Redshift::Cluster", "Endpoint.Port", "Endpoint.Port"},
     {kBucketType, "Arn", ""},
     {kBucketType, "DomainName", "{0}.s3.amazonaws.com"},
     {kBucketType, "DualStackDomainName", "{0}.s3.dualstack.{1}.amazonaws.com"},
     {kBucketType, "RegionalDomainName", "{0}.s3.{1}.amazonaws.com"},
     {kBucketType, "WebsiteURL", "http://{0}.s3-website-{1}.amazonaws.com"},
     {"AWS::SNS::Topic", "TopicArn", "TopicArn"},
     {"AWS::SNS::Topic", "TopicName", ""},
     {"AWS::SQS::Queue", "Arn", ""},
     {"AWS::SQS::Queue", "QueueName", "QueueName"},
     {"AWS::SQS::Queue", "QueueUrl", "QueueUrl"},
     {"AWS::SSM::Parameter", "Type", "Type"},
     {"AWS::SSM::Parameter", "Value", "Value"},
     {"AWS::StepFunctions::StateMachine", "Arn", "stateMachineArn"},
     {"AWS::StepFunctions::StateMachine", "Name", ""}}};

/// Services whose types have more attributes than the account knows of.
constexpr std::array<std::string_view, 3> kOpenTypes = {
    "AWS::RDS::", "AWS::Redshift::", "AWS::S3::"};

const StackAttribute* find_attribute(std::string_view type, std::string_view attribute) {
  const auto* found = std::ranges::find_if(kStackAttributes, [&](const StackAttribute& one) {
    return one.type == type && one.attribute == attribute;
  });
  return found == kStackAttributes.end() ? nullptr : found;
}

/// What people see of the resource once it is there.
Json seen_element(const AccountSession& session, std::string_view type, const Json& element) {
  Json seen = with_made_up_members(session, list_of_stack_type(type), element);
  if (type == kInstanceType)
    seen = describe_instance(seen, InstanceSnapshot{}, session.scope, Json::array());
  return seen;
}

}  // namespace

bool has_stack_attribute(std::string_view type, std::string_view attribute) {
  const bool is_known =
      std::ranges::find(kStackAttributes, type, &StackAttribute::type) != kStackAttributes.end();
  const bool is_open = std::ranges::any_of(
      kOpenTypes, [&](std::string_view service) { return type.starts_with(service); });
  return !is_known || is_open || find_attribute(type, attribute) != nullptr;
}

std::optional<Json> stack_attribute(const AccountSession& session, std::string_view type,
                                    std::string_view attribute, const Json& element) {
  const StackAttribute* known = find_attribute(type, attribute);
  if (known == nullptr || known->place.empty()) return std::nullopt;
  const std::string place(known->place);
  if (place.find('{') != std::string::npos)
    return Json(
        fmt::format(fmt::runtime(place), string_member(element, "Name"), session.scope.region));
  const Json seen = seen_element(session, type, element);
  const Json* found = &seen;
  for (const std::string& name : split(place, '.'))
    found = found ? find_member(*found, name) : found;
  if (found != nullptr) return *found;
  if (type == kInstanceType) return Json("");  // it may have no address
  return std::nullopt;
}

}  // namespace ssm::cloud
