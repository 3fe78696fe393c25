#include "node-firmware/playout/jitter_buffer.hpp"

#include <algorithm>

namespace village::node::playout {
using domain::Duration;
using domain::MonotonicTime;

namespace {
constexpr std::uint32_t frames_per_packet = 2;
}

void JitterBuffer::join_at(std::uint64_t sequence) {
    // A gap that nobody heard because the node was away is not the buffer's to count.
    next_ = sequence;
    joined_ = true;
    const auto too_far = sequence + options_.packets_max;
    held_.erase(held_.begin(), held_.lower_bound(sequence));
    held_.erase(held_.lower_bound(too_far), held_.end());
    holes_.erase(holes_.begin(), holes_.lower_bound(sequence));
    holes_.erase(holes_.lower_bound(too_far), holes_.end());
    if (!highest_ || (*highest_ >= sequence && *highest_ < too_far)) return;
    highest_.reset();
    if (!held_.empty()) highest_ = held_.rbegin()->first;
}

PacketVerdict JitterBuffer::insert(MediaPacket packet, MonotonicTime arrived) {
    const auto sequence = packet.sequence;
    if (joined_ && sequence < next_) return PacketVerdict::late;
    if (held_.contains(sequence)) return PacketVerdict::duplicate;
    const auto base = joined_ ? next_ : lowest_held().value_or(sequence);
    if (sequence >= base + options_.packets_max) return PacketVerdict::too_far_ahead;
    if (!joined_ && sequence + options_.packets_max <= highest_.value_or(sequence)) return PacketVerdict::late;
    if (!highest_ || sequence > *highest_) {
        note_holes(sequence, arrived);
        highest_ = sequence;
        highest_came_ = arrived;
    }
    holes_.erase(sequence);
    held_.emplace(sequence, std::move(packet));
    return PacketVerdict::taken;
}

void JitterBuffer::note_holes(std::uint64_t up_to, MonotonicTime now) {
    auto from = highest_ ? *highest_ + 1 : (joined_ ? next_ : up_to);
    if (joined_) from = std::max(from, next_);
    for (auto sequence = from; sequence < up_to; ++sequence) holes_.emplace(sequence, Hole{now, now, 0});
}

void JitterBuffer::note_unseen(MonotonicTime now) {
    if (!joined_ || !highest_ || now < highest_came_) return;
    // Before that the next packet will show the hole, and a line that only waits is not asked to carry everything twice.
    if (options_.end - std::min(options_.end, *highest_ + 1) > options_.unseen_max) return;
    const auto unseen = std::min(static_cast<std::uint64_t>((now - highest_came_) / options_.packet), options_.unseen_max);
    note_holes(std::min(*highest_ + 1 + unseen, options_.end), now);
}

JitterBuffer::Turn JitterBuffer::next() {
    joined_ = true;
    Turn turn{next_, std::nullopt};
    if (const auto found = held_.find(next_); found != held_.end()) {
        const bool whole = found->second.origin == PacketOrigin::first_sent;
        (whole ? ledger_.received : ledger_.repaired) += frames_per_packet;
        turn.packet = std::move(found->second);
        held_.erase(found);
    } else {
        ledger_.concealed += frames_per_packet;
    }
    holes_.erase(next_);
    ++next_;
    return turn;
}

std::vector<std::uint64_t> JitterBuffer::wishes(MonotonicTime now, MonotonicTime next_due) {
    note_unseen(now);
    std::vector<std::uint64_t> asked;
    for (auto& [sequence, hole] : holes_) {
        if (asked.size() == options_.wishes_max) break;
        const auto due = next_due + static_cast<std::int64_t>(sequence - next_) * options_.packet;
        const auto wait = hole.asks == 0 ? options_.ask_after : options_.ask_again;
        const bool worth = joined_ && due - now >= options_.too_late && hole.asks < options_.asks_max;
        if (!worth || now - hole.asked < wait) continue;
        hole.asked = now;
        ++hole.asks;
        asked.push_back(sequence);
    }
    return asked;
}

std::optional<std::uint64_t> JitterBuffer::lowest_held() const {
    if (held_.empty()) return std::nullopt;
    return held_.begin()->first;
}

Duration JitterBuffer::ahead() const {
    if (!highest_) return Duration{0};
    const auto from = joined_ ? next_ : lowest_held().value_or(*highest_);
    return *highest_ < from ? Duration{0} : static_cast<std::int64_t>(*highest_ - from + 1) * options_.packet;
}

}  // namespace village::node::playout
