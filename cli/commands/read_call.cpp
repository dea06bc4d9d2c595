// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/read_call.h"

#include <fmt/format.h>
#include <algorithm>

#include "core/base/text.h"

namespace ssm {
namespace {

using Takes = OptionSpec::Takes;
using Words = std::vector<std::string>;

/// What to do about it.
std::string see_help(const Command& command) {
  return fmt::format("See ssm-local {} --help.", command.name);
}

tl::unexpected<Error> usage_error(const Command& command, const std::string& what) {
  return failure("Usage", fmt::format("{}: {} {}", command.name, what, see_help(command)));
}

/// " Did you mean X?"; empty: no candidate is near.
std::string meant(std::string_view word, const Words& candidates) {
  const std::string near = nearest(word, candidates);
  return near.empty() ? "" : fmt::format(" Did you mean {}?", near);
}

OptionSpec spec_of(const CommandOption& option) {
  if (option.is_global) {
    for (OptionSpec spec : global_option_specs())
      if (spec.name == option.name) {
        spec.exact = false;
        return spec;
      }
  }
  OptionSpec spec{.name = std::string(option.name), .exact = option.is_hidden};
  spec.takes = option.value.empty() ? Takes::kNothing : option.takes;
  spec.choices = {option.choices.begin(), option.choices.end()};
  return spec;
}

/// Whether the word is a value of an option that can do without one.
bool is_optional_value(const CommandOption& option, const std::string& word) {
  return std::ranges::any_of(option.choices, [&](std::string_view choice) {
    return word.starts_with(fmt::format("{}=", choice));
  });
}

/// As parse_words() takes them: -j4 is -j 4; an option that can do without a value has an empty
/// one.
Words prepared(const Command& command, std::span<const std::string> words) {
  Words result;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    const auto option = std::ranges::find_if(command.options, [&](const CommandOption& each) {
      if (each.value_is_optional) return word == each.name;
      const bool is_letter = each.name.size() == 2 && word.size() > 2 && word[2] != '=';
      return is_letter && word.starts_with(each.name);
    });
    if (option == command.options.end()) {
      result.push_back(word);
    } else if (option->value_is_optional) {
      const bool has_value = i + 1 < words.size() && is_optional_value(*option, words[i + 1]);
      result.push_back(fmt::format("{}={}", word, has_value ? words[++i] : ""));
    } else {
      result.insert(result.end(), {word.substr(0, 2), word.substr(2)});
    }
  }
  return result;
}

/// Where the words of another program begin: at the first that is neither an option nor its value.
std::size_t end_of_own(std::span<const OptionSpec> specs, std::span<const std::string> words) {
  std::size_t i = 0;
  while (i < words.size() && words[i].starts_with('-') && words[i] != "--") {
    const Result<std::vector<Word>> word = classify_words(specs, words.subspan(i, 1));
    const bool takes_next = word && word->front().spec != nullptr && !word->front().attached &&
                            word->front().spec->takes != Takes::kNothing;
    i += takes_next ? 2 : 1;
  }
  return std::min(i, words.size());
}

Words option_names(const Command& command) {
  Words names;
  for (const CommandOption& option : command.options)
    if (!option.is_hidden) names.emplace_back(option.name);
  return names;
}

/// Those that stood before the command's name, where each command has its own.
Completed check_globals(const Command& command, const GlobalOptions& globals) {
  for (const OptionSpec& spec : global_option_specs()) {
    if (!globals.parsed.has(spec.name)) continue;
    const bool counts = std::ranges::any_of(command.options, [&](const CommandOption& option) {
      return option.is_global && option.name == spec.name;
    });
    if (!counts)
      return usage_error(
          command,
          fmt::format("{} before the command has no effect on it; leave it out.", spec.name));
  }
  return {};
}

/// All that is global, as one line: the last one of an option wins.
Result<GlobalOptions> all_globals(const Command& command, std::span<const std::string> before,
                                  const ParsedWords& behind) {
  Words words(before.begin(), before.end());
  for (const CommandOption& option : command.options)
    if (option.is_global && behind.has(option.name))
      words.push_back(fmt::format("{}={}", option.name, behind.value(option.name).value_or("")));
  return parse_global_options(words);
}

Words words_of(const CommandForm& form) {
  return form.words.empty() ? Words() : split(form.words, ' ');
}

/// Whether the words fit the form.
bool fits(const CommandForm& form, const Words& given) {
  const Words wanted = words_of(form);
  const bool is_open = form.words.ends_with("...");
  if (given.size() > wanted.size() && !is_open) return false;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (i >= given.size()) {
      if (!wanted[i].starts_with('[')) return false;
    } else if (stands_for_itself(wanted[i]) && wanted[i] != given[i]) {
      return false;
    }
  }
  return true;
}

