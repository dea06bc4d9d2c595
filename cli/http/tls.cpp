// SPDX-License-Identifier: Apache-2.0
#include "cli/http/tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <array>

#include "core/os/files.h"

// OpenSSL asks the processor what it can do before main() begins. On a virtual machine that is six
// traps into the hypervisor, a twentieth of a short command's time. In the static program the
// linker has it call __wrap_ instead (cli/CMakeLists.txt); elsewhere there is no __real_, and
// OpenSSL has asked.

// NOLINTBEGIN(bugprone-reserved-identifier)
extern "C" {
__attribute__((weak)) void __real_OPENSSL_cpuid_setup();
void __wrap_OPENSSL_cpuid_setup() {}
}
// NOLINTEND(bugprone-reserved-identifier)

namespace ssm {
namespace {

void use_what_the_processor_can() {
  if (&__real_OPENSSL_cpuid_setup != nullptr) __real_OPENSSL_cpuid_setup();
}

struct Free {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(SSL* session) const { SSL_free(session); }
};

/// Where systems keep the authorities they trust; a static program's OpenSSL knows only one.
constexpr std::array kSystemBundles = {"/etc/ssl/certs/ca-certificates.crt",
                                       "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
                                       "/etc/ssl/cert.pem"};

tl::unexpected<Error> tls_failure(std::string what) {
  unsigned long code = ERR_get_error();
  ERR_clear_error();
  std::array<char, 256> text = {};
  if (code != 0 && what.empty()) {
    ERR_error_string_n(code, text.data(), text.size());
    what = text.data();
  }
  return failure("Tls", what.empty() ? "the connection ended" : what);
}

Completed load_authorities(SSL_CTX* context, const std::string& bundle) {
  if (!bundle.empty()) {
    if (SSL_CTX_load_verify_locations(context, bundle.c_str(), nullptr) == 1) return {};
    return tls_failure("cannot load the certificates in " + bundle);
  }
  bool loaded = SSL_CTX_set_default_verify_paths(context) == 1;
  for (const char* path : kSystemBundles)
    loaded = SSL_CTX_load_verify_locations(context, path, nullptr) == 1 || loaded;
  ERR_clear_error();
  return loaded ? Completed() : tls_failure("this system has no certificates of authorities");
}

/// The certificate must be made out to the name, or the address, that was asked for.
bool expect_host(SSL* session, const std::string& host) {
  if (X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), host.c_str()) == 1) return true;
  return SSL_set1_host(session, host.c_str()) == 1 &&
         SSL_set_tlsext_host_name(session, host.c_str()) == 1;
}

}  // namespace

// OpenSSL reads and writes memory; the bytes go over a connection that knows deadlines.
struct TlsConnection::Impl {
  TcpConnection connection;
  std::unique_ptr<SSL_CTX, Free> context;
  std::unique_ptr<SSL, Free> session;

  explicit Impl(TcpConnection opened) : connection(std::move(opened)) {}

  Completed prepare(const std::string& host, const TlsOptions& options) {
    use_what_the_processor_can();
    context.reset(SSL_CTX_new(TLS_client_method()));
    if (!context) return tls_failure("");
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_options(context.get(), SSL_OP_IGNORE_UNEXPECTED_EOF);
    if (options.verify) {
      TRY(load_authorities(context.get(), options.ca_bundle));
      SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    }
    session.reset(SSL_new(context.get()));
    if (!session || !expect_host(session.get(), host)) return tls_failure("");
    SSL_set_bio(session.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    SSL_set_connect_state(session.get());
    return {};
  }

  Completed send_pending(Patience patience) {
    std::array<char, 16 * 1024> buffer;
    for (;;) {
      int count = BIO_read(SSL_get_wbio(session.get()), buffer.data(), buffer.size());
      if (count <= 0) return {};
      TRY(connection.send({buffer.data(), static_cast<std::size_t>(count)}, patience));
    }
  }

  Completed take_arrived(Patience patience) {
    TRY_ASSIGN(std::string bytes, connection.receive(patience));
    if (bytes.empty()) {
      BIO_set_mem_eof_return(SSL_get_rbio(session.get()), 0);
      return {};
    }
    BIO_write(SSL_get_rbio(session.get()), bytes.data(), static_cast<int>(bytes.size()));
    return {};
  }

  /// Repeats `act` (an SSL_ call) until it is done. Gives what it returns, 0 at the end of the
  /// stream.
  template <class Act>
  Result<int> until_done(Patience patience, Act act) {
    for (;;) {
      ERR_clear_error();
      int result = act();
      int state = SSL_get_error(session.get(), result);
      TRY(send_pending(patience));
      if (result > 0) return result;
      if (state == SSL_ERROR_ZERO_RETURN) return 0;
      if (state != SSL_ERROR_WANT_READ) return refused();
      TRY(take_arrived(patience));
    }
  }

  tl::unexpected<Error> refused() {
    long verified = SSL_get_verify_result(session.get());
    if (verified != X509_V_OK)
      return tls_failure(std::string("certificate verify failed: ") +
                         X509_verify_cert_error_string(verified));
    return tls_failure("");
  }
};

TlsConnection::TlsConnection(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TlsConnection::TlsConnection(TlsConnection&&) noexcept = default;
TlsConnection& TlsConnection::operator=(TlsConnection&&) noexcept = default;
TlsConnection::~TlsConnection() = default;

Result<TlsConnection> TlsConnection::open(TcpConnection connection, const std::string& host,
                                          const TlsOptions& options, Patience patience) {
  auto impl = std::make_unique<Impl>(std::move(connection));
  TRY(impl->prepare(host, options));
  TRY_ASSIGN(int done,
             impl->until_done(patience, [&] { return SSL_connect(impl->session.get()); }));
  if (done != 1) return tls_failure("");
  return TlsConnection(std::move(impl));
}

Completed TlsConnection::send(std::string_view bytes, Patience patience) {
  if (bytes.empty()) return {};
  TRY_ASSIGN(int sent, impl_->until_done(patience, [&] {
    return SSL_write(impl_->session.get(), bytes.data(), static_cast<int>(bytes.size()));
  }));
  return sent > 0 ? Completed() : failure("Disconnected", "");
}

Result<std::string> TlsConnection::receive(Patience patience) {
  std::string buffer(16 * 1024, '\0');
  TRY_ASSIGN(int count, impl_->until_done(patience, [&] {
    return SSL_read(impl_->session.get(), buffer.data(), static_cast<int>(buffer.size()));
  }));
  buffer.resize(static_cast<std::size_t>(count));
  return buffer;
}

}  // namespace ssm
