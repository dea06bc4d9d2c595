// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/os/tcp_client.h"

namespace ssm {

struct TlsOptions {
  bool verify = true;
  std::string ca_bundle;  // a file; empty = the system's
};

/// TLS as a client, over a connection. Errors: code "Tls" (the certificate is not accepted, the
/// other side speaks something else), those of TcpConnection.
class TlsConnection {
 public:
  static Result<TlsConnection> open(TcpConnection connection, const std::string& host,
                                    const TlsOptions& options, Patience patience);
  TlsConnection(TlsConnection&&) noexcept;
  TlsConnection& operator=(TlsConnection&&) noexcept;
  ~TlsConnection();

  Completed send(std::string_view bytes, Patience patience);
  /// At least one byte; empty: the other side has closed.
  Result<std::string> receive(Patience patience);

 private:
  struct Impl;
  explicit TlsConnection(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace ssm
