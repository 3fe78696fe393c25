// The clerks of the commune: lay down special days (mourning in the commune or in one hamlet, a holiday, an election) and hours of hamlets
// and kinds of days, mostly for today, whatever is planned or on the air, and take them out again.
#pragma once

#include "tests/simulation/controllers.hpp"

namespace village::simulation {

class Clerks {
public:
    /// `plan`: makes the coming days anew.
    Clerks(Surroundings& world, Controllers& controllers, std::function<void()> plan)
        : world_(world), controllers_(controllers), plan_(std::move(plan)) {}

    /// A commune keeps the public holidays from the beginning.
    void begin();

private:
    void change_days(Random& random);
    void change_hours(Random& random);
    domain::DayRule some_day(Random& random);
    domain::HoursRule some_hours(Random& random);
    std::vector<domain::AreaId> some_areas(Random& random) const;

    Surroundings& world_;
    Controllers& controllers_;
    std::function<void()> plan_;
    std::uint32_t rules_ = 0;
};

}  // namespace village::simulation
