// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace ssm {

/// A runtime of scripts. Source: the page of aws:executeScript and its notice of the end of old
/// Python versions.
struct ScriptRuntime {
  std::string_view name;
  std::string_view retired_on = {};  // "2025-09-10": since then documents with it are neither
                                     // created, updated nor started; empty: in use
  bool is_documented = true;         // else nothing says for sure that the service has it

  /// Without which no script of it runs here.
  constexpr std::string_view program() const {
    return name.starts_with("python") ? "python3" : "pwsh";
  }
};

inline constexpr std::array kScriptRuntimes = {
    ScriptRuntime{"python3.11"},
    ScriptRuntime{"python3.10"},
    ScriptRuntime{"PowerShell 7.4"},
    ScriptRuntime{.name = "python3.12", .is_documented = false},
    ScriptRuntime{.name = "PowerShell 7.0", .is_documented = false},
    ScriptRuntime{.name = "PowerShell Core 6.0", .is_documented = false},
    ScriptRuntime{"python3.9", "2025-09-10"},
    ScriptRuntime{"python3.8", "2025-09-10"},
    ScriptRuntime{"python3.7", "2025-09-10"},
    ScriptRuntime{"python3.6", "2025-09-10"},
};

/// What to do about a runtime that is retired.
inline constexpr std::string_view kRetiredRuntimeRemedy =
    "Use python3.11; to run an old document here, set SSM_LOCAL_RETIRED_RUNTIMES=allow.";

constexpr std::array<std::string_view, kScriptRuntimes.size()> script_runtime_names() {
  std::array<std::string_view, kScriptRuntimes.size()> names;
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = kScriptRuntimes[i].name;
  return names;
}

/// nullptr: there is no such runtime.
constexpr const ScriptRuntime* find_script_runtime(std::string_view name) {
  for (const ScriptRuntime& runtime : kScriptRuntimes)
    if (runtime.name == name) return &runtime;
  return nullptr;
}

/// nullptr: the runtime is in use, or there is no such runtime.
constexpr const ScriptRuntime* find_retired_runtime(std::string_view name) {
  const ScriptRuntime* runtime = find_script_runtime(name);
  return runtime && !runtime->retired_on.empty() ? runtime : nullptr;
}

}  // namespace ssm
