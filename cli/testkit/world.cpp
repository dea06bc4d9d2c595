// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/world.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "actions/cloud/cloud_tables.h"
#include "actions/registry.h"
#include "cli/configuration.h"
#include "cli/retired_runtimes.h"
#include "cli/testkit/iteration_names.h"
#include "core/api/document_library.h"
#include "core/api/execution_view.h"
#include "core/base/base64.h"
#include "core/base/text.h"
#include "core/document/files.h"
#include "core/machine/machine.h"
#include "core/os/clock.h"
#include "core/os/files.h"
#include "core/os/process.h"
#include "core/store/attachment_store.h"
#include "core/store/step_log_store.h"
#include "documents/predefined.h"

namespace ssm::testkit {
namespace {

const AccountRegion kScope{"123456789012", "us-east-1"};
constexpr std::string_view kOperator = "arn:aws:iam::123456789012:user/operator";
constexpr int kMostScripts = 10'000;                  // that run or sleep at the same time
constexpr std::int64_t kBeginningMs = 1893553445000;  // 2030-01-02T03:04:05Z

std::vector<StepState> all_runs(const ExecutionState& state, std::span<const StepState> earlier) {
  std::vector<StepState> runs;
  for (const StepState* run : in_listing_order(state, earlier)) runs.push_back(*run);
  for (const StepState& step : state.steps)
    if (std::ranges::find(runs, step.name, &StepState::name) == runs.end()) runs.push_back(step);
  return runs;
}

/// What GetAutomationExecution shows, with all steps.
Json whole_view(const StoredExecution& execution, std::span<const StepState> runs) {
  Json view = execution_view(execution);
  view["StepExecutions"] = Json::array();
  for (const StepState& run : runs) view["StepExecutions"].push_back(step_view(execution, run));
  return view;
}

tl::unexpected<Error> folds_differently(const std::string& folded, const std::string& stored) {
  return failure("History", fmt::format("the history gives {}\nstored is {}", folded, stored));
}

}  // namespace

Time World::first_moment() {
  return from_epoch_ms(kBeginningMs);
}

Result<Database> World::fresh_state() {
  TRY_ASSIGN(Database database, Database::open(":memory:"));
  TRY(migrate_state(database, cloud_tables()));
  TRY(SimulatedAccount(database).reset(kScope, first_moment()));
  return database;
}

Result<ProgramEnd> ProgramsOfCase::run(const ProgramCall& call, std::stop_token stop) {
  ProgramCall bounded = call;
  if (end_) {
    const auto left = std::chrono::ceil<Milliseconds>(*end_ - steady_now());
    bounded.timeout = std::min(call.timeout, std::max(left, Milliseconds(0)));
  }
  return programs_->run(bounded, std::move(stop));
}

World::World(const TestCase& test, const RunLimits& limits, Programs* programs, bool counts_lines,
             Database& database, Transaction all)
    : limits_(limits),
      beginning_(first_moment()),
      real_beginning_(steady_now()),
      clock_(beginning_),
      database_(database),
      store_(database_, action_catalog()),
      all_(std::move(all)),
      account_(database_),
      mock_cloud_(account_, database_),
      recorder_(mock_cloud_),
      parameter_store_(parameter_store_in(database_)),
      turns_(clock_),
      programs_(programs, clock_, turns_, real_end()),
      driver_(database_, clock_, recorder_, action_catalog(), find_action,
              {.quotas = test.quotas,
               .workers = programs ? kMostScripts : 0,
               .predefined = predefined_documents(),
               .parameter_store = &parameter_store_,
               .allows_retired_runtimes = allows_retired_runtimes(),
               .has_program = programs ? has_program : HasProgram(),
               .programs = programs_.port(),
               .lines = counts_lines ? &lines_ : nullptr,
               .on_worker = [this](auto job) { return turns_.in_turn(std::move(job)); }}),
      ports_{.database = database_,
             .clock = clock_,
             .predefined = predefined_documents(),
             .actions = action_catalog(),
             .quotas = test.quotas,
             .parameter_store = &parameter_store_,
             .allows_retired_runtimes = allows_retired_runtimes(),
             .has_program = programs ? has_program : HasProgram()},
      document_name_(test.document->name) {
  driver_.on_completion([this] { turns_.call_owner(); });
  if (test.mocks.mocks.empty() && !test.mocks.strict) return;
  mocks_ = make_execution_mocks(test.mocks, "mocks");
  ports_.mocks = &*mocks_;
}

Result<std::unique_ptr<World>> World::create(Database& database, const TestCase& test,
                                             const RunLimits& limits, Programs* programs,
                                             bool counts_lines) {
  TRY_ASSIGN(Transaction all, Transaction::begin(database));
  std::unique_ptr<World> world(
      new World(test, limits, programs, counts_lines, database, std::move(all)));
  if (test.account) TRY(world->account_.load(kScope, *test.account, world->beginning_));
  return world;
}

Completed World::attach_files(const DocumentSource& document) {
  if (document.path.empty()) return {};
  constexpr std::size_t kMostBytes = 10 * 1024 * 1024;
  const std::filesystem::path folder = std::filesystem::path(document.path).parent_path();
  const Json files = files_in(document.content);
  for (const auto& [name, about] : files.items()) {
    const std::string sha256 = declared_sha256(files, name);
    const Result<std::string> bytes = read_file((folder / name).string(), kMostBytes);
    if (!sha256.empty() && bytes) TRY(AttachmentStore(database_).keep(sha256, to_base64(*bytes)));
  }
  return {};
}

Result<Json> World::invoke(std::string_view name, Json request, const std::string& caller) {
  const Operation* operation = find_operation(name);
  if (!operation) return failure("Internal", fmt::format("no operation {}", name));
  const Caller who{kScope, caller.empty() ? std::string(kOperator) : caller};
  TRY_ASSIGN(Reply reply, ssm::invoke(*operation, std::move(request), who, ports_));
  return std::move(reply.response);
}

Completed World::load_into_library(const DocumentSource& document) {
  const auto read = read_library_document(document.name, document.content, document.format,
                                          action_catalog(), allows_retired_runtimes());
  if (!read) {
    std::vector<std::string> lines;
    for (const Problem& problem : read.error()) lines.push_back(to_text(problem, document.path));
    return failure(read.error().front().code, join(lines, "\n"));
  }
  TRY(load_document(database_, kScope, *read, clock_.now()));
  return {};
}

Completed World::check_limits(Time due) const {
  if (jumps_ >= limits_.jumps)
    return failure("Runaway", fmt::format("still not at rest after {} jumps of the clock", jumps_));
  if (due - beginning_ > limits_.virtual_time)
    return failure(
        "Runaway",
        fmt::format("still not at rest after {} virtual days",
                    std::chrono::floor<std::chrono::days>(limits_.virtual_time).count()));
  return {};
}

std::optional<std::chrono::microseconds> World::real_end() const {
  if (!limits_.real_time) return std::nullopt;
  return real_beginning_ + *limits_.real_time;
}

bool World::is_out_of_time() const {
  return limits_.real_time && steady_now() > *real_end();
}

Completed World::run_until_rest() {
  do {
    TRY(driver_.run_until_idle([this] { return is_out_of_time(); }));
    if (is_out_of_time())
      return failure("Runaway",
                     fmt::format("still not at rest after {} seconds (--timeout)",
                                 static_cast<double>(limits_.real_time->count()) / 1000));
  } while (turns_.run_one(real_end()));
  return {};
}

Result<std::optional<Time>> World::next_due() {
  TRY_ASSIGN(std::optional<Time> due, driver_.next_due());
  const std::optional<Time> wakes = turns_.next_due();
  return wakes && (!due || *wakes < *due) ? wakes : due;
}

Completed World::run_until(std::optional<Time> end) {
  for (;; ++jumps_) {
    TRY(run_until_rest());
    TRY_ASSIGN(const std::optional<Time> due, next_due());
    if (!due && !end) return {};
    if (!due || (end && *due > *end)) {
      clock_.advance_to(*end);
      return run_until_rest();
    }
    if (*due <= clock_.now())
      return failure("Internal", "the driver rests although something is due");
    TRY(check_limits(*due));
    clock_.advance_to(*due);
  }
}

Result<Json> World::start_request(const Start& start) {
  Json request{{"DocumentName", document_name_}};
  if (!start.parameters.empty()) request["Parameters"] = start.parameters;
  if (start.change_template.is_null()) {
    request["Mode"] = start.mode;
    return invoke("StartAutomationExecution", std::move(request));
  }
  TRY(invoke("CreateDocument", {{"Name", "Template"},
                                {"DocumentType", "Automation.ChangeTemplate"},
                                {"Content", to_text(start.change_template)}}));
  Json change = start.request;
  change["DocumentName"] = "Template";
  change["Runbooks"] = Json::array({std::move(request)});
  if (start.scheduled) change["ScheduledTime"] = to_epoch_json(clock_.now() + *start.scheduled);
  return invoke("StartChangeRequestExecution", std::move(change));
}

Completed World::start(const Start& start) {
  for (int number = 1; number <= start.count; ++number) {
    TRY_ASSIGN(const Json response, start_request(start));
    Started started;
    started.id = string_member(response, "AutomationExecutionId");
    started.name = start.count == 1 ? start.name : fmt::format("{}-{}", start.name, number);
    TRY_ASSIGN(StoredExecution first, load(started.id));
    started.first = std::move(first.state);
    started_.push_back(std::move(started));
  }
  return {};
}

Result<std::optional<std::string>> World::started_by(const StepState& step) {
  std::string id = string_member(step.outputs, "ExecutionId");
  TRY_ASSIGN(const bool is_there, store_.exists(kScope, id));
  return is_there ? std::optional(std::move(id)) : std::nullopt;
}

Result<std::string> World::child_of(const std::string& parent, std::string_view step) {
  TRY_ASSIGN(const ExecutionState started_it, state(parent));
  if (const StepState* record = started_it.find_step(step)) {
    TRY_ASSIGN(std::optional<std::string> id, started_by(*record));
    if (id) return *std::move(id);
  }
  return failure("NotStarted", fmt::format("step {} of {} has started no execution", step, parent));
}

Result<std::string> World::id_of(const std::string& execution) {
  if (const std::size_t slash = execution.rfind('/'); slash != std::string::npos)
    return child_of(execution.substr(0, slash), std::string_view(execution).substr(slash + 1));
  // The latest of a name: a start that is repeated means a new execution.
  for (auto started = started_.rbegin(); started != started_.rend(); ++started)
    if (started->name == execution) return started->id;
  return failure("NotStarted", fmt::format("execution {} was not started", execution));
}

Result<World::Look> World::look(const std::string& name) {
  TRY_ASSIGN(const std::string id, id_of(name));
  TRY_ASSIGN(StoredExecution execution, load(id));
  TRY_ASSIGN(const std::vector<StepState> earlier, store_.earlier_runs(execution));
  std::vector<StepState> runs = all_runs(execution.state, earlier);
  Json view = whole_view(execution, runs);
  return Look{std::move(view), std::move(execution.state), std::move(runs)};
}

Result<ExecutionState> World::state(const std::string& name) {
  TRY_ASSIGN(const std::string id, id_of(name));
  TRY_ASSIGN(StoredExecution execution, load(id));
  return std::move(execution.state);
}

Result<Json> World::account() {
  return account_.show(kScope, clock_.now());
}

Result<StoredExecution> World::load(const std::string& id) {
  TRY_ASSIGN(std::optional<StoredExecution> execution, store_.load(id));
  if (!execution) return failure("Internal", "the store has lost execution " + id);
  if (!execution->plan) return failure("Internal", execution->problem);
  return *std::move(execution);
}

Result<std::shared_ptr<const Document>> World::document_of(const std::string& id) {
  std::shared_ptr<const Document>& known = documents_[id];
  if (known) return known;
  TRY_ASSIGN(Document document, store_.document(id));
  known = std::make_shared<const Document>(std::move(document));
  return known;
}

Result<std::vector<ExecutionResult>> World::results() {
  std::vector<ExecutionResult> results;
  for (const Started& started : started_) {
    TRY_ASSIGN(ExecutionResult result, result_of(started));
    results.push_back(std::move(result));
  }
  return results;
}

Result<std::vector<Printed>> World::printed() {
  std::vector<Printed> all;
  for (const Started& started : started_) TRY(add_printed(started.name, started.id, all));
  return all;
}

Completed World::add_printed(const std::string& name, const std::string& id,
                             std::vector<Printed>& all) {
  TRY_ASSIGN(const auto portions, StepLogStore(database_).read(id));
  TRY_ASSIGN(const StoredExecution stored, load(id));
  TRY_ASSIGN(std::vector<StepState> runs, store_.earlier_runs(stored));
  runs.insert(runs.end(), stored.state.steps.begin(), stored.state.steps.end());
  std::ranges::sort(runs, {}, &StepState::run_order);
  const auto iterations = iteration_names(runs);
  for (const StepState& run : runs) {
    Printed printed{name, run.name, {}, {}};
    if (const auto found = iterations.find(run.id); found != iterations.end())
      printed.iteration = found->second;
    std::int64_t before = -1;
    for (const StepLogStore::Portion& portion : portions) {
      if (portion.step_execution_id != run.id) continue;
      printed.text += gap_text(before, portion) + portion.text;
      before = portion.number;
    }
    if (before >= 0) all.push_back(std::move(printed));
    TRY_ASSIGN(const std::optional<std::string> child, started_by(run));
    if (child) TRY(add_printed(name + "/" + run.name, *child, all));
  }
  return {};
}

Result<ExecutionResult> World::result_of(const Started& started) {
  ExecutionResult result;
  result.name = started.name;
  result.id = started.id;
  TRY_ASSIGN(result.document, document_of(started.id));
  TRY_ASSIGN(result.history, store_.history(started.id));
  TRY_ASSIGN(StoredExecution stored, load(started.id));
  result.state = std::move(stored.state);
  result.mocked = recorder_.mocked(started.id);
  result.script_lines = lines_.of(started.id);
  // The first state seen may have come about by an event already: a slot was free.
  ExecutionState folded = started.first;
  for (auto i = static_cast<std::size_t>(folded.sequence); i < result.history.size(); ++i)
    TRY(apply(*stored.plan, folded, result.history[i]));
  if (const std::string a = to_text_of(folded), b = to_text_of(result.state); a != b)
    return folds_differently(a, b);
  for (std::size_t i = 0; i < result.state.steps.size(); ++i)
    if (const std::string a = to_text_of(folded.steps[i]), b = to_text_of(result.state.steps[i]);
        a != b)
      return folds_differently(a, b);
  return result;
}

}  // namespace ssm::testkit
