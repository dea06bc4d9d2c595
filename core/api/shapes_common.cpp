// SPDX-License-Identifier: Apache-2.0
// What operations of several groups share, and the operations on tags.
#include "core/api/shapes.h"
#include "core/model/shape_table.h"

namespace ssm::shapes {

constinit const Shape kBoolean = plain("Boolean", Kind::kBoolean);
constinit const Shape kTagKey = text("TagKey", {1, 128}, R"(^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$)");
constinit const Shape kTagValue = text("TagValue", {0, 256}, R"(^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$)");

constexpr MemberShape kTagMembers[] = {
    {"Key", &kTagKey, kRequired, "Name of the tag."},
    {"Value", &kTagValue, kRequired, "Value of the tag, may be empty."},
};
constinit const Shape kTag = structure("Tag", kTagMembers);

constinit const Shape kTagList = list("TagList", &kTag, {.max = 1000});
constinit const Shape kDateTime = plain("DateTime", Kind::kTimestamp);
constinit const Shape kMaxResults = plain("MaxResults", Kind::kInteger, {1, 50});
constinit const Shape kNextToken = text("NextToken");

constexpr std::string_view kResourceTypeForTaggingValues[] = {
    "Document", "ManagedInstance", "MaintenanceWindow", "Parameter",   "PatchBaseline",
    "OpsItem",  "OpsMetadata",     "Automation",        "Association", "CloudConnector"};
constinit const Shape kResourceTypeForTagging =
    choice("ResourceTypeForTagging", kResourceTypeForTaggingValues);

constinit const Shape kResourceId = text("ResourceId");
constinit const Shape kKeyList = list("KeyList", &kTagKey);

constexpr MemberShape kAddTagsToResourceRequestMembers[] = {
    {"ResourceType", &kResourceTypeForTagging, kRequired,
     "Type of the resource: Document or Automation."},
    {"ResourceId", &kResourceId, kRequired, "Document name or execution id."},
    {"Tags", &kTagList, kRequired, "Tags to add; those with a known key are replaced."},
};
constinit const Shape kAddTagsToResourceRequest =
    structure("AddTagsToResourceRequest", kAddTagsToResourceRequestMembers);

constexpr MemberShape kRemoveTagsFromResourceRequestMembers[] = {
    {"ResourceType", &kResourceTypeForTagging, kRequired,
     "Type of the resource: Document or Automation."},
    {"ResourceId", &kResourceId, kRequired, "Document name or execution id."},
    {"TagKeys", &kKeyList, kRequired, "Names of the tags to remove."},
};
constinit const Shape kRemoveTagsFromResourceRequest =
    structure("RemoveTagsFromResourceRequest", kRemoveTagsFromResourceRequestMembers);

constexpr MemberShape kListTagsForResourceRequestMembers[] = {
    {"ResourceType", &kResourceTypeForTagging, kRequired,
     "Type of the resource: Document or Automation."},
    {"ResourceId", &kResourceId, kRequired, "Document name or execution id."},
};
constinit const Shape kListTagsForResourceRequest =
    structure("ListTagsForResourceRequest", kListTagsForResourceRequestMembers);

constexpr MemberShape kListTagsForResourceResultMembers[] = {
    {"TagList", &kTagList, kOptional, "The tags of the resource."},
};
constinit const Shape kListTagsForResourceResult =
    structure("ListTagsForResourceResult", kListTagsForResourceResultMembers);

}  // namespace ssm::shapes
