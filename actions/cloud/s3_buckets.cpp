// SPDX-License-Identifier: Apache-2.0
// Buckets of S3: their configurations, no objects. Source: the API reference of S3; texts of errors
// as the service gives them where they are known.
#include <fmt/format.h>

#include <array>

#include "actions/cloud/account_values.h"
#include "actions/cloud/ec2_tags.h"
#include "actions/cloud/instance.h"
#include "actions/cloud/resource.h"
#include "actions/cloud/s3_shapes.h"
#include "core/base/text.h"

namespace ssm::cloud {
namespace {

constexpr std::size_t kMostBucketName = 63;
constexpr std::size_t kLeastBucketName = 3;
constexpr std::string_view kFirstRegion = "us-east-1";  // the one with ways of its own

Completed take_as_it_is(const Json& /*value*/) {
  return {};
}

Completed check_versioning(const Json& versioning) {
  const auto is_one_of = [&](std::string_view member, std::string_view one, std::string_view two) {
    const Json* value = find_member(versioning, member);
    return value == nullptr || *value == one || *value == two;
  };
  if (is_one_of("Status", "Enabled", "Suspended") && is_one_of("MFADelete", "Enabled", "Disabled"))
    return {};
  return failure("MalformedXML",
                 "The XML you provided was not well-formed or did not validate against our "
                 "published schema");
}

Completed check_tagging(const Json& tagging) {
  if (repeated_tag_key(tagging["TagSet"]).empty()) return {};
  return failure("InvalidTag", "Cannot provide multiple Tags with the same key");
}

/// A configuration of a bucket: what a Put brings is what the next Get answers.
struct BucketSetting {
  std::string_view name;         // in the file
  std::string_view put_member;   // of the request
  const Shape* shape;            // its own
  std::string_view get_member;   // of the answer; empty: the members are the answer's own
  std::string_view absent_code;  // of a bucket without it; empty: the usual one is answered
  std::string_view absent;       // the message of that error, or the usual one as JSON
  Completed (*check)(const Json& value) = take_as_it_is;
};
constexpr std::array<BucketSetting, 9> kSettings = {
    {{"Encryption", "ServerSideEncryptionConfiguration", &kS3ServerSideEncryptionConfiguration,
      "ServerSideEncryptionConfiguration", "",
      R"({"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"},
                     "BucketKeyEnabled": false}]})"},
     {"PublicAccessBlock", "PublicAccessBlockConfiguration", &kS3PublicAccessBlockConfiguration,
      "PublicAccessBlockConfiguration", "NoSuchPublicAccessBlockConfiguration",
      "The public access block configuration was not found"},
     {"Versioning", "VersioningConfiguration", &kS3VersioningConfiguration, "", "", "{}",
      check_versioning},
     {"Policy", "Policy", &kString, "Policy", "NoSuchBucketPolicy",
      "The bucket policy does not exist"},
     {"Logging", "BucketLoggingStatus", &kS3BucketLoggingStatus, "", "", "{}"},
     {"Tagging", "Tagging", &kS3Tagging, "", "NoSuchTagSet", "The TagSet does not exist",
      check_tagging},
     {"Lifecycle", "LifecycleConfiguration", &kS3BucketLifecycleConfiguration, "",
      "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist"},
     {"Notification", "NotificationConfiguration", &kS3NotificationConfiguration, "", "", "{}"},
     {"OwnershipControls", "OwnershipControls", &kS3OwnershipControls, "OwnershipControls",
      "OwnershipControlsNotFoundError", "The bucket ownership controls were not found"}}};

constexpr AccountMember kBucketMembers[] = {{"Name", kNamedValue, true},
                                            {"CreationDate", kTimeValue},
                                            {"LocationConstraint", kTextValue},
                                            {"ACL", kTextValue},
                                            {"Encryption", kMapValue},
                                            {"PublicAccessBlock", kMapValue},
                                            {"Versioning", kMapValue},
                                            {"Policy", kTextValue},
                                            {"Logging", kMapValue},
                                            {"Tagging", kMapValue},
                                            {"Lifecycle", kMapValue},
                                            {"Notification", kMapValue},
                                            {"OwnershipControls", kMapValue}};

std::string name_of_bucket(const Json& bucket) {
  return string_member(bucket, "Name");
}

bool is_bucket_name(std::string_view name) {
  return name.size() >= kLeastBucketName && name.size() <= kMostBucketName && name.front() != '-' &&
         name.front() != '.' && std::ranges::all_of(name, [](char c) {
           return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == '.';
         });
}

