#include "node-firmware/evidence/grant_evidence.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace village::node::evidence {
using domain::EvidenceLevel;
using domain::ReceiptOutcome;

namespace {
// Version, then 64-bit numbers, big-endian: best pass, this pass; frames received, repaired, concealed, silent; last sample (UTC in us,
// 0: none); underruns; gain (IEEE 754); first sample.
constexpr std::uint8_t version = 1;
constexpr std::size_t numbers = 10;

void put64(std::vector<std::uint8_t>& out, std::uint64_t value) {
    for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(value >> shift));
}

std::uint64_t get64(std::span<const std::uint8_t> bytes, std::size_t number) {
    std::uint64_t value = 0;
    for (std::size_t byte = 0; byte < 8; ++byte) value = value << 8 | bytes[1 + 8 * number + byte];
    return value;
}

std::uint64_t us_of(const std::optional<domain::UtcTime>& time) {
    return time ? static_cast<std::uint64_t>(domain::to_us(*time)) : 0;
}

std::optional<domain::UtcTime> time_of(std::uint64_t us) {
    if (us == 0) return std::nullopt;
    return domain::utc_from_us(static_cast<std::int64_t>(us));
}
}  // namespace

std::vector<std::uint8_t> GrantEvidence::saved() const {
    std::vector<std::uint8_t> out{version};
    const std::array<std::uint64_t, numbers> all{best_pass_,
                                                 this_pass_,
                                                 frames_.received,
                                                 frames_.repaired,
                                                 frames_.concealed,
                                                 frames_.silent,
                                                 us_of(last_sample_at_),
                                                 underruns_,
                                                 std::bit_cast<std::uint64_t>(gain_),
                                                 us_of(first_sample_at_)};
    for (const auto number : all) put64(out, number);
    return out;
}

domain::Result<GrantEvidence> GrantEvidence::restore(std::span<const std::uint8_t> bytes, domain::UtcTime begun_at) {
    if (bytes.size() != 1 + 8 * numbers || bytes[0] != version)
        return domain::Error{domain::ErrorCode::malformed, "what the device had counted has another form"};
    const auto frames = [&](std::size_t number) { return static_cast<std::uint32_t>(get64(bytes, number)); };
    GrantEvidence evidence;
    evidence.was_cut_off_ = true;
    evidence.first_sample_at_ = time_of(get64(bytes, 9));
    if (!evidence.first_sample_at_ && begun_at != domain::UtcTime{}) evidence.first_sample_at_ = begun_at;
    evidence.best_pass_ = get64(bytes, 0);
    evidence.this_pass_ = get64(bytes, 1);
    evidence.frames_ = {frames(2), frames(3), frames(4), frames(5)};
    evidence.last_sample_at_ = time_of(get64(bytes, 6));
    evidence.underruns_ = static_cast<std::uint32_t>(get64(bytes, 7));
    const auto gain = std::bit_cast<double>(get64(bytes, 8));
    evidence.gain_ = std::isfinite(gain) ? gain : 0;
    return evidence;
}

void GrantEvidence::add(const SoundedPiece& piece) {
    if (piece.from_beginning) {
        best_pass_ = std::max(best_pass_, this_pass_);
        this_pass_ = 0;
    }
    this_pass_ += piece.samples;
    frames_.received += piece.frames.received;
    frames_.repaired += piece.frames.repaired;
    frames_.concealed += piece.frames.concealed;
    frames_.silent += piece.frames.silent;
    underruns_ += piece.underruns;
    if (piece.samples == 0) return;
    if (!first_sample_at_) first_sample_at_ = piece.first_sample_at;
    last_sample_at_ = piece.last_sample_at;
    gain_ = std::max(gain_, piece.gain);
}

std::uint64_t GrantEvidence::samples() const { return std::max(best_pass_, this_pass_); }

void GrantEvidence::put_into(domain::PlaybackReceipt& receipt) const {
    receipt.frames = frames_;
    receipt.samples_played = samples();
    receipt.first_sample_at = first_sample_at_;
    receipt.last_sample_at = last_sample_at_;
    receipt.device_underruns = underruns_;
    receipt.gain_db = gain_ > 0 ? std::max(-100.0, 20 * std::log10(gain_)) : -100.0;
    const bool heard = receipt.samples_played > 0;
    const bool content_came = frames_.received + frames_.repaired > 0;
    receipt.evidence = heard          ? EvidenceLevel::e2_device
                       : content_came ? EvidenceLevel::e1_content
                                      : EvidenceLevel::e0_acknowledged;
    const bool is_whole = receipt.samples_played * 100 >= receipt.samples_expected * 95;
    if (heard && is_whole && was_cut_off_ && receipt.outcome == ReceiptOutcome::partial && receipt.reason == "outage") {
        receipt.outcome = ReceiptOutcome::played;
        receipt.reason.clear();
    }
    if (receipt.outcome == ReceiptOutcome::played && !is_whole) {
        receipt.outcome = heard || was_cut_off_ ? ReceiptOutcome::partial : ReceiptOutcome::missed;
        if (was_cut_off_) receipt.reason = "outage";
        else if (receipt.reason.empty()) receipt.reason = "device";
    }
}

}  // namespace village::node::evidence
