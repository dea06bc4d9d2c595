// SPDX-License-Identifier: Apache-2.0
// Shapes that executions and documents share: plain types, paging, tags.
#include "core/api/shape_table.h"
#include "core/api/shapes.h"

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
    "Document", "ManagedInstance", "MaintenanceWindow", "Parameter",  "PatchBaseline",
    "OpsItem",  "OpsMetadata",     "Automation",        "Association"};
constinit const Shape kResourceTypeForTagging =
    choice("ResourceTypeForTagging", kResourceTypeForTaggingValues);

constinit const Shape kResourceId = text("ResourceId");
constinit const Shape kKeyList = list("KeyList", &kTagKey);

}  // namespace ssm::shapes
