// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/graph_source.h"

#include <fmt/format.h>

#include <filesystem>

#include "cli/configuration.h"
#include "cli/local_service.h"
#include "cli/testkit/graph_execution.h"
#include "core/base/text.h"
#include "core/document/check.h"
#include "core/os/files.h"
#include "core/store/execution_store.h"
#include "documents/predefined.h"

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

bool looks_like_file(const std::string& word) {
  std::error_code unknown;
  if (word == "-" || std::filesystem::is_regular_file(word, unknown)) return true;
  if (word.starts_with("arn:")) return false;
  const bool ending = word.ends_with(".yaml") || word.ends_with(".yml") || word.ends_with(".json");
  return ending || word.find('/') != std::string::npos;
}

Result<GraphReading> from_text(std::string_view text, DocumentFormat format,
                               const std::string& title, const std::string& file) {
  DocumentReading reading = read_what_there_is(text, format, kLimits);
  if (!reading.document) {
    std::vector<std::string> lines;
    for (const Problem& problem : reading.problems) lines.push_back(to_text(problem, file));
    return failure("Graph", join(lines, "\n"));
  }
  GraphReading result{flow_graph(*reading.document, title), std::move(reading.problems), file};
  for (Problem& problem : check(*reading.document)) result.problems.push_back(std::move(problem));
  return result;
}

Result<GraphReading> from_file(const std::string& path) {
  TRY_ASSIGN(const std::string text, path == "-" ? read_standard_input() : read_file(path));
  const auto format = trim(text).starts_with('{') ? DocumentFormat::kJson : DocumentFormat::kYaml;
  const std::string file = path == "-" ? "(standard input)" : path;
  const std::string title = path == "-" ? "runbook" : path.substr(path.rfind('/') + 1);
  return from_text(text, format, title, file);
}

Result<Json> document_of(const GraphRequest& request, const Caller& caller) {
  if (!has_state_directory(request.state_dir)) {
    for (const PredefinedDocument& document : predefined_documents())
      if (document.name == request.what)
        return Json{{"Content", std::string(document.content)}, {"DocumentFormat", "YAML"}};
  }
  if (!has_state_directory(request.state_dir))
    return failure("Graph",
                   fmt::format("{} is no file, no predefined runbook, and there is no state "
                               "directory yet to look for it.",
                               request.what));
  TRY_ASSIGN(LocalService service, LocalService::open(request.state_dir));
  Json call = {{"Name", request.what}};
  if (!request.version.empty()) call["DocumentVersion"] = request.version;
  const Operation& operation = *find_operation("GetDocument");
  Result<Json> answer = service.ask(operation, call, caller);
  if (!answer && answer.error().code == "InvalidDocument")
    return failure("Graph",
                   fmt::format("There is no file {}, and no document of that name.", request.what));
  if (!answer) return tl::unexpected(service_error(answer.error(), operation.name));
  return answer;
}

Result<GraphReading> from_document(const GraphRequest& request, const Caller& caller) {
  TRY_ASSIGN(const Json answer, document_of(request, caller));
  const bool json = string_member(answer, "DocumentFormat") == "JSON";
  return from_text(string_member(answer, "Content"),
                   json ? DocumentFormat::kJson : DocumentFormat::kYaml, request.what,
                   request.what);
}

Result<GraphReading> from_execution(const GraphRequest& request, const Caller& caller) {
  if (!has_state_directory(request.state_dir))
    return failure(
        "Graph",
        fmt::format("There is no execution {}: there is no state directory yet.", request.what));
  TRY_ASSIGN(const StateDirectory directory, open_state_directory(request.state_dir));
  TRY_ASSIGN(Database database, Database::open(directory.state_database()));
  TRY(migrate_state(database));
  ExecutionStore store(database);
  TRY_ASSIGN(const std::optional<ExecutionState> state, store.load(caller.scope, request.what));
  if (!state)
    return failure("Graph", fmt::format("There is no execution {} in Region {}.", request.what,
                                        caller.scope.region));
  TRY_ASSIGN(const Document document, store.document(request.what));
  TRY_ASSIGN(const std::vector<Event> history, store.history(request.what));
  GraphReading reading{flow_graph(document, state->document_name), {}, request.what};
  show_execution(reading.graph, *state, history, WallClock().now());
  return reading;
}

}  // namespace

Result<GraphReading> read_graph(const GraphRequest& request) {
  if (looks_like_file(request.what)) return from_file(request.what);
  TRY_ASSIGN(const Configuration configuration, read_configuration(request.globals));
  if (looks_like_id(request.what)) return from_execution(request, configuration.caller);
  return from_document(request, configuration.caller);
}

}  // namespace ssm
