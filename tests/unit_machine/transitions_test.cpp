// SPDX-License-Identifier: Apache-2.0
#include "core/machine/transitions.h"

#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "core/machine/event.h"
#include "core/machine/state.h"

using namespace ssm;

namespace {

std::set<std::string> edges(std::span<const Transition> table) {
  std::set<std::string> found;
  for (const Transition& row : table)
    found.insert(std::string(to_text(row.from)) + " > " + std::string(to_text(row.to)));
  return found;
}

}  // namespace

// The tables of the user guide's status pages, written down once more by hand (see core/README.md).
TEST_CASE("an execution moves along these edges only") {
  CHECK(edges(execution_transitions()) ==
        std::set<std::string>{
            "Pending > InProgress", "Pending > Waiting", "Pending > Cancelled", "Pending > Failed",
            "InProgress > Waiting", "InProgress > Success", "InProgress > Failed",
            "InProgress > TimedOut", "InProgress > Cancelling", "Waiting > InProgress",
            "Waiting > Waiting", "Waiting > Success", "Waiting > Failed", "Waiting > TimedOut",
            "Waiting > Cancelling", "Cancelling > Cancelled", "Cancelling > Failed"});
}

TEST_CASE("a step moves along these edges only") {
  CHECK(edges(step_transitions()) ==
        std::set<std::string>{
            "Pending > InProgress", "InProgress > InProgress", "InProgress > Waiting",
            "InProgress > Success", "InProgress > Failed", "InProgress > TimedOut",
            "InProgress > Cancelling", "InProgress > Exited", "Waiting > InProgress",
            "Waiting > Waiting", "Waiting > Success", "Waiting > Failed", "Waiting > TimedOut",
            "Waiting > Cancelling", "Cancelling > Cancelled", "Failed > InProgress",
            "TimedOut > InProgress", "Cancelled > InProgress"});
}

TEST_CASE(
    "from one status a trigger leads to one status, and nothing leaves a terminal execution") {
  for (const auto table : {execution_transitions(), step_transitions()}) {
    std::set<std::pair<Status, Trigger>> seen;
    for (const Transition& row : table) CHECK(seen.insert({row.from, row.trigger}).second);
  }
  for (const Transition& row : execution_transitions()) CHECK_FALSE(is_terminal(row.from));
}

TEST_CASE("what a newer version may have written is refused, not read as something else") {
  const auto changed = [](std::string text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
  };
  const std::string event = to_text_of(Event{Time{}, ExecutionEnded{Status::kFailed, ""}});
  CHECK(read_event(event));
  CHECK_FALSE(read_event(changed(event, "ExecutionEnded", "ExecutionMoved")));
  CHECK_FALSE(read_event(changed(event, "Failed", "Paused")));
  ExecutionState state;
  state.status = Status::kInProgress;
  CHECK(read_execution(to_text_of(state), {}));
  CHECK_FALSE(read_execution(changed(to_text_of(state), "InProgress", "Paused"), {}));
  StepState step;
  step.status = Status::kWaiting;
  CHECK(read_step(to_text_of(step)));
  CHECK_FALSE(read_step(changed(to_text_of(step), "Waiting", "Paused")));
}

TEST_CASE("every status is read back from its text") {
  for (int i = 0; i <= static_cast<int>(Status::kExited); ++i) {
    const auto status = static_cast<Status>(i);
    CHECK(parse_status(to_text(status)) == status);
  }
  CHECK_FALSE(parse_status("success"));
}
