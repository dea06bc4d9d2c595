// SPDX-License-Identifier: Apache-2.0
#include "tests/corpus_runs/published.h"

#include "actions/registry.h"
#include "core/base/text.h"
#include "core/document/check.h"
#include "core/document/convert.h"
#include "tests/support/files.h"

namespace ssm::test {
namespace {

void add_steps(const std::vector<Step>& steps, std::vector<const Step*>& all) {
  for (const Step& step : steps) {
    all.push_back(&step);
    add_steps(step.steps, all);
  }
}

}  // namespace

std::vector<std::string> published_files() {
  std::vector<std::string> files;
  for (const std::string& line : split(read_file(kCorpus / "INDEX.tsv"), '\n'))
    if (!line.empty()) files.push_back(line.substr(0, line.find('\t')));
  if (!files.empty()) files.erase(files.begin());  // the heading
  return files;
}

std::optional<Published> load_published(const std::string& file) {
  testkit::DocumentSource source{.name = "Document",
                                 .path = (kCorpus / file).string(),
                                 .content = read_file(kCorpus / file),
                                 .format = format_of(file),
                                 .at = {}};
  auto document = parse_document(source.content, source.format,
                                 {.actions = action_catalog(),
                                  .strictness = Strictness::kCreation,
                                  .allows_retired_runtimes = true});
  if (!document) return std::nullopt;
  // It is read for each run, and YAML takes several times as long.
  std::string json = to_text(to_json(document->root));
  if (json.size() <= DocumentLimits().max_bytes) {
    source.content = std::move(json);
    source.format = DocumentFormat::kJson;
  }
  return Published{file, std::make_shared<const testkit::DocumentSource>(std::move(source)),
                   *std::move(document)};
}

std::vector<const Step*> all_steps(const Document& document) {
  std::vector<const Step*> all;
  add_steps(document.main_steps, all);
  return all;
}

std::vector<std::vector<std::string>> read_table(const std::string& name) {
  std::vector<std::vector<std::string>> rows;
  for (const std::string& line : split(read_file(SOURCE_DIR "/tests/corpus_runs/" + name), '\n'))
    if (!line.empty() && line.front() != '#') rows.push_back(split(line, '\t'));
  return rows;
}

}  // namespace ssm::test
