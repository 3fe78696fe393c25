// From event to command to port: asks the dispatcher and performs what it says, in its order. The one place where commands of
// the scheduler become calls of ports.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <map>
#include <memory>
#include <set>

#include "controller/control_loop/office.hpp"

namespace village::control_loop {

class Switchboard {
public:
    explicit Switchboard(Office& office);

    /// Asks the dispatcher and performs its commands.
    void handle(const dispatch::Event& event);
    /// STOPs, and says whether all that needed a signature got one; waits for the signer 250 ms at most (stops.cpp).
    ports::Awaitable<bool> silence(dispatch::StopRequested wish);
    /// Stores and shows what the tracker says changed, and sets its next alarm.
    void follow(const delivery::Changes& changes);
    void stop();

private:
    struct StopWait;  ///< The tickets that somebody in `silence` waits for.

    void perform(const dispatch::SignGrant& command);
    void perform(const dispatch::SignEmergency& command);
    void perform(const dispatch::SignStop& command);
    void perform(const dispatch::SendPlan& command);
    void perform(const dispatch::SendStart& command);
    void perform(const dispatch::SendStop& command);
    void perform(const dispatch::Quench& command);
    void perform(const dispatch::Wake& command);
    domain::Result<ports::LiveSource> source_of(const dispatch::StartStream& command) const;
    void perform(const dispatch::StartStream& command);
    void perform(const dispatch::StopStream& command);
    void perform(const dispatch::SetAlarm& command);
    void perform(const dispatch::BroadcastChanged& command);
    void perform(const dispatch::MarkDeliveries& command);
    void perform(const dispatch::EndedByAnother& command);
    void perform(const dispatch::Trouble& command);

    ports::Awaitable<domain::Result<ports::SignReasons>> reasons_for(domain::BroadcastId id) const;
    ports::Awaitable<domain::Status> sign(domain::Grant draft, std::optional<domain::EmergencyIntent> intent);
    void sign_next();
    ports::Awaitable<domain::Status> sign_one(domain::Grant draft);
    ports::Awaitable<domain::Status> sign_stop(dispatch::SignStop command);
    void offer(domain::NodeNumber node, const std::vector<dispatch::SharedGrant>& grants);
    void wait_for_dispatcher();
    void end_what_fell_silent();
    void wait_for_tracker();

    Office& office_;
    std::deque<dispatch::Event> events_;  ///< The one being performed, then those it brought about.
    std::optional<domain::UtcTime> dispatcher_alarm_;
    boost::asio::steady_timer dispatcher_timer_;
    boost::asio::steady_timer tracker_timer_;
    std::multimap<domain::UtcTime, domain::Grant>
        to_sign_;  ///< By start: a week of programmes comes at once, "now" goes before it.
    std::size_t being_signed_ = 0;
    std::vector<std::shared_ptr<StopWait>> stop_waits_;
    StopWait* asking_ = nullptr;  ///< Whose wishes are being handled just now.
};

}  // namespace village::control_loop
