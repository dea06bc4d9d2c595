// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/test_file.h"

#include <fmt/format.h>

#include <map>
#include <tuple>

#include "actions/cloud/account_file.h"
#include "cli/testkit/case_reader.h"
#include "cli/testkit/inline_document.h"
#include "cli/testkit/node_merge.h"
#include "cli/testkit/test_keys.h"
#include "core/base/text.h"
#include "core/document/document.h"
#include "core/os/files.h"
#include "documents/predefined.h"

namespace ssm::testkit {
namespace {

constexpr std::size_t kMostCases = 10000;
constexpr std::size_t kMostNodes = 2000000;  // of all cases, tables spread out

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash + 1);
}

bool is_file_name(std::string_view text) {
  return text.ends_with(".yaml") || text.ends_with(".yml") || text.ends_with(".json");
}

/// Reads one test file: everything wrong with it, or its cases.
class Reader {
 public:
  explicit Reader(const std::string& path) : folder_(folder_of(path)) { file_.path = path; }

  TestFile read() {
    text_ = read_text(file_.path, {}).value_or("");
    return read_own_text();
  }

  TestFile read(std::string text) {
    text_ = std::move(text);
    return read_own_text();
  }

 private:
  TestFile read_own_text() {
    std::optional<Node> root;
    if (file_.problems.empty()) root = nodes_of(file_.path, text_);
    if (root && is_runbook(*root)) {
      add(root->at, {},
          fmt::format("this is a runbook, not a file of tests: `ssm-local test init {}` writes "
                      "tests of it, and `ssm-local test` runs them",
                      file_.path));
    } else if (root) {
      for (Problem& problem : file_problems(*root, kTestFileShape)) add(std::move(problem));
      if (file_.problems.empty()) read_cases(*root);
    }
    if (!file_.problems.empty()) file_.cases.clear();
    put_in_order();
    return std::move(file_);
  }

  static bool is_runbook(const Node& root) {
    return root.kind == Node::Kind::kMap && !root.find("cases") &&
           (root.find("schemaVersion") || root.find("mainSteps"));
  }

  void add(Problem problem) { file_.problems.push_back({file_.path, std::move(problem)}); }
  void add(Location at, const std::string& path, std::string message) {
    add(file_problem(at, path, std::move(message)));
  }

  /// As written; what several cases share, or rows have from their case, is said once.
  void put_in_order() {
    const auto key = [](const FileProblem& each) {
      const Problem& problem = each.problem;
      return std::tie(each.file, problem.at.line, problem.at.column, problem.message);
    };
    const auto before = [&](const FileProblem& a, const FileProblem& b) { return key(a) < key(b); };
    const auto same = [&](const FileProblem& a, const FileProblem& b) { return key(a) == key(b); };
    std::ranges::stable_sort(file_.problems, before);
    const auto repeated = std::ranges::unique(file_.problems, same);
    file_.problems.erase(repeated.begin(), repeated.end());
  }

  std::optional<std::string> read_text(const std::string& path, const Problem& place) {
    Result<std::string> text = read_file(path);
    std::optional<std::string> content;
    if (text) content = std::move(*text);
    if (std::ranges::find(file_.files, path, &ReadFile::path) == file_.files.end())
      file_.files.push_back({path, fingerprint_of(content)});
    if (content) return content;
    add(place.at, place.path, fmt::format("cannot be read: {}", text.error().message));
    return std::nullopt;
  }

  /// A YAML or JSON file; `place`: where it is named.
  std::optional<Node> read_nodes_of(const std::string& path, const Problem& place) {
    const std::optional<std::string> text = read_text(path, place);
    return text ? nodes_of(path, *text) : std::nullopt;
  }

  std::optional<Node> nodes_of(const std::string& path, const std::string& text) {
    auto node = read_any_nodes(text, path, kTestFileLimits);
    if (node) return std::move(*node);
    file_.problems.push_back({path, std::move(node.error())});
    return std::nullopt;
  }

  std::string beside(const std::string& name) const {
    return name.starts_with('/') ? name : folder_ + name;
  }

  // --- what a case shares with others ------------------------------------------------------------

  std::shared_ptr<const DocumentSource> read_document(const Node& node, const std::string& path) {
    if (node.kind == Node::Kind::kMap || node.text.find('\n') != std::string::npos)
      return inline_document(node, path);
    if (const auto known = documents_.find(node.text); known != documents_.end())
      return known->second;
    auto source = std::make_shared<DocumentSource>();
    source->name = node.text;
    if (is_file_name(node.text)) {
      source->name = "Document";
      source->path = beside(node.text);
      const auto text = read_text(source->path, file_problem(node.at, path, {}));
      if (!text) return nullptr;
      source->content = *text;
      source->format = guessed_format(*text, source->path);
    } else if (find_predefined(predefined_documents(), node.text) == nullptr) {
      add(node.at, path, unknown_document(node.text));
      return nullptr;
    }
    documents_.emplace(node.text, source);
    return source;
  }

