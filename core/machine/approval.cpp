// SPDX-License-Identifier: Apache-2.0
#include "core/machine/approval.h"

#include <array>
#include <optional>
#include <set>

#include "core/base/arn.h"
#include "core/document/input_value.h"

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

Approvals count_approvals(const Json& inputs, const std::vector<Signal>& signals) {
  const Json* approvers = find_input_value(inputs, "Approvers");
  const Json* required = find_input_value(inputs, "MinRequiredApprovals");
  const std::int64_t enough = required ? integer_of_value(*required).value_or(1) : 1;
  Approvals result;
  std::set<std::string> decided;
  for (const Signal& signal : signals) {
    const bool approves = signal.type == "Approve";
    if (!approves && signal.type != "Reject") continue;
    const std::string entry = find_approver(approvers ? *approvers : Json(), signal.caller);
    if (entry.empty() || !decided.insert(entry).second) continue;
    result.decisions.push_back(&signal);
    if (!approves) result.rejection = &signal;
    result.are_enough = approves && static_cast<std::int64_t>(result.decisions.size()) >= enough;
    if (result.is_decided()) break;
  }
  return result;
}

}  // namespace ssm
