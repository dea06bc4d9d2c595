// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/base/json.h"
#include "core/engine/action.h"

namespace ssm {

struct ScriptCall {
  std::string runtime;     // "python3.11": that version where the machine has it, else its python3
  std::string script;      // its source; empty: the attachment has it
  std::string attachment;  // the name of the attached file, which lies beside the script; or empty
  std::string handler;     // the function that is called, of an attached file "file.function"
  Json events;             // its first argument
};

/// Runs the script and calls its handler, as a program. Done: the output Payload is what it has
/// returned. Its calls of AWS APIs go to the ports' cloud. `ports.programs` is not nullptr.
Outcome run_python(const ScriptCall& call, const StepCall& step, Ports& ports);

/// Runs a Python script with answers to its calls that take shape as it reads them: what it would
/// have them be. `wishes`, and what is returned: as wish_calls.py says, beside "value" or "error"
/// and "lines". Nothing is called. Errors: of Programs::run().
Result<Json> run_with_wishes(const ScriptCall& call, const Json& wishes, Time now,
                             Programs& programs);

/// As run_python(), a script of PowerShell with the machine's pwsh: `events` is in the variable
/// InputPayload of its environment, and what it returns last is Payload.
Outcome run_powershell(const ScriptCall& call, const StepCall& step, Ports& ports);

/// The failure of a step's script.
Failed script_failure(const StepCall& step, const std::string& cause, const std::string& log = {});

}  // namespace ssm
