// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/init/test_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "cli/testkit/init/compact_yaml.h"
#include "core/base/text.h"
#include "core/os/process.h"
#include "core/plan/obstacles.h"

namespace ssm::testkit {
namespace {

/// What most of them are; of as many the first.
Json most_common(const std::vector<const Json*>& values) {
  const Json* best = nullptr;
  std::ptrdiff_t most = 0;
  for (const Json* value : values) {
    const auto count =
        std::ranges::count_if(values, [&](const Json* other) { return *other == *value; });
    if (count > most) best = value, most = count;
  }
  return best ? *best : Json();
}

class TestTextWriter {
 public:
  TestTextWriter(const DraftSetup& setup, const std::vector<TriedCase>& cases)
      : setup_(setup), cases_(cases) {
    share_parameters();
    share_scripts();
    share_responses();
  }

  std::string text(const TestTextHead& about, const std::vector<std::string>& notes) const {
    std::string text = fmt::format(
        "# Written by ssm-local test init. It passes as it stands{}: change what is not as you "
        "want it.\n",
        about.condition.empty() ? "" : " " + about.condition);
    text += compact_members(head(about.named), 0) + "cases:\n";
    for (const TriedCase& each : cases_) text += "\n- " + compact_members(written(each), 2);
    if (!notes.empty()) text += "\n";
    for (const std::string& note : notes) text += "# " + note + "\n";
    return text;
  }

 private:
  void share_parameters() {
    std::map<std::string, std::vector<const Json*>> values;
    for (const TriedCase& each : cases_)
      for (const auto& [name, value] : each.draft.parameters.items())
        values[name].push_back(&value);
    for (const Parameter& parameter : setup_.plan.parameters)
      if (values[parameter.name].size() == cases_.size())
        parameters_[parameter.name] = most_common(values[parameter.name]);
  }

  /// Of scripts that some case really runs.
  void share_scripts() {
    std::map<std::size_t, std::vector<const Json*>> mocks;
    for (const TriedCase& each : cases_)
      for (const std::size_t place : each.started)
        if (const auto script = each.draft.scripts.find(place); script != each.draft.scripts.end())
          mocks[place].push_back(&script->second.mocks);
    for (const auto& [place, values] : mocks) {
      scripts_[place] = most_common(values);
      for (const Json* list : values)
        for (const Json& mock : *list) script_calls_.insert(to_lower(string_member(mock, "call")));
    }
  }

  /// Of steps that some case starts, and of those without whose mocks no case starts here. What
  /// stands in for a script that other cases really run is
  /// their own.
  void share_responses() {
    std::map<std::size_t, std::vector<const Json*>> responses;
    for (const TriedCase& each : cases_)
      for (const std::size_t place : each.started)
        if (const auto response = each.draft.responses.find(place);
            response != each.draft.responses.end() && !is_replaced(each, place))
          responses[place].push_back(&response->second);
    for (const Obstacle& obstacle : find_obstacles(setup_.plan, has_program))
      for (const TriedCase& each : cases_) {
        const std::size_t place = place_of(*setup_.plan.find(obstacle.step));
        const auto response = each.draft.responses.find(place);
        if (response != each.draft.responses.end() && !responses.contains(place))
          responses[place].push_back(&response->second);
      }
    for (const auto& [place, values] : responses)
      if (!runs_really(place)) responses_[place] = most_common(values);
  }

  /// In some case that starts it.
  bool runs_really(std::size_t place) const {
    return std::ranges::any_of(cases_, [&](const TriedCase& each) {
      const bool is_real =
          each.draft.scripts.contains(place) || each.draft.on_account.contains(place);
      return is_real && std::ranges::find(each.started, place) != each.started.end();
    });
  }

  /// A mock of the case's own stands in for the step, or none does.
  bool is_replaced(const TriedCase& each, std::size_t place) const {
    if (each.draft.scripts.contains(place) || each.draft.on_account.contains(place)) return true;
    const std::string& name = setup_.plan.steps[place].name;
    return std::ranges::any_of(each.draft.own_mocks,
                               [&](const Json& mock) { return mock["step"] == name; });
  }

  Json mock(std::size_t place, const Json& response) const {
    return mock_of(setup_.plan, setup_.answers, StepIndex(place), response);
  }

  /// By a script, or by a step that runs on the account.
  bool is_called_by_others(const AnsweredStep& answered) const {
    const std::string call = to_lower(answered.call());
    return script_calls_.contains(call) || setup_.account_calls.contains(call);
  }

