// What becomes of the stations that are relayed: the log says each change, `/health` what holds while they are on the air. Any thread.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "controller/media/live_relay.hpp"
#include "controller/ports/live_view.hpp"

namespace village {

class StationNews final : public media::StationWatch {
public:
    void heard(const std::string& station) override;
    void not_heard(const std::string& station, const std::string& why) override;
    void over(const std::string& station) override;
    /// Well unless a station that is on the air is not heard.
    ports::LiveView::Part part() const;

private:
    mutable std::mutex mutex_;
    std::map<std::string, std::string> not_heard_;  ///< Why, by station.
};

}  // namespace village
