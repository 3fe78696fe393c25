// The programmes of the commune and the editor who works on them: puts in bulletins at the last moment, takes items out and puts them
// in again, has sounds made anew; and the officer who stops a piece before or while it is heard.
#pragma once

#include <memory>
#include <vector>

#include "tests/simulation/contents.hpp"
#include "tests/simulation/controllers.hpp"
#include "tests/simulation/happenings.hpp"

namespace village::simulation {

class Programmes {
public:
    Programmes(Surroundings& world, Controllers& controllers, std::vector<std::unique_ptr<SimNode>>& nodes,
               Happenings& happenings)
        : world_(world), controllers_(controllers), nodes_(nodes), happenings_(happenings) {}

    void begin();
    /// All of them, as the controller does every so often and when it starts.
    void plan();

private:
    struct Daily {
        std::chrono::seconds time_of_day{};
        std::chrono::minutes length{};
        bool outside_hours = false;
    };
    void add(std::uint32_t number, const Daily& daily, Random& random);
    void expect_people(std::size_t which, Random& random);
    void plan_again_and_again();
    void silence_station(Random& random);
    domain::AnnouncementId add_announcement(WantedProgramme& wanted, ContentKind kind, domain::Duration length);
    domain::NodeSet some_nodes(Random& random) const;
    std::vector<domain::BroadcastId> open_pieces(const WantedProgramme& wanted) const;

    // What the editor does.
    void edit(Random& random);
    void edit(WantedProgramme& wanted, Random& random);
    void put_in_bulletin(WantedProgramme& wanted, Random& random);
    void make_anew(WantedProgramme& wanted, Random& random);
    void withdraw(WantedProgramme& wanted, Random& random);
    // What the officer does.
    void stop_piece(std::size_t which, Random& random);

    Surroundings& world_;
    Controllers& controllers_;
    std::vector<std::unique_ptr<SimNode>>& nodes_;
    Happenings& happenings_;
    std::vector<WantedProgramme> programmes_;
    std::uint64_t sounds_made_ = 0;
    std::uint8_t announcements_ = 0;
};

}  // namespace village::simulation
