// SPDX-License-Identifier: Apache-2.0
#include "tests/unit_actions/outcome_text.h"

namespace ssm::test {
namespace {

/// The fixed sentence shortened, request ids left out.
std::string with_short_tail(std::string message) {
  const std::string tail =
      "Please refer to Automation Service Troubleshooting Guide for more diagnosis details.";
  const std::size_t at = message.find(tail);
  if (at != std::string::npos) message.replace(at, tail.size(), "[tail]");
  const std::string request = "Request ID: ";
  const std::size_t id = message.find(request);
  constexpr std::size_t kUuidLength = 36;
  if (id != std::string::npos) message.replace(id + request.size(), kUuidLength, "UUID");
  return message;
}

/// Ids of commands are random.
std::string without_command_ids(std::string text) {
  const std::string member = "\"CommandId\":\"";
  constexpr std::size_t kUuidLength = 36;
  for (std::size_t at = text.find(member); at != std::string::npos; at = text.find(member, at)) {
    at += member.size();
    if (text.find('"', at) == at + kUuidLength) text.replace(at, kUuidLength, "ID");
  }
  return text;
}

std::string text_of(const Done& done) {
  Json shown = Json::object();
  if (!done.outputs.empty()) shown["outputs"] = done.outputs;
  if (!done.response.is_null()) shown["response"] = done.response.json();
  if (!done.otherwise.is_null()) shown["otherwise"] = done.otherwise;
  if (!done.next.empty()) shown["next"] = done.next;
  if (!done.variables.is_null()) shown["variables"] = done.variables;
  if (!done.warning.empty()) shown["warning"] = done.warning;
  return "done " + to_text(shown);
}

std::string text_of(const Suspended& suspended, Time now) {
  Json shown = Json::object();
  if (suspended.wake_at) shown["wake"] = (*suspended.wake_at - now).count();
  if (suspended.awaits == Awaits::kDecision) shown["awaits"] = "decision";
  if (suspended.awaits == Awaits::kResume) shown["awaits"] = "resume";
  if (!suspended.outputs.is_null()) shown["outputs"] = suspended.outputs;
  return "pending " + to_text(shown);
}

std::string text_of(const Failed& failed) {
  Json shown = {{"stage", failed.failure.stage},
                {"type", failed.failure.type},
                {"message", with_short_tail(failed.failure.message)}};
  if (!failed.failure.may_retry) shown["retry"] = false;
  if (!failed.outputs.is_null()) shown["outputs"] = failed.outputs;
  return "failed " + to_text(shown);
}

}  // namespace

std::string outcome_text(const Outcome& outcome, Time now) {
  if (const auto* done = std::get_if<Done>(&outcome)) return without_command_ids(text_of(*done));
  if (const auto* suspended = std::get_if<Suspended>(&outcome))
    return without_command_ids(text_of(*suspended, now));
  return without_command_ids(text_of(std::get<Failed>(outcome)));
}

}  // namespace ssm::test
