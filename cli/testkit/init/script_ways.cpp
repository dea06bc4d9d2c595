// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/init/script_ways.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <deque>

#include "actions/script/script_run.h"
#include "cli/testkit/graph_words.h"
#include "cli/testkit/init/samples.h"
#include "cli/testkit/python_scripts.h"
#include "cli/testkit/world.h"
#include "core/base/text.h"
#include "core/document/action.h"
#include "core/document/input_value.h"

namespace ssm::testkit {
namespace {

constexpr int kMostRuns = 40;         // of a script, until all of its lines have run
constexpr int kMostFurtherRuns = 16;  // with other inputs
constexpr int kMostBrokenRuns = 2;    // that gave no answer: they take their time
constexpr std::size_t kMostWays = 20;
constexpr std::size_t kMostMistakes = 10;  // of a step
constexpr std::size_t kLongestMistake = 400;
constexpr std::size_t kMostModels = 200;
constexpr std::size_t kLongestShownValue = 30;
constexpr int kFirstStatus = 400;
constexpr int kLastStatus = 599;

bool is_text(const Json* value) {
  return value != nullptr && value->is_string();
}

/// nullopt: not a script of Python that stands in the runbook.
std::optional<ScriptCall> script_in(const Json& inputs) {
  const Json* script = find_input_value(inputs, "Script");
  const Json* runtime = find_input_value(inputs, "Runtime");
  const Json* handler = find_input_value(inputs, "Handler");
  if (!is_text(script) || !is_text(runtime) || !is_text(handler)) return std::nullopt;
  if (find_input_value(inputs, "Attachment") || trim(script->get<std::string>()).empty())
    return std::nullopt;
  const Json* events = find_input_value(inputs, "InputPayload");
  ScriptCall call;
  call.runtime = to_lower(runtime->get<std::string>());
  call.script = *script;
  call.handler = *handler;
  call.events = events ? *events : Json::object();
  if (!call.runtime.starts_with("python")) return std::nullopt;
  return call;
}

/// Where the place of a choice begins: the number of its call.
std::size_t call_of(const std::string& place) {
  std::size_t number = 0;
  std::from_chars(place.data(), place.data() + place.size(), number);
  return number;
}

/// "State.Name" of "0/Instances/0/State/Name".
std::string name_of_place(const std::string& place) {
  std::vector<std::string> names;
  const std::vector<std::string> parts = split(place, '/');
  for (std::size_t i = 1; i < parts.size(); ++i)
    if (!parts[i].empty() && !is_digit(parts[i].front())) names.push_back(parts[i]);
  if (names.size() > 2) names.erase(names.begin(), names.end() - 2);
  return join(names, ".");
}

std::string shown(const Json& value) {
  if (value == "") return "empty";
  return shortened(printable(to_embedded_text(value)), kLongestShownValue);
}

/// What a choice changes, in words.
std::string words_of(const Json& choice, const Json& operations) {
  const auto place = choice[0].get<std::string>();
  const auto what = choice[1].get<std::string>();
  const Json& value = choice[2];
  const std::size_t number = call_of(place);
  const std::string call =
      number < operations.size() ? operations[number].get<std::string>() : std::string("a call");
  const std::string name = name_of_place(place);
  if (what == "error") return fmt::format("{} fails with {}", call, shown(value));
  if (what == "absent") return fmt::format("{} has {}{}", call, value == true ? "no " : "", name);
  if (what == "length" && name.empty()) return fmt::format("{} has {} of it", call, shown(value));
  if (what == "length")
    return fmt::format("{} has {} {}", call, value == 0 ? "no" : shown(value), name);
  return fmt::format("{} of {} is {}", name.empty() ? "the answer" : name, call, shown(value));
}

/// The choice in place of what was set there.
Json with_setting(const Json& settings, const Json& choice) {
  Json others = Json::array();
  for (const Json& setting : settings)
    if (setting[0] != choice[0] || setting[1] != choice[1]) others.push_back(setting);
  others.push_back(choice);
  return others;
}

Json with_event(const Json& events, const Json& event) {
  Json others = Json::array();
  for (const Json& each : events)
    if (each[0] != event[0]) others.push_back(each);
  others.push_back(event);
  return others;
}

void set_at(Json& root, const Json& path, const Json& value) {
  Json* at = &root;
  for (const Json& step : path) {
    const bool leads_on = step.is_string()
                              ? at->is_object() && at->contains(step.get<std::string>())
                              : at->is_array() && step.get<std::size_t>() < at->size();
    if (!leads_on) return;
    at = step.is_string() ? &(*at)[step.get<std::string>()] : &(*at)[step.get<std::size_t>()];
  }
  *at = value;
}

/// Samples in place of texts that a model left empty.
Json with_samples(Json value, const std::string& name) {
  if (value.is_object())
    for (auto& [member, inner] : value.items()) inner = with_samples(std::move(inner), member);
  if (value.is_array())
    for (Json& item : value) item = with_samples(std::move(item), name);
  if (value.is_null() || value == "") return sample_text(name);
  return value;
}

/// An answer in which null is what a model has there, or else a sample. `shaped`: what the model
/// has made of it; nullptr: nothing.
Json filled(const Json& wanted, const Json* shaped, const std::string& name) {
  if (wanted.is_null()) return with_samples(shaped ? *shaped : Json(), name);
  if (wanted.is_object()) {
    Json whole = Json::object();
    for (const auto& [member, value] : wanted.items())
      whole[member] = filled(
          value, shaped && shaped->is_object() ? find_member(*shaped, member) : nullptr, member);
    return whole;
  }
  if (wanted.is_array()) {
    Json whole = Json::array();
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      const bool has_one = shaped && shaped->is_array() && i < shaped->size();
      whole.push_back(filled(wanted[i], has_one ? &(*shaped)[i] : nullptr, name));
    }
    return whole;
  }
  return shaped && shaped->is_primitive() && !shaped->is_null() ? *shaped : wanted;
}

/// `error`: an answer of wish_calls.py.
Json thrown_by(const Json& error) {
  const std::string code = string_member(error, "error");
  Json thrown = {{"Error", code}, {"Cause", string_member(error, "cause")}};
  int status = 0;
  std::from_chars(code.data(), code.data() + code.size(), status);
  if (status >= kFirstStatus && status <= kLastStatus) thrown["HttpStatus"] = status;
  return thrown;
}

/// A script may write what it likes where answers are written.
bool has_form_of_wishes(const Json& told) {
  const auto all_in = [&](const char* name, const auto& fits) {
    const Json* list = find_member(told, name);
    return list && list->is_array() && std::ranges::all_of(*list, fits);
  };
  const auto is_list = [](const Json& value, std::size_t size) {
    return value.is_array() && value.size() == size;
  };
  const auto is_path = [](const Json& path) {
    return path.is_array() && std::ranges::all_of(path, [](const Json& step) {
             return step.is_string() || step.is_number_unsigned();
           });
  };
  const auto is_answer = [](const Json& answer) {
    const Json* uses = answer.is_object() ? find_member(answer, "uses") : nullptr;
    const Json* error = uses ? find_member(answer, "error") : nullptr;
    return uses && uses->is_number_unsigned() &&
           (error ? error->is_string() && find_member(answer, "cause") : answer.contains("answer"));
  };
  const auto is_call = [&](const Json& call) {
    const Json* answers = call.is_object() ? find_member(call, "answers") : nullptr;
    return answers && answers->is_array() && std::ranges::all_of(*answers, is_answer);
  };
  const auto is_mistake = [&](const Json& bug) {
    return is_list(bug, 2) && bug[0].is_number_integer() && bug[1].is_string();
  };
  const auto is_call_name = [](const Json& name) {
    return name.is_string() && split(name.get<std::string>(), ':').size() == 2;
  };
  return told.is_object() && all_in("calls", is_call) && all_in("bugs", is_mistake) &&
         all_in("unmodeled", is_call_name) &&
         all_in("operations", [](const Json& name) { return name.is_string(); }) &&
         all_in("choices",
                [&](const Json& choice) {
                  return is_list(choice, 3) && choice[0].is_string() && choice[1].is_string();
                }) &&
         all_in("returns",
                [&](const Json& each) {
                  return is_list(each, 2) && is_path(each[0]) && each[1].is_string();
                }) &&
         all_in("events", [&](const Json& each) {
           return is_list(each, 2) && is_path(each[0]) && !each[0].empty();
         });
}

using Fill = std::function<Json(const std::string& service, const std::string& operation,
                                const Json& answer)>;

/// The mocks that give what wish_calls.py tells.
Json mocks_for(const std::string& step, const Json& calls, const Fill& fill) {
  Json mocks = Json::array();
  for (const Json& call : calls) {
    const std::string service = string_member(call, "service");
    const std::string operation = string_member(call, "operation");
    Json mock = {{"call", service + ":" + operation}, {"step", step}};
    const Json& answers = call.at("answers");
    std::size_t use = 0;
    for (const Json& answer : answers) {
      const Json* error = find_member(answer, "error");
      Json given = error ? Json{{"Throw", thrown_by(answer)}}
                         : Json{{"Return", fill(service, operation, answer.at("answer"))}};
      if (answers.size() == 1) {
        mock.update(given);
        break;
      }
      const auto uses = answer.at("uses").get<std::size_t>();
      const bool is_last = &answer == &answers.back();
      const std::string numbers = is_last     ? fmt::format("{}-", use)
                                  : uses == 1 ? std::to_string(use)
                                              : fmt::format("{}-{}", use, use + uses - 1);
      mock[numbers] = std::move(given);
      use += uses;
    }
    mocks.push_back(std::move(mock));
  }
  return mocks;
}

/// Of answers that go to and fro the first two, where a reader could not tell them all apart: the
/// way is tried so first.
Json with_few_answers(Json calls) {
  constexpr std::size_t kMostAnswers = 6;
  for (Json& call : calls) {
    Json& answers = call.at("answers");
    if (answers.size() > kMostAnswers) answers.erase(answers.begin() + 2, answers.end());
  }
  return calls;
}

/// The end of what the service shows of an error, with the line of the script it came from.
std::string text_of_error(const std::string& shown) {
  constexpr std::string_view kFrame = "customer_script.py\", line ";
  const std::size_t end = shown.rfind("\n\n");
  std::string text = end == std::string::npos ? shown : shown.substr(end + 2);
  const std::size_t frame = shown.rfind(kFrame);
  if (frame == std::string::npos) return text;
  const std::size_t line = frame + kFrame.size();
  return fmt::format("line {}: {}",
                     shown.substr(line, shown.find_first_not_of("0123456789", line) - line), text);
}

/// The line of the script that "line 3: SyntaxError - ..." names.
std::string quoted_line(const std::string& script, const std::string& error) {
  constexpr std::string_view kStart = "line ";
  std::size_t number = 0;
  if (error.starts_with(kStart))
    std::from_chars(error.data() + kStart.size(), error.data() + error.size(), number);
  const std::vector<std::string> lines = split(script, '\n');
  if (number == 0 || number > lines.size()) return {};
  return fmt::format(": {}", trim(lines[number - 1]));
}

std::string question_key(const std::string& service, const std::string& operation,
                         const Json& answer) {
  return fmt::format("{}:{} {}", service, operation, to_text(answer));
}

}  // namespace

