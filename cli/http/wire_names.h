// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the members of requests and answers are called on the wire. For each service there is a
// rule, and rows for what it does not hold for. Paths say which member is meant: the names of the
// operation and of all members down to it, "DescribeInstances.Reservations.Instances.State".

#include <string>
#include <string_view>

#include "cli/http/aws_service.h"

namespace ssm {

/// The element that holds a member of an answer, and of a request in XML. With a colon: it is an
/// attribute of the structure's own element.
std::string answer_name(const AwsService& service, std::string_view path, bool is_list);

/// The elements within that of a list. Empty: each item stands in an element of the list's name.
std::string_view list_element_name(const AwsService& service, std::string_view path);

/// Whether a member of an answer is a map with names that its caller has chosen.
bool is_map_of_answer(const AwsService& service, std::string_view path);

/// Whether a member of an answer is a document, which the account has as JSON and the wire as text:
/// percent-encoded (RFC 3986). SDKs know it by the member's type.
bool is_document_of_answer(const AwsService& service, std::string_view path);

/// Whether a text in an answer is a point in time, if it looks like one.
bool is_time_of_answer(const AwsService& service, std::string_view path);

/// The field of a form that holds a member of a request.
std::string field_name(const AwsService& service, std::string_view path, bool is_list);

/// The last name of a path.
std::string_view last_name(std::string_view path);

}  // namespace ssm
