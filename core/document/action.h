// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/document/action_catalog.h"
#include "core/document/document.h"

namespace ssm {

/// One input of an action, as the actions reference declares it. lint, schemas and the actions
/// themselves read this, so that they agree on what may be written.
struct InputSpec {
  enum class Type { kString, kStringList, kInteger, kBoolean, kStringMap, kMapList, kList, kAny };
  /// What the value must be beyond its type.
  enum class Format {
    kNone,
    kDuration,       // ISO 8601: PT10M
    kInstant,        // ISO 8601: 2030-01-01T00:00:00Z
    kVariable,       // variable:NAME
    kRunbook,        // the name or ARN of a runbook
    kRuntime,        // of a script
    kChoices,        // conditions, each with the step that follows
    kCondition,      // of a loop
    kSteps,          // of a loop
    kTopic,          // the ARN of an SNS topic whose name begins with Automation
    kVariableValue,  // what the variable in the input of format kVariable takes
    kServiceMap,     // a map of the service's own, which it shows in its own spelling
    kAttachment,     // the name of a file that is attached to the document
    kGroupMethod,    // an operation of another cloud: VirtualMachines.Get
  };
  std::string_view name;
  Type type = Type::kAny;
  bool required = false;
  std::string_view doc = {};                      // a few words; empty: the name says it
  std::span<const std::string_view> values = {};  // the only ones, in any case; empty = any
  Format format = Format::kNone;
  /// Of an integer its value, of a text its characters, of a list its elements, of a duration its
  /// seconds, of an instant how many seconds it may lie ahead; 0 = no limit.
  std::int64_t least = 0;
  std::int64_t most = 0;
  std::string_view most_is_size_of = {};  // another input, a list
  std::string_view element_type_in = {};  // another input, which names the type of the elements
  /// Inputs beside which this one has no effect.
  std::span<const std::string_view> overridden_by = {};
  /// Known in change templates only, where it stands in for what is required otherwise.
  bool only_in_change_templates = false;
};

/// Begins the name of a variable in a reference, and in an input of format kVariable.
inline constexpr std::string_view kVariablePrefix = "variable:";

/// How the flow passes through a step of the action.
enum class ActionKind {
  kCall,      // calls a service or another runbook
  kScript,    // runs a program
  kBranch,    // chooses the next step
  kLoop,      // has steps of its own
  kPerson,    // waits for a signal of a person
  kSleep,     // waits for a time
  kVariable,  // sets a variable
};

/// What a step does to resources, as execution previews count it.
enum class Impact { kUndetermined, kMutating, kNonMutating };

/// What a waiting step waits for. kDecision: Approve or Reject. kChild: the end of an execution
/// that it started.
enum class Awaits { kNothing, kDecision, kResume, kChild };

/// Where calls of an action are made.
enum class Runs {
  /// Within the engine's transaction, as long as the cloud answers from this process: the effect
  /// and its event are one commit. For what takes no time.
  kInTransaction,
  kOnWorker,  // on a thread of its own: it may take long, and can be interrupted
  /// Within the engine's transaction, whatever the cloud: for what acts on executions and calls no
  /// cloud.
  kOnStore,
};

/// What becomes of a reference without a value in the inputs, those that are kept aside.
enum class MissingReference { kFailsStep, kBecomesNull };

/// Everything that is known of an action without running it. One per action, in the action's own
/// file; nothing outside that file compares with its name.
struct ActionSpec {
  std::string_view name = {};  // "aws:sleep"; empty: see unknown_action()
  std::string_view doc = {};   // one sentence
  ActionKind kind = ActionKind::kCall;
  Impact impact = Impact::kUndetermined;

  // Inputs.
  std::span<const InputSpec> inputs = {};
  bool takes_api_parameters = false;  // further inputs are parameters of the API called
  bool takes_other_inputs = false;    // further inputs have no effect and are accepted
  bool inputs_are_closed = false;     // the service checks names and types of inputs at creation
  bool needs_inputs = true;           // a step without the property "inputs" is refused
  /// Inputs of which one is enough; empty: there are none such.
  std::span<const std::string_view> alternatives = {};
  /// Inputs in which a reference without a value stays as it is written.
  std::span<const std::string_view> kept_inputs = {};
  /// Inputs that are kept as they are written: the action looks at their references later.
  std::span<const std::string_view> verbatim_inputs = {};
  MissingReference missing_reference = MissingReference::kFailsStep;

  // Outputs.
  std::span<const std::string_view> outputs = {};  // predefined names
  bool outputs_unknown = false;                    // further ones depend on what is called
  bool fails_without_outputs = false;              // a step that fails has no response
  bool reserves_outputs = false;  // a step must not declare an output of a predefined name
  /// A list among them that stands for its element within a text, when it has just one.
  std::string_view list_or_element = {};

  // Time.
  std::int64_t default_timeout_seconds = 3600;           // 0 = none
  std::int64_t longest_timeout_seconds = 1'000'000'000;  // some thirty years
  std::int64_t stops_after_seconds = 0;                  // whatever timeoutSeconds says; 0 = never
  std::string_view phase = "Poll action status for completion";  // while it may time out
  bool wake_is_completion = false;  // its next call is its end, not another look

  // Flow and signals.
  Awaits takes_signals = Awaits::kNothing;
  bool takes_on_cancel = true;
  bool may_be_on_cancel_target = true;
  Runs runs = Runs::kInTransaction;
  /// Only documents owned by AWS may have it. Nothing is known of its inputs.
  bool service_owned = false;
  /// The cloud that it calls instead of AWS, as mocks name it ("azure"): mocks alone answer its
  /// calls. Empty: it calls none.
  std::string_view other_cloud = {};
  /// Whether this program can run it without mocks; else they answer for it, or for its calls.
  /// Action sets it.
  bool is_implemented = false;

  bool is_known() const { return !name.empty(); }
  bool is(ActionKind other) const { return kind == other; }
};

/// "StringList"; "" for kAny.
std::string_view to_text(InputSpec::Type type);
/// "NonMutating".
std::string_view to_text(Impact impact);

/// Whether a value of a declared type, given whole, can become what an input takes.
bool can_feed(ValueType from, InputSpec::Type to);

/// nullptr: the action has no such input. `name` in any case.
const InputSpec* find_input(const ActionSpec& action, std::string_view name);
/// The first input of this format; nullptr: it has none.
const InputSpec* find_input(const ActionSpec& action, InputSpec::Format format);
/// Whether an input of this name, in any case, is kept as it is written.
bool is_verbatim(const ActionSpec& action, std::string_view name);

}  // namespace ssm
