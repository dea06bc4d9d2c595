// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/base/json.h"
#include "core/engine/action.h"

namespace ssm {

struct PythonCall {
  std::string runtime;  // "python3.11": that version where the machine has it, else its python3
  std::string script;   // its source
  std::string handler;  // the function that is called
  Json events;          // its first argument
};

/// Runs the script and calls its handler, as a program. Done: the output Payload is what it has
/// returned. Its calls of AWS APIs go to the ports' cloud. `ports.programs` is not nullptr.
Outcome run_python(const PythonCall& call, const StepCall& step, Ports& ports);

/// The failure of a step's script.
Failed script_failure(const StepCall& step, const std::string& cause, const std::string& log = {});

}  // namespace ssm
