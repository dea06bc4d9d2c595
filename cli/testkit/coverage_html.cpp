// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "cli/testkit/coverage_diagram.h"
#include "cli/testkit/coverage_report.h"
#include "cli/testkit/xml_text.h"

namespace ssm::testkit {
namespace {

using ItemKind = CoverageItem::Kind;

constexpr std::size_t kMostByGraphviz = 500;  // a process each

constexpr std::string_view kHead = R"html(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Coverage of runbooks</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 72em; padding: 0 1em;
  color: #24292f; background: #fff; }
table { border-collapse: collapse; }
th, td { padding: .2em .8em; text-align: right; border-bottom: 1px solid #d0d7de; }
th:first-child, td:first-child { text-align: left; }
pre, .source { font: 13px/1.5 ui-monospace, monospace; }
.source td { border: 0; padding: 0 .6em; white-space: pre-wrap; overflow-wrap: anywhere; }
.source td.text, .source td.missed { text-align: left; }
.source td.number, .source td.count { color: #57606a; user-select: none; white-space: nowrap; }
.source td.missed { color: #a40e26; font-family: system-ui, sans-serif; }
.all { background: #dafbe1; }
.some { background: #fff8c5; }
.none { background: #ffebe9; }
.diagram { overflow: auto; }
svg { max-width: 100%; height: auto; }
.t1 { font-weight: bold; } .t2 { color: #57606a; }
.t31 { color: #cf222e; } .t32 { color: #1a7f37; } .t33 { color: #9a6700; } .t36 { color: #0969da; }
</style>
</head>
<body>
<h1>Coverage of runbooks</h1>
)html";

std::string_view class_of(const CoverageCount& count) {
  if (count.covered == count.total) return "all";
  return count.covered == 0 ? "none" : "some";
}

std::string cells(const CoverageSum& sum) {
  std::string text;
  for (const CoverageCount& count : sum.kinds)
    text += count.total == 0 ? "<td>–</td>"
                             : fmt::format("<td class=\"{}\">{}/{}</td>", class_of(count),
                                           count.covered, count.total);
  return text +
         fmt::format("<td class=\"{}\">{}</td></tr>\n", class_of(sum.all), percent_text(sum.all));
}

std::string summary(const Coverage& coverage) {
  std::string text = "<table>\n<tr><th>runbook</th>";
  for (std::size_t i = 0; i < kCoverageKinds; ++i)
    text += fmt::format("<th>{}</th>", name_of(static_cast<ItemKind>(i)));
  text += "<th>%</th></tr>\n";
  for (std::size_t i = 0; i < coverage.documents.size(); ++i)
    text +=
        fmt::format("<tr><td><a href=\"#d{}\">{}</a></td>{}", i,
                    xml_escaped(coverage.documents[i].name), cells(sum_of(coverage.documents[i])));
  return text + "<tr><td>all</td>" + cells(sum_of(coverage)) + "</table>\n";
}

/// What there is to say of one line of a runbook.
struct LineView {
  const CoverageItem* step = nullptr;  // it is part of; nullptr = none
  CoverageCount own;                   // the items that stand in it
  std::int64_t count = 0;
  std::string missed;
};

class Source {
 public:
  explicit Source(const DocumentCoverage& document) : document_(document) {
    for (const CoverageItem& item : document.items) {
      if (item.kind == ItemKind::kStep) steps_.emplace(item.at.line, &item);
      LineView& line = lines_[item.at.line];
      if (line.own.total == 0) line.count = item.count;
      line.own.add(item.count > 0);
      if (item.count > 0) continue;
      line.missed += (line.missed.empty() ? "" : "; ") + item.what;
      if (item.mocked > 0) line.missed += fmt::format(" (mocked {}×)", item.mocked);
    }
  }

  std::string table() const {
    const std::vector<std::string>& text = *document_.lines;
    std::string html = "<table class=\"source\">\n";
    for (int number = document_.first_line; number <= document_.last_line; ++number)
      if (const auto i = static_cast<std::size_t>(number) - 1; i < text.size())
        html += row(number, text[i]);
    return html + "</table>\n";
  }

 private:
  std::string row(int number, const std::string& text) const {
    const auto found = lines_.find(number);
    const LineView* line = found == lines_.end() ? nullptr : &found->second;
    return fmt::format(
        "<tr class=\"{}\"><td class=\"number\">{}</td><td class=\"count\">{}</td>"
        "<td class=\"text\">{}</td><td class=\"missed\">{}</td></tr>\n",
        colour_of(number, line), number, line ? fmt::format("{}×", line->count) : "",
        xml_escaped(text), line ? xml_escaped(line->missed) : "");
  }

  /// A line without items of its own has the colour of its step.
  std::string_view colour_of(int number, const LineView* line) const {
    if (line != nullptr) return class_of(line->own);
    const auto after = steps_.upper_bound(number);
    if (after == steps_.begin() || number > document_.last_step_line) return "";
    return std::prev(after)->second->count > 0 ? "all" : "none";
  }

  const DocumentCoverage& document_;
  std::map<int, LineView> lines_;
  std::map<int, const CoverageItem*> steps_;  // by their first line
};

}  // namespace

std::string coverage_html(const Coverage& coverage) {
  std::string html(kHead);
  html += summary(coverage);
  for (std::size_t i = 0; i < coverage.documents.size(); ++i) {
    const DocumentCoverage& document = coverage.documents[i];
    html += fmt::format("<h2 id=\"d{}\">{}</h2>\n<div class=\"diagram\">{}</div>\n{}", i,
                        xml_escaped(document.name), coverage_diagram(document, i < kMostByGraphviz),
                        Source(document).table());
  }
  return html + "</body>\n</html>\n";
}

}  // namespace ssm::testkit
