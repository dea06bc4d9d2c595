// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace ssm {

/// The bytes of a regular file (or pipe). Errors: code "File", message as the system says it
/// ("[Errno 2] No such file or directory: 'x'"), directories and files over `max_bytes` included.
Result<std::string> read_file(const std::string& path, std::size_t max_bytes = 16 * 1024 * 1024);

/// Everything on standard input. Errors as read_file.
Result<std::string> read_standard_input(std::size_t max_bytes = 16 * 1024 * 1024);

/// Writes all of it to a descriptor. False when that failed (disk full, closed pipe): see errno.
bool write_all(int descriptor, std::string_view bytes);

/// Makes the file, or replaces what it holds. Errors: code "File", message as the system says it.
Completed write_file(const std::string& path, std::string_view bytes);

/// `~` and `$VAR`/`${VAR}` replaced, as the AWS CLI does in file:// paths.
std::string expand_path(std::string_view path);

/// An environment variable, or nullopt when unset.
std::optional<std::string> environment(const char* name);

}  // namespace ssm
