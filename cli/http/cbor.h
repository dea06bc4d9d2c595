// SPDX-License-Identifier: Apache-2.0
#pragma once
// CBOR (RFC 8949) as the protocol smithy-rpc-v2-cbor uses it. The JSON library's own reader has no
// bound on depth and refuses tags, and its writer knows no times.

#include <cstddef>
#include <string>
#include <string_view>

#include "cli/http/aws_service.h"
#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm {

struct CborLimits {
  std::size_t depth = 64;
  std::size_t items = 1'000'000;
};

/// One data item. Bytes become Base64, times ISO 8601. Errors: code "SerializationException".
Result<Json> read_cbor(std::string_view bytes, const CborLimits& limits = {});

/// An answer, whose times become seconds since 1970.
std::string to_cbor_answer(const AwsService& service, std::string_view operation,
                           const Json& answer);
/// Anything without times.
std::string to_cbor(const Json& value);

}  // namespace ssm
