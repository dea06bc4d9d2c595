// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "cli/completion/candidate.h"
#include "cli/completion/place.h"

namespace ssm {

/// What may stand at the cursor. `words`: before it, without the program's name; `current`: the
/// part of the word that is written already. Candidates begin with it.
Candidates complete(std::span<const std::string> words, const std::string& current,
                    const AskFor& ask);

/// What the value of an option may be.
Candidates value_candidates(const CursorPlace& place, const OptionSpec& spec,
                            const std::string& current, const AskFor& ask);

/// Names and ids that only the service knows: documents, versions, executions, steps, tags,
/// instances.
Candidates service_candidates(const CursorPlace& place, const MemberShape& member,
                              const std::string& current, const AskFor& ask);

/// Documents whose names begin with `current`; executions, newest first.
Candidates document_candidates(const std::string& current, const AskFor& ask);
Candidates execution_candidates(const AskFor& ask);

/// Shorthand of a structure: `Key=`, and the values of an enumeration behind it.
Candidates shorthand_candidates(const Shape& structure, const std::string& current);

/// Names of files and directories for a word that begins with `prefix` ("file://").
Candidates file_candidates(const std::string& prefix, const std::string& current);

/// The profiles of the AWS configuration files.
Candidates profile_candidates();

}  // namespace ssm
