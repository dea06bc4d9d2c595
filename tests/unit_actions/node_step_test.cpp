// SPDX-License-Identifier: Apache-2.0
// What the agent reports of steps: the marks of what is cut, and what exit codes mean.
#include "actions/command/node_step.h"

#include <catch2/catch.hpp>

#include "core/base/text.h"

namespace ssm {
namespace {

std::string repeated(std::size_t count, char c) {
  return std::string(count, c);
}

NodeStep step_of(std::string name, std::string on_failure = {}) {
  NodeStep step;
  step.name = std::move(name);
  step.action = "aws:runShellScript";
  step.on_failure = std::move(on_failure);
  return step;
}

PluginResult result_of(StepEnd end, const NodeStep& step = step_of("one")) {
  return run_node_steps({step}, [&](const NodeStep&) { return end; }).at(0);
}

TEST_CASE("both streams have 2,500 bytes between them") {
  const std::string title = "\n----------ERROR-------\n";
  const std::string output_cut = "\n---Output truncated---";
  const std::string error_cut = "\n---Error truncated----";
  CHECK(joined_output("", "").empty());
  CHECK(joined_output("out\n", "err\n") == "out\n" + title + "err\n");
  CHECK(joined_output("", "err") == title + "err");
  CHECK(joined_output(repeated(2499, 'o'), "") == repeated(2499, 'o'));
  CHECK(joined_output(repeated(2500, 'o'), "") == repeated(2500 - 23, 'o') + output_cut);
  const std::string long_output = joined_output(repeated(5000, 'o'), "err");
  CHECK(long_output.size() == 2500);
  CHECK(long_output.ends_with("o" + output_cut + title + "err"));
  const std::string long_errors = joined_output("out", repeated(5000, 'e'));
  CHECK(long_errors.size() == 2500);
  CHECK(long_errors.starts_with("out" + title + "e"));
  CHECK(long_errors.ends_with("e" + error_cut));
  const std::string both = joined_output(repeated(5000, 'o'), repeated(5000, 'e'));
  CHECK(both.size() <= 2500);
  CHECK(both.size() >= 2499);
  CHECK(both.find(output_cut + title) == both.find("ee") - (output_cut + title).size());
  CHECK(both.ends_with(error_cut));
}

TEST_CASE("joined output never exceeds its room, and cuts no character in two") {
  for (std::size_t output = 0; output < 2600; output += 7)
    for (const std::size_t errors : {std::size_t{0}, std::size_t{1}, std::size_t{1238},
                                     std::size_t{1239}, std::size_t{2480}, std::size_t{9000}}) {
      INFO(output << " and " << errors);
      CHECK(joined_output(repeated(output, 'o'), repeated(errors, 'e')).size() <= 2500);
    }
  std::string wide;
  for (int i = 0; i < 2000; ++i) wide += "é";
  CHECK(is_valid_utf8(joined_output(wide, "")));
  CHECK(is_valid_utf8(joined_output("x" + wide, wide)));
}

TEST_CASE("a stream has 24,000 bytes") {
  const PluginResult result =
      result_of({StepEnd::How::kExited, 0, repeated(23'999, 'o'), repeated(24'000, 'e')});
  CHECK(result.standard_output == repeated(23'999, 'o'));
  CHECK(result.standard_error == repeated(23'980, 'e') + "--output truncated--");
  CHECK(result_of({StepEnd::How::kExited, 0, "\xff", ""}).standard_output == "\xEF\xBF\xBD");
}

TEST_CASE("exit codes") {
  const auto status_of = [](int code) {
    return result_of({StepEnd::How::kExited, code, "", ""}).status;
  };
  CHECK(status_of(0) == "Success");
  CHECK(status_of(1) == "Failed");
  CHECK(status_of(255) == "Failed");
  CHECK(status_of(137) == "TimedOut");
  CHECK(status_of(168) == "Success");
  CHECK(status_of(169) == "Failed");
  CHECK(status_of(194) == "Success");
  const PluginResult late = result_of({StepEnd::How::kTimedOut, 0, "so far", ""});
  CHECK(late.status == "TimedOut");
  CHECK(late.code == 137);
  CHECK(late.output == "so far");
  CHECK(result_of({StepEnd::How::kCancelled, 0, "", ""}).status == "Cancelled");
}

TEST_CASE("the end of a document stands in the streams, and hides what 168 wrote to its errors") {
  const PluginResult success = result_of({StepEnd::How::kExited, 168, "out", "err"});
  CHECK(success.output == "out");
  CHECK(success.standard_output.starts_with("out\nStep exited with code 168."));
  CHECK(success.standard_error.empty());
  const PluginResult failure = result_of({StepEnd::How::kExited, 169, "out", "err"});
  CHECK(failure.output == "out\n----------ERROR-------\nerr");
  CHECK(failure.standard_error.starts_with("err\nStep exited with code 169."));
  const PluginResult turned =
      result_of({StepEnd::How::kExited, 5, "", ""}, step_of("one", "successAndExit"));
  CHECK(turned.status == "Success");
  CHECK(turned.code == 168);
}

TEST_CASE("what comes after a step that is cancelled is cancelled, too") {
  int runs = 0;
  const auto results =
      run_node_steps({step_of("one"), step_of("two"), step_of("three")}, [&](const NodeStep&) {
        ++runs;
        return runs == 2 ? StepEnd{StepEnd::How::kCancelled, 0, "", ""} : StepEnd{};
      });
  CHECK(runs == 2);
  CHECK(results[0].status == "Success");
  CHECK(results[2].status == "Cancelled");
  CHECK(status_of_document(results) == "Cancelled");
}

TEST_CASE("the status of a document is that of its worst step") {
  const auto of = [](std::vector<std::string> statuses) {
    std::vector<PluginResult> results;
    for (std::string& status : statuses) results.emplace_back().status = std::move(status);
    return status_of_document(results);
  };
  CHECK(of({"Success", "Success"}) == "Success");
  CHECK(of({"Cancelled", "TimedOut", "Success"}) == "TimedOut");
  CHECK(of({"TimedOut", "Failed", "Cancelled"}) == "Failed");
}

TEST_CASE("steps and results are read as they were written") {
  NodeStep step = step_of("one", "exit");
  step.script = "a\nb\n";
  step.directory = "/tmp";
  step.timeout_seconds = 7;
  step.exits_on_success = true;
  step.is_finally = true;
  CHECK(NodeStep::read(step.written()).written() == step.written());
  CHECK(NodeStep::read(Json::object()).timeout_seconds == 3600);
  const PluginResult result = result_of({StepEnd::How::kExited, 3, "o", "e"});
  CHECK(PluginResult::read(result.written()).written() == result.written());
  CHECK(PluginResult::read(Json("?")).status == "Failed");
}

}  // namespace
}  // namespace ssm
