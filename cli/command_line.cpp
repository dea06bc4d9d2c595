// SPDX-License-Identifier: Apache-2.0
#include "cli/command_line.h"

#include <CLI/CLI.hpp>

#include "cli/python_input.h"
#include "core/base/python_text.h"

namespace ssm {
namespace {

// CLI11 gives words a meaning that the AWS CLI does not: a leading dash, brackets, an empty word.
// Values are therefore handed to it behind a mark, and unknown options under a name that no option
// has.
constexpr char kValue = '\x01';
constexpr char kOccurrence = '\x02';  // begins an occurrence of an option that takes several words
constexpr int kManyWords = 1 << 24;   // CLI11 takes larger numbers for "as many as one item has"
constexpr std::string_view kUnknown = "--?\x03";

Result<std::vector<std::string>> marked(const std::vector<Word>& words) {
  std::vector<std::string> result;
  bool closed = false;  // the last option had its only value behind "="
  for (const Word& word : words) {
    switch (word.kind) {
      case Word::Kind::kValue:
        result.push_back(closed ? std::string(kUnknown) + word.text : kValue + word.text);
        break;
      case Word::Kind::kUnknownOption:
        result.push_back(std::string(kUnknown) + word.text);
        closed = false;
        break;
      case Word::Kind::kOption:
        if (word.attached && word.spec->takes == OptionSpec::Takes::kNothing)
          return failure("Usage", "argument " + word.option + ": ignored explicit argument " +
                                      python_repr(*word.attached));
        result.push_back(word.option);
        if (word.spec->takes == OptionSpec::Takes::kMany) result.emplace_back(1, kOccurrence);
        if (word.attached) result.push_back(kValue + *word.attached);
        closed = word.attached.has_value();
        break;
    }
  }
  return result;
}

std::string unmarked(const std::string& word) {
  if (word.starts_with(kUnknown)) return word.substr(kUnknown.size());
  return !word.empty() && word[0] == kValue ? word.substr(1) : word;
}

CLI::Option* add_to(CLI::App& app, const OptionSpec& spec) {
  CLI::Option* option = nullptr;
  if (spec.takes == OptionSpec::Takes::kNothing) {
    option = app.add_flag(spec.opposite.empty() ? spec.name : spec.name + ",!" + spec.opposite);
  } else {
    option = app.add_option(spec.name);
    if (spec.takes == OptionSpec::Takes::kMany) {
      option->expected(0, kManyWords);
    } else {
      option->expected(0, 1);
    }
  }
  return option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

std::vector<std::string> last_occurrence(const std::vector<std::string>& results) {
  std::vector<std::string> words;
  for (const std::string& result : results) {
    if (!result.empty() && result[0] == kOccurrence) {
      words.clear();
    } else {
      words.push_back(unmarked(result));
    }
  }
  return words;
}

Completed check_value(const OptionSpec& spec, const std::string& value) {
  if (spec.takes == OptionSpec::Takes::kPath && value.empty())
    return failure("Usage", "argument " + spec.name + ": expected a path, not an empty word");
  if (spec.takes == OptionSpec::Takes::kInteger && !to_integer(value))
    return failure("Usage", "argument " + spec.name + ": invalid int value: " + python_repr(value));
  if (!spec.choices.empty() &&
      std::find(spec.choices.begin(), spec.choices.end(), value) == spec.choices.end())
    return failure("Usage",
                   "argument " + spec.name + ": Found invalid choice " + python_repr(value) + "\n");
  return {};
}

/// Of all occurrences.
Result<std::vector<std::string>> values_of(const OptionSpec& spec,
                                           const std::vector<std::string>& results) {
  if (spec.takes == OptionSpec::Takes::kNothing) return std::vector<std::string>{results.back()};
  if (spec.takes == OptionSpec::Takes::kMany) return last_occurrence(results);
  std::vector<std::string> values;
  for (const std::string& result : results) {
    if (result.empty() || result[0] != kValue)
      return failure("Usage", "argument " + spec.name + ": expected one argument");
    values.push_back(unmarked(result));
    TRY(check_value(spec, values.back()));
  }
  return values;
}

}  // namespace

Result<ParsedWords> parse_words(std::span<const OptionSpec> specs,
                                std::span<const std::string> words) {
  TRY_ASSIGN(std::vector<Word> classified, classify_words(specs, words));
  TRY_ASSIGN(std::vector<std::string> arguments, marked(classified));

  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  std::vector<CLI::Option*> options(specs.size());
  std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the back
  try {
    // Only those that are there: each one is compared with all others when it is added.
    for (std::size_t i = 0; i < specs.size(); ++i)
      if (std::ranges::find(classified, &specs[i], &Word::spec) != classified.end())
        options[i] = add_to(app, specs[i]);
    app.parse(std::move(arguments));
  } catch (const CLI::Error& error) {
    return failure("Usage", error.what());
  }

  ParsedWords parsed;
  for (std::size_t i = 0; i < specs.size(); ++i) {
    if (options[i] == nullptr) continue;
    TRY_ASSIGN(std::vector<std::string> values, values_of(specs[i], options[i]->results()));
    if (specs[i].takes == OptionSpec::Takes::kOne) parsed.every_[specs[i].name] = values;
    if (specs[i].takes != OptionSpec::Takes::kMany) values = {values.back()};
    parsed.values_[specs[i].name] = std::move(values);
  }
  for (const std::string& word : app.remaining()) parsed.rest.push_back(unmarked(word));
  return parsed;
}

std::optional<std::string> ParsedWords::value(std::string_view name) const {
  auto found = values_.find(name);
  if (found == values_.end() || found->second.empty()) return std::nullopt;
  return found->second.back();
}

const std::vector<std::string>& ParsedWords::words(std::string_view name) const {
  static const std::vector<std::string> kNone;
  auto found = values_.find(name);
  return found == values_.end() ? kNone : found->second;
}

const std::vector<std::string>& ParsedWords::every(std::string_view name) const {
  static const std::vector<std::string> kNone;
  auto found = every_.find(name);
  return found == every_.end() ? kNone : found->second;
}

std::optional<bool> ParsedWords::flag(std::string_view name) const {
  std::optional<std::string> given = value(name);
  if (!given) return std::nullopt;
  return *given == "true";
}

std::optional<std::int64_t> ParsedWords::integer(std::string_view name) const {
  std::optional<std::string> given = value(name);
  return given ? to_integer(*given) : std::nullopt;
}

}  // namespace ssm
