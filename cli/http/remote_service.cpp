// SPDX-License-Identifier: Apache-2.0
#include "cli/http/remote_service.h"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <thread>

#include "cli/http/keys.h"
#include "cli/python_input.h"
#include "cli/usage.h"
#include "core/api/validate.h"
#include "core/base/id.h"
#include "core/os/clock.h"
#include "core/os/files.h"

namespace ssm {
namespace {

constexpr std::array kThrottling = {
    std::string_view("Throttling"),
    std::string_view("ThrottlingException"),
    std::string_view("ThrottledException"),
    std::string_view("RequestThrottledException"),
    std::string_view("RequestThrottled"),
    std::string_view("TooManyRequestsException"),
    std::string_view("ProvisionedThroughputExceededException"),
    std::string_view("TransactionInProgressException"),
    std::string_view("RequestLimitExceeded"),
    std::string_view("BandwidthLimitExceeded"),
    std::string_view("LimitExceededException"),
    std::string_view("SlowDown"),
    std::string_view("PriorRequestNotComplete"),
    std::string_view("EC2ThrottledException"),
    std::string_view("RequestTimeout"),
    std::string_view("RequestTimeoutException"),
};

/// The first that says something: the environment, the profile.
std::string configured(const Configuration& configuration, const char* variable,
                       std::string_view name) {
  std::string value = environment(variable).value_or("");
  return value.empty() ? setting(configuration.settings, name) : value;
}

Result<Patience> patience(const GlobalOptions& options, std::string_view name) {
  std::optional<std::string> text = options.parsed.value(name);
  if (!text) return Patience(std::chrono::seconds(60));
  TRY_ASSIGN(std::int64_t seconds, integer_value(*text));
  constexpr std::int64_t kMost = 365 * 24 * 3600;
  if (seconds <= 0) return Patience();
  return Patience(std::chrono::seconds(std::min(seconds, kMost)));
}

TlsOptions tls_options(const GlobalOptions& options, const Configuration& configuration) {
  TlsOptions tls;
  tls.verify = !options.parsed.has("--no-verify-ssl");
  std::optional<std::string> bundle = options.parsed.value("--ca-bundle");
  tls.ca_bundle =
      expand_path(bundle ? *bundle : configured(configuration, "AWS_CA_BUNDLE", "ca_bundle"));
  return tls;
}

/// Up to one second, then up to two, then four...: apart from others who were turned away together.
std::chrono::milliseconds pause_before(int attempt) {
  constexpr int kMostSeconds = 20;
  int most = 1000 * std::min(1 << std::min(attempt - 2, 10), kMostSeconds);
  // Eight digits of a random id are a random number.
  unsigned long random = std::stoul(new_uuid().substr(0, 8), nullptr, 16);
  return std::chrono::milliseconds(random % static_cast<unsigned long>(most));
}

}  // namespace

Result<RemoteService> RemoteService::open(const GlobalOptions& options,
                                          const Configuration& configuration, Endpoint endpoint) {
  if (!configuration.region_given)
    return failure("NoRegion",
                   "You must specify a region. You can also configure your region by running "
                   "\"aws configure\".");
  HttpClientOptions client;
  client.tls = tls_options(options, configuration);
  TRY_ASSIGN(client.connecting, patience(options, "--cli-connect-timeout"));
  TRY_ASSIGN(client.reading, patience(options, "--cli-read-timeout"));
  RemoteService service(std::move(endpoint), std::move(client));
  service.options_ = options;
  service.region_ = configuration.caller.scope.region;
  service.sign_ = !options.parsed.has("--no-sign-request");
  std::optional<std::int64_t> attempts =
      to_integer(configured(configuration, "AWS_MAX_ATTEMPTS", "max_attempts"));
  constexpr std::int64_t kMost = 100;
  if (attempts && *attempts > 0) service.attempts_ = static_cast<int>(std::min(*attempts, kMost));
  return service;
}

RemoteService::RemoteService(Endpoint endpoint, HttpClientOptions client)
    : endpoint_(std::move(endpoint)), client_(endpoint_, std::move(client)) {}

Result<Json> RemoteService::ask(const Operation& operation, const Json& request) {
  const AwsService* service = find_aws_service(operation.service);
  if (service == nullptr || service->protocol != Protocol::kJson)
    return failure("ParamValidation",
                   fmt::format("An endpoint is configured for {}, but ssm-local asks endpoints for "
                               "services that speak AWS JSON only, such as ssm. Use the AWS CLI "
                               "there, or set AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true to ask the "
                               "simulated account on this machine.",
                               operation.service));
  const std::string body = to_text(request);
  for (int attempt = 1;; ++attempt) {
    if (attempt > 1) std::this_thread::sleep_for(pause_before(attempt));
    Result<HttpMessage> response = call(*service, operation.name, body);
    bool is_last = attempt >= attempts_;
    if (!response) {
      const std::string& code = response.error().code;
      bool final = code == "NoCredentials" || code == "General" || code == "Tls";
      if (is_last || final) return tl::unexpected(shown(response.error()));
      continue;
    }
    if (response->status < 300) {
      // As the AWS CLI: an answer that cannot be read is an empty one.
      Json answer = parse_json(response->body, {.max_bytes = response->body.size() + 1})
                        .value_or(Json::object());
      if (!answer.is_object()) answer = Json::object();
      if (operation.of_account) return answer;
      return operation.output ? in_model_order(*operation.output, answer) : Json::object();
    }
    bool passing = is_passing_trouble(*response);
    if (passing && !is_last) continue;
    bool gave_up = attempts_ == 1 || passing;
    return tl::unexpected(service_error(error_in(*response), operation.name,
                                        gave_up ? std::optional<int>(attempt - 1) : std::nullopt));
  }
}

Result<HttpMessage> RemoteService::call(const AwsService& service, std::string_view operation,
                                        const std::string& body) {
  HttpMessage request;
  request.method = "POST";
  request.target = endpoint_.path;
  request.headers = {{"Host", endpoint_.host_header},
                     {"Content-Type", "application/x-amz-json-" + std::string(service.json_type)},
                     {"X-Amz-Target", fmt::format("{}.{}", service.space, operation)}};
  request.body = body;
  TRY(sign(request, service.signing));
  request.headers.emplace_back("User-Agent", "ssm-local/" SSM_LOCAL_VERSION);
  request.headers.emplace_back("Accept-Encoding", "identity");
  return client_.exchange(request);
}

Completed RemoteService::sign(HttpMessage& request, std::string_view service) {
  if (!sign_) return {};
  if (!credentials_) {
    TRY_ASSIGN(credentials_, find_credentials(options_));
    if (!credentials_)
      return failure("NoCredentials",
                     "Unable to locate credentials. You can configure credentials by running "
                     "\"aws login\".");
  }
  sign_request(request, *credentials_, region_, service, WallClock().now());
  return {};
}

/// In botocore's words.
Error RemoteService::shown(const Error& error) const {
  const std::string& url = endpoint_.url;
  if (error.code == "Unreachable")
    return {"General", "Could not connect to the endpoint URL: \"" + url + "\""};
  if (error.code == "ConnectTimeout")
    return {"General", "Connect timeout on endpoint URL: \"" + url + "\""};
  if (error.code == "ReadTimeout")
    return {"General", "Read timeout on endpoint URL: \"" + url + "\""};
  if (error.code == "Disconnected" || error.code == "BodyTooLarge")
    return {"General",
            "Connection was closed before we received a valid response from endpoint URL: \"" +
                url + "\"."};
  if (error.code == "Tls")
    return {"General", "SSL validation failed for " + url + " " + error.message};
  return error;
}

Error error_in(const HttpMessage& response) {
  Result<Json> body = parse_json(response.body);
  if (!body || !body->is_object()) return {std::to_string(response.status), response.reason};
  std::string code = string_member(*body, "__type", std::to_string(response.status));
  code = code.substr(0, code.find(':'));
  code = code.substr(code.rfind('#') + 1);
  if (const std::string* query = find_header(response.headers, kQueryError))
    code = query->substr(0, query->find(';'));
  return {code, string_member(*body, "message", string_member(*body, "Message"))};
}

bool is_passing_trouble(const HttpMessage& response) {
  constexpr std::array kStatuses = {500, 502, 503, 504};
  if (std::find(kStatuses.begin(), kStatuses.end(), response.status) != kStatuses.end())
    return true;
  if (response.status < 400) return false;
  std::string code = error_in(response).code;
  return std::find(kThrottling.begin(), kThrottling.end(), code) != kThrottling.end();
}

}  // namespace ssm
