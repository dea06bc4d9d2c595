// SPDX-License-Identifier: Apache-2.0
#include "cli/paging.h"

#include "core/base/python_text.h"
#include "core/base/text.h"

namespace ssm {
namespace {

bool is_end(const Json* token) {
  return token == nullptr || token->is_null() ||
         (token->is_string() && token->get_ref<const std::string&>().empty());
}

/// Collects the items of the pages up to --max-items.
class Collector {
 public:
  Collector(const Paging& paging, const PagingOptions& options)
      : paging_(paging), options_(options) {}

  /// Takes one page. `at`: where it begins. True: that was the last that is wanted.
  bool take(const Json& page, const PagePosition& at) {
    const Json* list = find_member(page, paging_.result_key);
    auto count = list == nullptr ? 0 : static_cast<std::int64_t>(list->size());
    std::int64_t end = count;
    if (options_.max_items) end = std::min(end, at.delivered + *options_.max_items - total());
    end = std::max(end, at.delivered);
    for (std::int64_t i = at.delivered; i < end; ++i)
      items_.push_back((*list)[static_cast<std::size_t>(i)]);
    if (end < count) goes_on_ = PagePosition{at.token, end};
    return end < count;
  }

  /// Between two pages. True: nothing more is wanted.
  bool is_full(const Json& next_token) {
    if (!options_.max_items || total() != *options_.max_items) return false;
    goes_on_ = PagePosition{next_token, 0};
    return true;
  }

  Json answer() {
    Json result = Json::object();
    result[std::string(paging_.result_key)] = std::move(items_);
    if (goes_on_) result["NextToken"] = to_cli_token(paging_, *goes_on_);
    return result;
  }

 private:
  std::int64_t total() const { return static_cast<std::int64_t>(items_.size()); }
  const Paging& paging_;
  const PagingOptions& options_;
  Json items_ = Json::array();
  std::optional<PagePosition> goes_on_;
};

}  // namespace

Result<PagingOptions> paging_options(const OperationCall& call, bool no_paginate) {
  PagingOptions options;
  const Paging* paging = call.operation->paging;
  if (paging == nullptr) return options;

  const ParsedWords& given = call.options;
  bool manual = no_paginate || given.has("--" + to_kebab_case(paging->input_token)) ||
                given.has("--" + to_kebab_case(paging->limit_key));
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
  options.max_items = given.integer("--max-items");
  return options;
}

Result<Json> ask_all_pages(const Paging& paging, Json request, const PagingOptions& options,
                           const Ask& ask) {
  PagePosition at;
  if (options.starting_token) at = from_cli_token(paging, *options.starting_token);
  Collector collector(paging, options);
  for (;;) {
    if (!at.token.is_null()) request[std::string(paging.input_token)] = at.token;
    TRY_ASSIGN(Json page, ask(request));
    if (collector.take(page, at)) break;
    const Json* next = find_member(page, paging.input_token);
    if (is_end(next) || collector.is_full(*next)) break;
    if (*next == at.token)
      return failure("General",
                     "Error during pagination: The same next token was received twice: {" +
                         python_repr(std::string(paging.input_token)) + ": " + python_repr(*next) +
                         "}");
    at = PagePosition{*next, 0};
  }
  return collector.answer();
}

}  // namespace ssm
