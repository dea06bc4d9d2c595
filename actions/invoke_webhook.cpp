// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>

#include "actions/cloud_failure.h"
#include "actions/inputs.h"
#include "actions/utf8_text.h"
#include "core/base/text.h"
#include "core/engine/action.h"
#include "core/machine/failure.h"

namespace ssm {
namespace {

using Type = InputSpec::Type;

/// Where Parameter Store keeps integrations. Source: User Guide, "Creating webhook integrations".
constexpr std::string_view kIntegrations =
    "/d9d01087-4a3f-49e0-b0b4-d568d7826553/ssm/integrations/webhook/";
constexpr std::size_t kLongestParameterName = 1011;
constexpr std::size_t kMostIntegration = 8192;   // bytes, as a parameter of the advanced tier
constexpr std::size_t kMostBody = 256 * 1024;    // bytes of an answer, characters of Body (assumed)
constexpr Milliseconds kRequestTimeout{30'000};  // (assumed)

constexpr InputSpec kInvokeWebhookInputs[] = {
    {.name = "IntegrationName",
     .type = Type::kString,
     .required = true,
     .doc = "The name of the webhook integration",
     .most = kLongestParameterName - kIntegrations.size()},
    {.name = "Body",
     .type = Type::kString,
     .doc = "What is sent, instead of the integration's payload",
     .most = kMostBody},
};
constexpr std::string_view kInvokeWebhookOutputs[] = {"Response", "ResponseCode", "OutputPayload"};

constexpr ActionSpec kInvokeWebhookSpec = {
    .name = "aws:invokeWebhook",
    .doc = "Calls a webhook integration.",
    .inputs = kInvokeWebhookInputs,
    .outputs = kInvokeWebhookOutputs,
    .runs = Runs::kOnWorker,
};

// --- The request --------------------------------------------------------------------------------

/// Why there is no request. Never quotes a value of the integration: each may be secret.
tl::unexpected<Error> bad_integration(const std::string& what) {
  return failure("Integration", what);
}

/// Whether the URL without its scheme names this machine.
bool is_loopback(std::string_view rest) {
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  const std::size_t end =
      authority.starts_with('[') ? authority.find(']') + 1 : authority.find(':');
  const std::string_view host = authority.substr(0, end);
  return host == "127.0.0.1" || host == "localhost" || host == "[::1]";
}

Completed check_url(std::string_view url) {
  constexpr std::string_view kHttp = "http://";
  if (url.empty()) return bad_integration("has no url");
  if (url.starts_with("https://")) return {};
  if (url.starts_with(kHttp) && is_loopback(url.substr(kHttp.size()))) return {};
  return bad_integration("has a url that does not begin with https://");
}

/// A token of RFC 9110.
bool is_header_name(std::string_view name) {
  constexpr std::string_view kSymbols = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::ranges::all_of(name, [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) ||
           kSymbols.find(c) != std::string_view::npos;
  });
}

/// What follows from the message itself, or would let a value end it early.
bool is_framing(std::string_view name) {
  constexpr std::array<std::string_view, 8> kNames = {
      "connection", "content-length", "expect",  "host",
      "te",         "trailer",        "upgrade", "transfer-encoding"};
  return std::ranges::find(kNames, to_lower(name)) != kNames.end();
}

bool has_control_characters(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7f;
  });
}

Result<WebHeaders> headers_of(const Json& integration) {
  WebHeaders headers;
  bool has_type = false;
  const Json* given = find_member(integration, "headers");
  if (given && !given->is_null()) {
    if (!given->is_object()) return bad_integration("has headers that are not a map of texts");
    for (const auto& [name, value] : given->items()) {
      if (!is_header_name(name)) return bad_integration("has a header whose name is not valid");
      if (is_framing(name)) return bad_integration(fmt::format("must not have header {}", name));
      if (!value.is_string()) return bad_integration("has headers that are not a map of texts");
      if (has_control_characters(value.get_ref<const std::string&>()))
        return bad_integration(fmt::format("has a control character in header {}", name));
      headers.emplace_back(name, value.get<std::string>());
      has_type = has_type || equals_ignore_case(name, "Content-Type");
    }
  }
  if (!has_type) headers.emplace_back("Content-Type", "application/json");
  return headers;
}