std::vector<std::string> bucket_problems(const Json& bucket) {
  const std::string name = name_of_bucket(bucket);
  if (name.empty() || is_bucket_name(name)) return {};
  return {
      fmt::format(".Name: {} is no name of a bucket: 3 to {} small letters, digits, dots and "
                  "hyphens",
                  name, kMostBucketName)};
}

Json stored_bucket(const AccountSession& session, Json bucket) {
  add_default(bucket, "CreationDate", to_iso8601(session.now));
  add_default(bucket, "LocationConstraint", session.scope.region);
  return bucket;
}

}  // namespace

extern constinit const ResourceList kBucketList{
    {"buckets", kBucketMembers, {}, bucket_problems}, "s3:bucket", stored_bucket, name_of_bucket};

namespace {

Result<Json> bucket_of(AccountSession& session, const Json& parameters) {
  const std::string name = string_member(parameters, "Bucket");
  TRY_ASSIGN(std::optional<Json> bucket, find_resource(session, kBucketList, name));
  if (!bucket) return failure("NoSuchBucket", "The specified bucket does not exist");
  if (string_member(parameters, "ExpectedBucketOwner", session.scope.account) !=
      session.scope.account)
    return failure("AccessDenied", "Access Denied");
  return *std::move(bucket);
}

// --- Configurations -----------------------------------------------------------------------------

template <std::size_t kIndex>
constexpr MemberShape kPutSettingShapes[] = {
    {"Bucket", &kString, true},
    {kSettings[kIndex].put_member, kSettings[kIndex].shape, true},
    {"ContentMD5", &kString},
    {"ChecksumAlgorithm", &kString},
    {"ConfirmRemoveSelfBucketAccess", &kBoolean},
    {"MFA", &kString},
    {"SkipDestinationValidation", &kBoolean},
    {"TransitionDefaultMinimumObjectSize", &kString},
    {"ExpectedBucketOwner", &kString}};
template <std::size_t kIndex>
constexpr Shape kPutSettingInput = structure(kPutSettingShapes<kIndex>);
constexpr MemberShape kBucketShapes[] = {{"Bucket", &kString, true},
                                         {"ExpectedBucketOwner", &kString}};
constexpr Shape kBucketInput = structure(kBucketShapes);

template <std::size_t kIndex>
Result<Json> put_setting(AccountSession& session, const Json& parameters) {
  const BucketSetting& setting = kSettings[kIndex];
  TRY_ASSIGN(Json bucket, bucket_of(session, parameters));
  const Json& value = *find_member(parameters, setting.put_member);
  if (value.is_string() && !parse_json(value.get_ref<const std::string&>()))
    return failure("MalformedPolicy", "Policies must be valid JSON and the first byte must be '{'");
  TRY(setting.check(value));
  bucket[std::string(setting.name)] = value;
  TRY(save_resource(session, kBucketList, bucket));
  return Json::object();
}

template <std::size_t kIndex>
Result<Json> get_setting(AccountSession& session, const Json& parameters) {
  const BucketSetting& setting = kSettings[kIndex];
  TRY_ASSIGN(const Json bucket, bucket_of(session, parameters));
  const Json* kept = find_member(bucket, setting.name);
  if (kept == nullptr && !setting.absent_code.empty())
    return failure(std::string(setting.absent_code), std::string(setting.absent));
  Json value = kept ? *kept : parse_json(setting.absent).value();
  if (setting.get_member.empty()) return value;
  Json answer = Json::object();
  answer[std::string(setting.get_member)] = std::move(value);
  return answer;
}

template <std::size_t kIndex>
Result<Json> delete_setting(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json bucket, bucket_of(session, parameters));
  bucket.erase(std::string(kSettings[kIndex].name));
  TRY(save_resource(session, kBucketList, bucket));
  return Json::object();
}

// --- Access control lists -----------------------------------------------------------------------

constexpr MemberShape kPutAclShapes[] = {{"Bucket", &kString, true},
                                         {"ACL", &kString},
                                         {"AccessControlPolicy", &kS3AccessControlPolicy},
                                         {"ContentMD5", &kString},
                                         {"ChecksumAlgorithm", &kString},
                                         {"GrantFullControl", &kString},
                                         {"GrantRead", &kString},
                                         {"GrantReadACP", &kString},
                                         {"GrantWrite", &kString},
                                         {"GrantWriteACP", &kString},
                                         {"ExpectedBucketOwner", &kString}};
constexpr Shape kPutAclInput = structure(kPutAclShapes);

constexpr std::array<std::string_view, 5> kCannedAcls = {
    "private", "public-read", "public-read-write", "authenticated-read", "log-delivery-write"};

