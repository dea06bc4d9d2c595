// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "actions/branch_condition.h"
#include "actions/inputs.h"
#include "core/document/input_value.h"
#include "core/engine/action.h"
#include "core/machine/event.h"
#include "core/machine/failure.h"

namespace ssm {
namespace {

using Type = InputSpec::Type;

constexpr std::int64_t kMostIterations = 100;  // also where nothing is said
constexpr std::string_view kIteratorTypes[] = {"Boolean", "Integer", "String", "StringMap"};
constexpr std::string_view kLoopForms[] = {"Iterators", "LoopCondition"};
// The steps have references of their own, and the condition is looked at after each iteration.
constexpr std::string_view kVerbatimOfLoop[] = {"LoopCondition", "Steps"};
constexpr InputSpec kLoopInputs[] = {
    {.name = "Steps",
     .type = Type::kMapList,
     .required = true,
     .doc = "The steps that are repeated",
     .format = InputSpec::Format::kSteps},
    {.name = "Iterators",
     .doc = "One iteration for each of these",
     .most = kMostIterations,
     .element_type_in = "IteratorDataType"},
    {"IteratorDataType", Type::kString, false, "The type of an item; else String", kIteratorTypes},
    {.name = "LoopCondition",
     .type = Type::kStringMap,
     .doc = "Another iteration starts while this holds",
     .format = InputSpec::Format::kCondition},
    {.name = "MaxIterations",
     .type = Type::kInteger,
     .doc = "The greatest number of iterations: 1 to 100",
     .least = 1,
     .most = kMostIterations},
};
constexpr std::string_view kLoopOutputs[] = {"CurrentIteration", "CurrentIteratorValue"};

constexpr ActionSpec kLoopSpec = {
    .name = "aws:loop",
    .doc = "Repeats steps for each item, or while a condition holds.",
    .kind = ActionKind::kLoop,
    .inputs = kLoopInputs,
    .alternatives = kLoopForms,
    .verbatim_inputs = kVerbatimOfLoop,
    .outputs = kLoopOutputs,
    // Its steps have timeouts of their own.
    .default_timeout_seconds = 0,
    .phase = "executing the loop",
    .takes_on_cancel = false,
    .runs = Runs::kOnStore,
};

/// What a loop goes through, as its inputs say.
struct Course {
  std::optional<Json> items;  // nullopt: while the condition holds
  std::string item_type;
  Json condition;
  std::optional<std::int64_t> most;
};

/// The inputs, with the condition as it is now, in which what has no value is null, as in a branch.
/// Errors: those of references.
Result<Json> inputs_now(const StepCall& call) {
  Json inputs = call.inputs;
  for (const PlanInput& input : call.step.inputs) {
    const InputSpec* spec = find_input(*call.step.spec, input.name);
    if (!spec || spec->format != InputSpec::Format::kCondition) continue;
    TRY_ASSIGN(inputs[input.name], input.value.expand(*call.references, WhenMissing::kNull));
  }
  return inputs;
}

/// Errors: code "Input", and those of references.
Result<Course> course_of(const StepCall& call) {
  TRY_ASSIGN(const Json inputs, inputs_now(call));
  Course course;
  const Json* items = find_input_value(inputs, "Iterators");
  if (items && !items->is_null()) course.items = items->is_array() ? *items : Json::array({*items});
  const Json* condition = find_input_value(inputs, "LoopCondition");
  if (condition) course.condition = *condition;
  TRY_ASSIGN(const auto type, optional_string_input(inputs, "IteratorDataType"));
  course.item_type = type.value_or("String");
  TRY_ASSIGN(course.most, optional_integer_input(inputs, "MaxIterations"));
  return course;
}

/// Errors: code "Input", and those of references.
Completed check_course(const StepCall& call) {
  TRY_ASSIGN(Json inputs, inputs_now(call));
  for (const PlanInput& input : call.step.inputs)
    if (const InputSpec* spec = find_input(*call.step.spec, input.name))
      if (spec->format == InputSpec::Format::kSteps) inputs[input.name] = input.value.written();
  TRY(check_input_values(*call.step.spec, inputs));
  if (call.step.body.empty()) return bad_input("Input Steps must not be empty");
  const Json* items = find_input_value(inputs, "Iterators");
  const Json* condition = find_input_value(inputs, "LoopCondition");
  if (items && !items->is_null() && condition && !condition->is_null())
    return bad_input("Only one of the inputs Iterators and LoopCondition may be there");
  return {};
}

/// The outputs in, and after, an iteration; before the first there are none.
Json outputs_at(std::int64_t iteration, const Course& course) {
  Json outputs = Json::object();
  if (iteration == 0) return outputs;
  outputs["CurrentIteration"] = iteration;
  if (!course.items) return outputs;
  const Json& item = course.items->at(static_cast<std::size_t>(iteration - 1));
  outputs["CurrentIteratorValue"] = element_of_type(item, course.item_type).value_or(item);
  return outputs;
}

/// Whether another iteration is to come, MaxIterations aside. Errors: code "Input".
Result<bool> goes_on(const StepCall& call, const Course& course) {
  if (course.items) return call.iterations < static_cast<std::int64_t>(course.items->size());
  if (call.iterations == 0) return true;  // the condition is looked at after an iteration
  return holds(course.condition);
}

Iterate next_iteration(const StepCall& call, const Course& course) {
  Iterate iterate;
  iterate.values = outputs_at(call.iterations + 1, course);
  if (const Json* item = find_member(iterate.values, "CurrentIteratorValue"))
    iterate.item = to_embedded_text(*item);
  return iterate;
}

Done end_of_loop(const StepCall& call, const Course& course) {
  Done done;
  done.outputs = outputs_at(call.iterations, course);
  return done;
}

Done end_by_limit(const StepCall& call, const Course& course) {
  Done done = end_of_loop(call, course);
  if (course.most) done.choice = kEndedByLimit;
  done.warning =
      fmt::format("Step {} ended after {} iterations, which is the most that it may have: {}.",
                  call.step.name, call.iterations,
                  course.items ? "it did not come to the end of its Iterators"
                               : "its LoopCondition still held");
  return done;
}

/// A loop fails as the step in it did.
Failure failure_of_loop(const StepCall& call) {
  const BodyFailure& body = *call.body_failure;
  Failure failure = body.failure;
  const std::string_view head = failure.timed_out
                                    ? "Step timed out while step is executing the loop."
                                    : "Step fails when it is executing the loop.";
  failure.message = fmt::format("{} Iteration {}, step {}: {}", head, call.iterations, body.step,
                                failure.message);
  return failure;
}

Outcome advance_loop(const StepCall& call, Ports& /*ports*/) {
  if (call.body_failure) return Failed{failure_of_loop(call), nullptr};
  const Result<Course> course = course_of(call);
  if (!course) return refuse_inputs(course.error());
  const Result<bool> more = goes_on(call, *course);
  if (!more) return refuse_inputs(more.error());
  if (!*more) return end_of_loop(call, *course);
  if (call.iterations >= course->most.value_or(kMostIterations)) return end_by_limit(call, *course);
  return next_iteration(call, *course);
}

}  // namespace

extern constinit const Action kLoopAction{kLoopSpec, can_read<check_course>, advance_loop};

}  // namespace ssm
