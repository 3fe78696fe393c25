// Six words that both ends of an enrolment show: from both keys and the TLS exporter, so they differ when somebody stands
// between. A person compares them aloud; 48 bits, after the code has already been proved.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "protocol/enrolment.hpp"

namespace village::protocol {

using SixWords = std::array<std::string_view, 6>;

/// First six bytes of SHA-256("village-words-v1" 0x00 ‖ node key ‖ controller fingerprint ‖ exporter), a syllable for each.
SixWords six_words(const Ed25519PublicKey& node_key, const domain::Sha256& controller_fingerprint,
                   const EnrolmentExporter& exporter);
/// "ba cá đèn …", one space between.
std::string six_words_text(const SixWords& words);

}  // namespace village::protocol
