// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/mock_file.h"

#include <fmt/format.h>

#include "actions/api_call.h"
#include "actions/cloud/mock_keys.h"
#include "actions/other_cloud_specs.h"
#include "core/base/text.h"
#include "core/document/action.h"
#include "core/document/checker.h"
#include "core/document/input_value.h"
#include "core/document/structure_reader.h"

namespace ssm {
namespace {

constexpr Check kAny = Check::kTopLevel;  // a mock file is checked in one go
constexpr std::int64_t kMostUses = 1'000'000'000;
constexpr int kFirstErrorStatus = 400;
constexpr int kLastStatus = 599;

bool is_answer_key(std::string_view key) {
  return std::ranges::find(mock_keys::kAnswer, key, &DocumentKey::name) !=
         std::end(mock_keys::kAnswer);
}

/// Keys like this are meant as numbers of uses.
// Each is held against all others.
constexpr std::size_t kMostAnswers = 1000;

bool looks_like_uses(std::string_view key) {
  return !key.empty() && (key.front() == '-' || (key.front() >= '0' && key.front() <= '9'));
}

/// "0", "1-2", "3-". Leading zeros and signs are not taken.
std::optional<MockUses> parse_uses(std::string_view key) {
  const auto number = [](std::string_view digits) -> std::optional<std::int64_t> {
    const bool plain = !digits.empty() && digits.find_first_not_of("0123456789") == digits.npos &&
                       (digits.size() == 1 || digits.front() != '0');
    const auto value = plain ? parse_integer(digits) : std::nullopt;
    return value && *value <= kMostUses ? value : std::nullopt;
  };
  const std::size_t dash = key.find('-');
  const auto first = number(key.substr(0, dash));
  if (!first) return std::nullopt;
  if (dash == std::string_view::npos) return MockUses{*first, *first};
  if (dash + 1 == key.size()) return MockUses{*first, std::nullopt};
  const auto last = number(key.substr(dash + 1));
  if (!last || *last < *first) return std::nullopt;
  return MockUses{*first, *last};
}

bool overlap(const MockUses& a, const MockUses& b) {
  return (!a.last || b.first <= *a.last) && (!b.last || a.first <= *b.last);
}

std::string uses_text(const MockUses& uses) {
  if (!uses.last) return fmt::format("{}-", uses.first);
  if (*uses.last == uses.first) return std::to_string(uses.first);
  return fmt::format("{}-{}", uses.first, *uses.last);
}

/// Reads one file and collects what is wrong with it.
class MockReader {
 public:
  Mocks read(const Place& place) {
    Mocks mocks;
    if (place.node.kind == Node::Kind::kList) {
      read_list(place, mocks);
    } else if (place.node.kind == Node::Kind::kMap) {
      reader_.refuse_unknown(kAny, place, mock_keys::kFile);
      for (const Node::Member& member : place.node.members) {
        const Place inside = place.member(member);
        if (member.name == "strict") mocks.strict = reader_.boolean(kAny, inside).value_or(false);
        if (member.name == "mocks") read_list(inside, mocks);
      }
    } else {
      complain(place, "Mocks are a map with \"mocks\", or a list of mocks.");
    }
    return mocks;
  }

  std::vector<Problem> take_problems() {
    std::vector<Problem> problems = reader_.take_problems();
    for (Problem& problem : problems) {
      problem.code = "Mocks";
      problem.rule = "mocks";
    }
    return problems;
  }

 private:
  void complain(const Place& place, std::string message) {
    reader_.add(kAny, place, std::move(message));
  }

  bool is_map(const Place& place, std::string_view what) {
    if (place.node.kind == Node::Kind::kMap) return true;
    complain(place, fmt::format("{} must be a map.", what));
    return false;
  }

  void read_list(const Place& place, Mocks& mocks) {
    if (place.node.kind == Node::Kind::kNull) return;
    if (place.node.kind != Node::Kind::kList) return complain(place, "\"mocks\" must be a list.");
    for (std::size_t i = 0; i < place.node.items.size(); ++i)
      if (const Place item = place.item(i); is_map(item, "A mock"))
        mocks.mocks.push_back(read_mock(item));
  }

  Mock read_mock(const Place& place) {
    Mock mock;
    mock.at = place.at;
    mock.path = place.path;
    const auto numbered = static_cast<std::size_t>(
        std::ranges::count_if(place.node.members, looks_like_uses, &Node::Member::name));
    if (numbered > kMostAnswers) {
      complain(place, fmt::format("A mock has at most {} numbered answers, not {}.", kMostAnswers,
                                  numbered));
      return mock;
    }
    refuse_unknown(place);
    bool names_call = false;
    for (const Node::Member& member : place.node.members) {
      const Place inside = place.member(member);
      if (member.name == "call") {
        names_call = true;
        read_call(inside, mock);
      }
      if (member.name == "step") read_step(inside, mock);
      if (member.name == "when" && is_map(inside, "\"when\"")) mock.when = to_json(member.value);
    }
    if (!names_call && mock.step.empty() && !place.node.find("step"))
      complain(place, "A mock needs \"call\" (service:Operation) or \"step\" (a step's name).");
    read_answers(place, mock, names_call);
    return mock;
  }

