#include "tests/simulation/media/receipt_judge.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "node-firmware/player_loop/live_source.hpp"

namespace village::simulation::media {

using namespace std::chrono_literals;
using domain::NodeNumber;
using domain::UtcTime;

namespace {

constexpr std::uint64_t frame_samples = 960;
constexpr std::uint32_t frames_per_packet = 2;
/// Decoded, but not heard any more when the voice ended: the packet it was in, and what the resampler reads ahead.
constexpr std::uint64_t packets_ahead_max = 2;
/// Later than this nobody could play it any more.
constexpr domain::Duration surely_too_late = 0ms;
/// What fading, and the edges of blocks and of silence cost.
constexpr std::uint64_t heard_apart_max = 200 * 48;

}  // namespace

void ReceiptJudge::Said::add(const node::evidence::SoundedPiece& piece) {
    frames.received += piece.frames.received;
    frames.repaired += piece.frames.repaired;
    frames.concealed += piece.frames.concealed;
    frames.silent += piece.frames.silent;
    samples += piece.samples;
}

void ReceiptJudge::counted(NodeNumber node, const node::player_loop::SoundingCounted& counted) {
    auto& all = counted_[{node, counted.grant}];
    all = said_[{node, counted.grant}];
    all.add(counted.piece);
}

void ReceiptJudge::power_lost(NodeNumber node) {
    std::erase_if(said_, [node](const auto& entry) { return entry.first.first == node; });
    for (auto& [key, counted] : counted_) {
        if (key.first != node) continue;
        counted.is_from_before = true;
        said_[key] = counted;
    }
}

void ReceiptJudge::piece(NodeNumber node, domain::GrantId grant, const Piece& piece, UtcTime now) {
    auto& said = said_[{node, grant}];
    said.add(piece.said);
    counted_[{node, grant}] = said;
    const auto& frames = piece.said.frames;
    const auto broadcast = facts_.on_air.find(grant);
    if (broadcast == facts_.on_air.end() || broadcast->second.voice == Voice::alarm || piece.end_sample == 0) return;
    auto& figures = facts_.figures;
    figures.received += frames.received, figures.repaired += frames.repaired;
    figures.concealed += frames.concealed, figures.silent += frames.silent;
    if (frames.repaired > 0) facts_.situations.saw(Situation::packet_repaired);
    if (frames.concealed > 0) facts_.situations.saw(Situation::packet_concealed);
    if (frames.silent > 0) facts_.situations.saw(Situation::packet_silent);
    judge_frames(node, grant, piece, now);
    judge_samples(node, piece, now);
}

void ReceiptJudge::judge_frames(NodeNumber node, domain::GrantId grant, const Piece& piece, UtcTime now) {
    constexpr auto packet_samples = node::player_loop::LiveSource::packet_samples;
    const auto& frames = piece.said.frames;
    const auto& broadcast = facts_.on_air.at(grant);
    const auto& listening = facts_.nodes[node].listening[grant];
    const auto first = static_cast<std::uint64_t>(piece.first_sample / packet_samples);
    const auto last = static_cast<std::uint64_t>(piece.end_sample / packet_samples);
    const auto packets = (frames.received + frames.repaired + frames.concealed + frames.silent) / frames_per_packet;
    if (packets < last - first || packets > last - first + 1 + packets_ahead_max)
        facts_.fail("S8", node, fmt::format("{} packets are said for {} of time", packets, last - first), now);
    std::uint64_t sure = 0, possible = 0;
    for (auto packet = first; packet < first + packets; ++packet) {
        sure += listening.is_there(packet, broadcast.due_at(packet) - surely_in_time);
        const bool is_possible = listening.is_there(packet, broadcast.due_at(packet) - surely_too_late);
        possible += is_possible;
        const bool is_wanted = facts_.is_wanted(node, broadcast, listening, packet) && broadcast.due_at(packet) < now;
        facts_.figures.wanted += is_wanted;
        facts_.figures.missed += is_wanted && !is_possible;
    }
    if (!piece.is_settled) return;
    const auto came = (frames.received + frames.repaired) / frames_per_packet;
    if (came < sure || came > possible)
        facts_.fail("S8", node, fmt::format("{} packets are said to have come, {} to {} had", came, sure, possible), now);
}

void ReceiptJudge::judge_samples(NodeNumber node, const Piece& piece, UtcTime now) {
    const auto made_up = piece.said.frames.concealed * frame_samples;
    const auto said = piece.said.samples;
    if (piece.heard_samples + made_up + heard_apart_max < said || piece.heard_samples > said + heard_apart_max + made_up)
        facts_.fail("S8", node, fmt::format("{} samples are said, {} were heard", said, piece.heard_samples), now);
}

void ReceiptJudge::receipt(const domain::PlaybackReceipt& receipt, UtcTime now) {
    facts_.nodes[receipt.node].listening[receipt.grant].over_at = now;
    const auto found = said_.find({receipt.node, receipt.grant});
    const auto said = found == said_.end() ? Said{} : found->second;
    const bool is_alarm = facts_.on_air.at(receipt.grant).voice == Voice::alarm;
    // Of an alarm's passes the longest counts.
    if (receipt.frames != said.frames || (!is_alarm && receipt.samples_played != said.samples))
        return facts_.fail("S8", receipt.node, "the receipt is not the sum of what the device said", now);
    if (!is_alarm && said.samples > 0) facts_.situations.saw(Situation::receipt_agrees);
    if (!is_alarm && said.samples > 0 && said.is_from_before) facts_.situations.saw(Situation::receipt_over_power_cut);
}

}  // namespace village::simulation::media
