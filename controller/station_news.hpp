// What became of the stations that are relayed: the log says each change, `/health` what holds now.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "controller/ports/live_view.hpp"

namespace village {

class StationNews {
public:
    /// The station is heard, or why it is not. Any thread.
    void note(const std::string& station, const domain::Status& news);
    /// Well unless a station was not heard when it was called last.
    ports::LiveView::Part part() const;

private:
    mutable std::mutex mutex_;
    std::map<std::string, std::string> not_heard_;  ///< Why, by station.
};

}  // namespace village
