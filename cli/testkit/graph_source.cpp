// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/graph_source.h"

#include <fmt/format.h>

#include "actions/cloud/cloud_tables.h"
#include "actions/registry.h"
#include "cli/configuration.h"
#include "cli/local_service.h"
#include "cli/testkit/graph_execution.h"
#include "core/base/text.h"
#include "core/document/check.h"
#include "core/machine/machine.h"
#include "core/store/execution_store.h"

namespace ssm {
namespace {

// Longer than a document may be: generated ones are worth looking at, too.
constexpr DocumentLimits kLimits{.max_bytes = 4 * 1024 * 1024, .max_nodes = 500000};

/// "4105a4fc-f944-11e6-9d32-0a1b2c3d495h": the form of an id, whatever its characters.
bool looks_like_id(std::string_view word) {
  constexpr std::string_view kForm = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  if (word.size() != kForm.size()) return false;
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    const bool digit = (word[i] >= '0' && word[i] <= '9') || (word[i] >= 'a' && word[i] <= 'f');
    if (kForm[i] == 'x' ? !digit : word[i] != '-') return false;
  }
  return true;
}

Result<GraphReading> from_document(const DocumentRequest& request) {
  TRY_ASSIGN(const DocumentText text, read_named_document(request));
  PartialDocument reading = parse_leniently(text.content, text.format, action_catalog(), kLimits);
  if (!reading.document) {
    std::vector<std::string> lines;
    for (const Problem& problem : reading.problems) lines.push_back(to_text(problem, text.file));
    return failure("Graph", join(lines, "\n"));
  }
  GraphReading result{flow_graph(*reading.document, text.title), std::move(reading.problems),
                      text.file};
  for (Problem& problem : check(*reading.document)) result.problems.push_back(std::move(problem));
  return result;
}

Result<GraphReading> from_execution(const DocumentRequest& request) {
  if (!has_state_directory(request.state_dir))
    return failure(
        "Graph",
        fmt::format("There is no execution {}: there is no state directory yet.", request.what));
  TRY_ASSIGN(const Configuration configuration, read_configuration(request.globals));
  const AccountRegion& scope = configuration.caller.scope;
  TRY_ASSIGN(const StateDirectory directory, open_state_directory(request.state_dir));
  TRY_ASSIGN(Database database, Database::open(directory.state_database()));
  TRY(migrate_state(database, cloud_tables()));
  ExecutionStore store(database, action_catalog());
  TRY_ASSIGN(const std::optional<StoredExecution> execution, store.load(scope, request.what));
  if (!execution)
    return failure(
        "Graph", fmt::format("There is no execution {} in Region {}.", request.what, scope.region));
  TRY_ASSIGN(const Document document, store.document(request.what));
  TRY_ASSIGN(const std::vector<Event> history, store.history(request.what));
  GraphReading reading{flow_graph(document, execution->state.document_name), {}, request.what};
  show_execution(reading.graph, document, execution->state, history, WallClock().now());
  if (!execution->state.is_terminal()) {
    TRY_ASSIGN(LocalService service, LocalService::open(request.state_dir));
    service.look_for_engine(request.what, configuration.caller);
  }
  if (execution->plan)
    if (const std::string awaited = awaited_text(*execution->plan, execution->state);
        !awaited.empty())
      reading.graph.subtitle += " · " + awaited;
  return reading;
}

}  // namespace

Result<GraphReading> read_graph(const DocumentRequest& request) {
  const bool execution = looks_like_id(request.what) && !names_file(request.what);
  return execution ? from_execution(request) : from_document(request);
}

}  // namespace ssm
