// SPDX-License-Identifier: Apache-2.0
#include "cli/operation_words.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>
#include <vector>

#include "cli/kebab_case.h"
#include "core/base/text.h"

namespace ssm {
namespace {

/// There is one of these, or no number: "the" stands before them, and nothing before one alone.
constexpr std::array<std::string_view, 16> kUncountable = {
    "acl",     "identity", "concurrency", "standby",  "encryption", "versioning",
    "logging", "tagging",  "location",    "capacity", "protection", "permission",
    "ingress", "egress",   "status",      "history"};
constexpr std::array<std::string_view, 5> kPrepositions = {"to", "from", "for", "by", "in"};
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kSpelled = {
    {{"acl", "ACL"}, {"vpcs", "VPCs"}, {"url", "URL"}, {"arn", "ARN"}, {"db", "DB"}, {"id", "ID"}}};

/// "describes", "copies", "attaches".
std::string third_person(const std::string& verb) {
  constexpr std::string_view kVowels = "aeiou";
  if (verb.ends_with('y') && verb.size() > 1 && kVowels.find(verb[verb.size() - 2]) == kVowels.npos)
    return verb.substr(0, verb.size() - 1) + "ies";
  for (const std::string_view ending : {"s", "sh", "ch", "x"})
    if (verb.ends_with(ending)) return verb + "es";
  return verb + "s";
}

std::string spelled(const std::string& word) {
  const auto found = std::ranges::find(kSpelled, word, [](const auto& row) { return row.first; });
  return found == kSpelled.end() ? word : std::string(found->second);
}

std::string_view article_of(std::span<const std::string> words) {
  constexpr std::string_view kVowels = "aeio";
  const std::string& last = words.back();
  if (std::ranges::find(kUncountable, last) != kUncountable.end())
    return words.size() > 1 ? " the" : "";
  if (last.ends_with('s') && !last.ends_with("ss") && !last.ends_with("us")) return "";
  return kVowels.find(words.front().front()) == kVowels.npos ? " a" : " an";
}

bool is_preposition(const std::string& word) {
  return std::ranges::find(kPrepositions, word) != kPrepositions.end();
}

/// "an image", "instance profiles".
std::string phrase_of(std::span<const std::string> words) {
  std::string phrase(words.empty() ? "" : article_of(words));
  for (const std::string& word : words) phrase += " " + spelled(word);
  return phrase;
}

}  // namespace

std::string account_operation_doc(std::string_view operation) {
  std::vector<std::string> words = split(to_kebab_case(operation), '-');
  if (words.size() > 1 && words.front() == "batch") words.erase(words.begin());
  const bool looks = words.front() == "head";
  std::string doc = third_person(looks ? "look" : words.front());
  doc.front() = static_cast<char>(doc.front() - 'a' + 'A');
  if (looks) doc += " for";
  std::span<const std::string> rest = std::span(words).subspan(1);
  while (!rest.empty()) {
    const auto end = std::ranges::find_if(rest, is_preposition);
    doc += phrase_of({rest.begin(), end});
    if (end == rest.end()) break;
    doc += " " + *end;
    rest = {end + 1, rest.end()};
  }
  return doc + " in the simulated account.";
}

}  // namespace ssm
