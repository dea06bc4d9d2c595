// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/status_change.h"

#include <string>

namespace ssm::cloud {

void begin_change(const AccountSession& session, Json& resource, std::string_view status_member,
                  const TimedStatus& change) {
  resource[std::string(status_member)] = change.meanwhile;
  resource.erase("change");
  const std::string behaviour = planned_behaviour(resource, change.what);
  if (behaviour == "stuck") return;
  resource["change"] = {{"to", behaviour == "fail" ? change.failed : change.then},
                        {"at", to_iso8601(session.now + duration_of(resource, change.what))}};
}

Json with_status_at(Json resource, std::string_view status_member, Time now) {
  const Json* change = find_member(resource, "change");
  if (change == nullptr || time_member(*change, "at", {}) > now) return resource;
  resource[std::string(status_member)] = string_member(*change, "to");
  resource.erase("change");
  return resource;
}

Json with_status_now(AccountSession& session, Json resource, std::string_view status_member) {
  Json reached = with_status_at(std::move(resource), status_member, session.now);
  if (reached.contains("change")) session.answer_changes = true;
  return reached;
}

}  // namespace ssm::cloud
