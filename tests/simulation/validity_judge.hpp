// The validity (hiệu lực) of announcements: nothing of one is signed to sound beyond it, nor sounds where it does not hold; and nothing of one begins that
// was withdrawn or refused. What was changed after it was signed must be known where it came 15 s before.
#pragma once

#include "tests/simulation/facts.hpp"

namespace village::simulation {

class ValidityJudge {
public:
    explicit ValidityJudge(Facts& facts) : facts_(facts) {}

    void written(domain::AnnouncementId announcement, const domain::ContentHash& sound) {
        announcement_of_[sound] = announcement;
    }
    /// As it is from now on.
    void changed(const domain::Announcement& announcement, domain::UtcTime now);
    /// What of it may not sound any more is taken back, and that is on the disk.
    void taken_back(domain::AnnouncementId announcement, domain::UtcTime now);

    void issued(const domain::Grant& grant, domain::UtcTime now);
    void sound_started(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime now) const;
    /// It sounds at this moment, or did until now.
    void check(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime now) const;

private:
    struct Paper {
        std::optional<domain::UtcTime> from;
        std::optional<domain::UtcTime> until;
        bool is_silenced = false;
        domain::UtcTime changed_at{};
        std::optional<domain::UtcTime> taken_back_at;  ///< Since it was changed.
    };
    const Paper* paper_of(const domain::Grant& grant) const;
    /// It was signed as it is now, or its loudspeaker was told to drop it.
    bool is_known(domain::NodeNumber node, const domain::Grant& grant, const Paper& paper) const;

    Facts& facts_;
    std::map<domain::ContentHash, domain::AnnouncementId> announcement_of_;
    std::map<domain::AnnouncementId, Paper> papers_;
    std::map<domain::GrantId, domain::UtcTime> issued_;
};

}  // namespace village::simulation
