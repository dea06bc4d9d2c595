// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "tests/corpus_runs/script_facts.h"

namespace ssm::test {

/// An operation of an AWS API, and where runbooks call it.
struct CalledOperation {
  std::string service;
  std::string operation;  // as the first that calls it spells it
  std::size_t places = 0;
  std::size_t runbooks = 0;
  bool is_answered = false;  // by the simulated account

  std::string text() const { return service + ":" + operation; }
};

/// Of all steps that name an API, and of all scripts: by places, then by runbooks, then by name.
std::vector<CalledOperation> called_operations(const std::vector<Published>& published,
                                               const std::vector<ScriptsOfDocument>& scripts);

}  // namespace ssm::test
