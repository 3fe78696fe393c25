#include "protocol/srtp_key_schedule.hpp"

#include <openssl/evp.h>

#include <memory>
#include <stdexcept>

namespace village::protocol {
namespace {

constexpr std::uint8_t label_key = 0, label_salt = 2;

/// AES-CM as a generator (RFC 3711, 4.3.3): the counter block is (salt ‖ 0x0000) XOR (label at byte 7), 16 bits of counter.
std::array<std::uint8_t, 16> derive(const StreamKey& key, std::uint8_t label) {
    std::array<std::uint8_t, 16> block{};
    std::copy(key.salt.view().begin(), key.salt.view().end(), block.begin());
    block[7] ^= label;
    const std::array<std::uint8_t, 16> zeros{};
    std::array<std::uint8_t, 16> output{};
    std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
    int written = 0;
    if (EVP_EncryptInit_ex2(context.get(), EVP_aes_128_ctr(), key.key.view().data(), block.data(), nullptr) != 1 ||
        EVP_EncryptUpdate(context.get(), output.data(), &written, zeros.data(), static_cast<int>(zeros.size())) != 1) {
        throw std::logic_error("AES-128-CTR refused its input");
    }
    return output;
}

}  // namespace

SrtpSessionKeys derive_srtp_keys(const StreamKey& key) {
    auto session_key = derive(key, label_key);
    auto session_salt = derive(key, label_salt);
    return {Secret<16>(session_key), Secret<12>(std::span<const std::uint8_t, 16>(session_salt).first<12>())};
}

std::array<std::uint8_t, 12> srtp_nonce(const Secret<12>& salt, std::uint32_t ssrc, PacketIndex index) {
    // 0x0000 ‖ SSRC ‖ ROC ‖ sequence, XOR salt.
    std::array<std::uint8_t, 12> nonce{};
    std::copy(salt.view().begin(), salt.view().end(), nonce.begin());
    for (int i = 0; i < 4; ++i) nonce[static_cast<std::size_t>(2 + i)] ^= static_cast<std::uint8_t>(ssrc >> (24 - 8 * i));
    for (int i = 0; i < 6; ++i) nonce[static_cast<std::size_t>(6 + i)] ^= static_cast<std::uint8_t>(index.value >> (40 - 8 * i));
    return nonce;
}

}  // namespace village::protocol
