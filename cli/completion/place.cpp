// SPDX-License-Identifier: Apache-2.0
#include "cli/completion/place.h"

#include <fmt/format.h>

#include "cli/commands/read_call.h"
#include "cli/operation_catalog.h"
#include "cli/operation_options.h"

namespace ssm {
namespace {

using Takes = OptionSpec::Takes;

class PlaceReader {
 public:
  CursorPlace read(std::span<const std::string> words) {
    restart(false);
    for (const std::string& word : words) take(word);
    return std::move(place_);
  }

 private:
  void restart(bool as_aws) {
    place_ = CursorPlace();
    place_.as_aws = as_aws;
    know({});
  }

  void know(std::vector<OptionSpec> specs) {
    std::span<const OptionSpec> globals = global_option_specs();
    specs.insert(specs.end(), globals.begin(), globals.end());
    place_.specs = std::move(specs);
  }

  void take(const std::string& word) {
    const OptionSpec* pending = place_.pending();
    if (word.size() > 1 && word.starts_with("-")) return take_option(word);
    if (pending == nullptr) return take_name(word);
    place_.given[pending->name].push_back(word);
    if (pending->takes != Takes::kMany) place_.pending_index.reset();
  }

  void take_option(const std::string& word) {
    std::size_t equals = word.find('=');
    place_.pending_index = find_option(place_.specs, word.substr(0, equals));
    const OptionSpec* spec = place_.pending();
    if (spec == nullptr) return;
    std::vector<std::string>& values = place_.given[spec->name];
    values.clear();
    if (equals != std::string::npos) values.push_back(word.substr(equals + 1));
    if (equals != std::string::npos || spec->takes == Takes::kNothing) place_.pending_index.reset();
  }

  void take_name(const std::string& word) {
    if (place_.own != nullptr) return take_own_word(word);
    if (place_.expects_command() && service_named(word).empty()) return take_command(word);
    if (place_.expects_command()) {
      place_.command = word;
    } else if (place_.expects_operation()) {
      take_operation(word);
    } else if (place_.expects_waiter()) {
      place_.waiter = find_waiter(service_named(place_.command), word);
      if (place_.waiter == nullptr) return;
      place_.operation = &operation_of(*place_.waiter);
      know(waiter_option_specs(*place_.waiter));
    }
  }

  void take_command(const std::string& word) {
    place_.command = word;
    const Command* own = place_.as_aws ? nullptr : find_command(word);
    if (own != nullptr) return take_own(*own);
    place_.command = "ssm";
    take_operation(word);
  }

  void take_own(const Command& command) {
    place_.own = &command;
    place_.specs = option_specs(command);
  }

  void take_operation(const std::string& word) {
    place_.name = word;
    place_.operation = find_operation(service_named(place_.command), word);
    if (place_.operation != nullptr) know(operation_option_specs(*place_.operation));
  }

  void take_own_word(const std::string& word) {
    const Command* longer = find_command(fmt::format("{} {}", place_.own->name, word));
    if (longer != nullptr && place_.own_words.empty()) return take_own(*longer);
    place_.own_words.push_back(word);
    if (place_.command != "exec" || place_.foreign) return;
    if (word == "aws") return restart(true);
    place_.foreign = true;
  }

  CursorPlace place_;
};

}  // namespace

const OptionSpec* CursorPlace::pending() const {
  return pending_index ? &specs[*pending_index] : nullptr;
}

std::optional<std::size_t> find_option(std::span<const OptionSpec> specs, std::string_view word) {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < specs.size(); ++i) {
    if (specs[i].name == word || specs[i].opposite == word) return i;
    if (specs[i].exact || !specs[i].name.starts_with(word)) continue;
    if (found) return std::nullopt;  // not clear, unless an exact name follows
    found = i;
  }
  return found;
}

CursorPlace find_place(std::span<const std::string> words) {
  return PlaceReader().read(words);
}

}  // namespace ssm
