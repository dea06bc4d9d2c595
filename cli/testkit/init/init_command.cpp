// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/init/init_command.h"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <memory>
#include <utility>
#include <vector>

#include "actions/registry.h"
#include "cli/commands/context.h"
#include "cli/isolated_programs.h"
#include "cli/output/print.h"
#include "cli/retired_runtimes.h"
#include "cli/testkit/coverage_report.h"
#include "cli/testkit/init/init_tests.h"
#include "cli/testkit/named_document.h"
#include "core/base/text.h"
#include "core/os/files.h"
#include "core/os/state_directory.h"
#include "documents/predefined.h"

namespace ssm {
namespace {

using namespace testkit;
namespace fs = std::filesystem;

constexpr std::int64_t kUsualCases = 100;
constexpr std::int64_t kMostCases = 1000;

/// Where the runbook and the test file are.
struct InitPlaces {
  std::string runbook;
  std::string output;  // "-": standard output
  std::string test;    // the path that names in the test file are relative to
  std::string named;   // the runbook, as the test file calls it
};

std::string without_ending(const std::string& path) {
  for (const std::string_view ending : {".yaml", ".yml", ".json"})
    if (path.ends_with(ending)) return path.substr(0, path.size() - ending.size());
  return path;
}

/// `to`, from the folder that the file `from` is in.
std::string relative_name(const std::string& to, const std::string& from) {
  std::error_code unknown;
  const fs::path folder = fs::absolute(from, unknown).parent_path();
  const fs::path name = fs::relative(to, folder, unknown);
  return unknown || name.empty() ? fs::absolute(to, unknown).string() : name.string();
}

Result<InitPlaces> places_of(const std::string& runbook, const Call& parsed) {
  InitPlaces places;
  places.runbook = runbook;
  places.output = parsed.value("--output").value_or(without_ending(runbook) + ".test.yaml");
  places.test = places.output == "-" ? "runbook.test.yaml" : places.output;
  if (names_file(runbook)) {
    if (runbook == "-" || without_ending(runbook) == runbook)
      return failure("Usage", fmt::format("{}: a test file can only name runbooks that are files "
                                          "ending in .yaml, .yml or .json",
                                          runbook));
    places.named = relative_name(runbook, places.test);
  } else if (find_predefined(predefined_documents(), runbook) != nullptr) {
    places.named = runbook;
  } else {
    return failure(
        "Usage", fmt::format("{} is neither a file nor a predefined runbook. Of a document in the "
                             "state directory, save the Content that get-document shows.",
                             runbook));
  }
  std::error_code unknown;
  if (places.output != "-" && fs::exists(places.output, unknown))
    return failure("File",
                   fmt::format("{} is there already; --output names another file", places.output));
  return places;
}

Result<DocumentSource> source_of(const InitPlaces& places) {
  DocumentSource source;
  source.name = places.runbook;
  if (places.named == places.runbook && !names_file(places.runbook)) return source;
  TRY_ASSIGN(source.content, read_file(places.runbook));
  source.name = "Document";
  source.path = places.runbook;
  source.format = guessed_format(source.content, source.path);
  return source;
}

auto parsed_for_creation(const DocumentSource& source, bool allows_retired) {
  const auto format = source.content.empty() ? DocumentFormat::kYaml : source.format;
  return parse_document(content_of(source), format,
                        {.actions = action_catalog(),
                         .strictness = Strictness::kCreation,
                         .allows_retired_runtimes = allows_retired});
}

/// As CreateDocument takes it. Errors: code "Document", a line for each problem.
Result<Document> accepted_document(const DocumentSource& source) {
  auto document = parsed_for_creation(source, allows_retired_runtimes());
  if (document) return *std::move(document);
  std::vector<std::string> lines = {"the runbook would be refused:"};
  for (const Problem& problem : document.error())
    lines.push_back(to_text(problem, source.path.empty() ? source.name : source.path));
  return failure("Document", join(lines, "\n"));
}

std::vector<ApiOpinion> ask_botocore(const std::vector<ApiQuestion>& questions) {
  Result<std::vector<ApiOpinion>> opinions = api_opinions(questions);
  if (opinions) return *std::move(opinions);
  print_diagnostic(fmt::format("ssm-local: answers are not shaped by the APIs' models: {}\n",
                               opinions.error().message));
  return {};
}

std::string summary(const std::string& output, const InitResult& made) {
  const std::size_t count = made.run.files.front().file.cases.size();
  std::string text =
      fmt::format("{}: {} {}, all pass\n\n{}", output, count, count == 1 ? "case" : "cases",
                  coverage_table(coverage_of(made.run), false));
  if (!made.not_shown.empty() || !made.mistakes.empty())
    text += "\nThe end of the file says why these are not covered.\n";
  return text;
}

constexpr std::array kInitForms = {
    CommandForm{"RUNBOOK", "write tests of a runbook that pass as they stand"},
};
constexpr std::array kInitOptions = {
    CommandOption{.name = "--output",
                  .value = "FILE",
                  .doc = "the test file, which must not be there yet; - for standard output",
                  .usual = "RUNBOOK's name with .test.yaml, beside it"},
    CommandOption{.name = "--cases",
                  .value = "N",
                  .doc = "how many cases at most",
                  .usual = "100",
                  .takes = OptionSpec::Takes::kInteger},
    CommandOption{.name = "--no-models",
                  .doc = "do not ask the machine's botocore how the answers of APIs look"},
    CommandOption{.name = "--no-python",
                  .doc = "neither that, nor run scripts: mocks stand in for their steps"},
    kStateDirOption};

Result<int> run_test_init(Context& context, const Call& call) {
  const std::int64_t cases = call.options.integer("--cases").value_or(kUsualCases);
  if (cases < 1 || cases > kMostCases)
    return failure("Usage", fmt::format("--cases must be from 1 to {}", kMostCases));
  TRY_ASSIGN(const InitPlaces places, places_of(call.operands.front(), call));
  TRY_ASSIGN(DocumentSource source, source_of(places));
  TRY_ASSIGN(const Document document, accepted_document(source));
  const bool no_python = call.has("--no-python");
  const bool needs_retired = allows_retired_runtimes() && !parsed_for_creation(source, false);
  IsolatedPrograms programs(print_warning, state_directory_path(context.options().state_dir));
  const InitRequest request{
      .source = std::make_shared<const DocumentSource>(std::move(source)),
      .document = document,
      .named = places.named,
      .path = places.test,
      .ask = no_python || call.has("--no-models") ? AskModels() : AskModels(ask_botocore),
      .most_cases = static_cast<std::size_t>(cases),
      .programs = no_python ? nullptr : &programs,
      .renew_programs = [&] { programs.renew(); },
      .condition = needs_retired ? "with SSM_LOCAL_RETIRED_RUNTIMES=allow" : ""};
  TRY_ASSIGN(const InitResult made, init_tests(request));
  for (const std::string& mistake : made.mistakes)
    print_diagnostic(fmt::format("ssm-local: this may be a mistake of the runbook: {}\n", mistake));
  if (places.output == "-") return print_answer(made.text);
  TRY(write_file(places.output, made.text));
  return print_answer(summary(places.output, made));
}

}  // namespace

constinit const Command kTestInitCommand{
    .name = "test init",
    .doc =
        "Writes a test file that passes as it stands: a case for the way through, for each "
        "choice, for each way of a script, and for each way to fail or to be cancelled that can "
        "be reached. RUNBOOK is a file, or the name of a predefined runbook.",
    .forms = kInitForms,
    .options = kInitOptions,
    .run = run_test_init};

}  // namespace ssm
