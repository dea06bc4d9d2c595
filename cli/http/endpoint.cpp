// SPDX-License-Identifier: Apache-2.0
#include "cli/http/endpoint.h"

#include "cli/http/aws_service.h"
#include "cli/python_input.h"
#include "core/base/text.h"
#include "core/os/files.h"

namespace ssm {
namespace {

constexpr std::string_view kHttp = "http://";
constexpr std::string_view kHttps = "https://";

tl::unexpected<Error> invalid_endpoint(std::string_view url) {
  return failure("General", "Invalid endpoint: " + std::string(url));
}

bool is_host(std::string_view host) {
  return !host.empty() && host.size() <= 255 && std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-._:").find(c) != std::string_view::npos;
  });
}

/// Takes "[::1]:80" or "example.com:80" apart.
Completed read_authority(Endpoint& endpoint, std::string_view authority, std::string_view url) {
  std::size_t end = authority.starts_with('[') ? authority.find(']') : authority.find(':');
  std::string_view host = authority.substr(0, end);
  std::string_view rest = end == std::string_view::npos ? "" : authority.substr(end);
  if (authority.starts_with('[')) {
    if (end == std::string_view::npos) return invalid_endpoint(url);
    host.remove_prefix(1);
    rest.remove_prefix(1);
  }
  int usual = endpoint.tls ? 443 : 80;
  std::int64_t port = usual;
  if (!rest.empty()) {
    std::optional<std::int64_t> given = to_integer(rest.substr(1));
    if (!rest.starts_with(':') || !given || *given < 1 || *given > 65535)
      return invalid_endpoint(url);
    port = *given;
  }
  if (!is_host(host)) return invalid_endpoint(url);
  endpoint.host = std::string(host);
  endpoint.port = static_cast<std::uint16_t>(port);
  endpoint.host_header = port == usual
                             ? std::string(authority.substr(0, authority.size() - rest.size()))
                             : std::string(authority);
  return {};
}

bool is_on(std::string_view text) {
  return equals_ignore_case(text, "true");
}

/// AWS_ENDPOINT_URL_AUTO_SCALING.
std::string variable_of(std::string_view service) {
  std::string name = "AWS_ENDPOINT_URL_";
  for (const char c : service)
    name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c == '-' ? '_' : c;
  return name;
}

/// Environment, then configuration file. `service`: its name there. Empty: none.
std::string configured_url(const Configuration& configuration, std::string_view service) {
  const ProfileSettings& settings = configuration.settings;
  if (is_on(environment("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")
                .value_or(setting(settings, "ignore_configured_endpoint_urls"))))
    return "";
  for (const std::string& name : {variable_of(service), std::string("AWS_ENDPOINT_URL")})
    if (std::string url = environment(name.c_str()).value_or(""); !url.empty())
      return url == environment(kExecEndpointVariable) ? "" : url;
  if (std::string services = setting(settings, "services"); !services.empty()) {
    std::optional<std::string> url =
        find_nested_setting(read_config_file(), "services " + services, service, "endpoint_url");
    if (url && !url->empty()) return *url;
  }
  return setting(settings, "endpoint_url");
}

}  // namespace

Result<Endpoint> parse_endpoint(std::string_view url) {
  Endpoint endpoint;
  endpoint.tls = url.starts_with(kHttps);
  if (!endpoint.tls && !url.starts_with(kHttp)) return invalid_endpoint(url);
  std::string_view rest = url.substr(endpoint.tls ? kHttps.size() : kHttp.size());
  std::size_t slash = rest.find('/');
  endpoint.path = slash == std::string_view::npos ? "/" : std::string(rest.substr(slash));
  bool plain = std::all_of(endpoint.path.begin(), endpoint.path.end(),
                           [](char c) { return c > ' ' && c < '\x7f' && c != '?' && c != '#'; });
  if (!plain) return invalid_endpoint(url);
  TRY(read_authority(endpoint, rest.substr(0, slash), url));
  endpoint.url = std::string(url) + (slash == std::string_view::npos ? "/" : "");
  return endpoint;
}

Result<std::optional<Endpoint>> find_endpoint(const GlobalOptions& options,
                                              const Configuration& configuration,
                                              std::string_view service) {
  std::optional<std::string> given = options.parsed.value("--endpoint-url");
  if (given && given->find("://") == std::string::npos)
    return failure("ParamValidation",
                   "Bad value for --endpoint-url \"" + *given +
                       "\": scheme is missing.  Must be of the form http://<hostname>/ or "
                       "https://<hostname>/");
  const AwsService* known = find_aws_service(service);
  std::string url =
      given ? *given : configured_url(configuration, known ? known->settings : service);
  if (url.empty()) return std::optional<Endpoint>();
  TRY_ASSIGN(Endpoint endpoint, parse_endpoint(url));
  return std::optional<Endpoint>(std::move(endpoint));
}

std::optional<std::string> find_nested_setting(std::string_view file, std::string_view section,
                                               std::string_view service, std::string_view name) {
  bool in_section = false;
  bool in_service = false;
  std::optional<std::string> found;
  for (const std::string& line : split(file, '\n')) {
    std::string_view text = trim(line);
    if (text.empty() || text.front() == '#' || text.front() == ';') continue;
    if (text.front() == '[') {
      in_section = trim(text.substr(1, text.find(']') - 1)) == section;
      in_service = false;
      continue;
    }
    std::size_t equals = text.find('=');
    if (!in_section || equals == std::string_view::npos) continue;
    bool nested = line.front() == ' ' || line.front() == '\t';
    std::string_view key = trim(text.substr(0, equals));
    if (!nested)
      in_service = key == service;
    else if (in_service && key == name)
      found = std::string(trim(text.substr(equals + 1)));
  }
  return found;
}

}  // namespace ssm
