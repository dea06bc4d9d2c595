// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/mock_command.h"

#include <fmt/format.h>

#include <functional>
#include <map>
#include <tuple>

#include "actions/cloud/mock_cloud.h"
#include "actions/other_cloud_specs.h"
#include "actions/registry.h"
#include "cli/command_line.h"
#include "cli/output/print.h"
#include "cli/testkit/mock_skeleton.h"
#include "cli/testkit/named_document.h"
#include "core/base/text.h"
#include "core/document/action.h"
#include "core/document/checker.h"
#include "core/expression/jsonpath_syntax.h"
#include "core/os/files.h"

namespace ssm {
namespace {

constexpr std::string_view kMockUsage =
    "usage: ssm-local mock skeleton DOCUMENT [--document-version VERSION]\n"
    "                                        [--state-dir DIR] [--region REGION]\n"
    "       ssm-local mock check FILE... [--document DOCUMENT ...]\n"
    "DOCUMENT is a file, - (standard input), or the name of a document in the state directory.\n"
    "FILE - reads standard input.\n"
    "\n"
    "A mock file:\n"
    "  mocks:\n"
    "  - call: ec2:StopInstances          # answers a call of an action or a script\n"
    "    Throw: {Error: IncorrectInstanceState, Cause: not now}\n"
    "  - step: ask                        # stands in for a whole step\n"
    "    Return: {Payload: {done: true}}\n"
    "Give it to start-automation-execution with --mocks, or to a case of a test file.\n";
constexpr int kProblems = 1;

Result<Document> document_of(const DocumentRequest& request) {
  TRY_ASSIGN(const DocumentText text, read_named_document(request));
  auto document = parse_document(text.content, text.format, {action_catalog()});
  if (document) return *std::move(document);
  return tl::unexpected(mocks_error(document.error(), text.file));
}

/// No opinions, and the reason on standard error, when there is nobody to ask.
std::vector<ApiOpinion> ask(const std::vector<ApiQuestion>& questions,
                            std::string_view consequence) {
  Result<std::vector<ApiOpinion>> opinions = api_opinions(questions);
  if (opinions) return *std::move(opinions);
  print_diagnostic(fmt::format("ssm-local: {}: {}\n", consequence, opinions.error().message));
  return {};
}

Result<int> print_skeleton(const DocumentRequest& request) {
  TRY_ASSIGN(const Document document, document_of(request));
  return print_answer(mock_skeleton(document, [](const std::vector<ApiQuestion>& questions) {
    return ask(questions, "answers are not shaped by the APIs' models");
  }));
}

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

/// One mock file, its own problems and those that the APIs' models find.
class MockCheck {
 public:
  Completed read(const std::string& path, const std::optional<Document>& document) {
    file_ = path == "-" ? "(standard input)" : path;
    TRY_ASSIGN(const std::string text, path == "-" ? read_standard_input() : read_file(path));
    auto mocks = read_mocks(text);
    if (!mocks) {
      problems_ = std::move(mocks.error());
      return {};
    }
    auto root = read_nodes(text, guessed_format(text), kMockFileLimits);
    if (root) root_ = *std::move(root);
    if (document) problems_ = mock_problems(*mocks, *document);
    if (document) note_unread(*mocks, *document);
    note_unreachable(*mocks);
    collect_questions(*mocks);
    return {};
  }

  const std::vector<ApiQuestion>& questions() const { return questions_; }

  /// `opinions`: on the questions, in that order.
  void hear(std::span<const ApiOpinion> opinions) {
    for (std::size_t i = 0; i < opinions.size(); ++i) {
      const Asked& asked = asked_[i];
      if (!opinions[i].unknown.empty())
        complain(spot_of(*asked.mock, {"call"}), opinions[i].unknown);
      for (const ApiOpinion::Complaint& complaint : opinions[i].complaints) {
        std::vector<Json> where = asked.where;
        where.insert(where.end(), complaint.where.begin(), complaint.where.end());
        const Spot spot = spot_of(*asked.mock, where);
        complain(spot, fmt::format("\"{}\" {}", last_name(where), complaint.message));
      }
    }
  }

