// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/context.h"

#include "actions/cloud/cloud_tables.h"

namespace ssm {

Result<const Configuration*> Context::configuration() {
  if (!configuration_) {
    TRY_ASSIGN(configuration_, read_configuration(options_));
  }
  return &*configuration_;
}

Result<Caller> Context::caller() {
  TRY_ASSIGN(const Configuration* settings, configuration());
  return settings->caller;
}

Result<const StateDirectory*> Context::directory() {
  if (!directory_) {
    TRY_ASSIGN(directory_, open_state_directory(options_.state_dir));
  }
  return &*directory_;
}

Result<Database*> Context::database() {
  if (!database_) {
    TRY_ASSIGN(const StateDirectory* place, directory());
    TRY_ASSIGN(Database opened, Database::open(place->state_database()));
    TRY(migrate_state(opened, cloud_tables()));
    database_ = std::move(opened);
  }
  return &*database_;
}

}  // namespace ssm
