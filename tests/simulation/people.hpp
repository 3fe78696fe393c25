// The people of a run: the calendar of the commune, and an officer and hamlet heads who press everything there is to
// press, at any time of the day, often at the wrong moment.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "scheduler/calendar/edit_series.hpp"
#include "tests/simulation/clerks.hpp"
#include "tests/simulation/controllers.hpp"
#include "tests/simulation/correctors.hpp"
#include "tests/simulation/customs.hpp"
#include "tests/simulation/editors.hpp"
#include "tests/simulation/happenings.hpp"
#include "tests/simulation/leaders.hpp"
#include "tests/simulation/programmes.hpp"

namespace village::simulation {

class People {
public:
    People(Surroundings& world, Controllers& controllers, std::vector<std::unique_ptr<SimNode>>& nodes, Happenings& happenings);

    void begin();
    /// The occurrences of the next two days.
    void plan_days();
    /// After healing, when everybody else is at home: an item for everywhere that nothing forbids. When it is due.
    domain::UtcTime play_for_sure(Random& random);
    static std::vector<domain::ContentHash> rendered_contents();
    void heal() { leaders_.heal(); }
    /// A controller is there again.
    void go_on() { editors_.follow_all(), plan_days(); }
    /// Some have the page of a controller open whose place was taken.
    void keep_asking(SimController& old, Random& random);
    void call_before_it_is_noticed(Random& random);

private:
    struct Item {
        domain::Schedule schedule;
        calendar::Expander rule;
        domain::Broadcast pattern;
        Custom custom;
        std::optional<domain::ZoneId> zone;
    };
    void add_schedule(std::uint32_t number, const Custom& custom, Random& random);
    DayWish day_wish(const Item& item, const domain::Occurrence& occurrence) const;
    void follow(const Item& item);
    std::vector<dispatch::BroadcastOrder> orders_of(const Item& item);
    domain::Result<calendar::Series> some_edit(const Item& item, Random& random);
    void edit_schedule(Random& random);
    void plan_days_ahead();
    std::vector<domain::Occurrence> occurrences(const Item& item, domain::UtcTime from) const;
    /// Does the calendar give the days and hours that counting gives?
    void judge_calendar(const Item& item);
    void storm_before_quiet_hours(Random& random);
    void ask(SimController& old, Random& random);
    void play_now(Random& random);
    void play_later(Random& random);
    void speak_live(Random& random);
    void call_emergency(Random& random);
    void call_rival_emergencies(Random& random);
    void talk_over_music(Random& random);
    void press_stop(Random& random);
    void stop_area(Random& random);
    void cancel_schedule(Random& random);
    void change_zones(Random& random);
    void practise(Random& random);
    void flood(Random& random);
    void crowd(Random& random);
    void plan_trifles(const domain::NodeSet& crowded, Random& random);

    Surroundings& world_;
    Controllers& controllers_;
    std::vector<std::unique_ptr<SimNode>>& nodes_;
    Happenings& happenings_;
    Wishes wishes_;
    std::vector<Item> items_;
    Programmes programmes_;
    Editors editors_;
    Leaders leaders_;
    Clerks clerks_;
    Correctors correctors_;
};

}  // namespace village::simulation
