// SPDX-License-Identifier: Apache-2.0
// Change requests and previews.
#include "core/api/shapes.h"
#include "core/model/shape_table.h"

namespace ssm::shapes {

constinit const Shape kChangeDetailsValue = text("ChangeDetailsValue", {1, 32768});

constexpr MemberShape kStartChangeRequestExecutionRequestMembers[] = {
    {"ScheduledTime", &kDateTime, kOptional, "When it is to start."},
    {"DocumentName", &kDocumentARN, kRequired, "Name of the runbook."},
    {"DocumentVersion", &kDocumentVersion, kOptional, "Version: a number, $LATEST or $DEFAULT."},
    {"Parameters", &kAutomationParameterMap, kOptional,
     "Values of the runbook's parameters, a list of strings each."},
    {"ChangeRequestName", &kChangeRequestName, kOptional, "Name of the change request."},
    {"ClientToken", &kIdempotencyToken, kOptional,
     "UUID of this request; repeating it starts nothing new."},
    {"AutoApprove", &kBoolean, kOptional,
     "Whether approval is skipped, where the template allows it."},
    {"Runbooks", &kRunbooks, kRequired, "The runbook of the change request and its settings."},
    {"Tags", &kTagList, kOptional, "Tags to put on the change request."},
    {"ScheduledEndTime", &kDateTime, kOptional, "When the change is expected to be done."},
    {"ChangeDetails", &kChangeDetailsValue, kOptional, "Free text about the change."},
};
constinit const Shape kStartChangeRequestExecutionRequest =
    structure("StartChangeRequestExecutionRequest", kStartChangeRequestExecutionRequestMembers);

constexpr MemberShape kStartChangeRequestExecutionResultMembers[] = {
    {"AutomationExecutionId", &kAutomationExecutionId, kOptional, "Id of the new execution."},
};
constinit const Shape kStartChangeRequestExecutionResult =
    structure("StartChangeRequestExecutionResult", kStartChangeRequestExecutionResultMembers);

constexpr MemberShape kAutomationExecutionInputsMembers[] = {
    {"Parameters", &kAutomationParameterMap, kOptional,
     "Values of the runbook's parameters, a list of strings each."},
    {"TargetParameterName", &kAutomationParameterKey, kOptional,
     "The runbook parameter that receives each target."},
    {"Targets", &kAutomationTargets, kOptional, "What to run on, one child execution each."},
    {"TargetMaps", &kTargetMaps, kOptional, "Sets of parameter values, one child execution each."},
    {"TargetLocations", &kTargetLocations, kOptional, "Accounts and Regions to run in."},
    {"TargetLocationsURL", &kTargetLocationsURL, kOptional,
     "Presigned S3 URL of a file with the target locations."},
};
constinit const Shape kAutomationExecutionInputs =
    structure("AutomationExecutionInputs", kAutomationExecutionInputsMembers);

constexpr MemberShape kExecutionInputsMembers[] = {
    {"Automation", &kAutomationExecutionInputs, kOptional, "Inputs of a runbook."},
};
constinit const Shape kExecutionInputs = tagged_union("ExecutionInputs", kExecutionInputsMembers);

constexpr MemberShape kStartExecutionPreviewRequestMembers[] = {
    {"DocumentName", &kDocumentName, kRequired, "Name of the runbook."},
    {"DocumentVersion", &kDocumentVersion, kOptional, "Version: a number, $LATEST or $DEFAULT."},
    {"ExecutionInputs", &kExecutionInputs, kOptional, "The inputs that the run would have."},
};
constinit const Shape kStartExecutionPreviewRequest =
    structure("StartExecutionPreviewRequest", kStartExecutionPreviewRequestMembers);

constinit const Shape kExecutionPreviewId =
    text("ExecutionPreviewId", {36, 36},
         "[a-fA-F0-9]{8}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{12}");

constexpr MemberShape kStartExecutionPreviewResponseMembers[] = {
    {"ExecutionPreviewId", &kExecutionPreviewId, kOptional, "Id of the preview."},
};
constinit const Shape kStartExecutionPreviewResponse =
    structure("StartExecutionPreviewResponse", kStartExecutionPreviewResponseMembers);

constexpr MemberShape kGetExecutionPreviewRequestMembers[] = {
    {"ExecutionPreviewId", &kExecutionPreviewId, kRequired, "Id of the preview."},
};
constinit const Shape kGetExecutionPreviewRequest =
    structure("GetExecutionPreviewRequest", kGetExecutionPreviewRequestMembers);

constexpr std::string_view kExecutionPreviewStatusValues[] = {"Pending", "InProgress", "Success",
                                                              "Failed"};
constinit const Shape kExecutionPreviewStatus =
    choice("ExecutionPreviewStatus", kExecutionPreviewStatusValues);

constexpr std::string_view kImpactTypeValues[] = {"Mutating", "NonMutating", "Undetermined"};
constinit const Shape kImpactType = choice("ImpactType", kImpactTypeValues);

constinit const Shape kStepPreviewMap = map("StepPreviewMap", &kImpactType, &kInteger);
constinit const Shape kRegionList = list("RegionList", &kRegion, {1, 50});

constexpr MemberShape kTargetPreviewMembers[] = {
    {"Count", &kInteger, kOptional, "How many targets of this type there are."},
    {"TargetType", &kString, kOptional, "Resource type of the targets."},
};
constinit const Shape kTargetPreview = structure("TargetPreview", kTargetPreviewMembers);

constinit const Shape kTargetPreviewList = list("TargetPreviewList", &kTargetPreview, {0, 50});

constexpr MemberShape kAutomationExecutionPreviewMembers[] = {
    {"StepPreviews", &kStepPreviewMap, kOptional, "Number of steps by what they change."},
    {"Regions", &kRegionList, kOptional, "Regions the run would reach."},
    {"TargetPreviews", &kTargetPreviewList, kOptional, "What the run would reach, by type."},
    {"TotalAccounts", &kInteger, kOptional, "Number of accounts the run would reach."},
};
constinit const Shape kAutomationExecutionPreview =
    structure("AutomationExecutionPreview", kAutomationExecutionPreviewMembers);

constexpr MemberShape kExecutionPreviewMembers[] = {
    {"Automation", &kAutomationExecutionPreview, kOptional, "What the runbook would do."},
};
constinit const Shape kExecutionPreview =
    tagged_union("ExecutionPreview", kExecutionPreviewMembers);

constexpr MemberShape kGetExecutionPreviewResponseMembers[] = {
    {"ExecutionPreviewId", &kExecutionPreviewId, kOptional, "Id of the preview."},
    {"EndedAt", &kDateTime, kOptional, "When the preview was done."},
    {"Status", &kExecutionPreviewStatus, kOptional, "How far the preview is."},
    {"StatusMessage", &kString, kOptional, "More about the status."},
    {"ExecutionPreview", &kExecutionPreview, kOptional, "The preview, once it is done."},
};
constinit const Shape kGetExecutionPreviewResponse =
    structure("GetExecutionPreviewResponse", kGetExecutionPreviewResponseMembers);

}  // namespace ssm::shapes
