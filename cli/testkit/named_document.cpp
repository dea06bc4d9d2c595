// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/named_document.h"

#include <fmt/format.h>

#include <filesystem>

#include "cli/configuration.h"
#include "cli/local_service.h"
#include "core/os/files.h"
#include "documents/predefined.h"

namespace ssm {
namespace {

Result<DocumentText> read_text_file(const std::string& path) {
  if (path == "-") {
    TRY_ASSIGN(std::string content, read_standard_input());
    const DocumentFormat format = guessed_format(content);
    return DocumentText{std::move(content), format, "runbook", "(standard input)"};
  }
  TRY_ASSIGN(std::string content, read_file(path));
  const DocumentFormat format = guessed_format(content, path);
  return DocumentText{std::move(content), format, path.substr(path.rfind('/') + 1), path};
}

Result<DocumentText> ask_service(const DocumentRequest& request) {
  TRY_ASSIGN(const Configuration configuration, read_configuration(request.globals));
  TRY_ASSIGN(LocalService service, LocalService::open(request.state_dir));
  Json call = {{"Name", request.what}};
  if (!request.version.empty()) call["DocumentVersion"] = request.version;
  const Operation& operation = *find_operation("GetDocument");
  const Result<Json> answer = service.ask(operation, call, configuration.caller);
  if (!answer && answer.error().code == "InvalidDocument")
    return failure("Document",
                   fmt::format("There is no file {}, and no document of that name.", request.what));
  if (!answer) return tl::unexpected(service_error(answer.error(), operation.name));
  const bool json = string_member(*answer, "DocumentFormat") == "JSON";
  return DocumentText{string_member(*answer, "Content"),
                      json ? DocumentFormat::kJson : DocumentFormat::kYaml, request.what,
                      request.what};
}

}  // namespace

DocumentRequest document_request(const std::string& what, const Call& call,
                                 const GlobalOptions& globals) {
  return DocumentRequest{.what = what,
                         .version = call.value("--document-version").value_or(""),
                         .state_dir = globals.state_dir,
                         .globals = globals};
}

bool names_file(const std::string& what) {
  std::error_code unknown;
  if (what == "-" || std::filesystem::is_regular_file(what, unknown)) return true;
  if (what.starts_with("arn:")) return false;
  const bool ending = what.ends_with(".yaml") || what.ends_with(".yml") || what.ends_with(".json");
  return ending || what.find('/') != std::string::npos;
}

Result<DocumentText> read_named_document(const DocumentRequest& request) {
  if (names_file(request.what)) return read_text_file(request.what);
  if (has_state_directory(request.state_dir)) return ask_service(request);
  if (const auto* document = find_predefined(predefined_documents(), request.what))
    return DocumentText{std::string(document->content), DocumentFormat::kYaml, request.what,
                        request.what};
  return failure("Document", fmt::format("{} is no file, no predefined runbook, and there is no "
                                         "state directory yet to look for it.",
                                         request.what));
}

}  // namespace ssm
