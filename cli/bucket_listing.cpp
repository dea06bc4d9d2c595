// SPDX-License-Identifier: Apache-2.0
#include "cli/bucket_listing.h"

#include <fmt/format.h>
#include <ctime>

#include "cli/configuration.h"
#include "cli/operation_catalog.h"
#include "cli/service.h"
#include "core/base/time.h"

namespace ssm {
namespace {

std::string local_time_text(const std::string& text) {
  const std::optional<Time> time = parse_time(text);
  if (!time) return text;
  const std::time_t seconds =
      std::chrono::floor<std::chrono::seconds>(*time).time_since_epoch().count();
  std::tm parts = {};
  ::localtime_r(&seconds, &parts);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", parts.tm_year + 1900, parts.tm_mon + 1,
                     parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
}

}  // namespace

Result<std::string> bucket_listing(const GlobalOptions& options) {
  constexpr std::string_view kS3 = "s3";
  const Operation* operation = find_operation(kS3, "ListBuckets");
  TRY_ASSIGN(const Configuration configuration, read_configuration(options));
  TRY_ASSIGN(Service service, Service::open(options, configuration, kS3));
  TRY_ASSIGN(const Json answer, service.ask(*operation, Json::object()));
  std::string text;
  for (const Json& bucket : answer.value("Buckets", Json::array()))
    text += fmt::format("{} {}\n", local_time_text(string_member(bucket, "CreationDate")),
                        string_member(bucket, "Name"));
  return text;
}

}  // namespace ssm
