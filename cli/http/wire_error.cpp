// SPDX-License-Identifier: Apache-2.0
#include "cli/http/wire_error.h"

#include <algorithm>
#include <array>

#include "actions/cloud/simulated_account.h"

namespace ssm {
namespace {

constexpr int kForbidden = 403;
constexpr int kInternal = 500;
constexpr int kNotImplemented = 501;

/// Our code, and those of the protocols.
struct CodeRow {
  std::string_view code;
  std::string_view json;
  std::string_view query;
  std::string_view ec2;
  std::string_view xml;
  int status;  // 0: as the call's own errors
};
constexpr std::array kCodes = {
    CodeRow{"InternalServerError", "InternalServerError", "InternalFailure", "InternalError",
            "InternalError", kInternal},
    CodeRow{"ParamValidation", "ValidationException", "ValidationError", "InvalidParameterValue",
            "InvalidArgument", 0},
    CodeRow{"UnknownOperationException", "UnknownOperationException", "InvalidAction",
            "InvalidAction", "NotImplemented", 0},
    CodeRow{"MissingAuthenticationTokenException", "MissingAuthenticationTokenException",
            "MissingAuthenticationToken", "AuthFailure", "AccessDenied", 0},
    CodeRow{"IncompleteSignatureException", "IncompleteSignatureException", "IncompleteSignature",
            "AuthFailure", "AuthorizationHeaderMalformed", 0},
    CodeRow{"InvalidSignatureException", "InvalidSignatureException", "SignatureDoesNotMatch",
            "AuthFailure", "SignatureDoesNotMatch", 0},
    CodeRow{"UnrecognizedClientException", "UnrecognizedClientException", "InvalidClientTokenId",
            "AuthFailure", "InvalidAccessKeyId", 0},
    CodeRow{"AccessDeniedException", "AccessDeniedException", "AccessDenied",
            "UnauthorizedOperation", "AccessDenied", kForbidden},
};

/// Trouble with the state directory is nothing that a caller has caused.
bool is_internal(const Error& error) {
  return error.kind != ErrorKind::kRefused || error.code == "StateDirectory" ||
         error.code == "InternalServerError";
}

/// The first parameter that a check has missed in a request; empty: it is about something else.
std::string missing_parameter(std::string_view message) {
  constexpr std::string_view kMissing = "Missing required parameter in input: \"";
  const std::size_t at = message.find(kMissing);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = message.substr(at + kMissing.size());
  return std::string(rest.substr(0, rest.find('"')));
}

std::string_view code_in(Protocol protocol, const CodeRow& row) {
  if (protocol == Protocol::kEc2) return row.ec2;
  if (protocol == Protocol::kRestXml) return row.xml;
  return protocol == Protocol::kQuery ? row.query : row.json;
}

}  // namespace

WireError to_wire_error(const AwsService& service, Error error) {
  int status = http_status_of(error);
  if (is_internal(error)) error.code = "InternalServerError";
  const std::string missing = error.code == "ParamValidation" && service.protocol == Protocol::kEc2
                                  ? missing_parameter(error.message)
                                  : std::string();
  if (!missing.empty())
    return {{"MissingParameter", "The request must contain the parameter " + missing}, status};
  const auto* row = std::ranges::find(kCodes, error.code, &CodeRow::code);
  if (row == kCodes.end()) return {std::move(error), status};
  if (row->status != 0) status = row->status;
  error.code = std::string(code_in(service.protocol, *row));
  if (error.code == "NotImplemented") status = kNotImplemented;
  return {std::move(error), status};
}

bool is_front_end_error(std::string_view code) {
  constexpr std::array kFrontEnd = {
      std::string_view("ValidationException"),
      std::string_view("SerializationException"),
      std::string_view("UnknownOperationException"),
      std::string_view("AccessDeniedException"),
      std::string_view("MissingAuthenticationTokenException"),
      std::string_view("IncompleteSignatureException"),
      std::string_view("InvalidSignatureException"),
      std::string_view("UnrecognizedClientException"),
      std::string_view("RequestEntityTooLargeException"),
      std::string_view("ServiceUnavailable"),
      std::string_view("RequestTimeout"),
  };
  return std::ranges::find(kFrontEnd, code) != kFrontEnd.end();
}

}  // namespace ssm
