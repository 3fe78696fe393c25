// S15: what people wrote is signed only when two others had agreed to it, as it sounds: two persons with two rights, none of them one of
// those who wrote or changed it. Knows who really wrote and who really said yes, and none of the rules.
#pragma once

#include "tests/simulation/facts.hpp"

namespace village::simulation {

class ApprovalJudge {
public:
    explicit ApprovalJudge(Facts& facts) : facts_(facts) {}

    /// New, or other words and another sound than before.
    void written(domain::AnnouncementId announcement, const domain::ContentHash& sound, domain::OperatorId by);
    /// It is to be heard for longer: the same sound, to be agreed to anew.
    void held_longer(domain::AnnouncementId announcement, domain::OperatorId by, domain::UtcTime now);
    /// `person` heard it and agreed, by the right of `right`.
    void agreed(domain::AnnouncementId announcement, domain::OperatorId person, domain::OperatorId right);
    void agreement_gone(domain::AnnouncementId announcement) { papers_.at(announcement).agreed.clear(); }
    /// Refused or withdrawn: nothing more is signed of it.
    void silenced(domain::AnnouncementId announcement, domain::UtcTime now);
    void issued(const domain::Grant& grant, domain::UtcTime now);

private:
    struct Agreed {
        domain::OperatorId person;
        domain::OperatorId right;
    };
    struct Paper {
        domain::ContentHash sound;
        std::set<domain::OperatorId> authors;
        std::vector<Agreed> agreed;
    };
    struct Version {
        domain::AnnouncementId announcement;
        bool is_approved = false;
        std::optional<domain::UtcTime> approved_until;
        std::optional<domain::UtcTime> silenced_at;
    };
    static std::size_t count(const Paper& paper);

    Facts& facts_;
    std::map<domain::AnnouncementId, Paper> papers_;
    std::map<domain::ContentHash, Version> versions_;
};

}  // namespace village::simulation
