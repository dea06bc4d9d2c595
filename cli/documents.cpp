// SPDX-License-Identifier: Apache-2.0
#include "cli/documents.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>

#include "actions/registry.h"
#include "cli/commands/context.h"
#include "cli/output/print.h"
#include "cli/retired_runtimes.h"
#include "cli/testkit/text_table.h"
#include "core/api/document_library.h"
#include "core/document/node.h"
#include "core/launch/find_document.h"
#include "core/os/clock.h"
#include "core/os/files.h"
#include "core/os/process.h"
#include "core/plan/obstacles.h"
#include "core/store/document_store.h"
#include "documents/predefined.h"

namespace ssm {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostDocumentFiles = 4000;

/// Text that is looked at only to see whether it is a document: mocks and accounts may be large.
constexpr DocumentLimits kAnyText{.max_bytes = 16 * 1024 * 1024, .max_nodes = 4'000'000};

struct DocumentFile {
  std::string path;
  bool is_named;  // itself, not its folder: then it has to be a document
};

bool has_document_ending(std::string_view name) {
  return name.ends_with(".yaml") || name.ends_with(".yml") || name.ends_with(".json");
}

/// "AWS-Rest" of "folder/AWS-Rest.yaml".
std::string document_name_of(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  return std::string(has_document_ending(name) ? name.substr(0, name.rfind('.')) : name);
}

/// In order of their names. Errors: code "File".
Result<std::vector<DocumentFile>> files_in_folder(const std::string& folder) {
  std::vector<DocumentFile> files;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    std::error_code unknown;
    // A pipe would keep us waiting.
    if (name.starts_with('.') || !has_document_ending(name) || !entry->is_regular_file(unknown))
      continue;
    files.push_back({(fs::path(folder) / name).string(), false});
    if (files.size() > kMostDocumentFiles)
      return failure("File", fmt::format("{}: more than {} files", folder, kMostDocumentFiles));
  }
  if (error) return failure("File", fmt::format("{}: {}", folder, error.message()));
  if (files.empty())
    return failure("File", fmt::format("{}: no file *.yaml, *.yml or *.json here", folder));
  std::ranges::sort(files, {}, &DocumentFile::path);
  return files;
}

Result<std::vector<DocumentFile>> files_of(std::span<const std::string> paths) {
  std::vector<DocumentFile> files;
  for (const std::string& path : paths) {
    std::error_code unknown;
    if (!fs::is_directory(path, unknown)) {
      files.push_back({path, true});
      continue;
    }
    TRY_ASSIGN(const std::vector<DocumentFile> more, files_in_folder(path));
    files.insert(files.end(), more.begin(), more.end());
  }
  return files;
}

/// Text without schemaVersion: mocks, tests, accounts.
bool is_of_another_kind(const std::string& path, const std::string& content) {
  const auto root = read_any_nodes(content, path, kAnyText);
  return root && root->find("schemaVersion") == nullptr;
}

/// What several files hold, and everything that is wrong with them.
class DocumentFiles {
 public:
  explicit DocumentFiles(const std::vector<DocumentFile>& files) {
    for (const DocumentFile& file : files) {
      Result<std::string> content = read_file(file.path);
      if (!content)
        problems_ += content.error().message + "\n";
      else if (!file.is_named && is_of_another_kind(file.path, *content))
        skipped_.push_back(file.path);
      else
        read_document(file.path, *std::move(content));
    }
  }

  const std::vector<LibraryDocument>& documents() const { return documents_; }
  const std::vector<std::string>& skipped() const { return skipped_; }
  /// A line for each problem.
  const std::string& problems() const { return problems_; }

 private:
  void read_document(const std::string& path, std::string content) {
    const std::string name = document_name_of(path);
    if (const auto [first, is_new] = paths_.emplace(name, path); !is_new) {
      problems_ += fmt::format("{}: {} is document {} already\n", path, first->second, name);
      return;
    }
    const DocumentFormat format = guessed_format(content, path);
    auto document = read_library_document(name, std::move(content), format, action_catalog(),
                                          allows_retired_runtimes());
    if (document) {
      documents_.push_back(*std::move(document));
      return;
    }
    for (const Problem& problem : document.error()) problems_ += to_text(problem, path) + "\n";
  }

  std::map<std::string, std::string> paths_;  // by name of the document
  std::vector<LibraryDocument> documents_;
  std::vector<std::string> skipped_;
  std::string problems_;
};

tl::unexpected<Error> nothing_changed(std::string_view what, std::string_view problems) {
  return failure("Documents", fmt::format("{}:\n{}", what, problems));
}

std::string_view to_words(LoadedDocument::Change change) {
  switch (change) {
    case LoadedDocument::Change::kNew:
      return "new";
    case LoadedDocument::Change::kNewVersion:
      return "new version";
    case LoadedDocument::Change::kNone:
      return "as it was";
  }
  return {};
}

