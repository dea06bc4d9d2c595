// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "core/store/migrations.h"

namespace ssm {

/// The tables that the simulated account and the mocks have in state.db, for migrate_state().
std::span<const SchemaPart> cloud_tables();

}  // namespace ssm
