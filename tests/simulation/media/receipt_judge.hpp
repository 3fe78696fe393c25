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
    /// A piece that sounds on.
    void counted(domain::NodeNumber node, const node::player_loop::SoundingCounted& counted);
    void receipt(const domain::PlaybackReceipt& receipt, domain::UtcTime now);
    /// What was counted last is what remains.
    void power_lost(domain::NodeNumber node);

private:
    struct Said {
        domain::FrameLedger frames;
        std::uint64_t samples = 0;
        bool is_from_before = false;  ///< Some of it was said before the power went.
        void add(const node::evidence::SoundedPiece& piece);
    };
    using SaidOf = std::map<std::pair<domain::NodeNumber, domain::GrantId>, Said>;
    void judge_frames(domain::NodeNumber node, domain::GrantId grant, const Piece& piece, domain::UtcTime now);
    void judge_samples(domain::NodeNumber node, const Piece& piece, domain::UtcTime now);

    Facts& facts_;
    SaidOf said_;
    SaidOf counted_;  ///< As it would be found again after a power cut.
};

}  // namespace village::simulation::media
