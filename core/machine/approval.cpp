// SPDX-License-Identifier: Apache-2.0
#include "core/machine/approval.h"

#include <array>
#include <optional>

#include "core/base/arn.h"

namespace ssm {
namespace {

std::string_view last_part(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

/// The role of "assumed-role/ROLE/SESSION", or empty.
std::string_view session_role(const Arn& caller) {
  constexpr std::string_view kPrefix = "assumed-role/";
  if (caller.service != "sts" || !caller.resource.starts_with(kPrefix)) return {};
  const std::string_view rest = std::string_view(caller.resource).substr(kPrefix.size());
  return rest.substr(0, rest.find('/'));
}

}  // namespace

bool is_approver(std::string_view entry, std::string_view caller_arn) {
  if (entry == caller_arn) return true;
  const std::optional<Arn> caller = Arn::parse(caller_arn);
  if (!caller) return false;
  const std::optional<Arn> listed = Arn::parse(entry);
  if (!listed) return caller->resource.starts_with("user/") && last_part(caller->resource) == entry;
  const std::string_view role = session_role(*caller);
  return !role.empty() && listed->service == "iam" && listed->account == caller->account &&
         listed->resource.starts_with("role/") && last_part(listed->resource) == role;
}

std::string find_approver(const Json& approvers, std::string_view caller_arn) {
  if (approvers.is_string())
    return is_approver(approvers.get_ref<const std::string&>(), caller_arn)
               ? approvers.get<std::string>()
               : std::string();
  if (!approvers.is_array()) return {};
  for (const Json& entry : approvers)
    if (entry.is_string() && is_approver(entry.get_ref<const std::string&>(), caller_arn))
      return entry.get<std::string>();
  return {};
}

}  // namespace ssm
