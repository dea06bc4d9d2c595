// SPDX-License-Identifier: Apache-2.0
#include "tests/unit_service/service_world.h"

#include <fmt/format.h>

#include "actions/registry.h"
#include "core/api/document_library.h"
#include "core/api/handlers.h"
#include "core/api/stored_execution.h"
#include "core/base/text.h"
#include "core/store/migrations.h"

namespace ssm::service_cases {
namespace {

constexpr std::int64_t kStartMs = 1'700'000'000'000;

constexpr std::string_view kPredefined = R"(description: Waits a little.
schemaVersion: '0.3'
parameters:
  Length: {type: String, description: How long., default: PT1S}
mainSteps:
  - name: rest
    action: aws:sleep
    inputs: {Duration: '{{ Length }}'}
)";
constexpr PredefinedDocument kPredefinedDocuments[] = {{"AWS-Rest", kPredefined}};

/// First word and the rest.
std::pair<std::string, std::string> first_of_line(const std::string& text) {
  const std::size_t end = std::min(text.find_first_of(" \n"), text.size());
  return {text.substr(0, end), std::string(trim(std::string_view(text).substr(end)))};
}

/// "@name" becomes the named text, anywhere in the value.
void insert_texts(Json& value, const std::map<std::string, std::string>& texts) {
  if (value.is_structured()) {
    for (Json& inner : value) insert_texts(inner, texts);
    return;
  }
  const std::string text = value.is_string() ? value.get<std::string>() : std::string();
  if (!text.starts_with("@")) return;
  if (const auto found = texts.find(text.substr(1)); found != texts.end()) value = found->second;
}

/// The runs of "#" in a text become the number, with as many digits as they are long, or more.
std::string numbered(std::string text, int number) {
  for (std::size_t at = 0; (at = text.find('#')) != std::string::npos;) {
    const std::size_t end = std::min(text.find_first_not_of('#', at), text.size());
    text.replace(at, end - at, fmt::format("{:0{}}", number, end - at));
  }
  return text;
}

}  // namespace

ServiceWorld::ServiceWorld(Database database)
    : database_(std::move(database)),
      clock_(from_epoch_ms(kStartMs)),
      ports_{database_, clock_,  kPredefinedDocuments, action_catalog(),
             {},        nullptr, &parameter_store_},
      caller_{{"123456789012", "eu-north-1"}, "arn:aws:iam::123456789012:user/ann"} {}

Result<std::unique_ptr<ServiceWorld>> ServiceWorld::open() {
  TRY_ASSIGN(Database database, Database::open(":memory:"));
  TRY(migrate_state(database));
  return std::unique_ptr<ServiceWorld>(new ServiceWorld(std::move(database)));
}

/// As the API answers. Of the name "denied" nobody may know.
Result<Json> ServiceWorld::get_parameters(const Json& request) const {
  Json answer{{"Parameters", Json::array()}, {"InvalidParameters", Json::array()}};
  for (const Json& name : request["Names"]) {
    if (name == "denied") return failure("AccessDeniedException", "not for you");
    const auto found = stored_.find(name.get<std::string>());
    if (found == stored_.end())
      answer["InvalidParameters"].push_back(name);
    else
      answer["Parameters"].push_back(found->second);
  }
  return answer;
}

Result<Json> ServiceWorld::read_value(std::string_view text) const {
  TRY_ASSIGN(Json value, parse_json(text));
  insert_texts(value, texts_);
  return value;
}

std::string ServiceWorld::call(const std::string& argument) {
  const auto [name, text] = first_of_line(argument);
  const Operation* operation = find_operation(name);
  if (!operation) return "no operation " + name;
  Result<Json> request = text.empty() ? Json::object() : read_value(text);
  if (!request) return request.error().message;
  last_ = invoke(*operation, std::move(*request), caller_, ports_);
  return {};
}

std::string ServiceWorld::answer(const std::string& argument) {
  if (!last_) return "nothing was called";
  if (!*last_) return fmt::format("refused: {}: {}", last_->error().code, last_->error().message);
  const Result<Json> expected = read_value(argument.empty() ? "{}" : argument);
  if (!expected) return expected.error().message;
  return difference(*expected, (*last_)->response);
}

/// "members /pointer A B C": the names of an object's members, all of them, in this order.
std::string ServiceWorld::members(const std::string& argument) {
  if (!last_ || !*last_) return "there is no answer";
  const auto [pointer, expected] = first_of_line(argument);
  const Json::json_pointer place(pointer == "/" ? "" : pointer);
  const Json& response = (*last_)->response;
  if (!response.contains(place)) return pointer + " is missing";
  std::vector<std::string> names;
  for (const auto& [name, value] : response.at(place).items()) names.push_back(name);
  const std::string actual = join(names, " ");
  return actual == expected ? "" : "members are " + actual;
}

