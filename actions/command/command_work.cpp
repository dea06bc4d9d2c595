// SPDX-License-Identifier: Apache-2.0
#include "actions/command/command_work.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "actions/cloud_failure.h"
#include "actions/command/node_lines.h"
#include "core/engine/at_once.h"

namespace ssm {

Json CommandWork::nodes() {
  const Json work = ask("ListWork", Json::object());
  const Json* nodes = find_member(work, "InstanceIds");
  return nodes ? *nodes : Json::array();
}

void CommandWork::run() {
  constexpr std::int64_t kMostAtOnce = 8;
  const Json work = ask("ListWork", Json::object());
  const Json* nodes = find_member(work, "InstanceIds");
  if (nodes == nullptr) return;
  const auto most =
      std::clamp<std::int64_t>(work.value("MaxConcurrency", std::int64_t{1}), 1, kMostAtOnce);
  run_at_once(nodes->size(), static_cast<std::size_t>(most),
              [&](std::size_t number) { run_on((*nodes)[number].get<std::string>()); });
}

Json CommandWork::ask(std::string_view operation, Json parameters) {
  parameters["CommandId"] = id_;
  const std::lock_guard lock(one_at_a_time_);
  const CloudAnswer answer =
      ports_.cloud.call(cloud_call(step_, kOwnService, operation, std::move(parameters)));
  return answer ? answer->json() : Json();
}

void CommandWork::run_on(const std::string& node) {
  if (step_.stop.stop_requested() || is_out_of_time_) return;
  const Json work = ask("BeginInvocation", {{"InstanceId", node}});
  const Json* list = find_member(work, "Steps");
  if (list == nullptr) return;  // it has ended meanwhile
  std::vector<NodeStep> steps;
  for (const Json& one : *list) steps.push_back(NodeStep::read(one));
  NodeLines output(step_, ports_, node);
  NodeLines errors(step_, ports_, node);
  const NodeRun run =
      run_on_node({node, step_.scope.region, work.value("Transport", Json())}, steps, step_.timeout,
                  *ports_.programs, step_.stop, [&](std::string_view out, std::string_view err) {
                    output.add(out);
                    errors.add(err);
                  });
  if (run.is_out_of_time) is_out_of_time_ = true;
  tell_end(node, run);
}

void CommandWork::tell_end(const std::string& node, const NodeRun& run) {
  Json end{{"InstanceId", node}, {"Plugins", Json::array()}};
  if (run.is_undeliverable) end["StatusDetails"] = "Undeliverable";
  for (const PluginResult& result : run.results) end["Plugins"].push_back(result.written());
  ask("EndInvocation", std::move(end));
}

}  // namespace ssm
