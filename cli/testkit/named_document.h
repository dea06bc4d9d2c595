// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cli/commands/command.h"
#include "cli/global_options.h"
#include "core/base/result.h"
#include "core/document/node.h"

namespace ssm {

/// The runbook that a command is about, as its user names it.
struct DocumentRequest {
  std::string what;     // a file, "-", a document's name or ARN
  std::string version;  // of a document by name; empty = the default one
  std::string state_dir;
  GlobalOptions globals;  // whose state it is
};

/// The text of a runbook, right or wrong.
struct DocumentText {
  std::string content;
  DocumentFormat format = DocumentFormat::kYaml;
  std::string title;  // "mine.yaml", "AWS-StopEC2Instance"
  std::string file;   // how messages name it: "examples/mine.yaml", "(standard input)"
};

/// With the option --document-version of a command.
DocumentRequest document_request(const std::string& what, const Call& call,
                                 const GlobalOptions& globals);

/// Whether `what` is a file, or is spelled like one.
bool names_file(const std::string& what);

/// A file, else a document in the state directory, else a predefined one. Makes no state directory.
/// Errors: code "File"; "Document" when there is none of that name; those of the service.
Result<DocumentText> read_named_document(const DocumentRequest& request);

}  // namespace ssm
