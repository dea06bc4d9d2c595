// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "actions/cloud/operation.h"
#include "actions/command/node_step.h"
#include "core/document/document.h"
#include "core/document/node.h"

namespace ssm::cloud {

/// A Command document that SendCommand may name: AWS-RunShellScript and AWS-RunPowerShellScript,
/// the documents of the account and those shared with it, and what else AWS may own, of which
/// nothing but the name is known.
struct CommandDocument {
  std::string name;
  std::string hash;  // SHA-256 of the content; empty: not known
  bool is_known = true;
  std::vector<Parameter> parameters;
  std::vector<std::string> platforms;  // the only ones; empty: any
  Node root;

  bool runs_on(std::string_view platform) const;
};

/// `version`: as in SendCommand. Errors: InvalidDocument, InvalidDocumentVersion.
Result<CommandDocument> find_command_document(AccountSession& session,
                                              const std::string& name_or_arn,
                                              const std::string& version);

/// Values of all parameters, typed, {{ssm:...}} replaced. `supplied`: names to lists of texts.
/// Errors: InvalidParameters.
Result<Json> bind_command_parameters(AccountSession& session, const CommandDocument& document,
                                     const Json& supplied);

/// The steps as a node of the platform gets them. `values`: of bind_command_parameters().
/// `is_simulated`: whatever a step would do is only recorded; else the steps that this program
/// cannot run on a node are refused. Errors: InvalidParameters.
Result<std::vector<NodeStep>> node_steps(AccountSession& session, const CommandDocument& document,
                                         const Json& values, const std::string& platform,
                                         bool is_simulated);

}  // namespace ssm::cloud
