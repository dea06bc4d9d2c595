// SPDX-License-Identifier: Apache-2.0
#pragma once
// Mocks: answers that an author writes for the calls and steps of one execution.
// actions/cloud/README.md describes the file; numbers of uses are those of the mock files of Step
// Functions Local: 0 is the first.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/json.h"
#include "core/base/time.h"
#include "core/document/document.h"
#include "core/document/node.h"
#include "core/plan/plan.h"

namespace ssm {

/// One answer of a mock.
struct MockAnswer {
  struct Thrown {
    std::string error;  // "RequestLimitExceeded"; of a step: "TimedOut" means that it timed out
    std::string cause;
    int http_status = 400;  // of a call
  };
  std::optional<Thrown> thrown;  // else `response` is returned
  Json response;  // a map; of a step with `thrown`: what it has when it fails, null = nothing
  Milliseconds after{};  // of a step: how long it takes
};

/// The uses that one answer is for.
struct MockUses {
  std::int64_t first = 0;
  std::optional<std::int64_t> last;  // nullopt: all that follow
  bool contains(std::int64_t use) const { return use >= first && (!last || use <= *last); }
};

/// Stands in for the calls of an API operation, or for the whole action of a step.
struct Mock {
  std::string service;    // "ec2", lower case; empty: it mocks a step
  std::string operation;  // "DescribeInstances", as written but for underscores
  std::string step;       // the step it mocks; of a call: calls of that step only, empty = of any
  Json when = Json::object();  // members that the call's parameters (the step's inputs) must have
  std::vector<std::pair<MockUses, MockAnswer>> answers;  // of different uses
  Location at;
  Location step_at;  // of `step`
  std::string path;  // "mocks[2]"

  bool is_of_step() const { return service.empty(); }
  /// nullptr: this use is not answered.
  const MockAnswer* answer_to(std::int64_t use) const;
};

struct Mocks {
  bool strict = false;      // what no mock answers ends the execution
  std::vector<Mock> mocks;  // the first that answers, answers
};

/// Bounds on a mock file of its own.
inline constexpr DocumentLimits kMockFileLimits{
    .max_bytes = 4 * 1024 * 1024, .max_nodes = 500000, .refuses_repeated_keys = true};
/// On what to_json() makes of two such files: quotes, expanded aliases and two levels more.
inline constexpr DocumentLimits kStoredMocksLimits{
    .max_bytes = 64 * 1024 * 1024, .max_depth = 120, .max_nodes = 4000000};

/// Reads {strict, mocks: [...]}, or the list alone. `path`: of the node in its file
/// ("cases[0].mocks"). All problems, in the order of the text.
tl::expected<Mocks, std::vector<Problem>> read_mocks(const Node& node,
                                                     const std::string& path = {});
/// A text, as read_any_nodes() takes it.
tl::expected<Mocks, std::vector<Problem>> read_mocks(std::string_view text,
                                                     const DocumentLimits& limits = kMockFileLimits,
                                                     std::string_view file = {});

/// The JSON Schema of a mock file.
Json mock_file_schema();

/// The file again, as one value: what read_mocks() reads the same mocks from.
Json to_json(const Mocks& mocks);

/// `first`, then `others`; strict when either is.
Mocks joined(Mocks first, const Mocks& others);

/// Where mocks do not fit the document: steps that it does not have, a branch that cannot be
/// mocked.
std::vector<Problem> mock_problems(const Mocks& mocks, const Document& document);
std::vector<Problem> mock_problems(const Mocks& mocks, const Plan& plan);

/// Whether they say the same, in whatever order their members stand.
bool are_equal(const Json& a, const Json& b);

/// Whether `value` has all that `pattern` asks for: of maps the named members, all else equal.
bool has_members(const Json& value, const Json& pattern);

}  // namespace ssm
