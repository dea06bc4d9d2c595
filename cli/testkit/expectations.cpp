// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/expectations.h"

#include <fmt/format.h>

#include <cmath>

#include "cli/testkit/file_shape.h"
#include "core/document/structure_reader.h"

namespace ssm::testkit {
namespace {

/// Members whose text only has to be contained.
bool is_message(std::string_view what) {
  return what.ends_with("FailureMessage") || what == "failure" || what.starts_with("messages.");
}

/// Outputs are lists of texts; of a list of one its text may be expected.
bool is_output(std::string_view what) {
  return what.starts_with("outputs.") || what.find(".Outputs.") != std::string_view::npos;
}

bool is_one_text(const Json& value, const Node& expected) {
  return value.is_array() && value.size() == 1 &&
         to_embedded_text(value.front()) == to_embedded_text(to_json(expected));
}

/// What an object has in place of the member that was looked for: "nothing (there is Id, Name)".
std::string nothing_but(const Json& object) {
  constexpr std::size_t kMost = 8;
  std::string names;
  std::size_t count = 0;
  for (const auto& [name, value] : object.items()) {
    if (++count > kMost) return fmt::format("nothing (there is {}, ...)", names);
    names += (names.empty() ? "" : ", ") + name;
  }
  return names.empty() ? "nothing" : fmt::format("nothing (there is {})", names);
}

/// A run of a step as a test names it: NAME is the last one, NAME#2 the second.
struct RunName {
  std::string step;
  std::size_t number = 0;  // 0: the last one
};

RunName read_run_name(std::string_view text) {
  const std::size_t sign = text.find('#');
  const std::optional<std::int64_t> number =
      sign == std::string_view::npos ? std::nullopt : parse_integer(text.substr(sign + 1));
  if (!number || *number < 1) return {std::string(text)};
  return {std::string(text.substr(0, sign)), static_cast<std::size_t>(*number)};
}

class Comparison {
 public:
  Comparison(const Expectation& expected, const Seen& seen)
      : expected_(expected), seen_(seen), ended_badly_(step_that_ended_badly()) {}

  std::vector<Mismatch> found;

  void run() {
    const Node& node = expected_.node;
    if (const Node* status = node.find("status"))
      compare("status", *status, find_member(seen_.execution, "AutomationExecutionStatus"),
              ended_badly_);
    if (const Node* path = node.find("path")) compare_path(*path);
    if (const Node* steps = node.find("steps")) compare_steps(*steps);
    if (const Node* inputs = node.find("inputs")) compare_inputs(*inputs);
    if (const Node* outputs = node.find("outputs")) compare_outputs(*outputs);
    if (const Node* members = node.find("members"))
      compare("members", *members, &seen_.execution, ended_badly_);
    if (const Node* failure = node.find("failure"))
      compare("failure", *failure, find_member(seen_.execution, "FailureMessage"), ended_badly_);
    if (const Node* messages = node.find("messages"))
      for (const Node::Member& member : messages->members)
        compare("messages." + member.name, member.value,
                member_of_step(member.name, "FailureMessage"), member.name);
    if (const Node* duration = node.find("duration")) compare_duration(*duration);
  }

 private:
  // `expected` null: the member must be absent. Maps: every member of `expected` must be seen.
  // Messages: the expected text must be contained. A list of one output: its text may be expected.
  // Anything else: equal.
  void compare(const std::string& what, const Node& expected, const Json* seen,
               const std::string& step) {
    if (expected.kind == Node::Kind::kNull) {
      if (seen) add(what, expected.at, "nothing", to_text(*seen), step);
    } else if (!seen) {
      add(what, expected.at, to_text(to_json(expected)), "nothing", step);
    } else if (expected.kind == Node::Kind::kMap && seen->is_object()) {
      compare_members(what, expected, *seen, step);
    } else if (is_message(what) && expected.is_scalar() && seen->is_string()) {
      if (seen->get_ref<const std::string&>().find(expected.text) == std::string::npos)
        add(what, expected.at, fmt::format("text with \"{}\" in it", expected.text), to_text(*seen),
            step);
    } else if (is_output(what) && expected.is_scalar() && is_one_text(*seen, expected)) {
      return;
    } else if (!are_equal(to_json(expected), *seen)) {
      add(what, expected.at, to_text(to_json(expected)), to_text(*seen), step);
    }
  }

  void compare_members(const std::string& what, const Node& expected, const Json& seen,
                       const std::string& step) {
    for (const Node::Member& member : expected.members) {
      const std::string name = what + "." + member.name;
      const Json* value = find_member(seen, member.name);
      if (value || member.value.kind == Node::Kind::kNull)
        compare(name, member.value, value, step);
      else
        add(name, member.value.at, to_text(to_json(member.value)), nothing_but(seen), step);
    }
  }

  void add(std::string what, Location at, std::string expected, std::string seen,
           const std::string& step) {
    Mismatch mismatch{
        at, std::move(what), std::move(expected), std::move(seen), expected_.execution, step};
    const StepState* state = find_run(step);
    if (state == nullptr) {
      mismatch.step.clear();
      mismatch.cause = string_member(seen_.execution, "FailureMessage");
    } else {
      if (state->started) mismatch.inputs = state->inputs;
      if (state->failure) mismatch.cause = state->failure->message;
    }
    // What is compared says it already.
    if (is_message(mismatch.what)) mismatch.cause.clear();
    found.push_back(std::move(mismatch));
  }