  /// The problems, a line each; sorted by where they stand.
  std::string report() {
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

 private:
  using Kind = ApiQuestion::Kind;
  struct Asked {
    std::shared_ptr<const Mock> mock;
    std::vector<Json> where;  // what is asked about, in the mock: ["1-2", "Return"]
  };

  static std::string last_name(const std::vector<Json>& where) {
    for (auto step = where.rbegin(); step != where.rend(); ++step)
      if (step->is_string()) return step->get<std::string>();
    return {};
  }

  Spot spot_of(const Mock& mock, const std::vector<Json>& where) const {
    const Node* list = root_.kind == Node::Kind::kList ? &root_ : root_.find("mocks");
    Spot spot{list, mock.at, mock.path};
    const std::size_t bracket = mock.path.rfind('[');
    spot.node = &list->items.at(std::stoul(mock.path.substr(bracket + 1)));
    for (const Json& step : where) spot.enter(step);
    return spot;
  }

  void complain(const Spot& spot, std::string message) {
    problems_.push_back({.code = "Mocks",
                         .message = std::move(message),
                         .at = spot.at,
                         .path = spot.path,
                         .rule = "mocks"});
  }

  /// Names that nothing reads in answers that stand in for a step.
  void note_unread(const Mocks& mocks, const Document& document) {
    for (const Mock& mock : mocks.mocks) {
      const Step* step = mock.is_of_step() ? document.find_step(mock.step) : nullptr;
      if (step == nullptr) continue;
      const Spot spot = spot_of(mock, {});
      for (const Node::Member& member : spot.node->members) {
        if (member.name == "when") continue;
        const Node* inner = member.name == "Return" ? &member.value : member.value.find("Return");
        if (inner == nullptr) continue;
        std::vector<Json> where = {member.name};
        if (member.name != "Return") where.emplace_back("Return");
        note_unread_outputs(mock, *step, where, *inner);
      }
    }
  }

  void note_unread_outputs(const Mock& mock, const Step& step, const std::vector<Json>& where,
                           const Node& answer) {
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

  /// The names at the beginning of a selector. Empty: it begins with something else.
  static std::vector<std::string> leading_names(const std::string& selector) {
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

  /// Members that are not among those read at this depth: with `unknown` to say, or when they are
  /// spelled much like one that is missing.
  void note_unread_members(const Mock& mock, std::vector<Json> where, const Node& node,
                           const std::vector<std::vector<std::string>>& read, std::size_t depth,
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
        said = fmt::format("No selector of step \"{}\" reads \"{}\".", mock.step, member.name);
      if (!said.empty()) complain(spot_of(mock, where), said + meant);
    }
  }

  /// A mock behind one that answers the same without condition, for ever.
  void note_unreachable(const Mocks& mocks) {
    std::map<std::string, std::string> answered;  // what is answered for ever, and by which mock
    for (const Mock& mock : mocks.mocks) {
      const std::string call = mock.service + ":" + to_lower(mock.operation) + " ";
      auto found = answered.find(call + mock.step);
      if (found == answered.end() && !mock.is_of_step()) found = answered.find(call);
      if (found != answered.end())
        complain({nullptr, mock.at, mock.path},
                 fmt::format("{} answers every use before it.", found->second));
      const bool always = mock.when.empty() && mock.answers.size() == 1 &&
                          mock.answers[0].first.first == 0 && !mock.answers[0].first.last;
      if (always) answered.emplace(call + mock.step, mock.path);
    }
  }

  void collect_questions(const Mocks& mocks) {
    for (const Mock& mock : mocks.mocks) {
      if (mock.is_of_step() || is_other_cloud(mock.service)) continue;  // no model has those
      const auto shared = std::make_shared<const Mock>(mock);
      const Spot spot = spot_of(mock, {});
      for (const Node::Member& member : spot.node->members) {
        if (member.name == "when") ask_about(shared, Kind::kParameters, {"when"}, member.value);
        if (member.name == "Return") ask_about(shared, Kind::kResponse, {"Return"}, member.value);
        if (member.name == "Throw") ask_about(shared, Kind::kResponse, {}, Node());
        const Node* inner = member.name == "when" ? nullptr : member.value.find("Return");
        if (inner && member.name != "Return")
          ask_about(shared, Kind::kResponse, {member.name, "Return"}, *inner);
      }
    }
  }

  void ask_about(const std::shared_ptr<const Mock>& mock, Kind kind, std::vector<Json> where,
                 const Node& value) {
    asked_.push_back({mock, std::move(where)});
    questions_.push_back({kind, mock->service, mock->operation, to_json(value)});
  }

  std::string file_;
  Node root_;
  std::vector<Problem> problems_;
  std::vector<Asked> asked_;
  std::vector<ApiQuestion> questions_;
};

Result<int> check_files(std::span<const std::string> files,
                        const std::optional<Document>& document) {
  std::vector<MockCheck> checks(files.size());
  std::vector<ApiQuestion> questions;
  for (std::size_t i = 0; i < files.size(); ++i) {
    TRY(checks[i].read(files[i], document));
    questions.insert(questions.end(), checks[i].questions().begin(), checks[i].questions().end());
  }
  const std::vector<ApiOpinion> opinions =
      questions.empty() ? std::vector<ApiOpinion>()
                        : ask(questions, "answers are not held against the APIs' models");
  std::span<const ApiOpinion> rest = opinions;
  std::string report;
  for (MockCheck& each : checks) {
    const std::size_t own = std::min(rest.size(), each.questions().size());
    each.hear(rest.first(own));
    rest = rest.subspan(own);
    report += each.report();
  }
  if (report.empty()) return 0;
  const int printed = print_answer(report);
  return printed == 0 ? kProblems : printed;
}

}  // namespace

Result<int> run_mock_command(const GlobalOptions& globals, std::span<const std::string> words) {
  const std::vector<OptionSpec> specs = {{.name = "--document"},
                                         {.name = "--document-version"},
                                         {.name = "--state-dir", .takes = OptionSpec::Takes::kPath},
                                         {.name = "--region"}};
  TRY_ASSIGN(const ParsedWords parsed, parse_words(specs, words));
  const std::vector<std::string>& rest = parsed.rest;
  if (rest == std::vector<std::string>{"help"}) return print_answer(kMockUsage);
  if (rest.size() == 2 && rest[0] == "skeleton" && !parsed.has("--document"))
    return print_skeleton(document_request(rest[1], parsed, globals));
  if (rest.size() < 2 || rest[0] != "check") return failure("Usage", std::string(kMockUsage));
  std::optional<Document> document;
  if (const auto what = parsed.value("--document")) {
    TRY_ASSIGN(document, document_of(document_request(*what, parsed, globals)));
  }
  return check_files(std::span(rest).subspan(1), document);
}

}  // namespace ssm
