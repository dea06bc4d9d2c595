// SPDX-License-Identifier: Apache-2.0
// What a plan holds, beside the version that says so: plan.json is plan.yaml compiled. ACCEPT=1 in
// the environment writes it anew, once kPlanVersion is raised.
#include <catch2/catch.hpp>

#include "actions/registry.h"
#include "core/os/files.h"
#include "core/plan/plan.h"

namespace ssm {
namespace {

constexpr int kIndent = 1;

TEST_CASE("a plan that says something else has another version") {
  const std::string folder = SOURCE_DIR "/tests/unit_engine/";
  const auto document =
      parse_document(*read_file(folder + "plan.yaml"), DocumentFormat::kYaml, {action_catalog()});
  REQUIRE(document);
  const std::string text = to_text_of(compile(*document));
  CHECK(to_text_of(*read_plan(text, action_catalog())) == text);

  const Json now{{"version", kPlanVersion}, {"plan", Json::parse(text)}};
  const Json known = Json::parse(*read_file(folder + "plan.json"));
  INFO("raise kPlanVersion: programs of the same version run each other's plans");
  REQUIRE((known["plan"] == now["plan"] || known["version"] < kPlanVersion));
  if (environment("ACCEPT")) REQUIRE(write_file(folder + "plan.json", now.dump(kIndent) + "\n"));
  CHECK(known.dump(kIndent) == now.dump(kIndent));
}

}  // namespace
}  // namespace ssm
