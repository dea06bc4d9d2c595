// SPDX-License-Identifier: Apache-2.0
// broken/*.yaml and *.json are documents with something wrong; beside each stands a file of the
// same name and ".problems" with exactly what is said about it, one problem a line.
#include <catch2/catch.hpp>

#include "actions/registry.h"
#include "core/base/text.h"
#include "tests/unit_document/reading.h"

namespace ssm {
namespace {

std::vector<std::filesystem::path> broken_documents() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(SOURCE_DIR "/tests/unit_document/broken")) {
    if (entry.path().extension() != ".problems") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

TEST_CASE("broken documents are refused with all their problems") {
  const auto files = broken_documents();
  REQUIRE(files.size() > 10);
  for (const auto& file : files) {
    INFO("document " << file.string());
    const auto loaded =
        parse_document(test::read_file(file), test::format_of(file),
                       {.actions = action_catalog(), .strictness = Strictness::kCreation});
    REQUIRE_FALSE(loaded.has_value());
    std::string said;
    for (const std::string& text : test::texts_of(loaded.error(), file.filename().string())) {
      said += text + "\n";
    }
    CHECK(said == test::read_file(file.string() + ".problems"));
  }
}

TEST_CASE("a problem that is not the content has its own code") {
  const auto command = parse_document("schemaVersion: '2.2'\nmainSteps: []\n",
                                      DocumentFormat::kYaml, {action_catalog()});
  REQUIRE_FALSE(command.has_value());
  REQUIRE(command.error().size() == 1);
  CHECK(command.error()[0].code == "InvalidDocumentSchemaVersion");

  const std::string large(65537, ' ');
  for (const DocumentFormat format : {DocumentFormat::kJson, DocumentFormat::kYaml}) {
    const auto refused = parse_document(large, format, {action_catalog()});
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error()[0].code == "MaxDocumentSizeExceeded");
  }
}

}  // namespace
}  // namespace ssm
