// Compares what a loudspeaker says about a stream with what came and what was heard (S8): the frames add up to the time, as many
// came as were there, and the receipt is the sum of its pieces.
#pragma once

#include "node-firmware/player_loop/ports.hpp"
#include "scheduler/domain/broadcast.hpp"
#include "tests/simulation/media/facts.hpp"

namespace village::simulation::media {

/// One piece that sounded, by the device.
struct Piece {
    node::evidence::SoundedPiece said;
    std::int64_t first_sample = 0;    ///< In the stream.
    std::int64_t end_sample = 0;      ///< After the last one.
    std::uint64_t heard_samples = 0;  ///< By the ear.
    bool is_settled = false;          ///< It began by a clock that was set right.
};

class ReceiptJudge {
public:
    explicit ReceiptJudge(Facts& facts) : facts_(facts) {}

    void piece(domain::NodeNumber node, domain::GrantId grant, const Piece& piece, domain::UtcTime now);
    void receipt(const domain::PlaybackReceipt& receipt, domain::UtcTime now);
    void power_lost(domain::NodeNumber node) {
        std::erase_if(said_, [node](const auto& entry) { return entry.first.first == node; });
    }

private:
    struct Said {
        domain::FrameLedger frames;
        std::uint64_t samples = 0;
    };
    void judge_frames(domain::NodeNumber node, domain::GrantId grant, const Piece& piece, domain::UtcTime now);
    void judge_samples(domain::NodeNumber node, const Piece& piece, domain::UtcTime now);

    Facts& facts_;
    std::map<std::pair<domain::NodeNumber, domain::GrantId>, Said> said_;
};

}  // namespace village::simulation::media
