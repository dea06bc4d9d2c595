// SPDX-License-Identifier: Apache-2.0
#include "cli/http/aws_service.h"

#include <array>

namespace ssm {
namespace {

constexpr std::array kServices = {
    AwsService{"ssm", "ssm", "ssm", Protocol::kJson, "2014-11-06", "AmazonSSM", "1.1"},
    AwsService{"ec2", "ec2", "ec2", Protocol::kEc2, "2016-11-15",
               "http://ec2.amazonaws.com/doc/2016-11-15/"},
    AwsService{"sts", "sts", "sts", Protocol::kQuery, "2011-06-15",
               "https://sts.amazonaws.com/doc/2011-06-15/"},
    AwsService{"sns", "sns", "sns", Protocol::kQuery, "2010-03-31",
               "http://sns.amazonaws.com/doc/2010-03-31/"},
    AwsService{"cloudformation", "cloudformation", "cloudformation", Protocol::kQuery, "2010-05-15",
               "http://cloudformation.amazonaws.com/doc/2010-05-15/"},
    AwsService{"iam", "iam", "iam", Protocol::kQuery, "2010-05-08",
               "https://iam.amazonaws.com/doc/2010-05-08/"},
    AwsService{"autoscaling", "autoscaling", "auto_scaling", Protocol::kQuery, "2011-01-01",
               "http://autoscaling.amazonaws.com/doc/2011-01-01/"},
    AwsService{"rds", "rds", "rds", Protocol::kQuery, "2014-10-31",
               "http://rds.amazonaws.com/doc/2014-10-31/"},
    AwsService{"stepfunctions", "states", "sfn", Protocol::kJson, "2016-11-23", "AWSStepFunctions",
               "1.0"},
    AwsService{"sqs", "sqs", "sqs", Protocol::kJson, "2012-11-05", "AmazonSQS", "1.0"},
    AwsService{"athena", "athena", "athena", Protocol::kJson, "2017-05-18", "AmazonAthena", "1.1"},
    AwsService{"ecs", "ecs", "ecs", Protocol::kJson, "2014-11-13",
               "AmazonEC2ContainerServiceV20141113", "1.1"},
    AwsService{"kinesisanalyticsv2", "kinesisanalytics", "kinesis_analytics_v2", Protocol::kJson,
               "2018-05-23", "KinesisAnalytics_20180523", "1.1"},
    AwsService{"elbv2", "elasticloadbalancing", "elastic_load_balancing_v2", Protocol::kQuery,
               "2015-12-01", "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"},
    AwsService{"cloudwatch", "monitoring", "cloudwatch", Protocol::kJson, "2010-08-01",
               "GraniteServiceVersion20100801", "1.0"},
    AwsService{"cloudwatch", "monitoring", "cloudwatch", Protocol::kQuery, "2010-08-01",
               "http://monitoring.amazonaws.com/doc/2010-08-01/"},
    AwsService{"cloudwatch", "monitoring", "cloudwatch", Protocol::kCbor, "2010-08-01",
               "GraniteServiceVersion20100801"},
    AwsService{"docdb", "rds", "docdb", Protocol::kQuery, "2014-10-31",
               "http://rds.amazonaws.com/doc/2014-10-31/"},
    AwsService{"elasticache", "elasticache", "elasticache", Protocol::kQuery, "2015-02-02",
               "http://elasticache.amazonaws.com/doc/2015-02-02/"},
    AwsService{"redshift", "redshift", "redshift", Protocol::kQuery, "2012-12-01",
               "http://redshift.amazonaws.com/doc/2012-12-01/"},
    AwsService{"dynamodb", "dynamodb", "dynamodb", Protocol::kJson, "2012-08-10",
               "DynamoDB_20120810", "1.0"},
    AwsService{"securityhub", "securityhub", "securityhub", Protocol::kRestJson, "2018-10-26", "",
               "1.1"},
    AwsService{"efs", "elasticfilesystem", "efs", Protocol::kRestJson, "2015-02-01", ""},
    AwsService{"quicksight", "quicksight", "quicksight", Protocol::kRestJson, "2018-04-01", "",
               "1.0"},
    AwsService{"fis", "fis", "fis", Protocol::kRestJson, "2020-12-01", "", "1.1"},
    AwsService{"s3", "s3", "s3", Protocol::kRestXml, "2006-03-01",
               "http://s3.amazonaws.com/doc/2006-03-01/", "", "s3api"},
    AwsService{"lambda", "lambda", "lambda", Protocol::kRestJson, "2015-03-31", ""},
};

}  // namespace

std::span<const AwsService> aws_services() {
  return kServices;
}

const AwsService* find_aws_service(std::string_view name) {
  for (const AwsService& service : kServices)
    if (service.name == name) return &service;
  return nullptr;
}

}  // namespace ssm
