// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <fstream>

#include "cli/operation_catalog.h"
#include "cli/operation_options.h"
#include "cli/request.h"
#include "core/api/model.h"
#include "core/api/validate.h"
#include "core/base/text.h"
#include "core/model/client_checks.h"

using namespace ssm;

namespace {

const std::string kFolder = SOURCE_DIR "/tests/unit_cli/";

/// Words as a shell reads them: blanks separate, '...' and "..." hold together.
std::vector<std::string> shell_words(std::string_view line) {
  std::vector<std::string> words;
  bool inside = false;
  char quote = '\0';
  for (char c : line) {
    if (quote == '\0' && c == ' ') {
      inside = false;
      continue;
    }
    if (!inside) words.emplace_back();
    inside = true;
    if (quote == c) {
      quote = '\0';
    } else if (quote == '\0' && (c == '\'' || c == '"')) {
      quote = c;
    } else {
      words.back() += c;
    }
  }
  return words;
}

Result<Json> request_of(const std::vector<std::string>& words) {
  const bool other_service = words.size() > 1 && !operations_of(words.front()).empty();
  const std::span<const std::string> own = std::span(words).subspan(other_service ? 1 : 0);
  const Operation* operation = find_operation(other_service ? words.front() : "ssm", own.front());
  if (operation == nullptr) return failure("Test", "no operation " + own.front());
  TRY_ASSIGN(OperationCall call, parse_operation(*operation, own.subspan(1)));
  TRY_ASSIGN(Json request, build_request(call));
  std::vector<std::string> problems = client_side_problems(*operation->input, request);
  if (!problems.empty()) return failure("ParamValidation", join(problems, "\n"));
  return request;
}

struct RequestCase {
  std::string command;
  std::string expected;
};

std::string with_folder(std::string line) {
  constexpr std::string_view kPlaceholder = "{FILES}";
  for (std::size_t at = line.find(kPlaceholder); at != std::string::npos;
       at = line.find(kPlaceholder))
    line.replace(at, kPlaceholder.size(), kFolder + "files");
  return line;
}

std::vector<RequestCase> read_cases() {
  std::ifstream file(kFolder + "requests.cases");
  std::vector<RequestCase> cases;
  std::string line;
  while (std::getline(file, line)) {
    if (line.empty() || line.starts_with("# ")) continue;
    line = with_folder(line);
    if (line.starts_with("$ ")) {
      cases.push_back({line.substr(2), ""});
    } else {
      cases.back().expected += (cases.back().expected.empty() ? "" : "\n") + line;
    }
  }
  return cases;
}

std::string shown(const Result<Json>& request) {
  if (request) return request->dump();
  std::vector<std::string> lines = split(request.error().message, '\n');
  return "! " + join(lines, "\n! ");
}

}  // namespace

TEST_CASE("options become requests") {
  std::vector<RequestCase> cases = read_cases();
  REQUIRE(cases.size() > 80);
  for (const RequestCase& each : cases) {
    INFO(each.command);
    CHECK(shown(request_of(shell_words(each.command))) == each.expected);
  }
}

TEST_CASE("options are named as the AWS CLI names them") {
  CHECK(to_kebab_case("DocumentName") == "document-name");
  CHECK(to_kebab_case("TargetLocationsURL") == "target-locations-url");
  CHECK(to_kebab_case("OpsItemId") == "ops-item-id");
  CHECK(to_kebab_case("key") == "key");
  CHECK(to_kebab_case("NotificationARNs") == "notification-arns");
  CHECK(to_kebab_case("ContentMD5") == "content-md5");
  CHECK(to_kebab_case("DescribeIPv6Pools") == "describe-i-pv6-pools");
  CHECK(to_kebab_case("Tags") == "tags");
}

TEST_CASE("a word after the skeleton option is its kind") {
  const Operation& operation = *find_operation("start-automation-execution");
  std::vector<std::string> alone = {"--generate-cli-skeleton"};
  CHECK(parse_operation(operation, alone)->skeleton == Skeleton::kInput);
  std::vector<std::string> before_option = {"--generate-cli-skeleton", "--mode", "Auto"};
  CHECK(parse_operation(operation, before_option)->skeleton == Skeleton::kInput);
  std::vector<std::string> output = {"--document-name", "D", "--generate-cli-skeleton", "output"};
  CHECK(parse_operation(operation, output)->skeleton == Skeleton::kOutput);
  std::vector<std::string> missing = {"--generate-cli-skeleton", "output"};
  CHECK(parse_operation(operation, missing).error().message ==
        "the following arguments are required: --document-name");
}
