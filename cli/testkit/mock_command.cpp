// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/mock_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <deque>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "actions/cloud/mock_cloud.h"
#include "actions/registry.h"
#include "cli/commands/context.h"
#include "cli/output/print.h"
#include "cli/testkit/mock_check.h"
#include "cli/testkit/mock_skeleton.h"
#include "cli/testkit/mock_test_file.h"
#include "cli/testkit/named_document.h"
#include "core/os/files.h"

namespace ssm {
namespace {

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

Completed add_checks(const std::string& path, const Document* document,
                     std::deque<MockCheck>& checks) {
  const std::string name = path == "-" ? "(standard input)" : path;
  TRY_ASSIGN(const std::string text, path == "-" ? read_standard_input() : read_file(path));
  if (testkit::is_test_file(name, text))
    testkit::check_mocks_of_test_file(name, text, checks);
  else
    checks.emplace_back(name).read(text, document);
  return {};
}

/// `document`: of mock files; nullptr = they are held against none.
Result<int> check_files(std::span<const std::string> files, const Document* document) {
  std::deque<MockCheck> checks;
  for (const std::string& file : files) TRY(add_checks(file, document, checks));
  std::vector<ApiQuestion> questions;
  for (const MockCheck& check : checks)
    questions.insert(questions.end(), check.questions().begin(), check.questions().end());
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
  const bool is_well = report.empty();
  if (is_well)
    report = fmt::format("{} file{}: no problem\n", files.size(), files.size() == 1 ? "" : "s");
  const int printed = print_answer(report);
  return printed == 0 && !is_well ? kProblems : printed;
}

constexpr std::array kMockForms = {
    CommandForm{"skeleton DOCUMENT", "print a mock file to fill in"},
    CommandForm{"check FILE...",
                "check mock files and the mocks of test files, also against the APIs' models"},
};
constexpr std::array kMockOptions = {
    CommandOption{.name = "--document",
                  .value = "DOCUMENT",
                  .doc = "with check: the document that mock files are held against"},
    kDocumentVersionOption, kStateDirOption, kRegionOption};
constexpr std::string_view kMockNotes =
    "DOCUMENT is a file, - (standard input), or the name of a document in the state\n"
    "directory. FILE is a mock file, or a test file, whose mocks are held against its\n"
    "own documents; - reads standard input.\n"
    "\n"
    "A mock file:\n"
    "  mocks:\n"
    "  - call: ec2:StopInstances          # answers a call of an action or a script\n"
    "    Throw: {Error: IncorrectInstanceState, Cause: not now}\n"
    "  - step: ask                        # stands in for a whole step\n"
    "    Return: {Payload: {done: true}}\n"
    "Give it to start-automation-execution with --mocks, or to a case of a test file.\n";

Result<int> run_mock(Context& context, const Call& call) {
  const auto document = call.value("--document");
  if (call.operands[0] == "skeleton") {
    if (document)
      return failure("Usage", "mock skeleton: --document has no effect; DOCUMENT stands alone.");
    return print_skeleton(document_request(call.operands[1], call, context.options()));
  }
  std::optional<Document> against;
  if (document) {
    TRY_ASSIGN(against, document_of(document_request(*document, call, context.options())));
  }
  return check_files(std::span(call.operands).subspan(1), against ? &*against : nullptr);
}

}  // namespace

constinit const Command kMockCommand{.name = "mock",
                                     .doc = "Writes and checks mock files.",
                                     .forms = kMockForms,
                                     .options = kMockOptions,
                                     .notes = kMockNotes,
                                     .run = run_mock};

}  // namespace ssm
