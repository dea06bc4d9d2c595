// SPDX-License-Identifier: Apache-2.0
#include "cli/http/web_client.h"

#include <fmt/format.h>
#include <algorithm>
#include <chrono>
#include <string_view>

#include "cli/http/client.h"
#include "core/os/files.h"

namespace ssm {
namespace {

/// With the query in its path. Errors: code "BadUrl".
Result<Endpoint> endpoint_of(std::string_view url) {
  const auto bad_url = [] { return failure("BadUrl", "its URL cannot be used"); };
  url = url.substr(0, url.find('#'));
  const std::size_t end = std::min(url.find('?'), url.size());
  const std::string_view query = url.substr(end);
  Result<Endpoint> endpoint = parse_endpoint(url.substr(0, end));
  if (!endpoint) return bad_url();
  const bool is_plain = std::ranges::all_of(query, [](char c) { return c > ' ' && c < '\x7f'; });
  if (!is_plain) return bad_url();
  endpoint->path += query;
  return endpoint;
}

HttpClientOptions options_for(const WebRequest& request, std::stop_token stop) {
  HttpClientOptions options;
  options.tls.ca_bundle = environment("AWS_CA_BUNDLE").value_or("");
  options.connecting.reset();
  options.reading.reset();
  options.limits = {std::chrono::steady_clock::now() + request.timeout, std::move(stop)};
  options.most_body = request.most_body;
  return options;
}

HttpMessage post_message(const WebRequest& request, const Endpoint& endpoint) {
  HttpMessage message;
  message.method = "POST";
  message.target = endpoint.path;
  message.headers = {{"Host", endpoint.host_header},
                     {"User-Agent", "ssm-local/" SSM_LOCAL_VERSION},
                     {"Accept-Encoding", "identity"},
                     {"Connection", "close"}};
  // The request's own headers take the place of ours.
  std::erase_if(message.headers, [&](const auto& header) {
    return find_header(request.headers, header.first) != nullptr;
  });
  message.headers.insert(message.headers.end(), request.headers.begin(), request.headers.end());
  message.body = request.body;
  return message;
}

Error web_error(const Error& error, const WebRequest& request, const std::string& host) {
  if (error.code == "Unreachable")
    return {error.code, fmt::format("cannot connect to {}: {}", host, error.message)};
  if (error.code == "ConnectTimeout" || error.code == "ReadTimeout")
    return {"Timeout", fmt::format("{} did not answer within {} seconds", host,
                                   std::chrono::duration<double>(request.timeout).count())};
  if (error.code == "Tls") return {error.code, fmt::format("TLS with {}: {}", host, error.message)};
  if (error.code == "BodyTooLarge")
    return {error.code,
            fmt::format("the answer of {} has more than {} bytes", host, request.most_body)};
  if (error.code == "Interrupted") return {error.code, "the request was interrupted"};
  return {"Disconnected",
          fmt::format("the connection to {} ended before there was an answer", host)};
}

}  // namespace

Result<WebAnswer> WebClient::post(const WebRequest& request, std::stop_token stop) {
  TRY_ASSIGN(const Endpoint endpoint, endpoint_of(request.url));
  HttpClient client(endpoint, options_for(request, std::move(stop)));
  Result<HttpMessage> response = client.exchange(post_message(request, endpoint));
  if (!response) return tl::unexpected(web_error(response.error(), request, endpoint.host));
  return WebAnswer{response->status, std::move(response->body)};
}

}  // namespace ssm
