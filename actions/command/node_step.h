// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the agent on a node makes of the steps of a Command document. Source: the sources of
// amazon-ssm-agent (runpluginutil, iohandler, pluginutil), which are public.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"

namespace ssm {

/// A step as a node gets it: parameters filled in, preconditions looked at.
struct NodeStep {
  std::string name;       // of documents of schema 1.2 the plugin's: "aws:runShellScript"
  std::string action;     // the plugin
  std::string script;     // of aws:runShellScript
  std::string directory;  // where it runs; empty: the node's own choice
  std::int64_t timeout_seconds = 3600;
  std::string time_note;   // why that is not what the document says; mostly empty
  std::string skipped;     // why it is not run and counts as a success; empty: it is run
  std::string refused;     // why it fails without being run; empty: it is run
  std::string on_failure;  // "exit", "successAndExit" or nothing
  bool exits_on_success = false;
  bool is_finally = false;  // runs whatever step has ended the document, when it is the last one

  /// Of the longest script the agent could get. Source: the size of a document.
  static constexpr std::size_t kMostScript = 1024 * 1024;

  Json written() const;
  /// Reads what written() gave; what is missing is as in a fresh step.
  static NodeStep read(const Json& json);
};

// Exit codes that say something to the agent.
inline constexpr int kExitKilled = 137;   // it ran out of time
inline constexpr int kExitSuccess = 168;  // the document ends with success
inline constexpr int kExitFailure = 169;  // the document ends with a failure
inline constexpr int kExitReboot = 194;   // a reboot is asked for

/// How a step that was run came to its end, and the beginning of what it wrote.
struct StepEnd {
  enum class How { kExited, kTimedOut, kCancelled } how = How::kExited;
  int exit_code = 0;
  std::string output;
  std::string errors;
};

/// What the agent reports of a step.
struct PluginResult {
  std::string name;
  std::string status;  // Success, Failed, TimedOut or Cancelled
  int code = 0;
  std::string output;           // both streams, as ListCommandInvocations shows them
  std::string standard_output;  // as GetCommandInvocation does
  std::string standard_error;

  Json written() const;
  /// Reads what written() gave; a result that lacks its status has failed.
  static PluginResult read(const Json& json);
};

/// Takes the steps in their order. `run` is called for those that are to be run. The first that is
/// cancelled takes all further ones with it.
std::vector<PluginResult> run_node_steps(const std::vector<NodeStep>& steps,
                                         const std::function<StepEnd(const NodeStep&)>& run);

/// The status of the whole document: Failed over TimedOut over Cancelled over Success.
std::string status_of_document(const std::vector<PluginResult>& results);

/// Bytes of each stream that are of any use.
inline constexpr std::size_t kMostStream = 24000;

/// Both streams in 2,500 bytes, cut where they do not fit.
std::string joined_output(std::string_view output, std::string_view errors);

}  // namespace ssm
