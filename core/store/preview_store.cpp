// SPDX-License-Identifier: Apache-2.0
#include "core/store/preview_store.h"

namespace ssm {

Completed PreviewStore::insert(const AccountRegion& scope, std::string_view id, const Json& body) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("INSERT INTO previews (id, account, region, body) VALUES (?, ?, ?, "
                               "?)"));
  statement.bind(id).bind(scope.account).bind(scope.region).bind(to_text(body));
  return statement.run();
}

Result<std::optional<Json>> PreviewStore::find(const AccountRegion& scope, std::string_view id) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT body FROM previews WHERE id = ? AND account = ? AND region "
                               "= ?"));
  statement.bind(id).bind(scope.account).bind(scope.region);
  TRY_ASSIGN(const bool found, statement.step());
  if (!found) return std::nullopt;
  TRY_ASSIGN(Json body, parse_json(statement.text(0)));
  return body;
}

}  // namespace ssm
