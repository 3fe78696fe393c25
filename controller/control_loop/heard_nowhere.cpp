#include "controller/control_loop/heard_nowhere.hpp"

#include <fmt/format.h>

#include "controller/control_loop/empty_places.hpp"

namespace village::control_loop {

void HeardNowhere::note(const Office& office, const domain::Schedule& schedule,
                        const domain::Result<std::vector<calendar::Wish>>& wishes) {
    places_.erase(schedule.id);
    if (!wishes) return;
    for (const auto& wish : *wishes) {
        const auto& wanted = wish.schedule.targets;
        if (!wish.occurrences.empty() && has_no_loudspeaker(office.commune, wanted))
            places_[schedule.id] = name_of(office.commune, wanted);
    }
}

std::optional<std::string> HeardNowhere::trouble() const {
    if (places_.empty()) return std::nullopt;
    return fmt::format("{} schedules are for places without a loudspeaker, one for \"{}\"; choose other places", places_.size(),
                       places_.begin()->second);
}

}  // namespace village::control_loop
