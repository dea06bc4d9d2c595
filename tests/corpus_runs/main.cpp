// SPDX-License-Identifier: Apache-2.0
// What becomes of published runbooks:
//   corpus_runs runs       each is run to its end, as it goes and with its first call refused. How
//   that
//                          ends stands in runs.tsv; of every few runbooks, or of all with
//                          SSM_LOCAL_TEST_ALL=1. ACCEPT=1 writes the table anew, VERBOSE=1 prints
//                          every failure
//   corpus_runs scripts    the Python in them compiles and has its handler, or stands in
//   scripts.tsv corpus_runs calls      the simulated account answers the operations that they call
//   most
// Without the shared folder beside the checkout nothing runs, and it says so.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <thread>
#include <tuple>

#include "cli/isolated_programs.h"
#include "cli/run.h"
#include "cli/testkit/world.h"
#include "core/base/text.h"
#include "core/document/convert.h"
#include "tests/corpus_runs/call_counts.h"
#include "tests/corpus_runs/document_run.h"
#include "tests/support/files.h"

namespace ssm::test {
namespace {

constexpr std::size_t kEvery = 8;
constexpr std::size_t kMostUsed = 60;
constexpr const char* kTable = SOURCE_DIR "/tests/corpus_runs/runs.tsv";
constexpr std::string_view kTableHead =
    "# What becomes of each published runbook: the file, how many of its steps got a generated\n"
    "# answer, how it ends as it goes, how it ends when its first call is refused once.\n";

bool is_asked(const char* variable) {
  return std::getenv(variable) != nullptr;
}

std::string text_of(const RunEnd& end) {
  std::string text = end.status;
  if (!end.step.empty()) text += ", " + end.step;
  return end.reason.empty() ? text : text + ": " + end.reason;
}

std::string row_of(const Published& published, const DocumentRuns& runs) {
  return fmt::format("{}\t{}\t{}\t{}", published.file, runs.answered.size(),
                     text_of(runs.as_it_goes), text_of(runs.first_call_fails));
}

/// One thread has one state after the other in one database.
std::vector<DocumentRuns> run_all(const std::vector<Published>& published,
                                  const std::vector<ScriptsOfDocument>& scripts,
                                  const RunTools& tools) {
  std::vector<DocumentRuns> all(published.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    Result<Database> database = testkit::World::fresh_state();
    if (!database) throw std::runtime_error(database.error().message);
    for (std::size_t i = next++; i < published.size(); i = next++)
      all[i] = run_document(published[i], scripts[i], tools, *database);
  };
  std::vector<std::thread> threads;
  const std::size_t wanted = std::min<std::size_t>(std::thread::hardware_concurrency(),
                                                   std::max<std::size_t>(published.size() / 8, 1));
  for (std::size_t i = 1; i < wanted; ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  return all;
}

using Counts = std::map<std::string, std::size_t>;

void print_counts(const Counts& counts) {
  std::vector<std::pair<std::string, std::size_t>> rows(counts.begin(), counts.end());
  std::ranges::stable_sort(rows, std::greater<>(), &std::pair<std::string, std::size_t>::second);
  for (const auto& [what, count] : rows) std::cout << fmt::format("{:5}  {}\n", count, what);
}

void print_ends(std::string_view title, const std::vector<DocumentRuns>& all,
                RunEnd DocumentRuns::*end) {
  Counts statuses, reasons;
  for (const DocumentRuns& runs : all) {
    const RunEnd& each = runs.*end;
    ++statuses[each.status];
    if (!each.reason.empty()) ++reasons[each.status + ": " + each.reason];
  }
  std::cout << title << "\n";
  print_counts(statuses);
  std::cout << "of which\n";
  print_counts(reasons);
}

void print_summary(const std::vector<DocumentRuns>& all) {
  print_ends("as they go:", all, &DocumentRuns::as_it_goes);
  print_ends("with the first call refused:", all, &DocumentRuns::first_call_fails);
  Counts missing, answered;
  for (const DocumentRuns& runs : all) {
    for (const auto& [step, why] : runs.answered) ++answered[why];
    for (const std::string& operation : runs.missing) ++missing[operation];
  }
  std::cout << "steps with a generated answer, for they are or want\n";
  print_counts(answered);
  std::cout << "runbooks that call what the account does not have\n";
  print_counts(missing);
}

void print_messages(const std::vector<Published>& published, const std::vector<DocumentRuns>& all) {
  for (std::size_t i = 0; i < all.size(); ++i)
    for (const RunEnd* end : {&all[i].as_it_goes, &all[i].first_call_fails})
      if (!end->message.empty())
        std::cout << fmt::format("{}\n  {}\n  {}\n", published[i].file, text_of(*end),
                                 end->message);
}

/// Those that the table has otherwise.
std::size_t compare(const std::vector<Published>& published, const std::vector<DocumentRuns>& all,
                    bool is_whole) {
  std::map<std::string, std::string> listed;
  for (const std::vector<std::string>& row : read_table("runs.tsv"))
    listed[row[0]] = join(row, "\t");
  std::size_t differences = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::string row = row_of(published[i], all[i]);
    const auto known = listed.find(published[i].file);
    const std::string expected = known == listed.end() ? "" : known->second;
    if (known != listed.end()) listed.erase(known);
    if (expected == row) continue;
    ++differences;
    std::cout << fmt::format("listed:  {}\nseen:    {}\n", expected, row);
  }
  for (const auto& [file, row] : listed) {
    if (!is_whole) break;
    ++differences;
    std::cout << fmt::format("listed, but it does not run: {}\n", file);
  }
  return differences;
}

int write_table(const std::vector<Published>& published, const std::vector<DocumentRuns>& all) {
  std::ofstream table(kTable);
  table << kTableHead;
  for (std::size_t i = 0; i < all.size(); ++i) table << row_of(published[i], all[i]) << "\n";
  return table.flush() ? 0 : 1;
}

std::vector<Published> load_all(std::size_t every) {
  std::vector<Published> published;
  const std::vector<std::string> files = published_files();
  for (std::size_t i = 0; i < files.size(); i += every)
    if (auto loaded = load_published(files[i])) published.push_back(*std::move(loaded));
  return published;
}

Result<int> run_runs() {
  const bool is_whole = is_asked("SSM_LOCAL_TEST_ALL") || is_asked("ACCEPT");
  const std::vector<Published> published = load_all(is_whole ? 1 : kEvery);
  if (!is_whole)
    std::cout << fmt::format("skipped: all but {} runbooks (SSM_LOCAL_TEST_ALL=1 takes them all)\n",
                             published.size());
  TRY_ASSIGN(const auto scripts, script_facts(published));
  const auto account =
      read_nodes(read_file(SOURCE_DIR "/tests/corpus_runs/account.yaml"), DocumentFormat::kYaml);
  if (!account) return failure("Test", "account.yaml: " + account.error().message);
  const Json stock = to_json(*account);
  IsolatedPrograms programs([](const std::string&) {}, "");
  const std::vector<DocumentRuns> all = run_all(published, scripts, {stock, programs});
  std::cout << all.size() << " runbooks\n";
  if (is_asked("VERBOSE")) print_messages(published, all);
  print_summary(all);
  if (is_asked("ACCEPT")) return write_table(published, all);
  const bool all_end = std::ranges::none_of(all, [](const DocumentRuns& runs) {
    return runs.as_it_goes.status == "stopped" || runs.first_call_fails.status == "stopped";
  });
  const std::size_t differences = compare(published, all, is_whole);
  return all_end && differences == 0 ? 0 : 1;
}

int check_scripts(const std::vector<Published>& published,
                  const std::vector<ScriptsOfDocument>& scripts) {
  std::map<std::string, std::string> listed;
  for (const std::vector<std::string>& row : read_table("scripts.tsv"))
    listed[row.at(0) + "\t" + row.at(1)] = row.at(2);
  std::map<std::string, std::string> seen;
  Counts placeholders;
  std::size_t count = 0;
  for (std::size_t i = 0; i < published.size(); ++i)
    for (const auto& [step, facts] : scripts[i]) {
      ++count;
      const std::string& file = published[i].file;
      if (facts.is_placeholder())
        ++placeholders[file.substr(0, file.find('/')) + "\t*"];
      else if (!facts.problem.empty())
        seen[file + "\t" + step] = facts.problem;
    }
  for (const auto& [place, number] : placeholders)
    seen[place] = fmt::format("{} placeholders", number);
  std::cout << count << " Python scripts\n";
  int code = 0;
  for (const auto& [rows, others, what] :
       {std::tuple(&seen, &listed, "not listed"), std::tuple(&listed, &seen, "listed, not so")})
    for (const auto& [place, problem] : *rows) {
      const auto other = others->find(place);
      if (other != others->end() && other->second == problem) continue;
      std::cout << fmt::format("{}: {}\t{}\n", what, place, problem);
      code = 1;
    }
  return code;
}

int check_calls(const std::vector<Published>& published,
                const std::vector<ScriptsOfDocument>& scripts) {
  const std::vector<CalledOperation> called = called_operations(published, scripts);
  std::size_t places = 0, answered = 0;
  bool all_answered = called.size() >= kMostUsed;
  for (std::size_t i = 0; i < called.size(); ++i) {
    places += called[i].places;
    if (called[i].is_answered) answered += called[i].places;
    const bool is_lacking = i < kMostUsed && !called[i].is_answered;
    if (is_lacking) all_answered = false;
    if (!is_lacking && !is_asked("VERBOSE")) continue;
    std::cout << fmt::format("{:4} {:4} places {:4} runbooks  {}{}\n", i + 1, called[i].places,
                             called[i].runbooks, called[i].text(),
                             called[i].is_answered ? "" : "  MISSING");
  }
  std::cout << fmt::format("{} operations; the account answers {} of {} places\n", called.size(),
                           answered, places);
  return all_answered ? 0 : 1;
}

Result<int> check_facts() {
  const std::vector<Published> published = load_all(1);
  TRY_ASSIGN(const auto scripts, script_facts(published));
  const int wrong = check_scripts(published, scripts) + check_calls(published, scripts);
  return wrong == 0 ? 0 : 1;
}

Result<int> run_mode(std::string_view mode) {
  if (published_files().empty()) {
    std::cout << "skipped 347 runbooks: there is no shared folder beside the checkout\n";
    return 0;
  }
  if (mode == "runs") return run_runs();
  if (mode == "facts") return check_facts();
  return failure("Usage", "usage: corpus_runs runs|facts");
}

}  // namespace
}  // namespace ssm::test

int main(int argc, char** argv) {
  const std::string_view mode = argc > 1 ? argv[1] : "";
  // Isolated programs begin as this program.
  if (mode == "isolate" || mode == "fork-server")
    return ssm::run({argv, static_cast<std::size_t>(argc)});
  const ssm::Result<int> code = ssm::test::run_mode(mode);
  if (!code) std::cerr << code.error().message << "\n";
  return code.value_or(2);
}
