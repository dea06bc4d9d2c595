// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <charconv>

#include "cli/testkit/expectations.h"
#include "core/base/text.h"

namespace ssm::testkit {
namespace {

struct ExpectedCall {
  std::string call;
  Json parameters = Json::object();
  std::string step;                   // empty = any
  std::optional<std::int64_t> times;  // nullopt = once, in the listed order
  Location at;
};

ExpectedCall read_call(const Node& node) {
  ExpectedCall call;
  call.at = node.at;
  call.call = node.text;
  if (node.kind != Node::Kind::kMap) return call;
  call.call = node.find("call")->text;
  if (const Node* parameters = node.find("parameters")) call.parameters = to_json(*parameters);
  if (const Node* step = node.find("step")) call.step = step->text;
  if (const Node* times = node.find("times")) {
    std::int64_t number = 0;
    std::from_chars(times->text.data(), times->text.data() + times->text.size(), number);
    call.times = number;
  }
  return call;
}

std::string text_of(const ExpectedCall& call) {
  std::string text = call.call;
  if (!call.parameters.empty()) text += " " + to_text(call.parameters);
  if (!call.step.empty()) text += " by step " + call.step;
  return text;
}

std::string name_of(const RecordedCall& call) {
  return call.service + ":" + call.operation;
}

/// "describe_tags" is DescribeTags, as it is to boto3.
std::string without_underscores(std::string text) {
  std::erase(text, '_');
  return text;
}

bool fits(const ExpectedCall& expected, const RecordedCall& call) {
  return equals_ignore_case(without_underscores(expected.call),
                            without_underscores(name_of(call))) &&
         (expected.step.empty() || expected.step == call.step) &&
         is_part_of(expected.parameters, call.parameters);
}

class CallComparison {
 public:
  CallComparison(const Expectation& expected, const Seen& seen, std::vector<Mismatch>& found)
      : expected_(expected), state_(seen.state), found_(found) {
    for (const RecordedCall& call : seen.calls)
      if (call.execution_id.empty() || call.execution_id == seen.state.id) calls_.push_back(&call);
  }

  void made(const Node& list) {
    std::size_t next = 0;  // calls before were matched
    for (std::size_t i = 0; i < list.items.size(); ++i) {
      const ExpectedCall wanted = read_call(list.items[i]);
      const std::string what = fmt::format("calls[{}]", i);
      if (wanted.times) {
        const auto count = std::ranges::count_if(
            calls_, [&](const RecordedCall* call) { return fits(wanted, *call); });
        if (count != *wanted.times)
          add(what, wanted, fmt::format("{} times {}", *wanted.times, text_of(wanted)),
              fmt::format("{} times; {}", count, all_calls()));
        continue;
      }
      std::size_t at = next;
      while (at < calls_.size() && !fits(wanted, *calls_[at])) ++at;
      if (at < calls_.size())
        next = at + 1;
      else
        add(what, wanted, text_of(wanted),
            (next > 0 ? "not after the one before; " : "") + all_calls());
    }
  }

  void not_made(const Node& list) {
    for (std::size_t i = 0; i < list.items.size(); ++i) {
      const ExpectedCall unwanted = read_call(list.items[i]);
      if (!unwanted.step.empty() && !state_.find_step(unwanted.step)) {
        add(fmt::format("not-called[{}]", i), unwanted, "a step called " + unwanted.step, "none");
        continue;
      }
      for (const RecordedCall* call : calls_)
        if (fits(unwanted, *call)) {
          add(fmt::format("not-called[{}]", i), unwanted, "no " + text_of(unwanted),
              fmt::format("{} {}", name_of(*call), to_text(call->parameters)), call->step);
          break;
        }
    }
  }

 private:
  std::string all_calls() const {
    constexpr std::size_t kMost = 20;
    std::vector<std::string> texts;
    for (const RecordedCall* call : calls_)
      texts.push_back(fmt::format("{} {}", name_of(*call), to_text(call->parameters)));
    if (texts.empty()) return "no call was made";
    const std::size_t hidden = texts.size() - std::min(texts.size(), kMost);
    if (hidden > 0) texts.resize(kMost);
    return "calls made: " + join(texts, ", ") +
           (hidden > 0 ? fmt::format(" and {} more", hidden) : "");
  }

  void add(std::string what, const ExpectedCall& call, std::string expected, std::string seen,
           const std::string& step = {}) {
    Mismatch mismatch{call.at,         std::move(what),     std::move(expected),
                      std::move(seen), expected_.execution, step.empty() ? call.step : step};
    const StepState* state = state_.find_step(mismatch.step);
    if (state == nullptr) mismatch.step.clear();
    if (state != nullptr && state->started) mismatch.inputs = state->inputs;
    if (state != nullptr && state->failure) mismatch.cause = state->failure->message;
    found_.push_back(std::move(mismatch));
  }

  const Expectation& expected_;
  const ExecutionState& state_;
  std::vector<const RecordedCall*> calls_;
  std::vector<Mismatch>& found_;
};

}  // namespace

void add_call_mismatches(const Expectation& expected, const Seen& seen,
                         std::vector<Mismatch>& found) {
  CallComparison comparison(expected, seen, found);
  if (const Node* calls = expected.node.find("calls")) comparison.made(*calls);
  if (const Node* not_called = expected.node.find("not-called")) comparison.not_made(*not_called);
}

}  // namespace ssm::testkit
