// SPDX-License-Identifier: Apache-2.0
#include "cli/http/sigv4.h"

#include <fmt/format.h>
#include <algorithm>
#include <chrono>

#include "cli/http/form.h"
#include "core/base/id.h"
#include "core/base/text.h"

namespace ssm {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
constexpr std::string_view kTerminator = "aws4_request";

/// "20240102T030405Z".
std::string to_basic_time(Time time) {
  auto day = std::chrono::floor<std::chrono::days>(time);
  std::chrono::year_month_day date(day);
  std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
  return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::optional<Time> parse_basic_time(std::string_view text) {
  if (text.size() != 16 || text[8] != 'T' || text[15] != 'Z') return std::nullopt;
  auto digits = [](std::string_view part) {
    return std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  if (!digits(text.substr(0, 8)) || !digits(text.substr(9, 6))) return std::nullopt;
  return parse_time(fmt::format("{}-{}-{}T{}:{}:{}Z", text.substr(0, 4), text.substr(4, 2),
                                text.substr(6, 2), text.substr(9, 2), text.substr(11, 2),
                                text.substr(13, 2)));
}

/// Runs of blanks become one, none at the ends.
std::string squeezed(std::string_view value) {
  std::string text;
  for (char c : trim(value))
    if (c != ' ' || text.back() != ' ') text += c;
  return text;
}

/// Without empty and dot segments, then encoded once more than it is on the wire.
std::string canonical_path(std::string_view path) {
  std::vector<std::string> kept;
  for (const std::string& part : split(path, '/')) {
    if (part == ".." && !kept.empty()) kept.pop_back();
    if (!part.empty() && part != "." && part != "..") kept.push_back(part);
  }
  std::string normal = "/" + join(kept, "/");
  if (path.ends_with('/') && normal != "/") normal += '/';
  return percent_encoded(normal, std::string(kUnreserved) + "/");
}

/// The pairs in order; they are taken as they are written.
std::string canonical_query(std::string_view query) {
  std::vector<std::string> pairs;
  if (!query.empty()) pairs = split(query, '&');
  for (std::string& pair : pairs)
    if (pair.find('=') == std::string::npos) pair += '=';
  std::sort(pairs.begin(), pairs.end());
  return join(pairs, "&");
}

/// Repeated headers count as one with a list.
std::string canonical_header(const HttpMessage& request, const std::string& name) {
  std::string line = name + ":";
  bool first = true;
  for (const auto& [key, value] : request.headers) {
    if (!equals_ignore_case(key, name)) continue;
    if (!first) line += ',';
    line += squeezed(value);
    first = false;
  }
  return line + "\n";
}

/// S3 takes the path as it is on the wire, and the hash of the body as its client writes it.
constexpr std::string_view kOwnWays = "s3";
constexpr std::string_view kBodyHash = "x-amz-content-sha256";
constexpr std::string_view kUnsignedBody = "UNSIGNED-PAYLOAD";

std::string signed_body_hash(const HttpMessage& request, std::string_view service) {
  const std::string* given = find_header(request.headers, kBodyHash);
  if (service == kOwnWays && given != nullptr) return *given;
  return sha256_hex(request.body);
}

Completed check_body_hash(const HttpMessage& request, std::string_view service) {
  const std::string hash = signed_body_hash(request, service);
  if (hash == kUnsignedBody || hash == sha256_hex(request.body)) return {};
  return failure("XAmzContentSHA256Mismatch",
                 "The provided 'x-amz-content-sha256' header does not match what was computed.");
}

std::string canonical_request(const HttpMessage& request, std::string_view service,
                              const std::vector<std::string>& signed_headers) {
  std::size_t question = request.target.find('?');
  std::string_view target = request.target;
  std::string_view query =
      question == std::string::npos ? std::string_view() : target.substr(question + 1);
  const std::string_view path = target.substr(0, question);
  std::string text = request.method + "\n" +
                     (service == kOwnWays ? std::string(path) : canonical_path(path)) + "\n" +
                     canonical_query(query) + "\n";
  for (const std::string& name : signed_headers) text += canonical_header(request, name);
  return text + "\n" + join(signed_headers, ";") + "\n" + signed_body_hash(request, service);
}

std::string signature_of(const HttpMessage& request, const Authorization& authorization,
                         std::string_view time, std::string_view secret_key) {
  const Authorization& a = authorization;
  std::string to_sign =
      fmt::format("{}\n{}\n{}/{}/{}/{}\n{}", kAlgorithm, time, a.date, a.region, a.service,
                  kTerminator, sha256_hex(canonical_request(request, a.service, a.signed_headers)));
  std::string key = hmac_sha256("AWS4" + std::string(secret_key), a.date);
  key = hmac_sha256(key, a.region);
  key = hmac_sha256(key, a.service);
  key = hmac_sha256(key, kTerminator);
  return hmac_sha256_hex(key, to_sign);
}

/// Takes as long whether the texts differ early or late.
bool equal_in_constant_time(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned different = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    different |=
        static_cast<unsigned char>(a[i]) ^ static_cast<unsigned>(static_cast<unsigned char>(b[i]));
  return different == 0;
}

tl::unexpected<Error> incomplete(std::string message) {
  return failure("IncompleteSignatureException", std::move(message));
}

tl::unexpected<Error> invalid(std::string message) {
  return failure("InvalidSignatureException", std::move(message));
}

/// Takes "AKID/20240102/us-east-1/ssm/aws4_request" apart.
Completed read_scope(Authorization& authorization, std::string_view credential) {
  std::vector<std::string> parts = split(credential, '/');
  bool right = parts.size() == 5 && parts[4] == kTerminator &&
               std::none_of(parts.begin(), parts.end(),
                            [](const std::string& part) { return part.empty(); });
  if (!right)
    return incomplete(
        "Credential must have the form ACCESS-KEY/YYYYMMDD/REGION/SERVICE/aws4_request.");
  authorization.access_key = parts[0];
  authorization.date = parts[1];
  authorization.region = parts[2];
  authorization.service = parts[3];
  return {};
}

Completed check_time(std::string_view written, std::string_view scope_date, Time now) {
  std::optional<Time> time = parse_basic_time(written);
  if (!time) return incomplete("X-Amz-Date must have the form YYYYMMDDTHHMMSSZ.");
  if (!written.starts_with(scope_date))
    return invalid(
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date.");
  constexpr std::chrono::minutes kMost(5);
  if (*time < now - kMost)
    return invalid(fmt::format("Signature expired: {} is now earlier than {} ({} - 5 min.)",
                               written, to_basic_time(now - kMost), to_basic_time(now)));
  if (*time > now + kMost)
    return invalid(fmt::format("Signature not yet current: {} is still later than {} ({} + 5 min.)",
                               written, to_basic_time(now + kMost), to_basic_time(now)));
  return {};
}

/// What decides over the meaning of a request must be under the signature.
Completed check_signed_headers(const HttpMessage& request, const Authorization& authorization) {
  for (std::string_view name : {"host", "x-amz-date", "x-amz-target"}) {
    const auto& names = authorization.signed_headers;
    bool is_signed = std::find(names.begin(), names.end(), name) != names.end();
    if (find_header(request.headers, name) != nullptr && !is_signed)
      return invalid(fmt::format("'{}' must be a 'SignedHeader' in the AWS Authorization.", name));
  }
  return {};
}

}  // namespace

void sign_request(HttpMessage& request, const Credentials& credentials, std::string_view region,
                  std::string_view service, Time now) {
  std::string time = to_basic_time(now);
  request.headers.emplace_back("X-Amz-Date", time);
  if (!credentials.session_token.empty())
    request.headers.emplace_back("X-Amz-Security-Token", credentials.session_token);
  Authorization authorization{.access_key = credentials.access_key,
                              .date = time.substr(0, 8),
                              .region = std::string(region),
                              .service = std::string(service),
                              .signed_headers = {},
                              .signature = {}};
  for (const auto& [name, value] : request.headers)
    authorization.signed_headers.push_back(to_lower(name));
  std::sort(authorization.signed_headers.begin(), authorization.signed_headers.end());
  std::string signature = signature_of(request, authorization, time, credentials.secret_key);
  request.headers.emplace_back(
      "Authorization",
      fmt::format("{} Credential={}/{}/{}/{}/{}, SignedHeaders={}, Signature={}", kAlgorithm,
                  credentials.access_key, authorization.date, region, service, kTerminator,
                  join(authorization.signed_headers, ";"), signature));
}

Result<Authorization> parse_authorization(const HttpMessage& request) {
  const std::string* header = find_header(request.headers, "Authorization");
  if (header == nullptr)
    return failure("MissingAuthenticationTokenException", "Missing Authentication Token");
  std::string_view text = trim(*header);
  if (!text.starts_with(kAlgorithm) || text.size() <= kAlgorithm.size())
    return incomplete("Authorization must be of type " + std::string(kAlgorithm) + ".");
  Authorization authorization;
  for (const std::string& field : split(text.substr(kAlgorithm.size()), ',')) {
    std::string_view pair = trim(field);
    std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos) continue;
    std::string_view name = pair.substr(0, equals);
    std::string_view value = pair.substr(equals + 1);
    if (name == "Credential") TRY(read_scope(authorization, value));
    if (name == "SignedHeaders") authorization.signed_headers = split(to_lower(value), ';');
    if (name == "Signature") authorization.signature = std::string(value);
  }
  if (authorization.access_key.empty())
    return incomplete("Authorization header requires 'Credential' parameter.");
  if (authorization.signature.empty())
    return incomplete("Authorization header requires 'Signature' parameter.");
  if (authorization.signed_headers.empty() || authorization.signed_headers.front().empty())
    return incomplete("Authorization header requires 'SignedHeaders' parameter.");
  return authorization;
}

Completed verify_signature(const HttpMessage& request, const Authorization& authorization,
                           std::string_view service, const Credentials& credentials, Time now) {
  const std::string* time = find_header(request.headers, "X-Amz-Date");
  if (time == nullptr)
    return incomplete("Authorization header requires existence of a 'X-Amz-Date' header.");
  TRY(check_time(*time, authorization.date, now));
  if (authorization.service != service)
    return invalid(fmt::format("Credential should be scoped to correct service: '{}'.", service));
  TRY(check_signed_headers(request, authorization));
  TRY(check_body_hash(request, service));
  const std::string* token = find_header(request.headers, "X-Amz-Security-Token");
  if (!equal_in_constant_time(token == nullptr ? std::string_view() : *token,
                              credentials.session_token))
    return failure("UnrecognizedClientException",
                   "The security token included in the request is invalid.");
  std::string expected = signature_of(request, authorization, *time, credentials.secret_key);
  if (!equal_in_constant_time(expected, authorization.signature))
    return invalid(
        "The request signature we calculated does not match the signature you provided. Check your "
        "AWS Secret Access Key and signing method.");
  return {};
}

}  // namespace ssm
