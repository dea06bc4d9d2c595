// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/case_reader.h"

#include <fmt/format.h>

#include <charconv>
#include <set>

#include "actions/registry.h"
#include "cli/testkit/file_shape.h"
#include "cli/testkit/inline_document.h"
#include "cli/testkit/node_merge.h"
#include "core/api/shapes.h"
#include "core/document/document.h"

namespace ssm::testkit {
namespace {

std::string text_of(const Node& node, std::string_view name, std::string fallback = {}) {
  const Node* found = node.find(name);
  return found ? found->text : fallback;
}

Json json_of(const Node& node, std::string_view name) {
  const Node* found = node.find(name);
  return found ? to_json(*found) : Json::object();
}

/// The file was checked: it is a number within bounds.
std::int64_t number_of(const Node& node, std::string_view name, std::int64_t fallback) {
  if (const Node* found = node.find(name))
    std::from_chars(found->text.data(), found->text.data() + found->text.size(), fallback);
  return fallback;
}

Milliseconds duration_of(const Node& node) {
  return parse_duration(node.text).value_or(Milliseconds(0));
}

Refusal refusal_of(const Node& node) {
  const Node* refused = node.find("refused");
  return refused ? Refusal{refused->text, {}, refused->at} : Refusal{{}, {}, node.at};
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

Send read_send(const Node& node) {
  Send send;
  send.execution = text_of(node, "execution", send.execution);
  send.type = text_of(node, "signal");
  send.payload = as_string_lists(json_of(node, "payload"));
  send.caller = text_of(node, "caller");
  send.refused = refusal_of(node);
  return send;
}

Stop read_stop(const Node& node) {
  Stop stop;
  stop.execution = text_of(node, "execution", stop.execution);
  stop.type = text_of(node, "stop");
  stop.refused = refusal_of(node);
  return stop;
}

Expectation read_expectation(const Node& node) {
  return {text_of(node, "execution", "main"), node};
}

void read_expectations(const Node& expect, TestCase& test) {
  if (expect.kind == Node::Kind::kMap) return test.expectations.push_back(read_expectation(expect));
  for (const Node& item : expect.items) test.expectations.push_back(read_expectation(item));
}

/// The names under which executions are known in a case.
std::set<std::string> execution_names(const TestCase& test) {
  std::set<std::string> names;
  for (const Moment& moment : test.moments)
    if (const auto* start = std::get_if<Start>(&moment.what)) {
      if (start->count == 1) names.insert(start->name);
      for (int i = 1; start->count > 1 && i <= start->count; ++i)
        names.insert(fmt::format("{}-{}", start->name, i));
    }
  return names;
}

}  // namespace

Quotas read_quotas(const Node& node) {
  const Quotas usual;
  return {number_of(node, "running", usual.running), number_of(node, "children", usual.children),
          number_of(node, "queued", usual.queued)};
}

Start CaseReader::read_start(const Node& node) const {
  Start start;
  start.name = text_of(node, "name", start.name);
  start.count = static_cast<int>(number_of(node, "count", 1));
  start.mode = text_of(node, "mode", start.mode);
  const Node* own = node.find("parameters");
  start.parameters = as_string_lists(to_json(own ? merged(parameters_, *own) : parameters_));
  start.refused = refusal_of(node);
  if (const Node* found = node.find("template")) start.change_template = to_json(*found);
  start.request = json_of(node, "request");
  if (const Node* scheduled = node.find("scheduled")) start.scheduled = duration_of(*scheduled);
  return start;
}

void CaseReader::read_start_of_case(const Node& node, TestCase& test) const {
  const Node* start = node.find("start");
  const Node* meanwhile = node.find("meanwhile");
  const bool starts_later =
      meanwhile &&
      std::ranges::any_of(meanwhile->items, [](const Node& item) { return item.find("start"); });
  if (start != nullptr)
    test.moments.push_back({Milliseconds(0), read_start(*start), start->at});
  else if (test.document_refused.code.empty() && !starts_later)
    test.moments.push_back({Milliseconds(0), read_start(Node{}), node.at});
}

void CaseReader::read_moments(const Node& list, TestCase& test) const {
  for (const Node& node : list.items) {
    Moment moment;
    moment.where = node.at;
    moment.at = duration_of(*node.find("at"));
    if (node.find("signal"))
      moment.what = read_send(node);
    else if (node.find("stop"))
      moment.what = read_stop(node);
    else if (const Node* start = node.find("start"))
      moment.what = read_start(*start);
    else
      moment.what = read_expectation(*node.find("expect"));
    test.moments.push_back(std::move(moment));
  }
  std::ranges::stable_sort(test.moments, {}, &Moment::at);
}

void CaseReader::add(Location at, const std::string& below, std::string message) {
  problems.push_back(file_problem(at, path_ + below, std::move(message)));
}

void CaseReader::read(const Node& node, const Node* shared_parameters, TestCase& test) {
  parameters_.kind = Node::Kind::kMap;
  if (shared_parameters) parameters_ = *shared_parameters;
  if (const Node* own = node.find("parameters")) parameters_ = merged(parameters_, *own);
  if (const Node* refused = node.find("document-refused"))
    test.document_refused = {text_of(*refused, "code"), text_of(*refused, "message"), refused->at};
  read_start_of_case(node, test);
  if (const Node* meanwhile = node.find("meanwhile")) read_moments(*meanwhile, test);
  if (const Node* expect = node.find("expect")) read_expectations(*expect, test);

  const bool checks_nothing =
      test.expectations.empty() && test.document_refused.code.empty() && !node.find("meanwhile");
  if (checks_nothing && !(node.find("start") && node.find("start")->find("refused")))
    add(node.at, "", "this case expects nothing: it has no expect, and nothing is to be refused");
  check_names(node, test);
}

void CaseReader::check_start(const Node& start, const std::string& below) {
  if (const Node* found = start.find("template")) {
    if (start.find("refused")) return;
    const auto parsed = parse_document(*found, {.actions = action_catalog(),
                                                .strictness = Strictness::kChecked,
                                                .kind = DocumentKind::kChangeTemplate});
    if (parsed) return;
    for (const Problem& problem : parsed.error())
      add(problem.at, joined_path(below + ".template", problem.path), problem.message);
    return;
  }
  for (const std::string_view key : {"request", "scheduled"})
    if (const Node* found = start.find(key))
      add(found->at, fmt::format("{}.{}", below, key),
          fmt::format("\"{}\" is of change requests: it needs \"template\"", key));
}

void CaseReader::check_members(const Node& map, const ssm::Shape& record,
                               const std::string& below) {
  for (const Node::Member& member : map.members) {
    if (std::ranges::find(record.members, member.name, &MemberShape::name) != record.members.end())
      continue;
    std::vector<std::string> names;
    for (const MemberShape& known : record.members) names.emplace_back(known.name);
    add(member.at, below,
        fmt::format("{} has no member \"{}\"{}", record.name, member.name,
                    did_you_mean(member.name, names)));
  }
}

void CaseReader::check_outputs(const Node& outputs, const std::string& below) {
  if (document_ == nullptr) return;
  const std::vector<std::string>& listed = document_->outputs;
  for (const Node::Member& output : outputs.members) {
    if (std::ranges::find(listed, output.name) != listed.end()) continue;
    add(output.at, below,
        listed.empty()
            ? std::string("the runbook lists no outputs; a step's are steps.NAME.Outputs")
            : fmt::format("the runbook does not list \"{}\" among its outputs{}", output.name,
                          did_you_mean(output.name, listed)));
  }
}

void CaseReader::check_expectation(const Node& expected, const std::string& below) {
  if (std::ranges::all_of(expected.members,
                          [](const Node::Member& member) { return member.name == "execution"; }))
    add(expected.at, below, "nothing is expected here");
  if (const Node* members = expected.find("members"))
    check_members(*members, shapes::kAutomationExecution, below + ".members");
  const bool is_of_child = text_of(expected, "execution").find('/') != std::string::npos;
  if (const Node* outputs = expected.find("outputs"); outputs && !is_of_child)
    check_outputs(*outputs, below + ".outputs");
  if (const Node* steps = expected.find("steps"))
    for (const Node::Member& step : steps->members)
      check_members(step.value, shapes::kStepExecution,
                    fmt::format("{}.steps.{}", below, step.name));
}

void CaseReader::check_names(const Node& node, const TestCase& test) {
  const std::set<std::string> names = execution_names(test);
  const std::vector<std::string> candidates(names.begin(), names.end());
  const auto check_name = [&](const Node& holder, const std::string& below) {
    const Node* named = holder.find("execution");
    const std::string name = named ? named->text : "main";
    if (!names.contains(name.substr(0, name.find('/'))))
      add(named ? named->at : holder.at, named ? below + ".execution" : below,
          fmt::format("no execution is called \"{}\"{}", name, did_you_mean(name, candidates)));
  };
  const auto check_expected = [&](const Node& expected, const std::string& below) {
    check_name(expected, below);
    check_expectation(expected, below);
  };
  if (const Node* start = node.find("start")) check_start(*start, ".start");
  if (const Node* expect = node.find("expect")) {
    if (expect->kind == Node::Kind::kMap) check_expected(*expect, ".expect");
    for (std::size_t i = 0; i < expect->items.size(); ++i)
      check_expected(expect->items[i], fmt::format(".expect[{}]", i));
  }
  const Node* meanwhile = node.find("meanwhile");
  for (std::size_t i = 0; meanwhile && i < meanwhile->items.size(); ++i) {
    const Node& moment = meanwhile->items[i];
    const std::string below = fmt::format(".meanwhile[{}]", i);
    if (const Node* start = moment.find("start")) check_start(*start, below + ".start");
    if (const Node* expect = moment.find("expect")) check_expected(*expect, below + ".expect");
    if (moment.find("signal") || moment.find("stop")) check_name(moment, below);
  }
}

}  // namespace ssm::testkit
