#include "controller/sessions/machines/enrolment_codes.hpp"

#include <algorithm>

namespace village::sessions::machines {
namespace {

using domain::Error;
using domain::ErrorCode;

constexpr std::size_t guessers_max = 4096;
// An expired code is remembered a while, so that its owner reads "expired" and not "wrong".
constexpr std::chrono::minutes remembered{60};

domain::Bytes bytes(const std::string& text) { return domain::as_bytes(text); }

}  // namespace

domain::Result<domain::UtcTime> EnrolmentCodes::open(Invitation invitation, const protocol::PairingCode& code,
                                                     domain::UtcTime now) {
    forget_old(now);
    close(invitation.node);
    if (codes_.size() >= open_max_)
        return Error{ErrorCode::too_many_requests, "too many enrolment codes are open; finish or cancel some first"};
    const auto expires_at = now + code_lifetime;
    codes_[protocol::pairing_code_id(code)] = OpenCode{invitation, code, expires_at, 0};
    return expires_at;
}

bool EnrolmentCodes::close(domain::NodeId node) {
    return std::erase_if(codes_, [node](const auto& entry) { return entry.second.invitation.node == node; }) > 0;
}

domain::Result<EnrolmentCodes::Accepted> EnrolmentCodes::redeem(const Claim& claim, domain::UtcTime now) {
    forget_old(now);
    if (is_blocked(claim.from))
        return Error{ErrorCode::too_many_requests, "too many wrong codes from this address; try again in 15 minutes"};
    std::array<std::uint8_t, 8> id{};
    if (claim.code_id.size() != id.size()) return wrong_guess(claim.from, now);
    std::ranges::copy(bytes(claim.code_id), id.begin());
    const auto found = codes_.find(id);
    if (found == codes_.end()) return wrong_guess(claim.from, now);
    auto& open = found->second;
    const auto expected = protocol::node_enrolment_proof(open.code, claim.exporter, claim.node_key);
    if (!protocol::check_enrolment_proof(expected, bytes(claim.proof))) {
        if (++open.wrong_tries >= wrong_tries_max) codes_.erase(found);
        return Error{ErrorCode::enrolment_code_wrong, "the enrolment code is wrong; after five wrong tries it ends"};
    }
    if (now >= open.expires_at)
        return Error{ErrorCode::expired, "the enrolment code is older than 15 minutes; ask for a new one"};
    Accepted accepted{open.invitation, open.code};
    codes_.erase(found);
    return accepted;
}

domain::Error EnrolmentCodes::wrong_guess(const std::string& from, domain::UtcTime now) {
    // With too many addresses at once the counting stops, not the memory: a code has 128 bits.
    if (guessers_.size() < guessers_max || guessers_.contains(from)) {
        auto& guesser = guessers_[from];
        if (guesser.wrong_tries++ == 0) guesser.since = now;
    }
    return Error{ErrorCode::enrolment_code_wrong, "no such enrolment code is open; ask the administrator for a new one"};
}

bool EnrolmentCodes::is_blocked(const std::string& from) const {
    const auto found = guessers_.find(from);
    return found != guessers_.end() && found->second.wrong_tries >= wrong_tries_max;
}

void EnrolmentCodes::forget_old(domain::UtcTime now) {
    std::erase_if(codes_, [now](const auto& entry) { return now > entry.second.expires_at + remembered; });
    std::erase_if(guessers_, [now](const auto& entry) { return now >= entry.second.since + code_lifetime; });
}

}  // namespace village::sessions::machines
