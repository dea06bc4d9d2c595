// SPDX-License-Identifier: Apache-2.0
#include "actions/command/node_step.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "actions/utf8_text.h"
#include "core/base/text.h"

namespace ssm {
namespace {

constexpr std::size_t kMostJoined = 2500;
constexpr std::string_view kErrorTitle = "\n----------ERROR-------\n";
constexpr std::string_view kOutputCut = "\n---Output truncated---";
constexpr std::string_view kErrorCut = "\n---Error truncated----";
constexpr std::string_view kStreamCut = "--output truncated--";

constexpr std::string_view kPluginSuccess = "Success";
constexpr std::string_view kPluginFailed = "Failed";
constexpr std::string_view kPluginTimedOut = "TimedOut";
constexpr std::string_view kPluginCancelled = "Cancelled";

/// The first bytes of a text, without a part of a character at their end.
std::string_view first_bytes(std::string_view text, std::size_t most) {
  std::size_t end = std::min(text.size(), most);
  if (end < text.size())
    while (end > 0 && is_continuation_byte(text[end])) --end;
  return text.substr(0, end);
}

std::string kept_stream(std::string_view text) {
  if (text.size() < kMostStream) return utf8_text(std::string(text));
  std::string kept(first_bytes(text, kMostStream - kStreamCut.size()));
  return utf8_text(kept.append(kStreamCut));
}

std::string_view status_of_exit(int code) {
  if (code == 0 || code == kExitSuccess || code == kExitReboot) return kPluginSuccess;
  return code == kExitKilled ? kPluginTimedOut : kPluginFailed;
}

PluginResult unrun_result(const NodeStep& step, std::string_view status, int code,
                          std::string output) {
  PluginResult result;
  result.name = step.name;
  result.status = status;
  result.code = code;
  result.output = std::move(output);
  return result;
}

/// A step that ends the document says so in its streams.
void note_end_of_document(const NodeStep& step, PluginResult& result) {
  std::string note;
  if (result.code == kExitSuccess) {
    note =
        "\nStep exited with code 168. Therefore, marking step as succeeded. Further document "
        "steps will be skipped.";
    result.standard_error.clear();
    result.standard_output += note;
    return;
  }
  if (result.code == kExitFailure)
    note =
        "\nStep exited with code 169. Therefore, marking step as Failed. Further document steps "
        "will be skipped.";
  else if (result.status == kPluginFailed && !step.on_failure.empty())
    note = "\nStep was found to have onFailure property. Further document steps will be skipped.";
  if (note.empty()) return;
  result.standard_output += note;
  result.standard_error += note;
  if (result.code == kExitFailure || step.on_failure != "successAndExit") return;
  result.status = kPluginSuccess;
  result.code = kExitSuccess;
}

PluginResult result_of(const NodeStep& step, const StepEnd& end) {
  PluginResult result;
  result.name = step.name;
  result.code = end.how == StepEnd::How::kExited ? end.exit_code : kExitKilled;
  result.status =
      end.how == StepEnd::How::kCancelled ? kPluginCancelled : status_of_exit(result.code);
  const bool hides_errors = result.code == kExitSuccess;
  result.output = utf8_text(joined_output(end.output, hides_errors ? "" : end.errors));
  result.standard_output = end.output;
  result.standard_error = end.errors;
  note_end_of_document(step, result);
  result.standard_output = kept_stream(result.standard_output);
  result.standard_error = kept_stream(result.standard_error);
  return result;
}

bool ends_document(const NodeStep& step, const PluginResult& result) {
  if (result.code == kExitSuccess || result.code == kExitFailure) return true;
  if (result.status == kPluginFailed) return step.on_failure == "exit";
  return result.status == kPluginSuccess && step.exits_on_success;
}

}  // namespace

Json NodeStep::written() const {
  Json json{{"Name", name}, {"Action", action}, {"TimeoutSeconds", timeout_seconds}};
  const auto add = [&](const char* member, const std::string& text) {
    if (!text.empty()) json[member] = text;
  };
  add("Script", script);
  add("WorkingDirectory", directory);
  add("TimeNote", time_note);
  add("Skipped", skipped);
  add("Refused", refused);
  add("OnFailure", on_failure);
  if (exits_on_success) json["ExitsOnSuccess"] = true;
  if (is_finally) json["Finally"] = true;
  return json;
}

NodeStep NodeStep::read(const Json& json) {
  NodeStep step;
  step.name = string_member(json, "Name");
  step.action = string_member(json, "Action");
  step.script = string_member(json, "Script");
  step.directory = string_member(json, "WorkingDirectory");
  step.time_note = string_member(json, "TimeNote");
  step.skipped = string_member(json, "Skipped");
  step.refused = string_member(json, "Refused");
  step.on_failure = string_member(json, "OnFailure");
  const auto is_true = [&](const char* member) {
    const Json* value = find_member(json, member);
    return value != nullptr && *value == true;
  };
  step.exits_on_success = is_true("ExitsOnSuccess");
  step.is_finally = is_true("Finally");
  const Json* timeout = find_member(json, "TimeoutSeconds");
  if (timeout != nullptr && timeout->is_number_integer())
    step.timeout_seconds = timeout->get<std::int64_t>();
  return step;
}

Json PluginResult::written() const {
  Json json{{"Name", name}, {"Status", status}, {"ResponseCode", code}};
  const auto add = [&](const char* member, const std::string& text) {
    if (!text.empty()) json[member] = text;
  };
  add("Output", output);
  add("StandardOutput", standard_output);
  add("StandardError", standard_error);
  return json;
}

PluginResult PluginResult::read(const Json& json) {
  constexpr int kNeverRun = -1;
  PluginResult result;
  result.name = string_member(json, "Name");
  result.status = string_member(json, "Status", kPluginFailed);
  const Json* code = find_member(json, "ResponseCode");
  result.code = code && code->is_number_integer() ? code->get<int>() : kNeverRun;
  result.output = string_member(json, "Output");
  result.standard_output = string_member(json, "StandardOutput");
  result.standard_error = string_member(json, "StandardError");
  return result;
}

std::vector<PluginResult> run_node_steps(const std::vector<NodeStep>& steps,
                                         const std::function<StepEnd(const NodeStep&)>& run) {
  std::vector<PluginResult> results;
  bool is_cancelled = false;
  bool has_ended = false;
  for (const NodeStep& step : steps) {
    const bool is_last = &step == &steps.back();
    if (is_cancelled) {
      results.push_back(unrun_result(step, kPluginCancelled, 1, ""));
    } else if (has_ended && !(step.is_finally && is_last)) {
      results.push_back(unrun_result(
          step, kPluginSuccess, 0,
          fmt::format("Plugin with name {} and id {} skipped due to prior step with an exit "
                      "condition",
                      step.action, step.name)));
    } else if (!step.refused.empty()) {
      results.push_back(unrun_result(step, kPluginFailed, 1, step.refused));
    } else if (!step.skipped.empty()) {
      results.push_back(unrun_result(step, kPluginSuccess, 0, step.skipped));
    } else {
      results.push_back(result_of(step, run(step)));
      is_cancelled = results.back().status == kPluginCancelled;
      has_ended = has_ended || ends_document(step, results.back());
    }
  }
  return results;
}

std::string status_of_document(const std::vector<PluginResult>& results) {
  for (const std::string_view status : {kPluginFailed, kPluginTimedOut, kPluginCancelled})
    if (std::ranges::find(results, status, &PluginResult::status) != results.end())
      return std::string(status);
  return std::string(kPluginSuccess);
}

std::string joined_output(std::string_view output, std::string_view errors) {
  const std::string_view title = errors.empty() ? std::string_view() : kErrorTitle;
  const std::size_t room = kMostJoined - title.size();
  if (output.size() + errors.size() < room) return fmt::format("{}{}{}", output, title, errors);
  if (output.size() > room / 2 && errors.size() > room / 2) {
    const std::size_t each = (room - kOutputCut.size() - kErrorCut.size()) / 2;
    return fmt::format("{}{}{}{}{}", first_bytes(output, each), kOutputCut, title,
                       first_bytes(errors, each), kErrorCut);
  }
  if (output.size() <= room / 2)
    return fmt::format("{}{}{}{}", output, title,
                       first_bytes(errors, room - kErrorCut.size() - output.size()), kErrorCut);
  const std::size_t left = room - kOutputCut.size();
  return fmt::format("{}{}{}{}", first_bytes(output, left - std::min(left, errors.size())),
                     kOutputCut, title, errors);
}

}  // namespace ssm
