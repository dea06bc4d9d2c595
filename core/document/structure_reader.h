// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/document.h"
#include "core/document/document_keys.h"

namespace ssm {

/// The order in which the service looks at a document's structure: a problem found by an earlier
/// check is reported before all problems of later ones. Source: spec/documents-and-engine 1.4.
enum class Check { kSchemaVersion, kTopLevel, kMainSteps, kSteps, kParameters };

/// A value of the tree and the path that leads to it.
struct Place {
  const Node& node;
  Location at;  // of the member's name where there is one
  std::string path;

  Place member(const Node::Member& member) const;
  Place item(std::size_t index) const;
};

/// Reads typed values out of the tree and collects everything that is wrong with them.
/// A value that is null counts as not written.
class StructureReader {
 public:
  void add(Check check, const Place& place, std::string message,
           std::string_view rule = "structure", std::string_view code = "InvalidDocumentContent");
  /// A type that there is not.
  void add_unknown_type(Check check, const Place& place, std::string message);

  /// Reports members other than `known`.
  void refuse_unknown(Check check, const Place& map, std::span<const std::string_view> known);
  void refuse_unknown(Check check, const Place& map, std::span<const DocumentKey> known);

  std::optional<std::string> text(Check check, const Place& place);
  std::optional<bool> boolean(Check check, const Place& place);
  /// A whole number, or text that holds one; at least `least`.
  std::optional<std::int64_t> integer(Check check, const Place& place, std::int64_t least);

  /// What was found: problems in the order of the checks, then of the text.
  std::vector<Problem> take_problems();

 private:
  struct Found {
    Check check;
    Problem problem;
  };
  std::vector<Found> found_;
};

/// "-12" to -12; nullopt when the text is anything else.
std::optional<std::int64_t> parse_integer(std::string_view text);

/// Definitions of parameters or variables.
std::vector<Parameter> read_parameters(StructureReader& reader, const Place& map);
/// The steps of mainSteps or of a loop.
std::vector<Step> read_steps(StructureReader& reader, const Place& list,
                             const ActionCatalog& actions);

}  // namespace ssm
