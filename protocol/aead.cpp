#include "protocol/aead.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace village::protocol {
namespace {

constexpr int tag_bytes = aead_tag_bytes;

void must(int result) {
    if (result != 1) throw std::logic_error("AES-128-GCM refused its input");
}

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

Context context_with_cipher() {
    const std::unique_ptr<EVP_CIPHER, decltype(&EVP_CIPHER_free)> cipher(EVP_CIPHER_fetch(nullptr, "AES-128-GCM", nullptr),
                                                                         EVP_CIPHER_free);
    Context made(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
    must(EVP_EncryptInit_ex2(made.get(), cipher.get(), nullptr, nullptr, nullptr));
    return made;
}

/// One context per thread, given a new key each time. Its cipher was named once: naming it again would free and make
/// anew everything below it for each packet.
EVP_CIPHER_CTX* context() {
    thread_local const Context kept = context_with_cipher();
    return kept.get();
}

}  // namespace

void aead_seal_in_place(AeadKey key, AeadNonce nonce, Bytes associated, std::span<std::uint8_t> space) {
    const auto text = space.first(space.size() - aead_tag_bytes);
    auto* tag = text.data() + text.size();
    auto* state = context();
    int written = 0;
    must(EVP_EncryptInit_ex2(state, nullptr, key.data(), nonce.data(), nullptr));
    must(EVP_EncryptUpdate(state, nullptr, &written, associated.data(), static_cast<int>(associated.size())));
    must(EVP_EncryptUpdate(state, text.data(), &written, text.data(), static_cast<int>(text.size())));
    must(EVP_EncryptFinal_ex(state, tag, &written));
    must(EVP_CIPHER_CTX_ctrl(state, EVP_CTRL_AEAD_GET_TAG, tag_bytes, tag));
}

ByteVector aead_seal(AeadKey key, AeadNonce nonce, Bytes associated, Bytes plaintext) {
    ByteVector sealed(plaintext.size() + aead_tag_bytes);
    std::copy(plaintext.begin(), plaintext.end(), sealed.begin());
    aead_seal_in_place(key, nonce, associated, sealed);
    return sealed;
}

std::optional<ByteVector> aead_open(AeadKey key, AeadNonce nonce, Bytes associated, Bytes sealed) {
    if (sealed.size() < tag_bytes) return std::nullopt;
    auto* state = context();
    auto ciphertext = sealed.first(sealed.size() - tag_bytes);
    auto* tag = const_cast<std::uint8_t*>(sealed.data() + ciphertext.size());
    ByteVector plaintext(ciphertext.size() + 1);  // One more, so that an empty text still has an address.
    int written = 0;
    must(EVP_DecryptInit_ex2(state, nullptr, key.data(), nonce.data(), nullptr));
    must(EVP_DecryptUpdate(state, nullptr, &written, associated.data(), static_cast<int>(associated.size())));
    must(EVP_DecryptUpdate(state, plaintext.data(), &written, ciphertext.data(), static_cast<int>(ciphertext.size())));
    must(EVP_CIPHER_CTX_ctrl(state, EVP_CTRL_AEAD_SET_TAG, tag_bytes, tag));
    if (EVP_DecryptFinal_ex(state, plaintext.data() + ciphertext.size(), &written) != 1) return std::nullopt;
    plaintext.pop_back();
    return plaintext;
}

}  // namespace village::protocol
