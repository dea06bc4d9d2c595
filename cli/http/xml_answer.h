// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "cli/http/aws_service.h"
#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm {

/// An answer, with the names of the API, as the query protocols write it.
std::string to_xml_answer(const AwsService& service, std::string_view operation, Json answer,
                          const std::string& request_id);

/// The same as a document with its own root element, as REST services write it. A member that has
/// the root's name is the root.
std::string to_xml_document(const AwsService& service, std::string_view operation,
                            const std::string& root, Json answer);

/// An error, whose code is the service's own.
std::string to_xml_error(const AwsService& service, const Error& error, int status,
                         const std::string& request_id);

}  // namespace ssm
