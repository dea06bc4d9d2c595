// SPDX-License-Identifier: Apache-2.0
#include "actions/script/script_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "actions/script/python_host.h"
#include "actions/script/script_calls.h"
#include "actions/utf8_text.h"
#include "core/base/arn.h"
#include "core/base/text.h"
#include "core/machine/failure.h"

namespace ssm {
namespace {

constexpr std::size_t kMostPayload = 100 * 1024;  // bytes of JSON. Source: page of the action
constexpr std::size_t kMostItems = 100;           // of a returned list
constexpr std::size_t kMostAnswer = 256 * 1024;   // of python_host.py: a Payload, or an error
constexpr std::size_t kMostShownLog = 4096;
constexpr std::uint64_t kPowerShellMemory = 1024ULL << 20;  // bytes. Source: the same page
/// Whatever timeoutSeconds says.
constexpr Milliseconds kLongestRun{600'000};

/// What scripts get beside their events. Source: corrections, aws:executeScript.
Json context_of(const StepCall& step) {
  return {{"automation:EXECUTION_ID", step.execution_id},
          {"global:REGION", step.scope.region},
          {"global:ACCOUNT_ID", step.scope.account},
          {"global:AWS_PARTITION", std::string(partition_of(step.scope.region))},
          {"global:DATE", to_date(step.now)},
          {"global:DATE_TIME", to_date_time(step.now)}};
}

/// Of no execution.
Json example_context(Time now) {
  const std::string region = "us-east-1";
  return {{"automation:EXECUTION_ID", "00000000-0000-4000-8000-000000000000"},
          {"global:REGION", region},
          {"global:ACCOUNT_ID", "123456789012"},
          {"global:AWS_PARTITION", std::string(partition_of(region))},
          {"global:DATE", to_date(now)},
          {"global:DATE_TIME", to_date_time(now)}};
}

Milliseconds longest_run(const StepCall& step) {
  return std::min(step.timeout.value_or(kLongestRun), kLongestRun);
}

std::string request_of(const ScriptCall& call, const StepCall& step, const Ports& ports) {
  Json request{{"script", call.script},
               {"handler", call.handler},
               {"events", call.events},
               {"context", context_of(step)}};
  if (!call.attachment.empty())
    request["attachment"] = {{"name", call.attachment}, {"content", *step.attachment}};
  if (ports.programs->stands_still()) request["now"] = to_epoch_ms(ports.programs->clock().now());
  if (ports.lines) request["lines"] = true;
  return to_text(request);
}

/// With the interpreter of that name, else with python3.
Result<ProgramEnd> run_interpreter(const std::string& name, ProgramCall& program,
                                   Programs& programs, const std::stop_token& stop) {
  program.argv[0] = name;
  Result<ProgramEnd> end = programs.run(program, stop);
  // Version managers have a program of every name, which looks for the real one.
  constexpr int kNotFound = 127;
  const bool is_missing =
      end ? end->exit_code == kNotFound && end->result.empty() : end.error().code == "NoProgram";
  if (is_missing) {
    program.argv[0] = "python3";
    end = programs.run(program, stop);
    if (end) programs.tell(fmt::format("there is no {} here: python3 runs its scripts", name));
  }
  return end;
}

/// Isolated from the user's settings, and without a buffer: what was printed is in the log even
/// when the script is ended.
std::vector<std::string> host_command() {
  return {"python3", "-I", "-B", "-u", "-c", std::string(python_host())};
}

Result<ProgramEnd> run_host(const ScriptCall& call, const StepCall& step, Ports& ports,
                            ScriptCalls& calls) {
  const std::string request = request_of(call, step, ports);
  Utf8Portions printed;
  const auto keep = [&](const std::string& text) {
    if (ports.log) ports.log->append(text);
  };
  ProgramCall program{
      .argv = host_command(),
      .input = request,
      .timeout = longest_run(step),
      .most_result = kMostAnswer,
      .on_output = [&](std::string_view bytes, std::string_view) { keep(printed.add(bytes)); },
      .answer = [&](std::string_view asked) { return calls.answer(asked); },
      .most_question = ScriptCalls::kMostQuestion,
      .can_serve = true};
  Result<ProgramEnd> end = run_interpreter(call.runtime, program, *ports.programs, step.stop);
  keep(printed.rest());
  return end;
}

void tell_lines(const StepCall& step, const Json& answer, ScriptLines* port) {
  const Json* told = find_member(answer, "lines");
  if (!port || !told || !told->is_array()) return;
  std::vector<int> lines;
  for (const Json& line : *told)
    if (line.is_number_integer()) lines.push_back(line.get<int>());
  port->add(step.execution_id, step.step.name, lines);
}

Failed run_failure(const StepCall& step, const Error& error, std::string_view interpreter) {
  if (error.code == "Timeout") return {timeout_failure(step.step.spec->phase), nullptr};
  if (error.code == "NoProgram")
    return script_failure(
        step, fmt::format("There is no {} on this machine to run the script with. Install it, or "
                          "let a mock stand in for the step",
                          interpreter));
  if (error.code == "TooMuchOutput")
    return script_failure(
        step, fmt::format("The script returned more than {} bytes of JSON", kMostPayload));
  if (error.code == "LongQuestion")
    return script_failure(step, fmt::format("The script made a call with more than {} bytes",
                                            ScriptCalls::kMostQuestion));
  return script_failure(step, fmt::format("The script could not be run: {}", error.message));
}

/// Its question was not answered any more.
Failed ended_failure(const StepCall& step, ScriptCalls::End why) {
  if (why == ScriptCalls::End::kOutOfTime) return {timeout_failure(step.step.spec->phase), nullptr};
  if (why == ScriptCalls::End::kTooManyCalls)
    return script_failure(step, fmt::format("The script made more than {} calls of AWS APIs",
                                            ScriptCalls::kMostCalls));
  // The execution ends, whatever the step's failure says.
  return script_failure(step, "The script made a call that ends the execution");
}

/// It left before python_host.py could answer.
Failed early_end(const StepCall& step, const ProgramEnd& end) {
  const std::string how = end.signal != 0 ? fmt::format("was ended by signal {}", end.signal)
                                          : fmt::format("ended with exit code {}", end.exit_code);
  return script_failure(step, fmt::format("The script {} before its handler had returned", how),
                        end.log);
}

Outcome payload_outcome(const StepCall& step, Json payload, const ProgramEnd& end) {
  if (to_text(payload).size() > kMostPayload)
    return script_failure(
        step, fmt::format("The script returned more than {} bytes of JSON", kMostPayload), end.log);
  Done done;
  if (payload.is_array() && payload.size() > kMostItems) {
    done.warning = fmt::format("The script returned a list of {} items; the first {} are kept.",
                               payload.size(), kMostItems);
    payload.erase(payload.begin() + kMostItems, payload.end());
  }
  done.outputs = {{"Payload", std::move(payload)}};
  done.outputs["OutputPayload"] = Json(done.outputs);
  return done;
}

/// What the host has written becomes the outcome.
Outcome outcome_of(const StepCall& step, const ProgramEnd& end, ScriptLines* lines) {
  Result<Json> answer = parse_json(end.result);
  if (!answer && !end.result.empty() && end.exit_code == 0 && end.signal == 0)
    return script_failure(
        step, fmt::format("What the script returned cannot be read: {}", answer.error().message),
        end.log);
  if (!answer) return early_end(step, end);
  tell_lines(step, *answer, lines);
  if (const Json* error = find_member(*answer, "error"))
    return script_failure(step, to_embedded_text(*error), end.log);
  const Json* value = find_member(*answer, "value");
  return payload_outcome(step, value ? *value : Json(), end);
}

/// Zip archives need more than their own bytes, and a process has 512 MB.
std::optional<Failed> attachment_failure(const ScriptCall& call, const StepCall& step) {
  if (call.attachment.empty() || step.attachment) return std::nullopt;
  return script_failure(
      step, fmt::format("The attached file {0} is not here: create the document with --attachments "
                        "Key=S3FileUrl,Name={0},Values=file://PATH, and name it with its checksum "
                        "under files. ssm-local test reads it beside the runbook",
                        call.attachment));
}

Result<ProgramEnd> run_pwsh(const ScriptCall& call, const StepCall& step, Ports& ports) {
  Utf8Portions printed;
  const auto keep = [&](const std::string& text) {
    if (ports.log) ports.log->append(text);
  };
  const std::string request = request_of(call, step, ports);
  const ProgramCall program{
      .argv = {"pwsh", "-NoLogo", "-NoProfile", "-NonInteractive", "-Command",
               std::string(powershell_host())},
      .input = request,
      .environment = {{"InputPayload", to_text(call.events)},
                      {"POWERSHELL_TELEMETRY_OPTOUT", "1"},
                      {"POWERSHELL_UPDATECHECK", "Off"}},
      .timeout = longest_run(step),
      .most_result = kMostAnswer,
      .on_output = [&](std::string_view bytes, std::string_view) { keep(printed.add(bytes)); },
      .memory = kPowerShellMemory};
  Result<ProgramEnd> end = ports.programs->run(program, step.stop);
  keep(printed.rest());
  return end;
}

}  // namespace

Failed script_failure(const StepCall& step, const std::string& cause, const std::string& log) {
  Json details{{"ErrorMessage", Json::array({cause})}};
  std::string tail = log.size() > kMostShownLog ? log.substr(log.size() - kMostShownLog) : log;
  if (!trim(tail).empty()) details["Log"] = Json::array({utf8_text(std::move(tail))});
  return {make_failure(Stage::kInvocation, FailureType::kAction, step.step.spec->phase, cause,
                       std::move(details)),
          nullptr};
}

Outcome run_python(const ScriptCall& call, const StepCall& step, Ports& ports) {
  if (auto failed = attachment_failure(call, step)) return *std::move(failed);
  ScriptCalls calls(step, ports.cloud, *ports.programs, longest_run(step));
  const Result<ProgramEnd> end = run_host(call, step, ports, calls);
  if (!end && calls.why() != ScriptCalls::End::kNone) return ended_failure(step, calls.why());
  if (!end) return run_failure(step, end.error(), "python3");
  return outcome_of(step, *end, ports.lines);
}

Result<Json> run_with_wishes(const ScriptCall& call, const Json& wishes, Time now,
                             Programs& programs) {
  constexpr Milliseconds kLongest{5000};
  constexpr std::size_t kMostTold = 4 * kMostAnswer;
  const std::string request = to_text({{"script", call.script},
                                       {"handler", call.handler},
                                       {"events", call.events},
                                       {"context", example_context(now)},
                                       {"now", to_epoch_ms(now)},
                                       {"lines", true},
                                       {"wishes", wishes}});
  ProgramCall program{.argv = host_command(),
                      .input = request,
                      .timeout = kLongest,
                      .most_result = kMostTold,
                      .answer = [](std::string_view) { return std::nullopt; },
                      .most_question = ScriptCalls::kMostQuestion,
                      .can_serve = true};
  program.argv.emplace_back("wishes");
  TRY_ASSIGN(const ProgramEnd end, run_interpreter(call.runtime, program, programs, {}));
  return parse_json(end.result, {.max_bytes = kMostTold});
}

Outcome run_powershell(const ScriptCall& call, const StepCall& step, Ports& ports) {
  if (auto failed = attachment_failure(call, step)) return *std::move(failed);
  const Result<ProgramEnd> end = run_pwsh(call, step, ports);
  if (!end) return run_failure(step, end.error(), "pwsh");
  return outcome_of(step, *end, nullptr);
}

}  // namespace ssm
