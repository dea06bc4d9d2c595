// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cli/configuration.h"
#include "cli/global_options.h"
#include "core/base/result.h"

namespace ssm {

/// Where an SSM API is.
struct Endpoint {
  bool tls = false;
  std::string host;  // without brackets
  std::uint16_t port = 0;
  std::string path;         // "/"
  std::string host_header;  // as written, the port left out where it is the usual one
  std::string url;          // as messages show it: with a path
};

/// Reads "http://127.0.0.1:8330", "https://example.com/base/". Errors: code "General".
Result<Endpoint> parse_endpoint(std::string_view url);

/// --endpoint-url, AWS_ENDPOINT_URL_SSM (or another service's), AWS_ENDPOINT_URL, the profile's
/// `services` section, its endpoint_url; nullopt: none, or that of `exec`: the local state
/// directory answers. Errors: code "ParamValidation" for an option without scheme, "General".
/// Source: spec/aws-cli 11.
Result<std::optional<Endpoint>> find_endpoint(const GlobalOptions& options,
                                              const Configuration& configuration,
                                              std::string_view service);

/// The endpoint that `exec` serves to what runs within, as AWS_ENDPOINT_URL has it: who is
/// ssm-local itself need not ask there.
inline constexpr const char* kExecEndpointVariable = "SSM_LOCAL_EXEC_ENDPOINT";

/// A setting within a nested one: section "services NAME", then `service =`, then lines further to
/// the right. nullopt: not there.
std::optional<std::string> find_nested_setting(std::string_view file, std::string_view section,
                                               std::string_view service, std::string_view name);

}  // namespace ssm
