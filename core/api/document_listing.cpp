// SPDX-License-Identifier: Apache-2.0
// ListDocuments: the documents of the account's library, the predefined ones, and those that are
// shared, by name. Any value of a filter may match, all filters must. Source: spec/api 4.
#include <algorithm>

#include "core/api/document_view.h"
#include "core/api/handlers.h"
#include "core/api/paging.h"
#include "core/api/service_errors.h"
#include "core/base/text.h"

namespace ssm {
namespace {

constexpr std::string_view kTagPrefix = "tag:";

struct DocumentFilter {
  std::string key;
  std::vector<std::string> values;
};

/// A document that the caller sees, and why.
struct Visible {
  enum class From { kSelf, kAmazon, kOther };
  DocumentRecord record;
  From from = From::kSelf;
  bool is_public = false;  // shared with all
};

bool has_value(const DocumentFilter& filter, std::string_view value) {
  return std::find(filter.values.begin(), filter.values.end(), value) != filter.values.end();
}

bool matches_name(const Visible& visible, const DocumentFilter& filter) {
  const DocumentRecord& record = visible.record;
  return std::any_of(filter.values.begin(), filter.values.end(),
                     [&](const std::string& prefix) { return record.name.starts_with(prefix); });
}

/// Public: what everybody sees. Private: what is the caller's own, or shared with it and not with
/// all. (assumed)
bool matches_owner(const Visible& visible, const DocumentFilter& filter) {
  if (has_value(filter, "All") || has_value(filter, visible.record.owner)) return true;
  const bool is_public = visible.from == Visible::From::kAmazon || visible.is_public;
  if (has_value(filter, "Self") && visible.from == Visible::From::kSelf) return true;
  return has_value(filter, is_public ? "Public" : "Private");
}

bool matches_platform(const Visible& visible, const DocumentFilter& filter) {
  const DocumentRecord& record = visible.record;
  const Json* platforms = find_member(record.description, "PlatformTypes");
  return platforms && std::any_of(platforms->begin(), platforms->end(), [&](const Json& platform) {
           return has_value(filter, platform.get<std::string>());
         });
}

bool matches_type(const Visible& visible, const DocumentFilter& filter) {
  const DocumentRecord& record = visible.record;
  return has_value(filter, record.document_type);
}

bool matches_target(const Visible& visible, const DocumentFilter& filter) {
  const DocumentRecord& record = visible.record;
  const std::string target = string_member(record.attributes, "TargetType");
  return !target.empty() && has_value(filter, target);
}

/// Part of the name, upper or lower case. (assumed)
bool matches_keyword(const Visible& visible, const DocumentFilter& filter) {
  const DocumentRecord& record = visible.record;
  const std::string name = to_lower(record.name);
  return std::any_of(filter.values.begin(), filter.values.end(), [&](const std::string& keyword) {
    return name.find(to_lower(keyword)) != std::string::npos;
  });
}

/// "tag:KEY": one of the values, or any when none is given.
bool matches_tag(const Visible& visible, const DocumentFilter& filter) {
  const DocumentRecord& record = visible.record;
  const std::string_view key = std::string_view(filter.key).substr(kTagPrefix.size());
  return std::any_of(record.tags.begin(), record.tags.end(), [&](const Json& tag) {
    return string_member(tag, "Key") == key &&
           (filter.values.empty() || has_value(filter, string_member(tag, "Value")));
  });
}

using Matcher = bool (*)(const Visible&, const DocumentFilter&);
struct FilterRow {
  std::string_view key;
  Matcher matches;
};
constexpr FilterRow kFilters[] = {
    {"Name", matches_name},
    {"Owner", matches_owner},
    {"PlatformTypes", matches_platform},
    {"DocumentType", matches_type},
    {"TargetType", matches_target},
    {"SearchKeyword", matches_keyword},
};

Matcher find_matcher(std::string_view key) {
  if (key.starts_with(kTagPrefix) && key.size() > kTagPrefix.size()) return matches_tag;
  for (const FilterRow& row : kFilters)
    if (row.key == key) return row.matches;
  return nullptr;
}

/// Both forms of a filter. Errors: InvalidFilterKey, also for a second tag key.
Result<std::vector<DocumentFilter>> document_filters_of(const Json& request) {
  std::vector<DocumentFilter> filters;
  const Json* current = find_member(request, "Filters");
  const Json* old = find_member(request, "DocumentFilterList");
  if (current && old)
    return validation_error("Filters and DocumentFilterList must not be used together.");
  if (current)
    for (const Json& entry : *current)
      filters.push_back({string_member(entry, "Key"), entry.value("Values", Json::array())});
  if (old)
    for (const Json& entry : *old)
      filters.push_back({string_member(entry, "key"), {string_member(entry, "value")}});
  std::string_view tag_key;
  for (const DocumentFilter& filter : filters) {
    const Matcher matcher = find_matcher(filter.key);
    if (!matcher) return invalid_filter_key();
    if (matcher != matches_tag) continue;
    if (!tag_key.empty() && tag_key != filter.key) return invalid_filter_key();
    tag_key = filter.key;
  }
  return filters;
}

bool matches_all(const Visible& visible, const std::vector<DocumentFilter>& filters) {
  return std::all_of(filters.begin(), filters.end(), [&](const DocumentFilter& filter) {
    return find_matcher(filter.key)(visible, filter);
  });
}

/// What other accounts share. `name` is then the ARN.
Completed add_shared(const RequestContext& call, std::vector<Visible>& list) {
  TRY_ASSIGN(const std::vector<SharedDocument> shared,
             DocumentStore(call.ports.database).shared_with(call.caller.scope));
  for (const SharedDocument& document : shared) {
    const AccountRegion owner{document.owner, call.caller.scope.region};
    const std::string version =
        document.share.version == "$LATEST" ? document.share.version : "$DEFAULT";
    TRY_ASSIGN(std::optional<DocumentRecord> record,
               DocumentStore(call.ports.database).find(owner, document.name, {version, {}}));
    if (!record) continue;
    record->tags = Json::array();
    record->name = shown_name(call.caller.scope, *record);
    list.push_back({std::move(*record), Visible::From::kOther, document.share.account == "all"});
  }
  return {};
}

Result<std::vector<Visible>> visible_documents(const RequestContext& call) {
  DocumentStore store(call.ports.database);
  TRY_ASSIGN(std::vector<DocumentRecord> own, store.list(call.caller.scope));
  std::vector<Visible> list;
  // What was loaded under the name of a predefined document takes its place.
  for (const PredefinedDocument& document : call.ports.predefined)
    if (!std::ranges::binary_search(own, document.name, {}, &DocumentRecord::name))
      list.push_back({predefined_record(document), Visible::From::kAmazon, true});
  for (DocumentRecord& record : own) {
    const bool is_amazons = record.owner == kAmazonOwner;
    list.push_back({std::move(record), is_amazons ? Visible::From::kAmazon : Visible::From::kSelf,
                    is_amazons});
  }
  TRY(add_shared(call, list));
  std::sort(list.begin(), list.end(),
            [](const Visible& a, const Visible& b) { return a.record.name < b.record.name; });
  return list;
}

}  // namespace

Result<Reply> list_documents(const RequestContext& call) {
  TRY_ASSIGN(const std::vector<DocumentFilter> filters, document_filters_of(call.request));
  TRY_ASSIGN(const Page page, requested_page(call.request, "ListDocuments"));
  TRY_ASSIGN(const std::vector<Visible> documents, visible_documents(call));
  const std::string after = page.after ? string_member(*page.after, "name") : std::string();

  Json response = Json::object();
  Json list = Json::array();
  std::string last;
  for (const Visible& visible : documents) {
    const DocumentRecord& record = visible.record;
    if ((page.after && record.name <= after) || !matches_all(visible, filters)) continue;
    if (static_cast<std::int64_t>(list.size()) == page.limit) {
      set_next_page(response, call.request, "ListDocuments", Json{{"name", last}});
      break;
    }
    list.push_back(document_identifier(record));
    last = record.name;
  }
  response["DocumentIdentifiers"] = std::move(list);
  return Reply{std::move(response)};
}

}  // namespace ssm
