// SPDX-License-Identifier: Apache-2.0
#include "cli/configuration.h"

#include <fmt/format.h>
#include <algorithm>
#include <cctype>
#include <set>

#include "actions/cloud/session_token.h"
#include "cli/output/pager.h"
#include "cli/python_input.h"
#include "core/base/arn.h"
#include "core/base/python_text.h"
#include "core/base/text.h"
#include "core/os/files.h"

namespace ssm {
namespace {

constexpr std::string_view kDefaultAccount = "123456789012";
constexpr std::string_view kDefaultRegion = "us-east-1";

/// The first variable that is set to something.
std::optional<std::string> first_set(std::initializer_list<const char*> names) {
  for (const char* name : names)
    if (std::optional<std::string> value = environment(name); value && !value->empty())
      return value;
  return std::nullopt;
}

bool is_profile_section(std::string_view line) {
  std::string_view name = trim(line.substr(1, line.find(']') - 1));
  return name.starts_with("profile ") || name.starts_with("profile\t");
}

std::string section_name(std::string_view line) {
  std::string_view name = trim(line.substr(1, line.find(']') - 1));
  if (name.starts_with("profile ") || name.starts_with("profile\t")) name = trim(name.substr(8));
  if (name.size() > 1 && (name.front() == '"' || name.front() == '\'') &&
      name.back() == name.front())
    name = name.substr(1, name.size() - 2);
  return std::string(name);
}

/// Empty: none is configured.
std::string configured_region(const GlobalOptions& options, const ProfileSettings& settings) {
  std::string region = options.region.value_or("");
  if (region.empty()) region = first_set({"AWS_REGION", "AWS_DEFAULT_REGION"}).value_or("");
  return region.empty() ? setting(settings, "region") : region;
}

Result<bool> wants_iso8601(const ProfileSettings& settings) {
  std::string format = setting(settings, "cli_timestamp_format");
  if (format.empty() || format == "wire") return false;
  if (format == "iso8601") return true;
  return failure("Configuration", "Unknown cli_timestamp_format value: " + format +
                                      ", valid values are \"wire\" or \"iso8601\"");
}

OutputSettings::Colour colour_of(const GlobalOptions& options) {
  std::string colour = options.parsed.value("--color").value_or("auto");
  if (colour == "on") return OutputSettings::Colour::kOn;
  return colour == "off" ? OutputSettings::Colour::kOff : OutputSettings::Colour::kAuto;
}

/// An empty setting is one, too: no pager.
std::string pager_of(const GlobalOptions& options, const ProfileSettings& settings) {
  if (options.parsed.has("--no-cli-pager")) return "";
  if (std::optional<std::string> pager = environment("AWS_PAGER")) return *pager;
  if (auto found = settings.find("cli_pager"); found != settings.end()) return found->second;
  return environment("PAGER").value_or(std::string(kUsualPager));
}

/// Empty is an answer, too, if no useful one.
bool is_empty_variable(const char* name) {
  std::optional<std::string> value = environment(name);
  return value && value->empty();
}

Result<OutputSettings> output_of(const GlobalOptions& options, const ProfileSettings& settings) {
  OutputSettings output;
  TRY_ASSIGN(output.query, read_query(options.parsed.value("--query")));
  TRY_ASSIGN(output.iso8601_times, wants_iso8601(settings));
  std::string format = options.output.value_or("");
  if (format.empty())
    format = environment("AWS_DEFAULT_OUTPUT").value_or(setting(settings, "output"));
  if (!format.empty() || is_empty_variable("AWS_DEFAULT_OUTPUT")) output.format = format;
  output.colour = colour_of(options);
  output.pager = pager_of(options, settings);
  return output;
}

/// A missing file is fine.
std::string read_aws_file(const char* variable, const char* usual_path) {
  return read_file(expand_path(environment(variable).value_or(usual_path))).value_or("");
}

std::string_view take_line(std::string_view& file) {
  std::size_t end = file.find('\n');
  std::string_view line = file.substr(0, end);
  file.remove_prefix(end == std::string_view::npos ? file.size() : end + 1);
  return line;
}

/// A profile may stand in the credentials file alone. Only its section's name is looked at.
bool has_credentials_section(const std::string& profile) {
  std::string content = read_aws_file("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials");
  for (std::string_view file = content; !file.empty();)
    if (std::string_view line = trim(take_line(file));
        line.starts_with('[') && section_name(line) == profile)
      return true;
  return false;
}

bool is_account(std::string_view text) {
  constexpr std::size_t kDigits = 12;
  return text.size() == kDigits && text.find_first_not_of("0123456789") == text.npos;
}

/// An ARN of IAM or STS, or what IAM lets a user be called, perhaps behind a path.
bool is_caller(const std::string& who) {
  constexpr std::size_t kMost = 512;
  if (who.size() > kMost) return false;
  const std::optional<Arn> arn = Arn::parse(who);
  if (who.starts_with("arn:"))
    return arn && (arn->service == "iam" || arn->service == "sts") && is_account(arn->account) &&
           !arn->resource.empty();
  constexpr std::string_view kOthers = "+=,.@_-/";
  return std::ranges::all_of(who, [&](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || kOthers.find(c) != kOthers.npos;
  });
}

Result<std::string> configured_account() {
  constexpr const char* kVariable = "SSM_LOCAL_ACCOUNT_ID";
  const std::string account = first_set({kVariable}).value_or(std::string(kDefaultAccount));
  if (is_account(account)) return account;
  return failure("Configuration", fmt::format("{} is \"{}\"; set it to the twelve digits of an "
                                              "account",
                                              kVariable, account));
}

Result<std::string> configured_caller(const GlobalOptions& options) {
  constexpr const char* kVariable = "SSM_LOCAL_CALLER_ARN";
  const bool is_option = !options.caller.empty();
  if (!is_option && !options.profile) {
    std::string session = caller_of_session_token(first_set({"AWS_SESSION_TOKEN"}).value_or(""));
    if (!session.empty()) return session;
  }
  const std::string who =
      is_option ? options.caller : first_set({kVariable}).value_or(std::string("local"));
  if (is_caller(who)) return who;
  return failure("Configuration",
                 fmt::format("{} \"{}\" is neither the ARN of a user, role or session nor the "
                             "name of a user",
                             is_option ? "--caller" : kVariable, who));
}

}  // namespace

std::string caller_arn(const std::string& who, const AccountRegion& scope) {
  return who.starts_with("arn:") ? who : Arn::iam(scope, "user/" + who).text();
}

std::string setting(const ProfileSettings& settings, std::string_view name) {
  auto found = settings.find(name);
  return found == settings.end() ? "" : found->second;
}

std::optional<ProfileSettings> find_profile(std::string_view file, std::string_view profile,
                                            bool is_config) {
  std::optional<ProfileSettings> settings;
  bool inside = false;
  while (!file.empty()) {
    std::string_view line = take_line(file);
    std::string_view text = trim(line);
    if (text.empty() || text.front() == '#' || text.front() == ';') continue;
    std::size_t end = text.find_first_of("=:");
    if (text.front() == '[') {
      bool named = !is_config || profile == "default" || is_profile_section(text);
      inside = named && section_name(text) == profile;
      if (inside && !settings) settings.emplace();
    } else if (inside && end != std::string_view::npos && line.front() != ' ' &&
               line.front() != '\t') {
      std::string name = to_lower(trim(text.substr(0, end)));
      (*settings)[name] = std::string(trim(text.substr(end + 1)));
    }
  }
  return settings;
}

bool is_well_formed_config(std::string_view file) {
  std::set<std::string, std::less<>> sections;
  std::set<std::string, std::less<>> names;  // of the section's settings
  while (!file.empty()) {
    std::string_view line = take_line(file);
    std::string_view text = trim(line);
    if (text.empty() || text.front() == '#' || text.front() == ';') continue;
    std::size_t end = text.find_first_of("=:");
    if (text.front() == '[' && text.find(']') != std::string_view::npos) {
      if (!sections.insert(std::string(text.substr(0, text.rfind(']')))).second) return false;
      names.clear();
    } else if (sections.empty()) {
      return false;
    } else if (bool nested = line.front() == ' ' || line.front() == '\t';
               !nested || names.empty()) {
      if (end == std::string_view::npos) return false;
      if (!names.insert(to_lower(trim(text.substr(0, end)))).second) return false;
    }
  }
  return true;
}

std::string config_file_path() {
  return expand_path(environment("AWS_CONFIG_FILE").value_or("~/.aws/config"));
}

std::string read_config_file() {
  return read_aws_file("AWS_CONFIG_FILE", "~/.aws/config");
}

std::string wanted_profile(const GlobalOptions& options) {
  std::string wanted = options.profile.value_or("");
  if (!wanted.empty()) return wanted;
  return first_set({"AWS_PROFILE", "AWS_DEFAULT_PROFILE"}).value_or("default");
}

namespace {

std::optional<ProfileSettings> find_settings(const GlobalOptions& options) {
  return find_profile(read_config_file(), wanted_profile(options), true);
}

/// Asked for by name, and in neither file. To be called when the first does not have it.
bool is_missing_profile(const GlobalOptions& options) {
  std::string wanted = wanted_profile(options);
  return wanted != "default" && !has_credentials_section(wanted);
}

}  // namespace

Result<Configuration> read_configuration(const GlobalOptions& options) {
  if (!is_well_formed_config(read_config_file()))
    return failure("General", "Unable to parse config file: " + config_file_path());
  std::optional<ProfileSettings> found = find_settings(options);
  ProfileSettings settings = found.value_or(ProfileSettings());

  Configuration configuration;
  if (!found && is_missing_profile(options))
    configuration.missing_profile = wanted_profile(options);
  TRY_ASSIGN(configuration.output, output_of(options, settings));
  Caller& caller = configuration.caller;
  TRY_ASSIGN(caller.scope.account, configured_account());
  caller.scope.region = configured_region(options, settings);
  configuration.region_given = !caller.scope.region.empty();
  if (!configuration.region_given) caller.scope.region = kDefaultRegion;
  TRY_ASSIGN(const std::string who, configured_caller(options));
  caller.arn = caller_arn(who, caller.scope);
  configuration.settings = std::move(settings);
  return configuration;
}

Result<Quotas> configured_quotas() {
  const std::string name = first_set({kQuotasVariable}).value_or("seed");
  const std::optional<Quotas> quotas = quota_preset(name);
  if (quotas) return *quotas;
  return failure("Configuration", "SSM_LOCAL_QUOTAS is \"" + name +
                                      "\"; set it to seed (25 running, 1,000 waiting) or "
                                      "current (100 running, 5,000 waiting)");
}

std::string configured_pager(const GlobalOptions& options) {
  return pager_of(options, find_settings(options).value_or(ProfileSettings()));
}

ErrorFormat error_format_of(const GlobalOptions& options) {
  std::string name = options.parsed.value("--cli-error-format").value_or("");
  if (name.empty()) name = first_set({"AWS_CLI_ERROR_FORMAT"}).value_or("");
  if (!name.empty()) return error_format_named(name);
  std::optional<ProfileSettings> settings = find_settings(options);
  if (!settings && is_missing_profile(options)) return ErrorFormat::kLegacy;
  return error_format_named(setting(settings.value_or(ProfileSettings()), "cli_error_format"));
}

Completed check_client(const Configuration& configuration) {
  if (!configuration.missing_profile.empty())
    return failure("General",
                   "The config profile (" + configuration.missing_profile + ") could not be found");
  const std::string& region = configuration.caller.scope.region;
  bool characters = std::all_of(region.begin(), region.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
  bool only_digits = region.find_first_not_of("0123456789") == std::string::npos;
  if (!characters || only_digits || region.size() > 63 || region.front() == '-' ||
      region.back() == '-')
    return failure("General", "Provided region_name " + python_repr(region) +
                                  " doesn't match a supported format.");
  return {};
}

}  // namespace ssm
