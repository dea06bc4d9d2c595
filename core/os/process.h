// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/os/descriptor.h"
#include "core/os/spawn.h"

namespace ssm {

/// The path of the running program.
std::string own_path();

pid_t own_pid();

/// The absolute path of the program that `name` means in this process's PATH; empty: there is none.
std::string find_program(const std::string& name);
/// Whether there is one.
bool has_program(std::string_view name);

/// Every variable of this process.
Environment whole_environment();

/// Asks a process to end (SIGTERM). One that has gone meanwhile is fine. Errors: code "Process".
Completed request_end(pid_t pid);

/// Starts a program in a session of its own, standard input and output on /dev/null, standard
/// error appended to the file `log` (mode 0600), working directory `/`, all signals as by default;
/// of the other descriptors it gets `inherited` alone, as number kInheritedFd. argv[0] is a path.
/// Does not wait for it: the caller stays its parent. Errors: code "Process", "StateDirectory" for
/// the log.
Completed start_detached(const std::vector<std::string>& argv, const Environment& environment,
                         const std::string& log, const Descriptor& inherited = {});
inline constexpr int kInheritedFd = 3;

/// Replaces this process. argv[0] is looked up in the PATH of `environment`. Returns only on
/// failure. Errors: code "Process"; errno tells "not found" (ENOENT) from the rest.
Error exec_program(const std::vector<std::string>& argv, const Environment& environment);

}  // namespace ssm