  /// Without the step, where no other makes the same call.
  Json simplified(Json mock) const {
    if (!mock.contains("call") || !mock.contains("step")) return mock;
    const auto step = setup_.plan.find(mock["step"].get<std::string>());
    const AnsweredStep* answered = step ? setup_.answers.find(*step) : nullptr;
    const bool is_only = answered && answered->is_call() && !answered->shares_call &&
                         !is_called_by_others(*answered);
    if (is_only) mock.erase("step");
    return mock;
  }

  /// In the order of the runbook. Steps that call the same and are answered the same have one.
  Json shared_mocks() const {
    std::map<std::string, std::vector<const Json*>> by_call;
    for (const auto& [place, response] : responses_) {
      const AnsweredStep* answered = setup_.answers.find(StepIndex(place));
      if (answered->is_call()) by_call[answered->call()].push_back(&response);
    }
    std::set<std::string> written;
    Json mocks = Json::array();
    // Before what answers whoever calls.
    for (const PlanStep* step : steps_in_order(setup_.plan))
      if (const auto script = scripts_.find(place_of(*setup_.plan.find(step->name)));
          script != scripts_.end())
        for (const Json& each : script->second) mocks.push_back(each);
    for (const Json& each : setup_.shared_mocks) mocks.push_back(each);
    for (const PlanStep* step : steps_in_order(setup_.plan)) {
      const std::size_t place = place_of(*setup_.plan.find(step->name));
      const auto response = responses_.find(place);
      if (response == responses_.end()) continue;
      const AnsweredStep* answered = setup_.answers.find(StepIndex(place));
      Json each = mock(place, response->second);
      if (answered->is_call()) {
        const auto& answers = by_call[answered->call()];
        const bool is_one =
            !is_called_by_others(*answered) && std::ranges::all_of(answers, [&](const Json* other) {
              return *other == *answers.front();
            });
        if (is_one) each.erase("step");
        if (is_one && !written.insert(answered->call()).second) continue;
      }
      mocks.push_back(simplified(std::move(each)));
    }
    return mocks;
  }

  Json head(const std::string& named) const {
    Json head = {{"document", named}};
    if (!parameters_.empty()) head["parameters"] = parameters_;
    const bool is_strict = std::ranges::none_of(cases_, [](const TriedCase& each) {
      return std::ranges::any_of(
          each.started, [&](std::size_t place) { return each.draft.on_account.contains(place); });
    });
    if (is_strict) head["strict"] = true;
    if (Json mocks = shared_mocks(); !mocks.empty()) head["mocks"] = std::move(mocks);
    return head;
  }

  /// What the script is answered otherwise than in other cases.
  static void add_own_script(const Json& own, const Json& shared, Json& mocks) {
    for (const Json& mock : own)
      if (std::ranges::find(shared, mock) == shared.end()) mocks.push_back(mock);
  }

  Json written(const TriedCase& each) const {
    const CaseDraft& draft = each.draft;
    Json written = {{"name", draft.name}};
    Json parameters = Json::object();
    for (const auto& [name, value] : draft.parameters.items()) {
      const Json* shared = find_member(parameters_, name);
      if (!shared || *shared != value) parameters[name] = value;
    }
    if (!parameters.empty()) written["parameters"] = std::move(parameters);
    Json mocks = Json::array();
    for (const Json& own : draft.own_mocks) mocks.push_back(simplified(own));
    for (const std::size_t place : each.started) {
      const auto response = draft.responses.find(place);
      if (const auto script = draft.scripts.find(place); script != draft.scripts.end())
        add_own_script(script->second.mocks, scripts_.at(place), mocks);
      if (response == draft.responses.end() || is_replaced(each, place)) continue;
      const auto shared = responses_.find(place);
      if (shared == responses_.end() || response->second != shared->second)
        mocks.push_back(simplified(mock(place, response->second)));
    }
    if (!mocks.empty()) written["mocks"] = std::move(mocks);
    Json meanwhile = draft.signals;
    for (Json& signal : meanwhile) signal.erase("answers");
    if (!meanwhile.empty()) written["meanwhile"] = std::move(meanwhile);
    written["expect"] = draft.expect;
    return written;
  }

  const DraftSetup& setup_;
  const std::vector<TriedCase>& cases_;
  Json parameters_ = Json::object();
  std::map<std::size_t, Json> responses_;  // by place
  std::map<std::size_t, Json> scripts_;    // by place: the mocks of their calls
  std::set<std::string> script_calls_;     // in lower case
};

}  // namespace

std::string test_text(const DraftSetup& setup, const TestTextHead& head,
                      const std::vector<TriedCase>& cases, const std::vector<std::string>& notes) {
  return TestTextWriter(setup, cases).text(head, notes);
}

}  // namespace ssm::testkit