struct ScriptWays::Candidate {
  Json settings = Json::array();
  Json events = Json::array();
  std::string what = {};
};

struct ScriptWays::Told {
  std::optional<Json> payload;
  std::set<int> lines;
  Json wishes;
  std::string error = {};  // its last line; empty: it has returned
};

ScriptWays::ScriptWays(const Plan& plan, Programs& programs, const AskModels& ask, CanSet can_set)
    : plan_(plan), programs_(programs), ask_(ask), can_set_(std::move(can_set)) {}

bool ScriptWays::can_run(StepIndex step) const {
  const ActionSpec& spec = *plan_[step].spec;
  return spec.is(ActionKind::kScript) && spec.is_implemented;
}

std::optional<ScriptWays::Told> ScriptWays::run(StepIndex step, const Json& inputs,
                                                const Candidate& candidate) {
  if (!can_run(step)) return std::nullopt;
  std::optional<ScriptCall> call = script_in(inputs);
  if (!call) return std::nullopt;
  for (const Json& event : candidate.events) set_at(call->events, event[0], event[1]);
  const Json wishes = {
      {"samples", named_samples()}, {"settings", candidate.settings}, {"models", models_}};
  const Result<Json> answer = run_with_wishes(*call, wishes, World::first_moment(), programs_);
  const Json* told = answer ? find_member(*answer, "wishes") : nullptr;
  if (told == nullptr || !has_form_of_wishes(*told)) return std::nullopt;
  Told found;
  found.wishes = *told;
  if (const Json* value = find_member(*answer, "value")) found.payload = *value;
  if (const Json* lines = find_member(*answer, "lines"); lines && lines->is_array())
    for (const Json& line : *lines)
      if (line.is_number_integer()) found.lines.insert(line.get<int>());
  if (const Json* error = find_member(*answer, "error"); is_text(error))
    found.error = text_of_error(error->get<std::string>());
  if (learn(found)) return run(step, inputs, candidate);
  for (const Json& bug : found.wishes.at("bugs"))
    note_mistake(step, fmt::format("line {}: {}", bug[0].get<int>(), bug[1].get<std::string>()));
  return found;
}

