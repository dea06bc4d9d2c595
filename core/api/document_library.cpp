// SPDX-License-Identifier: Apache-2.0
#include "core/api/document_library.h"

#include <fmt/format.h>

#include "core/api/document_content.h"
#include "core/api/service_errors.h"
#include "core/api/shapes.h"
#include "core/base/id.h"
#include "core/base/pattern.h"
#include "core/base/text.h"
#include "core/document/check.h"
#include "core/launch/find_document.h"
#include "core/store/document_store.h"

namespace ssm {
namespace {

constexpr std::int64_t kMostOwn = 500;
constexpr std::int64_t kMostOfAmazon = 2000;  // AWS publishes some 800

/// AWSEC2, AWSConfigRemediation and AWSSupport begin with aws too. Source: CreateDocument's Name.
constexpr std::string_view kReservedPrefixes[] = {"aws", "amazon", "amzn"};

/// What a schema version says of the type of a document that may be loaded.
struct TypeOfSchema {
  std::string_view schema_version;
  std::string_view document_type;
};
constexpr TypeOfSchema kTypesOfSchemas[] = {
    {"0.3", "Automation"}, {"1.2", "Command"}, {"2.0", "Command"}, {"2.2", "Command"}};

std::vector<Problem> library_name_problems(const std::string& name) {
  const std::string_view shape = shapes::kDocumentName.pattern;
  const Result<Pattern> pattern = Pattern::compile(shape);
  const Result<bool> is_name = pattern ? pattern->matches(name) : Result<bool>(true);
  if (is_name && *is_name) return {};
  return {{.code = "InvalidDocument",
           .message = fmt::format("\"{}\" is no document name: {}", name, shape),
           .at = {},
           .path = {}}};
}

/// Empty: none that may be loaded.
std::string_view loadable_type(const Node* schema_version) {
  for (const TypeOfSchema& row : kTypesOfSchemas)
    if (schema_version && schema_version->text == row.schema_version) return row.document_type;
  return {};
}

Problem not_loadable(const Node* schema_version) {
  return {.code = "InvalidDocumentSchemaVersion",
          .message = schema_version
                         ? "Only runbooks (0.3) and Command documents (1.2, 2.0, 2.2) are loaded."
                         : "Missing \"schemaVersion\" in the document.",
          .at = schema_version ? schema_version->at : Location{1, 1},
          .path = schema_version ? "schemaVersion" : ""};
}

/// Checks the text and describes it.
std::vector<Problem> read_library_runbook(LibraryDocument& document, DocumentFormat format,
                                          const ActionCatalog& actions,
                                          bool allows_retired_runtimes) {
  const bool is_amazons = is_reserved_name(document.name);
  const auto parsed =
      parse_document(document.content, format,
                     {.actions = actions,
                      .strictness = is_amazons ? Strictness::kChecked : Strictness::kCreation,
                      .allows_retired_runtimes = allows_retired_runtimes});
  if (!parsed) return parsed.error();
  document.description = describe_content(document.document_type, parsed->root);
  if (!is_amazons || allows_retired_runtimes) return {};
  return find_retired_runtimes(*parsed);
}

std::vector<Problem> read_library_command(LibraryDocument& document, const ActionCatalog& actions,
                                          bool allows_retired_runtimes) {
  const Result<Json> description = check_content(
      document.document_type, document.format, document.content, actions, allows_retired_runtimes);
  if (!description)
    return {{.code = description.error().code,
             .message = description.error().message,
             .at = {1, 1},
             .path = {}}};
  document.description = *description;
  return {};
}

DocumentRecord loaded_record(const LibraryDocument& document, const AccountRegion& scope,
                             Time now) {
  DocumentRecord record;
  record.name = document.name;
  record.document_type = document.document_type;
  record.format = document.format;
  record.content = document.content;
  record.description = document.description;
  record.hash = sha256_hex(document.content);
  record.created = now;
  record.owner = is_reserved_name(document.name) ? kAmazonOwner : scope.account;
  return record;
}

/// A version behind `latest`.
Completed add_loaded_version(DocumentStore& store, const AccountRegion& scope,
                             const DocumentRecord& latest, DocumentRecord& record) {
  if (latest.document_type != record.document_type)
    return failure("InvalidDocument",
                   fmt::format("Document {} is of type {} already, not {}.", record.name,
                               latest.document_type, record.document_type));
  TRY_ASSIGN(const std::int64_t count, store.count_versions(scope, record.name));
  if (count >= kMostDocumentVersions) return too_many_versions(record.name, kMostDocumentVersions);
  TRY_ASSIGN(record.version, store.next_number(scope, record.name));
  record.attributes = latest.attributes;
  record.attributes.erase("Attachments");  // are each version's own
  return store.insert_version(scope, record);
}

}  // namespace

bool is_reserved_name(std::string_view name) {
  const std::string lower = to_lower(name);
  return std::ranges::any_of(
      kReservedPrefixes, [&](const std::string_view prefix) { return lower.starts_with(prefix); });
}

Completed check_room_in_library(Database& database, const AccountRegion& scope,
                                std::string_view owner) {
  const std::int64_t most = owner == kAmazonOwner ? kMostOfAmazon : kMostOwn;
  TRY_ASSIGN(const std::int64_t count, DocumentStore(database).count(scope, owner));
  if (count >= most) return too_many_documents(most);
  return {};
}

tl::expected<LibraryDocument, std::vector<Problem>> read_library_document(
    std::string name, std::string content, DocumentFormat format, const ActionCatalog& actions,
    bool allows_retired_runtimes) {
  LibraryDocument document{.name = std::move(name),
                           .document_type = {},
                           .format = format == DocumentFormat::kJson ? "JSON" : "YAML",
                           .content = std::move(content),
                           .description = {}};
  std::vector<Problem> problems = library_name_problems(document.name);
  const auto add = [&](const std::vector<Problem>& more) {
    problems.insert(problems.end(), more.begin(), more.end());
  };
  if (const auto root = read_nodes(document.content, format); !root) {
    add({root.error()});
  } else {
    const Node* schema_version = root->find("schemaVersion");
    document.document_type = loadable_type(schema_version);
    if (document.document_type.empty())
      add({not_loadable(schema_version)});
    else if (document.document_type == "Automation")
      add(read_library_runbook(document, format, actions, allows_retired_runtimes));
    else
      add(read_library_command(document, actions, allows_retired_runtimes));
  }
  if (!problems.empty()) return tl::unexpected(std::move(problems));
  return document;
}

Result<LoadedDocument> load_document(Database& database, const AccountRegion& scope,
                                     const LibraryDocument& document, Time now) {
  using Change = LoadedDocument::Change;
  TRY_ASSIGN(Transaction transaction, Transaction::begin(database));
  DocumentStore store(database);
  DocumentRecord record = loaded_record(document, scope, now);
  LoadedDocument loaded{.owner = record.owner};
  TRY_ASSIGN(const std::optional<DocumentRecord> latest,
             store.find(scope, record.name, {"$LATEST", {}}));
  if (!latest) {
    TRY(check_room_in_library(database, scope, record.owner));
    TRY(store.insert(scope, record));
  } else if (latest->content == record.content && latest->format == record.format) {
    loaded.change = Change::kNone;
    record.version = latest->version;
  } else {
    loaded.change = Change::kNewVersion;
    TRY(add_loaded_version(store, scope, *latest, record));
  }
  loaded.version = record.version;
  TRY(store.set_default(scope, record.name, record.version));
  TRY(transaction.commit());
  return loaded;
}

Completed remove_document(Database& database, const AccountRegion& scope, const std::string& name) {
  TRY_ASSIGN(Transaction transaction, Transaction::begin(database));
  DocumentStore store(database);
  TRY_ASSIGN(const std::string owner, store.owner(scope, name));
  if (owner.empty()) return document_not_found(name);
  TRY_ASSIGN(const std::vector<Share> shares, store.shares(scope, name));
  if (!shares.empty())
    return invalid_document_operation(fmt::format(
        "Document {} is shared: end that first with modify-document-permission.", name));
  TRY(store.remove(scope, name));
  return transaction.commit();
}

}  // namespace ssm
