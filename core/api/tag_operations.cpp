// SPDX-License-Identifier: Apache-2.0
// The three operations on tags. Resources: the account's own documents, by name, and executions,
// by id. There are none of the other types here. Source: spec/api 4.
#include "core/api/handlers.h"
#include "core/api/service_errors.h"
#include "core/launch/tags.h"
#include "core/store/document_store.h"
#include "core/store/execution_store.h"
#include "core/store/execution_tags.h"

namespace ssm {
namespace {

/// A kind of resource that carries tags.
struct TaggedKind {
  std::string_view type;
  std::size_t most_tags;
  Result<Json> (*read)(const RequestContext& call,
                       const std::string& id);  // Errors: InvalidResourceId
  Completed (*write)(const RequestContext& call, const std::string& id, const Json& tags);
};

Result<Json> read_document_tags(const RequestContext& call, const std::string& name) {
  DocumentStore store(call.ports.database);
  TRY_ASSIGN(const std::optional<DocumentRecord> record, store.find(call.caller.scope, name, {}));
  if (!record || record->owner != call.caller.scope.account) return invalid_resource_id();
  return record->tags;
}

Completed write_document_tags(const RequestContext& call, const std::string& name,
                              const Json& tags) {
  return DocumentStore(call.ports.database).set_tags(call.caller.scope, name, tags);
}

Result<Json> read_execution_tags(const RequestContext& call, const std::string& id) {
  ExecutionStore store(call.ports.database, call.ports.actions);
  TRY_ASSIGN(const bool exists, store.exists(call.caller.scope, id));
  if (!exists) return invalid_resource_id();
  return execution_tags(call.ports.database, id);
}

Completed write_execution_tags(const RequestContext& call, const std::string& id,
                               const Json& tags) {
  return set_execution_tags(call.ports.database, id, tags);
}

constexpr TaggedKind kKinds[] = {
    {"Document", kMostDocumentTags, read_document_tags, write_document_tags},
    {"Automation", kMostExecutionTags, read_execution_tags, write_execution_tags},
};

/// The resource that a request names.
struct Resource {
  const TaggedKind* kind = nullptr;
  std::string id;
  Json tags;
};

/// Errors: InvalidResourceType, InvalidResourceId.
Result<Resource> find_resource(const RequestContext& call) {
  Resource resource;
  const std::string type = string_member(call.request, "ResourceType");
  for (const TaggedKind& kind : kKinds)
    if (kind.type == type) resource.kind = &kind;
  if (!resource.kind) return invalid_resource_type();
  resource.id = string_member(call.request, "ResourceId");
  TRY_ASSIGN(resource.tags, resource.kind->read(call, resource.id));
  return resource;
}

}  // namespace

Result<Reply> add_tags_to_resource(const RequestContext& call) {
  TRY_ASSIGN(Transaction transaction, Transaction::begin(call.ports.database));
  TRY_ASSIGN(const Resource resource, find_resource(call));
  TRY_ASSIGN(const Json tags, with_tags(resource.tags, *find_member(call.request, "Tags"),
                                        resource.kind->most_tags));
  TRY(resource.kind->write(call, resource.id, tags));
  TRY(transaction.commit());
  return Reply{Json::object()};
}

Result<Reply> remove_tags_from_resource(const RequestContext& call) {
  TRY_ASSIGN(Transaction transaction, Transaction::begin(call.ports.database));
  TRY_ASSIGN(const Resource resource, find_resource(call));
  const Json tags = without_tags(resource.tags, *find_member(call.request, "TagKeys"));
  TRY(resource.kind->write(call, resource.id, tags));
  TRY(transaction.commit());
  return Reply{Json::object()};
}

Result<Reply> list_tags_for_resource(const RequestContext& call) {
  TRY_ASSIGN(Resource resource, find_resource(call));
  return Reply{Json{{"TagList", std::move(resource.tags)}}};
}

}  // namespace ssm
