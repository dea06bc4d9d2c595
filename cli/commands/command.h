// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/global_options.h"
#include "core/base/result.h"

namespace ssm {

class Context;

/// One way to call a command: the words behind its name, and what it does then. Lower-case words
/// stand as they are. Others stand for a word of the user; [STEP] may be left out, FILE... is one
/// or more.
struct CommandForm {
  std::string_view words;  // "load FILE"; empty: nothing
  std::string_view doc;
};

/// Whether a word of a form stands as it is.
inline bool stands_for_itself(std::string_view word) {
  return !word.empty() && word.front() >= 'a' && word.front() <= 'z';
}

struct CommandOption {
  std::string_view name;                           // "--port", "-j"
  std::string_view value = {};                     // how help calls its value; empty: it has none
  std::string_view doc = {};                       // what it does, without a full stop
  std::string_view usual = {};                     // what holds without it
  std::span<const std::string_view> choices = {};  // empty: any value
  OptionSpec::Takes takes = OptionSpec::Takes::kOne;
  bool is_global = false;  // the option of the AWS CLI with this name; may stand before, too
  bool has_file = false;   // its value is CHOICE=FILE or CHOICE, which the command reads
  bool value_is_optional = false;
  bool is_hidden = false;  // from help and completion
};

/// What the user has written.
struct Call {
  GlobalOptions globals;  // from before the name and from behind it
  ParsedWords options;
  std::vector<std::string> operands;  // as the form has them, its own first word included
  std::size_t form = 0;               // which of the command's forms

  bool has(std::string_view option) const { return options.has(option); }
  std::optional<std::string> value(std::string_view option) const { return options.value(option); }
};

/// A command that the AWS CLI does not have. Parser, help and completion read this, and nothing
/// else says what a command takes.
struct Command {
  std::string_view name;  // "account", "test init"
  std::string_view doc;   // a sentence
  std::span<const CommandForm> forms;
  std::span<const CommandOption> options;
  std::string_view notes = {};  // more paragraphs for help
  Result<int> (*run)(Context&, const Call&) = nullptr;
  bool hands_on = false;   // words behind the first that is no option belong to another program
  bool is_hidden = false;  // for the program itself
};

inline constexpr CommandOption kStateDirOption{
    .name = "--state-dir",
    .value = "DIR",
    .doc = "where everything is kept",
    .usual = "$SSM_LOCAL_STATE_DIR, else $XDG_STATE_HOME/ssm-local or ~/.local/state/ssm-local",
    .is_global = true};
inline constexpr CommandOption kRegionOption{.name = "--region",
                                             .value = "REGION",
                                             .doc = "the Region whose account is meant",
                                             .usual = "as the AWS CLI finds it, else us-east-1",
                                             .is_global = true};
inline constexpr CommandOption kProfileOption{
    .name = "--profile",
    .value = "NAME",
    .doc = "the profile of the AWS configuration whose settings hold",
    .is_global = true};
inline constexpr CommandOption kCallerOption{.name = "--caller",
                                             .value = "WHO",
                                             .doc = "who calls: an ARN or the name of a user",
                                             .usual = "$SSM_LOCAL_CALLER_ARN, else user/local",
                                             .is_global = true};
inline constexpr CommandOption kDocumentVersionOption{
    .name = "--document-version",
    .value = "VERSION",
    .doc = "the version of a document that is named",
    .usual = "its default version"};

}  // namespace ssm