  void refuse_unknown(const Place& place) {
    std::vector<std::string_view> known;
    for (const DocumentKey& key : mock_keys::kMock) known.push_back(key.name);
    for (const Node::Member& member : place.node.members)
      if (looks_like_uses(member.name)) known.push_back(member.name);
    reader_.refuse_unknown(kAny, place, std::span<const std::string_view>(known));
  }

  void read_call(const Place& place, Mock& mock) {
    const auto text = reader_.text(kAny, place);
    const std::string_view call = text ? trim(*text) : std::string_view();
    const std::size_t colon = call.find(':');
    mock.service = to_lower(trim(call.substr(0, colon)));
    if (colon != std::string_view::npos)
      mock.operation = operation_name(trim(call.substr(colon + 1)));
    const bool good = !mock.service.empty() && !mock.operation.empty() &&
                      mock.operation.find(':') == std::string::npos;
    if (text && !good)
      complain(place, fmt::format("\"call\" must be service:Operation, such as "
                                  "ec2:DescribeInstances, but it is \"{}\".",
                                  *text));
    const std::size_t slash = mock.operation.find('/');
    const bool names_service =
        slash != std::string::npos && slash > 0 &&
        is_group_and_method(std::string_view(mock.operation).substr(slash + 1));
    if (text && good && is_other_cloud(mock.service) && !names_service)
      complain(place, fmt::format("\"call\" of another cloud must be {0}:Service/Group.Method, "
                                  "such as {0}:compute/Disks.Get, but it is \"{1}\".",
                                  mock.service, *text));
    if (!text && place.node.is_scalar()) complain(place, "\"call\" must not be empty.");
  }

  void read_step(const Place& place, Mock& mock) {
    const auto text = reader_.text(kAny, place);
    if (text) mock.step = *text;
    mock.step_at = place.at;
    if (place.node.is_scalar() && mock.step.empty())
      complain(place, "\"step\" must be a step's name.");
  }

  /// Either one answer for all uses, or numbered ones.
  void read_answers(const Place& place, Mock& mock, bool of_call) {
    bool numbered = false;
    bool bare = false;
    for (const Node::Member& member : place.node.members) {
      numbered = numbered || looks_like_uses(member.name);
      bare = bare || is_answer_key(member.name);
    }
    if (numbered && bare)
      complain(place, "Answers are either numbered or one for all uses, not both.");
    if (!numbered)
      mock.answers.emplace_back(MockUses{0, std::nullopt}, read_answer(place, of_call));
    for (const Node::Member& member : place.node.members)
      if (looks_like_uses(member.name)) read_numbered(place.member(member), member, mock, of_call);
  }

  void read_numbered(const Place& place, const Node::Member& member, Mock& mock, bool of_call) {
    const auto uses = parse_uses(member.name);
    if (!uses) {
      complain(place, fmt::format("\"{}\" is no number of uses: write \"0\" for the first, \"1-2\" "
                                  "for the second and third, \"3-\" for all from the fourth on.",
                                  member.name));
      return;
    }
    for (const auto& [other, answer] : mock.answers)
      if (overlap(*uses, other)) {
        complain(place, fmt::format("\"{}\" answers uses that \"{}\" answers already.", member.name,
                                    uses_text(other)));
        return;
      }
    if (!is_map(place, "An answer")) return;
    reader_.refuse_unknown(kAny, place, mock_keys::kAnswer);
    mock.answers.emplace_back(*uses, read_answer(place, of_call));
  }

  MockAnswer read_answer(const Place& place, bool of_call) {
    MockAnswer answer;
    const bool returns = place.node.find("Return") != nullptr;
    if (returns) answer.response = Json::object();
    for (const Node::Member& member : place.node.members) {
      const Place inside = place.member(member);
      if (member.name == "Return" && member.value.kind != Node::Kind::kNull &&
          is_map(inside, "\"Return\""))
        answer.response = to_json(member.value);
      if (member.name == "Throw") answer.thrown = read_thrown(inside, of_call);
      if (member.name == "After") answer.after = read_after(inside, of_call);
    }
    if (!returns && !answer.thrown) complain(place, "An answer needs \"Return\" or \"Throw\".");
    if (returns && answer.thrown && of_call)
      complain(place,
               "A call that fails has no response: \"Return\" beside \"Throw\" is for steps.");
    return answer;
  }

