// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/document.h"
#include "core/document/runtimes.h"

namespace ssm {

/// The checks AWS makes when a document is created (spec/documents-and-engine 1.4): known actions,
/// unique names, targets that exist, declared references, no cycles, closed input sets, limits.
/// All problems, in document order; empty when the document is good.
std::vector<Problem> check(const Document& document);

/// What only creating a document refuses; one that exists loads and runs: actions that only
/// documents of AWS may have.
std::vector<Problem> find_creation_problems(const Document& document);

/// Scripts whose runtime the service has retired; it neither creates, updates nor starts such
/// documents.
std::vector<Problem> find_retired_runtimes(const Document& document);

/// The parameter that an assumeRole names and that is not declared: the runbook runs as its caller.
std::optional<std::string> undeclared_role_parameter(const std::optional<std::string>& assume_role,
                                                     const std::vector<Parameter>& parameters);

/// "python3.8 is retired since 2025-09-10: ..."
std::string retired_runtime_text(const ScriptRuntime& runtime);
/// The same, and what to do about it.
std::string retired_runtime_refusal(const ScriptRuntime& runtime);

}  // namespace ssm