/// The integration's own body: a text as it is, other JSON as text.
std::string payload_of(const Json& integration) {
  const Json* payload = find_member(integration, "payload");
  if (!payload || payload->is_null()) return {};
  return to_embedded_text(*payload);
}

/// `parameter`: what GetParameter answered. Errors: code "Integration".
Result<WebRequest> request_of(const Json& parameter, const std::optional<std::string>& body) {
  const Json* found = find_member(parameter, "Parameter");
  const std::string value = found ? string_member(*found, "Value") : std::string();
  if (value.size() > kMostIntegration)
    return bad_integration(fmt::format("has more than {} bytes", kMostIntegration));
  const Result<Json> integration = parse_json(value);
  if (!integration || !integration->is_object()) return bad_integration("is not a JSON object");
  WebRequest request;
  request.url = string_member(*integration, "url");
  TRY(check_url(request.url));
  TRY_ASSIGN(request.headers, headers_of(*integration));
  request.body = body ? *body : payload_of(*integration);
  request.timeout = kRequestTimeout;
  request.most_body = kMostBody;
  return request;
}

// --- The step -----------------------------------------------------------------------------------

struct Asked {
  std::string integration;
  std::optional<std::string> body;
};

Result<Asked> read_inputs(const StepCall& step) {
  constexpr std::string_view kCharacters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
  Asked asked;
  TRY_ASSIGN(asked.integration, string_input(step.inputs, "IntegrationName"));
  // Others would name another parameter, or a version of this one.
  if (asked.integration.find_first_not_of(kCharacters) != std::string::npos)
    return bad_input(
        "Input IntegrationName must have only letters, digits and the symbols _.-, but it is: " +
        asked.integration);
  TRY_ASSIGN(asked.body, optional_string_input(step.inputs, "Body"));
  return asked;
}

Failed call_failure(FailureType type, const std::string& cause, Json outputs = nullptr) {
  return {make_failure(Stage::kInvocation, type, kSdkPhase, cause), std::move(outputs)};
}

FailureType type_of_status(int status) {
  if (status == 401 || status == 403) return FailureType::kPermission;
  return status == 429 ? FailureType::kThrottling : FailureType::kAction;
}

Outcome outcome_of(WebAnswer answer, const std::string& integration) {
  Json outputs{{"Response", utf8_text(std::move(answer.body))}, {"ResponseCode", answer.status}};
  outputs["OutputPayload"] = Json(outputs);
  if (answer.status < 200 || answer.status > 299)
    return call_failure(
        type_of_status(answer.status),
        fmt::format("Webhook {} answered with status {}", integration, answer.status),
        std::move(outputs));
  Done done;
  done.outputs = std::move(outputs);
  return done;
}

Outcome advance_invoke_webhook(const StepCall& step, Ports& ports) {
  const Asked asked = read_inputs(step).value();
  if (ports.web == nullptr)
    return call_failure(
        FailureType::kAction,
        fmt::format(
            "Nothing is sent over the network here, so a mock has to stand in for the "
            "step, for example: - {{step: {}, Return: {{Response: OK, ResponseCode: 200}}}}",
            step.step.name));
  const CloudCall call = cloud_call(
      step, "ssm", "GetParameter",
      {{"Name", std::string(kIntegrations) + asked.integration}, {"WithDecryption", true}});
  const CloudAnswer parameter = ports.cloud.call(call);
  if (!parameter) return Failed{sdk_failure(parameter.error(), call.operation), nullptr};
  const Result<WebRequest> request = request_of(*parameter, asked.body);
  if (!request)
    return call_failure(
        FailureType::kVerification,
        fmt::format("Webhook integration {} {}", asked.integration, request.error().message));
  Result<WebAnswer> answer = ports.web->post(*request, step.stop);
  if (!answer)
    return call_failure(
        FailureType::kAction,
        fmt::format("Webhook {} cannot be called: {}", asked.integration, answer.error().message));
  return outcome_of(*std::move(answer), asked.integration);
}

}  // namespace

extern constinit const Action kInvokeWebhookAction{kInvokeWebhookSpec, can_read<read_inputs>,
                                                   advance_invoke_webhook};

}  // namespace ssm