/// Asks for the models of calls that it has met. True: there are more now.
bool ScriptWays::learn(const Told& told) {
  if (!ask_) return false;
  std::vector<ApiQuestion> questions;
  for (const Json& name : told.wishes.at("unmodeled")) {
    const std::vector<std::string> parts = split(name.get<std::string>(), ':');
    questions.push_back({ApiQuestion::Kind::kShapes, parts[0], parts[1], nullptr});
  }
  if (questions.empty() || models_.size() >= kMostModels) return false;
  const std::vector<ApiOpinion> opinions = ask_(questions);
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const bool is_known = i < opinions.size() && opinions[i].sample.is_object();
    models_[questions[i].service + ":" + questions[i].operation] =
        is_known ? opinions[i].sample : Json::object();
  }
  return true;
}

void ScriptWays::note_mistake(StepIndex step, const std::string& text) {
  std::vector<std::string>& mistakes = mistakes_[place_of(step)];
  std::string shown = shortened(printable(text), kLongestMistake);
  if (mistakes.size() < kMostMistakes && std::ranges::find(mistakes, shown) == mistakes.end())
    mistakes.push_back(std::move(shown));
}

std::vector<std::string> ScriptWays::mistakes_of(StepIndex step) const {
  std::vector<std::string> all;
  if (const auto found = mistakes_.find(place_of(step)); found != mistakes_.end())
    all = found->second;
  const auto error = first_errors_.find(place_of(step));
  if (all.empty() && error != first_errors_.end() && !succeeded_.contains(place_of(step)))
    all.push_back(
        shortened(printable("its script fails, whatever its calls are answered: " + error->second),
                  kLongestMistake));
  return all;
}

