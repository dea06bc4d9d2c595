// SPDX-License-Identifier: Apache-2.0
#include "cli/global_options.h"

#include <array>

#include "cli/command_line.h"
#include "cli/python_input.h"
#include "core/os/files.h"

namespace ssm {
namespace {

using Takes = OptionSpec::Takes;

std::vector<OptionSpec> make_specs() {
  return {
      {.name = "--debug", .takes = Takes::kNothing},
      {.name = "--endpoint-url"},
      {.name = "--no-verify-ssl", .takes = Takes::kNothing},
      {.name = "--no-paginate", .takes = Takes::kNothing},
      {.name = "--output", .choices = {"json", "text", "table", "yaml", "yaml-stream", "off"}},
      {.name = "--query"},
      {.name = "--profile"},
      {.name = "--region"},
      {.name = "--version", .takes = Takes::kNothing},
      {.name = "--color", .choices = {"on", "off", "auto"}},
      {.name = "--no-sign-request", .takes = Takes::kNothing},
      {.name = "--ca-bundle"},
      {.name = "--cli-read-timeout"},
      {.name = "--cli-connect-timeout"},
      {.name = "--cli-binary-format", .choices = {"base64", "raw-in-base64-out"}},
      {.name = "--no-cli-pager", .takes = Takes::kNothing},
      {.name = "--cli-auto-prompt", .takes = Takes::kNothing},
      {.name = "--no-cli-auto-prompt", .takes = Takes::kNothing},
      {.name = "--cli-error-format",
       .choices = {"legacy", "json", "yaml", "text", "table", "enhanced"}},
      {.name = "--state-dir", .takes = Takes::kPath, .exact = true},
      {.name = "--caller", .exact = true},
  };
}

tl::unexpected<Error> not_available(const std::string& what, const std::string& instead) {
  return failure("ParamValidation",
                 what + " is not available in this version of ssm-local" + instead);
}

/// Refused rather than ignored: the answer would not be what was asked for.
Completed check_unavailable(const ParsedWords& parsed) {
  if (parsed.has("--cli-auto-prompt")) return not_available("--cli-auto-prompt", "");
  return {};
}

}  // namespace

std::span<const OptionSpec> global_option_specs() {
  static const std::vector<OptionSpec> kSpecs = make_specs();
  return kSpecs;
}

Result<std::optional<JmesPath>> read_query(const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  Result<JmesPath> query = JmesPath::parse(*text);
  if (query) return std::move(*query);
  return failure("ParamValidation",
                 "Bad value for --query " + *text + ": " + query.error().message);
}

Result<GlobalOptions> parse_global_options(std::span<const std::string> given) {
  // What follows "--" is no option, also for those who read the rest.
  const auto end = std::ranges::find(given, "--");
  std::span<const std::string> words(given.begin(), end);
  // The version ends it where it stands: what follows is not looked at.
  TRY_ASSIGN(std::vector<Word> classified, classify_words(global_option_specs(), words));
  for (std::size_t i = 0; i < classified.size(); ++i)
    if (classified[i].option == "--version") words = words.first(i + 1);
  TRY_ASSIGN(ParsedWords parsed, parse_words(global_option_specs(), words));
  GlobalOptions options;
  options.version = parsed.has("--version");
  if (options.version) return options;
  options.state_dir = parsed.value("--state-dir").value_or("");
  options.caller = parsed.value("--caller").value_or("");
  options.region = parsed.value("--region");
  options.profile = parsed.value("--profile");
  options.output = parsed.value("--output");
  options.no_paginate = parsed.has("--no-paginate");
  options.rest = parsed.rest;
  options.rest.insert(options.rest.end(), end, given.end());
  options.parsed = std::move(parsed);
  return options;
}

Completed check_global_options(const GlobalOptions& options) {
  const ParsedWords& parsed = options.parsed;
  if (parsed.has("--cli-auto-prompt") && parsed.has("--no-cli-auto-prompt"))
    return failure(
        "ParamValidation",
        "Both --cli-auto-prompt and --no-cli-auto-prompt cannot be specified at the same time.");
  TRY(read_query(parsed.value("--query")));
  TRY(check_unavailable(parsed));
  for (std::string_view name : {"--cli-read-timeout", "--cli-connect-timeout"})
    if (std::optional<std::string> seconds = parsed.value(name)) TRY(integer_value(*seconds));
  return {};
}

}  // namespace ssm
