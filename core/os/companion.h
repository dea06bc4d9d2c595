// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "core/base/result.h"

namespace ssm {

/// Work that goes on beside this process, whatever program this process becomes.
struct Companion {
  /// Gives what the process that starts the companion needs to know of it.
  std::function<Result<std::string>()> prepare;
  /// `ended` is readable once the process that started the companion has ended: time to end, too.
  std::function<Completed(int ended)> run;
};

/// Runs a companion in a process of its own, in a session of its own, and returns what prepare()
/// gave. That process is no child of this one, which may wait for all of its children. Standard
/// input and output are on /dev/null, standard error is appended to the file `log`, the working
/// directory is `/`; all other descriptors are closed. To be called while there is one thread.
/// Errors: those of prepare(), with code "Process"; "StateDirectory" for the log.
Result<std::string> start_companion(const Companion& companion, const std::string& log);

}  // namespace ssm
