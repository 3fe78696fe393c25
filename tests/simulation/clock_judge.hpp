// Clock honesty (decision 0033): a loudspeaker that calls its clock trusted has the right time, but for what the only witness, the
// signer's clock, made it believe: at once what it could not know better or what is near, all else after a minute; and never for long
// after that clock is right again. While it is in doubt nothing begins but what is called.
#pragma once

#include <map>
#include <set>

#include "tests/simulation/facts.hpp"

namespace village::simulation {

class ClockJudge {
public:
    explicit ClockJudge(Facts& facts) : facts_(facts) {}

    void attested_clock_set(domain::Duration error, domain::UtcTime now);
    void booted(domain::NodeNumber node, bool clock_trusted, domain::UtcTime now) {
        doubted_at_.erase(node);
        const auto error = clock_trusted ? std::optional(domain::Duration::zero()) : std::nullopt;
        facts_.clocks[node] = {.error = error, .set_at = facts_.time_at(node, now) != now ? now : facts_.clocks[node].set_at};
    }
    /// Of a trusted clock how far it is ahead; nothing: it is not trusted.
    void clock_is(domain::NodeNumber node, std::optional<domain::Duration> error, domain::UtcTime now);
    void sound_started(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime now);
    /// `signer_answered`: for the last minutes.
    void sweep(const std::set<domain::NodeNumber>& in_contact, bool signer_answered, domain::UtcTime now);

    static constexpr std::chrono::minutes right_within{3};

private:
    Facts& facts_;
    domain::Duration attested_error_{};
    domain::UtcTime attested_since_{};
    std::map<domain::NodeNumber, domain::UtcTime> in_contact_since_;
    std::map<domain::NodeNumber, domain::UtcTime> doubted_at_;
    std::set<OnNode> heard_;
};

}  // namespace village::simulation
