#include "node-firmware/evidence/grant_evidence.hpp"

#include <algorithm>
#include <cmath>

namespace village::node::evidence {
using domain::EvidenceLevel;
using domain::ReceiptOutcome;

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
    if (receipt.outcome == ReceiptOutcome::played && receipt.samples_played * 100 < receipt.samples_expected * 95) {
        receipt.outcome = heard || was_cut_off_ ? ReceiptOutcome::partial : ReceiptOutcome::missed;
        if (was_cut_off_) receipt.reason = "outage";
        else if (receipt.reason.empty()) receipt.reason = "device";
    }
}

}  // namespace village::node::evidence
