// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "core/store/document_store.h"
#include "core/store/migrations.h"

namespace ssm {
namespace {

const AccountRegion kStoreScope{"123456789012", "eu-north-1"};

Database new_database() {
  auto database = Database::open(":memory:");
  REQUIRE(database);
  REQUIRE(migrate_state(*database));
  return std::move(*database);
}

DocumentRecord record(std::int64_t version, std::string version_name) {
  DocumentRecord made;
  made.name = "Doc";
  made.version = version;
  made.version_name = std::move(version_name);
  made.document_type = "Automation";
  made.content = "content of " + std::to_string(version);
  made.owner = kStoreScope.account;
  made.created = from_epoch_ms(version);
  return made;
}

/// The content of the version found, or "-".
std::string found(DocumentStore& store, const VersionSelector& selector) {
  const auto document = store.find(kStoreScope, "Doc", selector);
  REQUIRE(document);
  return *document ? (*document)->content.substr(11) : "-";
}

TEST_CASE("a version is found by every way of naming it") {
  Database database = new_database();
  DocumentStore store(database);
  REQUIRE(store.insert(kStoreScope, record(1, "first")));
  REQUIRE(store.insert_version(kStoreScope, record(2, "")));
  REQUIRE(store.insert_version(kStoreScope, record(3, "third")));
  REQUIRE(store.set_default(kStoreScope, "Doc", 2));

  CHECK(found(store, {}) == "2");
  CHECK(found(store, {"$DEFAULT", ""}) == "2");
  CHECK(found(store, {"$LATEST", ""}) == "3");
  CHECK(found(store, {"1", ""}) == "1");
  CHECK(found(store, {"", "first"}) == "1");
  CHECK(found(store, {"1", "first"}) == "1");
  CHECK(found(store, {"2", "first"}) == "-");
  CHECK(found(store, {"$LATEST", "first"}) == "-");
  CHECK(found(store, {"$LATEST", "third"}) == "3");
  CHECK(found(store, {"$DEFAULT", "third"}) == "-");
  CHECK(found(store, {"4", ""}) == "-");
  CHECK(found(store, {"99999999999999999999", ""}) == "-");
  CHECK(found(store, {"", "nothing"}) == "-");
  CHECK(store.owner({"999999999999", "eu-north-1"}, "Doc")->empty());
}

TEST_CASE("version numbers are not used again") {
  Database database = new_database();
  DocumentStore store(database);
  REQUIRE(store.insert(kStoreScope, record(1, "")));
  REQUIRE(store.insert_version(kStoreScope, record(2, "")));
  REQUIRE(store.remove_version(kStoreScope, "Doc", 2));
  CHECK((*store.find(kStoreScope, "Doc", {}))->latest_version == 1);
  CHECK(*store.next_number(kStoreScope, "Doc") == 3);
}

TEST_CASE("a version name is unique in its document") {
  Database database = new_database();
  DocumentStore store(database);
  REQUIRE(store.insert(kStoreScope, record(1, "name")));
  CHECK_FALSE(store.insert_version(kStoreScope, record(2, "name")));
  CHECK(store.insert_version(kStoreScope, record(2, "")));
}

TEST_CASE("removing a document removes its versions") {
  Database database = new_database();
  DocumentStore store(database);
  REQUIRE(store.insert(kStoreScope, record(1, "name")));
  REQUIRE(store.insert_version(kStoreScope, record(2, "")));
  REQUIRE(store.remove(kStoreScope, "Doc"));
  CHECK(store.versions(kStoreScope, "Doc")->empty());
  CHECK(*store.count(kStoreScope, kStoreScope.account) == 0);
  REQUIRE(store.insert(kStoreScope, record(1, "name")));
  CHECK(store.versions(kStoreScope, "Doc")->size() == 1);
}

TEST_CASE("lists show default versions by name, without content") {
  Database database = new_database();
  DocumentStore store(database);
  REQUIRE(store.insert(kStoreScope, record(1, "")));
  REQUIRE(store.insert_version(kStoreScope, record(2, "")));
  DocumentRecord other = record(1, "");
  other.name = "Abc";
  REQUIRE(store.insert(kStoreScope, other));
  REQUIRE(store.set_tags(kStoreScope, "Abc", Json::array({Json{{"Key", "k"}, {"Value", "v"}}})));
  const auto list = store.list(kStoreScope);
  REQUIRE(list);
  REQUIRE(list->size() == 2);
  CHECK(list->front().name == "Abc");
  CHECK(list->front().tags.size() == 1);
  CHECK(list->back().version == 1);
  CHECK(list->back().latest_version == 2);
  CHECK(list->back().content.empty());
}

}  // namespace
}  // namespace ssm
