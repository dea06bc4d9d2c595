// SPDX-License-Identifier: Apache-2.0
#include "cli/http/form_request.h"
#include "cli/http/xml_answer.h"
#include "cli/operation_catalog.h"
#include "core/model/client_checks.h"
#include "tests/fuzz/fuzz.h"

using namespace ssm;

namespace {

/// Whether elements end in the order in which they begin, and nothing else stands in brackets.
bool is_balanced(std::string_view xml) {
  std::vector<std::string_view> open;
  constexpr std::string_view kDeclarationEnd = "?>\n";
  xml.remove_prefix(xml.find(kDeclarationEnd) + kDeclarationEnd.size());
  for (std::size_t at = xml.find('<'); at != xml.npos; at = xml.find('<', at)) {
    const std::size_t end = xml.find('>', at);
    if (end == xml.npos) return false;
    std::string_view name = xml.substr(at + 1, end - at - 1);
    at = end;
    if (!name.starts_with('/')) {
      open.push_back(name.substr(0, name.find(' ')));
    } else if (open.empty() || open.back() != name.substr(1)) {
      return false;
    } else {
      open.pop_back();
    }
  }
  return open.empty();
}

}  // namespace

/// A line with service and operation, then a form: a request of the right types, or an error that
/// says what is wrong. And what a request may hold can stand in an answer.
FUZZ_TARGET(wire) {
  const auto [line, body] = fuzz::first_line_and_rest(fuzz::text_of(data, size));
  const std::size_t blank = std::min(line.find(' '), line.size());
  const AwsService* service = find_aws_service(line.substr(0, blank));
  const Operation* operation =
      find_operation(line.substr(0, blank), line.substr(std::min(blank + 1, line.size())));
  const auto form = parse_form(body, {.fields = 100, .depth = 12});
  if (!form) {
    fuzz::require(form.error().code == "MalformedQueryString", "every refusal has its code");
    return 0;
  }
  if (service == nullptr || operation == nullptr || !operation->of_account) return 0;
  const auto request = read_form_request(*service, *operation, *form);
  if (!request) {
    const std::string& code = request.error().code;
    fuzz::require(code == "UnknownParameter" || code == "InvalidParameterValue",
                  "every refusal says which parameter");
    return 0;
  }
  for (const std::string& problem : client_side_problems(*operation->input, *request))
    fuzz::require(problem.find("Invalid type") == problem.npos &&
                      problem.find("Unknown parameter") == problem.npos,
                  "what is read fits");
  fuzz::require(is_balanced(to_xml_answer(*service, operation->name, *request, "id")),
                "an answer is XML");
  return 0;
}
