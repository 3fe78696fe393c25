// When the coming days are planned again by themselves: every ten minutes, and soon after the clock was set back, because a clock that
// was ahead may have called over what is still to come.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <functional>

#include "scheduler/domain/time.hpp"

namespace village::control_loop {

class PlanningRhythm {
public:
    /// `acted_at`: the moment at which something was decided last.
    PlanningRhythm(const boost::asio::any_io_executor& executor, std::function<domain::UtcTime()> now,
                   std::function<domain::UtcTime()> acted_at, std::function<void()> on_turn);
    void start();
    void stop() { timer_.cancel(); }

private:
    bool was_set_back();

    std::function<domain::UtcTime()> now_, acted_at_;
    std::function<void()> on_turn_;
    boost::asio::steady_timer timer_;
    domain::UtcTime told_{};  ///< Of which decision it was said that it lies ahead.
    int looks_ = 0;           ///< Since the last turn.
};

}  // namespace village::control_loop