  /// Those that steps may run; a case's take the place of the file's.
  void read_documents(const Node& map, const std::string& path, TestCase& test) {
    for (const Node::Member& member : map.members) {
      const auto read = read_document(member.value, joined_path(path, member.name));
      if (!read) continue;
      if (type_of(*read) == "Automation")
        for (const Problem& problem : refusals_[read.get()]) add(problem);
      auto named = std::make_shared<DocumentSource>(*read);
      named->name = member.name;
      std::erase_if(test.documents, [&](const auto& known) { return known->name == member.name; });
      test.documents.push_back(std::move(named));
    }
  }

  std::shared_ptr<const DocumentSource> inline_document(const Node& node, const std::string& path) {
    DocumentSource source = inline_source(node);
    // The rows of a table have the one of their case, unless they lay something over it.
    auto& known = inline_documents_[{node.at.line, node.at.column, source.content}];
    if (known) return known;
    if (lines_.empty()) lines_ = split(text_, '\n');
    known = std::make_shared<DocumentSource>(std::move(source));
    refusals_.emplace(known.get(), inline_problems(node, path, lines_));
    return known;
  }

  static std::string unknown_document(const std::string& name) {
    std::vector<std::string> names;
    for (const PredefinedDocument& document : predefined_documents())
      names.emplace_back(document.name);
    return fmt::format(
        "\"{}\" is no predefined runbook{}; a file ends in .yaml, .yml or .json; see ssm-local "
        "documents list",
        name, did_you_mean(name, names));
  }

  /// nullptr: it cannot be read.
  std::shared_ptr<const Json> read_account(const Node& node, const std::string& path) {
    if (node.kind == Node::Kind::kMap) {
      Json account = to_json(node);
      // Written once for the whole file, it is met in every case.
      if (inline_account_ && *inline_account_ == account) return inline_account_;
      check_account(file_.path, node, account, path);
      return inline_account_ = std::make_shared<const Json>(std::move(account));
    }
    if (const auto known = accounts_.find(node.text); known != accounts_.end())
      return known->second;
    const std::string name = beside(node.text);
    const auto root = read_nodes_of(name, file_problem(node.at, path, {}));
    if (!root) return nullptr;
    const auto account = std::make_shared<const Json>(to_json(*root));
    check_account(name, *root, *account, {});
    accounts_.emplace(node.text, account);
    return account;
  }

  void check_account(const std::string& file, const Node& root, const Json& account,
                     const std::string& path) {
    for (const std::string& problem : cloud::account_file_problems(account)) {
      const std::string_view place = std::string_view(problem).substr(0, problem.find(": "));
      file_.problems.push_back({file, file_problem(node_at(root, place).at, path, problem)});
    }
  }

  /// Mocks, and the file their places are in.
  struct PlacedMocks {
    std::string file;
    Mocks mocks;
  };

  /// `node`: nullptr = none.
  PlacedMocks read_mocks_of(const Node* node, const std::string& path) {
    if (node == nullptr) return {};
    std::optional<Node> root;
    PlacedMocks placed{file_.path, {}};
    if (node->kind != Node::Kind::kList) {
      placed.file = beside(node->text);
      if (const auto known = mocks_.find(placed.file); known != mocks_.end())
        return {placed.file, known->second};
      root = read_nodes_of(placed.file, file_problem(node->at, path, {}));
      if (!root) return placed;
    }
    auto mocks = root ? read_mocks(*root) : read_mocks(*node, path);
    if (mocks)
      placed.mocks = std::move(*mocks);
    else
      for (Problem& problem : mocks.error()) file_.problems.push_back({placed.file, problem});
    if (root) mocks_.emplace(placed.file, placed.mocks);
    return placed;
  }

  /// The document as mocks are held against it; nullptr: creating it will be refused.
  const Document* parsed(const DocumentSource& source) {
    const auto [found, is_new] = parsed_.try_emplace(&source);
    if (is_new) found->second = testkit::parsed(source);
    return found->second ? &*found->second : nullptr;
  }

  void check_mocks(const std::string& file, const Mocks& mocks, const Document& document) {
    for (Problem& problem : mock_problems(mocks, document))
      file_.problems.push_back({file, std::move(problem)});
  }

  void read_mocks_of_case(const Node& root, const Node& node, const std::string& path,
                          TestCase& test) {
    const PlacedMocks own = read_mocks_of(node.find("mocks"), path + ".mocks");
    if (!shared_mocks_) shared_mocks_ = read_mocks_of(root.find("mocks"), "mocks");
    const Document* document = test.document ? parsed(*test.document) : nullptr;
    Mocks shared = shared_mocks_->mocks;
    // The file's mocks are for the file's document; what another one lacks is not meant for it.
    if (document && node.find("document") && root.find("document"))
      std::erase_if(shared.mocks, [&](const Mock& mock) {
        return !mock.step.empty() && document->find_step(mock.step) == nullptr;
      });
    if (document) {
      check_mocks(own.file, own.mocks, *document);
      check_mocks(shared_mocks_->file, shared, *document);
    }
    test.mocks = joined(own.mocks, shared);
    const Node* strict = node.find("strict") ? node.find("strict") : root.find("strict");
    if (strict) test.mocks.strict = to_json(*strict) == true;
  }

