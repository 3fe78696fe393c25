#include "protocol/aead.hpp"

#include <openssl/evp.h>

#include <memory>
#include <stdexcept>

namespace village::protocol {
namespace {

constexpr int tag_bytes = 16;

/// Fetched once: a fetch for each packet would cost more than the packet.
const EVP_CIPHER* cipher() {
    static const std::unique_ptr<EVP_CIPHER, decltype(&EVP_CIPHER_free)> fetched(
        EVP_CIPHER_fetch(nullptr, "AES-128-GCM", nullptr), EVP_CIPHER_free);
    return fetched.get();
}

/// One context per thread, given a new key each time.
EVP_CIPHER_CTX* context() {
    thread_local const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> kept(EVP_CIPHER_CTX_new(),
                                                                                           EVP_CIPHER_CTX_free);
    return kept.get();
}

void must(int result) {
    if (result != 1) throw std::logic_error("AES-128-GCM refused its input");
}

}  // namespace

ByteVector aead_seal(AeadKey key, AeadNonce nonce, Bytes associated, Bytes plaintext) {
    auto* state = context();
    ByteVector sealed(plaintext.size() + tag_bytes);
    int written = 0;
    must(EVP_EncryptInit_ex2(state, cipher(), key.data(), nonce.data(), nullptr));
    must(EVP_EncryptUpdate(state, nullptr, &written, associated.data(), static_cast<int>(associated.size())));
    must(EVP_EncryptUpdate(state, sealed.data(), &written, plaintext.data(), static_cast<int>(plaintext.size())));
    must(EVP_EncryptFinal_ex(state, sealed.data() + plaintext.size(), &written));
    must(EVP_CIPHER_CTX_ctrl(state, EVP_CTRL_AEAD_GET_TAG, tag_bytes, sealed.data() + plaintext.size()));
    return sealed;
}

std::optional<ByteVector> aead_open(AeadKey key, AeadNonce nonce, Bytes associated, Bytes sealed) {
    if (sealed.size() < tag_bytes) return std::nullopt;
    auto* state = context();
    auto ciphertext = sealed.first(sealed.size() - tag_bytes);
    auto* tag = const_cast<std::uint8_t*>(sealed.data() + ciphertext.size());
    ByteVector plaintext(ciphertext.size() + 1);  // One more, so that an empty text still has an address.
    int written = 0;
    must(EVP_DecryptInit_ex2(state, cipher(), key.data(), nonce.data(), nullptr));
    must(EVP_DecryptUpdate(state, nullptr, &written, associated.data(), static_cast<int>(associated.size())));
    must(EVP_DecryptUpdate(state, plaintext.data(), &written, ciphertext.data(), static_cast<int>(ciphertext.size())));
    must(EVP_CIPHER_CTX_ctrl(state, EVP_CTRL_AEAD_SET_TAG, tag_bytes, tag));
    if (EVP_DecryptFinal_ex(state, plaintext.data() + ciphertext.size(), &written) != 1) return std::nullopt;
    plaintext.pop_back();
    return plaintext;
}

}  // namespace village::protocol
