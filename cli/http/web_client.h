// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/web.h"

namespace ssm {

/// Web over HTTP/1.1 and TLS: a connection for each request, no proxy. Certificates are checked
/// against the file that AWS_CA_BUNDLE names, else against the system's authorities. A stop
/// interrupts every wait but the search for the addresses of a name.
class WebClient final : public Web {
 public:
  Result<WebAnswer> post(const WebRequest& request, std::stop_token stop) override;
};

}  // namespace ssm
