// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "cli/output/json_output.h"
#include "cli/testkit/fault_sweep.h"
#include "cli/testkit/graph_words.h"
#include "cli/testkit/test_report.h"
#include "cli/testkit/text_table.h"
#include "cli/testkit/xml_text.h"
#include "core/base/text.h"

namespace ssm::testkit {
namespace {

constexpr std::string_view kWhatIsSeen =
    "Left behind: what the simulated account shows that was not so before; in (), what the case "
    "leaves "
    "behind\nwithout a fault, too. What it does not simulate cannot be seen. A step that fails, "
    "times "
    "out or is\nthrottled here has done nothing itself; one that is cancelled was in the midst of "
    "it.\n";

std::string listed(const std::vector<std::string>& texts) {
  return texts.empty() ? "-" : join(texts, ", ");
}

/// "instance i-1: stopped, was running, (Tags.A x, was y)": what it is about is said once.
std::string left_text(const FaultRun& run) {
  std::string text;
  std::string about;
  for (const std::string& left : run.left) {
    const std::size_t colon = left.find(": ");
    const std::string thing = left.substr(0, colon);
    const bool again = colon != std::string::npos && thing == about;
    const bool anyway = std::ranges::find(run.left_anyway, left) != run.left_anyway.end();
    const std::string fact = again ? left.substr(colon + 2) : left;
    text += (text.empty() ? "" : again ? ", " : "; ") + (anyway ? "(" + fact + ")" : fact);
    about = thing;
  }
  return text.empty() ? "-" : text;
}

TableRow row_of(const FaultRun& run, bool coloured) {
  if (!run.stopped.empty())
    return {{printable(run.step), std::string(name_of(run.fault)), run.step_status, run.status,
             listed(run.then), "stopped: " + printable(run.stopped)},
            coloured ? colour::kRed : ""};
  const bool leaves_more = run.left.size() > run.left_anyway.size();
  return {{printable(run.step), std::string(name_of(run.fault)), run.step_status, run.status,
           printable(listed(run.then)), left_text(run)},
          coloured && leaves_more ? colour::kYellow : ""};
}

std::string text_of(const FaultSweep& sweep, bool coloured) {
  const std::string head = printable(as_utf8(full_name(sweep.file, sweep.name))) + "\n";
  if (sweep.undisturbed.outcome != CaseResult::Outcome::kPassed)
    return head + "not swept: the case fails as it is\n" +
           failure_text(sweep.file, sweep.undisturbed);
  if (sweep.runs.empty()) return head + "no step starts\n";
  std::vector<TableRow> rows = {
      {{"step", "fault", "step ends", "execution", "then ran", "left behind"}}};
  for (const FaultRun& run : sweep.runs) rows.push_back(row_of(run, coloured));
  return head + text_table(rows, false);
}

Json to_json(const FaultRun& run) {
  Json json = {{"step", run.step},
               {"fault", name_of(run.fault)},
               {"stepStatus", run.step_status},
               {"status", run.status},
               {"failureMessage", run.message},
               {"then", run.then},
               {"left", run.left},
               {"leftWithoutFault", run.left_anyway},
               {"virtualSeconds", std::chrono::duration<double>(run.virtual_time).count()}};
  if (!run.stopped.empty()) json["stopped"] = run.stopped;
  return json;
}

Json to_json(const FaultSweep& sweep) {
  const bool passed = sweep.undisturbed.outcome == CaseResult::Outcome::kPassed;
  Json json = {{"file", sweep.file}, {"case", sweep.name}, {"passed", passed}};
  if (!passed) json["failure"] = failure_text(sweep.file, sweep.undisturbed);
  json["left"] = sweep.left;
  json["runs"] = Json::array();
  for (const FaultRun& run : sweep.runs) json["runs"].push_back(to_json(run));
  return json;
}

}  // namespace

std::string fault_table(const std::vector<FaultSweep>& sweeps, bool coloured) {
  std::string text;
  for (const FaultSweep& sweep : sweeps) text += text_of(sweep, coloured) + "\n";
  return text + std::string(kWhatIsSeen);
}

std::string fault_json(const std::vector<FaultSweep>& sweeps) {
  Json json = {{"sweeps", Json::array()}};
  for (const FaultSweep& sweep : sweeps) json["sweeps"].push_back(to_json(sweep));
  return to_json_output(json);
}

}  // namespace ssm::testkit
