// Special days: what the calendar wants falls away where its day is one on which it is not to be heard (music in mourning, what skips a
// holiday, what is for an election day alone), also when that was laid down after it was planned. Counts by itself which day it is.
// What had begun by then goes on, and what a person plays by hand is his.
#pragma once

#include "tests/simulation/facts.hpp"

namespace village::simulation {

/// What the calendar wants at one moment.
struct DayWish {
    domain::UtcTime planned{};
    domain::NodeSet nodes;  ///< Whatever day it is.
    bool is_music = false;
    std::vector<domain::DayReaction> reactions{};
};

class DaysJudge {
public:
    explicit DaysJudge(Facts& facts) : facts_(facts) {}

    void saved() { is_followed_ = false; }
    /// `ordered`: where it is to be heard as the day is.
    void wanted(domain::BroadcastId broadcast, const DayWish& wish, const domain::NodeSet& ordered, domain::UtcTime now);
    /// What is planned follows what was saved, and that is on the disk.
    void followed(domain::UtcTime now);
    void on_air(domain::BroadcastId broadcast, domain::UtcTime now) { on_air_.try_emplace(broadcast, now); }
    void issued(const domain::Grant& grant, domain::UtcTime now) { issued_[grant.broadcast] = now; }
    void sound_started(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime now) const;
    bool falls_away(domain::NodeNumber node, domain::BroadcastId broadcast) const { return silent_.contains({broadcast, node}); }

private:
    using There = std::pair<domain::BroadcastId, domain::NodeNumber>;
    struct Silent {
        domain::UtcTime since{};
        bool from_the_beginning = false;  ///< It was never ordered for it.
    };
    bool is_day_without(const DayWish& wish, domain::NodeNumber node) const;
    domain::NodeSet silent_nodes(const DayWish& wish) const;
    void follow(domain::BroadcastId broadcast, const domain::NodeSet& silent, const Silent& since);
    void note(const domain::Grant& grant) const;

    Facts& facts_;
    bool is_followed_ = true;
    std::map<domain::BroadcastId, DayWish> wishes_;  ///< Of what is still to come.
    std::map<There, Silent> silent_;
    std::map<domain::BroadcastId, domain::UtcTime> on_air_;
    std::map<domain::BroadcastId, domain::UtcTime> issued_;
};

}  // namespace village::simulation
