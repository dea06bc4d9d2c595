// SPDX-License-Identifier: Apache-2.0
// Requests and responses of the operations on tags.
#include "core/api/shape_table.h"
#include "core/api/shapes.h"

namespace ssm::shapes {

constexpr MemberShape kAddTagsToResourceRequestMembers[] = {
    {"ResourceType", &kResourceTypeForTagging, kRequired,
     "Type of the resource: Document or Automation."},
    {"ResourceId", &kResourceId, kRequired, "Document name or execution id."},
    {"Tags", &kTagList, kRequired, "Tags to add; those with a known key are replaced."},
};
constinit const Shape kAddTagsToResourceRequest =
    structure("AddTagsToResourceRequest", kAddTagsToResourceRequestMembers);

constinit const Shape kAddTagsToResourceResult = structure("AddTagsToResourceResult", {});

constexpr MemberShape kRemoveTagsFromResourceRequestMembers[] = {
    {"ResourceType", &kResourceTypeForTagging, kRequired,
     "Type of the resource: Document or Automation."},
    {"ResourceId", &kResourceId, kRequired, "Document name or execution id."},
    {"TagKeys", &kKeyList, kRequired, "Names of the tags to remove."},
};
constinit const Shape kRemoveTagsFromResourceRequest =
    structure("RemoveTagsFromResourceRequest", kRemoveTagsFromResourceRequestMembers);

constinit const Shape kRemoveTagsFromResourceResult = structure("RemoveTagsFromResourceResult", {});

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