/// Values that are no choice of their option. What stands behind CHOICE= the command reads.
Completed check_choices(const Command& command, const ParsedWords& given) {
  for (const CommandOption& option : command.options) {
    if (option.choices.empty() || option.is_global) continue;
    const Words choices(option.choices.begin(), option.choices.end());
    for (const std::string& value : given.every(option.name)) {
      const std::string choice = option.has_file ? value.substr(0, value.find('=')) : value;
      const bool is_left_out = option.value_is_optional && value.empty();
      if (is_left_out || std::ranges::find(choices, choice) != choices.end()) continue;
      return usage_error(command, fmt::format("{} has no {}; it has {}.{}", option.name,
                                              choice.empty() ? "empty value" : choice,
                                              join(choices, ", "), meant(choice, choices)));
    }
  }
  return {};
}

std::string count_of(const Words& words) {
  return fmt::format("{} word{}", words.size(), words.size() == 1 ? "" : "s");
}

/// What is wrong with words that fit no form.
std::string misfit(const Command& command, const Words& given) {
  Words verbs, meant_forms, all_forms;
  for (const CommandForm& form : command.forms) {
    const Words wanted = words_of(form);
    if (wanted.empty()) continue;
    all_forms.emplace_back(form.words);
    if (!stands_for_itself(wanted.front())) continue;
    if (!given.empty() && given.front() == wanted.front()) meant_forms.emplace_back(form.words);
    if (std::ranges::find(verbs, wanted.front()) == verbs.end()) verbs.push_back(wanted.front());
  }
  if (!meant_forms.empty())
    return fmt::format("expected {}, not {}.", join(meant_forms, " or "), count_of(given));
  if (all_forms.empty()) return fmt::format("it takes no words: {}.", given.front());
  if (verbs.empty() && given.empty()) {
    Words first;
    for (const std::string& form : all_forms) first.push_back(split(form, ' ').front());
    return fmt::format("{} is missing.", join(first, " or "));
  }
  if (verbs.empty())
    return fmt::format("expected {}, not {}.", join(all_forms, " or "), count_of(given));
  if (given.empty()) return fmt::format("say what to do: {}.", join(verbs, ", "));
  return fmt::format("there is no {}; there is {}.{}", given.front(), join(verbs, ", "),
                     meant(given.front(), verbs));
}

/// Which form the words have. Errors: code "Usage".
Result<std::size_t> form_of(const Command& command, const Words& given) {
  for (std::size_t i = 0; i < command.forms.size(); ++i)
    if (fits(command.forms[i], given)) return i;
  if (command.forms.empty()) return 0;
  return usage_error(command, misfit(command, given));
}

}  // namespace

std::vector<OptionSpec> option_specs(const Command& command) {
  std::vector<OptionSpec> specs;
  for (const CommandOption& option : command.options) specs.push_back(spec_of(option));
  return specs;
}

bool asks_for_help(const Command& command, std::span<const std::string> words) {
  const std::size_t own =
      command.hands_on ? end_of_own(option_specs(command), words)
                       : static_cast<std::size_t>(std::ranges::find(words, "--") - words.begin());
  const auto asks = [](const std::string& word) { return word == "--help" || word == "-h"; };
  const bool is_word = words.size() == 1 && words.front() == "help";
  return !command.is_hidden && (is_word || std::ranges::any_of(words.first(own), asks));
}

Result<Call> read_call(const Command& command, std::span<const std::string> before,
                       std::span<const std::string> words) {
  Call call;
  if (command.is_hidden && command.hands_on) {
    call.operands = {words.begin(), words.end()};
    return call;
  }
  TRY_ASSIGN(const GlobalOptions leading, parse_global_options(before));
  TRY(check_globals(command, leading));
  const std::vector<OptionSpec> specs = option_specs(command);
  const std::size_t own =
      command.hands_on ? end_of_own(specs, words)
                       : static_cast<std::size_t>(std::ranges::find(words, "--") - words.begin());
  std::vector<OptionSpec> open = specs;  // what the choices are, we say ourselves
  for (OptionSpec& spec : open) spec.choices.clear();
  const auto parsed = parse_words(open, prepared(command, words.first(own)));
  if (!parsed)
    return failure(parsed.error().code,
                   fmt::format("{}: {}", command.name, trim(parsed.error().message)));
  call.options = *parsed;
  for (const std::string& word : call.options.rest)
    if (word.size() > 1 && word.starts_with('-'))
      return usage_error(command,
                         fmt::format("there is no option {}.{}", word,
                                     meant(word.substr(0, word.find('=')), option_names(command))));
  TRY(check_choices(command, call.options));
  call.operands = std::move(call.options.rest);
  auto rest = words.subspan(own);
  if (!rest.empty() && rest.front() == "--") rest = rest.subspan(1);
  call.operands.insert(call.operands.end(), rest.begin(), rest.end());
  TRY_ASSIGN(call.form, form_of(command, call.operands));
  TRY_ASSIGN(call.globals, all_globals(command, before, call.options));
  return call;
}

}  // namespace ssm
