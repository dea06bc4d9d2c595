// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/test_case_run.h"

#include <fmt/format.h>

#include "actions/registry.h"
#include "cli/configuration.h"
#include "cli/retired_runtimes.h"
#include "cli/testkit/expectations.h"
#include "core/api/document_library.h"
#include "core/base/text.h"
#include "core/document/check.h"
#include "core/engine/children.h"
#include "core/os/clock.h"

namespace ssm::testkit {
namespace {

Completed forget(const Result<Json>& result) {
  return result.map([](const Json&) { return std::monostate{}; });
}

/// "step-id:NAME" in a payload becomes the id of that step's execution.
Result<Json> with_step_ids(World& world, const Send& send) {
  constexpr std::string_view kPrefix = "step-id:";
  Json payload = send.payload;
  for (Json& list : payload)
    for (Json& item : list) {
      const auto text = item.get<std::string>();
      if (!text.starts_with(kPrefix)) continue;
      TRY_ASSIGN(const ExecutionState state, world.state(send.execution));
      if (const StepState* step = state.find_step(text.substr(kPrefix.size()))) item = step->id;
    }
  return payload;
}

Completed send(World& world, const Send& send) {
  TRY_ASSIGN(const std::string id, world.id_of(send.execution));
  TRY_ASSIGN(Json payload, with_step_ids(world, send));
  Json request = {{"AutomationExecutionId", id}, {"SignalType", send.type}};
  if (!payload.empty()) request["Payload"] = std::move(payload);
  return forget(world.invoke("SendAutomationSignal", std::move(request), send.caller));
}

Completed stop(World& world, const Stop& stop) {
  TRY_ASSIGN(const std::string id, world.id_of(stop.execution));
  return forget(world.invoke("StopAutomationExecution",
                             {{"AutomationExecutionId", id}, {"Type", stop.type}}));
}

/// Why the execution that a step started did not succeed: of executions that start others in turn
/// the last one, whose own step failed. Empty: the step started none, or it succeeded.
std::string cause_below(World& world, const std::string& execution, const std::string& step) {
  std::string cause;
  std::string name = execution + "/" + step;
  for (int depth = 0; depth < kMostNested && world.id_of(name); ++depth) {
    const Result<World::Look> child = world.look(name);
    if (!child || child->state.failure_message.empty()) break;
    cause = fmt::format("{}: {}", name, child->state.failure_message);
    const auto failed = std::ranges::find_if(
        child->state.steps, [](const StepState& each) { return each.failure.has_value(); });
    if (failed == child->state.steps.end()) break;
    name += "/" + failed->name;
  }
  return cause;
}

/// Plays the parts of a case and collects what is not as it should be.
class Play {
 public:
  Play(World& world, const TestCase& test, CaseResult& result)
      : world_(world), where_(test.where), result_(result) {}

  Completed operator()(const Start& what) {
    const Completed started = world_.start(what);
    start_was_refused_ = start_was_refused_ || (!started && what.refused.code.empty());
    return check_refusal("start", what.refused, started);
  }
  Completed operator()(const Send& what) {
    return check_refusal("signal " + what.type, what.refused, send(world_, what));
  }
  Completed operator()(const Stop& what) {
    return check_refusal("stop " + what.type, what.refused, stop(world_, what));
  }
  Completed operator()(const Expectation& expected) {
    const Result<std::string> id = world_.id_of(expected.execution);
    if (!id && start_was_refused_) return {};  // was said
    if (!id) {
      add({expected.node.at, "execution", expected.execution, id.error().message});
      return {};
    }
    TRY_ASSIGN(const World::Look seen, world_.look(expected.execution));
    for (Mismatch& mismatch :
         mismatches(expected, {seen.execution, seen.state, seen.runs, world_.calls()})) {
      const std::string below = cause_below(world_, expected.execution, mismatch.step);
      if (!below.empty() && !mismatch.cause.empty()) mismatch.cause += '\n';
      mismatch.cause += below;
      add(std::move(mismatch));
    }
    return {};
  }

  /// True when the document is there to be run.
  Result<bool> create_document(const TestCase& test) {
    const DocumentSource& document = *test.document;
    if (document.content.empty()) {  // predefined: it is there
      TRY(check_refusal("document", test.document_refused, Completed()));
      return true;
    }
    const Completed created = create(document, "Automation");
    TRY(check_refusal("document", test.document_refused, created));
    return created.has_value();
  }

