// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "cli/testkit/test_case.h"
#include "core/api/model.h"

namespace ssm::testkit {

Quotas read_quotas(const Node& node);

/// What happens in a case and what must come of it, from a node that fits test_keys.cpp.
class CaseReader {
 public:
  /// `path`: of the case in its file. `document`: its document; nullptr = creating it is refused.
  CaseReader(std::string path, const Document* document)
      : path_(std::move(path)), document_(document) {}

  /// `shared_parameters`: the file's; nullptr = none.
  void read(const Node& node, const Node* shared_parameters, TestCase& test);

  std::vector<Problem> problems;

 private:
  Start read_start(const Node& node) const;
  void read_start_of_case(const Node& node, TestCase& test) const;
  void read_moments(const Node& list, TestCase& test) const;
  /// What only means something in a change request.
  void check_start(const Node& start, const std::string& below);
  /// Executions must be known by the names that the case uses.
  void check_names(const Node& node, const TestCase& test);
  /// Outputs has the entries that the document lists, and no others.
  void check_outputs(const Node& outputs, const std::string& below);
  void check_expectation(const Node& expected, const std::string& below);
  /// `map` holds members of an API's `record`.
  void check_members(const Node& map, const ssm::Shape& record, const std::string& below);
  void add(Location at, const std::string& below, std::string message);

  std::string path_;
  const Document* document_;
  Node parameters_;  // of every start
};

}  // namespace ssm::testkit
