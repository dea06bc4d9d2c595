// SPDX-License-Identifier: Apache-2.0
#include "core/machine/event.h"

#include <fmt/format.h>

#include "core/base/field_parser.h"
#include "core/machine/state_fields.h"

namespace ssm {
namespace {

// One row per kind of event: the name in the history, and its members.

constexpr std::string_view name_of(const ExecutionBegan*) {
  return "ExecutionBegan";
}
constexpr std::string_view name_of(const StepStarted*) {
  return "StepStarted";
}
constexpr std::string_view name_of(const StepSuspended*) {
  return "StepSuspended";
}
constexpr std::string_view name_of(const AttemptFailed*) {
  return "AttemptFailed";
}
constexpr std::string_view name_of(const StepSucceeded*) {
  return "StepSucceeded";
}
constexpr std::string_view name_of(const StepFailed*) {
  return "StepFailed";
}
constexpr std::string_view name_of(const StepCancelled*) {
  return "StepCancelled";
}
constexpr std::string_view name_of(const IterationBegan*) {
  return "IterationBegan";
}
constexpr std::string_view name_of(const ChildEnded*) {
  return "ChildEnded";
}
constexpr std::string_view name_of(const SignalAccepted*) {
  return "SignalAccepted";
}
constexpr std::string_view name_of(const StopAccepted*) {
  return "StopAccepted";
}
constexpr std::string_view name_of(const ExecutionEnded*) {
  return "ExecutionEnded";
}

}  // namespace

template <class Visitor, FieldsOf<ExecutionBegan> T>
void fields(Visitor&, T&) {}

template <class Visitor, FieldsOf<StepStarted> T>
void fields(Visitor& visit, T& event) {
  visit.required("step", event.step);
  visit.required("inputs", event.inputs);
  visit.optional("timeout", event.timeout);
}

template <class Visitor, FieldsOf<StepSuspended> T>
void fields(Visitor& visit, T& event) {
  visit.required("step", event.step);
  visit.optional("memo", event.memo);
  visit.optional("wakeAt", event.wake_at);
  visit.optional("awaits", event.awaits);
  visit.optional("outputs", event.outputs);
  visit.required("signalsSeen", event.signals_seen);
  visit.optional("isStopping", event.is_stopping);
}

template <class Visitor, FieldsOf<AttemptFailed> T>
void fields(Visitor& visit, T& event) {
  visit.required("step", event.step);
  visit.required("failure", event.failure);
}

template <class Visitor, FieldsOf<StepSucceeded> T>
void fields(Visitor& visit, T& event) {
  visit.required("step", event.step);
  visit.required("outputs", event.outputs);
  visit.optional("next", event.next);
  visit.optional("variables", event.variables);
  visit.optional("choice", event.choice);
  visit.optional("warning", event.warning);
}

template <class Visitor, FieldsOf<StepFailed> T>
void fields(Visitor& visit, T& event) {
  visit.required("step", event.step);
  visit.required("failure", event.failure);
  visit.optional("outputs", event.outputs);
}

template <class Visitor, FieldsOf<StepCancelled> T>
void fields(Visitor& visit, T& event) {
  visit.required("step", event.step);
  visit.optional("outputs", event.outputs);
}

template <class Visitor, FieldsOf<IterationBegan> T>
void fields(Visitor& visit, T& event) {
  visit.required("step", event.step);
  visit.optional("memo", event.memo);
  visit.optional("values", event.values);
  visit.optional("item", event.item);
}

template <class Visitor, FieldsOf<ChildEnded> T>
void fields(Visitor& visit, T& event) {
  visit.required("step", event.step);
  visit.required("executionId", event.execution_id);
  visit.required("status", event.status);
}

template <class Visitor, FieldsOf<SignalAccepted> T>
void fields(Visitor& visit, T& event) {
  visit.required("signal", event.signal);
}

template <class Visitor, FieldsOf<StopAccepted> T>
void fields(Visitor& visit, T& event) {
  visit.required("complete", event.complete);
  visit.required("caller", event.caller);
}

template <class Visitor, FieldsOf<ExecutionEnded> T>
void fields(Visitor& visit, T& event) {
  visit.required("status", event.status);
  visit.optional("failureMessage", event.failure_message);
}

namespace {

/// Reads the members of the kind that has this name; false: no kind has it.
template <class Reader, class... T>
bool read_as(Reader& reader, std::string_view name, std::variant<T...>& what) {
  const auto read = [&]<class Kind>(const Kind*) {
    if (name_of(static_cast<const Kind*>(nullptr)) != name) return false;
    fields(reader, what.template emplace<Kind>());
    return true;
  };
  return (read(static_cast<const T*>(nullptr)) || ...);
}

}  // namespace

std::string_view name_of(const Event& event) {
  return std::visit([](const auto& what) { return name_of(&what); }, event.what);
}

std::string_view step_of(const Event& event) {
  return std::visit(
      [](const auto& what) -> std::string_view {
        if constexpr (requires { what.step; })
          return what.step;
        else
          return {};
      },
      event.what);
}

std::string to_text_of(const Event& event) {
  std::string text;
  {
    FieldWriter writer(text);
    writer.required("event", name_of(event));
    writer.required("at", event.time);
    std::visit([&](const auto& what) { fields(writer, what); }, event.what);
  }
  return text;
}

Result<Event> read_event(std::string_view text) {
  return read_stored<Event>(
      text, "an event of the history", []<class Reader>(Reader& reader, Event& event) {
        std::string name;
        reader.required("event", name);
        reader.required("at", event.time);
        if (!reader.has_failed() && !read_as(reader, name, event.what))
          reader.refuse("event", "is one that this version does not know: " + name);
      });
}

}  // namespace ssm
