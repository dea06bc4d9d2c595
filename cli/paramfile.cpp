// SPDX-License-Identifier: Apache-2.0
#include "cli/paramfile.h"

#include <string_view>

#include "core/base/text.h"
#include "core/os/files.h"

namespace ssm {
namespace {

/// As Python reads text: CR LF, and CR alone, end a line like LF.
std::string with_line_feeds(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && text.substr(i + 1).starts_with('\n')) continue;
    result += text[i] == '\r' ? '\n' : text[i];
  }
  return result;
}

}  // namespace

Result<std::string> load_parameter_file(const std::string& word) {
  constexpr std::string_view kText = "file://";
  if (word.starts_with("fileb://"))
    return failure(
        "Parameter",
        "This option takes text: use the file:// prefix instead of the fileb:// prefix.");
  if (!word.starts_with(kText)) return word;

  std::string path = expand_path(std::string_view(word).substr(kText.size()));
  Result<std::string> content = read_file(path);
  if (!content)
    return failure("Parameter",
                   "Unable to load paramfile " + word + ": " + content.error().message);
  if (!is_valid_utf8(*content))
    return failure(
        "Parameter",
        "Unable to load paramfile (" + path +
            "), text contents could not be decoded.  If this is a binary file, please use "
            "the fileb:// prefix instead of the file:// prefix.");
  return with_line_feeds(*content);
}

}  // namespace ssm
