// SPDX-License-Identifier: Apache-2.0
#pragma once
// A simulated account in memory, with the database it needs.

#include <catch2/catch.hpp>

#include "actions/cloud/cloud_tables.h"
#include "actions/cloud/simulated_account.h"

namespace ssm {

inline std::unique_ptr<SimulatedAccount> on(Database& database) {
  REQUIRE(migrate_state(database, cloud_tables()));
  return std::make_unique<SimulatedAccount>(database);
}

class OwnAccount {
 public:
  OwnAccount() : database_(*Database::open(":memory:")), account_(on(database_)) {}
  SimulatedAccount& operator*() const { return *account_; }
  SimulatedAccount* operator->() const { return account_.get(); }

 private:
  Database database_;
  std::unique_ptr<SimulatedAccount> account_;
};

}  // namespace ssm
