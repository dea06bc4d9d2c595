// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/mock_test_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "cli/testkit/document_source.h"
#include "cli/testkit/test_file.h"
#include "cli/testkit/test_run.h"
#include "core/os/files.h"

namespace ssm::testkit {
namespace {

class MocksOfTestFile {
 public:
  MocksOfTestFile(std::string name, std::deque<MockCheck>& checks)
      : name_(std::move(name)), checks_(checks) {}

  void check(const std::string& text) {
    check_of(name_);
    file_ = read_test_text(name_, text);
    for (FileProblem& each : file_.problems) check_of(each.file).add(std::move(each.problem));
    const auto root = read_any_nodes(text, name_, kTestFileLimits);
    const Node* cases = root ? root->find("cases") : nullptr;
    if (cases == nullptr) return;
    for (std::size_t i = 0; i < cases->items.size(); ++i)
      check_case(cases->items[i], fmt::format("cases[{}]", i));
    check_mocks(*root, {}, shared_document_);
  }

 private:
  MockCheck& check_of(const std::string& file) {
    const auto [known, is_new] = known_.try_emplace(file, nullptr);
    if (is_new) known->second = &checks_.emplace_back(file);
    return *known->second;
  }

  void check_case(const Node& node, const std::string& path) {
    const Node* table = node.find("table");
    const Document* document = table ? nullptr : document_at(node);
    for (std::size_t i = 0; table && i < table->items.size(); ++i) {
      const Node& row = table->items[i];
      const Document* own = document_at(row);
      check_mocks(row, fmt::format("{}.table[{}]", path, i), own);
      if (!row.find("document")) document = own;
    }
    check_mocks(node, path, document);
    if (!node.find("document") && document) shared_document_ = document;
  }

  /// Of the case that is written there; nullptr: it has none that can be created.
  const Document* document_at(const Node& node) {
    const auto test = std::ranges::find(file_.cases, node.at, &TestCase::where);
    if (test == file_.cases.end() || !test->document) return nullptr;
    const auto [known, is_new] = documents_.try_emplace(test->document.get());
    if (is_new) known->second = parsed(*test->document);
    return known->second ? &*known->second : nullptr;
  }

  /// Those of the file, of a case or of a row.
  void check_mocks(const Node& holder, const std::string& path, const Document* document) {
    const Node* mocks = holder.find("mocks");
    if (mocks == nullptr) return;
    if (mocks->kind == Node::Kind::kList)
      return check_of(name_).read(*mocks, path.empty() ? "mocks" : path + ".mocks", document);
    const std::string file = (std::filesystem::path(name_).parent_path() / mocks->text).string();
    const Result<std::string> text = read_file(file);  // that it cannot be read is said already
    if (text && read_.insert(file).second) check_of(file).read(*text, document);
  }

  std::string name_;
  std::deque<MockCheck>& checks_;
  TestFile file_;
  std::map<std::string, MockCheck*> known_;  // by file
  std::set<std::string> read_;               // mock files
  std::map<const DocumentSource*, std::optional<Document>> documents_;
  const Document* shared_document_ = nullptr;  // of cases that have none of their own
};

}  // namespace

bool is_test_file(const std::string& name, const std::string& text) {
  if (is_name_of_tests(name)) return true;
  const auto root = read_any_nodes(text, name, kTestFileLimits);
  return root && root->find("cases") != nullptr;
}

void check_mocks_of_test_file(const std::string& name, const std::string& text,
                              std::deque<MockCheck>& checks) {
  MocksOfTestFile(name, checks).check(text);
}

}  // namespace ssm::testkit
