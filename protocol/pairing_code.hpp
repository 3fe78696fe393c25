// The one-time code: 128 random bits, typed as seven groups of four Crockford base32 characters (two of them a check, so a slip
// of the finger is told before it costs a try), and the pairing ticket of a QR code, which adds the fingerprints to connect to.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "protocol/keys.hpp"

namespace village::protocol {

struct PairingCode {
    std::array<std::uint8_t, 16> bytes{};
    bool operator==(const PairingCode&) const = default;
    /// "8ZK3-…": 26 characters of code, 2 of check.
    std::string text() const;
    /// Either case, with or without dashes and spaces; O reads as 0, I and L as 1. `enrolment_code_wrong` when the check fails.
    static Result<PairingCode> parse(std::string_view text);
};

struct PairingTicket {
    PairingCode code;
    domain::Sha256 controller_fingerprint;  ///< SHA-256 of the CA's SubjectPublicKeyInfo.
    domain::Sha256 root_fingerprint;        ///< SHA-256 of the broadcast root's public key.
    bool operator==(const PairingTicket&) const = default;
    /// "village1.<28 characters>.<64 hex>.<64 hex>".
    std::string text() const;
    static Result<PairingTicket> parse(std::string_view text);
};

}  // namespace village::protocol