  void compare_path(const Node& path) {
    std::vector<std::string> names;
    for (const StepState& run : seen_.runs)
      if (run.started) names.push_back(run.name);
    std::size_t i = 0;
    while (i < names.size() && i < path.items.size() && names[i] == path.items[i].text) ++i;
    if (i == names.size() && i == path.items.size()) return;
    const Location at = i < path.items.size() ? path.items[i].at : path.at;
    // The step after which it went another way says why.
    const std::string& step = i > 0 ? names[i - 1] : i < names.size() ? names[i] : ended_badly_;
    add("path", at, to_text(to_json(path)), to_text(Json(names)), step);
  }

  /// The place of a run in `runs` and in StepExecutions; their number: there is none.
  std::size_t place_of_run(std::string_view text) const {
    const RunName name = read_run_name(text);
    std::size_t place = seen_.runs.size();
    std::size_t number = 0;
    for (std::size_t i = 0; i < seen_.runs.size(); ++i) {
      if (seen_.runs[i].name != name.step) continue;
      place = i;
      if (++number == name.number) return place;
    }
    return name.number > 0 ? seen_.runs.size() : place;
  }

  const StepState* find_run(std::string_view name) const {
    const std::size_t place = place_of_run(name);
    return place < seen_.runs.size() ? &seen_.runs[place] : nullptr;
  }

  const Json* find_step(std::string_view name) const {
    const Json* steps = find_member(seen_.execution, "StepExecutions");
    const std::size_t place = place_of_run(name);
    return steps && place < steps->size() ? &(*steps)[place] : nullptr;
  }

  /// The listing has all steps from the beginning.
  const Json* started_step(std::string_view name) const {
    const StepState* run = find_run(name);
    return run && run->started ? find_step(name) : nullptr;
  }

  const Json* member_of_step(std::string_view step, std::string_view member) const {
    const Json* view = find_step(step);
    return view ? find_member(*view, member) : nullptr;
  }

  /// The document has no such step: said as such, with the names there are.
  bool is_missing(const std::string& what, const Node::Member& member) {
    const std::string step = read_run_name(member.name).step;
    if (seen_.state.find_step(step) != nullptr) return false;
    std::vector<std::string> names;
    for (const StepState& each : seen_.state.steps) names.push_back(each.name);
    add(what + "." + member.name, member.at, "a step of this name",
        "none" + did_you_mean(step, names), {});
    return true;
  }

  void compare_steps(const Node& steps) {
    for (const Node::Member& member : steps.members) {
      const std::string what = "steps." + member.name;
      if (is_missing("steps", member))
        continue;
      else if (member.value.kind == Node::Kind::kNull)
        compare(what, member.value, started_step(member.name), member.name);
      else if (member.value.kind == Node::Kind::kMap)
        compare(what, member.value, find_step(member.name), member.name);
      else
        compare(what, member.value, member_of_step(member.name, "StepStatus"), member.name);
    }
  }

  void compare_inputs(const Node& inputs) {
    for (const Node::Member& member : inputs.members) {
      if (is_missing("inputs", member)) continue;
      const StepState* run = find_run(member.name);
      compare("inputs." + member.name, member.value, run && run->started ? &run->inputs : nullptr,
              member.name);
    }
  }

  void compare_outputs(const Node& outputs) {
    const Json* seen = find_member(seen_.execution, "Outputs");
    for (const Node::Member& member : outputs.members) {
      const Json* value = seen ? find_member(*seen, member.name) : nullptr;
      const std::string what = "outputs." + member.name;
      const std::string step = member.name.substr(0, member.name.find('.'));
      compare(what, member.value, value, step);
    }
  }

  void compare_duration(const Node& duration) {
    const auto& [created, ended] = std::pair(seen_.state.created, seen_.state.ended);
    const Milliseconds wanted = parse_duration(duration.text).value_or(Milliseconds(0));
    if (ended && *ended - created == wanted) return;
    add("duration", duration.at, duration.text, ended ? duration_text(*ended - created) : "no end",
        ended_badly_);
  }

  /// The step to look at when the execution as a whole is not as expected.
  std::string step_that_ended_badly() const {
    const ExecutionState& state = seen_.state;
    if (state.stopped_by) return state[*state.stopped_by].name;
    for (const StepState& step : state.steps)
      if (step.failure) return step.name;
    if (const auto current = state.current()) return state[*current].name;
    return state.last ? state[*state.last].name : std::string();
  }

  const Expectation& expected_;
  const Seen& seen_;
  std::string ended_badly_;
};

}  // namespace

std::string duration_text(Milliseconds time) {
  using namespace std::chrono;
  const auto whole_days = floor<days>(time);
  const hh_mm_ss rest(time - whole_days);
  std::string text = "P";
  if (whole_days.count() > 0) text += fmt::format("{}D", whole_days.count());
  if (time != whole_days || time == Milliseconds(0)) text += 'T';
  if (rest.hours().count() > 0) text += fmt::format("{}H", rest.hours().count());
  if (rest.minutes().count() > 0) text += fmt::format("{}M", rest.minutes().count());
  const Milliseconds seconds = rest.seconds() + rest.subseconds();
  if (seconds.count() > 0 || time == Milliseconds(0))
    text += fmt::format("{}S", static_cast<double>(seconds.count()) / 1000);
  return text;
}

bool is_part_of(const Json& wanted, const Json& value) {
  if (!wanted.is_object() || !value.is_object()) return are_equal(wanted, value);
  for (const auto& [name, part] : wanted.items()) {
    const Json* member = find_member(value, name);
    if (part.is_null() ? member != nullptr : !member || !is_part_of(part, *member)) return false;
  }
  return true;
}

std::vector<Mismatch> mismatches(const Expectation& expected, const Seen& seen) {
  Comparison comparison(expected, seen);
  comparison.run();
  add_call_mismatches(expected, seen, comparison.found);
  return std::move(comparison.found);
}

}  // namespace ssm::testkit