Result<Json> put_bucket_acl(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(Json bucket, bucket_of(session, parameters));
  const std::string canned = string_member(parameters, "ACL");
  if (!canned.empty() && std::ranges::find(kCannedAcls, canned) == kCannedAcls.end())
    return failure("InvalidArgument", "Invalid canned ACL: " + canned);
  if (canned.empty())
    return failure("NotSimulated",
                   "Of access control lists the simulated account keeps the canned ones: use ACL");
  bucket["ACL"] = canned;
  TRY(save_resource(session, kBucketList, bucket));
  return Json::object();
}

Json grant_to_group(std::string_view group, std::string_view permission) {
  return {{"Grantee",
           {{"Type", "Group"}, {"URI", fmt::format("http://acs.amazonaws.com/groups/{}", group)}}},
          {"Permission", permission}};
}

Result<Json> get_bucket_acl(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const Json bucket, bucket_of(session, parameters));
  const std::string canned = string_member(bucket, "ACL", "private");
  const std::string owner = session.scope.account;
  Json grants = Json::array();
  grants.push_back(
      {{"Grantee", {{"ID", owner}, {"Type", "CanonicalUser"}}}, {"Permission", "FULL_CONTROL"}});
  if (canned.starts_with("public-read"))
    grants.push_back(grant_to_group("global/AllUsers", "READ"));
  if (canned == "public-read-write") grants.push_back(grant_to_group("global/AllUsers", "WRITE"));
  if (canned == "authenticated-read")
    grants.push_back(grant_to_group("global/AuthenticatedUsers", "READ"));
  if (canned == "log-delivery-write")
    for (const std::string_view permission : {"WRITE", "READ_ACP"})
      grants.push_back(grant_to_group("s3/LogDelivery", permission));
  return Json{{"Owner", {{"ID", owner}}}, {"Grants", std::move(grants)}};
}

// --- Buckets ------------------------------------------------------------------------------------

constexpr MemberShape kListBucketsShapes[] = {{"MaxBuckets", &kInteger},
                                              {"ContinuationToken", &kString},
                                              {"Prefix", &kString},
                                              {"BucketRegion", &kString}};
constexpr MemberShape kCreateBucketShapes[] = {
    {"ACL", &kString},
    {"Bucket", &kString, true},
    {"CreateBucketConfiguration", &kS3CreateBucketConfiguration},
    {"GrantFullControl", &kString},
    {"GrantRead", &kString},
    {"GrantReadACP", &kString},
    {"GrantWrite", &kString},
    {"GrantWriteACP", &kString},
    {"ObjectLockEnabledForBucket", &kBoolean},
    {"ObjectOwnership", &kString},
    {"BucketNamespace", &kString}};
constexpr Shape kListBucketsInput = structure(kListBucketsShapes);
constexpr Shape kCreateBucketInput = structure(kCreateBucketShapes);

Result<Json> list_buckets(AccountSession& session, const Json& parameters) {
  const std::string prefix = string_member(parameters, "Prefix");
  TRY_ASSIGN(const std::vector<Json> all, all_resources(session, kBucketList));
  Json buckets = Json::array();
  for (const Json& bucket : all)
    if (name_of_bucket(bucket).starts_with(prefix))
      buckets.push_back(
          {{"Name", name_of_bucket(bucket)},
           {"CreationDate", api_time(time_member(bucket, "CreationDate", session.now))}});
  TRY_ASSIGN(Json answer, page_answer(std::move(buckets), parameters,
                                      {.most = "MaxBuckets",
                                       .token = "ContinuationToken",
                                       .next = "ContinuationToken",
                                       .items = "Buckets",
                                       .code = "InvalidArgument",
                                       .usual = kMostInList}));
  answer["Owner"] = {{"ID", session.scope.account}};
  return answer;
}

/// Without a body there is no code either.
Result<Json> head_bucket(AccountSession& session, const Json& parameters) {
  const Result<Json> bucket = bucket_of(session, parameters);
  if (!bucket && bucket.error().code == "NoSuchBucket") return failure("404", "Not Found");
  if (!bucket && bucket.error().code == "AccessDenied") return failure("403", "Forbidden");
  TRY(bucket);
  return Json{{"BucketRegion", string_member(*bucket, "LocationConstraint")},
              {"AccessPointAlias", false}};
}

/// A bucket is where its creator asks for it, and outside us-east-1 that has to be said.
Completed check_location(const std::string& region, const std::string& wanted) {
  if (region == kFirstRegion ? wanted != kFirstRegion : wanted == region) return {};
  return failure("IllegalLocationConstraintException",
                 fmt::format("The {} location constraint is incompatible for the region specific "
                             "endpoint this request was sent to.",
                             wanted.empty() ? "unspecified" : wanted));
}

