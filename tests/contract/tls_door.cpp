#include "tests/contract/tls_door.hpp"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>
#include <stdexcept>

namespace village {
namespace {

using boost::asio::ip::tcp;

struct FreeKey {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeCertificate {
    void operator()(X509* certificate) const { X509_free(certificate); }
};

void certify_itself(SSL_CTX* context) {
    const std::unique_ptr<EVP_PKEY, FreeKey> key{EVP_EC_gen("P-256")};
    const std::unique_ptr<X509, FreeCertificate> certificate{X509_new()};
    X509_set_version(certificate.get(), X509_VERSION_3);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    X509_set_pubkey(certificate.get(), key.get());
    const bool usable = X509_sign(certificate.get(), key.get(), EVP_sha256()) != 0 &&
                        SSL_CTX_use_certificate(context, certificate.get()) == 1 &&
                        SSL_CTX_use_PrivateKey(context, key.get()) == 1;
    if (!usable) throw std::runtime_error("no certificate could be made");
}

}  // namespace

TlsDoor::TlsDoor(boost::asio::io_context& context, web_api::WebServer& server)
    : server_(server), acceptor_(context, tcp::endpoint{boost::asio::ip::make_address("127.0.0.1"), 0}) {
    certify_itself(tls_.native_handle());
}

ports::Awaitable<void> TlsDoor::run() {
    boost::system::error_code failed;
    while (true) {
        tcp::socket socket(acceptor_.get_executor());
        auto accepted = boost::asio::redirect_error(boost::asio::use_awaitable, failed);
        co_await acceptor_.async_accept(socket, std::move(accepted));
        if (failed) co_return;
        auto stream = std::make_unique<web_api::TlsStream>(std::move(socket), tls_);
        stream->next_layer().expires_after(std::chrono::seconds{10});
        auto shaken = boost::asio::redirect_error(boost::asio::use_awaitable, failed);
        co_await stream->async_handshake(boost::asio::ssl::stream_base::server, std::move(shaken));
        if (!failed) server_.accept(std::move(stream));
    }
}

}  // namespace village
