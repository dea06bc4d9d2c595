// SPDX-License-Identifier: Apache-2.0
#include "cli/http/rest_routes.h"

#include <algorithm>
#include <array>

#include "core/base/text.h"

namespace ssm {
namespace {

constexpr int kAccepted = 202;
constexpr std::string_view kFunctions = "/2015-03-31/functions";
using Where = Binding::Where;

constexpr Binding kQualifier[] = {{Where::kQuery, "Qualifier", "Qualifier"}};
constexpr Binding kListFunctionsBindings[] = {{Where::kQuery, "MasterRegion", "MasterRegion"},
                                              {Where::kQuery, "FunctionVersion", "FunctionVersion"},
                                              {Where::kQuery, "Marker", "Marker"},
                                              {Where::kQuery, "MaxItems", "MaxItems"}};
constexpr Binding kInvokeBindings[] = {
    {Where::kQuery, "Qualifier", "Qualifier"},
    {Where::kRequestHeader, "InvocationType", "X-Amz-Invocation-Type"},
    {Where::kRequestHeader, "LogType", "X-Amz-Log-Type"},
    {Where::kRequestHeader, "ClientContext", "X-Amz-Client-Context"},
    {Where::kRequestHeader, "DurableExecutionName", "X-Amz-Durable-Execution-Name"},
    {Where::kRequestHeader, "TenantId", "X-Amz-Tenant-Id"},
    {Where::kStatus, "StatusCode", ""},
    {Where::kAnswerHeader, "FunctionError", "X-Amz-Function-Error"},
    {Where::kAnswerHeader, "LogResult", "X-Amz-Log-Result"},
    {Where::kAnswerHeader, "ExecutedVersion", "X-Amz-Executed-Version"},
    {Where::kAnswerHeader, "DurableExecutionArn", "X-Amz-Durable-Execution-Arn"},
};

constexpr Binding kFileSystemsBindings[] = {{Where::kQuery, "MaxItems", "MaxItems"},
                                            {Where::kQuery, "Marker", "Marker"},
                                            {Where::kQuery, "CreationToken", "CreationToken"},
                                            {Where::kQuery, "FileSystemId", "FileSystemId"}};
constexpr Binding kStatusBinding[] = {{Where::kStatus, "Status", ""}};

/// Of all operations of S3: a name means the same wherever it is.
constexpr Binding kBucketBindings[] = {
    {Where::kQuery, "MaxBuckets", "max-buckets"},
    {Where::kQuery, "ContinuationToken", "continuation-token"},
    {Where::kQuery, "Prefix", "prefix"},
    {Where::kQuery, "BucketRegion", "bucket-region"},
    {Where::kRequestHeader, "ExpectedBucketOwner", "x-amz-expected-bucket-owner"},
    {Where::kRequestHeader, "ContentMD5", "Content-MD5"},
    {Where::kRequestHeader, "ChecksumAlgorithm", "x-amz-sdk-checksum-algorithm"},
    {Where::kRequestHeader, "ACL", "x-amz-acl"},
    {Where::kRequestHeader, "GrantFullControl", "x-amz-grant-full-control"},
    {Where::kRequestHeader, "GrantRead", "x-amz-grant-read"},
    {Where::kRequestHeader, "GrantReadACP", "x-amz-grant-read-acp"},
    {Where::kRequestHeader, "GrantWrite", "x-amz-grant-write"},
    {Where::kRequestHeader, "GrantWriteACP", "x-amz-grant-write-acp"},
    {Where::kRequestHeader, "ObjectLockEnabledForBucket", "x-amz-bucket-object-lock-enabled"},
    {Where::kRequestHeader, "ObjectOwnership", "x-amz-object-ownership"},
    {Where::kRequestHeader, "BucketNamespace", "x-amz-bucket-namespace"},
    {Where::kRequestHeader, "MFA", "x-amz-mfa"},
    {Where::kRequestHeader, "ConfirmRemoveSelfBucketAccess",
     "x-amz-confirm-remove-self-bucket-access"},
    {Where::kRequestHeader, "SkipDestinationValidation", "x-amz-skip-destination-validation"},
    {Where::kRequestHeader, "TransitionDefaultMinimumObjectSize",
     "x-amz-transition-default-minimum-object-size"},
    {Where::kAnswerHeader, "TransitionDefaultMinimumObjectSize",
     "x-amz-transition-default-minimum-object-size"},
    {Where::kAnswerHeader, "Location", "Location"},
    {Where::kAnswerHeader, "BucketArn", "x-amz-bucket-arn"},
    {Where::kAnswerHeader, "BucketLocationType", "x-amz-bucket-location-type"},
    {Where::kAnswerHeader, "BucketLocationName", "x-amz-bucket-location-name"},
    {Where::kAnswerHeader, "BucketRegion", "x-amz-bucket-region"},
    {Where::kAnswerHeader, "AccessPointAlias", "x-amz-access-point-alias"},
};

constexpr RestRoute bucket_get(std::string_view operation, std::string_view path,
                               std::string_view root) {
  return {"s3", operation, "GET", path, kBucketBindings, {}, 200, root};
}
constexpr RestRoute bucket_put(std::string_view operation, std::string_view path) {
  return {"s3", operation, "PUT", path, kBucketBindings};
}
constexpr RestRoute bucket_delete(std::string_view operation, std::string_view path) {
  return {"s3", operation, "DELETE", path, kBucketBindings, {}, kNoContent};
}

constexpr std::array kRestRoutes = {
    RestRoute{"lambda", "Invoke", "POST", "/2015-03-31/functions/{FunctionName}/invocations",
              kInvokeBindings, "Payload"},
    RestRoute{"lambda", "ListFunctions", "GET", kFunctions, kListFunctionsBindings},
    RestRoute{"lambda", "GetFunction", "GET", "/2015-03-31/functions/{FunctionName}", kQualifier},
    RestRoute{"lambda", "GetFunctionConfiguration", "GET",
              "/2015-03-31/functions/{FunctionName}/configuration", kQualifier},
    RestRoute{"lambda", "UpdateFunctionConfiguration", "PUT",
              "/2015-03-31/functions/{FunctionName}/configuration"},
    RestRoute{"lambda", "PutFunctionConcurrency", "PUT",
              "/2017-10-31/functions/{FunctionName}/concurrency"},
    RestRoute{"lambda",
              "DeleteFunctionConcurrency",
              "DELETE",
              "/2017-10-31/functions/{FunctionName}/concurrency",
              {},
              {},
              kNoContent},
    RestRoute{"lambda", "GetFunctionConcurrency", "GET",
              "/2019-09-30/functions/{FunctionName}/concurrency"},
    RestRoute{"securityhub", "BatchUpdateFindings", "PATCH", "/findings/batchupdate"},
    RestRoute{"efs", "DescribeFileSystems", "GET", "/2015-02-01/file-systems",
              kFileSystemsBindings},
    RestRoute{"efs",
              "UpdateFileSystem",
              "PUT",
              "/2015-02-01/file-systems/{FileSystemId}",
              {},
              {},
              kAccepted},
    RestRoute{"quicksight", "CreateDataSet", "POST", "/accounts/{AwsAccountId}/data-sets",
              kStatusBinding},
    RestRoute{"quicksight", "DescribeDataSet", "GET",
              "/accounts/{AwsAccountId}/data-sets/{DataSetId}", kStatusBinding},
    RestRoute{"quicksight", "DeleteDataSet", "DELETE",
              "/accounts/{AwsAccountId}/data-sets/{DataSetId}", kStatusBinding},
    RestRoute{"quicksight", "CreateDataSource", "POST", "/accounts/{AwsAccountId}/data-sources",
              kStatusBinding},
    RestRoute{"quicksight", "DescribeDataSource", "GET",
              "/accounts/{AwsAccountId}/data-sources/{DataSourceId}", kStatusBinding},
    RestRoute{"quicksight", "DeleteDataSource", "DELETE",
              "/accounts/{AwsAccountId}/data-sources/{DataSourceId}", kStatusBinding},
    RestRoute{"fis", "CreateExperimentTemplate", "POST", "/experimentTemplates"},
    RestRoute{"fis", "DeleteExperimentTemplate", "DELETE", "/experimentTemplates/{id}"},
    RestRoute{"fis", "StartExperiment", "POST", "/experiments"},
    RestRoute{"fis", "GetExperiment", "GET", "/experiments/{id}"},
    RestRoute{"fis", "StopExperiment", "DELETE", "/experiments/{id}"},
    bucket_get("ListBuckets", "/", "ListAllMyBucketsResult"),
    RestRoute{"s3", "HeadBucket", "HEAD", "/{Bucket}", kBucketBindings},
    bucket_put("CreateBucket", "/{Bucket}"),
    bucket_delete("DeleteBucket", "/{Bucket}"),
    bucket_get("GetBucketLocation", "/{Bucket}?location", "LocationConstraint"),
    bucket_get("GetBucketAcl", "/{Bucket}?acl", "AccessControlPolicy"),
    bucket_put("PutBucketAcl", "/{Bucket}?acl"),
    bucket_get("GetBucketEncryption", "/{Bucket}?encryption", "ServerSideEncryptionConfiguration"),
    bucket_put("PutBucketEncryption", "/{Bucket}?encryption"),
    bucket_delete("DeleteBucketEncryption", "/{Bucket}?encryption"),
    bucket_get("GetPublicAccessBlock", "/{Bucket}?publicAccessBlock",
               "PublicAccessBlockConfiguration"),
    bucket_put("PutPublicAccessBlock", "/{Bucket}?publicAccessBlock"),
    bucket_delete("DeletePublicAccessBlock", "/{Bucket}?publicAccessBlock"),
    bucket_get("GetBucketVersioning", "/{Bucket}?versioning", "VersioningConfiguration"),
    bucket_put("PutBucketVersioning", "/{Bucket}?versioning"),
    RestRoute{"s3", "GetBucketPolicy", "GET", "/{Bucket}?policy", kBucketBindings, "Policy"},
    RestRoute{"s3", "PutBucketPolicy", "PUT", "/{Bucket}?policy", kBucketBindings, "Policy"},
    bucket_delete("DeleteBucketPolicy", "/{Bucket}?policy"),
    bucket_get("GetBucketLogging", "/{Bucket}?logging", "BucketLoggingStatus"),
    bucket_put("PutBucketLogging", "/{Bucket}?logging"),
    bucket_get("GetBucketTagging", "/{Bucket}?tagging", "Tagging"),
    bucket_put("PutBucketTagging", "/{Bucket}?tagging"),
    bucket_delete("DeleteBucketTagging", "/{Bucket}?tagging"),
    bucket_get("GetBucketLifecycleConfiguration", "/{Bucket}?lifecycle", "LifecycleConfiguration"),
    bucket_put("PutBucketLifecycleConfiguration", "/{Bucket}?lifecycle"),
    bucket_delete("DeleteBucketLifecycle", "/{Bucket}?lifecycle"),
    bucket_get("GetBucketNotificationConfiguration", "/{Bucket}?notification",
               "NotificationConfiguration"),
    bucket_put("PutBucketNotificationConfiguration", "/{Bucket}?notification"),
    bucket_get("GetBucketOwnershipControls", "/{Bucket}?ownershipControls", "OwnershipControls"),
    bucket_put("PutBucketOwnershipControls", "/{Bucket}?ownershipControls"),
    bucket_delete("DeleteBucketOwnershipControls", "/{Bucket}?ownershipControls"),
};

std::string_view path_in(std::string_view target) {
  return target.substr(0, target.find('?'));
}

std::string_view query_in(std::string_view target) {
  const std::size_t question = target.find('?');
  return question == std::string_view::npos ? "" : target.substr(question + 1);
}

std::vector<std::string> parts_of_path(std::string_view path) {
  while (path.ends_with('/')) path.remove_suffix(1);
  return split(path, '/');
}

/// The bucket that the name of a host begins with, as in "logs.s3.eu-north-1.amazonaws.com" and
/// "logs.localhost:8330"; empty: none does.
std::string_view bucket_of_host(const HttpMessage& request) {
  const std::string* host = find_header(request.headers, "Host");
  if (host == nullptr) return {};
  for (const std::string_view rest : {".s3.", ".s3-", ".localhost"})
    if (const std::size_t at = host->rfind(rest); at != std::string::npos)
      return std::string_view(*host).substr(0, at);
  return {};
}

/// The first name in a query that has no value: "acl"; empty: none.
std::string_view name_alone(std::string_view query) {
  while (!query.empty()) {
    std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    if (pair.ends_with('=')) pair.remove_suffix(1);
    if (pair.find('=') == std::string_view::npos) return pair;
  }
  return {};
}

bool route_fits(const RestRoute& route, const AwsService& service, const HttpMessage& request) {
  if (route.service != service.name || route.method != request.method) return false;
  if (service.protocol == Protocol::kRestXml &&
      name_alone(query_in(request.target)) != query_in(route.path))
    return false;
  return std::ranges::equal(parts_of_route(route), parts_of_request(service, request),
                            [](const std::string& want, const std::string& part) {
                              return is_member_part(want) ? !part.empty() : want == part;
                            });
}

}  // namespace

const RestRoute* find_route(const AwsService& service, const HttpMessage& request) {
  for (const RestRoute& route : kRestRoutes)
    if (route_fits(route, service, request)) return &route;
  return nullptr;
}

const RestRoute* route_of(std::string_view service, std::string_view operation) {
  for (const RestRoute& route : kRestRoutes)
    if (route.service == service && route.operation == operation) return &route;
  return nullptr;
}

bool is_member_part(std::string_view part) {
  return part.starts_with('{');
}

std::vector<std::string> parts_of_route(const RestRoute& route) {
  return parts_of_path(path_in(route.path));
}

std::vector<std::string> parts_of_request(const AwsService& service, const HttpMessage& request) {
  std::vector<std::string> parts = parts_of_path(path_in(request.target));
  const std::string_view bucket =
      service.protocol == Protocol::kRestXml ? bucket_of_host(request) : std::string_view();
  if (!bucket.empty()) parts.emplace(parts.begin() + 1, bucket);
  return parts;
}

std::string_view query_of(const HttpMessage& request) {
  return query_in(request.target);
}

}  // namespace ssm
