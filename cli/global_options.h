// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cli/command_line.h"
#include "core/base/result.h"
#include "core/expression/jmespath.h"

namespace ssm {

/// What the global options say. Options of the AWS CLI that make no sense here are accepted and
/// forgotten.
struct GlobalOptions {
  std::string state_dir;  // ours
  std::string caller;     // ours: an ARN or a user's name; empty = the default
  std::optional<std::string> region;
  std::optional<std::string> profile;
  std::optional<std::string> output;
  bool version = false;
  bool no_paginate = false;
  /// Words that are not global options: command, operation, its options.
  std::vector<std::string> rest;
  ParsedWords parsed;
};

std::span<const OptionSpec> global_option_specs();

/// The value of --query. Errors: code "ParamValidation" ("Bad value for --query x: ...").
Result<std::optional<JmesPath>> read_query(const std::optional<std::string>& text);

/// Takes the global options from wherever they stand.
/// Errors: code "Usage".
Result<GlobalOptions> parse_global_options(std::span<const std::string> words);

/// What must hold before anything runs: options of later versions are refused, not ignored.
/// Errors: code "ParamValidation", "General".
Completed check_global_options(const GlobalOptions& options);

}  // namespace ssm
