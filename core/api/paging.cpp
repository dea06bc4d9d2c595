// SPDX-License-Identifier: Apache-2.0
#include "core/api/paging.h"

#include "core/api/page_token.h"

namespace ssm {

Result<Page> requested_page(const Json& request, std::string_view purpose) {
  Page page;
  if (const Json* limit = find_member(request, "MaxResults"))
    page.limit = limit->get<std::int64_t>();
  const std::string token = string_member(request, "NextToken");
  if (token.empty()) return page;
  TRY_ASSIGN(page.after, read_page_token(purpose, request, token));
  return page;
}

std::int64_t number_in(const Json& position, std::string_view name) {
  const Json* number = find_member(position, name);
  if (!number || !number->is_number_integer()) return 0;
  return std::max(number->get<std::int64_t>(), std::int64_t{0});
}

void set_next_page(Json& response, const Json& request, std::string_view purpose,
                   const Json& position) {
  response["NextToken"] = make_page_token(purpose, request, position);
}

}  // namespace ssm
