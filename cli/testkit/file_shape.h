// SPDX-License-Identifier: Apache-2.0
#pragma once
// What may stand in a file that authors write: one table of keys a file, read by the check of the
// file and by its JSON Schema.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/model.h"
#include "core/document/node.h"

namespace ssm::testkit {

struct FileKey;

/// What may stand at one place. Only the fields of its kind are used.
struct FileShape {
  enum class Kind {
    kText,      // any scalar but null
    kDuration,  // ISO 8601: "PT5S"
    kCall,      // "service:Operation"
    kCount,     // a whole number from `least` to `most`
    kBoolean,   //
    kNull,      //
    kAnything,  //
    kMapOf,     // any names; values as `parts[0]`
    kListOf,    // items as `parts[0]`
    kRecord,    // the names of `keys`
    kEither,    // the first of `parts` that takes this kind of node
    kVariant,   // of the records in `parts` the one whose first key is there
  };
  Kind kind = Kind::kAnything;
  const ssm::Shape* values = nullptr;  // kText: the API's enumeration; nullptr = any text
  std::int64_t least = 0;
  std::int64_t most = 0;
  std::span<const FileKey> keys;
  bool is_partial = false;  // kRecord: no key is required
  std::span<const FileShape* const> parts;
};

struct FileKey {
  std::string_view name;
  const FileShape* shape = nullptr;
  std::string_view doc;  // one sentence
  bool is_required = false;
};

/// Everything in `node` that does not fit, in written order, with place, path ("cases[0].expect")
/// and what is allowed.
std::vector<Problem> file_problems(const Node& node, const FileShape& shape,
                                   const std::string& path = {});

/// What stands at `below` ("mainSteps[0]", or nothing) of what is at `path`.
std::string joined_path(const std::string& path, const std::string& below);

/// A problem of an author's file.
Problem file_problem(Location at, std::string path, std::string message);

/// " (did you mean \"status\"?)" when a candidate is near, else empty.
std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

/// "text", "a list": what was found.
std::string_view kind_name(const Node& node);

}  // namespace ssm::testkit
