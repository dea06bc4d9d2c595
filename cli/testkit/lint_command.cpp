// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/lint_command.h"

#include <fmt/format.h>

#include <array>
#include <tuple>

#include "actions/api_names.h"
#include "actions/registry.h"
#include "cli/commands/context.h"
#include "cli/output/print.h"
#include "cli/testkit/lint_report.h"
#include "cli/testkit/named_document.h"
#include "cli/testkit/python_scripts.h"
#include "cli/testkit/test_file.h"
#include "core/base/text.h"
#include "core/os/files.h"
#include "core/os/process.h"
#include "core/plan/obstacles.h"

namespace ssm {
namespace {

constexpr int kFindings = 1;

std::string stem_of(std::string_view path) {
  std::string_view name = path.substr(path.rfind('/') + 1);
  return std::string(name.substr(0, name.find('.')));
}

bool is_list_of_mocks(const Node& root) {
  return root.kind == Node::Kind::kList && !root.items.empty() &&
         std::ranges::all_of(root.items, [](const Node& item) {
           return item.kind == Node::Kind::kMap && (item.find("call") || item.find("step"));
         });
}

/// What is no runbook, but another of the files that stand beside runbooks.
std::optional<Finding> other_file(const DocumentText& text) {
  const auto root = read_nodes(text.content, text.format, testkit::kTestFileLimits);
  if (!root) return std::nullopt;
  const bool is_map = root->kind == Node::Kind::kMap;
  if (is_map && (root->find("schemaVersion") || root->find("mainSteps"))) return std::nullopt;
  const auto finding = [&](std::string_view what, std::string_view command) {
    Problem problem;
    problem.message = fmt::format("this is a file of {}, not a runbook", what);
    problem.at = root->at;
    problem.fix = fmt::format("Run ssm-local {} {}", command, text.file);
    return Finding{std::move(problem), find_lint_rule("structure")};
  };
  if (is_map && root->find("cases")) return finding("tests", "test");
  if ((is_map && root->find("mocks")) || is_list_of_mocks(*root))
    return finding("mocks", "mock check");
  return std::nullopt;
}

/// The files of one run know each other: a child may be one of them.
class LintRun {
 public:
  explicit LintRun(LintOptions options, bool python)
      : options_(std::move(options)), python_(python) {}

  Completed read(const std::vector<DocumentRequest>& requests) {
    for (const DocumentRequest& request : requests) {
      TRY_ASSIGN(DocumentText text, read_named_document(request));
      names_.insert(names_file(request.what) ? stem_of(request.what) : request.what);
      texts_.push_back(std::move(text));
    }
    if (texts_.size() > 1)
      options_.is_known_document = [this](const std::string& name) {
        return names_.contains(name);
      };
    return {};
  }

  std::vector<LintedFile> run() {
    std::vector<LintedFile> files;
    std::vector<PythonScript> scripts;
    std::vector<std::size_t> owners;  // by script: its file
    for (const DocumentText& text : texts_) {
      if (std::optional<Finding> other = other_file(text)) {
        files.push_back({text.file, {}});
        if (!is_silenced(text.content, *other, options_))
          files.back().findings.push_back(*std::move(other));
        continue;
      }
      LintResult result = lint(text.content, text.format, options_);
      owners.insert(owners.end(), result.scripts.size(), files.size());
      std::ranges::move(result.scripts, std::back_inserter(scripts));
      files.push_back({text.file, std::move(result.findings)});
    }
    if (python_) compile(scripts, owners, files);
    return files;
  }

  /// Which steps this machine cannot run: no finding, for at AWS they run.
  void tell_obstacles() const {
    for (const DocumentText& text : texts_)
      if (const auto obstacles =
              obstacles_in(text.content, text.format, action_catalog(), has_program);
          !obstacles.empty())
        print_diagnostic(fmt::format("ssm-local: {}: {}\n", text.file, obstacles_text(obstacles)));
  }

 private:
  void compile(const std::vector<PythonScript>& scripts, const std::vector<std::size_t>& owners,
               std::vector<LintedFile>& files) {
    // One script at a time would start Python as often.
    Result<std::vector<ScriptProblem>> problems = python_problems(scripts);
    if (!problems) {
      print_diagnostic(
          fmt::format("ssm-local: scripts are not compiled: {}\n", problems.error().message));
      return;
    }
    for (auto& [script, problem] : *problems) {
      const LintRule* rule = find_lint_rule(problem.rule);
      Finding finding{std::move(problem), rule};
      if (is_silenced(texts_[owners[script]].content, finding, options_)) continue;
      auto& findings = files[owners[script]].findings;
      findings.push_back(std::move(finding));
      std::ranges::stable_sort(findings, {}, [](const Finding& each) {
        return std::tuple(each.problem.at.line, each.problem.at.column);
      });
    }
  }

