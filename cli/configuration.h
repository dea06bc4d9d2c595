// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "cli/global_options.h"
#include "cli/output/output.h"
#include "cli/usage.h"
#include "core/api/service.h"
#include "core/base/quotas.h"
#include "core/base/result.h"

namespace ssm {

/// The settings of one profile in the AWS configuration file. Nested settings are left out.
using ProfileSettings = std::map<std::string, std::string, std::less<>>;

/// A setting's text; empty when the profile does not have it.
std::string setting(const ProfileSettings& settings, std::string_view name);

/// A section of an AWS configuration file: "default", or [profile NAME]. nullopt: not there.
/// `is_config`: of the configuration file, where `profile` has to stand before every name but one.
std::optional<ProfileSettings> find_profile(std::string_view file, std::string_view profile,
                                            bool is_config = false);

/// Whether the AWS CLI reads a configuration file at all: sections and settings once each, nothing
/// else.
bool is_well_formed_config(std::string_view file);
std::string config_file_path();

/// What surrounds a call: where it is made, by whom, and how the answer is written.
struct Configuration {
  Caller caller;
  bool region_given = false;  // not our default
  ProfileSettings settings;   // of the profile, from the configuration file
  OutputSettings output;
  std::string missing_profile;  // asked for by name, but not configured; empty = fine
};

/// The ARN of who is named by it, or by a user's name in the account.
std::string caller_arn(const std::string& who, const AccountRegion& scope);

/// The AWS configuration file; empty when there is none.
std::string read_config_file();

/// --profile, AWS_PROFILE, AWS_DEFAULT_PROFILE, "default".
std::string wanted_profile(const GlobalOptions& options);

/// Options, then the environment, then the configuration file, then our defaults (us-east-1,
/// account 123456789012, user/local). Of credentials only a session token in the environment is
/// looked at, which may say who calls. Errors: code "Configuration" (bad cli_timestamp_format),
/// "ParamValidation" (bad --query). Source: spec/aws-cli 11; our own: SSM_LOCAL_ACCOUNT_ID,
/// SSM_LOCAL_CALLER_ARN, --caller.
Result<Configuration> read_configuration(const GlobalOptions& options);

/// SSM_LOCAL_QUOTAS: how many executions run and wait, a preset's name; without it "seed".
/// Errors: code "Configuration".
Result<Quotas> configured_quotas();
inline constexpr const char* kQuotasVariable = "SSM_LOCAL_QUOTAS";

/// The command that answers go through on a terminal; empty: none. Options, AWS_PAGER, cli_pager,
/// PAGER, less.
std::string configured_pager(const GlobalOptions& options);

/// How errors are written: --cli-error-format, AWS_CLI_ERROR_FORMAT, the profile's
/// cli_error_format. A profile that is missing cannot say: errors are in the older form then, as
/// the AWS CLI has them.
ErrorFormat error_format_of(const GlobalOptions& options);

/// What is found out late: the profile exists, the Region's name has a possible form. Errors: code
/// "General".
Completed check_client(const Configuration& configuration);

}  // namespace ssm