/// What is still to be tried, the first of its kind before others like it.
class ScriptWays::Candidates {
 public:
  void add(Candidate candidate, const std::string& kind) {
    (kinds_.insert(kind).second ? first_ : others_).push_back(std::move(candidate));
  }
  /// nullopt: there is none left.
  std::optional<Candidate> take() {
    while (!first_.empty() || !others_.empty()) {
      std::deque<Candidate>& list = first_.empty() ? others_ : first_;
      Candidate candidate = std::move(list.front());
      list.pop_front();
      if (tried_.insert(to_text(candidate.settings) + to_text(candidate.events)).second)
        return candidate;
    }
    return std::nullopt;
  }

 private:
  std::deque<Candidate> first_;
  std::deque<Candidate> others_;
  std::set<std::string> kinds_;
  std::set<std::string> tried_;
};

void ScriptWays::add_further(StepIndex step, const Candidate& from, const Told& told,
                             Candidates& open) const {
  const Json& operations = told.wishes.at("operations");
  for (const Json& choice : told.wishes.at("choices")) {
    std::string what = words_of(choice, operations);
    open.add({with_setting(from.settings, choice), from.events, what}, from.what + what);
  }
  for (const Json& event : told.wishes.at("events")) {
    if (!can_set_(step, event[0], event[1])) continue;
    std::string what = fmt::format("{} is {}", shown(event[0].back()), shown(event[1]));
    open.add({from.settings, with_event(from.events, event), what}, from.what + what);
  }
}