/// "refused Code: message" or "refused Code".
std::string ServiceWorld::refused(const std::string& argument) {
  if (!last_) return "nothing was called";
  if (*last_) return "accepted: " + to_text((*last_)->response);
  const Error& error = last_->error();
  const std::string actual = error.code + ": " + error.message;
  const std::string expected(trim(argument));
  if (expected == actual || expected == error.code) return {};
  return "refused with " + actual;
}

/// "save NAME /pointer"
std::string ServiceWorld::save(const std::string& argument) {
  if (!last_ || !*last_) return "there is no answer to save from";
  const auto [name, pointer] = first_of_line(argument);
  const Json::json_pointer place(pointer);
  if (!(*last_)->response.contains(place)) return pointer + " is missing";
  const Json& value = (*last_)->response.at(place);
  texts_[name] = value.is_string() ? value.get<std::string>() : to_text(value);
  return {};
}

/// "event ID-TEXT {event}": what an engine would write now.
std::string ServiceWorld::event(const std::string& argument) {
  const auto [id, text] = first_of_line(argument);
  Result<Json> json = read_value(text);
  if (!json) return json.error().message;
  (*json)["at"] = to_epoch_ms(clock_.now());
  const Json no_request = Json::object();
  const RequestContext call{no_request, caller_, ports_, clock_.now()};
  ExecutionStore store(ports_.database, ports_.actions);
  Result<StoredExecution> execution = load_execution(call, store, texts_[id]);
  if (!execution) return execution.error().message;
  const Result<Event> event = read_event(to_text(*json));
  if (!event) return event.error().message;
  const Completed written = append_event(clock_.now(), store, *execution, *event);
  return written ? "" : written.error().message;
}

/// "load NAME TEXT WHAT": what comes of it, "new", "version", "same" or the code of an error.
std::string ServiceWorld::load(const std::string& argument) {
  const auto [name, rest] = first_of_line(argument);
  const auto [text, expected] = first_of_line(rest);
  const auto document = read_library_document(name, texts_[text], guessed_format(texts_[text]),
                                              ports_.actions, false);
  if (!document) return to_text(document.error().front(), name);
  const auto loaded = load_document(database_, caller_.scope, *document, clock_.now());
  using Change = LoadedDocument::Change;
  const std::string seen = !loaded                                 ? loaded.error().code
                           : loaded->change == Change::kNew        ? "new"
                           : loaded->change == Change::kNewVersion ? "version"
                                                                   : "same";
  return seen == expected ? "" : "it is " + seen;
}

/// "repeat N Operation {request}": N calls; "#" in the request counts.
std::string ServiceWorld::repeat(const std::string& argument) {
  const auto [count, rest] = first_of_line(argument);
  for (int i = 0; i < std::stoi(count); ++i) {
    if (std::string problem = call(numbered(rest, i)); !problem.empty()) return problem;
    if (std::string problem = answer(""); !problem.empty()) return problem;
  }
  return {};
}

std::string ServiceWorld::carry_out(const Directive& directive) {
  const std::string& verb = directive.verb;
  const std::string& argument = directive.argument;
  if (verb == "call") return call(argument);
  if (verb == "answer") return answer(argument);
  if (verb == "members") return members(argument);
  if (verb == "refused") return refused(argument);
  if (verb == "save") return save(argument);
  if (verb == "event") return event(argument);
  if (verb == "repeat") return repeat(argument);
  if (verb == "load") return load(argument);
  if (verb == "text") {
    const std::size_t end = argument.find('\n');
    texts_[argument.substr(0, end)] = argument.substr(end + 1);
    return {};
  }
  if (verb == "fill") {
    const auto [name, rest] = first_of_line(argument);
    const auto [count, what] = first_of_line(rest);
    texts_[name] = std::string(std::stoul(count), what.front());
    return {};
  }
  if (verb == "stored") {
    const auto [name, rest] = first_of_line(argument);
    const auto [type, value] = first_of_line(rest);
    const std::size_t colon = std::min(name.find(':'), name.size());
    Json parameter{{"Name", name.substr(0, colon)}, {"Type", type}, {"Value", value}};
    if (colon < name.size()) parameter["Selector"] = name.substr(colon);
    stored_[name] = std::move(parameter);
    return {};
  }
  if (verb == "work_left") {
    if (!last_ || !*last_) return "there is no answer";
    const bool expected = trim(argument) == "yes";
    return (*last_)->work_left == expected ? "" : "work_left is not as expected";
  }
  if (verb == "advance") {
    clock_.advance_by(Milliseconds(std::stoll(argument)));
    return {};
  }
  if (verb == "quotas") {
    const auto [running, queued] = first_of_line(argument);
    ports_.quotas = {std::stoll(running), ports_.quotas.children, std::stoll(queued)};
    return {};
  }
  if (verb == "caller") {
    caller_.arn = trim(argument);
    return {};
  }
  if (verb == "scope") {
    const auto [account, region] = first_of_line(argument);
    caller_.scope = {account, region};
    return {};
  }
  return "no directive " + verb;
}

}  // namespace ssm::service_cases
