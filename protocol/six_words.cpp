#include "protocol/six_words.hpp"

#include <fmt/ranges.h>

#include "protocol/syllables.hpp"

namespace village::protocol {

SixWords six_words(const Ed25519PublicKey& node_key, const domain::Sha256& controller_fingerprint,
                   const EnrolmentExporter& exporter) {
    const std::uint8_t zero[] = {0};
    auto hash =
        domain::sha256({domain::as_bytes("village-words-v1"), zero, node_key.bytes, controller_fingerprint.bytes, exporter});
    SixWords words;
    for (std::size_t i = 0; i < words.size(); ++i) words[i] = syllables[hash.bytes[i]];
    return words;
}

std::string six_words_text(const SixWords& words) { return fmt::format("{}", fmt::join(words, " ")); }

}  // namespace village::protocol