void tell_obstacles(const LibraryDocument& document) {
  if (document.document_type != "Automation") return;
  const std::string text = obstacles_text(obstacles_in(
      document.content, guessed_format(document.content), action_catalog(), has_program));
  if (!text.empty()) print_diagnostic(fmt::format("ssm-local: {}: {}\n", document.name, text));
}

/// All of them, or none.
Result<int> load_documents(Database& database, const AccountRegion& scope,
                           std::span<const std::string> paths) {
  constexpr std::string_view kNothing = "nothing is loaded";
  TRY_ASSIGN(const std::vector<DocumentFile> files, files_of(paths));
  const DocumentFiles read(files);
  if (!read.problems().empty()) return nothing_changed(kNothing, read.problems());
  if (read.documents().empty())
    return nothing_changed(kNothing,
                           "no file has a schemaVersion: there is no document among them");

  TRY_ASSIGN(Transaction all, Transaction::begin(database));
  std::vector<testkit::TableRow> rows;
  for (const LibraryDocument& document : read.documents()) {
    const auto loaded = load_document(database, scope, document, WallClock().now());
    if (!loaded && loaded.error().code == "State") return tl::unexpected(loaded.error());
    if (!loaded) return nothing_changed(kNothing, document.name + ": " + loaded.error().message);
    rows.push_back({{document.name, loaded->owner, fmt::format("version {}", loaded->version),
                     std::string(to_words(loaded->change))}});
  }
  TRY(all.commit());
  for (const LibraryDocument& document : read.documents()) tell_obstacles(document);
  for (const std::string& path : read.skipped())
    print_diagnostic(fmt::format("ssm-local: {} has no schemaVersion and is left out\n", path));
  return print_answer(testkit::text_table(rows, false));
}

Result<int> list_library(Database& database, const AccountRegion& scope) {
  TRY_ASSIGN(const std::vector<DocumentRecord> records, DocumentStore(database).list(scope));
  std::map<std::string, testkit::TableRow> rows;
  for (const PredefinedDocument& document : predefined_documents())
    rows[std::string(document.name)] = {
        {std::string(document.name), std::string(kAmazonOwner), "predefined"}};
  for (const DocumentRecord& record : records)
    rows[record.name] = {{record.name, record.owner, fmt::format("version {}", record.version)}};
  std::vector<testkit::TableRow> table;
  for (const auto& [name, row] : rows) table.push_back(row);
  return print_answer(testkit::text_table(table, false));
}

Result<int> remove_documents(Database& database, const AccountRegion& scope,
                             std::span<const std::string> names) {
  std::string problems;
  TRY_ASSIGN(Transaction all, Transaction::begin(database));
  for (const std::string& name : names) {
    const Completed removed = remove_document(database, scope, name);
    if (!removed && removed.error().code == "State") return tl::unexpected(removed.error());
    if (removed) continue;
    const bool stays = removed.error().code == "InvalidDocument" &&
                       find_predefined(predefined_documents(), name) != nullptr;
    problems += stays ? fmt::format("Document {} is predefined and stays.\n", name)
                      : removed.error().message + "\n";
  }
  if (!problems.empty()) return nothing_changed("nothing is removed", problems);
  TRY(all.commit());
  return 0;
}

constexpr std::array kDocumentsForms = {
    CommandForm{"list", "list the documents of the library and the predefined ones"},
    CommandForm{"load FILE|FOLDER...", "load runbooks under their files' names, AWS-... ones too"},
    CommandForm{"remove NAME...", "remove documents from the library"},
};
constexpr std::array kDocumentsOptions = {kStateDirOption, kRegionOption};
constexpr std::string_view kDocumentsNotes =
    "A document has the name of its file without the ending, AWS-... too. Of a folder\n"
    "the files *.yaml, *.yml and *.json are loaded that have a schemaVersion.\n";

Result<int> run_documents(Context& context, const Call& call) {
  TRY_ASSIGN(const Caller caller, context.caller());
  TRY_ASSIGN(Database * database, context.database());
  const std::string& verb = call.operands[0];
  const std::span<const std::string> operands = std::span(call.operands).subspan(1);
  if (verb == "list") return list_library(*database, caller.scope);
  if (verb == "load") return load_documents(*database, caller.scope, operands);
  return remove_documents(*database, caller.scope, operands);
}

}  // namespace

constinit const Command kDocumentsCommand{
    .name = "documents",
    .doc = "Lists, loads and removes the documents of the library.",
    .forms = kDocumentsForms,
    .options = kDocumentsOptions,
    .notes = kDocumentsNotes,
    .run = run_documents};

}  // namespace ssm
