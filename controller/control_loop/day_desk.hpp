// The special days of the commune: keeps the rules, and lays them out over the coming year.
#pragma once

#include "controller/control_loop/office.hpp"

namespace village::control_loop {

class DayDesk {
public:
    explicit DayDesk(Office& office) : office_(office) {}

    /// A commune that never saved any keeps the usual ones: public holidays, rằm and mùng 1.
    ports::Awaitable<domain::Status> load();
    ports::Awaitable<domain::Result<domain::DayRules>> save(domain::Operator caller, domain::DayRules rules);
    /// When the rules or the commune have changed.
    void lay_out();
    /// True when another day has begun since.
    bool follow_the_day();

private:
    /// `invalid_argument` when a schedule names one that would be kept no longer by its name.
    ports::Awaitable<domain::Status> check_named(std::vector<domain::DayRule> rules) const;

    Office& office_;
    date::local_days laid_out_on_{};
};

}  // namespace village::control_loop
