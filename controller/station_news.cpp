#include "controller/station_news.hpp"

#include <fmt/format.h>

#include "controller/observability/log.hpp"

namespace village {

void StationNews::note(const std::string& station, const domain::Status& news) {
    const std::scoped_lock lock(mutex_);
    if (news) {
        not_heard_.erase(station);
        return log::info("the station \"{}\" is heard [relay]", station);
    }
    not_heard_[station] = news.error().detail;
    log::warn("the station \"{}\" is not heard: {} [relay]", station, news.error().detail);
}

ports::LiveView::Part StationNews::part() const {
    const std::scoped_lock lock(mutex_);
    std::string detail;
    for (const auto& [station, why] : not_heard_)
        detail += fmt::format("{}\"{}\" was not heard: {}", detail.empty() ? "" : "; ", station, why);
    return {"stations", not_heard_.empty(), detail};
}

}  // namespace village
