// SPDX-License-Identifier: Apache-2.0
// Runs the text cases: actions against a cloud whose calls and answers the case writes down, or
// against the simulated account, and calls of the account by itself. Directives:
//   account {...}                          load the simulated account (else the cloud is scripted)
//   step ACTION {inputs}                   a fresh attempt of a step
//   variable NAME TYPE                     the document declares a variable
//   expect SERVICE OPERATION {...} => {...}              the next call, and its answer
//   expect SERVICE OPERATION {...} => error CODE STATUS MESSAGE
//   post {"url", "headers", "body"} => STATUS BODY       the next request, and its answer
//   post {...} => error CODE MESSAGE
//   no-web                                 nothing goes over the network
//   run PROGRAM MILLISECONDS {request} => {"exit", "signal", "result", "log", "output", "errors"}
//                                          the next program; of one that gets InputPayload, that
//                                          and the value behind {}
//   attachment BASE64                      the attached file that the step names
//   run PROGRAM MILLISECONDS {request} => error CODE MESSAGE
//   run as-user PROGRAM ...                the same for one that has what the user has
//   ask {...} => ANSWER                    what that program asks meanwhile; "ended": no answer
//   virtual-clock                          programs sleep on a clock that stands still
//   no-programs                            no program may run
//   at MILLISECONDS                        time since the beginning
//   signal TYPE CALLER {payload}
//   advance => OUTCOME                     see outcome_text.h
//   cancel => OUTCOME                      the step is to stop
//   again                                  the next call finds the memo of the one before, as after
//   a crash call SERVICE OPERATION {...}           on the account
//   ... => error CODE: MESSAGE             what it answered, or
//   $.path => VALUE                        something in the answer
//   bad-account {...}                      is refused; each line of its message:
//   problem PATH: REASON
//   reloads MILLISECONDS ...               what is shown at these moments loads again as the same
//   shown                                  the account, for $.path
//   keep NAME $.path                       something in the answer, a text: <NAME> in lines below
#include <catch2/catch.hpp>

#include "actions/registry.h"
#include "core/base/text.h"
#include "core/engine/step_run.h"
#include "core/expression/jsonpath.h"
#include "tests/unit_actions/case_file.h"
#include "tests/unit_actions/outcome_text.h"
#include "tests/unit_actions/own_account.h"

