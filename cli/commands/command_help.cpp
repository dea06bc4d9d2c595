// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/command_help.h"

#include <fmt/format.h>
#include <algorithm>

#include "cli/testkit/graph_words.h"
#include "core/base/text.h"

namespace ssm {
namespace {

constexpr std::size_t kHelpWidth = 80;
constexpr std::size_t kWidestName = 26;

/// "  NAME   text", with the text in a column of its own.
std::string entry(std::string_view name, std::string_view text, std::size_t column) {
  std::string result = fmt::format("  {}", name);
  if (result.size() + 2 > column) result += '\n';
  std::string indent(column, ' ');
  for (const std::string& line : wrapped(text, kHelpWidth - column)) {
    const std::size_t begun =
        result.size() - (result.rfind('\n') == result.npos ? 0 : result.rfind('\n') + 1);
    result += indent.substr(std::min(begun, column)) + line + "\n";
  }
  return result;
}

std::string name_of(const CommandOption& option) {
  if (option.value.empty()) return std::string(option.name);
  if (!option.value_is_optional) return fmt::format("{} {}", option.name, option.value);
  return fmt::format("{}[={}]", option.name, option.value);
}

std::string doc_of(const CommandOption& option) {
  std::string text(option.doc);
  if (!option.choices.empty()) {
    const std::vector<std::string> choices(option.choices.begin(), option.choices.end());
    text += (text.empty() ? "" : ": ") + join(choices, ", ");
  }
  if (!option.usual.empty()) text += fmt::format(" (default: {})", option.usual);
  return text;
}

std::string form_name(const Command& command, const CommandForm& form) {
  return fmt::format("{}{}{}", command.name, form.words.empty() ? "" : " ", form.words);
}

std::string usage_lines(const Command& command) {
  std::string text;
  for (const CommandForm& form : command.forms) {
    std::string words(form.words);
    if (!command.options.empty())
      words = command.hands_on ? fmt::format("[OPTION...] {}", words)
                               : fmt::format("{}{}[OPTION...]", words, words.empty() ? "" : " ");
    text += fmt::format("{}ssm-local {}{}{}\n", text.empty() ? "usage: " : "       ", command.name,
                        words.empty() ? "" : " ", words);
  }
  return text;
}

std::size_t column_for(const std::vector<std::string>& names) {
  std::size_t longest = 0;
  for (const std::string& name : names)
    if (name.size() <= kWidestName) longest = std::max(longest, name.size());
  return longest + 4;
}

std::string forms_text(const Command& command) {
  if (command.forms.size() < 2) return "";
  std::vector<std::string> names;
  for (const CommandForm& form : command.forms) names.push_back(form_name(command, form));
  const std::size_t column = column_for(names);
  std::string text = "\n";
  for (std::size_t i = 0; i < names.size(); ++i)
    text += entry(names[i], command.forms[i].doc, column);
  return text;
}

std::string options_text(const Command& command) {
  std::vector<std::string> names;
  for (const CommandOption& option : command.options)
    if (!option.is_hidden) names.push_back(name_of(option));
  if (names.empty()) return "";
  const std::size_t column = column_for(names);
  std::string text = "\nOPTIONS\n";
  std::size_t i = 0;
  for (const CommandOption& option : command.options)
    if (!option.is_hidden) text += entry(names[i++], doc_of(option), column);
  return text;
}

std::string paragraph(std::string_view text) {
  return join(wrapped(text, kHelpWidth), "\n") + "\n";
}

}  // namespace

std::string command_help(const Command& command) {
  std::string text = usage_lines(command) + "\n" + paragraph(command.doc);
  text += forms_text(command) + options_text(command);
  if (!command.notes.empty()) text += fmt::format("\n{}", command.notes);
  return text;
}

std::string command_rows(const Command& command) {
  constexpr std::size_t kColumn = 38;
  std::string text;
  for (const CommandForm& form : command.forms)
    text += entry(form_name(command, form), form.doc, kColumn);
  return text;
}

}  // namespace ssm
