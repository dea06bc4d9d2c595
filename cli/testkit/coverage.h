// SPDX-License-Identifier: Apache-2.0
#pragma once
// How much of the runbooks a set of cases has made happen. Counted from histories alone.

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cli/testkit/test_run.h"
#include "core/document/document.h"
#include "core/document/step_graph.h"

namespace ssm::testkit {

/// Something that can happen in a runbook.
struct CoverageItem {
  /// kChoice: also Default, and that no choice applies where there is no Default. kFailure and
  /// kCancel: of steps whose author wrote onFailure or isCritical, or onCancel. kLoopExit: each way
  /// in which an aws:loop can end. kLine: of a Python script.
  enum class Kind { kStep, kChoice, kFailure, kCancel, kLoopExit, kLine };
  Kind kind = Kind::kStep;
  std::string step;
  std::size_t number = 0;  // of a choice, Default after the last; of a loop's exit; of a line
  std::string what;        // "check: choice 2 (size > 3) → resize", one printable line
  Location at;             // in the document's text
  std::vector<std::string> loops = {};  // a mock of any of these stands in for it
  std::int64_t count = 0;               // how often it happened
  std::int64_t mocked = 0;  // of a step: how often it started, and a mock stood in for it
};
inline constexpr std::size_t kCoverageKinds = 6;

/// "steps", "choices", "failure paths", ...
std::string_view name_of(CoverageItem::Kind kind);

/// A way out of a loop: the step in it that succeeds and leads there. Its item is the kLoopExit of
/// the loop with this number; of the exits without such a step 0 is the loop's end and 1 its
/// MaxIterations, where that is written.
struct WayOut {
  StepGraph::Edge edge;
  std::size_t number = 0;
};
std::vector<WayOut> ways_out_of(const StepGraph& graph, std::size_t loop);

/// Everything that can happen in `document`. `root`: its text, or the part of another text that it
/// is; the items' places are those of its nodes.
std::vector<CoverageItem> coverage_items(const Document& document, const Node& root);

/// A Python script of a runbook.
struct CoveredScript {
  std::string step;
  std::string text;
  Location at;                            // of the value, in the document's text
  std::vector<std::string> loops = {};    // that the step is in
  std::map<int, std::int64_t> runs = {};  // by line: in how many runs it was run
};

/// The scripts of `document`; `root` as for coverage_items().
std::vector<CoveredScript> covered_scripts(const Document& document, const Node& root);

/// One runbook. The same file is the same runbook in whatever case it is used.
struct DocumentCoverage {
  std::string name;  // its file, a predefined runbook's name, or the place in a test file
  std::string file;  // whose lines the items are in; empty: a predefined runbook
  std::shared_ptr<const std::vector<std::string>> lines;  // of that file
  int first_line = 1;
  int last_line = 1;  // what of the text is the runbook
  int last_step_line = 1;
  std::shared_ptr<const Document> document;
  std::vector<CoverageItem> items;
  std::vector<CoveredScript> scripts;
  std::map<std::string, std::int64_t> succeeded;  // by step: how often

  const CoverageItem* find(CoverageItem::Kind kind, std::string_view step,
                           std::size_t number = 0) const;
};

struct Coverage {
  std::vector<DocumentCoverage> documents;  // in the order of their first use
  std::set<std::string> not_counted;        // further runbooks of cases, which only steps start
};

/// Of every case of `run`, which was made with details.
Coverage coverage_of(const TestRun& run);

struct CoverageCount {
  std::size_t covered = 0;
  std::size_t total = 0;
  void add(bool is_covered) { ++total, covered += is_covered ? 1 : 0; }
  /// Tenths of a percent, rounded down: 1000 is everything. Nothing to cover is covered.
  std::size_t per_mille() const { return total == 0 ? 1000 : covered * 1000 / total; }
};
/// "83.3", "100".
std::string percent_text(const CoverageCount& count);

struct CoverageSum {
  std::array<CoverageCount, kCoverageKinds> kinds;  // by CoverageItem::Kind
  CoverageCount all;
  std::size_t mocked = 0;  // steps for which mocks alone stood in; they are not covered
};
CoverageSum sum_of(const DocumentCoverage& document);
CoverageSum sum_of(const Coverage& coverage);

}  // namespace ssm::testkit
