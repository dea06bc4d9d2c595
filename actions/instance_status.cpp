// SPDX-License-Identifier: Apache-2.0
#include "actions/instance_status.h"

#include <algorithm>
#include <array>

#include "actions/cloud_failure.h"

namespace ssm {
namespace {

const Json* find_instance_status(const Json& response, const std::string& id) {
  const Json* statuses = find_member(response, "InstanceStatuses");
  if (statuses == nullptr || !statuses->is_array()) return nullptr;
  const auto found = std::ranges::find_if(
      *statuses, [&](const Json& s) { return string_member(s, "InstanceId") == id; });
  return found == statuses->end() ? nullptr : &*found;
}

std::string text_in(const Json& status, std::string_view part, std::string_view member) {
  const Json* found = find_member(status, part);
  return found == nullptr ? std::string() : string_member(*found, member);
}

}  // namespace

CloudCall instance_status_call(const StepCall& step, const std::vector<std::string>& ids) {
  return cloud_call(step, "ec2", "DescribeInstanceStatus",
                    {{"InstanceIds", ids}, {"IncludeAllInstances", true}});
}

InstanceStatus instance_status(const Json& response, const std::string& id) {
  const Json* status = find_instance_status(response, id);
  if (status == nullptr) return {};
  InstanceStatus result;
  result.state = text_in(*status, "InstanceState", "Name");
  const std::array checks = {text_in(*status, "InstanceStatus", "Status"),
                             text_in(*status, "SystemStatus", "Status")};
  for (const std::string& check : checks)
    if (result.failed_check.empty() && (check == "impaired" || check == "not-applicable"))
      result.failed_check = check;
  result.is_checked = std::ranges::all_of(checks, [](const auto& c) { return c == "ok"; });
  return result;
}

}  // namespace ssm
