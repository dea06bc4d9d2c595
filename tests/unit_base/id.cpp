// SPDX-License-Identifier: Apache-2.0
#include "core/base/id.h"

#include <catch2/catch.hpp>
#include <set>

#include "core/base/pattern.h"

using namespace ssm;

namespace {

bool is_uuid(std::string_view id, char version) {
  const std::string expression = "[0-9a-f]{8}-[0-9a-f]{4}-" + std::string(1, version) +
                                 "[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
  return Pattern::compile(expression).value().matches(id).value();
}

}  // namespace

TEST_CASE("new ids are random version 4 UUIDs") {
  std::set<std::string> ids;
  for (int i = 0; i < 100; ++i) ids.insert(new_uuid());
  CHECK(ids.size() == 100);
  CHECK(std::all_of(ids.begin(), ids.end(), [](const auto& id) { return is_uuid(id, '4'); }));
}

TEST_CASE("derived ids depend on their seed alone") {
  CHECK(derived_uuid("a") == derived_uuid("a"));
  CHECK(derived_uuid("a") != derived_uuid("b"));
  CHECK(is_uuid(derived_uuid("a"), '5'));
}

TEST_CASE("sha256 of known texts") {
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
