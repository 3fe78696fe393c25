#include "node-firmware/link/node_identity.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <optional>
#include <sstream>
#include <vector>

#include "controller/observability/log.hpp"

namespace village::node::link {
using domain::Error;
using domain::ErrorCode;
using domain::Result;
using domain::Status;
namespace fs = std::filesystem;

namespace {

struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(X509_REQ* request) const { X509_REQ_free(request); }
    void operator()(BIO* bio) const { BIO_free(bio); }
    void operator()(EVP_MD_CTX* digest) const { EVP_MD_CTX_free(digest); }
};
template <class Type>
using Owned = std::unique_ptr<Type, Free>;

constexpr std::size_t file_bytes_max = 64 * 1024;

/// `not_found` only when it is not there; what the disk refuses is not the same as a first boot.
Result<std::string> read_small(const fs::path& path) {
    const auto refused = [&] {
        return Error{ErrorCode::storage_failed,
                     fmt::format("cannot read {}: {}; check its owner and the disk", path.string(), std::strerror(errno))};
    };
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0 && errno == ENOENT) return Error{ErrorCode::not_found, fmt::format("{} is not there", path.string())};
    if (file < 0) return refused();
    std::string bytes(file_bytes_max, '\0');
    const auto size = ::read(file, bytes.data(), bytes.size());
    Result<std::string> outcome = refused();
    if (size >= 0) outcome = bytes.substr(0, static_cast<std::size_t>(size));
    ::close(file);
    return outcome;
}

/// What is there, nothing when it is not; an error when nobody can know.
Result<std::optional<std::string>> read_if_there(const fs::path& path) {
    auto bytes = read_small(path);
    if (bytes) return std::optional{std::move(*bytes)};
    if (bytes.error().code == ErrorCode::not_found) return std::optional<std::string>{};
    return bytes.error();
}

/// Written beside, synced, renamed: a power cut leaves the old one or the new one.
Status write_small(const fs::path& path, std::string_view bytes) {
    const auto fresh = path.string() + ".new";
    const int file = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    const bool written =
        file >= 0 && ::write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) && ::fsync(file) == 0;
    if (file >= 0) ::close(file);
    std::error_code error;
    if (written) fs::rename(fresh, path, error);
    if (!written || error) return Error{ErrorCode::storage_failed, fmt::format("cannot write {}", path.string())};
    const int folder = ::open(path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        ::fsync(folder);
        ::close(folder);
    }
    return {};
}

std::string text_of(BIO* bio) {
    char* data = nullptr;
    const auto size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

Error damaged(const fs::path& folder) {
    return Error{ErrorCode::storage_failed,
                 fmt::format("{} is damaged; remove the folder and enrol the node again", folder.string())};
}

Result<std::string> make_tls_key() {
    Owned<EVP_PKEY> key(EVP_EC_gen("P-256"));
    Owned<BIO> out(BIO_new(BIO_s_mem()));
    if (!key || PEM_write_bio_PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
        return Error{ErrorCode::internal, "OpenSSL cannot make a key"};
    }
    return text_of(out.get());
}

bool is_private_key(const std::string& pem) {
    Owned<BIO> in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    return Owned<EVP_PKEY>(PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr)) != nullptr;
}

Result<std::string> pem_of_certificate(const std::string& der) {
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    Owned<X509> certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    Owned<BIO> out(BIO_new(BIO_s_mem()));
    if (!certificate || PEM_write_bio_X509(out.get(), certificate.get()) != 1) {
        return Error{ErrorCode::malformed, "the certificate that came is none"};
    }
    return text_of(out.get());
}

/// The commune knows an enrolled node by its keys: with a fresh one nobody would believe its receipts.
Result<std::string> load_receipt_seed(const fs::path& folder, bool is_enrolled) {
    auto seed = read_if_there(folder / "receipt.key");
    if (!seed) return seed.error();
    if (*seed && (*seed)->size() == 32) return **seed;
    if (is_enrolled) return damaged(folder);
    std::string fresh(32, '\0');
    fill_random({reinterpret_cast<std::uint8_t*>(fresh.data()), fresh.size()});
    if (auto written = write_small(folder / "receipt.key", fresh); !written) return written.error();
    return fresh;
}

/// Empty for an enrolled node that has lost it: it can speak with nobody, but what it holds is signed and sounds without a line.
Result<std::string> load_tls_key(const fs::path& folder, bool is_enrolled) {
    auto key = read_if_there(folder / "tls.key");
    if (!key) return key.error();
    if (*key && is_private_key(**key)) return **key;
    if (is_enrolled) {
        log::error(
            "{} is missing or damaged: this node has no line any more and plays only the plan it holds; "
            "remove the folder {} and enrol it again [storage_failed]",
            (folder / "tls.key").string(), folder.string());
        return std::string{};
    }
    auto fresh = make_tls_key();
    if (!fresh) return fresh.error();
    if (auto written = write_small(folder / "tls.key", *fresh); !written) return written.error();
    return fresh;
}

}  // namespace

