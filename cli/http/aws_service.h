// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace ssm {

/// How requests and answers of a service are written.
enum class Protocol {
  kJson,      // AWS JSON: X-Amz-Target names the operation
  kQuery,     // a form in, XML out
  kEc2,       // the same with EC2's own ways
  kRestJson,  // method and path name the operation, JSON in and out
  kRestXml,   // the same with XML
  kCbor,      // Smithy RPC v2: the path names the operation, CBOR in and out
};

/// A service of AWS on the wire. One that speaks several protocols has a row for each.
struct AwsService {
  std::string_view name;      // as boto3 calls it: "stepfunctions"
  std::string_view signing;   // in the scope of signatures: "states"
  std::string_view settings;  // AWS_ENDPOINT_URL_*, in lower case: "sfn"
  Protocol protocol;
  std::string_view version;  // of the API, as forms and paths have it: "2016-11-15"
  std::string_view space;    // forms, XML: the namespace of answers; JSON: what the target begins
                             // with; CBOR: the service in the path
  std::string_view json_type = {};  // JSON: "1.1"
  std::string_view command = {};    // of the AWS CLI, where it has another name
};

/// The header with the code of an error, "CODE;Sender", where it is not the one in the body.
inline constexpr std::string_view kQueryError = "x-amzn-query-error";

/// Those that are offered, as far as there are operations of them.
std::span<const AwsService> aws_services();

/// By boto3's name, the first row; nullptr: not known here.
const AwsService* find_aws_service(std::string_view name);

}  // namespace ssm
