// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/mock_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "actions/other_cloud_specs.h"
#include "core/base/text.h"
#include "core/document/action.h"
#include "core/document/checker.h"
#include "core/expression/jsonpath_syntax.h"

namespace ssm {
namespace {

/// The member or element that a complaint is about; as far in as there is one.
struct Spot {
  const Node* node;
  Location at;
  std::string path;
  void enter(const Json& step) {
    if (step.is_number()) {
      const auto number = step.get<std::size_t>();
      path += fmt::format("[{}]", number);
      if (number >= node->items.size()) return;
      node = &node->items[number];
      at = node->at;
      return;
    }
    const auto name = step.get<std::string>();
    path += "." + name;
    for (const Node::Member& member : node->members)
      if (member.name == name) {
        at = member.at;
        node = &member.value;
        return;
      }
  }
};

std::string last_name(const std::vector<Json>& where) {
  for (auto step = where.rbegin(); step != where.rend(); ++step)
    if (step->is_string()) return step->get<std::string>();
  return {};
}

/// The names at the beginning of a selector. Empty: it begins with something else.
std::vector<std::string> leading_names(const std::string& selector) {
  std::vector<std::string> names;
  const auto path = jsonpath::parse_segments(selector);
  if (!path) return names;
  for (const jsonpath::Segment& segment : *path) {
    const auto* member = segment.as<jsonpath::Names>();
    if (member == nullptr || member->names.size() != 1) break;
    names.push_back(member->names.front());
  }
  return names;
}

}  // namespace

void MockCheck::read(std::string_view text, const Document* document) {
  auto root = read_any_nodes(text, file_, kMockFileLimits);
  if (root) return read(*root, {}, document);
  root.error().code = "Mocks";
  add(std::move(root.error()));
}

void MockCheck::read(const Node& part, const std::string& path, const Document* document) {
  auto mocks = read_mocks(part, path);
  if (!mocks) {
    for (Problem& problem : mocks.error()) add(std::move(problem));
    return;
  }
  if (document)
    for (Problem& problem : mock_problems(*mocks, *document)) add(std::move(problem));
  parts_.push_back(part);
  const Node& root = parts_.back();
  const Node* list = root.kind == Node::Kind::kList ? &root : root.find("mocks");
  const std::size_t first = mocks_.size();
  for (Mock& mock : mocks->mocks) {
    const std::size_t number = std::stoul(mock.path.substr(mock.path.rfind('[') + 1));
    mocks_.push_back({std::move(mock), &list->items.at(number)});
    if (document) note_unread(mocks_.back(), *document);
    collect_questions(mocks_.back());
  }
  note_unreachable(first);
}

void MockCheck::hear(std::span<const ApiOpinion> opinions) {
  for (std::size_t i = 0; i < opinions.size(); ++i) {
    const Asked& asked = asked_[i];
    if (!opinions[i].unknown.empty()) complain(*asked.mock, {"call"}, opinions[i].unknown);
    for (const ApiOpinion::Complaint& complaint : opinions[i].complaints) {
      std::vector<Json> where = asked.where;
      where.insert(where.end(), complaint.where.begin(), complaint.where.end());
      complain(*asked.mock, where, fmt::format("\"{}\" {}", last_name(where), complaint.message));
    }
  }
}

std::string MockCheck::report() {
  std::ranges::stable_sort(problems_, {}, [](const Problem& problem) {
    return std::tuple(problem.at.line, problem.at.column);
  });
  const auto same = std::ranges::unique(problems_, [](const Problem& a, const Problem& b) {
    return a.at == b.at && a.message == b.message;
  });
  problems_.erase(same.begin(), same.end());
  std::string lines;
  for (const Problem& problem : problems_) lines += to_text(problem, file_) + "\n";
  return lines;
}

void MockCheck::complain(const Written& mock, const std::vector<Json>& where, std::string message) {
  Spot spot{mock.node, mock.mock.at, mock.mock.path};
  for (const Json& step : where) spot.enter(step);
  add({.code = "Mocks",
       .message = std::move(message),
       .at = spot.at,
       .path = std::move(spot.path),
       .rule = "mocks"});
}

/// Names that nothing reads in answers that stand in for a step.
void MockCheck::note_unread(const Written& mock, const Document& document) {
  const Step* step = mock.mock.is_of_step() ? document.find_step(mock.mock.step) : nullptr;
  if (step == nullptr) return;
  for (const Node::Member& member : mock.node->members) {
    if (member.name == "when") continue;
    const Node* inner = member.name == "Return" ? &member.value : member.value.find("Return");
    if (inner == nullptr) continue;
    std::vector<Json> where = {member.name};
    if (member.name != "Return") where.emplace_back("Return");
    note_unread_outputs(mock, *step, where, *inner);
  }
}

void MockCheck::note_unread_outputs(const Written& mock, const Step& step,
                                    const std::vector<Json>& where, const Node& answer) {
  std::vector<std::vector<std::string>> read;  // names that selectors lead along
  for (const std::string_view output : step.spec->outputs) read.push_back({std::string(output)});
  for (const OutputDefinition& output : step.outputs) {
    std::vector<std::string> names = leading_names(output.selector);
    if (names.empty()) return;  // it may read anything
    read.push_back(std::move(names));
  }
  // An answer of an API has more than anybody reads.
  const bool is_open = find_input(*step.spec, "Api") != nullptr;
  note_unread_members(mock, where, answer, read, 0, [&](const std::string& name) {
    return is_open ? std::string()
                   : fmt::format("\"{}\" is no output of step \"{}\".", name, step.name);
  });
}

/// Members that are not among those read at this depth: with `unknown` to say, or when they are
/// spelled much like one that is missing.
void MockCheck::note_unread_members(const Written& mock, std::vector<Json> where, const Node& node,
                                    const std::vector<std::vector<std::string>>& read,
                                    std::size_t depth,
                                    const std::function<std::string(const std::string&)>& unknown) {
  if (node.kind != Node::Kind::kMap) return;
  std::vector<std::string> known;
  std::vector<std::string> missing;
  for (const auto& names : read) {
    if (names.size() <= depth) continue;
    known.push_back(names[depth]);
    if (!node.find(names[depth])) missing.push_back(names[depth]);
  }
  where.emplace_back();
  for (const Node::Member& member : node.members) {
    where.back() = member.name;
    if (std::ranges::find(known, member.name) != known.end()) {
      std::vector<std::vector<std::string>> below;
      for (const auto& names : read)
        if (names.size() > depth + 1 && names[depth] == member.name) below.push_back(names);
      note_unread_members(mock, where, member.value, below, depth + 1,
                          [](const std::string&) { return std::string(); });
      continue;
    }
    const std::string meant = did_you_mean(member.name, missing);
    std::string said = unknown(member.name);
    if (said.empty() && !meant.empty())
      said = fmt::format("No selector of step \"{}\" reads \"{}\".", mock.mock.step, member.name);
    if (!said.empty()) complain(mock, where, said + meant);
  }
}

/// A mock behind one that answers the same without condition, for ever. `first`: of its list.
void MockCheck::note_unreachable(std::size_t first) {
  std::map<std::string, std::string> answered;  // what is answered for ever, and by which mock
  for (std::size_t i = first; i < mocks_.size(); ++i) {
    const Mock& mock = mocks_[i].mock;
    const std::string call = mock.service + ":" + to_lower(mock.operation) + " ";
    auto found = answered.find(call + mock.step);
    if (found == answered.end() && !mock.is_of_step()) found = answered.find(call);
    if (found != answered.end())
      complain(mocks_[i], {}, fmt::format("{} answers every use before it.", found->second));
    const bool always = mock.when.empty() && mock.answers.size() == 1 &&
                        mock.answers[0].first.first == 0 && !mock.answers[0].first.last;
    if (always) answered.emplace(call + mock.step, mock.path);
  }
}

void MockCheck::collect_questions(const Written& mock) {
  if (mock.mock.is_of_step() || is_other_cloud(mock.mock.service)) return;  // no model has those
  for (const Node::Member& member : mock.node->members) {
    if (member.name == "when") ask_about(mock, Kind::kParameters, {"when"}, member.value);
    if (member.name == "Return") ask_about(mock, Kind::kResponse, {"Return"}, member.value);
    if (member.name == "Throw") ask_about(mock, Kind::kResponse, {}, Node());
    const Node* inner = member.name == "when" ? nullptr : member.value.find("Return");
    if (inner && member.name != "Return")
      ask_about(mock, Kind::kResponse, {member.name, "Return"}, *inner);
  }
}

void MockCheck::ask_about(const Written& mock, Kind kind, std::vector<Json> where,
                          const Node& value) {
  asked_.push_back({&mock, std::move(where)});
  questions_.push_back({kind, mock.mock.service, mock.mock.operation, to_json(value)});
}

}  // namespace ssm
