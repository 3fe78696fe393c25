// A Dispatcher with a signer that answers when the test says so.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "scheduler/dispatch/dispatcher.hpp"

namespace village::dispatch {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

inline const domain::UtcTime noon = domain::parse_utc("2026-11-23T05:00:00Z").value();

inline BroadcastOrder order(std::uint8_t n, domain::UtcTime starts_at) {
    BroadcastOrder made;
    made.broadcast.id.bytes[0] = n;
    made.broadcast.targets = domain::NodeSet{domain::NodeNumber{1}, domain::NodeNumber{2}};
    made.broadcast.starts_at = starts_at;
    made.broadcast.start_by = starts_at + minutes{2};
    made.broadcast.duration = minutes{5};
    made.broadcast.content = domain::ContentHash{};
    return made;
}
inline BroadcastOrder alarm_order(std::uint8_t n) {
    auto made = order(n, noon);
    made.broadcast.kind = domain::BroadcastKind::emergency;
    made.broadcast.priority = domain::Priority::emergency;
    made.broadcast.duration = seconds{40};
    made.broadcast.max_duration = minutes{30};
    made.repeat_every = seconds{150};
    made.intent = domain::EmergencyIntent{};
    return made;
}

class DispatcherBench {
public:
    domain::UtcTime now = noon;
    Dispatcher dispatcher;
    Commands commands;  ///< Since the last `forget`.

    void handle(const Event& event) {
        for (auto& command : dispatcher.handle(event, now)) {
            if (const auto* alarm = std::get_if<SetAlarm>(&command)) alarm_ = alarm->when;
            commands.push_back(std::move(command));
        }
    }
    void run_until(domain::UtcTime end) {
        while (alarm_ && *alarm_ <= end) {
            now = std::max(now, *alarm_);
            alarm_.reset();
            handle(AlarmFired{});
        }
        now = end;
    }
    void run_for(domain::Duration time) { run_until(now + time); }
    void connect(std::uint16_t node) { handle(NodeConnected{domain::NodeNumber{node}}); }
    void sign(std::uint8_t n) {
        domain::SignedGrant grant;
        for (const auto& command : commands) {
            if (const auto* ask = std::get_if<SignGrant>(&command); ask && ask->draft.broadcast.bytes[0] == n)
                grant.grant = ask->draft;
            if (const auto* ask = std::get_if<SignEmergency>(&command); ask && ask->draft.broadcast.bytes[0] == n)
                grant.grant = ask->draft;
        }
        grant.grant.id.bytes[0] = n;
        grant.grant.issuer_sequence = ++sequence_;
        handle(GrantSigned{id(n), grant});
    }
    void sign_stop() {
        const auto ask = *last<SignStop>();
        domain::SignedStop stop{ask.draft, {}};
        stop.stop.issuer_sequence = ++sequence_;
        handle(StopSigned{ask.ticket, stop});
    }
    void forget() { commands.clear(); }

    template <class Kind>
    std::size_t count() const {
        return static_cast<std::size_t>(
            std::ranges::count_if(commands, [](const auto& c) { return std::holds_alternative<Kind>(c); }));
    }
    template <class Kind>
    const Kind* last() const {
        for (auto it = commands.rbegin(); it != commands.rend(); ++it)
            if (const auto* found = std::get_if<Kind>(&*it)) return found;
        return nullptr;
    }
    /// Did the grant of this broadcast leave the controller, in a START or in a plan?
    bool was_sent(std::uint8_t n) const {
        const auto names_it = [&](const SharedGrant& grant) { return grant->grant.broadcast == id(n); };
        return std::ranges::any_of(commands, [&](const Command& command) {
            if (const auto* start = std::get_if<SendStart>(&command)) return names_it(start->grant);
            const auto* plan = std::get_if<SendPlan>(&command);
            return plan && std::ranges::any_of(plan->grants, names_it);
        });
    }
    domain::BroadcastState state(std::uint8_t n) const { return dispatcher.find(id(n))->state; }
    static domain::BroadcastId id(std::uint8_t n) { return domain::BroadcastId{{n}}; }

private:
    std::optional<domain::UtcTime> alarm_;
    std::uint64_t sequence_ = 0;
};

}  // namespace village::dispatch
