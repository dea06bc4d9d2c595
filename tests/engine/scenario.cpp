// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/scenario.h"

#include <fmt/format.h>

#include <fstream>
#include <set>
#include <sstream>

namespace ssm::scenario {
namespace {

tl::unexpected<Error> wrong(Location at, std::string_view what) {
  return failure("Scenario", fmt::format("{}:{}: {}", at.line, at.column, what));
}

/// A misspelt key would make a case that cannot fail.
Completed only(const Node& node, const std::set<std::string_view>& keys) {
  if (node.kind != Node::Kind::kMap) return wrong(node.at, "a map is expected");
  for (const Node::Member& member : node.members)
    if (!keys.contains(member.name))
      return wrong(member.at, fmt::format("unknown key \"{}\"", member.name));
  return {};
}

std::string text_of(const Node& node, std::string_view name, std::string fallback = {}) {
  const Node* found = node.find(name);
  return found ? found->text : fallback;
}

Json json_of(const Node& node, std::string_view name) {
  const Node* found = node.find(name);
  return found ? to_json(*found) : Json::object();
}

Json one_string(const Json& value) {
  return value.is_string() ? value : Json(to_embedded_text(value));
}

/// Scalars may stand for lists of one string: `InstanceId: i-1`.
Json as_string_lists(const Json& map) {
  Json result = Json::object();
  for (const auto& [key, value] : map.items()) {
    Json list = Json::array();
    if (value.is_array())
      for (const Json& item : value) list.push_back(one_string(item));
    else
      list.push_back(one_string(value));
    result[key] = std::move(list);
  }
  return result;
}

Result<Start> read_start(const Node& node) {
  TRY(only(node,
           {"name", "count", "mode", "parameters", "refused", "template", "request", "scheduled"}));
  Start start;
  if (const Node* found = node.find("template")) start.change_template = to_json(*found);
  start.request = json_of(node, "request");
  if (const Node* scheduled = node.find("scheduled")) {
    TRY_ASSIGN(start.scheduled, parse_duration(scheduled->text));
  }
  start.name = text_of(node, "name", start.name);
  if (const Node* count = node.find("count")) start.count = std::stoi(count->text);
  start.mode = text_of(node, "mode", start.mode);
  start.parameters = as_string_lists(json_of(node, "parameters"));
  start.refused = text_of(node, "refused");
  return start;
}

Result<Send> read_send(const Node& node) {
  TRY(only(node, {"at", "execution", "signal", "payload", "caller", "refused"}));
  Send send;
  send.execution = text_of(node, "execution", send.execution);
  send.type = text_of(node, "signal");
  send.payload = as_string_lists(json_of(node, "payload"));
  send.caller = text_of(node, "caller");
  send.refused = text_of(node, "refused");
  return send;
}

Result<Stop> read_stop(const Node& node) {
  TRY(only(node, {"at", "execution", "stop", "refused"}));
  Stop stop;
  stop.execution = text_of(node, "execution", stop.execution);
  stop.type = text_of(node, "stop");
  stop.refused = text_of(node, "refused");
  return stop;
}

Result<Expectation> read_expectation(const Node& node) {
  TRY(only(node,
           {"execution", "status", "path", "steps", "outputs", "members", "failure", "duration"}));
  Expectation expected;
  expected.execution = text_of(node, "execution", expected.execution);
  expected.status = text_of(node, "status");
  if (const Node* path = node.find("path")) expected.path = to_json(*path);
  expected.steps = json_of(node, "steps");
  expected.outputs = json_of(node, "outputs");
  expected.members = json_of(node, "members");
  expected.failure = text_of(node, "failure");
  if (const Node* duration = node.find("duration")) {
    TRY_ASSIGN(expected.duration, parse_duration(duration->text));
  }
  return expected;
}

Result<Moment> read_moment(const Node& node) {
  Moment moment;
  moment.where = node.at;
  const Node* at = node.find("at");
  if (!at) return wrong(node.at, "\"at\" is missing");
  TRY_ASSIGN(moment.at, parse_duration(at->text));
  if (node.find("signal")) {
    TRY_ASSIGN(moment.what, read_send(node));
  } else if (node.find("stop")) {
    TRY_ASSIGN(moment.what, read_stop(node));
  } else if (const Node* start = node.find("start")) {
    TRY(only(node, {"at", "start"}));
    TRY_ASSIGN(moment.what, read_start(*start));
  } else if (const Node* expect = node.find("expect")) {
    TRY(only(node, {"at", "expect"}));
    TRY_ASSIGN(moment.what, read_expectation(*expect));
  } else {
    return wrong(node.at, "one of signal, stop, start, expect is missing");
  }
  return moment;
}

Result<std::string> read_text(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) return failure("Scenario", "cannot read " + path);
  return text.str();
}

/// A map is the document itself; text with line breaks is YAML; a name ending in .yaml or .json is
/// a file beside the scenario; any other name is a predefined runbook.
Completed read_document(const Node& node, const std::string& folder, Scenario& scenario) {
  scenario.document_name = "Scenario";
  if (node.kind == Node::Kind::kMap) {
    Json document = to_json(node);
    if (!document.contains("schemaVersion")) document["schemaVersion"] = "0.3";
    scenario.content = to_text(document);
  } else if (node.text.find('\n') != std::string::npos) {
    scenario.content = node.text;
    scenario.format = DocumentFormat::kYaml;
  } else if (node.text.ends_with(".yaml") || node.text.ends_with(".json")) {
    TRY_ASSIGN(scenario.content, read_text(folder + "/" + node.text));
    if (node.text.ends_with(".yaml")) scenario.format = DocumentFormat::kYaml;
  } else {
    scenario.document_name = node.text;
  }
  return {};
}

Completed read_quotas(const Node& node, Quotas& quotas) {
  TRY(only(node, {"running", "children", "queued"}));
  if (const Node* running = node.find("running")) quotas.running = std::stoll(running->text);
  if (const Node* children = node.find("children")) quotas.children = std::stoll(children->text);
  if (const Node* queued = node.find("queued")) quotas.queued = std::stoll(queued->text);
  return {};
}

Completed read_moments(const Node& node, Scenario& scenario) {
  if (const Node* start = node.find("start")) {
    TRY_ASSIGN(Start read, read_start(*start));
    scenario.moments.push_back({Milliseconds(0), std::move(read), start->at});
  }
  if (const Node* meanwhile = node.find("meanwhile"))
    for (const Node& item : meanwhile->items) {
      TRY_ASSIGN(Moment moment, read_moment(item));
      scenario.moments.push_back(std::move(moment));
    }
  std::stable_sort(scenario.moments.begin(), scenario.moments.end(),
                   [](const Moment& a, const Moment& b) { return a.at < b.at; });
  return {};
}

Completed read_expectations(const Node& node, Scenario& scenario) {
  const Node* expect = node.find("expect");
  if (!expect) return {};
  const bool several = expect->kind == Node::Kind::kList;
  for (const Node& item : several ? expect->items : std::vector<Node>{*expect}) {
    TRY_ASSIGN(Expectation read, read_expectation(item));
    scenario.expectations.push_back(std::move(read));
  }
  return {};
}

/// `shared`: what the file says for all its scenarios, used where the scenario says nothing.
Result<Scenario> read_scenario(const Node& node, const Node& shared, const std::string& folder) {
  TRY(only(node, {"name", "document", "document-refused", "account", "quotas", "start", "meanwhile",
                  "expect"}));
  const auto find = [&](std::string_view key) {
    const Node* own = node.find(key);
    return own ? own : shared.find(key);
  };
  Scenario scenario;
  scenario.name = text_of(node, "name");
  scenario.where = node.at;
  const Node* document = find("document");
  if (!document) return wrong(node.at, "\"document\" is missing");
  TRY(read_document(*document, folder, scenario));
  if (const Node* account = find("account")) scenario.account = to_json(*account);
  if (const Node* quotas = node.find("quotas")) TRY(read_quotas(*quotas, scenario.quotas));
  if (const Node* refused = node.find("document-refused")) {
    TRY(only(*refused, {"code", "message"}));
    scenario.document_refused = text_of(*refused, "code");
    scenario.refusal = text_of(*refused, "message");
  }
  TRY(read_moments(node, scenario));
  TRY(read_expectations(node, scenario));
  const bool checks_nothing = scenario.expectations.empty() && scenario.document_refused.empty() &&
                              scenario.moments.empty();
  if (checks_nothing) return wrong(node.at, "this scenario expects nothing");
  return scenario;
}

}  // namespace

Result<std::vector<Scenario>> read_scenarios(const std::string& text, const std::string& folder) {
  auto root = read_nodes(text, DocumentFormat::kYaml, {.max_bytes = 1 << 20});
  if (!root) return wrong(root.error().at, root.error().message);
  TRY(only(*root, {"document", "account", "scenarios"}));
  const Node* list = root->find("scenarios");
  if (!list || list->items.empty()) return wrong(root->at, "\"scenarios\" is missing");
  std::vector<Scenario> scenarios;
  for (const Node& item : list->items) {
    TRY_ASSIGN(Scenario scenario, read_scenario(item, *root, folder));
    scenarios.push_back(std::move(scenario));
  }
  return scenarios;
}

}  // namespace ssm::scenario
