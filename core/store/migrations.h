// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/store/database.h"

namespace ssm {

/// Tables that one room has in state.db, and how they came to be.
struct SchemaPart {
  std::string_view name;
  /// Step n brings version n to n + 1: several texts of SQL. A published step never changes.
  std::vector<std::vector<std::string_view>> steps;
  /// Before version 5 of the file the parts had one version together: that of this part when the
  /// file's was 0 to 4.
  std::array<std::int64_t, 5> at_user_version = {};
};

/// Brings the schema of `state.db` up to date: the tables of this room, and those of `further`
/// rooms. Parts that the file has and that are not asked for stay as they are. Errors: code "State"
/// when the file was written by a newer version.
Completed migrate_state(Database& database, std::span<const SchemaPart> further = {});

}  // namespace ssm
