// SPDX-License-Identifier: Apache-2.0
#include "cli/words.h"

#include <algorithm>

#include "core/base/text.h"

namespace ssm {
namespace {

struct Match {
  const OptionSpec* spec;
  std::string name;
};

bool is_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_negative_number(std::string_view word) {
  if (word.size() < 2 || word[0] != '-') return false;
  std::string_view rest = word.substr(1);
  std::size_t dot = rest.find('.');
  if (dot == std::string_view::npos) return is_digits(rest);
  return is_digits(rest.substr(0, dot)) && dot + 1 < rest.size() && is_digits(rest.substr(dot + 1));
}

std::optional<Match> find_exact(std::span<const OptionSpec> specs, std::string_view name) {
  for (const OptionSpec& spec : specs) {
    if (spec.name == name) return Match{&spec, spec.name};
    if (!spec.opposite.empty() && spec.opposite == name) return Match{&spec, spec.opposite};
  }
  return std::nullopt;
}

std::vector<Match> find_prefixed(std::span<const OptionSpec> specs, std::string_view prefix) {
  std::vector<Match> found;
  for (const OptionSpec& spec : specs) {
    if (spec.exact) continue;
    if (spec.name.starts_with(prefix)) found.push_back({&spec, spec.name});
    if (!spec.opposite.empty() && spec.opposite.starts_with(prefix))
      found.push_back({&spec, spec.opposite});
  }
  return found;
}

Error ambiguous(const std::string& word, const std::vector<Match>& matches) {
  std::vector<std::string> names;
  for (const Match& match : matches) names.push_back(match.name);
  return {"Usage", "ambiguous option: " + word + " could match " + join(names, ", ")};
}

Result<Word> classify(std::span<const OptionSpec> specs, const std::string& text) {
  Word word{.kind = Word::Kind::kValue, .text = text, .attached = std::nullopt};
  if (text.size() < 2 || text[0] != '-') return word;

  std::optional<Match> match = find_exact(specs, text);
  std::size_t equals = match ? std::string::npos : text.find('=');
  std::string name = text.substr(0, equals);
  if (!match && equals != std::string::npos) match = find_exact(specs, name);
  if (!match && name.starts_with("--")) {
    std::vector<Match> matches = find_prefixed(specs, name);
    if (matches.size() > 1) return tl::unexpected(ambiguous(text, matches));
    if (matches.size() == 1) match = matches.front();
  }
  if (match) {
    word.kind = Word::Kind::kOption;
    word.option = match->name;
    word.spec = match->spec;
    if (equals != std::string::npos) word.attached = text.substr(equals + 1);
  } else if (!is_negative_number(text) && text.find(' ') == std::string::npos) {
    word.kind = Word::Kind::kUnknownOption;
  }
  return word;
}

}  // namespace

Result<std::vector<Word>> classify_words(std::span<const OptionSpec> specs,
                                         std::span<const std::string> words) {
  std::vector<Word> result;
  result.reserve(words.size());
  bool only_values = false;
  for (const std::string& text : words) {
    if (only_values) {
      result.push_back(
          {.kind = Word::Kind::kUnknownOption, .text = text, .attached = std::nullopt});
    } else if (text == "--") {
      only_values = true;
    } else {
      TRY_ASSIGN(Word word, classify(specs, text));
      result.push_back(std::move(word));
    }
  }
  return result;
}

}  // namespace ssm
