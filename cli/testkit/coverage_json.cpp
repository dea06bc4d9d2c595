// SPDX-License-Identifier: Apache-2.0
#include "cli/output/json_output.h"
#include "cli/testkit/coverage_report.h"

namespace ssm::testkit {
namespace {

Json counts_json(const CoverageSum& sum) {
  constexpr std::array<std::string_view, kCoverageKinds> kMembers = {
      "steps", "choices", "failurePaths", "cancelPaths", "loopExits", "scriptLines"};
  Json json = {{"covered", sum.all.covered},
               {"total", sum.all.total},
               {"percent", static_cast<double>(sum.all.per_mille()) / 10},
               {"mockedSteps", sum.mocked}};
  for (std::size_t i = 0; i < kCoverageKinds; ++i)
    json[std::string(kMembers[i])] = {{"covered", sum.kinds[i].covered},
                                      {"total", sum.kinds[i].total}};
  return json;
}

Json to_json(const CoverageItem& item) {
  constexpr std::array<std::string_view, kCoverageKinds> kKinds = {
      "step", "choice", "failurePath", "cancelPath", "loopExit", "scriptLine"};
  Json json = {{"kind", kKinds[static_cast<std::size_t>(item.kind)]},
               {"step", item.step},
               {"what", item.what},
               {"line", item.at.line},
               {"column", item.at.column},
               {"count", item.count}};
  if (item.mocked > 0) json["mocked"] = item.mocked;
  return json;
}

}  // namespace

std::string coverage_json(const Coverage& coverage) {
  Json json = counts_json(sum_of(coverage));
  json["notCounted"] = coverage.not_counted;
  json["documents"] = Json::array();
  for (const DocumentCoverage& document : coverage.documents) {
    Json one = {{"name", document.name}};
    if (!document.file.empty()) one["file"] = document.file;
    one.update(counts_json(sum_of(document)));
    one["items"] = Json::array();
    for (const CoverageItem& item : document.items) one["items"].push_back(to_json(item));
    json["documents"].push_back(std::move(one));
  }
  return to_json_output(json);
}

}  // namespace ssm::testkit