void fill_random(std::span<std::uint8_t> out) {
    if (RAND_bytes(out.data(), static_cast<int>(out.size())) != 1) std::abort();  // Without randomness nothing may go on.
}

domain::Sha256 hash_of_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    Owned<EVP_MD_CTX> digest(EVP_MD_CTX_new());
    EVP_DigestInit_ex(digest.get(), EVP_sha256(), nullptr);
    std::vector<char> piece(64 * 1024);
    while (in) {
        in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        EVP_DigestUpdate(digest.get(), piece.data(), static_cast<std::size_t>(in.gcount()));
    }
    domain::Sha256 hash;
    EVP_DigestFinal_ex(digest.get(), hash.bytes.data(), nullptr);
    return hash;
}

Result<NodeIdentity> NodeIdentity::open(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) return Error{ErrorCode::storage_failed, fmt::format("cannot make {}: {}", folder.string(), error.message())};
    fs::permissions(folder, fs::perms::owner_all, error);
    const auto membership = read_if_there(folder / "membership");
    if (!membership) return membership.error();
    auto seed = load_receipt_seed(folder, membership->has_value());
    if (!seed) return seed.error();
    auto key = load_tls_key(folder, membership->has_value());
    if (!key) return key.error();
    const auto bytes = domain::as_bytes(*seed);
    NodeIdentity identity(folder, protocol::Ed25519KeyPair::from_seed(bytes.first<32>()));
    identity.tls_key_pem_ = *key;
    if (auto loaded = identity.load_membership(); !loaded) return loaded.error();
    return identity;
}

Status NodeIdentity::load_membership() {
    auto text = read_if_there(folder_ / "membership");
    if (!text) return text.error();
    if (!*text) return {};
    auto certificate = read_small(folder_ / "node.crt");
    auto ca = read_small(folder_ / "device-ca.crt");
    for (const auto* file : {&certificate, &ca})
        if (!*file && file->error().code != ErrorCode::not_found) return file->error();
    std::istringstream lines(**text);
    std::string number, id, controller, root, name;
    std::getline(lines, number);
    std::getline(lines, id);
    std::getline(lines, controller);
    std::getline(lines, root);
    std::getline(lines, name);
    auto node_id = domain::NodeId::parse(id);
    auto controller_hash = domain::Sha256::parse(controller);
    auto root_hash = domain::Sha256::parse(root);
    const auto value = std::strtoul(number.c_str(), nullptr, 10);
    if (!certificate || !ca || !node_id || !controller_hash || !root_hash || value < 1 || value > 65'535) {
        return damaged(folder_);
    }
    membership_ = Membership{{static_cast<std::uint16_t>(value)}, *node_id, name, *controller_hash, *root_hash};
    certificate_pem_ = *certificate;
    ca_pem_ = *ca;
    return {};
}

Result<std::string> NodeIdentity::certificate_request() const {
    Owned<BIO> in(BIO_new_mem_buf(tls_key_pem_.data(), static_cast<int>(tls_key_pem_.size())));
    Owned<EVP_PKEY> key(PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr));
    Owned<X509_REQ> request(X509_REQ_new());
    const auto* name = reinterpret_cast<const unsigned char*>("village-node");
    const bool made =
        key && request && X509_REQ_set_version(request.get(), 0) == 1 && X509_REQ_set_pubkey(request.get(), key.get()) == 1 &&
        X509_NAME_add_entry_by_txt(X509_REQ_get_subject_name(request.get()), "CN", MBSTRING_UTF8, name, -1, -1, 0) == 1 &&
        X509_REQ_sign(request.get(), key.get(), EVP_sha256()) > 0;
    if (!made) return Error{ErrorCode::internal, "OpenSSL cannot make a certificate request"};
    std::string der(static_cast<std::size_t>(i2d_X509_REQ(request.get(), nullptr)), '\0');
    auto* out = reinterpret_cast<unsigned char*>(der.data());
    i2d_X509_REQ(request.get(), &out);
    return der;
}

Status NodeIdentity::become(const Enrolled& enrolled, const domain::Sha256& controller_fingerprint) {
    auto certificate = pem_of_certificate(enrolled.certificate);
    auto ca = pem_of_certificate(enrolled.ca_certificate);
    if (!certificate) return certificate.error();
    if (!ca) return ca.error();
    auto name = enrolled.name;
    std::replace_if(
        name.begin(), name.end(), [](char letter) { return letter == '\n' || letter == '\r'; }, ' ');
    if (auto written = write_small(folder_ / "node.crt", *certificate); !written) return written;
    if (auto written = write_small(folder_ / "device-ca.crt", *ca); !written) return written;
    const auto text = fmt::format("{}\n{}\n{}\n{}\n{}\n", enrolled.number.value, enrolled.id.text(),
                                  controller_fingerprint.text(), enrolled.root.fingerprint().text(), name);
    if (auto written = write_small(folder_ / "membership", text); !written) return written;
    return load_membership();
}

}  // namespace village::node::link
