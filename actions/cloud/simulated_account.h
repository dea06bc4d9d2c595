// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/engine/cloud.h"
#include "core/launch/parameter_store.h"
#include "core/store/database.h"

namespace ssm {

/// "Did you mean ListBuckets? " for a name that is misspelt rather than another operation's; else
/// empty.
std::string misspelt_operation(std::string_view name, const std::vector<std::string>& operations);

/// The embedded account: EC2 instances and tags that change state over time as the real ones do,
/// kept in the state's own database: called within the engine's transaction, a change of the
/// account and the event that tells of it are one commit. Not for several threads at once. An
/// operation it does not have answers with code "NotSimulated" and says so.
class SimulatedAccount final : public Cloud {
 public:
  /// `database`: after migrate_state().
  explicit SimulatedAccount(Database& database);
  ~SimulatedAccount() override;
  CloudAnswer call(const CloudCall& call) override;
  /// The same without ResponseMetadata, for those who call the account from outside. Errors: the
  /// API's; trouble with the state has its own kind and code.
  Result<Json> answer(const CloudCall& call);
  bool answers_at_once() const override { return true; }

  /// What `account show` prints and `account load` reads: see actions/cloud/README.md.
  Result<Json> show(const AccountRegion& scope, Time now);
  /// Replaces everything in the scope. Errors: code "AccountFile", path and reason; nothing
  /// changed.
  Completed load(const AccountRegion& scope, const Json& account, Time now);
  /// Changes what show() prints, and loads it; client tokens stay known. Errors: those of `edit`;
  /// code "AccountFile" as load() has it. Nothing is changed then.
  using AccountEdit = std::function<Completed(Json& account)>;
  Completed edit(const AccountRegion& scope, Time now, const AccountEdit& edit);
  /// Back to the sample of a fresh state directory.
  Completed reset(const AccountRegion& scope, Time now);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The status that the service answers with when a call of the account ended so.
int http_status_of(const Error& error);

/// The accounts' Parameter Store. `database`: after migrate_state(), and must outlive it; another
/// state may take its place.
ParameterStore parameter_store_in(Database& database);

/// Makes of the answer to a call what the SDK hands out: a template in JSON as an object.
void read_json_texts(std::string_view service, std::string_view operation, Json& answer);

/// What the SDK refuses of the call before it is sent; nullopt: nothing, or the account does not
/// know the operation.
std::optional<AwsError> refused_parameters(const CloudCall& call);

}  // namespace ssm