ScriptWays::Known ScriptWays::explore(StepIndex step, const Json& inputs, int runs) {
  Known known;
  const std::optional<ScriptCall> call = script_in(inputs);
  if (!call) return known;
  const std::set<int>& all = lines_of(call->script);
  if (all.empty()) {
    const std::optional<Told> told = run(step, inputs, {});
    if (trim(call->script).starts_with("%%"))
      note_mistake(step, fmt::format("its script is a placeholder: {}", trim(call->script)));
    else if (told && !told->error.empty())
      note_mistake(step, fmt::format("its script cannot be run: {}{}", told->error,
                                     quoted_line(call->script, told->error)));
    return known;
  }
  Candidates open;
  open.add({}, {});
  std::set<int> seen;
  int broken = 0;
  for (; runs > 0; --runs) {
    const std::optional<Candidate> next = open.take();
    if (!next) break;
    const Candidate& candidate = *next;
    const std::optional<Told> told = run(step, inputs, candidate);
    if (!told && ++broken >= kMostBrokenRuns) break;
    if (!told) continue;
    if (told->payload)
      succeeded_.insert(place_of(step));
    else
      first_errors_.emplace(place_of(step), told->error);
    const bool is_new = !std::ranges::includes(seen, told->lines);
    const bool is_first = told->payload && (known.ways.empty() || !known.ways.front().payload);
    if ((!is_new && !is_first) || known.ways.size() >= kMostWays) continue;
    seen.insert(told->lines.begin(), told->lines.end());
    if (is_first) known.wishes = told->wishes;
    ScriptWay way{.settings = candidate.settings,
                  .events = candidate.events,
                  .mocks = told->wishes.at("calls"),  // until shape()
                  .payload = told->payload,
                  .lines = told->lines,
                  .what = candidate.what};
    known.ways.insert(is_first ? known.ways.begin() : known.ways.end(), std::move(way));
    if (std::ranges::includes(seen, all) && known.ways.front().payload) break;
    add_further(step, candidate, *told, open);
  }
  shape(known.ways);
  for (ScriptWay& way : known.ways) {
    const Json calls = std::move(way.mocks);
    const std::string& name = plan_[step].name;
    way.mocks = mocks_for(name, calls, [](const auto&, const auto&, const Json& answer) {
      return filled(answer, nullptr, {});
    });
    way.shaped_mocks = mocks_for(
        name, with_few_answers(calls),
        [&](const std::string& service, const std::string& operation, const Json& answer) {
          const auto shaped = shapes_.find(question_key(service, operation, answer));
          return filled(answer, shaped == shapes_.end() ? nullptr : &shaped->second, {});
        });
  }
  return known;
}

