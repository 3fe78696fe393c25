// Listens to every block that leaves a loudspeaker: nothing without a grant and nothing after a STOP (S3, S6), the emergency and nothing
// else (S4), the right moment of the right voice (M1, S16), and no silence where the packets were there (M2).
#pragma once

#include "tests/simulation/media/facts.hpp"

namespace village::simulation::media {

class EarJudge {
public:
    explicit EarJudge(Facts& facts) : facts_(facts) {}

    void heard(domain::NodeNumber node, const Heard& heard, domain::UtcTime leaves_at);
    void power_lost(domain::NodeNumber node) { ears_.erase(node); }
    /// Blocks with sound, of this broadcast at this node, since the last call.
    std::uint64_t take_sounding_blocks(domain::NodeNumber node, domain::GrantId grant) {
        return std::exchange(ears_[node].sounding_blocks[grant], 0);
    }

private:
    struct Moment {
        domain::Duration ahead{};
        domain::UtcTime at{};
    };
    struct Ear {
        int strange = 0;  ///< Blocks in a row.
        int silent = 0;
        int alarm_silent = 0;
        int missing = 0;  ///< Blocks whose packets were not there.
        int unheard = 0;  ///< Silent ones in a row, of a stream that a loudspeaker in contact must have.
        bool was_alarmed = false;
        std::map<domain::GrantId, std::uint64_t> sounding_blocks;
        std::map<domain::GrantId, Moment> moments;
    };
    struct Candidate {
        const OnAir* broadcast;
        const Listening* listening;
    };
    /// What may sound here now, and the alarm that must.
    std::vector<Candidate> allowed(domain::NodeNumber node, domain::UtcTime now) const;
    void judge_alarm(domain::NodeNumber node, const Candidate& alarm, const Heard& heard, domain::UtcTime now);
    void judge_voice(domain::NodeNumber node, const Candidate& candidate, const Heard& heard, domain::UtcTime now);
    void judge_contact(domain::NodeNumber node, const Candidate& candidate, const Heard& heard, domain::UtcTime now);
    void judge_silence(domain::NodeNumber node, const Candidate& candidate, domain::UtcTime now);
    void judge_beginning(domain::NodeNumber node, const Candidate& candidate, domain::UtcTime now);
    void compare(domain::NodeNumber node, const Candidate& candidate, domain::Duration ahead, domain::UtcTime now);

    Facts& facts_;
    std::map<domain::NodeNumber, Ear> ears_;
};

}  // namespace village::simulation::media
