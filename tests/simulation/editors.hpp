// Those who write announcements, agree to them, change and withdraw them, and put them in the calendar as soon as they may: everybody
// tries everything, also what is not theirs to do.
#pragma once

#include "tests/simulation/approvals.hpp"
#include "tests/simulation/contents.hpp"
#include "tests/simulation/controllers.hpp"

namespace village::simulation {

class Editors {
public:
    using MakeOrder = std::function<dispatch::BroadcastOrder(Random&)>;
    Editors(Surroundings& world, Controllers& controllers, MakeOrder make_order)
        : world_(world), controllers_(controllers), make_order_(std::move(make_order)) {}

    void begin();
    /// A controller that died may not have taken back what it was told to.
    void follow_all();

private:
    void write(Random& random);
    /// Until `left` acts are done.
    void go_on_with(domain::AnnouncementId id, std::uint64_t left, Random random);
    void do_something(domain::AnnouncementId id, Random& random);
    void edit(domain::AnnouncementId id, Random& random);
    void change_validity(domain::AnnouncementId id, Random& random);
    void put_in_calendar(domain::AnnouncementId id, Random& random);
    domain::ContentHash new_sound() { return content_named(ContentKind::announcement, ++sounds_made_); }

    Surroundings& world_;
    Controllers& controllers_;
    MakeOrder make_order_;
    std::uint64_t sounds_made_ = 0;
    std::map<domain::AnnouncementId, domain::ContentHash> planned_;  ///< The sound of the newest that is in the calendar.
};

}  // namespace village::simulation
