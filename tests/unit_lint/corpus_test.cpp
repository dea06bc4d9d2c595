// SPDX-License-Identifier: Apache-2.0
// Every error that lint finds in the published runbooks, and every API that it does not know,
// stands in corpus_errors.tsv (file, line, rule, message) after a person has judged it.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <iostream>

#include "actions/api_names.h"
#include "actions/registry.h"
#include "core/base/text.h"
#include "core/lint/lint.h"
#include "tests/support/files.h"

namespace ssm {
namespace {}  // namespace

TEST_CASE("errors in published runbooks are the judged ones") {
  if (!std::filesystem::exists(test::kCorpus / "INDEX.tsv")) {
    std::cout << "skipped 1 case: no corpus at " << test::kCorpus.string() << "\n";
    return;
  }
  std::set<std::string> listed;
  for (const std::string& line :
       split(test::read_file(SOURCE_DIR "/tests/unit_lint/corpus_errors.tsv"), '\n'))
    if (!line.empty() && line.front() != '#') listed.insert(line);
  const LintOptions options{.actions = action_catalog(),
                            .fault_of_service = fault_of_service,
                            .fault_of_api = fault_of_api};
  bool is_heading = true;
  for (const std::string& line : split(test::read_file(test::kCorpus / "INDEX.tsv"), '\n')) {
    const std::string file = line.substr(0, line.find('\t'));
    if (std::exchange(is_heading, false) || file.empty()) continue;
    const auto format = file.ends_with(".json") ? DocumentFormat::kJson : DocumentFormat::kYaml;
    for (const Finding& finding :
         lint(test::read_file(test::kCorpus / file), format, options).findings) {
      if (finding.rule->severity != Severity::kError && finding.rule->id != "unknown-api") continue;
      const std::string found = fmt::format("{}\t{}\t{}\t{}", file, finding.problem.at.line,
                                            finding.problem.rule, finding.problem.message);
      if (listed.erase(found) == 0) FAIL_CHECK("new error:\n" << found);
    }
  }
  for (const std::string& line : listed) FAIL_CHECK("listed, not found any more:\n" << line);
}

}  // namespace ssm
