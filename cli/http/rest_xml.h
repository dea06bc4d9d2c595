// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cli/http/aws_service.h"
#include "cli/http/xml_reader.h"
#include "core/api/model.h"
#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm {

/// The member of a request that an XML body holds, by the shape that the operation gives it: an
/// object with that member alone. Errors: code "MalformedXML" (no such member, an element that it
/// does not have, a value of another type).
Result<Json> read_xml_request(const AwsService& service, const Operation& operation,
                              const XmlElement& root);

}  // namespace ssm
