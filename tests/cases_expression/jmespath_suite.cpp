// SPDX-License-Identifier: Apache-2.0
// The public JMESPath suite, whole, from the shared folder beside the checkout.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/expression/jmespath.h"
#include "core/expression/jmespath_evaluate.h"

using namespace ssm;

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kCases = 908;

Json read_suite_file(const fs::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return parse_json(text.str()).value();
}

std::string kind_of(const std::string& code) {
  static const std::map<std::string, std::string> kKinds = {
      {"JmesPathSyntax", "syntax"},
      {"JmesPathType", "invalid-type"},
      {"JmesPathArity", "invalid-arity"},
      {"JmesPathValue", "invalid-value"},
      {"JmesPathFunction", "unknown-function"}};
  return kKinds.at(code);
}

/// Empty when the case comes out as it should.
std::string difference(const Json& entry, const Json& given) {
  const std::string expression = entry.at("expression").get<std::string>();
  const auto path = JmesPath::parse(expression);
  const Result<Json> is = path ? path->search(given) : tl::unexpected(path.error());
  const std::string shown = expression + " gives " + (is ? to_text(*is) : kind_of(is.error().code));
  if (entry.contains("error"))
    return !is && kind_of(is.error().code) == entry.at("error") ? "" : shown;
  if (!entry.contains("result")) return is ? "" : shown;
  return is && jmespath::equal(*is, entry.at("result")) ? "" : shown;
}

}  // namespace

TEST_CASE("jmespath passes the public suite") {
  const fs::path directory = SHARED_DIR "/conformance/jmespath";
  if (!fs::exists(directory)) {
    WARN(kCases << " cases skipped: no shared folder beside the checkout");
    return;
  }
  std::size_t count = 0;
  for (const auto& file : fs::directory_iterator(directory)) {
    if (file.path().extension() != ".json") continue;
    for (const Json& group : read_suite_file(file.path()))
      for (const Json& entry : group.at("cases")) {
        ++count;
        const std::string problem = difference(entry, group.at("given"));
        if (!problem.empty()) FAIL_CHECK(file.path().filename() << ": " << problem);
      }
  }
  CHECK(count == kCases);
}
