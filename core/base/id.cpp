// SPDX-License-Identifier: Apache-2.0
// The one-shot SHA256() and EVP pull most of libcrypto into a static link; these three do not.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "core/base/id.h"

#include <openssl/sha.h>
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>

namespace ssm {
namespace {

using Digest = std::array<unsigned char, SHA256_DIGEST_LENGTH>;
using UuidBytes = std::array<unsigned char, 16>;

Digest sha256(std::string_view bytes) {
  Digest digest{};
  SHA256_CTX context;
  SHA256_Init(&context);
  SHA256_Update(&context, bytes.data(), bytes.size());
  SHA256_Final(digest.data(), &context);
  return digest;
}

std::string sha256_bytes(std::string_view bytes) {
  const Digest digest = sha256(bytes);
  return {digest.begin(), digest.end()};
}

void append_hex(std::string& text, unsigned char byte) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  text += kDigits[byte >> 4];
  text += kDigits[byte & 0x0F];
}

std::string uuid_text(UuidBytes bytes, unsigned version) {
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0F) | (version << 4));
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3F) | 0x80);
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    append_hex(text, bytes[i]);
  }
  return text;
}

}  // namespace

std::string new_uuid() {
  UuidBytes bytes{};
  arc4random_buf(bytes.data(), bytes.size());
  return uuid_text(bytes, 4);
}

std::string derived_uuid(std::string_view seed) {
  const Digest digest = sha256(seed);
  UuidBytes bytes{};
  std::copy_n(digest.begin(), bytes.size(), bytes.begin());
  return uuid_text(bytes, 5);
}

std::string sha256_hex(std::string_view bytes) {
  std::string text;
  for (const unsigned char byte : sha256(bytes)) append_hex(text, byte);
  return text;
}

std::string hmac_sha256(std::string_view key, std::string_view bytes) {
  constexpr std::size_t kBlock = SHA256_CBLOCK;
  std::string block = key.size() > kBlock ? sha256_bytes(key) : std::string(key);
  block.resize(kBlock, '\0');
  std::string inner = block;
  for (char& byte : inner) byte = static_cast<char>(byte ^ 0x36);
  for (char& byte : block) byte = static_cast<char>(byte ^ 0x5c);
  return sha256_bytes(block + sha256_bytes(inner.append(bytes)));
}

std::string hmac_sha256_hex(std::string_view key, std::string_view bytes) {
  std::string text;
  for (const char byte : hmac_sha256(key, bytes))
    append_hex(text, static_cast<unsigned char>(byte));
  return text;
}

}  // namespace ssm
