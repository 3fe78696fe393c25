// He is told: what others wrote down in a leader's name, by telephone, until he has seen it; and his "I did not agree to this".
#pragma once

#include "controller/control_loop/switchboard.hpp"
#include "controller/ports/commands.hpp"

namespace village::control_loop {

class TelephoneDesk {
public:
    TelephoneDesk(Office& office, Switchboard& switchboard) : office_(office), switchboard_(switchboard) {}

    ports::Awaitable<domain::Result<std::vector<ports::UnseenConsent>>> unseen(domain::Operator caller) const;
    ports::Awaitable<domain::Status> acknowledge(domain::Operator caller, domain::AnnouncementId id, domain::UtcTime last) const;
    ports::Awaitable<domain::Result<domain::Announcement>> deny(domain::Operator caller, domain::AnnouncementId id,
                                                                domain::UtcTime last);

private:
    /// Was anything said in his name about this announcement that he was told of, or that it rests on?
    ports::Awaitable<domain::Status> check_his(domain::Operator caller, domain::Announcement item, domain::UtcTime last) const;
    ports::Awaitable<domain::Result<domain::Announcement>> taken_back(domain::Operator caller, domain::Announcement item) const;

    Office& office_;
    Switchboard& switchboard_;
};

}  // namespace village::control_loop