Result<Json> create_bucket(AccountSession& session, const Json& parameters) {
  const std::string name = string_member(parameters, "Bucket");
  const Json* configuration = find_member(parameters, "CreateBucketConfiguration");
  const std::string location =
      configuration == nullptr ? "" : string_member(*configuration, "LocationConstraint");
  if (!is_bucket_name(name))
    return failure("InvalidBucketName", "The specified bucket is not valid.");
  TRY(check_location(session.scope.region, location));
  TRY_ASSIGN(const std::optional<Json> known, find_resource(session, kBucketList, name));
  if (known && session.scope.region != kFirstRegion)
    return failure("BucketAlreadyOwnedByYou",
                   "Your previous request to create the named bucket succeeded and you already own "
                   "it.");
  if (known) return Json{{"Location", "/" + name}};
  TRY(require_room(session, kBucketList, "TooManyBuckets"));
  Json bucket{{"Name", name}};
  copy_given(bucket, parameters, "ACL");
  if (!location.empty()) bucket["LocationConstraint"] = location;
  TRY(save_resource(session, kBucketList, stored_bucket(session, std::move(bucket))));
  return Json{{"Location", session.scope.region == kFirstRegion
                               ? "/" + name
                               : fmt::format("http://{}.s3.amazonaws.com/", name)}};
}

Result<Json> delete_bucket(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const Json bucket, bucket_of(session, parameters));
  TRY(drop_resource(session, kBucketList, name_of_bucket(bucket)));
  return Json::object();
}

Result<Json> get_bucket_location(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const Json bucket, bucket_of(session, parameters));
  const std::string region = string_member(bucket, "LocationConstraint");
  return Json{{"LocationConstraint", region == kFirstRegion ? Json() : Json(region)}};
}

template <std::size_t kIndex>
constexpr AccountOperation get_operation(std::string_view name) {
  return {"s3", name, &kBucketInput, false, get_setting<kIndex>};
}
template <std::size_t kIndex>
constexpr AccountOperation put_operation(std::string_view name) {
  return {"s3", name, &kPutSettingInput<kIndex>, true, put_setting<kIndex>};
}
template <std::size_t kIndex>
constexpr AccountOperation delete_operation(std::string_view name) {
  return {"s3", name, &kBucketInput, true, delete_setting<kIndex>};
}

constexpr std::array kBucketOperations = {
    AccountOperation{"s3", "ListBuckets", &kListBucketsInput, false, list_buckets},
    AccountOperation{"s3", "HeadBucket", &kBucketInput, false, head_bucket},
    AccountOperation{"s3", "CreateBucket", &kCreateBucketInput, true, create_bucket},
    AccountOperation{"s3", "DeleteBucket", &kBucketInput, true, delete_bucket},
    AccountOperation{"s3", "GetBucketLocation", &kBucketInput, false, get_bucket_location},
    AccountOperation{"s3", "GetBucketAcl", &kBucketInput, false, get_bucket_acl},
    AccountOperation{"s3", "PutBucketAcl", &kPutAclInput, true, put_bucket_acl},
    get_operation<0>("GetBucketEncryption"),
    put_operation<0>("PutBucketEncryption"),
    delete_operation<0>("DeleteBucketEncryption"),
    get_operation<1>("GetPublicAccessBlock"),
    put_operation<1>("PutPublicAccessBlock"),
    delete_operation<1>("DeletePublicAccessBlock"),
    get_operation<2>("GetBucketVersioning"),
    put_operation<2>("PutBucketVersioning"),
    get_operation<3>("GetBucketPolicy"),
    put_operation<3>("PutBucketPolicy"),
    delete_operation<3>("DeleteBucketPolicy"),
    get_operation<4>("GetBucketLogging"),
    put_operation<4>("PutBucketLogging"),
    get_operation<5>("GetBucketTagging"),
    put_operation<5>("PutBucketTagging"),
    delete_operation<5>("DeleteBucketTagging"),
    get_operation<6>("GetBucketLifecycleConfiguration"),
    put_operation<6>("PutBucketLifecycleConfiguration"),
    delete_operation<6>("DeleteBucketLifecycle"),
    get_operation<7>("GetBucketNotificationConfiguration"),
    put_operation<7>("PutBucketNotificationConfiguration"),
    get_operation<8>("GetBucketOwnershipControls"),
    put_operation<8>("PutBucketOwnershipControls"),
    delete_operation<8>("DeleteBucketOwnershipControls"),
};

}  // namespace

std::span<const AccountOperation> bucket_operations() {
  return kBucketOperations;
}

}  // namespace ssm::cloud