  // --- cases -------------------------------------------------------------------------------------

  void read_cases(const Node& root) {
    const Node& cases = *root.find("cases");
    if (cases.items.empty()) add(cases.at, "cases", "there is no case");
    for (std::size_t i = 0; i < cases.items.size() && !is_full_; ++i)
      read_rows(root, cases.items[i], fmt::format("cases[{}]", i));
  }

  void read_rows(const Node& root, const Node& node, const std::string& path) {
    const Node* table = node.find("table");
    if (table == nullptr) return read_case(root, node, path, node.find("name")->text);
    if (table->items.empty()) add(table->at, path + ".table", "there is no row");
    Node base = node;
    std::erase_if(base.members, [](const Node::Member& member) { return member.name == "table"; });
    for (std::size_t i = 0; i < table->items.size() && !is_full_; ++i) {
      const Node& row = table->items[i];
      const Node* name = row.find("name");
      const Node* own = row.find("expect");
      const Node* shared = base.find("expect");
      if (own && shared && own->kind != shared->kind)
        add(own->at, fmt::format("{}.table[{}].expect", path, i),
            fmt::format("this is {}, what the case expects is {}: the one cannot be laid over the "
                        "other; write both as maps or both as lists",
                        kind_name(*own), kind_name(*shared)));
      read_case(root, merged(base, row), fmt::format("{}.table[{}]", path, i),
                fmt::format("{} › {}", node.find("name")->text,
                            name ? name->text : fmt::format("row {}", i + 1)));
    }
  }

  void read_case(const Node& root, const Node& node, const std::string& path, std::string name) {
    nodes_ += node_count(node);
    if (file_.cases.size() >= kMostCases || nodes_ > kMostNodes) {
      is_full_ = true;
      return add(node.at, path,
                 fmt::format("too many cases: at most {}, and {} values in all of them", kMostCases,
                             kMostNodes));
    }
    if (const auto [first, is_new] = names_.emplace(name, node.at); !is_new)
      add(node.at, path,
          fmt::format("the case in line {} has the name \"{}\", too", first->second.line, name));
    TestCase test;
    test.name = std::move(name);
    test.where = node.at;
    read_setup(root, node, path, test);
    CaseReader reader(path, test.document ? parsed(*test.document) : nullptr);
    reader.read(node, root.find("parameters"), test);
    for (Problem& problem : reader.problems) add(std::move(problem));
    file_.cases.push_back(std::move(test));
  }

  void read_setup(const Node& root, const Node& node, const std::string& path, TestCase& test) {
    const auto find = [&](std::string_view key) -> std::pair<const Node*, std::string> {
      const Node* own = node.find(key);
      if (own != nullptr) return {own, fmt::format("{}.{}", path, key)};
      return {root.find(key), std::string(key)};
    };
    const auto [document, document_path] = find("document");
    if (document == nullptr)
      add(node.at, path, "\"document\" is missing, here and for the file");
    else if (document != root.find("document"))
      test.document = read_document(*document, document_path);
    else
      test.document = shared_document_ =
          shared_document_ ? shared_document_ : read_document(*document, document_path);
    if (const Node* shared = root.find("documents")) read_documents(*shared, "documents", test);
    if (const Node* own = node.find("documents")) read_documents(*own, path + ".documents", test);
    if (const auto [account, account_path] = find("account"); account != nullptr)
      test.account = read_account(*account, account_path);
    if (const auto [quotas, quotas_path] = find("quotas"); quotas != nullptr)
      test.quotas = read_quotas(*quotas);
    if (test.document && !node.find("document-refused"))
      for (const Problem& problem : refusals_[test.document.get()]) add(problem);
    read_mocks_of_case(root, node, path, test);
  }

  std::string folder_;
  std::string text_;                // of the file
  std::vector<std::string> lines_;  // of it, once they are asked for
  TestFile file_;
  std::map<std::string, std::shared_ptr<const DocumentSource>> documents_;  // by what names them
  std::shared_ptr<const DocumentSource> shared_document_;                   // of the file
  std::map<std::tuple<int, int, std::string>, std::shared_ptr<const DocumentSource>>
      inline_documents_;                                         // by place and content
  std::map<std::string, std::shared_ptr<const Json>> accounts_;  // by file
  std::shared_ptr<const Json> inline_account_;                   // the last one
  std::map<std::string, Mocks> mocks_;
  std::optional<PlacedMocks> shared_mocks_;  // of the file
  std::map<const DocumentSource*, std::optional<Document>> parsed_;
  std::map<const DocumentSource*, std::vector<Problem>> refusals_;  // of those written inside
  std::map<std::string, Location> names_;                           // of cases
  std::size_t nodes_ = 0;
  bool is_full_ = false;
};

}  // namespace

std::size_t fingerprint_of(const std::optional<std::string>& content) {
  return content ? std::hash<std::string>()(*content) | 1U : 0;
}

TestFile read_test_file(const std::string& path) {
  return Reader(path).read();
}

TestFile read_test_text(const std::string& path, std::string text) {
  return Reader(path).read(std::move(text));
}

}  // namespace ssm::testkit
