// SPDX-License-Identifier: Apache-2.0
#include "tests/corpus_runs/call_counts.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "actions/api_call.h"
#include "actions/cloud/operation.h"
#include "core/base/text.h"
#include "core/document/input_value.h"

namespace ssm::test {
namespace {

/// Scripts write describe_db_instances, steps DescribeDBInstances.
std::string plain_name(std::string_view operation) {
  std::string name = to_lower(operation);
  std::erase(name, '_');
  return name;
}

class CallCount {
 public:
  void add(const std::string& service, const std::string& operation, const std::string& file) {
    if (service.empty() || operation.empty()) return;
    CalledOperation& called = operations_[{service, plain_name(operation)}];
    if (called.places++ == 0) {
      called.service = service;
      called.operation = operation;
    }
    if (files_[{service, plain_name(operation)}].insert(file).second) ++called.runbooks;
  }

  std::vector<CalledOperation> take() {
    for (const cloud::AccountOperation* row : cloud::account_operations()) {
      const auto called = operations_.find({std::string(row->service), plain_name(row->name)});
      if (called == operations_.end()) continue;
      called->second.is_answered = true;
      called->second.operation = row->name;
    }
    std::vector<CalledOperation> all;
    for (auto& [key, called] : operations_) all.push_back(std::move(called));
    std::ranges::stable_sort(all, [](const CalledOperation& a, const CalledOperation& b) {
      return std::tuple(b.places, b.runbooks) < std::tuple(a.places, a.runbooks);
    });
    return all;
  }

 private:
  using Key = std::pair<std::string, std::string>;
  std::map<Key, CalledOperation> operations_;
  std::map<Key, std::set<std::string>> files_;
};

std::string literal(const Step& step, std::string_view name) {
  const Json* value = find_input_value(step.inputs, name);
  if (value == nullptr || has_reference(*value)) return {};
  return std::string(trim(text_of_value(*value).value_or("")));
}

}  // namespace

std::vector<CalledOperation> called_operations(const std::vector<Published>& published,
                                               const std::vector<ScriptsOfDocument>& scripts) {
  CallCount count;
  for (std::size_t i = 0; i < published.size(); ++i) {
    for (const Step* step : all_steps(published[i].document))
      count.add(to_lower(literal(*step, "Service")), operation_name(literal(*step, "Api")),
                published[i].file);
    for (const auto& [step, facts] : scripts[i])
      for (const std::string& call : facts.calls) {
        const std::size_t colon = call.find(':');
        count.add(call.substr(0, colon), call.substr(colon + 1), published[i].file);
      }
  }
  return count.take();
}

}  // namespace ssm::test