  /// Those that steps may run.
  Completed create_further(const TestCase& test) {
    for (const auto& document : test.documents)
      if (!document->content.empty())
        TRY(check_refusal("documents." + document->name, {},
                          create(*document, type_of(*document))));
    return {};
  }

 private:
  Completed create(const DocumentSource& document, std::string_view type) {
    TRY(world_.attach_files(document));
    if (is_reserved_name(document.name)) return world_.load_into_library(document);
    return with_places_in_file(
        document, type,
        forget(world_.invoke(
            "CreateDocument",
            {{"Name", document.name},
             {"Content", document.content},
             {"DocumentType", type},
             {"DocumentFormat", document.format == DocumentFormat::kJson ? "JSON" : "YAML"}})));
  }

  /// A document from a file is refused with a line for each problem: file:line:column, and what.
  static Completed with_places_in_file(const DocumentSource& document, std::string_view type,
                                       Completed created) {
    if (created || document.path.empty() || type != "Automation") return created;
    const auto loaded = parse_document(document.content, document.format,
                                       {.actions = action_catalog(),
                                        .strictness = Strictness::kCreation,
                                        .allows_retired_runtimes = allows_retired_runtimes()});
    if (loaded) return created;
    std::vector<std::string> lines;
    for (const Problem& problem : loaded.error()) lines.push_back(to_text(problem, document.path));
    return failure(created.error().code, join(lines, "\n"));
  }

  void add(Mismatch mismatch) { result_.mismatches.push_back(std::move(mismatch)); }

  /// A call that must succeed (no code wanted) or be refused with that code.
  Completed check_refusal(std::string what, const Refusal& wanted, const Completed& outcome) {
    const std::string seen = outcome ? "" : outcome.error().code;
    if (seen == "State" || seen == "Internal") return outcome;
    const bool says_so = wanted.message.empty() || outcome.has_value() ||
                         outcome.error().message.find(wanted.message) != std::string::npos;
    if (seen == wanted.code && says_so) return {};
    std::string expected = wanted.code.empty() ? "accepted" : "refused with " + wanted.code;
    if (!wanted.message.empty()) expected += fmt::format(", \"{}\" in its message", wanted.message);
    add({wanted.at.line > 0 ? wanted.at : where_, std::move(what), std::move(expected),
         outcome ? "accepted" : fmt::format("refused with {}: {}", seen, outcome.error().message)});
    return {};
  }

  World& world_;
  Location where_;
  CaseResult& result_;
  bool start_was_refused_ = false;  // and should not have been
};

Completed play(World& world, const TestCase& test, CaseResult& result) {
  Play play(world, test, result);
  TRY_ASSIGN(const bool created, play.create_document(test));
  if (!created) return {};
  TRY(play.create_further(test));
  for (const Moment& moment : test.moments) {
    TRY(world.run_until(world.beginning() + moment.at));
    TRY(std::visit(play, moment.what));
  }
  TRY(world.run_until(std::nullopt));
  for (const Expectation& expected : test.expectations) TRY(play(expected));
  return {};
}

Completed run(const TestCase& test, Database& database, const CaseRunOptions& options,
              CaseResult& result) {
  TRY_ASSIGN(const auto world,
             World::create(database, test, options.limits, options.programs, options.with_details));
  if (options.with_details) {
    TRY_ASSIGN(result.account_before, world->account());
  }
  const Completed played = play(*world, test, result);
  result.virtual_time = world->now() - world->beginning();
  TRY_ASSIGN(result.printed, world->printed());
  Result<std::vector<ExecutionResult>> executions = world->results();
  TRY(played);
  TRY_ASSIGN(std::vector<ExecutionResult> executed, std::move(executions));
  if (options.with_details) {
    result.executions = std::move(executed);
    result.calls = world->calls();
    TRY_ASSIGN(result.account_after, world->account());
  }
  return {};
}

}  // namespace

CaseResult run_case(const TestCase& test, Database& database, const CaseRunOptions& options) {
  CaseResult result;
  const auto begun = steady_now();
  const Completed completed = run(test, database, options, result);
  result.real_time = steady_now() - begun;
  if (!completed) {
    result.outcome = CaseResult::Outcome::kStopped;
    result.stopped = completed.error().message;
  } else {
    result.outcome =
        result.mismatches.empty() ? CaseResult::Outcome::kPassed : CaseResult::Outcome::kFailed;
  }
  return result;
}

}  // namespace ssm::testkit
