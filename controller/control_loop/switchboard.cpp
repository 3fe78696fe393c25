#include "controller/control_loop/switchboard.hpp"

#include <algorithm>

#include "controller/control_loop/offers.hpp"
#include "controller/control_loop/without_device.hpp"
#include "controller/observability/log.hpp"
#include "scheduler/policy/passes.hpp"

namespace village::control_loop {
namespace {

/// Alarms are wall-clock moments and the clock may step, so no single wait is longer than this.
constexpr std::chrono::seconds longest_wait{5};

/// A line that is lost for a moment is no reason to call anything over.
constexpr std::chrono::minutes silent_for{1};

/// What warns goes on repeating for whoever comes back.
bool is_past_its_time(const domain::Broadcast& broadcast, domain::UtcTime now) {
    if (domain::is_called(broadcast.kind)) return false;
    const auto length =
        std::max(policy::whole_length(broadcast), broadcast.streamed ? broadcast.max_duration : domain::Duration{});
    return broadcast.state == domain::BroadcastState::on_air && now >= broadcast.starts_at + length + silent_for;
}

std::chrono::microseconds wait_until(domain::UtcTime when, domain::UtcTime now) {
    return std::clamp<std::chrono::microseconds>(when - now, std::chrono::microseconds{0}, longest_wait);
}

}  // namespace

Switchboard::Switchboard(Office& office) : office_(office), dispatcher_timer_(office.executor), tracker_timer_(office.executor) {}

void Switchboard::handle(const dispatch::Event& event) {
    // What a command brings about at once (a signer that refuses on the spot) waits for the commands after it: an alarm set
    // for the later event would be replaced by the one of the earlier.
    events_.push_back(event);
    if (events_.size() > 1) return;
    while (!events_.empty()) {
        const auto commands = office_.dispatcher.handle(events_.front(), office_.now());
        for (const auto& command : commands) std::visit([this](const auto& one) { perform(one); }, command);
        events_.pop_front();
    }
}

void Switchboard::follow(const delivery::Changes& changes) {
    std::vector<domain::Delivery> deliveries;
    for (const auto& change : changes) {
        if (const auto* one = std::get_if<domain::Delivery>(&change)) deliveries.push_back(*one);
        if (const auto* many = std::get_if<delivery::DeliveriesMarked>(&change))
            for (auto number : many->nodes.numbers())
                if (auto delivery = office_.tracker.find(many->broadcast, number)) deliveries.push_back(*delivery);
    }
    for (auto& delivery : deliveries) {
        office_.ports.feed.publish(delivery);
        office_.ledger.write(std::move(delivery));
    }
    wait_for_tracker();
}

void Switchboard::stop() {
    dispatcher_timer_.cancel();
    tracker_timer_.cancel();
    to_sign_.clear();
}

void Switchboard::perform(const dispatch::SendPlan& command) {
    offer(command.node, command.grants);
    ports::NodePlan plan{command.issuer_sequence, command.covers_from, command.covers_to, {}};
    plan.grants.reserve(command.grants.size());
    for (const auto& grant : command.grants) plan.grants.push_back(*grant);
    office_.ports.gateway->send_plan(command.node, std::move(plan));
}

void Switchboard::perform(const dispatch::SendStart& command) {
    if (!command.grant->grant.stream)
        for (auto node : command.nodes.numbers()) offer(node, {command.grant});
    office_.ports.gateway->send_start(*command.grant, command.nodes);
}

void Switchboard::perform(const dispatch::Wake& command) { office_.ports.gateway->wake(command.nodes); }

domain::Result<ports::LiveSource> Switchboard::source_of(const dispatch::StartStream& command) const {
    using Kind = ports::LiveSource::Kind;
    const auto* broadcast = office_.dispatcher.find(command.grant->grant.broadcast);
    if (broadcast != nullptr && !broadcast->relay.empty()) return ports::LiveSource{Kind::relay, broadcast->relay};
    if (broadcast == nullptr || !broadcast->content) return domain::Error{domain::ErrorCode::not_ready, "nothing to stream"};
    auto path = office_.ports.blobs.path(*broadcast->content);
    if (!path) return path.error();
    return ports::LiveSource{Kind::file, std::move(*path)};
}

void Switchboard::perform(const dispatch::StartStream& command) {
    const auto id = command.grant->grant.broadcast;
    auto ended = [this, id](const domain::Status&) { handle(dispatch::BroadcastFinished{id}); };
    auto source = source_of(command);
    const auto started = source ? office_.ports.streams->start(*command.grant, std::move(*source), command.nodes, ended)
                                : domain::Status(source.error());
    if (started) return;
    log::error("broadcast {} cannot be streamed, ending it: {} [stream_failed]", id.text(), started.error().detail);
    handle(dispatch::BroadcastFinished{id});
}

void Switchboard::perform(const dispatch::StopStream& command) { office_.ports.streams->stop(command.broadcast); }

void Switchboard::perform(const dispatch::BroadcastChanged& command) {
    office_.ports.feed.publish(command.broadcast);
    office_.ledger.write(command.broadcast);
    if (command.broadcast.ended_at) office_.tracker.ended(command.broadcast.id, *command.broadcast.ended_at);
    wait_for_tracker();
}

void Switchboard::perform(const dispatch::MarkDeliveries& command) {
    const auto* broadcast = office_.dispatcher.find(command.broadcast);
    if (command.state == domain::DeliveryState::planned) {
        if (broadcast != nullptr) follow(office_.tracker.plan(*broadcast, office_.now()));
        return;
    }
    follow(office_.tracker.mark(command.broadcast, command.nodes, command.state, command.reason, office_.now()));
}

// Who called it has the row of the call; he may be of a lower level than who called what ends.
void Switchboard::perform(const dispatch::EndedByAnother& command) {
    const auto write = [&](domain::BroadcastId broadcast, const char* how) {
        office_.ledger.write(
            ports::AuditEntry{office_.now(), "system", "broadcast.stop", broadcast.text(), how + command.by.text()});
    };
    for (const auto& ended : command.ended) write(ended, "ended by ");
    for (const auto& silenced : command.silenced_in_part) write(silenced, "silenced in part by ");
}

void Switchboard::perform(const dispatch::Trouble& command) {
    log::error("broadcast {}: {} [{}]", command.broadcast.text(), command.what.detail, domain::error_name(command.what.code));
}

void Switchboard::offer(domain::NodeNumber node, const std::vector<dispatch::SharedGrant>& grants) {
    auto offers = content_offers(office_.ports.blobs, grants);
    if (!offers.empty()) office_.ports.gateway->offer_content(node, std::move(offers));
}

void Switchboard::perform(const dispatch::SetAlarm& command) {
    dispatcher_alarm_ = command.when;
    wait_for_dispatcher();
}

void Switchboard::wait_for_dispatcher() {
    if (!dispatcher_alarm_) return;
    dispatcher_timer_.expires_after(wait_until(*dispatcher_alarm_, office_.now()));
    dispatcher_timer_.async_wait([this](boost::system::error_code cancelled) {
        if (cancelled || !dispatcher_alarm_) return;
        end_what_fell_silent();
        if (office_.now() < *dispatcher_alarm_) return wait_for_dispatcher();
        dispatcher_alarm_.reset();
        handle(dispatch::AlarmFired{});
    });
}

/// What was interrupted goes on past its planned end, while somebody is there who would.
void Switchboard::end_what_fell_silent() {
    for (const auto id : office_.dispatcher.open_broadcasts()) {
        if (!is_past_its_time(*office_.dispatcher.find(id), office_.now())) continue;
        if (!office_.tracker.unanswered(id).intersects(office_.dispatcher.connected())) handle(dispatch::BroadcastFinished{id});
    }
}

void Switchboard::wait_for_tracker() {
    const auto alarm = office_.tracker.next_alarm();
    if (!alarm) return;
    tracker_timer_.expires_after(wait_until(*alarm, office_.now()));
    tracker_timer_.async_wait([this](boost::system::error_code cancelled) {
        if (cancelled) return;
        for (const auto& [reason, nodes] : without_device(office_.commune))
            follow(office_.tracker.without_device(nodes, reason, office_.now()));
        follow(office_.tracker.advance(office_.dispatcher.connected(), office_.now()));
    });
}

}  // namespace village::control_loop
