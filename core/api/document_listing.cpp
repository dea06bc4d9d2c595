// SPDX-License-Identifier: Apache-2.0
// ListDocuments: the account's own documents and the predefined ones, by name. Any value of a
// filter may match, all filters must. Source: spec/api 4.
#include "core/api/documents.h"
#include "core/api/handlers.h"
#include "core/api/paging.h"
#include "core/api/service_errors.h"
#include "core/base/text.h"

namespace ssm {
namespace {

constexpr std::string_view kTagPrefix = "tag:";

struct Filter {
  std::string key;
  std::vector<std::string> values;
};

bool has_value(const Filter& filter, std::string_view value) {
  return std::find(filter.values.begin(), filter.values.end(), value) != filter.values.end();
}

bool matches_name(const DocumentRecord& record, const Filter& filter) {
  return std::any_of(filter.values.begin(), filter.values.end(),
                     [&](const std::string& prefix) { return record.name.starts_with(prefix); });
}

/// Public: what everybody sees, that is the predefined ones. Private: the account's own, none of
/// which is shared. (assumed)
bool matches_owner(const DocumentRecord& record, const Filter& filter) {
  const bool amazon = record.owner == "Amazon";
  if (has_value(filter, "All") || has_value(filter, record.owner)) return true;
  if (amazon) return has_value(filter, "Public");
  return has_value(filter, "Self") || has_value(filter, "Private");
}

bool matches_platform(const DocumentRecord& record, const Filter& filter) {
  const Json* platforms = find_member(record.description, "PlatformTypes");
  return platforms && std::any_of(platforms->begin(), platforms->end(), [&](const Json& platform) {
           return has_value(filter, platform.get<std::string>());
         });
}

bool matches_type(const DocumentRecord& record, const Filter& filter) {
  return has_value(filter, record.document_type);
}

bool matches_target(const DocumentRecord& record, const Filter& filter) {
  const std::string target = string_member(record.attributes, "TargetType");
  return !target.empty() && has_value(filter, target);
}

/// Part of the name, upper or lower case. (assumed)
bool matches_keyword(const DocumentRecord& record, const Filter& filter) {
  const std::string name = to_lower(record.name);
  return std::any_of(filter.values.begin(), filter.values.end(), [&](const std::string& keyword) {
    return name.find(to_lower(keyword)) != std::string::npos;
  });
}

/// "tag:KEY": one of the values, or any when none is given.
bool matches_tag(const DocumentRecord& record, const Filter& filter) {
  const std::string_view key = std::string_view(filter.key).substr(kTagPrefix.size());
  return std::any_of(record.tags.begin(), record.tags.end(), [&](const Json& tag) {
    return string_member(tag, "Key") == key &&
           (filter.values.empty() || has_value(filter, string_member(tag, "Value")));
  });
}

using Matcher = bool (*)(const DocumentRecord&, const Filter&);
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
Result<std::vector<Filter>> filters_of(const Json& request) {
  std::vector<Filter> filters;
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
  for (const Filter& filter : filters) {
    const Matcher matcher = find_matcher(filter.key);
    if (!matcher) return invalid_filter_key();
    if (matcher != matches_tag) continue;
    if (!tag_key.empty() && tag_key != filter.key) return invalid_filter_key();
    tag_key = filter.key;
  }
  return filters;
}

bool matches_all(const DocumentRecord& record, const std::vector<Filter>& filters) {
  return std::all_of(filters.begin(), filters.end(), [&](const Filter& filter) {
    return find_matcher(filter.key)(record, filter);
  });
}

Result<std::vector<DocumentRecord>> visible_documents(const Call& call) {
  DocumentStore store(call.ports.database);
  TRY_ASSIGN(std::vector<DocumentRecord> records, store.list(call.caller.scope));
  for (const PredefinedDocument& document : call.ports.predefined)
    records.push_back(predefined_record(document));
  std::sort(records.begin(), records.end(),
            [](const DocumentRecord& a, const DocumentRecord& b) { return a.name < b.name; });
  return records;
}

}  // namespace

Result<Reply> list_documents(const Call& call) {
  TRY_ASSIGN(const std::vector<Filter> filters, filters_of(call.request));
  TRY_ASSIGN(const Page page, requested_page(call.request, "ListDocuments"));
  TRY_ASSIGN(const std::vector<DocumentRecord> records, visible_documents(call));
  const std::string after = page.after ? string_member(*page.after, "name") : std::string();

  Json response = Json::object();
  Json list = Json::array();
  std::string last;
  for (const DocumentRecord& record : records) {
    if ((page.after && record.name <= after) || !matches_all(record, filters)) continue;
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
