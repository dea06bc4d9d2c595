// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace ssm {

/// A random UUID (version 4), lower case.
std::string new_uuid();

/// A UUID made from `seed` (version 5 layout over SHA-256): the same seed gives the same id.
/// Used where a retry must carry the token of the first try.
std::string derived_uuid(std::string_view seed);

/// Lower-case hex SHA-256 of the bytes.
std::string sha256_hex(std::string_view bytes);

/// HMAC with SHA-256: 32 bytes (RFC 2104), and as lower-case hex.
std::string hmac_sha256(std::string_view key, std::string_view bytes);
std::string hmac_sha256_hex(std::string_view key, std::string_view bytes);

}  // namespace ssm
