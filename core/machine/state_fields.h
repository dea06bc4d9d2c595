// SPDX-License-Identifier: Apache-2.0
#pragma once
// The members of what is stored, each named once: see core/base/fields.h.

#include <concepts>
#include <string_view>
#include <type_traits>

#include "core/base/fields.h"
#include "core/machine/state.h"

namespace ssm {

std::string_view to_text(Mode mode);
bool parse_as(std::string_view text, Mode& mode);
std::string_view to_text(Awaits awaits);
bool parse_as(std::string_view text, Awaits& awaits);
bool parse_as(std::string_view text, Status& status);

template <class T, class Of>
concept FieldsOf = std::same_as<std::remove_const_t<T>, Of>;

template <class Visitor, FieldsOf<Failure> T>
void fields(Visitor& visit, T& failure) {
  visit.required("stage", failure.stage);
  visit.required("type", failure.type);
  visit.required("message", failure.message);
  visit.required("details", failure.details);
  visit.required("timedOut", failure.timed_out);
  visit.required("mayRetry", failure.may_retry);
}

template <class Visitor, FieldsOf<BodyFailure> T>
void fields(Visitor& visit, T& body_failure) {
  visit.required("step", body_failure.step);
  visit.required("failure", body_failure.failure);
}

template <class Visitor, FieldsOf<PassedOver> T>
void fields(Visitor& visit, T& passed_over) {
  visit.required("failure", passed_over.failure);
  visit.required("runOrder", passed_over.run_order);
}

template <class Visitor, FieldsOf<Signal> T>
void fields(Visitor& visit, T& signal) {
  visit.required("type", signal.type);
  visit.required("payload", signal.payload);
  visit.required("caller", signal.caller);
  visit.required("at", signal.time);
}

template <class Visitor, FieldsOf<Parent> T>
void fields(Visitor& visit, T& parent) {
  visit.required("executionId", parent.execution_id);
  visit.required("step", parent.step);
  visit.required("index", parent.index);
  visit.optional("above", parent.above);
  visit.optional("root", parent.root);
}

template <class Visitor, FieldsOf<StepState> T>
void fields(Visitor& visit, T& step) {
  visit.required("id", step.id);
  visit.required("name", step.name);
  visit.required("action", step.action);
  visit.required("status", step.status);
  visit.optional("isInner", step.is_inner);
  visit.optional("iteration", step.iteration);
  visit.optional("round", step.round);
  visit.optional("loopId", step.loop_id);
  visit.optional("item", step.item);
  visit.optional("runOrder", step.run_order);
  visit.optional("started", step.started);
  visit.optional("ended", step.ended);
  visit.optional("attempt", step.attempt);
  visit.optional("inputs", step.inputs);
  visit.optional("outputs", step.outputs);
  visit.optional("warning", step.warning);
  visit.optional("failure", step.failure);
  visit.optional("validNextSteps", step.valid_next_steps);
  visit.optional("memo", step.memo);
  visit.optional("wakeAt", step.wake_at);
  visit.optional("timeout", step.timeout);
  visit.optional("deadline", step.deadline);
  visit.optional("isStopping", step.is_stopping);
  visit.optional("awaits", step.awaits);
  visit.optional("signals", step.signals);
  visit.optional("signalsSeen", step.signals_seen);
  visit.optional("iterations", step.iterations);
  visit.optional("rounds", step.rounds);
  visit.optional("presentItem", step.present_item);
  visit.optional("bodyFailure", step.body_failure);
  visit.optional("failuresPassed", step.failures_passed);
  visit.optional("passedOver", step.passed_over);
}

}  // namespace ssm