  MockAnswer::Thrown read_thrown(const Place& place, bool of_call) {
    MockAnswer::Thrown thrown;
    if (!is_map(place, "\"Throw\"")) return thrown;
    reader_.refuse_unknown(kAny, place, mock_keys::kThrow);
    for (const Node::Member& member : place.node.members) {
      const Place inside = place.member(member);
      if (member.name == "Error") thrown.error = reader_.text(kAny, inside).value_or("");
      if (member.name == "Cause") thrown.cause = reader_.text(kAny, inside).value_or("");
      if (member.name == "HttpStatus") thrown.http_status = read_status(inside, of_call);
    }
    const Node* error = place.node.find("Error");
    if (!error || (error->is_scalar() && thrown.error.empty()))
      complain(place, "\"Throw\" needs \"Error\", the code of the error.");
    return thrown;
  }

  int read_status(const Place& place, bool of_call) {
    const auto status = reader_.integer(kAny, place, kFirstErrorStatus);
    if (!of_call) complain(place, "\"HttpStatus\" is for calls; a step has none.");
    if (status && *status > kLastStatus)
      complain(place, fmt::format("\"HttpStatus\" must be between {} and {}.", kFirstErrorStatus,
                                  kLastStatus));
    return status && *status <= kLastStatus ? static_cast<int>(*status) : kFirstErrorStatus;
  }

  Milliseconds read_after(const Place& place, bool of_call) {
    const auto text = reader_.text(kAny, place);
    if (of_call) complain(place, "\"After\" is for steps; a call is answered at once.");
    if (!text) return {};
    const Result<Milliseconds> after = parse_duration(*text);
    if (after) return *after;
    complain(place, fmt::format("\"After\" must be an ISO 8601 duration, such as PT30S, but it is "
                                "\"{}\".",
                                *text));
    return {};
  }

  StructureReader reader_;
};

Json to_json(const MockAnswer& answer) {
  Json json = Json::object();
  if (answer.after > Milliseconds(0))
    json["After"] =
        fmt::format("PT{}.{:03}S", answer.after.count() / 1000, answer.after.count() % 1000);
  if (!answer.response.is_null()) json["Return"] = answer.response;
  if (!answer.thrown) return json;
  Json& thrown = json["Throw"] = {{"Error", answer.thrown->error}};
  if (!answer.thrown->cause.empty()) thrown["Cause"] = answer.thrown->cause;
  if (answer.thrown->http_status != kFirstErrorStatus)
    thrown["HttpStatus"] = answer.thrown->http_status;
  return json;
}

Json to_json(const Mock& mock) {
  Json json = Json::object();
  if (!mock.is_of_step()) json["call"] = mock.service + ":" + mock.operation;
  if (!mock.step.empty()) json["step"] = mock.step;
  if (!mock.when.empty()) json["when"] = mock.when;
  for (const auto& [uses, answer] : mock.answers) json[uses_text(uses)] = to_json(answer);
  return json;
}

}  // namespace

const MockAnswer* Mock::answer_to(std::int64_t use) const {
  for (const auto& [uses, answer] : answers)
    if (uses.contains(use)) return &answer;
  return nullptr;
}

tl::expected<Mocks, std::vector<Problem>> read_mocks(const Node& node, const std::string& path) {
  MockReader reader;
  Mocks mocks = reader.read({.node = node, .at = node.at, .path = path});
  std::vector<Problem> problems = reader.take_problems();
  if (!problems.empty()) return tl::unexpected(std::move(problems));
  return mocks;
}

tl::expected<Mocks, std::vector<Problem>> read_mocks(std::string_view text,
                                                     const DocumentLimits& limits,
                                                     std::string_view file) {
  const auto nodes = read_any_nodes(text, file, limits);
  if (nodes) return read_mocks(*nodes);
  Problem problem = nodes.error();
  problem.code = "Mocks";
  return tl::unexpected(std::vector<Problem>{std::move(problem)});
}

Json to_json(const Mocks& mocks) {
  Json list = Json::array();
  for (const Mock& mock : mocks.mocks) list.push_back(to_json(mock));
  return {{"strict", mocks.strict}, {"mocks", std::move(list)}};
}

Mocks joined(Mocks first, const Mocks& others) {
  first.strict = first.strict || others.strict;
  first.mocks.insert(first.mocks.end(), others.mocks.begin(), others.mocks.end());
  return first;
}

bool are_equal(const Json& a, const Json& b) {
  if (a.is_array() && b.is_array())
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), are_equal);
  if (!a.is_object() || !b.is_object()) return a == b;
  return a.size() == b.size() && std::ranges::all_of(a.items(), [&](const auto& member) {
           const Json* other = find_member(b, member.key());
           return other && are_equal(member.value(), *other);
         });
}

bool has_members(const Json& value, const Json& pattern) {
  if (!pattern.is_object() || !value.is_object()) return are_equal(value, pattern);
  for (const auto& [name, wanted] : pattern.items()) {
    const Json* found = find_member(value, name);
    if (!found || !has_members(*found, wanted)) return false;
  }
  return true;
}

}  // namespace ssm
