// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/base/result.h"
#include "core/document/node.h"
#include "core/plan/plan.h"
#include "core/store/database.h"

namespace ssm {

/// The runbook that an execution runs: the text that was accepted, and its plan.
struct PlanSource {
  std::string text;
  DocumentFormat format = DocumentFormat::kYaml;
  std::string text_hash = {};  // SHA-256 hex, where it is known already
  /// The largest text that is read again. It was within the limits when it was accepted.
  static constexpr std::size_t kMostBytes = 64 * 1024 * 1024;
};

/// A runbook as an execution takes it up: its text, and the plan of it.
struct PlannedRunbook {
  PlanSource source;
  std::shared_ptr<const Plan> plan;
  std::string hash = {};  // under which the store has both already; empty: it has not
};

/// Plans and the texts that they were compiled from, by hash of the text. Keeps the plans that were
/// used last in memory.
class PlanStore {
 public:
  PlanStore(Database& database, const ActionCatalog& actions)
      : database_(database), actions_(actions) {}
  PlanStore(const PlanStore&) = delete;
  PlanStore& operator=(const PlanStore&) = delete;

  /// Keeps a text and its plan; returns their hash. Inside a Transaction.
  Result<std::string> keep(const PlannedRunbook& runbook);

  /// What this version of the program has kept of a text; nullopt: nothing, or nothing that can be
  /// read.
  Result<std::optional<PlannedRunbook>> find(const PlanSource& source);

  /// The plan that was kept; compiled anew from the text where another version of this program kept
  /// it. Errors: kUnreadable when this program refuses the text.
  Result<std::shared_ptr<const Plan>> load(const std::string& hash);
  static constexpr const char* kUnreadable = "UnreadableDocument";

  /// The text that was accepted, read again: for tools that show it. Errors: kUnreadable.
  Result<Document> document(const std::string& hash);

 private:
  using Plans = std::list<std::pair<std::string, std::shared_ptr<const Plan>>>;

  /// nullptr: no plan of this version's form.
  Result<std::shared_ptr<const Plan>> read(const std::string& hash);
  /// nullptr: not in memory. The row may be gone, with the transaction that wrote it.
  std::shared_ptr<const Plan> remembered(const std::string& hash);
  void remember(const std::string& hash, std::shared_ptr<const Plan> plan);

  Database& database_;
  const ActionCatalog& actions_;
  Plans plans_;  // used last first
  std::unordered_map<std::string, Plans::iterator> by_hash_;
};

}  // namespace ssm
