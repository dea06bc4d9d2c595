// SPDX-License-Identifier: Apache-2.0
#include "core/machine/event.h"

#include "core/machine/json_fields.h"

namespace ssm {
namespace {

// One row per kind of event: its name, how it is written, how it is read.
template <class T>
struct Codec;

template <>
struct Codec<ExecutionBegan> {
  static constexpr std::string_view kName = "ExecutionBegan";
  static void write(Json&, const ExecutionBegan&) {}
  static ExecutionBegan read(const Json&) { return {}; }
};
template <>
struct Codec<StepStarted> {
  static constexpr std::string_view kName = "StepStarted";
  static void write(Json& json, const StepStarted& event) {
    json["inputs"] = event.inputs;
    if (event.timeout) json["timeout"] = event.timeout->count();
  }
  static StepStarted read(const Json& json) {
    StepStarted event{json.at("step"), json.at("inputs"), std::nullopt};
    if (json.contains("timeout"))
      event.timeout = Milliseconds(json.at("timeout").get<std::int64_t>());
    return event;
  }
};
template <>
struct Codec<StepSuspended> {
  static constexpr std::string_view kName = "StepSuspended";
  static void write(Json& json, const StepSuspended& event) {
    put(json, "memo", event.memo);
    put(json, "wakeAt", event.wake_at);
    json["awaits"] = static_cast<int>(event.awaits);
    put(json, "outputs", event.outputs);
    json["signalsSeen"] = event.signals_seen;
  }
  static StepSuspended read(const Json& json) {
    return {json.at("step"),           get_json(json, "memo"),
            get_time(json, "wakeAt"),  static_cast<Awaits>(json.at("awaits").get<int>()),
            get_json(json, "outputs"), json.at("signalsSeen")};
  }
};
template <>
struct Codec<AttemptFailed> {
  static constexpr std::string_view kName = "AttemptFailed";
  static void write(Json& json, const AttemptFailed& event) {
    json["failure"] = to_json(event.failure);
  }
  static AttemptFailed read(const Json& json) {
    return {json.at("step"), failure_from_json(json.at("failure"))};
  }
};
template <>
struct Codec<StepSucceeded> {
  static constexpr std::string_view kName = "StepSucceeded";
  static void write(Json& json, const StepSucceeded& event) {
    json["outputs"] = event.outputs;
    put(json, "next", event.next);
    put(json, "variables", event.variables);
    if (event.choice) json["choice"] = *event.choice;
  }
  static StepSucceeded read(const Json& json) {
    StepSucceeded event{json.at("step"), json.at("outputs"), json.value("next", ""),
                        get_json(json, "variables")};
    if (json.contains("choice")) event.choice = json.at("choice").get<std::int64_t>();
    return event;
  }
};
template <>
struct Codec<StepFailed> {
  static constexpr std::string_view kName = "StepFailed";
  static void write(Json& json, const StepFailed& event) {
    json["failure"] = to_json(event.failure);
    put(json, "outputs", event.outputs);
  }
  static StepFailed read(const Json& json) {
    return {json.at("step"), failure_from_json(json.at("failure")), get_json(json, "outputs")};
  }
};
template <>
struct Codec<StepCancelled> {
  static constexpr std::string_view kName = "StepCancelled";
  static void write(Json&, const StepCancelled&) {}
  static StepCancelled read(const Json& json) { return {json.at("step")}; }
};
template <>
struct Codec<SignalAccepted> {
  static constexpr std::string_view kName = "SignalAccepted";
  static void write(Json& json, const SignalAccepted& event) {
    json["signal"] = to_json(event.signal);
  }
  static SignalAccepted read(const Json& json) { return {signal_from_json(json.at("signal"))}; }
};
template <>
struct Codec<StopAccepted> {
  static constexpr std::string_view kName = "StopAccepted";
  static void write(Json& json, const StopAccepted& event) {
    json["complete"] = event.complete;
    json["caller"] = event.caller;
  }
  static StopAccepted read(const Json& json) { return {json.at("complete"), json.at("caller")}; }
};
template <>
struct Codec<ExecutionEnded> {
  static constexpr std::string_view kName = "ExecutionEnded";
  static void write(Json& json, const ExecutionEnded& event) {
    json["status"] = to_text(event.status);
    put(json, "failureMessage", event.failure_message);
  }
  static ExecutionEnded read(const Json& json) {
    return {parse_status(json.at("status").get<std::string>()).value_or(Status::kFailed),
            json.value("failureMessage", "")};
  }
};

template <class... T>
bool read_as(const Json& json, std::string_view name, std::variant<T...>& what) {
  return ((Codec<T>::kName == name && (what = Codec<T>::read(json), true)) || ...);
}

}  // namespace

std::string_view name_of(const Event& event) {
  return std::visit([](const auto& what) { return Codec<std::decay_t<decltype(what)>>::kName; },
                    event.what);
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

Json to_json(const Event& event) {
  Json json = {{"event", name_of(event)}, {"at", to_epoch_ms(event.at)}};
  put(json, "step", std::string(step_of(event)));
  std::visit([&](const auto& what) { Codec<std::decay_t<decltype(what)>>::write(json, what); },
             event.what);
  return json;
}

Event event_from_json(const Json& json) {
  Event event{from_epoch_ms(json.at("at")), ExecutionBegan{}};
  read_as(json, json.at("event").get<std::string>(), event.what);
  return event;
}

}  // namespace ssm
