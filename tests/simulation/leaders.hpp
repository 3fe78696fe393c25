// The leaders of the commune: open surge periods, which name the quiet hours or not, and end them, whatever is planned by them or on the
// air. And somebody who wants the commune to hear something at 03:15.
#pragma once

#include "tests/simulation/controllers.hpp"
#include "tests/simulation/wishes.hpp"

namespace village::simulation {

class Leaders {
public:
    /// `plan`: makes the coming days anew.
    Leaders(Surroundings& world, Controllers& controllers, Wishes& wishes, std::function<void()> plan)
        : world_(world), controllers_(controllers), wishes_(wishes), plan_(std::move(plan)) {}

    /// Of the nights on which the commune is awake there are periods from the beginning.
    void begin();
    /// Sometimes everything may sound from now on.
    void heal();

private:
    void open(domain::SurgePeriod period);
    void open_for_special_nights();
    void open_some(Random& random);
    void wish_for_its_last_minutes(const domain::SurgePeriod& period, Random& random);
    void end(domain::SurgePeriodId id);
    void wish_for_the_night(Random& random);
    void ask_at_night(domain::UtcTime when, Random& random);
    domain::SurgePeriod some_period(Random& random);

    Surroundings& world_;
    Controllers& controllers_;
    Wishes& wishes_;
    std::function<void()> plan_;
    std::uint32_t periods_ = 0;
};

}  // namespace village::simulation
