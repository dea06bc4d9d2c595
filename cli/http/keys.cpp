// SPDX-License-Identifier: Apache-2.0
#include "cli/http/keys.h"

#include <array>

#include "cli/configuration.h"
#include "core/base/text.h"
#include "core/os/files.h"

namespace ssm {
namespace {

/// nullopt: no key there. Errors: code "General" for a key without its secret.
Result<std::optional<Credentials>> credentials_in(const ProfileSettings& settings,
                                                  std::string_view source) {
  Credentials found{.access_key = setting(settings, "aws_access_key_id"),
                    .secret_key = setting(settings, "aws_secret_access_key"),
                    .session_token = setting(settings, "aws_session_token")};
  if (found.access_key.empty()) return std::optional<Credentials>();
  if (found.secret_key.empty())
    return failure("General", "Partial credentials found in " + std::string(source) +
                                  ", missing: aws_secret_access_key");
  return found;
}

Result<std::optional<Credentials>> credentials_in_environment() {
  Credentials found{.access_key = environment("AWS_ACCESS_KEY_ID").value_or(""),
                    .secret_key = environment("AWS_SECRET_ACCESS_KEY").value_or(""),
                    .session_token = environment("AWS_SESSION_TOKEN").value_or("")};
  if (found.session_token.empty())
    found.session_token = environment("AWS_SECURITY_TOKEN").value_or("");
  if (found.access_key.empty()) return std::optional<Credentials>();
  if (found.secret_key.empty())
    return failure("General", "Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY");
  return found;
}

struct Source {
  const char* variable;
  const char* usual_path;
  std::string_view name;  // in messages
};
constexpr std::array kFiles = {
    Source{"AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials", "shared-credentials-file"},
    Source{"AWS_CONFIG_FILE", "~/.aws/config", "config-file"},
};

std::vector<std::string> section_names(std::string_view file) {
  std::vector<std::string> names;
  for (const std::string& line : split(file, '\n')) {
    std::string_view text = trim(line);
    std::size_t end = text.find(']');
    if (text.starts_with('[') && end != std::string_view::npos)
      names.emplace_back(trim(text.substr(1, end - 1)));
  }
  return names;
}

}  // namespace

Result<std::optional<Credentials>> find_credentials(const GlobalOptions& options) {
  if (!options.profile) {
    TRY_ASSIGN(std::optional<Credentials> found, credentials_in_environment());
    if (found) return found;
  }
  std::string profile = wanted_profile(options);
  for (const Source& source : kFiles) {
    std::string path = expand_path(environment(source.variable).value_or(source.usual_path));
    std::string file = read_file(path).value_or("");
    std::optional<ProfileSettings> settings = find_profile(file, profile);
    if (!settings) continue;
    TRY_ASSIGN(std::optional<Credentials> found, credentials_in(*settings, source.name));
    if (found) return found;
  }
  return std::optional<Credentials>();
}

Result<std::vector<ServiceKey>> read_keys_file(const std::string& path) {
  Result<std::string> file = read_file(path);
  if (!file) return failure("Keys", file.error().message);
  std::vector<ServiceKey> keys;
  for (const std::string& name : section_names(*file)) {
    std::optional<ProfileSettings> settings = find_profile(*file, name);
    if (!settings) continue;
    Result<std::optional<Credentials>> found = credentials_in(*settings, path);
    if (!found) return failure("Keys", found.error().message);
    if (*found) keys.push_back({**found, setting(*settings, "caller_arn")});
  }
  if (keys.empty()) return failure("Keys", "There is no key in " + path + ".");
  return keys;
}

}  // namespace ssm
