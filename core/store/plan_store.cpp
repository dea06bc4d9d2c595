// SPDX-License-Identifier: Apache-2.0
#include "core/store/plan_store.h"

#include <fmt/format.h>

#include <utility>

#include "core/base/fields.h"
#include "core/base/id.h"

namespace ssm {
namespace {

constexpr std::size_t kMostInMemory = 128;

/// The number of a format in the column `format`; rows of older versions have JSON alone.
std::int64_t number_of(DocumentFormat format) {
  return format == DocumentFormat::kJson ? 0 : 1;
}

std::string hash_of(const PlanSource& source) {
  const std::string& known = source.text_hash;
  return fmt::format("{}-{}", known.empty() ? sha256_hex(source.text) : known,
                     number_of(source.format));
}

}  // namespace

Result<std::string> PlanStore::keep(const PlannedRunbook& runbook) {
  if (!runbook.hash.empty()) return runbook.hash;
  const PlanSource& source = runbook.source;
  const std::string hash = hash_of(source);
  {
    TRY_ASSIGN(Statement text,
               database_.prepare("INSERT OR IGNORE INTO document_texts (hash, format, content) "
                                 "VALUES (?, ?, ?)"));
    text.bind(hash).bind(number_of(source.format)).bind(source.text);
    TRY(text.run());
  }
  TRY_ASSIGN(Statement body, database_.prepare("INSERT OR REPLACE INTO plans (hash, version, body) "
                                               "VALUES (?, ?, ?)"));
  body.bind(hash).bind(kPlanVersion).bind(to_text_of(*runbook.plan));
  TRY(body.run());
  return hash;
}

Result<std::optional<PlannedRunbook>> PlanStore::find(const PlanSource& source) {
  std::string hash = hash_of(source);
  TRY_ASSIGN(std::shared_ptr<const Plan> plan, read(hash));
  if (!plan) return std::nullopt;
  return PlannedRunbook{source, std::move(plan), std::move(hash)};
}

std::shared_ptr<const Plan> PlanStore::remembered(const std::string& hash) {
  const auto found = by_hash_.find(hash);
  if (found == by_hash_.end()) return nullptr;
  plans_.splice(plans_.begin(), plans_, found->second);
  return found->second->second;
}

Result<std::shared_ptr<const Plan>> PlanStore::load(const std::string& hash) {
  if (std::shared_ptr<const Plan> plan = remembered(hash)) return plan;
  TRY_ASSIGN(std::shared_ptr<const Plan> plan, read(hash));
  if (plan) return plan;
  TRY_ASSIGN(const Document read_again, document(hash));
  plan = std::make_shared<const Plan>(compile(read_again));
  remember(hash, plan);
  return plan;
}

Result<std::shared_ptr<const Plan>> PlanStore::read(const std::string& hash) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT version, body FROM plans WHERE hash = ?"));
  statement.bind(hash);
  TRY_ASSIGN(const bool found, statement.step());
  if (!found || statement.number(0) != kPlanVersion) return nullptr;
  if (std::shared_ptr<const Plan> plan = remembered(hash)) return plan;
  Result<Plan> written = read_plan(statement.text(1), actions_);
  if (!written) return nullptr;
  auto plan = std::make_shared<const Plan>(*std::move(written));
  remember(hash, plan);
  return plan;
}

Result<Document> PlanStore::document(const std::string& hash) {
  TRY_ASSIGN(Statement statement,
             database_.prepare("SELECT content, format FROM document_texts WHERE hash = ?"));
  statement.bind(hash);
  TRY_ASSIGN(const bool found, statement.step());
  if (!found) return failure(kUnreadable, "The text of the document is gone.");
  const DocumentFormat format = statement.number(1) == number_of(DocumentFormat::kJson)
                                    ? DocumentFormat::kJson
                                    : DocumentFormat::kYaml;
  auto document =
      parse_document(statement.text(0), format,
                     {.actions = actions_, .limits = {.max_bytes = PlanSource::kMostBytes}});
  if (document) return *std::move(document);
  return failure(kUnreadable,
                 fmt::format("The document cannot be read by this version of ssm-local: {}",
                             to_text(document.error().front(), "")));
}

void PlanStore::remember(const std::string& hash, std::shared_ptr<const Plan> plan) {
  if (plans_.size() >= kMostInMemory) {
    by_hash_.erase(plans_.back().first);
    plans_.pop_back();
  }
  plans_.emplace_front(hash, std::move(plan));
  by_hash_[hash] = plans_.begin();
}

}  // namespace ssm
