// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/operation_options.h"
#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm {

/// How the pages of an answer are asked for.
struct PagingOptions {
  bool automatic = false;  // all pages, merged
  std::optional<std::string> starting_token = std::nullopt;
  std::optional<std::int64_t> page_size = std::nullopt;
  std::optional<std::int64_t> max_items = std::nullopt;

  bool is_limited() const { return starting_token || page_size || max_items; }
};

/// Errors: code "ParamValidation" when manual paging and the paging options are combined.
Result<PagingOptions> paging_options(const OperationCall& call, bool no_paginate);

/// Asks for one page.
using Ask = std::function<Result<Json>(const Json& request)>;

/// The pages of a listing as the service sent them, without the items that are not wanted.
struct Pages {
  std::vector<Json> pages;
  std::string list;         // the member that is the listing; empty: the answer has none
  bool keeps_maps = false;  // whether lists and maps beside it belong to the answer, too
  std::string next_token;   // where --max-items cut the listing short; empty = it did not
};

/// Asks for page after page. `request` is the first page's. Errors: those of `ask`; code "General"
/// when the same token comes twice. Source: spec/aws-cli 10.
Result<Pages> ask_all_pages(const Paging& paging, Json request, const PagingOptions& options,
                            const Ask& ask);

/// The pages as one answer: the listing, then NextToken when --max-items cut it short.
Json merge_pages(Pages pages);

/// Where a listing goes on: the service's token of a page, and how many of its items were already
/// delivered.
struct PagePosition {
  Json token;                             // a string, or null for the first page
  std::optional<std::int64_t> delivered;  // negative: all but so many of the last ones
};
std::string to_cli_token(const Paging& paging, const PagePosition& position);
/// What does not decode is the service's token itself, with or without `___K` behind it.
PagePosition from_cli_token(const Paging& paging, const std::string& token);

}  // namespace ssm
