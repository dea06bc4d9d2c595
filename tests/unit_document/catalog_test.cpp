// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <set>

#include "actions/registry.h"
#include "core/document/action.h"

namespace ssm {
namespace {

TEST_CASE("the catalog holds the 29 actions and those of AWS alone, each once") {
  std::set<std::string_view> names;
  for (const ActionSpec* action : action_catalog().all()) {
    CHECK(names.insert(action->name).second);
    CHECK(&action_catalog().find(action->name) == action);
    std::set<std::string_view> inputs;
    for (const InputSpec& input : action->inputs) CHECK(inputs.insert(input.name).second);
  }
  const auto owned = std::ranges::count_if(action_catalog().all(), &ActionSpec::service_owned);
  CHECK(owned == 3);
  CHECK(names.size() == 29 + 3);
  CHECK(!action_catalog().find("aws:executeAPI").is_known());
}

TEST_CASE("default timeouts") {
  CHECK(action_catalog().find("aws:approve").default_timeout_seconds == 604800);
  CHECK(action_catalog().find("aws:executeScript").default_timeout_seconds == 600);
  CHECK(action_catalog().find("aws:pause").default_timeout_seconds == 604800);
  CHECK(action_catalog().find("aws:sleep").default_timeout_seconds == 0);
  CHECK(action_catalog().find("aws:waitForAzureResourceProperty").default_timeout_seconds == 0);
  CHECK(action_catalog().find("aws:changeInstanceState").default_timeout_seconds == 3600);
}

TEST_CASE("seven actions may not be targets of onCancel") {
  std::vector<std::string_view> names;
  for (const ActionSpec* action : action_catalog().all()) {
    if (!action->may_be_on_cancel_target) names.push_back(action->name);
  }
  CHECK(names == std::vector<std::string_view>{"aws:approve", "aws:copyImage", "aws:createImage",
                                               "aws:createStack", "aws:createTags", "aws:pause",
                                               "aws:runInstances"});
}

}  // namespace
}  // namespace ssm
