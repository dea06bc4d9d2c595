// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/init/repeated_runs.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "core/document/writers.h"

namespace ssm::testkit {
namespace {

/// By Mismatch::what, what was seen in place of what is expected.
using SeenOtherwise = std::map<std::string, std::string>;

SeenOtherwise seen_otherwise(const CaseResult& result) {
  SeenOtherwise seen;
  if (!result.stopped.empty()) seen["end"] = result.stopped;
  for (const Mismatch& mismatch : result.mismatches) seen[mismatch.what] = mismatch.seen;
  return seen;
}

/// What all runs of one case have in common, and what they have not.
class CaseComparison {
 public:
  void add(const CaseResult& result) {
    const SeenOtherwise seen = seen_otherwise(result);
    if (!has_first_) same_ = seen;
    has_first_ = true;
    for (const auto& [what, value] : seen)
      if (const auto known = same_.find(what); known == same_.end() || known->second != value)
        varying_.insert(what);
    for (const auto& [what, value] : same_)
      if (!seen.contains(what)) varying_.insert(what);
    std::erase_if(same_, [&](const auto& each) { return varying_.contains(each.first); });
  }

  bool fails_always() const { return !same_.empty(); }
  const std::set<std::string>& varying() const { return varying_; }

 private:
  bool has_first_ = false;
  SeenOtherwise same_;
  std::set<std::string> varying_;
};

Result<TestRun> run_once(const InitRequest& request, const std::string& text, bool with_details) {
  TestFile file = read_test_text(request.path, text);
  if (!file.problems.empty())
    return failure("Init", fmt::format("Internal error of ssm-local: the file that was made has "
                                       "mistakes:\n{}",
                                       to_text(file.problems.front().problem, request.path)));
  const auto written = file.cases.front().document;  // of all
  const auto source = source_for_trials(request);
  for (TestCase& test : file.cases) test.document = source;
  std::vector<TestFile> files;
  files.push_back(std::move(file));
  TRY_ASSIGN(
      TestRun run,
      run_tests(std::move(files),
                {.run = {.limits = {}, .with_details = with_details, .programs = request.programs}},
                {}));
  for (TestCase& test : run.files.front().file.cases) test.document = written;
  return run;
}

}  // namespace

std::shared_ptr<const DocumentSource> source_for_trials(const InitRequest& request) {
  auto source = std::make_shared<DocumentSource>(*request.source);
  std::string json = to_text(to_json(request.document.root));
  if (json.size() > DocumentLimits().max_bytes) return source;
  source->name = "Document";
  source->content = std::move(json);
  source->format = DocumentFormat::kJson;
  return source;
}

Result<RepeatedRun> run_repeatedly(const InitRequest& request, const std::string& text, int times) {
  RepeatedRun repeated;
  std::vector<CaseComparison> comparisons;
  for (int i = 0; i < times; ++i) {
    if (i > 0 && request.renew_programs) request.renew_programs();
    TRY_ASSIGN(repeated.last, run_once(request, text, i + 1 == times));
    const std::vector<CaseResult>& results = repeated.last.files.front().results;
    comparisons.resize(results.size());
    for (std::size_t at = 0; at < results.size(); ++at) comparisons[at].add(results[at]);
  }
  const std::vector<TestCase>& cases = repeated.last.files.front().file.cases;
  for (std::size_t at = 0; at < comparisons.size(); ++at) {
    if (comparisons[at].fails_always()) repeated.failing.insert(cases[at].name);
    if (!comparisons[at].varying().empty())
      repeated.varying[cases[at].name] = comparisons[at].varying();
  }
  return repeated;
}

}  // namespace ssm::testkit
