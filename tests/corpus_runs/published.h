// SPDX-License-Identifier: Apache-2.0
#pragma once
// The published runbooks of the shared folder beside the checkout.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/testkit/document_source.h"
#include "core/document/document.h"

namespace ssm::test {

struct Published {
  std::string file;  // as the index calls it
  std::shared_ptr<const testkit::DocumentSource> source;
  Document document;
};

/// As the index lists them; empty: there is no corpus.
std::vector<std::string> published_files();

/// nullopt: CreateDocument would refuse it.
std::optional<Published> load_published(const std::string& file);

/// Every step, those in loops too.
std::vector<const Step*> all_steps(const Document& document);

/// The lines of a table beside this file, without its comments, as cells.
std::vector<std::vector<std::string>> read_table(const std::string& name);

}  // namespace ssm::test
