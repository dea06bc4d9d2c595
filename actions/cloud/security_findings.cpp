// SPDX-License-Identifier: Apache-2.0
// Findings of Security Hub. Runbooks that repair something tell it at their end. Source: the API
// reference of Security Hub.
#include <fmt/format.h>

#include <array>

#include "actions/cloud/account_values.h"
#include "actions/cloud/resource.h"

namespace ssm::cloud {
namespace {

constexpr std::size_t kMostFindings = 100;  // of a request

constexpr AccountMember kFindingMembers[] = {{"Id", kNamedValue, true},
                                             {"ProductArn", kNamedValue, true},
                                             {"Title", kTextValue},
                                             {"Workflow", kMapValue},
                                             {"Note", kMapValue},
                                             {"Severity", kMapValue},
                                             {"VerificationState", kTextValue},
                                             {"Confidence", kWholeNumberValue},
                                             {"Criticality", kWholeNumberValue},
                                             {"Types", kTextsValue},
                                             {"UserDefinedFields", kTextMapValue},
                                             {"RelatedFindings", kMapsValue},
                                             {"UpdatedAt", kTimeValue}};

Json stored_finding(const AccountSession& session, Json finding) {
  add_default(finding, "Workflow", {{"Status", "NEW"}});
  add_default(finding, "UpdatedAt", to_iso8601(session.now));
  return finding;
}

std::string finding_key(const Json& finding) {
  return string_member(finding, "ProductArn") + "|" + string_member(finding, "Id");
}

}  // namespace

extern constinit const ResourceList kFindingList{
    {"findings", kFindingMembers}, "securityhub:finding", stored_finding, finding_key};

namespace {

constexpr MemberShape kFindingIdShapes[] = {{"Id", &kString, true}, {"ProductArn", &kString, true}};
constexpr Shape kFindingId = structure(kFindingIdShapes);
constexpr Shape kFindingIds = list_of(kFindingId);
constexpr MemberShape kUpdateFindingsShapes[] = {{"FindingIdentifiers", &kFindingIds, true},
                                                 {"Note", kAnything},
                                                 {"Severity", kAnything},
                                                 {"VerificationState", &kString},
                                                 {"Confidence", &kInteger},
                                                 {"Criticality", &kInteger},
                                                 {"Types", &kStrings},
                                                 {"UserDefinedFields", kAnything},
                                                 {"Workflow", kAnything},
                                                 {"RelatedFindings", kAnything}};
constexpr Shape kUpdateFindingsInput = structure(kUpdateFindingsShapes);

/// A finding that is not there is one that was not processed.
Result<Json> batch_update_findings(AccountSession& session, const Json& parameters) {
  const Json& ids = parameters["FindingIdentifiers"];
  if (ids.size() > kMostFindings)
    return failure("InvalidInputException",
                   fmt::format("FindingIdentifiers must have at most {} items", kMostFindings));
  Json answer{{"ProcessedFindings", Json::array()}, {"UnprocessedFindings", Json::array()}};
  for (const Json& id : ids) {
    TRY_ASSIGN(std::optional<Json> finding, find_resource(session, kFindingList, finding_key(id)));
    if (!finding) {
      answer["UnprocessedFindings"].push_back({{"FindingIdentifier", id},
                                               {"ErrorCode", "FindingNotFound"},
                                               {"ErrorMessage", "Finding Not Found"}});
      continue;
    }
    for (const AccountMember& member : kFindingMembers)
      copy_given(*finding, parameters, member.name);
    (*finding)["UpdatedAt"] = to_iso8601(session.now);
    TRY(save_resource(session, kFindingList, *finding));
    answer["ProcessedFindings"].push_back(id);
  }
  return answer;
}

constexpr std::array kFindingOperations = {
    AccountOperation{"securityhub", "BatchUpdateFindings", &kUpdateFindingsInput, true,
                     batch_update_findings},
};

}  // namespace

std::span<const AccountOperation> finding_operations() {
  return kFindingOperations;
}

}  // namespace ssm::cloud
