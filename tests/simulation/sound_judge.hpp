// S1, S2 and S3 for what leaves the loudspeakers: covered by a grant of the signer, in its window, not too long, not again.
#pragma once

#include "tests/simulation/facts.hpp"

namespace village::simulation {

class SoundJudge {
public:
    explicit SoundJudge(Facts& facts) : facts_(facts) {}

    /// "Started" lies on the disk.
    void start_written(domain::NodeNumber node, domain::GrantId grant, domain::UtcTime now);
    void started(domain::NodeNumber node, const domain::Grant& grant, const Sound& sound, domain::UtcTime now);
    void stopped(domain::NodeNumber node, const domain::Grant& grant, domain::Duration heard, domain::UtcTime now);
    void sweep(domain::UtcTime now);

    /// It cannot know how late it is: see `window`.
    void taken_without_clock(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime now);
    void clock_attested(domain::NodeNumber node, domain::UtcTime truth);

    /// Its node's clock, so that the node cannot tell after a power cut how long it has sounded, nor what it sounds into.
    bool was_set_since_it_began(domain::NodeNumber node, const domain::Grant& grant) const;

private:
    struct Window {
        domain::UtcTime not_before{};
        domain::UtcTime start_by{};
        domain::UtcTime not_after{};
    };
    struct Starts {
        std::uint32_t count = 0;
        std::uint32_t first_life = 0;  ///< Of the node, at the first one ...
        std::uint32_t life = 0;        ///< ... and at the last one.
        bool heard = false;            ///< A sample of it was.
        domain::UtcTime begun_at{};    ///< The first one.
    };
    struct Ended {
        domain::GrantId grant;
        domain::UtcTime at{};
    };
    struct Pass {
        domain::Duration sounded{};
        domain::Duration reached{};  ///< In the content.
    };
    Window window(domain::NodeNumber node, const domain::Grant& grant) const;
    void check_pass(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime truth);
    void check_start(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime truth);
    void check_covered(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime truth);
    void check_content(domain::NodeNumber node, const domain::Grant& grant, const Sound& sound, domain::UtcTime now);
    void note_going_on(domain::NodeNumber node, const domain::Grant& grant);
    bool was_done(domain::NodeNumber node, domain::BroadcastId broadcast) const;
    void note_day(domain::UtcTime now);
    void note_break_in(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime now);

    Facts& facts_;
    std::map<domain::NodeNumber, Ended> last_sounded_;
    std::map<OnNode, Pass> passes_;
    std::map<OnNode, Starts> starts_;
    /// By which its node goes.
    domain::UtcTime time_of(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime truth) const;
    std::map<OnNode, domain::UtcTime> taken_without_clock_;
    std::map<OnNode, domain::UtcTime> taken_early_;  ///< The same, of a controller whose clock was ahead, after attestation.
};

}  // namespace village::simulation
