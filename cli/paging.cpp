// SPDX-License-Identifier: Apache-2.0
#include "cli/paging.h"

#include "core/base/python_text.h"
#include "core/base/text.h"

namespace ssm {
namespace {

/// The member that a page lists, of several the first that is not empty; empty: it has no list.
std::string list_of(const Paging& paging, const Json& page) {
  if (!paging.result_key.empty()) return std::string(paging.result_key);
  std::string first;
  for (const auto& [name, value] : page.items()) {
    if (value.is_array() && !value.empty()) return name;
    if (value.is_array() && first.empty()) first = name;
  }
  return first;
}

/// In the answer the token has the name that it has in the request, or "Next" before that.
Json next_token(const Paging& paging, const Json& page) {
  const Json* found = find_member(page, paging.input_token);
  if (found == nullptr) found = find_member(page, "Next" + std::string(paging.input_token));
  constexpr std::string_view kFrom = "ExclusiveStart";
  if (found == nullptr && paging.input_token.starts_with(kFrom))
    found =
        find_member(page, "LastEvaluated" + std::string(paging.input_token.substr(kFrom.size())));
  return found == nullptr ? Json() : *found;
}

bool is_end(const Json& token) {
  return token.is_null() || (token.is_string() && token.get_ref<const std::string&>().empty());
}

/// Keeps the pages, and of their items those up to --max-items.
class Collector {
 public:
  Collector(const Paging& paging, const PagingOptions& options)
      : paging_(paging), options_(options) {
    pages_.keeps_maps = paging.result_key.empty();
  }

  /// Takes one page. `at`: where it begins. True: that was the last that is wanted.
  bool take(Json page, const PagePosition& at) {
    if (pages_.list.empty()) pages_.list = list_of(paging_, page);
    const auto list = page.find(pages_.list);
    if (list != page.end()) {
      const std::int64_t skipped = at.delivered.value_or(0);
      list->erase(list->begin(), list->begin() + index_in(*list, skipped));
      const auto count = static_cast<std::int64_t>(list->size());
      if (options_.max_items && total_ + count > *options_.max_items) {
        const std::int64_t kept = *options_.max_items - total_;
        list->erase(list->begin() + index_in(*list, kept), list->end());
        pages_.pages.push_back(std::move(page));
        goes_on(PagePosition{at.token, skipped + kept});
        return true;
      }
      total_ += count;
    }
    pages_.pages.push_back(std::move(page));
    return false;
  }

  /// Between two pages. True: nothing more is wanted.
  bool is_full(const Json& next_token) {
    if (!options_.max_items || total_ != *options_.max_items) return false;
    goes_on(PagePosition{next_token, std::nullopt});
    return true;
  }

  Pages pages() { return std::move(pages_); }

 private:
  /// A negative number counts from the end, as in Python: --max-items -1 leaves the last one out.
  static std::int64_t index_in(const Json& list, std::int64_t number) {
    const auto size = static_cast<std::int64_t>(list.size());
    return std::clamp<std::int64_t>(number < 0 ? size + number : number, 0, size);
  }
  void goes_on(const PagePosition& at) { pages_.next_token = to_cli_token(paging_, at); }

  const Paging& paging_;
  const PagingOptions& options_;
  std::int64_t total_ = 0;
  Pages pages_;
};

}  // namespace

Result<PagingOptions> paging_options(const OperationCall& call, bool no_paginate) {
  PagingOptions options;
  const Paging* paging = call.operation->paging;
  if (paging == nullptr) return options;

  const ParsedWords& given = call.options;
  const auto is_given = [&](std::string_view member) {
    return !member.empty() && given.has("--" + to_kebab_case(member));
  };
  bool manual = no_paginate || is_given(paging->input_token) || is_given(paging->limit_key);
  std::vector<std::string> used;
  for (const char* name : {"--starting-token", "--page-size", "--max-items"})
    if (given.has(name)) used.emplace_back(name);
  if (manual && !used.empty())
    return failure(
        "ParamValidation",
        "Cannot specify --no-paginate along with pagination arguments: " + join(used, ", "));
  options.automatic = !manual;
  options.starting_token = given.value("--starting-token");
  options.page_size = given.integer("--page-size");
  constexpr std::int64_t kMost = 1'000'000'000'000'000;  // more than any listing has
  options.max_items = given.integer("--max-items");
  if (options.max_items) options.max_items = std::clamp(*options.max_items, -kMost, kMost);
  return options;
}

Result<Pages> ask_all_pages(const Paging& paging, Json request, const PagingOptions& options,
                            const Ask& ask) {
  PagePosition at;
  if (options.starting_token) at = from_cli_token(paging, *options.starting_token);
  Collector collector(paging, options);
  for (;;) {
    if (!at.token.is_null()) request[std::string(paging.input_token)] = at.token;
    TRY_ASSIGN(Json page, ask(request));
    const Json next = next_token(paging, page);
    if (collector.take(std::move(page), at)) break;
    if (is_end(next) || collector.is_full(next)) break;
    if (next == at.token)
      return failure("General",
                     "Error during pagination: The same next token was received twice: {" +
                         python_repr(std::string(paging.input_token)) + ": " + python_repr(next) +
                         "}");
    at = PagePosition{next, std::nullopt};
  }
  return collector.pages();
}

Json merge_pages(Pages pages) {
  if (pages.list.empty()) return pages.pages.empty() ? Json::object() : std::move(pages.pages[0]);
  Json whole = Json::object();
  whole[pages.list] = Json::array();
  for (Json& page : pages.pages)
    for (auto& [name, value] : page.items()) {
      if (name != pages.list && !(pages.keeps_maps && value.is_structured())) continue;
      Json& merged = whole[name];
      if (!value.is_array() || merged.is_null())
        merged = std::move(value);
      else
        for (Json& item : value) merged.push_back(std::move(item));
    }
  if (!pages.next_token.empty()) whole["NextToken"] = pages.next_token;
  return whole;
}

}  // namespace ssm
