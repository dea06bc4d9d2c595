// SPDX-License-Identifier: Apache-2.0
#include "cli/completion/complete.h"

#include <fmt/format.h>

#include "cli/help.h"
#include "cli/operation_catalog.h"
#include "cli/operation_options.h"
#include "core/base/text.h"

namespace ssm {
namespace {

void add_operations(Candidates& names, std::string_view service) {
  for (const Operation* operation : operations_of(service))
    names.push_back({std::string(operation->command), std::string(operation->doc)});
  if (!waiters_of(service).empty())
    names.push_back({"wait", "Waits until something has happened."});
}

Candidates command_names(const CursorPlace& place) {
  Candidates names = {{"ssm", "The operations of Systems Manager Automation."}};
  for (const std::string_view service : services().subspan(1))
    names.push_back({std::string(command_of(service)), operation_count(service)});
  if (place.as_aws) return names;
  for (const Command* command : commands())
    if (!command->is_hidden && command->name.find(' ') == command->name.npos)
      names.push_back({std::string(command->name), std::string(command->doc)});
  add_operations(names, "ssm");
  names.push_back({"help", "Tells how to use it."});
  return names;
}

void append(Candidates& candidates, Candidates more) {
  std::ranges::move(more, std::back_inserter(candidates));
}

/// Whether what is written already may begin such a form.
bool may_begin(const std::vector<std::string>& written, const std::vector<std::string>& form) {
  for (std::size_t i = 0; i < std::min(written.size(), form.size()); ++i)
    if (stands_for_itself(form[i]) && written[i] != form[i]) return false;
  return true;
}

/// What stands behind the name of one of our commands: words as they are, files for FILE, what the
/// service knows for DOCUMENT, NAME (of one) and EXECUTION-ID.
Candidates own_words(const CursorPlace& place, const std::string& current, const AskFor& ask) {
  Candidates words;
  for (const CommandForm& form : place.own->forms) {
    std::vector<std::string> form_words = split(form.words, ' ');
    bool listed = form.words.ends_with("...");
    std::size_t at = place.own_words.size();
    if (!may_begin(place.own_words, form_words)) continue;
    if (listed) at = std::min(at, form_words.size() - 1);
    if (at >= form_words.size() || form_words[at].empty()) continue;
    if (form_words[at].find("FILE") != std::string::npos) {
      append(words, file_candidates("", current));
      return words;
    }
    if (form_words[at].find("DOCUMENT") != std::string::npos || form_words[at] == "RUNBOOK") {
      append(words, document_candidates(current, ask));
      append(words, file_candidates("", current));
    }
    if (form_words[at].starts_with("NAME")) append(words, document_candidates(current, ask));
    if (form_words[at] == "EXECUTION-ID") append(words, execution_candidates(ask));
    if (stands_for_itself(form_words[at])) words.push_back({form_words[at], std::string(form.doc)});
  }
  if (!place.own_words.empty()) return words;
  const std::string before = fmt::format("{} ", place.own->name);
  for (const Command* command : commands())
    if (command->name.starts_with(before))
      words.push_back(
          {std::string(command->name.substr(before.size())), std::string(command->doc)});
  words.push_back({"help", "Tells how to use it."});
  return words;
}

/// nullptr: the option is none of a command of ours.
const CommandOption* own_option(const CursorPlace& place, const std::string& name) {
  if (place.own == nullptr) return nullptr;
  const auto found = std::ranges::find(place.own->options, name, &CommandOption::name);
  return found == place.own->options.end() ? nullptr : &*found;
}

const MemberShape* member_of(const CursorPlace& place, const std::string& option) {
  if (place.operation == nullptr) return nullptr;
  for (const MemberShape& member : place.operation->input->members)
    if (option_name(member) == option) return &member;
  return nullptr;
}

Candidates option_names(const CursorPlace& place, bool only_required) {
  Candidates names;
  for (const OptionSpec& spec : place.specs) {
    const MemberShape* member = member_of(place, spec.name);
    bool hidden = member != nullptr && is_hidden(*place.operation, *member);
    bool wanted = !only_required || (member != nullptr && member->required);
    if (hidden || !wanted || place.given.find(spec.name) != place.given.end()) continue;
    const CommandOption* own = own_option(place, spec.name);
    if (own != nullptr && own->is_hidden) continue;
    std::string doc(member != nullptr ? member->doc : own != nullptr ? own->doc : "");
    names.push_back({spec.name, doc});
    if (!spec.opposite.empty()) names.push_back({spec.opposite, doc});
  }
  return names;
}

Candidates plain_words(const CursorPlace& place, const std::string& current, const AskFor& ask) {
  if (place.own != nullptr) return own_words(place, current, ask);
  if (place.expects_command()) return command_names(place);
  Candidates names;
  if (place.expects_operation()) {
    add_operations(names, service_named(place.command));
  } else if (place.expects_waiter()) {
    for (const Waiter* waiter : waiters_of(service_named(place.command)))
      names.push_back({std::string(waiter->command), std::string(waiter->doc)});
  } else if (place.operation != nullptr) {
    return current.empty() ? option_names(place, true) : names;
  }
  names.push_back({"help", "Tells how to use it."});
  return names;
}

/// `--option=value`, the cursor in the value.
Candidates attached_values(const CursorPlace& place, const std::string& current,
                           const AskFor& ask) {
  std::size_t equals = current.find('=');
  std::optional<std::size_t> option = find_option(place.specs, current.substr(0, equals));
  if (!option) return {};
  Candidates values =
      value_candidates(place, place.specs[*option], current.substr(equals + 1), ask);
  for (Candidate& value : values) value.text.insert(0, current.substr(0, equals + 1));
  return values;
}

Candidates possible(const CursorPlace& place, const std::string& current, const AskFor& ask) {
  if (place.foreign) return {};
  if (current.starts_with("-")) {
    return current.find('=') == std::string::npos ? option_names(place, false)
                                                  : attached_values(place, current, ask);
  }
  const OptionSpec* pending = place.pending();
  return pending != nullptr ? value_candidates(place, *pending, current, ask)
                            : plain_words(place, current, ask);
}

}  // namespace

Candidates value_candidates(const CursorPlace& place, const OptionSpec& spec,
                            const std::string& current, const AskFor& ask) {
  for (const char* prefix : {"file://", "fileb://"})
    if (current.starts_with(prefix)) return file_candidates(prefix, current);
  if (spec.name == "--profile") return profile_candidates();
  if (place.own != nullptr && spec.name == "--output") return file_candidates("", current);
  if (spec.name == "--state-dir" || spec.name == "--ca-bundle" || spec.name == "--keys" ||
      spec.name == kMocksOption)
    return file_candidates("", current);
  Candidates values;
  for (std::string_view choice : spec.choices) values.push_back({std::string(choice), ""});
  const MemberShape* member = member_of(place, spec.name);
  if (member == nullptr) return values;

  const Shape& shape = shape_of(*member);
  for (std::string_view value : shape.values) values.push_back({std::string(value), ""});
  if (values.empty()) values = service_candidates(place, *member, current, ask);
  const Shape& item = shape.kind == Shape::Kind::kList ? *shape.element : shape;
  if (values.empty() && item.kind == Shape::Kind::kStructure)
    values = shorthand_candidates(item, current);
  if (values.empty() && !current.empty()) values.push_back({"file://", "The content of a file."});
  return values;
}

Candidates complete(std::span<const std::string> words, const std::string& current,
                    const AskFor& ask) {
  Candidates candidates = possible(find_place(words), current, ask);
  std::erase_if(candidates, [&](const Candidate& c) { return !c.text.starts_with(current); });
  return candidates;
}

}  // namespace ssm
