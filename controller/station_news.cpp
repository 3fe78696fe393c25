#include "controller/station_news.hpp"

#include <fmt/format.h>

#include "controller/observability/log.hpp"

namespace village {

void StationNews::heard(const std::string& station) {
    log::info("the station \"{}\" is heard [relay]", station);
    over(station);
}

void StationNews::not_heard(const std::string& station, const std::string& why) {
    log::warn("the station \"{}\" is not heard: {} [relay]", station, why);
    const std::scoped_lock lock(mutex_);
    not_heard_[station] = why;
}

void StationNews::over(const std::string& station) {
    const std::scoped_lock lock(mutex_);
    not_heard_.erase(station);
}

ports::LiveView::Part StationNews::part() const {
    const std::scoped_lock lock(mutex_);
    std::string detail;
    for (const auto& [station, why] : not_heard_)
        detail += fmt::format("{}\"{}\" is not heard: {}", detail.empty() ? "" : "; ", station, why);
    return {"stations", not_heard_.empty(), detail};
}

}  // namespace village
