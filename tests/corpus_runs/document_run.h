// SPDX-License-Identifier: Apache-2.0
#pragma once
// A published runbook run to its end, on an account that has what runbooks touch.

#include <map>
#include <set>
#include <string>

#include "core/engine/programs.h"
#include "core/store/database.h"
#include "tests/corpus_runs/reason.h"
#include "tests/corpus_runs/script_facts.h"

namespace ssm::test {

struct RunTools {
  const Json& account;  // as `account load` reads it
  Programs& programs;
};

struct DocumentRuns {
  RunEnd as_it_goes;
  RunEnd first_call_fails;                      // its status is "-": it calls nothing
  std::map<std::string, std::string> answered;  // steps with a generated answer, and why
  std::set<std::string> missing;                // operations that the account does not have
};

/// Runs it twice. Calls are answered by the account; only what the account does not have, and what
/// does not run on every machine, gets a generated answer. People who are waited for answer.
/// `database`: made from World::fresh_state().
DocumentRuns run_document(const Published& published, const ScriptsOfDocument& scripts,
                          const RunTools& tools, Database& database);

}  // namespace ssm::test
