// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/document/node.h"

namespace ssm {

/// Turns numbers and Booleans of a document into text wherever the schema wants text: names,
/// actions, routes, descriptions, defaults and allowed values of type String. The text is what is
/// written, so that a step called True has one name in YAML, in JSON and when it runs.
/// Returns a remark (rule "unquoted-text") for each whose value reads otherwise: NO is false, 1.10
/// is 1.1.
std::vector<Problem> keep_written_texts(Node& root);

/// A remark (rule "repeated-key") for each key whose value is lost, as the same key follows.
std::vector<Problem> find_repeated_keys(const Node& root);

/// "NO is read as false: quote it.", or nothing when the value reads as it is written.
std::string reading_of_unquoted(const Node& scalar);

}  // namespace ssm
