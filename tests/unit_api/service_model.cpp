// SPDX-License-Identifier: Apache-2.0
// Prints what core/api says, for comparison with other implementations:
//   service_model dump    the whole model as JSON
//   service_model check   reads {"operation", "request"} lines, prints the client's problems as
//   lists
#include <iostream>
#include <set>

#include "core/api/model.h"
#include "core/api/validate.h"
#include "core/model/client_checks.h"

namespace ssm {
namespace {

constexpr std::string_view kKinds[] = {"string",    "integer", "long", "boolean",
                                       "timestamp", "list",    "map",  "structure"};

void add_shape(Json& shapes, const Shape& shape);

Json to_json(const Shape& shape, Json& shapes) {
  Json out = {{"type", kKinds[static_cast<std::size_t>(shape.kind)]}};
  if (shape.min >= 0) out["min"] = shape.min;
  if (shape.max >= 0) out["max"] = shape.max;
  if (!shape.pattern.empty()) out["pattern"] = shape.pattern;
  if (!shape.values.empty()) out["enum"] = shape.values;
  if (shape.is_union) out["union"] = true;
  if (shape.key != nullptr) {
    out["key"] = shape.key->name;
    add_shape(shapes, *shape.key);
  }
  if (shape.element != nullptr) {
    out["element"] = shape.element->name;
    add_shape(shapes, *shape.element);
  }
  for (const MemberShape& member : shape.members) {
    out["members"].push_back({member.name, member.shape->name});
    if (member.required) out["required"].push_back(member.name);
    add_shape(shapes, *member.shape);
  }
  return out;
}

/// Two shapes of one name would be told apart nowhere: such a pair shows as "conflict".
void add_shape(Json& shapes, const Shape& shape) {
  static std::map<std::string_view, const Shape*> seen;
  const auto [known, added] = seen.emplace(shape.name, &shape);
  if (!added && known->second != &shape) shapes["conflict"].push_back(shape.name);
  if (added) shapes[std::string(shape.name)] = to_json(shape, shapes);
}

Json to_json(const Operation& operation, Json& shapes) {
  Json out = {{"command", operation.command},
              {"input", operation.input->name},
              {"output", nullptr},
              {"errors", operation.errors},
              {"paging", nullptr}};
  add_shape(shapes, *operation.input);
  if (operation.output != nullptr) {
    out["output"] = operation.output->name;
    add_shape(shapes, *operation.output);
  }
  if (const Paging* paging = operation.paging)
    out["paging"] = {paging->input_token, paging->limit_key, paging->result_key};
  return out;
}

int dump() {
  Json model = {{"operations", Json::object()}, {"shapes", Json::object()}};
  for (const Operation& operation : operations())
    model["operations"][std::string(operation.name)] = to_json(operation, model["shapes"]);
  std::cout << to_text(model) << '\n';
  return 0;
}

int check() {
  std::string line;
  while (std::getline(std::cin, line)) {
    const auto call = parse_json(line);
    const Operation* operation = call ? find_operation(string_member(*call, "operation")) : nullptr;
    if (operation == nullptr) return 2;
    std::cout << to_text(client_side_problems(*operation->input, call->at("request"))) << '\n';
  }
  return 0;
}

}  // namespace
}  // namespace ssm

int main(int argc, char** argv) {
  const std::string_view mode = argc == 2 ? argv[1] : "";
  if (mode == "dump") return ssm::dump();
  if (mode == "check") return ssm::check();
  return 2;
}