  LintOptions options_;
  bool python_;
  std::vector<DocumentText> texts_;
  std::set<std::string> names_;
};

Result<LintOptions> lint_options(const Call& parsed) {
  LintOptions options{.actions = action_catalog(),
                      .fault_of_service = fault_of_service,
                      .fault_of_api = fault_of_api};
  for (const std::string& name : split(parsed.value("--ignore").value_or(""), ',')) {
    const std::string rule(trim(name));
    if (rule.empty()) continue;
    if (find_lint_rule(rule) == nullptr)
      return failure("Usage", fmt::format("--ignore {}: there is no such rule; see ssm-local lint "
                                          "--rules",
                                          rule));
    options.ignored.insert(rule);
  }
  return options;
}

int exit_code_for(const std::vector<LintedFile>& files, std::string_view fail_on) {
  for (const LintedFile& file : files)
    for (const Finding& finding : file.findings)
      if (fail_on == "warning" ||
          (fail_on == "error" && finding.rule->severity == Severity::kError))
        return kFindings;
  return 0;
}

Result<int> explain(const std::string& id) {
  const LintRule* rule = find_lint_rule(id);
  if (rule == nullptr)
    return failure("Usage", fmt::format("there is no rule {}; see ssm-local lint --rules", id));
  return print_answer(explain_rule(*rule));
}

constexpr std::array kLintForms = {
    CommandForm{"[DOCUMENT]...", "check runbooks before they are created"},
};
constexpr std::array<std::string_view, 4> kLintFormats = {"text", "json", "sarif", "github"};
constexpr std::array<std::string_view, 3> kLintFailures = {"error", "warning", "never"};
constexpr std::array kLintOptions = {
    CommandOption{.name = "--format",
                  .value = "FORMAT",
                  .doc = "how findings are printed",
                  .usual = "text",
                  .choices = kLintFormats},
    CommandOption{
        .name = "--ignore", .value = "RULE[,RULE]", .doc = "leave the findings of these rules out"},
    CommandOption{.name = "--fail-on",
                  .value = "SEVERITY",
                  .doc = "which findings make the exit code 1",
                  .usual = "error",
                  .choices = kLintFailures},
    CommandOption{.name = "--no-python",
                  .doc = "run no Python: neither compile scripts nor ask botocore's models"},
    CommandOption{
        .name = "--explain", .value = "RULE", .doc = "tell what a rule looks for, and end"},
    CommandOption{.name = "--rules", .doc = "list the rules, and end"},
    kDocumentVersionOption,
    kStateDirOption,
    kRegionOption};
constexpr std::string_view kLintNotes =
    "DOCUMENT is a file, - (standard input), or the name of a document in the state\n"
    "directory or of a predefined runbook.\n";

Result<int> run_lint(Context& context, const Call& call) {
  if (call.has("--rules")) return print_answer(list_rules());
  if (const auto rule = call.value("--explain")) return explain(*rule);
  if (call.operands.empty())
    return failure("Usage", "lint: DOCUMENT is missing. See ssm-local lint --help.");
  TRY_ASSIGN(LintOptions options, lint_options(call));
  LintRun run(std::move(options), !call.has("--no-python"));
  std::vector<DocumentRequest> requests;
  for (const std::string& what : call.operands)
    requests.push_back(document_request(what, call, context.options()));
  TRY(run.read(requests));
  const std::vector<LintedFile> files = run.run();
  const LintFormat format = *parse_lint_format(call.value("--format").value_or("text"));
  const int printed = print_answer(lint_report(files, format));
  if (printed != 0) return printed;
  run.tell_obstacles();
  return exit_code_for(files, call.value("--fail-on").value_or("error"));
}

}  // namespace

constinit const Command kLintCommand{
    .name = "lint",
    .doc =
        "Checks runbooks before they are created: what AWS would refuse, and what is likely a "
        "mistake.",
    .forms = kLintForms,
    .options = kLintOptions,
    .notes = kLintNotes,
    .run = run_lint};

}  // namespace ssm
