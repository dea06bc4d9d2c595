// SPDX-License-Identifier: Apache-2.0
// What the engine's looks at the store cost, without a clock.
#include <type_traits>

#include "core/engine/loaded_executions.h"
#include "tests/unit_engine/engine_bench.h"

using namespace ssm;

namespace {

// A step has a row by its place, so that no copy of a step can be written in a wrong one.
static_assert(std::is_invocable_v<decltype(&ExecutionStore::write_step), ExecutionStore&,
                                  const ExecutionState&, StepIndex>);
static_assert(!std::is_invocable_v<decltype(&ExecutionStore::write_step), ExecutionStore&,
                                   const ExecutionState&, const StepState&>);

}  // namespace

TEST_CASE("a look for work costs the same however many executions wait for a slot") {
  EngineBench bench(DriverOptions{{1, 1, 1000}, 0});
  const std::string parent = bench.start(kHoldRunbook);
  bench.run();
  const auto cost_with_more = [&](int count) {
    for (int i = 0; i < count; ++i) {
      bench.start(kHoldRunbook);
      bench.start(kHoldRunbook, Json::object(), Parent{parent, "hold", 0});
    }
    bench.run();
    const std::int64_t before = bench.database.work();
    bench.run();
    REQUIRE(bench.driver.next_due());
    return bench.database.work() - before;
  };
  const std::int64_t cost = cost_with_more(5);
  CHECK(bench.store.queues()->size() == 2);
  CHECK(cost > 0);
  CHECK(cost_with_more(200) == cost);
}

TEST_CASE("each account and Region in which executions wait has a queue") {
  EngineBench bench;
  const AccountRegion scopes[] = {
      {"111111111111", "us-east-1"}, {"123456789012", "eu-west-1"}, {"123456789012", "us-east-1"}};
  for (const AccountRegion& scope : scopes)
    for (int i = 0; i < 3; ++i) {
      const std::string id = bench.start(kHoldRunbook);
      REQUIRE(bench.database.execute("UPDATE executions SET account = '" + scope.account +
                                     "', region = '" + scope.region + "' WHERE id = '" + id + "'"));
    }
  const auto queues = bench.store.queues();
  REQUIRE(queues);
  REQUIRE(queues->size() == std::size(scopes));
  for (std::size_t i = 0; i < std::size(scopes); ++i) {
    CHECK((*queues)[i].scope == scopes[i]);
    CHECK_FALSE((*queues)[i].children);
    CHECK(*bench.store.count_queued((*queues)[i]) == 3);
  }
}

TEST_CASE("executions stay in memory while others come, those used last the longest") {
  constexpr std::size_t kMany = 300;
  constexpr std::size_t kHoldSlots = 200;
  EngineBench bench;
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < kMany; ++i) ids.push_back(bench.start(kHoldRunbook));
  LoadedExecutions loaded(bench.store);
  const auto open = [&](const std::string& id) -> LoadedExecution& {
    const auto execution = loaded.open(id);
    REQUIRE(execution);
    return **execution;
  };
  const std::string kMark = "still the one in memory";
  for (const std::string& id : ids) open(id).problem = kMark;
  for (std::size_t i = kMany - kHoldSlots; i < kMany; ++i) CHECK(open(ids[i]).problem == kMark);
  CHECK(open(ids.front()).problem.empty());  // there is a limit
  CHECK(open(ids.back()).problem == kMark);
}
