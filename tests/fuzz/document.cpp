// SPDX-License-Identifier: Apache-2.0
#include "actions/registry.h"
#include "core/document/bind.h"
#include "core/document/check.h"
#include "core/document/convert.h"
#include "core/document/texts.h"
#include "core/lint/lint.h"
#include "tests/fuzz/fuzz.h"

using namespace ssm;

namespace {

/// What is well formed is the same value in the other format.
void check_conversion(std::string_view text, DocumentFormat format) {
  const auto nodes = read_nodes(text, format);
  if (!nodes) {
    fuzz::require(!nodes.error().message.empty(), "every refusal says why");
    return;
  }
  const DocumentFormat other =
      format == DocumentFormat::kJson ? DocumentFormat::kYaml : DocumentFormat::kJson;
  const auto converted = convert_format(text, format, other);
  fuzz::require(converted.has_value(), "what reads can be converted");
  DocumentLimits limits;
  limits.max_bytes = 16 * 1024 * 1024;
  const auto back = read_nodes(*converted, other, limits);
  Node meant = *nodes;
  (void)keep_written_texts(meant);
  fuzz::require(back && to_json(*back) == to_json(meant), "conversion keeps the value");
}

}  // namespace

/// Any text: read, parsed, checked, and if it is a runbook, bound with its defaults.
FUZZ_TARGET(document) {
  const std::string_view text = fuzz::text_of(data, size);
  const Resolver globals = [](const Reference&) { return std::optional<Json>("value"); };
  for (const DocumentFormat format : {DocumentFormat::kYaml, DocumentFormat::kJson}) {
    for (const Finding& finding : lint(text, format, {action_catalog()}).findings)
      fuzz::require(finding.rule != nullptr, "every finding has a rule");
    check_conversion(text, format);
    const auto document = parse_document(
        text, format, {.actions = action_catalog(), .strictness = Strictness::kChecked});
    if (!document) {
      fuzz::require(!document.error().empty(), "a refused document has a problem");
      continue;
    }
    (void)bind_parameters(document->parameters, Json::object(), globals);
  }
  return 0;
}
