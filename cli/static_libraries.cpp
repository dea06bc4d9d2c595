// SPDX-License-Identifier: Apache-2.0
// SQLite can load extensions and OpenSSL can look up names; this program asks for neither
// (core/os/addresses.h). In a static program both would need glibc's shared libraries, so they get
// a refusal instead: the linker has the libraries call these functions (cli/CMakeLists.txt).
#include <netdb.h>

// NOLINTBEGIN(bugprone-reserved-identifier)
extern "C" {
void* __wrap_dlopen(const char* /*file*/, int /*mode*/) {
  return nullptr;
}
int __wrap_getaddrinfo(const char* /*host*/, const char* /*port*/, const addrinfo* /*hints*/,
                       addrinfo** /*found*/) {
  return EAI_FAIL;
}
hostent* __wrap_gethostbyname(const char* /*host*/) {
  return nullptr;
}
}
// NOLINTEND(bugprone-reserved-identifier)
