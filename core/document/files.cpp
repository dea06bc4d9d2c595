// SPDX-License-Identifier: Apache-2.0
#include "core/document/files.h"

#include "core/document/node.h"

namespace ssm {

Json files_in(std::string_view content) {
  const auto root = read_any_nodes(content, {});
  const Node* files = root && root->kind == Node::Kind::kMap ? root->find("files") : nullptr;
  return files && files->kind == Node::Kind::kMap ? to_json(*files) : Json::object();
}

std::string declared_sha256(const Json& files, std::string_view name) {
  const Json* file = find_member(files, name);
  const Json* checksums = file ? find_member(*file, "checksums") : nullptr;
  return checksums ? string_member(*checksums, "sha256") : std::string();
}

}  // namespace ssm
