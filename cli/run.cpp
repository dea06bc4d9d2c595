// SPDX-License-Identifier: Apache-2.0
#include "cli/run.h"

#include <fmt/format.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/bucket_listing.h"
#include "cli/commands/command_help.h"
#include "cli/commands/command_table.h"
#include "cli/commands/context.h"
#include "cli/commands/read_call.h"
#include "cli/configuration.h"
#include "cli/debug.h"
#include "cli/exec.h"
#include "cli/global_options.h"
#include "cli/help.h"
#include "cli/invoke.h"
#include "cli/operation_catalog.h"
#include "cli/output/pager.h"
#include "cli/output/print.h"
#include "cli/usage.h"
#include "cli/wait.h"
#include "core/base/python_text.h"
#include "core/base/text.h"

namespace ssm {
namespace {

using Words = std::vector<std::string>;

/// How many leading words are global options with their values.
std::size_t leading_options(const Words& words) {
  std::size_t i = 0;
  while (i < words.size() && words[i].starts_with("--")) {
    const auto word = classify_words(global_option_specs(), std::span(words).subspan(i, 1));
    const OptionSpec* spec = word && !word->empty() ? word->front().spec : nullptr;
    const bool takes_next =
        spec != nullptr && !word->front().attached && spec->takes != OptionSpec::Takes::kNothing;
    i += takes_next ? 2 : 1;
  }
  return std::min(i, words.size());
}

int report_own(const Error& error) {
  print_diagnostic(to_own_error_text(error));
  constexpr int kCommandNotFound = 127;  // as shells and env do
  constexpr int kCommandNotExecutable = 126;
  if (error.code == "NotFound") return kCommandNotFound;
  if (error.code == "NotExecutable") return kCommandNotExecutable;
  return exit_code_of(error);
}

constexpr const char* kNoCommand = "NoCommand";

/// In our own voice: who calls `ssm-local` does not ask the AWS CLI.
tl::unexpected<Error> no_command(const std::string& name, std::span<const std::string> known) {
  const std::string near = nearest(name, known);
  return failure(kNoCommand,
                 fmt::format("there is no command {}.{} See ssm-local help.", name,
                             near.empty() ? "" : fmt::format(" Did you mean {}?", near)));
}

int report(const Error& error, ErrorFormat format, bool as_aws) {
  print_diagnostic(to_aws_error_text(error, format, as_aws ? "aws" : "ssm-local"));
  return exit_code_of(error);
}

bool asks_for_help(std::string_view word) {
  return word == "--help" || word == "-h";
}

/// `ec2 describe-instances --instance-ids i-1 --help` becomes `ec2 describe-instances help`. The
/// AWS CLI has only the word.
void ask_for_help(Words& words, std::size_t& at) {
  const auto asks = [](const std::string& word) { return asks_for_help(word); };
  if (std::ranges::none_of(words, asks)) return;
  if (at > 0 && asks_for_help(words[at - 1])) --at;
  const auto name = words.begin() + static_cast<std::ptrdiff_t>(at);
  const auto end = std::find_if(name, words.end(),
                                [](const std::string& word) { return word.starts_with('-'); });
  words.erase(end, words.end());
  words.emplace_back("help");
}

int run_own(const Command& command, std::span<const std::string> before,
            std::span<const std::string> words) {
  if (asks_for_help(command, words)) return print_answer(command_help(command));
  Result<Call> call = read_call(command, before, words);
  if (!call) return report_own(call.error());
  if (call->globals.version) return print_answer(version_text(false));
  Context context(call->globals);
  Result<int> code = command.run(context, *call);
  return code ? *code : report_own(code.error());
}

/// Takes the first word that is no option: the command or the operation. nullopt: there is none.
std::optional<std::string> take_name(Words& words) {
  auto found = std::find_if(words.begin(), words.end(),
                            [](const std::string& word) { return !word.starts_with("-"); });
  if (found == words.end()) return std::nullopt;
  std::string name = *found;
  words.erase(found);
  return name;
}

constexpr std::string_view kOwnService = "ssm";

Words operation_names(std::string_view service) {
  Words names;
  for (const Operation* operation : operations_of(service)) names.emplace_back(operation->command);
  if (!waiters_of(service).empty()) names.emplace_back("wait");
  return names;
}

Words command_names() {
  Words names = operation_names(kOwnService);
  for (const std::string_view service : services()) names.emplace_back(command_of(service));
  for (const Command* command : commands())
    if (!command->is_hidden) names.emplace_back(command->name);
  return names;
}

const Operation* find_command_of(std::string_view service, const std::string& name) {
  const Operation* operation = find_operation(service, name);
  return operation != nullptr && operation->command == name ? operation : nullptr;
}

bool asks_for_help(const Words& words) {
  return words.size() == 1 && words.front() == "help";
}

/// What was asked for, once the names of command and operation are known.
struct Door {
  const Words& words;  // as given
  const GlobalOptions& options;
  bool as_aws;
};

Result<std::string> run_named(const Door& door, const Operation& operation, const Words& rest) {
  TRY(check_global_options(door.options));
  if (asks_for_help(rest)) return operation_help_text(operation);
  return run_operation(operation, door.options, rest);
}

Result<std::string> run_waiter(const Door& door, std::string_view service, const Words& rest) {
  // Those that we do not have: handed over like any other command.
  if (door.as_aws && !rest.empty() && find_waiter(service, rest.front()) == nullptr &&
      !asks_for_help(rest))
    return tl::unexpected(
        hand_over(fmt::format("`aws {} wait {}`", command_of(service), rest.front()), door.words));
  TRY(check_global_options(door.options));
  if (asks_for_help(rest)) return wait_help_text(service);
  const Waiter* waiter = rest.size() == 2 ? find_waiter(service, rest[0]) : nullptr;
  if (waiter != nullptr && rest[1] == "help") return waiter_help_text(*waiter);
  TRY(run_wait(door.options, service, rest));
  return "";
}

Result<std::string> run_service(const Door& door, std::string_view service, Words rest) {
  std::optional<std::string> given = take_name(rest);
  if (!given) return failure("Usage", "the following arguments are required: operation");
  const std::string& name = *given;
  if (name == "help" && rest.empty())
    return service == kOwnService ? help_text(door.as_aws) : service_help_text(service);
  if (name == "wait" && !waiters_of(service).empty()) return run_waiter(door, service, rest);
  const Operation* operation = find_command_of(service, name);
  if (operation != nullptr) return run_named(door, *operation, rest);

  Error unknown = invalid_choice("operation", name, operation_names(service));
  TRY(check_global_options(door.options));
  TRY(read_configuration(door.options));
  if (!door.as_aws) return tl::unexpected(unknown);
  Error refused = hand_over(fmt::format("`aws {} {}`", command_of(service), name), door.words);
  bool likely_mistyped = unknown.message.find("Maybe") != std::string::npos;
  if (refused.code == "ParamValidation" && likely_mistyped)
    return failure("Usage", unknown.message + "\n\n" + refused.message);
  return tl::unexpected(refused);
}

Result<std::string> run_aws(const Door& door) {
  if (door.options.version) return version_text(door.as_aws);
  Words rest = door.options.rest;
  std::optional<std::string> given = take_name(rest);
  if (!given && !door.as_aws)
    return failure(kNoCommand, "say what to do: a command or an operation. See ssm-local help.");
  if (!given) return failure("Usage", "the following arguments are required: command");
  const std::string& name = *given;
  if (name == "help" && rest.empty()) return help_text(door.as_aws);
  if (name == "s3" && (rest == Words{"ls"} || rest == Words{"ls", "s3://"})) {
    TRY(check_global_options(door.options));
    return bucket_listing(door.options);
  }
  if (const std::string_view service = service_named(name); !service.empty())
    return run_service(door, service, std::move(rest));
  if (door.as_aws) return tl::unexpected(hand_over("`aws " + name + "`", door.words));
  if (name == "wait") return run_waiter(door, kOwnService, rest);
  const Operation* operation = find_command_of(kOwnService, name);
  if (operation == nullptr) return no_command(name, command_names());
  return run_named(door, *operation, rest);
}

void tell_arguments(const GlobalOptions& options, const Words& words) {
  if (!options.parsed.has("--debug")) return;
  constexpr std::string_view kLogger = "awscli.clidriver";
  debug_line(options, kLogger, "CLI version: " + std::string(trim(version_text(false))));
  Words shown;
  for (const std::string& word : words) shown.push_back(python_repr(word));
  debug_line(options, kLogger, "Arguments entered to CLI: [" + join(shown, ", ") + "]");
}

}  // namespace

int run(std::span<char* const> argv) {
  std::string_view program = argv.empty() ? std::string_view() : argv.front();
  bool as_aws = program.substr(program.rfind('/') + 1) == "aws";
  Words words;
  for (std::size_t i = 1; i < argv.size(); ++i) words.emplace_back(argv[i]);
  if (!as_aws) {
    std::size_t at = leading_options(words);
    const auto own_at = [&] { return command_at(std::span(words).subspan(at)); };
    if (own_at().command == nullptr) ask_for_help(words, at);
    // `help lint` is `lint --help`, `help stop-automation-execution` the operation's `help`.
    if (words.size() > at + 1 && words[at] == "help") {
      words.erase(words.begin() + static_cast<std::ptrdiff_t>(at));
      words.emplace_back(own_at().command != nullptr ? "--help" : "help");
    }
    if (const NamedCommand own = own_at(); own.command != nullptr) {
      const std::span<const std::string> all = words;
      return run_own(*own.command, all.first(at), all.subspan(at + own.words));
    }
  }

  Result<GlobalOptions> options = parse_global_options(words);
  if (!options) return report(options.error(), ErrorFormat::kEnhanced, as_aws);
  tell_arguments(*options, words);
  Result<std::string> answer = run_aws({words, *options, as_aws});
  if (!answer) {
    if (answer.error().code == kNoCommand) return report_own(answer.error());
    return report(answer.error(), error_format_of(*options), as_aws);
  }
  Result<int> code = show_answer(*answer, configured_pager(*options));
  return code ? *code : report(code.error(), error_format_of(*options), as_aws);
}

}  // namespace ssm
