// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include "actions/cloud/account_store.h"
#include "core/base/json.h"
#include "core/base/time.h"
#include "core/engine/cloud.h"

namespace ssm::cloud {

using SharedJson = std::shared_ptr<const Json>;

/// Answers of operations that change nothing, for as long as the account stays as it is. Most steps
/// of a runbook look, few change.
class AnswerCache {
 public:
  using Version = AccountStore::Version;

  /// nullptr: the question is new, or the account has changed.
  SharedJson find(const CloudCall& call, const Version& version);
  /// `answer` holds from now on until the account changes: nothing in it is on its way.
  void keep(const CloudCall& call, const Version& version, SharedJson answer);

 private:
  struct Known {
    SharedJson answer;
    Time since;
  };

  Version version_;
  std::unordered_map<std::string, Known> answers_;
};

}  // namespace ssm::cloud
