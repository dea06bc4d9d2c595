// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/coverage_report.h"

namespace ssm::testkit {
namespace {

using ItemKind = CoverageItem::Kind;

/// One file, from all runbooks that are written in it.
class File {
 public:
  explicit File(std::string name) { file_.name = std::move(name); }

  void add(const DocumentCoverage& document) {
    const CoverageItem* step = nullptr;
    for (const CoverageItem& item : document.items) {
      if (item.kind == ItemKind::kStep) {
        step = &item;
        ++steps_;
      }
      if (item.kind == ItemKind::kLine) {
        hit(item.at.line, item.count);
        continue;
      }
      // Branches that are written nowhere stand in the line of their step, which they say nothing
      // about.
      if (item.kind == ItemKind::kStep || step == nullptr || item.at != step->at)
        hit(item.at.line, item.count);
      if (item.kind == ItemKind::kStep || step == nullptr) continue;
      file_.lines[step->at.line].branches.push_back(
          {steps_ - 1, item.count, step->count + step->mocked > 0});
      file_.branch_count.add(item.count > 0);
    }
  }

  CoveredFile take() {
    for (const auto& [number, line] : file_.lines) file_.line_count.add(line.hits > 0);
    return std::move(file_);
  }

 private:
  void hit(int number, std::int64_t count) {
    const auto [line, is_new] = file_.lines.try_emplace(number);
    line->second.hits = is_new ? count : std::min(line->second.hits, count);
  }

  CoveredFile file_;
  std::size_t steps_ = 0;
};

}  // namespace

std::vector<CoveredFile> covered_files(const Coverage& coverage) {
  std::map<std::string, File> files;
  for (const DocumentCoverage& document : coverage.documents)
    if (!document.file.empty())
      files.try_emplace(document.file, document.file).first->second.add(document);
  std::vector<CoveredFile> result;
  for (auto& [name, file] : files) result.push_back(file.take());
  return result;
}

}  // namespace ssm::testkit
