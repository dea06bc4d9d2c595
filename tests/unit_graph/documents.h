// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/testkit/graph_model.h"
#include "tests/support/files.h"

namespace ssm::test {

/// What can be read of a runbook, titled with the file's name; nullopt: nothing.
std::optional<FlowGraph> graph_of(const std::filesystem::path& path);

/// Whether a file has a list of steps, not empty, under mainSteps.
bool has_steps(const std::filesystem::path& path);

/// A runbook of this folder.
FlowGraph own_graph(const std::string& name);

/// The corpus in the shared folder beside the checkout; empty when it is not there, which is said.
std::vector<std::filesystem::path> corpus_files();

/// Why a text is no XML; empty: it is.
std::string xml_mistake(const std::string& text);

}  // namespace ssm::test