namespace ssm::test {
namespace {

const Time kStart = *parse_time("2030-01-02T03:04:05Z");
const AccountRegion kScope{"111122223333", "eu-north-1"};

Json json_of(const std::string& text) {
  Result<Json> json = parse_json(text);
  INFO("JSON: " << text);
  REQUIRE(json);
  return *json;
}

/// A directive is one line: "|" stands for a line's end.
std::string one_line(std::string text) {
  std::ranges::replace(text, '\n', '|');
  return text;
}

std::string without_request_id(std::string text) {
  constexpr std::string_view kBefore = "\"request\":\"";
  constexpr std::size_t kLength = 36;
  const std::size_t at = text.find(kBefore);
  if (at != std::string::npos) text.replace(at + kBefore.size(), kLength, "UUID");
  return text;
}

/// Answers the calls that were written down, in that order, and no others.
class ScriptedCloud final : public Cloud {
 public:
  struct Entry {
    std::string call;  // "ec2 StartInstances {...}"
    std::string answer;
  };
  CloudAnswer call(const CloudCall& call) override {
    const std::string made = call.service + " " + call.operation + " " + to_text(call.parameters);
    if (next == entries.size()) {
      FAIL_CHECK("a call that was not expected: " << made);
      return tl::unexpected(AwsError{"Unexpected", made, 500});
    }
    const Entry& entry = entries[next++];
    CHECK(made == entry.call);
    if (!entry.answer.starts_with("error ")) return json_of(entry.answer);
    std::string rest = entry.answer.substr(6);
    AwsError error;
    error.code = take_word(rest);
    error.http_status = std::stoi(take_word(rest));
    error.message = rest;
    return tl::unexpected(error);
  }
  std::vector<Entry> entries;
  std::size_t next = 0;
};

/// The same for requests of the web.
class ScriptedWeb final : public Web {
 public:
  struct Entry {
    std::string request;
    std::string answer;
  };
  Result<WebAnswer> post(const WebRequest& request, std::stop_token /*stop*/) override {
    Json made{{"url", request.url}, {"headers", Json::object()}, {"body", request.body}};
    for (const auto& [name, value] : request.headers) made["headers"][name] = value;
    CHECK(request.timeout == Milliseconds(30'000));
    CHECK(request.most_body == 256 * 1024);
    REQUIRE(next < entries.size());
    const Entry& entry = entries[next++];
    CHECK(to_text(made) == to_text(json_of(entry.request)));
    std::string rest = entry.answer;
    const std::string word = take_word(rest);
    if (word != "error") return WebAnswer{std::stoi(word), rest};
    const std::string code = take_word(rest);
    return failure(code, rest);
  }
  std::vector<Entry> entries;
  std::size_t next = 0;
};

/// The same for programs. What they read is JSON, or lines.
class ScriptedPrograms final : public Programs {
 public:
  struct Entry {
    std::string call;  // "python3 600000 {...}"
    std::string answer;
    std::vector<std::pair<std::string, std::string>> asked = {};
  };
  Result<ProgramEnd> run(const ProgramCall& call, std::stop_token /*stop*/) override {
    return answer(call, "");
  }
  Result<ProgramEnd> run_as_user(const ProgramCall& call, std::stop_token /*stop*/) override {
    return answer(call, "as-user ");
  }
  const Clock& clock() const override { return time; }
  bool stands_still() const override { return is_virtual; }
  bool sleep(Milliseconds duration, const std::stop_token& /*stop*/) override {
    if (is_virtual) time.advance_by(duration);
    return true;
  }
  void tell(const std::string& sentence) override { told = sentence; }

  VirtualClock time{kStart};
  std::string told;  // last
  bool is_virtual = false;
  std::vector<Entry> entries;
  std::size_t next = 0;

 private:
  Result<ProgramEnd> answer(const ProgramCall& call, std::string made) {
    made += call.argv.at(0) + " " + std::to_string(call.timeout.count()) + " " +
            one_line(std::string(call.input));
    REQUIRE(next < entries.size());
    const Entry& entry = entries[next++];
    CHECK(made + payload_in(call) == entry.call);
    for (const auto& [question, answer] : entry.asked)
      CHECK(without_request_id(call.answer(question).value_or("ended")) == answer);
    std::string rest = entry.answer;
    if (take_word(rest) == "error") {
      const std::string code = take_word(rest);
      if (call.on_output) call.on_output("so far", "");
      return failure(code, rest);
    }
    const Json end = json_of(entry.answer);
    if (call.on_output) call.on_output(end.value("output", ""), end.value("errors", ""));
    return ProgramEnd{end.value("exit", 0), end.value("signal", 0), end.value("result", ""),
                      end.value("log", "")};
  }

  static std::string payload_in(const ProgramCall& call) {
    for (const auto& [name, value] : call.environment)
      if (name == "InputPayload") return " InputPayload " + value;
    CHECK((call.environment.empty() || call.separates_errors));
    return {};
  }
};

class Player {
 public:
  void play(const Case& one) {
    for (const Line& line : one.lines) {
      const std::string text = with_kept(line.text);
      INFO("line " << line.number << ": " << text);
      std::string rest = text;
      const std::string word = take_word(rest);
      directive(word, rest, text);
    }
    CHECK(scripted_.next == scripted_.entries.size());
    CHECK(web_.next == web_.entries.size());
    CHECK(programs_.next == programs_.entries.size());
    CHECK(problems_.empty());
  }

 private:
  void directive(const std::string& word, std::string rest, const std::string& whole) {
    if (word == "account") {
      account_.emplace();
      if (rest != "sample") REQUIRE((*account_)->load(kScope, json_of(rest), kStart));
    } else if (word == "bad-account") {
      const Json before = shown(*account_.emplace(), kStart);
      const Completed loaded = (*account_)->load(kScope, json_of(rest), kStart);
      REQUIRE_FALSE(loaded);
      CHECK(shown(**account_, kStart) == before);
      problems_ = split(loaded.error().message, '\n');
    } else if (word == "problem") {
      REQUIRE_FALSE(problems_.empty());
      CHECK(problems_.front() == rest);
      problems_.erase(problems_.begin());
    } else if (word == "reloads") {
      while (!rest.empty()) check_reloads(kStart + Milliseconds(std::stoll(take_word(rest))));
    } else if (word == "shown") {
      answer_ = shown(**account_, now_);
    } else if (word == "variable") {
      declare(rest);
    } else if (word == "step") {
      step_.action = take_word(rest);
      inputs_ = json_of(rest);
      memo_ = memo_before_ = nullptr;
      since_ = now_;
      signals_.clear();
    } else if (word == "expect") {
      const auto [call, answer] = split_at_arrow(rest);
      scripted_.entries.push_back({call, answer});
    } else if (word == "post") {
      const auto [request, answer] = split_at_arrow(rest);
      web_.entries.push_back({request, answer});
    } else if (word == "no-web") {
      has_web_ = false;
    } else if (word == "run") {
      const auto [call, answer] = split_at_arrow(rest);
      programs_.entries.push_back({call, answer});
    } else if (word == "ask") {
      programs_.entries.back().asked.push_back(split_at_arrow(rest));
    } else if (word == "attachment") {
      attachment_ = rest;
    } else if (word == "virtual-clock") {
      programs_.is_virtual = true;
    } else if (word == "told") {
      CHECK(programs_.told == split_at_arrow(rest).second);
    } else if (word == "no-programs") {
      has_programs_ = false;
    } else if (word == "at") {
      now_ = kStart + Milliseconds(std::stoll(rest));
    } else if (word == "timeout") {
      timeout_ = Milliseconds(std::stoll(rest));
    } else if (word == "signal") {
      send(rest);
    } else if (word == "advance" || word == "cancel") {
      CHECK(outcome_text(act(word == "cancel"), now_) == split_at_arrow(rest).second);
    } else if (word == "again") {
      memo_ = memo_before_;
    } else if (word == "call") {
      call(rest);
    } else if (word == "keep") {
      const std::string name = take_word(rest);
      const std::optional<Json> found = answered(rest);
      INFO("answer: " << error_ << " " << to_text(answer_));
      REQUIRE((found && found->is_string()));
      kept_[name] = found->get<std::string>();
    } else if (word == "=>") {
      CHECK(one_line(error_) == rest);
    } else {
      check_answer(whole);
    }
  }

  static Json shown(SimulatedAccount& account, Time now) {
    const Result<Json> content = account.show(kScope, now);
    REQUIRE(content);
    return *content;
  }

  /// What is shown at that moment is the same account, and goes on as it does.
  void check_reloads(Time now) {
    const Json file = shown(**account_, now);
    const OwnAccount second;
    const Completed loaded = second->load(kScope, file, now);
    INFO((loaded ? "" : loaded.error().message));
    REQUIRE(loaded);
    for (const Milliseconds later : {Milliseconds(0), Milliseconds(1000)})
      CHECK(shown(*second, now + later) == shown(**account_, now + later));
  }

  void declare(std::string rest) {
    Parameter variable;
    variable.name = take_word(rest);
    variable.type_text = rest;
    const auto type = value_type_of(rest);
    REQUIRE(type);
    variable.type = *type;
    plan_.variables.push_back(std::move(variable));
  }

  void send(std::string rest) {
    Signal signal;
    signal.type = take_word(rest);
    signal.caller = take_word(rest);
    if (!rest.empty()) signal.payload = json_of(rest);
    signal.time = now_;
    signals_.push_back(std::move(signal));
  }

  Outcome act(bool cancels) {
    programs_.time.advance_to(now_);
    const Action* action = find_action(step_.action);
    REQUIRE(action != nullptr);
    const Action::Function function = cancels ? action->cancel : action->advance;
    REQUIRE(function != nullptr);
    step_.name = "one";
    step_.spec = &action_catalog().find(step_.action);
    const std::string execution_id = "00000000-0000-4000-8000-00000000000e";
    const std::string step_execution_id = "00000000-0000-4000-8000-000000000001";
    const Json no_variables = Json::object();
    const StepCall step{.plan = plan_,
                        .step = step_,
                        .inputs = inputs_,
                        .execution_id = execution_id,
                        .step_execution_id = step_execution_id,
                        .scope = kScope,
                        .memo = memo_,
                        .signals = signals_,
                        .variables = no_variables,
                        .now = now_,
                        .timeout = timeout_,
                        .since = since_,
                        .attachment = attachment_ ? &*attachment_ : nullptr};
    Ports ports{.cloud = account_ ? static_cast<Cloud&>(**account_) : scripted_,
                .web = has_web_ ? &web_ : nullptr,
                .programs = has_programs_ ? &programs_ : nullptr};
    std::optional<Failed> refused;
    if (!cancels && memo_.is_null()) refused = check_inputs(step, action);
    Outcome outcome = refused ? *std::move(refused) : function(step, ports);
    memo_before_ = memo_;
    if (const auto* suspended = std::get_if<Suspended>(&outcome)) {
      CHECK_FALSE(suspended->memo.is_null());
      memo_ = json_of(to_text(suspended->memo));  // as after a crash
    }
    return outcome;
  }

  void call(std::string rest) {
    REQUIRE(account_);
    CloudCall made;
    made.service = take_word(rest);
    made.operation = take_word(rest);
    if (!rest.empty()) made.parameters = json_of(rest);
    made.scope = kScope;
    made.now = now_;
    const auto answer = (*account_)->call(made);
    answer_ = answer ? answer->json() : Json();
    error_ = answer ? "ok" : "error " + answer.error().code + ": " + answer.error().message;
  }

  std::string with_kept(std::string text) const {
    for (const auto& [name, value] : kept_) {
      const std::string mark = "<" + name + ">";
      for (std::size_t at = text.find(mark); at != text.npos; at = text.find(mark, at))
        text.replace(at, mark.size(), value);
    }
    return text;
  }

  std::optional<Json> answered(const std::string& path) const {
    const Result<JsonPath> selector = JsonPath::parse(path);
    REQUIRE(selector);
    const Result<std::optional<Json>> selected = selector->select(answer_);
    REQUIRE(selected);
    return *selected;
  }

  void check_answer(const std::string& whole) {
    const auto [path, expected] = split_at_arrow(whole);
    INFO("answer: " << error_ << " " << to_text(answer_));
    const std::optional<Json> found = answered(path);
    CHECK((found ? to_text(*found) : "nothing") == expected);
  }

  std::optional<OwnAccount> account_;
  ScriptedCloud scripted_;
  ScriptedWeb web_;
  bool has_web_ = true;
  ScriptedPrograms programs_;
  bool has_programs_ = true;
  Plan plan_;
  PlanStep step_;
  Json inputs_ = Json::object();
  Json memo_;
  Json memo_before_;
  std::vector<Signal> signals_;
  Time now_ = kStart;
  Time since_ = kStart;
  std::map<std::string, std::string> kept_;
  std::optional<Milliseconds> timeout_;
  std::optional<std::string> attachment_;
  Json answer_;
  std::string error_;
  std::vector<std::string> problems_;
};

void play_all(const std::string& file) {
  const std::vector<Case> cases = read_cases(file);
  REQUIRE_FALSE(cases.empty());
  for (const Case& one : cases) {
    DYNAMIC_SECTION(file << ": " << one.title) {
      Player().play(one);
    }
  }
}

TEST_CASE("flow actions") {
  play_all("flow.txt");
}
TEST_CASE("approvals") {
  play_all("approve.txt");
}
TEST_CASE("changeInstanceState") {
  play_all("change_instance_state.txt");
}
TEST_CASE("actions that call any API") {
  play_all("api.txt");
}
TEST_CASE("createTags") {
  play_all("create_tags.txt");
}
TEST_CASE("executeScript") {
  play_all("execute_script.txt");
}
TEST_CASE("invokeWebhook") {
  play_all("invoke_webhook.txt");
}
TEST_CASE("createStack and deleteStack") {
  play_all("stacks.txt");
}
TEST_CASE("executeStateMachine") {
  play_all("execute_state_machine.txt");
}
TEST_CASE("invokeLambdaFunction") {
  play_all("invoke_lambda_function.txt");
}
TEST_CASE("createImage, copyImage and deleteImage") {
  play_all("images.txt");
}
TEST_CASE("runInstances") {
  play_all("run_instances.txt");
}
TEST_CASE("the account's images, snapshots and volumes") {
  play_all("account_images.txt");
  play_all("account_snapshots.txt");
  play_all("account_volumes.txt");
}
TEST_CASE("the account's security groups and networks") {
  play_all("account_networks.txt");
}
TEST_CASE("the account's instances") {
  play_all("account_instances.txt");
}
TEST_CASE("the account's stacks, functions and state machines") {
  play_all("account_stacks.txt");
  play_all("account_stack_resources.txt");
  play_all("account_stack_values.txt");
  play_all("account_functions.txt");
  play_all("account_state_machines.txt");
}
TEST_CASE("the account's databases, groups and other services") {
  play_all("account_databases.txt");
  play_all("account_groups.txt");
  play_all("account_services.txt");
  play_all("account_other_services.txt");
}
TEST_CASE("what else published runbooks call") {
  play_all("account_called_services.txt");
}
TEST_CASE("the account's tags and other services") {
  play_all("account_tags.txt");
  play_all("account_parameters.txt");
}
TEST_CASE("files of the account") {
  play_all("account_files.txt");
}
TEST_CASE("the account's nodes and commands") {
  play_all("account_commands.txt");
}
TEST_CASE("runCommand") {
  play_all("run_command.txt");
}

TEST_CASE("every action of the registry is found by its name") {
  for (const ActionSpec* action : action_catalog().all()) {
    const Action* found = find_action(action->name);
    const bool has_code = action->is_implemented || !action->other_cloud.empty();
    CHECK((found ? &found->spec : nullptr) == (has_code ? action : nullptr));
  }
  CHECK(find_action("aws:Sleep") == nullptr);
  CHECK(find_action("") == nullptr);
}

}  // namespace
}  // namespace ssm::test