/// Asks the models for what nobody has asked yet.
void ScriptWays::shape(std::vector<ScriptWay>& ways) {
  if (!ask_) return;
  std::vector<ApiQuestion> questions;
  std::vector<std::string> keys;
  for (const ScriptWay& way : ways)
    for (const Json& call : way.mocks)
      for (const Json& answer : call.at("answers")) {
        const Json* wanted = find_member(answer, "answer");
        if (wanted == nullptr || wanted->empty()) continue;
        const std::string service = string_member(call, "service");
        const std::string operation = string_member(call, "operation");
        std::string key = question_key(service, operation, *wanted);
        if (!shapes_.emplace(key, Json()).second) continue;
        questions.push_back({ApiQuestion::Kind::kSample, service, operation, *wanted});
        keys.push_back(std::move(key));
      }
  if (questions.empty()) return;
  std::vector<ApiOpinion> opinions = ask_(questions);
  for (std::size_t i = 0; i < opinions.size() && i < keys.size(); ++i)
    shapes_[keys[i]] = std::move(opinions[i].sample);
}

ScriptWays::Known& ScriptWays::explored(StepIndex step, const Json& inputs) {
  const std::pair key(place_of(step), to_text(inputs));
  const auto known = known_.find(key);
  if (known != known_.end()) return known->second;
  const bool is_first = explored_.insert(place_of(step)).second;
  return known_.emplace(key, explore(step, inputs, is_first ? kMostRuns : kMostFurtherRuns))
      .first->second;
}

const std::vector<ScriptWay>& ScriptWays::of(StepIndex step, const Json& inputs) {
  return explored(step, inputs).ways;
}

std::optional<ScriptWay> ScriptWays::find(StepIndex step, const Json& inputs,
                                          const std::function<bool(const Json&)>& is_wanted,
                                          const std::vector<Json>& values) {
  const Known& known = explored(step, inputs);
  for (const ScriptWay& way : known.ways)
    if (way.payload && way.events.empty() && is_wanted(*way.payload)) return way;
  if (known.ways.empty() || !known.ways.front().payload) return std::nullopt;
  const ScriptWay& first = known.ways.front();
  const auto way_with = [&](const Json& choice) -> std::optional<ScriptWay> {
    const Candidate candidate{with_setting(first.settings, choice), first.events, {}};
    const std::optional<Told> told = run(step, inputs, candidate);
    if (!told || !told->payload || !is_wanted(*told->payload)) return std::nullopt;
    ScriptWay way;
    way.settings = candidate.settings;
    way.payload = told->payload;
    way.lines = told->lines;
    way.mocks = way.shaped_mocks = mocks_for(
        plan_[step].name, told->wishes.at("calls"),
        [](const auto&, const auto&, const Json& answer) { return filled(answer, nullptr, {}); });
    return way;
  };
  for (const Json& returned : known.wishes.at("returns"))
    for (const Json& value : values) {
      Json payload = *first.payload;
      set_at(payload, returned[0], value);
      if (!is_wanted(payload)) continue;
      if (auto way = way_with(Json::array({returned[1], "value", value}))) return way;
    }
  int runs = kMostFurtherRuns;
  for (const Json& choice : known.wishes.at("choices")) {
    if (choice[1] == "error") continue;
    if (runs-- == 0) break;
    if (auto way = way_with(choice)) return way;
  }
  return std::nullopt;
}

const std::set<int>& ScriptWays::lines_of(const std::string& script) {
  if (const auto known = lines_.find(script); known != lines_.end()) return known->second;
  // Python is started once for all scripts that are known already.
  std::vector<std::string> texts = {script};
  for (const PlanStep& step : plan_.steps)
    for (const PlanInput& input : step.inputs)
      if (const Json& text = input.value.written(); step.spec->is(ActionKind::kScript) &&
                                                    input.name == "Script" && text.is_string() &&
                                                    !lines_.contains(text.get<std::string>()))
        texts.push_back(text);
  const auto lines = python_lines(texts);
  for (std::size_t i = 0; i < texts.size(); ++i)
    if (lines && i < lines->size()) lines_[texts[i]].insert((*lines)[i].begin(), (*lines)[i].end());
  return lines_[script];
}

}  // namespace ssm::testkit
